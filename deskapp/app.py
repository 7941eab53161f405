"""The full-screen desk: DeskApp takes every key to the gate, and repaints when something changed."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import threading
import traceback
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter

from db.errors import StoreError
from deskapp.escape import parsed_alone
from deskapp.keys import Press, press
from deskapp.said import Refused
from deskapp.screens.desk import DeskScreen
from deskapp.screens.pages import Asked, slots
from deskapp.settings import UNICODE, Symbols, asks_for_width
from deskapp.widgets.colourless import Colourless

if TYPE_CHECKING:
    from deskapp.session import Desk

IDLE_EVERY = 5.0
MEASURED = "○●✓–…─"
"""Drawn once at the start, unseen: if these take more than a cell each, the desk shows ASCII symbols."""


class DeskApp(App[int]):
    """The desk.  Textual's bindings, focus and palette are not used: see docs/decisions/0001."""

    CSS_PATH = "deskapp.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, make_desk: Callable[[], Desk], logs: Path | None = None) -> None:
        """`make_desk` is called once the frame stands on the screen: what it imports delays nobody's
        first look.
        """
        super().__init__()
        self.theme = "ansi-dark"
        self.logs = logs
        self.desk_screen = DeskScreen()
        self.failure: BaseException | None = None
        """What ended the desk; it is raised once the terminal is as before."""
        self.noted = ""
        """Where that was noted, if it was not foreseen."""
        self.begun = asyncio.Event()
        """Set when `desk` is there."""
        self._make_desk = make_desk
        self._desk: Desk | None = None
        self._symbols: Symbols | None = None
        self._waiting: list[Press] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._changed = False

    @property
    def desk(self) -> Desk:
        """The session, once it began."""
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    def get_default_screen(self) -> DeskScreen:
        """The one screen."""
        return self.desk_screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR no colour at all; Textual's filters for it make colours of their own."""
        return (Colourless(),) if self.no_color else super().get_line_filters()

    # ── keys ──

    async def on_event(self, event: events.Event) -> None:
        """Every key and paste goes to the gate; Textual sees the rest."""
        if isinstance(event, events.Key):
            self._take(press(event.key, event.character))
        elif isinstance(event, events.Paste):
            self._take(Press("paste", event.text))
        elif isinstance(event, events.CursorPosition):
            self._measured(event.x)
        else:
            await super().on_event(event)

    def _take(self, key: Press) -> None:
        """To the gate; keys typed before the desk is open wait for it."""
        if self._desk is None:
            self._waiting.append(key)
        else:
            self._desk.gate.put(key)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, which also asks the terminal how wide it draws."""
        driver = parsed_alone(super().get_driver_class())
        if not asks_for_width():
            return driver

        class Measuring(driver):  # type: ignore[misc, valid-type]
            """Asks at the start where the cursor stands behind the symbols; the answer is a
            CursorPosition.
            """

            def start_application_mode(self) -> None:
                """As ever, then the question."""
                super().start_application_mode()
                self.write(f"\x1b[H{MEASURED}\x1b[6n\x1b[H\x1b[2K")

        return Measuring

    def _measured(self, cells: int) -> None:
        if cells == len(MEASURED):
            self._symbols = UNICODE
            if self._desk is not None:
                self._desk.symbols = UNICODE
                self.desk_screen.paint()

    # ── life ──

    def on_mount(self) -> None:
        """Paint the frame first."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave)
        threading.excepthook = lambda ended: self._from_store(loop, lambda: self._thread_ended(ended))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Begin the session, then read the records; keys wait until the first rows stand."""
        loop = asyncio.get_running_loop()
        desk = self._desk = self._make_desk()
        desk.slots = slots(desk)
        desk.asks = Asked()
        desk.symbols = self._symbols or desk.symbols
        desk.repaint = self.desk_screen.paint
        desk.bell = self.bell
        desk.leave = self.leave
        desk.note_error = self.note_error
        self.desk_screen.desk = desk
        desk.store.watch(
            lambda _changes: self._from_store(loop, self._others_changed),
            lambda error: self._from_store(loop, lambda: desk.failed(error)),
        )
        self._spawn(desk.gate.run())
        desk.gate.start(self._open())
        for key in self._waiting:
            desk.gate.put(key)
        self.begun.set()

    async def _open(self) -> None:
        try:
            await asyncio.wrap_future(self.desk.store.opened)
            await self.desk.enter()
        except Refused as refused:
            if not isinstance(refused.__cause__, StoreError):
                raise
            self.failure = refused.__cause__  # nothing can be read: there is nothing to be left open
            self.leave()
            return
        except Exception as error:
            self.failure = error
            self.leave()
            return
        gc.freeze()
        gc.enable()
        self._spawn(self._minutes())
        self._spawn(self._idle())
        self.desk.repaint()

    def leave(self) -> None:
        """Leave the desk; what is being saved is finished first, what was typed behind it is dropped."""
        if self._desk is not None:
            self._desk.gate.close()
            self._desk.repaint = lambda: None
        self.exit(0)

    async def on_unmount(self) -> None:
        """Nothing goes on behind a desk that was left."""
        threading.excepthook = threading.__excepthook__
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
        await self._quietly(self.desk.refresh())
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
            await self._quietly(self.desk.idle())

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what no key asked for; what goes wrong is said as if one had."""
        try:
            await work
        except Exception as error:
            self.desk.failed(error)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_ended)

    def _task_ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._handle_exception(error)

    # ── what went wrong ──

    def _thread_ended(self, ended: threading.ExceptHookArgs) -> None:
        """A thread that ends in an error leaves a desk that hears or keeps nothing: it ends, too."""
        error = ended.exc_value or RuntimeError(ended.exc_type.__name__)
        if isinstance(error, OSError) and error.errno == errno.EIO:
            self.leave()  # the terminal is gone, as SIGHUP says as well
        else:
            self._handle_exception(error)

    def _handle_exception(self, error: BaseException) -> None:
        """Textual's way out of an error nobody handles: it is noted and raised behind the desk."""
        if self.failure is None:
            self.failure, self.noted = error, self.note_error(error)
        super()._handle_exception(error)  # type: ignore[arg-type]

    def _fatal_error(self) -> None:
        """Close; no traceback on the terminal."""
        self._close_messages_no_wait()

    def note_error(self, error: BaseException) -> str:
        """Note an unforeseen error in the data folder's logs/; answers the file's name.

        Where nothing can be written, it is still said: by its kind instead of a file.
        """
        if self.logs is None:
            return "stderr"
        path = self.logs / "desk.log"
        try:
            self.logs.mkdir(mode=0o700, exist_ok=True)
            with path.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
                traceback.print_exception(error, file=log)
        except OSError:
            return repr(error)
        return str(path)
