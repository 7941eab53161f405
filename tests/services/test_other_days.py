"""What is entered into the list of an earlier day: when it happened is said, and what is no pick-up now or
was none then does not become one.
"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.services import absences, attendance, collecting, collectors, ladder
from deskapp.services.records import Attendance, Withheld
from tests.services.conftest import MakeAct
from tests.services.room import MONDAY, TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    """A child who came on Monday and was never signed out; it is Tuesday morning."""
    child = room.child()
    room.do(attendance.arrive, [child])
    room.at("09:00", TUESDAY)
    return child


def test_yesterdays_forgotten_collection_is_entered_with_both_times(room: Room, child: int) -> None:
    mother = room.adult(child)
    room.refused("time_unsaid", collecting.collect, [child], mother, "known", act=room.entering(MONDAY))
    room.do(collecting.collect, [child], mother, "known", act=room.entering(MONDAY, "18:20"))
    assert room.row(child, MONDAY).out == "18:20"
    line = next(iter(room.store.history()))
    assert line.args["clock"] == "18:20", "the line itself says when it was written"


@pytest.mark.parametrize(
    ("entry", "born", "code"),
    [
        ({}, "", ""),
        ({"until": MONDAY}, "", "authorisation_over"),
        ({"only_on": MONDAY}, "", "authorisation_over"),
        ({"only_on": TUESDAY}, "", "authorisation_over"),
        ({}, "2012-11-24", "too_young"),
        ({}, "2012-11-23", ""),
    ],
)
def test_may_this_adult_is_asked_of_then_and_of_now(
    room: Room, child: int, entry: dict[str, Any], born: str, code: str
) -> None:
    """Who was 13 on Monday and is 14 today took nobody on Monday; who may no longer, cannot have."""
    adult = room.adult(child, born=born, **entry)
    act = room.entering(MONDAY, "18:20")
    if code:
        room.refused(code, collecting.collect, [child], adult, "id", act=act)
    else:
        room.do(collecting.collect, [child], adult, "id", act=act)


@pytest.mark.parametrize("day", [MONDAY, TUESDAY])
def test_who_was_found_unfit_then_or_today_is_written_into_no_earlier_day(
    room: Room, child: int, day: str
) -> None:
    adult = room.adult(child)
    room.put(Withheld(day=day, child=child, adult=adult, at=f"{day}T00:10:00Z", by=1, reason="drink"))
    act = room.entering(MONDAY, "18:20")
    room.refused("withheld", collecting.collect, [child], adult, "id", act=act)


@pytest.mark.parametrize(
    ("clock", "code"),
    [("16:20", "time_before_step"), ("18:20", ""), ("00:20", ""), ("12:00", "time_before_step")],
)
def test_the_small_hours_said_of_a_day_are_those_of_its_night(
    room: Room, child: int, clock: str, code: str
) -> None:
    adult = room.adult(child)
    act = room.entering(MONDAY, clock)
    if code:
        room.refused(code, collecting.collect, [child], adult, "id", act=act)
    else:
        room.do(collecting.collect, [child], adult, "id", act=act)
        assert room.row(child, MONDAY).out == clock


@pytest.mark.parametrize("step", [attendance.arrive, attendance.next_step])
def test_no_step_of_an_earlier_day_happens_now(room: Room, step: Any) -> None:
    child = room.child()
    room.at("09:00", TUESDAY)
    room.refused("time_unsaid", step, [child], act=room.entering(MONDAY))
    room.do(step, [child], act=room.entering(MONDAY, "16:40"))
    assert [record.day for record in room.read.on(Attendance, MONDAY)] == [MONDAY]


def test_an_adult_is_not_found_unfit_on_an_earlier_day_by_the_clock_of_now(room: Room, child: int) -> None:
    adult = room.adult(child)
    act = room.entering(MONDAY)
    room.refused("time_unsaid", collectors.withhold, child, adult, "drink", act=act)
    room.refused("time_unsaid", collectors.blocked_came, child, act=act)


def test_yesterdays_absence_does_not_account_for_today(room: Room) -> None:
    child = room.child()
    room.at("17:00", TUESDAY)
    room.do(ladder.raise_overdue)
    told = {"told_by_other": "his aunt"}
    act = room.entering(MONDAY)
    room.do(absences.tell, [child], "sick", MONDAY, act=act, **told)
    assert room.kinds(child) == ["not_accounted"]
    assert next(row for row in room.today().rows if row.child == child).concern
    room.do(absences.tell, [child], "sick", TUESDAY, **told)
    assert room.kinds(child) == []


def test_who_comes_after_all_on_a_coming_day_stays_absent_until_then(room: Room) -> None:
    child = room.child()
    room.do(absences.tell, [child], "sick", MONDAY, "2026-11-26", told_by_other="his aunt")
    span = absences.spans_of(room.read, child, MONDAY)[0]
    room.do(absences.withdraw, span.id, "2026-11-25")
    left = absences.spans_of(room.read, child, MONDAY)
    assert [(one.first, one.last) for one in left] == [(MONDAY, TUESDAY)]


def test_now_stays_now(room: Room) -> None:
    """An earlier day lends an act its list, and nothing else."""
    act = replace(room.at("09:00", TUESDAY).act, entered=MONDAY)
    assert (act.day, act.list_day, act.clock) == (TUESDAY, MONDAY, "09:00")
    assert act.at("16:20").instant == "2026-11-23T08:20:00Z"
