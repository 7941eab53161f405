"""What pages and dialogs talk to: who acts, on which day, what is asked, what the status line says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from db import Reader
from db.errors import StoreError
from deskapp.acting import NO_STEP, Acting
from deskapp.clock import Clock
from deskapp.gate import Gate
from deskapp.i18n import choose_language, set_language
from deskapp.keys import LEAVE, Press
from deskapp.said import Refused, Said
from deskapp.services.centre import zone_of
from deskapp.services.clocks import next_day
from deskapp.services.records import Centre, Staff
from deskapp.services.refusal import Refusal
from deskapp.services.staff import all_staff
from deskapp.settings import ASCII, Symbols
from deskapp.store import require_new
from deskapp.store_thread import StoreThread
from deskapp.watch import Watch, state_of

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog
    from deskapp.screens.page import Page
    from deskapp.screens.pages import Slot

__all__ = ["Desk", "Refused"]

OTHER_DAY_FOR = 120.0
"""Seconds without a key after which another day gives way to today."""


class Desk(Acting):
    """The session at one terminal.  `app.py` gives it the means to paint, ring, leave and note an error."""

    def __init__(
        self,
        store: StoreThread,
        *,
        clock: Clock | None = None,
        terminal: str = "",
        remote: bool = False,
        banner: str = "",
        staff: str | None = None,
        language: str | None = None,
    ) -> None:
        super().__init__(store, clock or Clock(), terminal, remote)
        self.banner = banner
        self.asked_staff = staff
        self.asked_language = language
        self.centre: Centre | None = None
        self.staff_list: tuple[Staff, ...] = ()
        self.symbols: Symbols = ASCII
        self.slots: Sequence[Slot] = ()
        self.page: Page | None = None
        self.dialogs: list[Dialog] = []
        self.gate = Gate(self.key, self.failed)
        self.leave: Callable[[], None] = lambda: None
        self.note_error: Callable[[Exception], str] = lambda _error: ""
        self.narrow = self.blind = False  # nothing can be shown: see screens/desk.py
        self.unseen = False  # too small a terminal to show anything: no key does what nobody sees
        self.watch = Watch(self)
        self.notice: Said | None = None
        """What stays on the screen as long as it holds: the records can only be read, the clock is wrong."""
        self.torn_said = False
        self.opened, self.last_key = self.clock.monotonic(), 0.0
        self.locked = False

    async def enter(self) -> None:
        """Read the centre and its staff, then the first rows."""
        self.centre, self.staff_list = await self.job(lambda store: who_is_there(store.read()))
        if self.centre is None:
            await self._first_run()
        if self.centre is not None:
            self.zone = zone_of(self.centre.timezone)
            set_language(choose_language(self.asked_language, self.centre.language))
        if wanted := (self.asked_staff or "").casefold():
            named = {one.code.casefold(): one for one in self.staff_list}
            named |= {
                name.casefold(): one for one in self.staff_list for name in (one.name, one.latin_name) if name
            }
            self.staff = named.get(wanted)
        self.last_key = self.clock.monotonic()
        self.page = self.slots[0].page
        await self.reload()

    def _say_repaired(self, repaired: str) -> None:
        """What was torn off by a crash and put aside is said once."""
        if repaired and not self.torn_said:
            self.torn_said = True
            self.say("torn_repaired", kind="refused", file=repaired)

    # ── keys ──

    async def key(self, press: Press) -> None:
        """One key: to the top dialog, else to the page that is shown."""
        self.said = None
        self.last_key = self.clock.monotonic()
        if press.name == "ctrl+q":
            self.leave()
        elif press.name == "f12" and not self.locked:
            await self.lock()
        elif self.unseen or (self.blind and press.name not in LEAVE):
            self.bell()
        elif self.dialogs:
            await self.dialogs[-1].key(press)
        elif self.page is not None:
            await self.page.key(press)
        self.repaint()

    def failed(self, error: Exception) -> None:
        """A key's handling ended in an error: say it in one line, and note what was not foreseen."""
        self.last_step = NO_STEP  # nothing was done, so the same key may be tried again at once
        if isinstance(error, StoreError | Refusal):
            self.refuse(error, {})
        elif not isinstance(error, Refused):
            self.gate.forget()
            self.say("unexpected", kind="refused", file=self.note_error(error))
            self.bell()
        self.repaint()

    async def idle(self) -> None:
        """Time passed without a key: what must not stay open is closed, and the desk locks by itself."""
        now = self.clock.monotonic()
        minutes = self.centre.idle_minutes if self.centre else 0
        if self.locked:
            return  # what stands open below it is hidden
        if minutes and now - self.last_key >= minutes * 60:
            self.gate.start(self.lock())
        elif self.dialogs:
            limits = [dialog.closes_after for dialog in self.dialogs if dialog.closes_after is not None]
            if limits and now - self.last_key >= limits[-1]:
                self.dialogs[-1].close(None)  # what lies below it, the next time
        elif self.day and now - self.last_key >= OTHER_DAY_FOR:
            await self.go_today()
            self.repaint()

    # ── who is here, and what is shown ──

    async def need_staff(self) -> None:
        """Somebody must be chosen at this terminal: asks who, and raises Refused if nobody says."""
        if self.staff is None:
            await self.choose_staff()
        if self.staff is None:
            self.say("nobody_chosen", kind="refused")
            raise Refused

    async def choose_staff(self) -> None:
        """Ask who is at this terminal; whoever was, if nobody says."""
        self.staff = await self.ask_who() or self.staff

    async def ask_who(self) -> Staff | None:
        """Whom somebody chooses as being here; None for nobody."""
        self.staff_list = (await self.job(lambda store: who_is_there(store.read())))[1]
        chosen: Staff | None = await self.open(self.asks.who(self.staff_list))
        return chosen

    async def lock(self) -> None:
        """Hide every name until somebody says who is here; what is open below stays, but for a collection."""
        if self.centre is None or self.locked:
            return
        self.locked, self.staff = True, None
        since = self.clock.monotonic()
        try:
            await self.open(self.asks.locked())
        finally:
            self.locked = False
        for dialog in self.dialogs:
            dialog.unlocked()
        passed = self.clock.monotonic() - since
        while any(passed >= (dialog.closes_after or inf) for dialog in self.dialogs):
            self.dialogs[-1].close(None)

    async def open(self, dialog: Dialog) -> Any:
        """Show the dialog, and answer what it was closed with (None when it was left).  Keys are the
        dialog's.
        """
        dialog.desk = self
        dialog.touched = self.clock.monotonic()
        await dialog.prepare()
        closed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        dialog.closed = closed
        self.dialogs.append(dialog)
        self.repaint()
        self.gate.waiting_for_dialog()
        return await closed

    def close(self, dialog: Dialog, result: Any = None) -> None:
        """Take the dialog off the screen; whoever opened it goes on with the result."""
        if dialog in self.dialogs and dialog.closed is not None:
            self.dialogs.remove(dialog)
            self.gate.dialog_closed()
            dialog.closed.set_result(result)
            self.repaint()

    async def switch(self, number: int) -> bool:
        """Show the page with this number, with its rows as they are now; False if there is none."""
        slot = next((slot for slot in self.slots if slot.number == number), None)
        if slot is not None and slot.page is not self.page:
            if self.page is not None:
                self.page.left()
            self.page = slot.page
            if self.day and not self.page.has_days:
                self.day, self.day_opened = "", False
                self.say("back_today")
            await self.reload()
        return slot is not None

    @property
    def today(self) -> str:
        """The business day it is now: "2026-11-23"."""
        return self.act_now().day

    @property
    def shown_day(self) -> str:
        """The day on the screen."""
        return self.day or self.today

    async def go_day(self, by: int, since: str = "") -> None:
        """Show the day so many after the one that is shown or that is said; only read, until `e`."""
        day = next_day(since or self.shown_day, by)
        self.day, self.day_opened = ("" if day == self.today else day), False
        if self.page is not None:
            self.page.left()
        await self.reload()

    def open_day(self) -> None:
        """Let the earlier day that is shown be changed; on one still to come nothing has happened."""
        self.day_opened = self.day < self.today
        if not self.day_opened:
            self.say("day_to_come", kind="refused", day=self.day)

    async def go_today(self) -> None:
        """Back to today."""
        self.day, self.day_opened = "", False
        await self.go_day(0)

    async def reload(self) -> None:
        """Ask again for the rows of the page that is shown, then how much on Today needs somebody."""
        if self.day == self.today:  # it was to come, and has come
            self.day, self.day_opened = "", False
        page, day, act, age = self.page, self.shown_day, self.act_now(), self.clock.monotonic() - self.opened
        if page is not None:
            model, (self.notice, repaired, behind) = await self.job(
                lambda store: (page.load(store.read(), act, day), state_of(store, age))
            )
            self.watch.behind(behind)
            if self.act_now().day != act.day:
                await self.reload()
                return
            if page is self.page and day == self.shown_day:
                page.show(model)
            self._say_repaired(repaired)
        self.watch.soon()

    async def _first_run(self) -> None:
        """An empty folder: ask about the centre first; without an answer there is nothing to open.

        Raises ReadOnly or Damaged where the centre is only not found: it must not look like a new desk.
        """
        await asyncio.wrap_future(self.store.run(require_new))
        if not await self.open(self.asks.first_run()):
            self.leave()
            raise Refused
        self.centre, self.staff_list = await self.job(lambda store: who_is_there(store.read()))

    async def refresh(self) -> None:
        """Something changed, or a minute passed: ask again for what is shown, page and top dialog."""
        await self.reload()
        if self.dialogs:
            await self.dialogs[-1].changed()

    async def show_person(self, number: int, person: int) -> None:
        """Show this person on the page with this number."""
        if await self.switch(number) and self.page is not None:
            await self.page.show_person(person)


def who_is_there(reader: Reader) -> tuple[Centre | None, tuple[Staff, ...]]:
    """The centre, None before it was opened, and who works there.  Runs on the store's thread."""
    return next(iter(reader.all(Centre)), None), tuple(all_staff(reader))
