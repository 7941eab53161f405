"""The after-school room for tests: children in a real store, rules carried out one to a transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace as again

from db import JournalDB, Reader
from deskapp.services import childday, today
from deskapp.services.act import Act
from deskapp.services.childday import ChildDay, ChildRow
from deskapp.services.clocks import instant_at
from deskapp.services.records import Collector, Enrolment, Household, Member, Person, Phone, Standing
from deskapp.services.refusal import Refusal
from deskapp.services.today import TodayPage

T = TypeVar("T")
MONDAY, TUESDAY, FRIDAY = "2026-11-23", "2026-11-24", "2026-11-20"
SATURDAY, SUNDAY = "2026-11-28", "2026-11-22"


class Room:
    """A store with a centre and staff, at a time that the test sets."""

    def __init__(self, store: JournalDB, act: Callable[..., Act]) -> None:
        self.store, self._act = store, act
        self.clock, self.day, self.who, self.terminal = "16:40", MONDAY, "CL", "reception-1"

    def at(self, clock: str, day: str = "") -> Room:
        """It is that time now."""
        self.clock, self.day = clock, day or self.day
        return self

    @property
    def act(self) -> Act:
        return self._act(self.who, self.clock, self.day, self.terminal)

    def by(self, who: str) -> Act:
        return self._act(who, self.clock, self.day, self.terminal)

    def happened(self, clock: str, day: str = "") -> Act:
        """The act of now, having happened at that time of a day."""
        moment = instant_at(day or self.day, clock, self.act.zone)
        return again(self.act, happened=datetime.fromisoformat(moment).astimezone(UTC))

    def entering(self, day: str, clock: str = "") -> Act:
        """The act of now for the list of an earlier day, having happened at that time of it."""
        act = again(self.act, entered=day)
        return act.at(clock) if clock else act

    def do(self, rule: Callable[..., T], *args: Any, act: Act | None = None, **facts: Any) -> T:
        """The rule, in a transaction of its own."""
        with self.store.transaction("test", who=(act or self.act).staff, on=self.terminal) as tx:
            return rule(tx, act or self.act, *args, **facts)

    def refused(self, code: str, rule: Callable[..., Any], *args: Any, **facts: Any) -> Refusal:
        """The refusal of that code which the rule raises; nothing may have been written."""
        before = self.store.journal.lsn
        with pytest.raises(Refusal) as raised:
            self.do(rule, *args, **facts)
        assert raised.value.code == code, raised.value.args
        assert self.store.journal.lsn == before
        return raised.value

    @property
    def read(self) -> Reader:
        return self.store.read()

    def list(self, day: str = "") -> ChildDay:
        return childday.child_day(self.read, self.act, day or self.day)

    def row(self, child: int, day: str = "") -> ChildRow:
        return next(row for row in self.list(day).rows if row.child == child)

    def today(self) -> TodayPage:
        return today.today(self.read, self.act)

    def kinds(self, child: int = 0) -> list[str]:
        """The kinds of the rows on Today, of one child if given."""
        return [row.kind for row in self.today().rows if child in (0, row.child)]

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────

    def put(self, record: T) -> T:
        with self.store.transaction("test") as tx:
            return tx.put(record)  # type: ignore[type-var]

    def person(self, name: str, **facts: Any) -> int:
        return self.put(Person(name=name, **facts)).id

    def child(self, name: str = "马青青", *, born: str = "2018-03-02", **place: Any) -> int:
        """An enrolled child of whom it is known that there are no allergies, unless said otherwise."""
        about = {key: place.pop(key) for key in ("allergies", "code", "card", "alert") if key in place}
        child = self.person(name, born=born, **{"allergies": (), **about})
        self.put(Enrolment(child=child, **place))
        return child

    def adult(
        self,
        child: int,
        name: str = "马红",
        standing: Standing = "authorised",
        *,
        phone: str = "138 0000 1111",
        times: int = 5,
        born: str = "",
        **entry: Any,
    ) -> int:
        """An adult on the child's list, of whom it is known that they came before."""
        adult = self.person(name, phones=(Phone(number=phone),) if phone else (), born=born)
        self.listed(child, adult, standing, times=times, **entry)
        return adult

    def listed(self, child: int, adult: int, standing: Standing = "authorised", **entry: Any) -> None:
        number = 1 + len(self.read.by(Collector, "child", child))
        self.put(Collector(child=child, adult=adult, standing=standing, **{"number": number, **entry}))

    def family(self, *people: int) -> None:
        self.put(Household(members=tuple(Member(person=person) for person in people)))


def codes(row: ChildRow) -> set[str]:
    """The flags of a row."""
    return {shown.code for shown in row.flags}
