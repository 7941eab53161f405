"""The full-screen desk: DeskApp takes every key to the gate, and repaints when something changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from deskapp.keys import Press, press
from deskapp.said import Refused
from deskapp.screens.desk import DeskScreen
from deskapp.screens.pages import slots
from deskapp.session import Desk
from deskapp.settings import UNICODE, asks_for_width

IDLE_EVERY = 5.0
MEASURED = "○●✓–…─"
"""Drawn once at the start, unseen: if these take more than a cell each, the desk shows ASCII symbols."""


class DeskApp(App[int]):
    """The desk.  Textual's bindings, focus and palette are not used: see docs/decisions/0001."""

    CSS_PATH = "deskapp.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk, logs: Path | None = None) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.desk = desk
        self.logs = logs
        self.desk_screen = DeskScreen(desk)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._changed = False
        desk.slots = slots(desk)
        desk.repaint = self.desk_screen.paint
        desk.bell = self.bell
        desk.leave = self.leave
        desk.note_error = self.note_error

    def get_default_screen(self) -> DeskScreen:
        """The one screen."""
        return self.desk_screen

    # ── keys ──

    async def on_event(self, event: events.Event) -> None:
        """Every key and paste goes to the gate; Textual sees the rest."""
        if isinstance(event, events.Key):
            self.desk.gate.put(press(event.key, event.character))
        elif isinstance(event, events.Paste):
            self.desk.gate.put(Press("paste", event.text))
        elif isinstance(event, events.CursorPosition):
            self._measured(event.x)
        else:
            await super().on_event(event)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, which also asks the terminal how wide it draws."""
        driver: type[Driver] = super().get_driver_class()
        if not asks_for_width():
            return driver

        class Measuring(driver):  # type: ignore[misc, valid-type]
            """Asks at the start where the cursor stands behind the symbols; the answer is a CursorPosition."""

            def start_application_mode(self) -> None:
                """As ever, then the question."""
                super().start_application_mode()
                self.write(f"\x1b[H{MEASURED}\x1b[6n\x1b[H\x1b[2K")

        return Measuring

    def _measured(self, cells: int) -> None:
        if cells == len(MEASURED) and self.desk.symbols is not UNICODE:
            self.desk.symbols = UNICODE
            self.desk.repaint()

    # ── life ──

    def on_mount(self) -> None:
        """Paint the frame, then read the records; keys wait until the first rows stand."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave)
        self.desk.store.watch(
            lambda _changes: self._from_store(loop, self._others_changed),
            lambda error: self._from_store(loop, lambda: self.desk.failed(error)),
        )
        self._spawn(self.desk.gate.run())
        self.desk.gate.start(self._open())

    async def _open(self) -> None:
        desk = self.desk
        await asyncio.wrap_future(desk.store.opened)
        await desk.enter()
        self._spawn(self._minutes())
        self._spawn(self._idle())
        desk.repaint()

    def leave(self) -> None:
        """Leave the desk; what is being saved is finished first."""
        self.exit(0)

    async def on_unmount(self) -> None:
        """Nothing goes on behind a desk that was left."""
        for task in tuple(self._tasks):
            task.cancel()

    # ── what comes from outside ──

    @staticmethod
    def _from_store(loop: asyncio.AbstractEventLoop, do: Callable[[], None]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(do)

    def _others_changed(self) -> None:
        if not self._changed:
            self._changed = True
            self._spawn(self._refresh())

    async def _refresh(self) -> None:
        self._changed = False
        with contextlib.suppress(Refused):
            await self.desk.refresh()
        self.desk.repaint()

    async def _minutes(self) -> None:
        """At each full minute: the clock, what depends on it, and the day."""
        while True:
            now = self.desk.clock.now()
            await asyncio.sleep(60.02 - now.second - now.microsecond / 1e6)
            await self._refresh()

    async def _idle(self) -> None:
        """Every few seconds: whether something stands open that nobody attends to."""
        while True:
            await asyncio.sleep(IDLE_EVERY)
            with contextlib.suppress(Refused):
                await self.desk.idle()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── what went wrong ──

    def note_error(self, error: Exception) -> str:
        """Note an unforeseen error in the data folder's logs/; answers the file's name."""
        if self.logs is None:
            return "stderr"
        self.logs.mkdir(mode=0o700, exist_ok=True)
        path = self.logs / "desk.log"
        logger = logging.getLogger("deskapp")
        if not logger.handlers:
            logger.addHandler(logging.FileHandler(path, encoding="utf-8"))
            logger.propagate = False
        logger.error("a key's handling failed", exc_info=error)
        return str(path)
