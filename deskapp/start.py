"""How the full-screen desk starts: the frame first, then what the records need, so that nobody looks at
nothing.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp import settings
from deskapp.clock import Clock
from deskapp.i18n import choose_language, set_language

if TYPE_CHECKING:
    from deskapp.session import Desk


class Broken(Exception):
    """The desk ended in an error that nobody foresaw.  `file` is where it was noted."""

    def __init__(self, error: BaseException, file: str) -> None:
        super().__init__(error, file)
        self.kind = type(error).__name__
        self.file = file


def run(
    folder: Path,
    *,
    language: str | None = None,
    staff: str | None = None,
    terminal: str | None = None,
    remote: bool = False,
    clock: Clock | None = None,
    banner: str = "",
    upkeep: bool = True,
) -> int:
    """Open the desk on this data folder until it is left; the exit status.  `upkeep`: copies are made daily.

    Raises the StoreError of a folder that cannot be opened, and Broken; the terminal is as before by then.
    """
    gc.disable()  # imports make no garbage; looking for it takes a tenth of the start (see DeskApp._open)
    settings.prepare_terminal()
    set_language(choose_language(language))
    name = settings.terminal_name(terminal)
    made: list[Desk] = []

    def make_desk() -> Desk:
        from deskapp.session import Desk
        from deskapp.store import open_store
        from deskapp.store_thread import StoreThread
        from deskapp.upkeep import Upkeep

        store = StoreThread(lambda: open_store(folder), *([Upkeep(folder).rest] if upkeep else []))
        store.start()
        desk = Desk(
            store,
            clock=clock,
            terminal=name,
            remote=remote,
            banner=banner,
            staff=staff,
            language=language,
        )
        desk.symbols = settings.first_symbols()
        made.append(desk)
        return desk

    from deskapp.app import DeskApp

    app = DeskApp(make_desk, folder / "logs")
    try:
        status = app.run(mouse=False) or 0
    finally:
        for desk in made:
            desk.store.close()
    if app.noted and app.failure is not None:
        raise Broken(app.failure, app.noted) from app.failure
    if app.failure is not None:
        raise app.failure
    return status
