"""How the desk acts: one rule at a time on the store's thread, said on the status line, undone by `u`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from db.errors import CannotUndo, StoreError
from deskapp.clock import Clock
from deskapp.said import Kind, Refused, Said, Step, names_of
from deskapp.services.act import Act, to_instant
from deskapp.services.answers import Done
from deskapp.services.records import Staff
from deskapp.services.refusal import Refusal
from deskapp.services.takingback import STAYS, asked_of, is_managers
from deskapp.store import Store
from deskapp.store_thread import StoreThread
from deskapp.words import DONE, SENTENCES, Names, people_in, say

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog

UNDO_WITHIN = 120.0
SAME_KEY_WITHIN = 2.0
NO_STEP: tuple[str, Any, float] = ("", None, -SAME_KEY_WITHIN)
HARM = ("supper_harms", "dishes_unknown")
PLAIN = ("not_here", "already_done", "already_here", "no_harmless_step")
"""Why somebody of many was left out: what must be told, and what everybody sees on the list."""
SAVING_AFTER = 0.06
"""Seconds a rule may take before the status line says "saving"."""


class Asks(Protocol):
    """The dialogs that the session opens by itself.  The screens bring them, so that it knows no screen."""

    def who(self, staff: Sequence[Staff]) -> Dialog:
        """Closed with who is at this terminal, None for nobody."""

    def locked(self) -> Dialog:
        """Closed once somebody said who is here."""

    def first_run(self) -> Dialog:
        """Closed with True once the centre is on file."""

    def really_undo(self, what: str) -> Dialog:
        """Closed with True if the act that `what` tells is to be taken back."""


class Acting:
    """Who acts, where and on which day; what is asked of the store and what it answered.  Desk builds
    on it.
    """

    asks: Asks
    """Brought by app.py, as the means to paint and ring."""

    def __init__(self, store: StoreThread, clock: Clock, terminal: str, remote: bool) -> None:
        self.store = store
        self.clock = clock
        self.terminal = terminal
        self.remote = remote
        self.zone = ZoneInfo("UTC")
        self.staff: Staff | None = None
        self.last_step = NO_STEP
        self.day = ""
        self.day_opened = False
        self.latest: datetime | None = None
        """The last moment that was written of, while this machine's clock is behind it."""
        self.said: Said | None = None
        self.saved: Said | None = None
        self.saved_at: datetime | None = None
        self.saving = False
        self.steps: list[Step] = []
        self.repaint: Callable[[], None] = lambda: None
        self.bell: Callable[[], None] = lambda: None

    async def need_staff(self) -> None:
        """Somebody must be chosen at this terminal; raises Refused if nobody is."""
        raise NotImplementedError

    async def reload(self) -> None:
        """Ask again for the rows of the page that is shown."""
        raise NotImplementedError

    async def open(self, dialog: Dialog) -> Any:
        """Show the dialog, and answer what it was closed with."""
        raise NotImplementedError

    # ── the store ──

    def act(self, happened: str = "") -> Act:
        """Who acts here and now.  `happened` is a local time ("16:20") at which it really took place.

        While an earlier day is shown it is of that day's list; it is done now all the same, and what may be
        done is asked of now.
        """
        act = self.act_now()
        if self.day and self.day < act.day:
            act = replace(act, entered=self.day)
        return act.at(happened) if happened else act

    def act_now(self) -> Act:
        """Who looks, now: whatever day is on the screen."""
        staff = self.staff.id if self.staff else 0
        latest = self.latest.astimezone(self.zone).date().isoformat() if self.latest else ""
        return Act(staff, self.terminal, self.clock.now(), self.zone, self.remote, latest=latest)

    async def ask(self, view: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """What the view `view(reader, act, *args)` answers.  Raises Refused when it cannot; that is
        then said.
        """
        act = self.act()
        return await self.job(lambda store: view(store.read(), act, *args, **named))

    async def perform(
        self, rule: Callable[..., Any], *args: Any, happened: str = "", ahead: bool = False, **named: Any
    ) -> Any:
        """What the rule `rule(tx, act, *args)` returns, once it is on the disk; the page's rows are new
        by then.

        The rule names its act itself (services.labels), for the history and the status line.
        `happened` is the
        local time at which it really took place, if not now; `ahead` that it may be done for a day to come.
        Raises Refused when the rule or the store says No: nothing was changed then, and the status line
        says why.
        """
        await self.need_staff()
        to_come = self.day > self.act_now().day
        if self.day and not (ahead if to_come else self.day_opened):
            self.say("day_to_come" if to_come else "another_day", kind="refused", day=self.day)
            raise Refused
        act = self.act(happened)
        pretended = to_instant(act.now) if self.clock.pretends else ""

        def work(store: Store) -> tuple[Any, int, Said]:
            with store.transaction(rule.__name__, who=act.staff, on=act.terminal, at=pretended) as tx:
                value = rule(tx, act, *args, **named)
            names = names_of(store.read(), people_in(DONE.get(tx.code, ""), tx.args))
            return value, tx.lsn, Said(tx.code, dict(tx.args), names, "done")

        value, lsn, said = await self.job(work)
        if lsn:
            self.done(said)
            if said.code not in STAYS:
                self.steps.append(Step(lsn, said, act.staff, self.clock.monotonic()))
        await self.reload()
        return value

    async def job(self, work: Callable[[Store], Any]) -> Any:
        """What `work(store)` answers, from the store's thread.  Raises Refused for what a rule or the
        store refuses.
        """
        slow = asyncio.get_running_loop().call_later(SAVING_AFTER, self._say_saving)
        try:
            return await asyncio.wrap_future(self.store.run(work))
        except (Refusal, StoreError) as error:
            wanted = people_in(SENTENCES.get(code_of(error), ""), error.facts)
            reading = self.store.run(lambda store: names_of(store.read(), wanted) if wanted else {})
            self.refuse(error, await asyncio.wrap_future(reading))
            raise Refused from error
        finally:
            slow.cancel()
            self.saving = False

    def _say_saving(self) -> None:
        self.saving = True
        self.repaint()

    async def names(self, wanted: list[tuple[str, int]]) -> Names:
        """Display names of people ("name", id) and staff ("staff", id)."""
        names: Names = await self.job(lambda store: names_of(store.read(), wanted))
        return names

    # ── undo ──

    def repeated(self, key: str, row: Any, *, anew: bool = False) -> bool:
        """Whether this key was just pressed on this row, within 2 seconds; then that is said.  Not `anew`."""
        now = self.clock.monotonic()
        last = self.last_step
        if not anew and last[:2] == (key, row) and now - last[2] < SAME_KEY_WITHIN:
            self.say("same_key")
            return True
        self.last_step = (key, row, now)
        return False

    async def undo(self) -> None:
        """Take back this person's last act here; an older one, or a collection, is named and asked
        about first.  What only a manager ends, only a manager takes back.
        """
        await self.need_staff()
        mine = [step for step in self.steps if self.staff and step.staff == self.staff.id]
        if not mine:
            self.say("nothing_to_undo")
            return
        step = mine[-1]
        what = step.said.sentence(self.zone)
        old = self.clock.monotonic() - step.since > UNDO_WITHIN
        if (old or step.said.code == "collect") and not await self.open(self.asks.really_undo(what)):
            return

        act = self.act_now()
        at = act.instant if self.clock.pretends else ""

        def work(store: Store) -> int:
            allow = asked_of(act, store.history)
            return store.undo(step.lsn, who=act.staff, on=act.terminal, at=at, allow=allow)

        await self.job(work)
        self.last_step = NO_STEP  # what was taken back may be done again at once
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
            and (self.staff.role == "manager" or not is_managers(step.said.code))
            and self.clock.monotonic() - step.since <= UNDO_WITHIN
        )

    # ── the status line ──

    def say(self, code: str, *, kind: Kind = "said", names: Names | None = None, **facts: Any) -> None:
        """Say this on the status line until the next key."""
        self.said = Said(code, facts, names or {}, kind)

    async def say_skipped(self, done: Done) -> None:
        """Of several children some were left out: who, and why the first of them.

        Whom a dish harms or who was told absent comes first; who only is not here, or has it done, is named
        where there is nothing else to say.
        """
        if not done.skipped:
            return
        skipped = sorted(done.skipped, key=lambda one: (one[1].code in PLAIN, one[1].code not in HARM))
        telling = [one for one in skipped if one[1].code not in PLAIN] or skipped
        left = [child for child, _refusal in telling]
        refusal = telling[0][1]
        wanted = people_in(SENTENCES.get(refusal.code, ""), refusal.facts)
        names = await self.names([*wanted, *(("name", child) for child in left)])
        why = say(refusal.code, refusal.facts, names, self.zone)
        code = "skipped" if len(left) == 1 else "several_skipped"
        facts = {"children": left, "count": len(left), "done": len(done.changed), "why": why}
        self.say(code, kind="refused", names=names, **facts)

    def refuse(self, error: Refusal | StoreError, names: Names) -> None:
        """Say why something was not done."""
        kind: Kind = "refused" if isinstance(error, Refusal | CannotUndo) else "unsaved"
        self.said = Said(code_of(error), dict(error.facts), names, kind)
        self.bell()

    def done(self, said: Said) -> None:
        """Say what is saved now; it stays on the status line."""
        self.saved, self.saved_at = said, self.clock.now().astimezone(self.zone)


def code_of(error: Refusal | StoreError) -> str:
    """By which sentence it is said why something was not done."""
    later = isinstance(error, CannotUndo) and error.facts["reason"] == "changed_later"
    return "undo_changed_later" if later else error.code
