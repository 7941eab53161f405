"""What pages and dialogs talk to: who acts, on which day, what is asked of the store, what the status line says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from db import Reader
from db.errors import StoreError
from deskapp.clock import Clock
from deskapp.gate import Gate
from deskapp.i18n import choose_language, set_language
from deskapp.keys import Press
from deskapp.said import Kind, Refused, Said, Step, names_of
from deskapp.services.act import Act
from deskapp.services.centre import zone_of
from deskapp.services.records import Centre, Staff
from deskapp.services.refusal import Refusal
from deskapp.services.staff import all_staff
from deskapp.settings import ASCII, Symbols
from deskapp.store_thread import Store, StoreThread
from deskapp.words import DONE, SENTENCES, Names, people_in

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog
    from deskapp.screens.page import Page

__all__ = ["Desk", "Refused"]

UNDO_WITHIN = 120.0
SAME_KEY_WITHIN = 2.0
OTHER_DAY_FOR = 120.0
"""Seconds without a key after which another day gives way to today."""
SAVING_AFTER = 0.06
"""Seconds a rule may take before the status line says "saving"."""


class Desk:
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
        self.store = store
        self.clock = clock or Clock()
        self.terminal = terminal
        self.remote = remote
        self.banner = banner
        self.asked_staff = staff
        self.asked_language = language
        self.centre: Centre | None = None
        self.zone = ZoneInfo("UTC")
        self.staff: Staff | None = None
        self.staff_list: tuple[Staff, ...] = ()
        self.day = ""
        self.day_opened = False
        self.symbols: Symbols = ASCII
        self.pages: list[Page] = []
        self.page: Page | None = None
        self.dialogs: list[Dialog] = []
        self.said: Said | None = None
        self.saved: Said | None = None
        self.saved_at: datetime | None = None
        self.saving = False
        self.steps: list[Step] = []
        self.gate = Gate(self.key, self.failed)
        self.repaint: Callable[[], None] = lambda: None
        self.bell: Callable[[], None] = lambda: None
        self.leave: Callable[[], None] = lambda: None
        self.note_error: Callable[[Exception], str] = lambda _error: ""
        self.last_key = 0.0
        self._last_step: tuple[str, Any, float] = ("", None, -SAME_KEY_WITHIN)

    async def enter(self) -> None:
        """Read the centre and its staff, then the first rows."""
        self.centre, self.staff_list = await self.job(lambda store: who_is_there(store.read()))
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
        await self.reload()

    # ── keys ──

    narrow = False
    """Whether the screen has fewer than 78 columns."""

    async def key(self, press: Press) -> None:
        """One key: to the top dialog, else to the page that is shown."""
        self.said = None
        self.last_key = self.clock.monotonic()
        if self.dialogs:
            await self.dialogs[-1].key(press)
        elif self.page is not None:
            await self.page.key(press)
        self.repaint()

    def failed(self, error: Exception) -> None:
        """A key's handling ended in an error: say it in one line, and note what was not foreseen."""
        if isinstance(error, StoreError | Refusal):
            self.refuse(error, {})
        elif not isinstance(error, Refused):
            self.say("unexpected", kind="refused", file=self.note_error(error))
            self.bell()
        self.repaint()

    def repeated(self, key: str, row: Any) -> bool:
        """Whether this key was just pressed on this row, within 2 seconds; then that is said."""
        now = self.clock.monotonic()
        last = self._last_step
        if last[:2] == (key, row) and now - last[2] < SAME_KEY_WITHIN:
            self.say("same_key")
            return True
        self._last_step = (key, row, now)
        return False

    async def idle(self) -> None:
        """Time passed without a key: what must not stay open is closed."""
        now = self.clock.monotonic()
        if self.dialogs:
            dialog = self.dialogs[-1]
            if dialog.closes_after is not None and now - dialog.touched >= dialog.closes_after:
                dialog.close(None)
        elif self.day and now - self.last_key >= OTHER_DAY_FOR:
            await self.go_today()
            self.repaint()

    # ── the store ──

    def act(self, happened: str = "") -> Act:
        """Who acts here and now.  `happened` is a local time ("16:20") at which it really took place.

        While another day is open to be changed, it all takes place on that day.
        """
        staff = self.staff.id if self.staff else 0
        act = Act(staff, self.terminal, self.clock.now(), self.zone, self.remote)
        if self.day:
            shown = datetime.fromisoformat(f"{self.day}T{happened or act.clock}").replace(tzinfo=self.zone)
            return replace(act, now=shown, happened=shown)
        return act.at(happened) if happened else act

    async def ask(self, view: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """What the view `view(reader, act, *args)` answers.  Raises Refused when it cannot; that is then said."""
        act = self.act()
        return await self.job(lambda store: view(store.read(), act, *args, **named))

    async def perform(self, rule: Callable[..., Any], *args: Any, happened: str = "", **named: Any) -> Any:
        """What the rule `rule(tx, act, *args)` returns, once it is on the disk; the page's rows are new by then.

        The rule names its act itself (services.labels), for the history and the status line.  `happened` is the
        local time at which it really took place, if not now.  Raises Refused when the rule or the store says No:
        nothing was changed then, and the status line says why.
        """
        await self.need_staff()
        if self.day and not self.day_opened:
            self.say("another_day", kind="refused", day=self.day)
            raise Refused
        act = self.act(happened)
        pretended = act.instant if self.clock.pretends else ""

        def work(store: Store) -> tuple[Any, int, Said]:
            with store.transaction(rule.__name__, who=act.staff, on=act.terminal, at=pretended) as tx:
                value = rule(tx, act, *args, **named)
            names = names_of(store.read(), people_in(DONE.get(tx.code, ""), tx.args))
            return value, tx.lsn, Said(tx.code, dict(tx.args), names, "done")

        value, lsn, said = await self.job(work)
        if lsn:
            self.done(said)
            self.steps.append(Step(lsn, said, act.staff, self.clock.monotonic()))
        await self.reload()
        return value

    async def job(self, work: Callable[[Store], Any]) -> Any:
        """What `work(store)` answers, from the store's thread.  Raises Refused for what a rule or the store refuses."""
        slow = asyncio.get_running_loop().call_later(SAVING_AFTER, self._say_saving)
        try:
            return await asyncio.wrap_future(self.store.run(work))
        except (Refusal, StoreError) as error:
            wanted = people_in(SENTENCES.get(error.code, ""), error.facts)
            reading = self.store.run(lambda store: names_of(store.read(), wanted) if wanted else {})
            self.refuse(error, await asyncio.wrap_future(reading))
            raise Refused from error
        finally:
            slow.cancel()
            self.saving = False

    def _say_saving(self) -> None:
        self.saving = True
        self.repaint()

    async def reload(self) -> None:
        """Ask again for the rows of the page that is shown."""
        page, day, act = self.page, self.shown_day, self.act()
        if page is not None:
            model = await self.job(lambda store: page.load(store.read(), act, day))
            if page is self.page and day == self.shown_day:
                page.show(model)

    async def refresh(self) -> None:
        """Something changed, or a minute passed: ask again for the page's rows and what the top dialog shows."""
        await self.reload()
        if self.dialogs:
            await self.dialogs[-1].changed()

    async def names(self, wanted: list[tuple[str, int]]) -> Names:
        """Display names of people ("name", id) and staff ("staff", id)."""
        names: Names = await self.job(lambda store: names_of(store.read(), wanted))
        return names

    # ── undo ──

    async def undo(self) -> None:
        """Take back this person's last act here; an older one, or a collection, is named and asked about first."""
        await self.need_staff()
        mine = [step for step in self.steps if self.staff and step.staff == self.staff.id]
        if not mine:
            self.say("nothing_to_undo")
            return
        step = mine[-1]
        what = step.said.sentence(self.zone)
        if step.said.code == "collect" or self.clock.monotonic() - step.since > UNDO_WITHIN:
            from deskapp.screens.question import Question

            if not await self.open(Question("ask_undo", what=what)):
                return
        await self.job(lambda store: store.undo(step.lsn, who=step.staff, on=self.terminal))
        self.steps.remove(step)
        self.done(Said("undone", {"what": what}))
        await self.reload()

    def undoable(self) -> bool:
        """Whether `u` would take back at once what the status line shows."""
        step = self.steps[-1] if self.steps else None
        return (
            step is not None
            and step.said is self.saved
            and self.staff is not None
            and step.staff == self.staff.id
            and self.clock.monotonic() - step.since <= UNDO_WITHIN
        )

    # ── who is here, and what is shown ──

    async def need_staff(self) -> None:
        """Somebody must be chosen at this terminal: asks who, and raises Refused if nobody says."""
        if self.staff is None:
            await self.choose_staff()
        if self.staff is None:
            self.say("nobody_chosen", kind="refused")
            raise Refused

    async def choose_staff(self) -> None:
        """Ask who is at this terminal."""
        from deskapp.screens.choose_staff import ChooseStaff

        self.staff_list = (await self.job(lambda store: who_is_there(store.read())))[1]
        self.staff = await self.open(ChooseStaff(self.staff_list)) or self.staff

    async def open(self, dialog: Dialog) -> Any:
        """Show the dialog, and answer what it was closed with (None when it was left).  Keys are the dialog's."""
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
        page = next((page for page in self.pages if page.number == number), None)
        if page is not None and page is not self.page:
            if self.page is not None:
                self.page.left()
            self.page = page
            await self.reload()
        return page is not None

    @property
    def today(self) -> str:
        """The business day it is now: "2026-11-23"."""
        return self.clock.now().astimezone(self.zone).date().isoformat()

    @property
    def shown_day(self) -> str:
        """The day on the screen."""
        return self.day or self.today

    async def go_day(self, by: int) -> None:
        """Show the day before or after; another day than today is only read, until `e`."""
        day = (date.fromisoformat(self.shown_day) + timedelta(days=by)).isoformat()
        self.day, self.day_opened = ("" if day == self.today else day), False
        if self.page is not None:
            self.page.left()
        await self.reload()

    async def go_today(self) -> None:
        """Back to today."""
        self.day, self.day_opened = "", False
        await self.go_day(0)

    async def show_person(self, person: int) -> None:
        """Show this person on the page People."""
        if await self.switch(6) and self.page is not None:
            await self.page.show_person(person)
        else:
            self.say("not_on_list")

    async def scan(self, code: str) -> None:
        """A card was scanned on a list: records the arrival; who is here already is collected in the dialog."""
        from deskapp.services import attendance

        scan = await self.perform(attendance.scan, code)
        names = await self.names([("name", scan.child)])
        if scan.kind == "already":
            self.say("already_scanned", names=names, child=scan.child, since=scan.since)
        elif scan.kind == "collect":
            from deskapp.screens.collect import CollectDialog

            await self.open(CollectDialog(child=scan.child))

    # ── the status line ──

    def say(self, code: str, *, kind: Kind = "said", names: Names | None = None, **facts: Any) -> None:
        """Say this on the status line until the next key."""
        self.said = Said(code, facts, names or {}, kind)

    def refuse(self, error: Refusal | StoreError, names: Names) -> None:
        """Say why something was not done."""
        self.said = Said(
            error.code, dict(error.facts), names, "refused" if isinstance(error, Refusal) else "unsaved"
        )
        self.bell()

    def done(self, said: Said) -> None:
        """Say what is saved now; it stays on the status line."""
        self.saved, self.saved_at = said, self.clock.now().astimezone(self.zone)


def who_is_there(reader: Reader) -> tuple[Centre | None, tuple[Staff, ...]]:
    """The centre, None before it was opened, and who works there.  Runs on the store's thread."""
    return next(iter(reader.all(Centre)), None), tuple(all_staff(reader))
