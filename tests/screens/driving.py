"""The desk on a real store for a test: keys are typed in one burst, then what is on the screen is read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from db import JournalDB
from deskapp.app import DeskApp
from deskapp.clock import StillClock
from deskapp.keys import press
from deskapp.services.kinds import KINDS
from deskapp.session import Desk
from deskapp.settings import UNICODE
from deskapp.store_thread import StoreThread
from tests.screens.centre import MONDAY

KEYS = re.compile(r"<([a-z0-9+]+)>|(.)", re.DOTALL)


class Driven:
    """A desk that is open.  `type` sends keys ("c1i", "<enter>"), `screen` is what then stands there."""

    def __init__(self, app: DeskApp, clock: StillClock) -> None:
        self.app = app
        self.desk = app.desk
        self.clock = clock

    async def type(self, keys: str) -> None:
        """Types everything at once, as somebody who does not wait for the screen; then until all is done."""
        for name, sign in KEYS.findall(keys):
            self.desk.gate.put(press(name, None) if name else press(sign, sign))
        await self.desk.gate.settled()
        self.app.desk_screen.paint()

    @property
    def screen(self) -> str:
        """The lines of the screen."""
        return "\n".join(self.app.desk_screen.paper.text)

    @property
    def dialogs(self) -> list[str]:
        """The open dialogs, by class."""
        return [type(dialog).__name__ for dialog in self.desk.dialogs]

    async def read(self, view: Callable[..., Any], *args: Any) -> Any:
        """What a view of the services answers now."""
        return await self.desk.ask(view, *args)

    async def choose(self, child: int) -> None:
        """Put the cursor of the children's page on this child."""
        await self.desk.switch(2)
        assert self.desk.page is not None
        assert self.desk.page.list.choose(child)


@asynccontextmanager
async def desk_on(
    folder: Path, *, staff: str = "CL", moment: datetime = MONDAY, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Driven]:
    """The desk on the data in `folder`, on the children's page, its clock standing still."""
    store = StoreThread(lambda: JournalDB(folder, kinds=KINDS))
    store.start()
    clock = StillClock(moment)
    desk = Desk(store, clock=clock, terminal="reception-1", staff=staff)
    desk.symbols = UNICODE
    app = DeskApp(desk)
    try:
        async with app.run_test(size=size):
            await desk.gate.settled()
            await desk.switch(2)
            yield Driven(app, clock)
    finally:
        store.close()
