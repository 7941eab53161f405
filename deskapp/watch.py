"""What the desk looks after without a key: how much on Today needs somebody, the bell, who becomes
overdue, whether the store can be written.
"""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import StoreError
from deskapp.said import Said
from deskapp.services import ladder, today
from deskapp.services.act import Act
from deskapp.services.clocks import CLOCK_MAY_DIFFER
from deskapp.services.meals import orders
from deskapp.services.refusal import Refusal
from deskapp.services.today import RINGS, WRONG, TodayPage
from deskapp.store import Store
from deskapp.upkeep import centre_of, troubles

if TYPE_CHECKING:
    from deskapp.session import Desk

RING_EVERY = 300.0
"""Seconds after which the bell rings again for what nobody has claimed."""


class Watch:
    """Counts what is wrong on Today after every change; no key ever waits for it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.wrong = 0
        self._counting: asyncio.Future[None] | None = None
        self._known: set[tuple[object, ...]] = set()
        self._rang = 0.0
        self._overdue_of = ""

    def soon(self) -> None:
        """Count again once the rows are painted."""
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count())

    def behind(self, seconds: int) -> None:
        """A clock that was set back takes the desk to no earlier day, also once something was written by it:
        who is in the building, and who is missed, is of the latest day.
        """
        desk, now = self.desk, self.desk.clock.now()
        if seconds > CLOCK_MAY_DIFFER and not desk.clock.pretends:
            last = now + timedelta(seconds=seconds)
            desk.latest = max(last, desk.latest or last)
        elif desk.latest is not None and now >= desk.latest:
            desk.latest = None
        if desk.latest is not None and desk.notice is None:
            desk.notice = clock_behind((desk.latest - now).total_seconds())

    async def settled(self) -> None:
        """Until the number is up to date."""
        if self._counting is not None:
            await self._counting

    async def _count(self) -> None:
        act = self.desk.act_now()
        try:
            found, to_draw = await asyncio.wrap_future(self.desk.store.run(lambda store: looked(store, act)))
            if found.unwritten or to_draw or self._overdue_of != act.day:
                await self._write_overdue(act)
        except (Refusal, StoreError):
            return  # whoever looks at the page is told why; nobody has pressed a key for this
        self._ring(found)
        if found.wrong != self.wrong:
            self.wrong = found.wrong
            self.desk.repaint()

    async def _write_overdue(self, act: Act) -> None:
        """Write down who became overdue and who gets a meal, and once a day who was left over from the day
        before.
        """
        before = (date.fromisoformat(act.day) - timedelta(days=1)).isoformat()
        days = (before, act.day) if self._overdue_of != act.day else (act.day,)
        pretended = act.instant if self.desk.clock.pretends else ""

        def write(store: Store) -> None:
            if store.read_only is None:
                for day in days:
                    with store.transaction("raise_overdue", who=0, on=act.terminal, at=pretended) as tx:
                        ladder.raise_overdue(tx, act, day)
                with store.transaction("draw_orders", who=0, on=act.terminal, at=pretended) as tx:
                    orders.draw(tx, act, act.day)

        await asyncio.wrap_future(self.desk.store.run(write))
        self._overdue_of = act.day

    def _ring(self, found: TodayPage) -> None:
        """On site: once for what is new, and every five minutes while nobody has claimed it."""
        unclaimed = [row for row in found.rows if row.severity < WRONG and not row.claimed_by]
        waiting = {row.id for row in unclaimed}
        now = self.desk.clock.monotonic()
        due = any(row.severity < RINGS for row in unclaimed) and now - self._rang >= RING_EVERY
        if (waiting - self._known or due) and not self.desk.remote:
            self._rang = now
            self.desk.bell()
        self._known = waiting


def looked(store: Store, act: Act) -> tuple[TodayPage, bool]:
    """What needs a person, and whether the meals of the day are no longer those that are asked for: written
    down while it is that day, since nobody can tell afterwards what was asked for.
    """
    reader = store.read()
    to_draw = store.read_only is None and orders.to_draw(reader, act, act.day)
    return today.today(reader, act), to_draw


def state_of(store: Store, since_start: float) -> tuple[Said | None, str, int]:
    """What to tell about the store as long as it holds, the name of a torn tail that was put aside, and the
    seconds by which the clock is behind.  `since_start`: seconds since this desk was opened.
    """
    notice = None
    if store.read_only is not None:
        reason, file, line = store.read_only
        notice = Said(
            "only_reading", {"reason": reason, "file": Path(file).name, "line": line}, kind="unsaved"
        )
    behind = store.clock_behind
    if notice is None and behind > CLOCK_MAY_DIFFER:
        notice = clock_behind(behind)
    elif notice is None and (found := troubles(store.folder, centre_of(store), since_start=since_start)):
        notice = Said(*found[0], kind="refused")
    return notice, store.torn[-1][0] if store.torn else "", behind


def clock_behind(seconds: float) -> Said:
    """That this machine's clock is wrong."""
    return Said("clock_behind", {"minutes": int(seconds // 60)}, kind="refused")
