"""One picture of the desk: a folder, a time, keys, a size and a language; held against __snapshots__."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from db import JournalDB
from deskapp.app import DeskApp
from deskapp.clock import StillClock
from deskapp.i18n import LANGUAGES, set_language
from deskapp.services.kinds import KINDS
from deskapp.session import Desk
from deskapp.settings import ASCII, UNICODE
from deskapp.store_thread import StoreThread
from tests.screens.conftest import Terminal

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
at_both_sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def same_picture(
    snap_compare: Any, folder: Path, now: datetime, keys: str, size: tuple[int, int], language: str
) -> bool:
    """Whether the desk on this folder looks as it did, after these keys; in Chinese with ASCII signs."""
    store = StoreThread(lambda: JournalDB(folder, kinds=KINDS))
    store.start()
    set_language(language)
    clock = StillClock(now)
    desk = Desk(store, clock=clock, terminal="reception-1", staff="CL", language=language)
    desk.symbols = UNICODE if language == "en" else ASCII
    app = DeskApp(lambda: desk, folder / "logs")

    async def drive(pilot: Pilot[int]) -> None:
        terminal = Terminal(app, pilot, {}, clock)
        await terminal.settled()
        await terminal.type(keys)

    try:
        return bool(snap_compare(app, terminal_size=size, run_before=drive))
    finally:
        store.close()
        set_language("en")
