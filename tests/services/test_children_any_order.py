"""Any sequence of acts, at rising times: what must hold of every child after each of them."""

from __future__ import annotations

import tempfile
from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db import JournalDB
from deskapp.services import (
    absences,
    attendance,
    childday,
    collecting,
    ladder,
    places,
    rollcall,
    staff,
    today,
)
from deskapp.services import centre as centres
from deskapp.services.act import Act, from_instant
from deskapp.services.clocks import instant_at
from deskapp.services.kinds import KINDS
from deskapp.services.records import Attendance, Centre, Concern, OpenStay, Staff
from deskapp.services.refusal import Refusal
from tests.services import conftest
from tests.services.room import MONDAY, Room

CHILDREN = 3
one_child = st.integers(0, CHILDREN - 1)
groups = st.lists(one_child, min_size=1, max_size=CHILDREN)
passing = st.sampled_from([0, 1, 5, 12, 45, 200])


class Children(RuleBasedStateMachine):
    """Three children, a mother of two of them and a blocked father, through days of acts."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        empty = JournalDB(Path(self.folder.name) / "data", kinds=KINDS, create=True)
        store = _centre(empty)
        self.room = Room(store, _acts(store))
        self.children = [self.room.child(name) for name in ("蔡小明", "李娜", "王芳")]
        self.mother = self.room.adult(self.children[0])
        self.room.listed(self.children[1], self.mother, times=2)
        self.father = self.room.adult(self.children[0], "李刚", "blocked", phone="139")
        self.minute = 16 * 60

    def teardown(self) -> None:
        self.room.store.close()
        self.folder.cleanup()

    def do(self, passed: int, what: Any, *args: Any, **facts: Any) -> bool:
        """Carries a rule out some minutes later; False where it refused."""
        self.minute += passed
        days, minute = divmod(self.minute, 1440)
        self.room.at(f"{minute // 60:02d}:{minute % 60:02d}", f"2026-11-{23 + days:02d}")
        try:
            done = self.room.do(what, *args, **facts)
        except Refusal:
            return False
        return bool(getattr(done, "changed", True))

    @rule(passed=passing, who=groups, what=st.sampled_from(["arrive", "next_step", "homework", "supper"]))
    def step(self, passed: int, who: list[int], what: str) -> None:
        if self.minute < 5 * 1440:
            self.do(passed, getattr(attendance, what), [self.children[one] for one in who])

    @rule(passed=passing, who=groups, how=st.sampled_from(["known", "id"]), adult=st.sampled_from("mf"))
    def collect(self, passed: int, who: list[int], how: str, adult: str) -> None:
        children = [self.children[one] for one in who]
        done = self.do(
            passed, collecting.collect, children, self.mother if adult == "m" else self.father, how
        )
        assert not (done and adult == "f")

    @rule(passed=passing, who=one_child)
    def extra(self, passed: int, who: int) -> None:
        self.do(passed, attendance.add_extra, self.children[who])

    @rule(passed=passing, who=groups)
    def absent(self, passed: int, who: list[int]) -> None:
        children = [self.children[one] for one in who]
        self.do(passed, absences.tell, children, "sick", self.room.day, told_by_other="school")

    @rule(passed=passing, who=one_child)
    def missing(self, passed: int, who: int) -> None:
        self.do(passed, ladder.report_missing, self.children[who])

    @rule(passed=passing)
    def overdue(self, passed: int) -> None:
        self.do(passed, ladder.raise_overdue)

    @rule(passed=passing, heads=st.integers(0, 4))
    def count(self, passed: int, heads: int) -> None:
        self.do(passed, rollcall.count_heads, heads)

    @rule(passed=passing, who=one_child, what=st.sampled_from(["arrive", "homework", "supper", "collect"]))
    def take_back_inverts_the_last_step(self, passed: int, who: int, what: str) -> None:
        child = self.children[who]
        before = self.state_of(child)
        args = (self.mother, "id") if what == "collect" else ()
        module: Any = collecting if what == "collect" else attendance
        if self.do(max(passed, 1), getattr(module, what), [child], *args):
            assert self.state_of(child) != before
            still_today = what != "collect" or self.ended_today(child)
            if still_today:
                assert self.do(0, attendance.take_back, child)
                assert self.state_of(child) == before

    @rule(passed=passing, who=one_child)
    def take_back(self, passed: int, who: int) -> None:
        self.do(passed, attendance.take_back, self.children[who])

    # ── what holds ───────────────────────────────────────────────────────────────────────────────────────

    def ended_today(self, child: int) -> bool:
        """A stay of an earlier day, once ended, is taken back by `u`, not by backspace on today's row."""
        return any(record.child == child for record in self.room.read.on(Attendance, self.room.day))

    def state_of(self, child: int) -> object:
        records = [one for one in self.records() if one.child == child]
        kinds = sorted(concern.kind for concern in self.room.read.all(Concern) if concern.child == child)
        inside = [one.day for one in self.room.read.by(OpenStay, "child", child)]
        return [(one.day, one.stays, one.extra, one.expected) for one in records], inside, kinds

    def records(self) -> list[Attendance]:
        return list(self.room.read.between(Attendance, MONDAY, "2026-11-30"))

    @invariant()
    def pointers_are_exactly_the_open_stays(self) -> None:
        if not hasattr(self, "room"):
            return
        still = {
            (one.child, one.day, one.id) for one in self.records() if one.stays and not one.stays[-1].departed
        }
        assert still == {(one.child, one.day, one.attendance) for one in self.room.read.all(OpenStay)}
        assert len({child for child, _, _ in still}) == len(still)

    @invariant()
    def stays_and_steps_are_in_order(self) -> None:
        for record in self.records() if hasattr(self, "room") else ():
            ended = ""
            for place, stay in enumerate(record.stays):
                assert stay.arrived >= ended
                for step in filter(None, (stay.homework, stay.supper)):
                    assert step >= stay.arrived
                    assert not stay.departed or step <= stay.departed
                assert stay.departed or place == len(record.stays) - 1
                assert not stay.departed or stay.departed >= stay.arrived
                assert stay.collected_by != self.father
                ended = stay.departed

    @invariant()
    def rows_add_up_and_agree_with_the_building(self) -> None:
        if not hasattr(self, "room"):
            return
        day = self.room.list()
        counts = day.counts
        assert sum(counts[key] for key in ("coming", "here", "gone", "absent", "unclosed")) == len(day.rows)
        assert len({row.child for row in day.rows}) == len(day.rows)
        assert counts["inside"] == len(rollcall.inside(self.room.read)) == self.room.today().in_building
        for row in day.rows:
            assert bool(row.out) == (row.state == "gone")
            assert (row.state in ("here", "unclosed")) == (bool(row.in_) and not row.out)

    @invariant()
    def rows_kept_are_rows_made(self) -> None:
        """What is not made again must be what would be made."""
        if not hasattr(self, "room"):
            return
        kept = self.room.list()
        childday._kept_rows.clear()
        places._kept = None
        assert self.room.list() == kept

    @invariant()
    def everybody_in_trouble_is_on_today(self) -> None:
        if not hasattr(self, "room"):
            return
        shown = {row.child for row in self.room.today().rows if row.severity < today.WRONG}
        assert {row.child for row in self.room.list().rows if row.overdue} <= shown
        open_about = {one.child for one in self.room.read.all(Concern) if one.child}
        assert open_about <= shown
        assert all(not one.closed_at for one in self.room.read.all(Concern))


def _centre(empty: JournalDB) -> JournalDB:
    nobody = Act(staff=0, terminal="desk", now=conftest.NOW.astimezone(UTC), zone=conftest.SHANGHAI)
    with empty.transaction("open_centre") as tx:
        centres.open_centre(tx, nobody, Centre(name="Sunshine"), "林梅", "Lin Mei")
    with empty.transaction("add_staff") as tx:
        tx.put(Staff(name="陈丽", latin_name="Chen Li", code="CL"))
    return empty


def _acts(store: JournalDB) -> Any:
    def make(code: str, clock: str, day: str, terminal: str) -> Act:
        who = staff.by_code(store.read(), code)
        now = from_instant(instant_at(day, clock, conftest.SHANGHAI))
        return Act(staff=who.id if who else 0, terminal=terminal, now=now, zone=conftest.SHANGHAI)

    return make


Children.TestCase.settings = settings(
    max_examples=50, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestChildrenAnyOrder = Children.TestCase
