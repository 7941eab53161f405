"""What the meals look like, at two sizes and in both languages, at 12:05 of the demo's Monday."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from db import JournalDB
from deskapp.app import DeskApp
from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.i18n import LANGUAGES, set_language
from deskapp.services.kinds import KINDS
from deskapp.session import Desk
from deskapp.settings import ASCII, UNICODE
from deskapp.store_thread import StoreThread
from tests.screens.conftest import Terminal

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SCREENS: dict[str, str] = {
    "meals": "3<pagedown><down><down>",
    "meals_today": "1",
    "meals_route": "3<pagedown>g",
    "meals_ladder": "3<pagedown><down><down>t",
    "meals_ladder_seen": "3<pagedown><down><down>t2s",
    "meals_kitchen": "3k",
    "meals_sheets": "3r",
    "meals_wrong": "3w",
    "meals_menu": "3c",
    "meals_menu_dish": "3c1",
    "meals_client": "3<enter>",
    "meals_client_form": "3<enter>e",
    "meals_not_taken": "3<down>xr",
    "meals_portions": "3+",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", SCREENS)
def test_meal_picture(snap_compare, tmp_path, screen, size, language):
    make_demo(tmp_path / "data", language, NOON)
    store = StoreThread(lambda: JournalDB(tmp_path / "data", kinds=KINDS))
    store.start()
    set_language(language)
    clock = StillClock(NOON)
    desk = Desk(store, clock=clock, terminal="reception-1", staff="CL", language=language)
    desk.symbols = UNICODE if language == "en" else ASCII
    app = DeskApp(lambda: desk, tmp_path / "data" / "logs")

    async def drive(pilot: Pilot[int]) -> None:
        terminal = Terminal(app, pilot, {}, clock)
        await terminal.settled()
        await terminal.type(SCREENS[screen])

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        store.close()
        set_language("en")
