"""How the full-screen desk starts: the store opens on its thread while Textual is still being imported."""

from __future__ import annotations

from pathlib import Path

from db import JournalDB
from deskapp import settings
from deskapp.clock import Clock
from deskapp.i18n import choose_language, set_language
from deskapp.services.kinds import KINDS
from deskapp.store_thread import StoreThread


def run(
    folder: Path,
    *,
    language: str | None = None,
    staff: str | None = None,
    terminal: str | None = None,
    remote: bool = False,
    clock: Clock | None = None,
    banner: str = "",
    centre_missing: bool = False,
) -> int:
    """Open the desk on this data folder until it is left; the exit status.

    Raises the StoreError of a folder that cannot be opened, before anything is painted.
    """
    store = StoreThread(lambda: JournalDB(folder, kinds=KINDS))
    store.start()
    settings.prepare_terminal()
    set_language(choose_language(language))

    from deskapp.app import DeskApp
    from deskapp.session import Desk

    desk = Desk(
        store,
        clock=clock,
        terminal=settings.terminal_name(terminal),
        remote=remote or settings.remote(),
        banner=banner,
        staff=staff,
        language=language,
    )
    desk.symbols = settings.first_symbols()
    desk.centre_missing = centre_missing
    try:
        if store.opened.done():
            store.opened.result()
        return DeskApp(desk, folder / "logs").run(mouse=False) or 0
    finally:
        store.close()
