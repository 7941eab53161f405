"""A desk on a real store in a headless terminal: what is typed, what is on the screen, what is in the
store.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from db import JournalDB
from deskapp.app import DeskApp
from deskapp.clock import StillClock
from deskapp.i18n import set_language
from deskapp.services.kinds import KINDS
from deskapp.session import Desk
from deskapp.settings import UNICODE
from deskapp.store_thread import StoreThread
from tests.screens import centre

NAMED = {
    "space": ("space", " "),
    "enter": ("enter", "\r"),
    "esc": ("escape", "\x1b"),
    "tab": ("tab", "\t"),
    "backspace": ("backspace", "\x7f"),
}


class Terminal:
    """One desk, driven by keys.  `type` sends them in one burst, as keys typed ahead come."""

    def __init__(self, app: DeskApp, pilot: Pilot[int], ids: dict[str, int], clock: StillClock) -> None:
        self.app = app
        self.pilot = pilot
        self.ids = ids
        self.clock = clock

    @property
    def desk(self) -> Desk:
        """The session."""
        return self.app.desk

    async def type(self, words: str) -> None:
        """Type words: `<enter>` names a key, `{text}` pastes it, everything else is typed character by
        character.
        """
        for key in keys_of(words):
            await self.app.on_event(key)
        await self.settled()

    async def settled(self) -> None:
        """Until every key is finished and what came of it is painted."""
        await self.app.begun.wait()
        await self.desk.gate.settled()
        await self.desk.watch.settled()
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The screen, without trailing blanks."""
        return [line.rstrip() for line in self.app.desk_screen.paper.text]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """The status line."""
        return self.lines[-2]

    def row(self, name: str) -> str:
        """The line of the list that holds this name."""
        return next(line for line in self.lines if name in line and not line.startswith(("saved", "/")))

    @property
    def cursor(self) -> str:
        """The line the cursor is on."""
        return next((line for line in self.lines if line.startswith((">", "+>"))), "")

    async def store(self, read: Callable[[Any], Any]) -> Any:
        """What `read(reader)` finds in the store."""
        return await asyncio.wrap_future(self.desk.store.run(lambda store: read(store.read())))

    async def elsewhere(self, do: Callable[[Any], None]) -> None:
        """Let another terminal do something, and wait until this one has seen it."""
        folder = self.app.logs.parent  # type: ignore[union-attr]
        seen = asyncio.Event()
        before = self.desk.refresh

        async def refresh() -> None:
            await before()
            seen.set()

        self.desk.refresh = refresh  # type: ignore[method-assign]

        def other() -> None:
            store = JournalDB(folder, kinds=KINDS)
            try:
                do(store)
            finally:
                store.close()

        await asyncio.to_thread(other)
        await asyncio.wait_for(seen.wait(), 10)
        self.desk.refresh = before  # type: ignore[method-assign]
        await self.settled()


def keys_of(words: str) -> list[events.Event]:
    """The events of what is typed."""
    keys: list[events.Event] = []
    at = 0
    while at < len(words):
        if words[at] == "<" and ">" in words[at:] and words[at + 1 : at + 2].isalnum():
            end = words.index(">", at)
            name = words[at + 1 : end]
            key, character = NAMED.get(name, (name, None))
            keys.append(events.Key(key, character))
            at = end + 1
        elif words[at] == "{":
            end = words.index("}", at)
            keys.append(events.Paste(words[at + 1 : end]))
            at = end + 1
        else:
            keys.append(events.Key(words[at], words[at]))
            at += 1
    return keys


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A made-up centre; its folder and the ids of its people."""
    return tmp_path / "data", centre.build(tmp_path / "data")


Opener = Callable[..., AbstractAsyncContextManager[Terminal]]


@pytest.fixture
def open_desk(folder: tuple[Path, dict[str, int]]) -> Opener:
    """Opens a desk on the made-up centre: `async with open_desk(staff="CL") as terminal`."""
    path, ids = folder

    @asynccontextmanager
    async def opener(
        staff: str | None = "CL", size: tuple[int, int] = (80, 24), page: int = 2, **named: Any
    ) -> AsyncIterator[Terminal]:
        clock = named.pop("clock", None) or StillClock(centre.MONDAY)
        where = named.pop("folder", path)
        store = StoreThread(lambda: JournalDB(where, kinds=KINDS))
        store.start()
        named.setdefault("language", "en")
        desk = Desk(store, clock=clock, terminal=named.pop("terminal", "reception-1"), staff=staff, **named)
        desk.symbols = UNICODE
        app = DeskApp(lambda: desk, where / "logs")
        async with app.run_test(size=size) as pilot:
            terminal = Terminal(app, pilot, ids, clock)
            while app._desk is None:
                await terminal.settled()
            if page != 1:
                await terminal.type(str(page))
            yield terminal
        store.close()
        set_language("en")

    return opener
