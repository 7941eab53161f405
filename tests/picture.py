"""The README's picture of the desk, drawn from the demo: `python -m tests.picture` (`make picture`)."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from db import JournalDB
from deskapp.app import DeskApp
from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.services.kinds import KINDS
from deskapp.session import Desk
from deskapp.settings import UNICODE
from deskapp.store_thread import StoreThread
from tests.screens.conftest import Terminal

TARGET = Path(__file__).parent.parent / "docs" / "desk.svg"
EVENING = datetime(2026, 11, 23, 17, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


async def draw() -> str:
    """The Children page of the demo, as SVG without anything fetched from elsewhere."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        make_demo(folder, "en", EVENING)
        store = StoreThread(lambda: JournalDB(folder, kinds=KINDS))
        store.start()
        clock = StillClock(EVENING)
        desk = Desk(store, clock=clock, terminal="reception-1", staff="CL", language="en")
        desk.symbols = UNICODE
        app = DeskApp(lambda: desk, folder / "logs")
        async with app.run_test(size=(80, 24)) as pilot:
            terminal = Terminal(app, pilot, {}, clock)
            await terminal.settled()
            await terminal.type("2<down><down>a")
            await pilot.pause()
            picture = app.export_screenshot(title="deskapp")
        store.close()
    return re.sub(r"@font-face \{.*?\}", "", picture, flags=re.S)


if __name__ == "__main__":
    TARGET.write_text(asyncio.run(draw()))
