"""What pages and dialogs talk to: who acts, on which day, what is asked of the store, what the status line says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from db.errors import StoreError
from deskapp.clock import Clock
from deskapp.gate import Gate
from deskapp.i18n import choose_language, set_language
from deskapp.keys import Press
from deskapp.services.act import Act
from deskapp.services.centre import zone_of
from deskapp.services.records import Centre, Person, Staff
from deskapp.services.refusal import Refusal
from deskapp.services.staff import all_staff
from deskapp.settings import ASCII, Symbols
from deskapp.store_thread import Store, StoreThread
from deskapp.words import DONE, SENTENCES, Names, people_in, say, say_done

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog
    from deskapp.screens.page import Page

UNDO_WITHIN = 120.0
SAME_KEY_WITHIN = 2.0
SAVING_AFTER = 0.06
"""Seconds a rule may take before the status line says "saving"."""


class Refused(Exception):
    """A rule or the store said No, and the status line already says why.  The gate lets it pass."""


@dataclass(frozen=True)
class Said:
    """A sentence of the status line: its code and facts, so that it can be said in either language."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    kind: str = "said"


@dataclass(frozen=True)
class Step:
    """Something that was done at this terminal and may be undone."""

    lsn: int
    said: Said
    staff: int
    since: float


class Desk:
    """The session at one terminal."""

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
        self.centre_missing = False
        self.centre: Centre | None = None
        self.staff: Staff | None = None
        self.staff_list: tuple[Staff, ...] = ()
        self.zone = ZoneInfo("UTC")
        self.day = ""
        self.day_opened = False
        self.symbols: Symbols = ASCII
        self.pages: list[Page] = []
        self.page: Page | None = None
        self.dialogs: list[Dialog] = []
        self.saved: Said | None = None
        self.saved_at: datetime | None = None
        self.saving = False
        self.now_said: Said | None = None
        self.steps: list[Step] = []
        self.badges: dict[int, int] = {}
        self.gate = Gate(self.key, self.failed)
        self.repaint: Callable[[], None] = lambda: None
        self.bell: Callable[[], None] = lambda: None
        self.leave: Callable[[], None] = lambda: None
        self.log_error: Callable[[Exception], str] = lambda _error: ""
        self._last_key: tuple[str, Any, float] = ("", None, -99.0)

    async def enter(self) -> None:
        """Read the centre and its staff, then the first rows."""
        self.centre, self.staff_list = await self._job(lambda store: who_is_there(store.read()))
        if self.centre is not None:
            self.zone = zone_of(self.centre.timezone)
            set_language(choose_language(self.asked_language, self.centre.language))
        if self.asked_staff:
            wanted = self.asked_staff.casefold()
            found = [
                one
                for one in self.staff_list
                if wanted in (one.code.casefold(), one.name, one.latin_name.casefold())
            ]
            self.staff = found[0] if found else None
        await self.reload()

    async def refresh(self) -> None:
        """Something changed, or a minute passed: ask again for the page's rows and what the top dialog shows."""
        await self.reload()
        if self.dialogs:
            await self.dialogs[-1].changed()

    # ── keys ──

    async def key(self, press: Press) -> None:
        """One key: to the top dialog, else to the page that is shown."""
        self.now_said = None
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
            self.say("unexpected", kind="refused", file=self.log_error(error))
            self.bell()
        self.repaint()

    def repeated(self, key: str, row: Any) -> bool:
        """Whether this key was just pressed on this row, within 2 seconds; then that is said."""
        now = self.clock.monotonic()
        last, self._last_key = self._last_key, (key, row, now)
        if last[:2] == (key, row) and now - last[2] < SAME_KEY_WITHIN:
            self._last_key = last
            self.say("same_key")
            return True
        return False

    # ── the store ──

    def act(self, happened: str = "") -> Act:
        """Who acts here and now.  `happened` is a local time ("16:20") at which it really took place."""
        act = Act(self.staff.id if self.staff else 0, self.terminal, self.clock.now(), self.zone, self.remote)
        if self.day and self.day != act.day:
            shown = datetime.fromisoformat(f"{self.day}T{happened or act.clock}").replace(tzinfo=self.zone)
            return replace(act, now=shown, happened=shown)
        return act.at(happened) if happened else act

    @property
    def shown_day(self) -> str:
        """The day on the screen: "2026-11-23"."""
        return self.day or self.act().day

    async def ask(self, view: Callable[..., Any], *args: Any) -> Any:
        """What the view `view(reader, act, *args)` answers.  Raises Refused when it cannot, which is then said."""
        act = self.act()
        return await self._job(lambda store: view(store.read(), act, *args))

    async def perform(self, rule: Callable[..., Any], *args: Any, happened: str = "", **named: Any) -> Any:
        """What the rule `rule(tx, act, *args)` returns, once it is on the disk; the page's rows are new by then.

        The rule names its act itself (services.labels), for the history and the status line.  `happened` is the
        local time at which it really took place, if not now.  Raises Refused when the rule or the store says No:
        nothing was changed then, and the status line says why.
        """
        await self.need_staff()
        self.need_this_day()
        act = self.act(happened)
        pretended = act.instant if self.clock.pretends else ""

        def work(store: Store) -> tuple[Any, int, Said]:
            with store.transaction(rule.__name__, who=act.staff, on=act.terminal, at=pretended) as tx:
                value = rule(tx, act, *args, **named)
            names = names_of(store.read(), people_in(DONE.get(tx.code, ""), tx.args))
            return value, tx.lsn, Said(tx.code, dict(tx.args), names, "done")

        value, lsn, said = await self._job(work)
        if lsn:
            self.saved, self.saved_at = said, self.clock.now().astimezone(self.zone)
            self.steps.append(Step(lsn, said, act.staff, self.clock.monotonic()))
        await self.reload()
        return value

    def need_this_day(self) -> None:
        """Another day than today is only read, until `e` opened it: else says so and raises Refused."""
        if self.day and not self.day_opened:
            self.say("another_day", kind="refused", day=self.day)
            raise Refused

    async def _job(self, work: Callable[[Store], Any]) -> Any:
        loop = asyncio.get_running_loop()
        slow = loop.call_later(SAVING_AFTER, self._say_saving)
        try:
            return await asyncio.wrap_future(self.store.run(work))
        except (Refusal, StoreError) as error:
            self.refuse(error, await self.names(people_in(SENTENCES.get(error.code, ""), error.facts)))
            raise Refused from error
        finally:
            slow.cancel()
            self.saving = False

    async def names(self, wanted: list[tuple[str, int]]) -> Names:
        """Display names of these people and staff."""
        if not wanted:
            return {}
        return await asyncio.wrap_future(self.store.run(lambda store: names_of(store.read(), wanted)))

    def _say_saving(self) -> None:
        self.saving = True
        self.repaint()

    async def reload(self) -> None:
        """Ask again for the rows of the page that is shown."""
        if self.page is not None:
            page, day, act = self.page, self.shown_day, self.act()
            page.show(await self._job(lambda store: page.load(store.read(), act, day)))

    async def undo(self) -> None:
        """Take back this person's last act here; an older one, or a collection, is named and asked about first."""
        step = next(
            (step for step in reversed(self.steps) if self.staff and step.staff == self.staff.id), None
        )
        if step is None:
            self.say("nothing_to_undo")
            return
        await self._undo_step(step)

    async def _undo_step(self, step: Step) -> None:
        if step.said.code.startswith("collect") or self.clock.monotonic() - step.since > UNDO_WITHIN:
            from deskapp.screens.question import Question

            if not await self.open(Question("ask_undo", what=self.sentence(step.said))):
                return
        who, on = (self.staff.id if self.staff else 0), self.terminal
        await self._job(lambda store: store.undo(step.lsn, who=who, on=on))
        self.steps.remove(step)
        self.saved_at = self.clock.now().astimezone(self.zone)
        self.saved = Said("undone", {"what": self.sentence(step.said)})
        await self.reload()

    # ── who is here ──

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

        chosen = await self.open(ChooseStaff(self.staff_list))
        if chosen is not None:
            self.staff = chosen

    # ── dialogs and pages ──

    async def open(self, dialog: Dialog) -> Any:
        """Show the dialog, and answer what it was closed with (None when it was left).  Keys are the dialog's."""
        dialog.desk = self
        await dialog.prepare()
        self.dialogs.append(dialog)
        closed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        dialog.closed = closed
        dialog.opened_at = dialog.touched = self.clock.monotonic()
        self.repaint()
        self.gate.waiting_for_dialog()
        return await closed

    def close(self, dialog: Dialog, result: Any = None) -> None:
        """Take the dialog off the screen; whoever opened it goes on with the result."""
        if dialog in self.dialogs and dialog.closed is not None and not dialog.closed.done():
            self.dialogs.remove(dialog)
            self.gate.dialog_closed()
            dialog.closed.set_result(result)
            self.repaint()

    async def switch(self, number: int) -> None:
        """Show the page with this number, with its rows as they are now."""
        page = next((page for page in self.pages if page.number == number), None)
        if page is None or page is self.page:
            return
        if self.page is not None:
            self.page.left()
        self.page = page
        await self.reload()

    async def go_day(self, by: int) -> None:
        """Show the day before or after; another day than today can only be read."""
        today = replace(self.act(), now=self.clock.now()).day
        day = (date.fromisoformat(self.shown_day) + timedelta(days=by)).isoformat()
        self.day, self.day_opened = ("" if day == today else day), False
        if self.page is not None:
            self.page.left()
        await self.reload()

    # ── the status line ──

    def say(self, code: str, *, kind: str = "said", names: Names | None = None, **facts: Any) -> None:
        """Say this on the status line until the next key."""
        self.now_said = Said(code, facts, names or {}, kind)

    def refuse(self, error: Refusal | StoreError, names: Names) -> None:
        """Say why something was not done."""
        kind = "refused" if isinstance(error, Refusal) else "unsaved"
        self.now_said = Said(error.code, dict(error.facts), names, kind)
        self.bell()

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

    def sentence(self, said: Said) -> str:
        """What was said, in the language of the screen."""
        speak = say_done if said.kind == "done" else say
        return speak(said.code, said.facts, said.names, self.zone)


def who_is_there(reader: Any) -> tuple[Centre | None, tuple[Staff, ...]]:
    """The centre, None before it was opened, and who works there.  Runs on the store's thread."""
    return next(iter(reader.all(Centre)), None), tuple(all_staff(reader))


def names_of(reader: Any, wanted: list[tuple[str, int]]) -> Names:
    """Display names of these people ("name") and staff ("staff").  Runs on the store's thread."""
    names: dict[tuple[str, int], str] = {}
    for kind, number in wanted:
        found = reader.get(Staff if kind == "staff" else Person, number)
        if found is not None:
            names[kind, number] = shown_name(found)
    return names


def shown_name(person: Person | Staff) -> str:
    """A name as shown: "马青青 Ma Qingqing", or the only one there is."""
    return person.name if not person.latin_name else f"{person.name} {person.latin_name}"
