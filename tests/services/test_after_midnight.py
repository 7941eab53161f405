"""The day turns: who is still here, who was not seen, and that each child is looked for once."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import attendance, ladder, rollcall
from deskapp.services.records import Concern
from tests.services.conftest import MakeAct
from tests.services.room import MONDAY, TUESDAY, Room, codes

SATURDAY = "2026-11-28"


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    return room.child()


@pytest.fixture
def mother(room: Room, child: int) -> int:
    return room.adult(child, relation="mother", guardian=True, rung=1)


@pytest.fixture
def left(room: Room, child: int, mother: int) -> int:
    """A child not collected by 20:10 on Monday: claimed, and the mother called without an answer."""
    room.do(attendance.arrive, [child])
    room.at("20:12").do(ladder.raise_overdue)
    room.do(ladder.claim, child, "not_collected")
    room.do(ladder.log, child, "not_collected", "guardian", "no_answer", person=mother)
    return child


def test_who_was_not_collected_is_one_item_whose_ladder_goes_on(room: Room, left: int) -> None:
    claimed = room.act.staff
    room.at("00:05", TUESDAY).do(ladder.raise_overdue, MONDAY)
    room.do(ladder.raise_overdue)
    (row,) = room.today().rows
    assert (row.kind, row.child, row.claimed_by) == ("not_collected", left, claimed)
    assert row.flag == ("uncollected", {"since": "2026-11-23T20:00"})
    assert [line.facts["at"] for line in row.lines] == ["2026-11-23T20:12"]
    assert [one.kind for one in room.read.all(Concern)] == ["not_collected"]
    assert room.today().unwritten == ()


def test_the_ladder_of_yesterday_can_be_climbed_and_ends_with_a_word(
    room: Room, left: int, mother: int
) -> None:
    room.at("00:05", TUESDAY)
    page = ladder.page(room.read, room.act, left, "not_collected")
    assert page.rungs[page.next].by == "2026-11-23T20:22"
    room.do(ladder.log, left, "not_collected", "guardian", "safe", person=mother, words="at home")
    assert (room.row(left, MONDAY).state, room.kinds(left)) == ("gone", [])
    assert room.list().counts["inside"] == 0


def test_left_open_is_only_of_whom_nothing_is_written(room: Room, child: int, mother: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("08:00", TUESDAY).do(ladder.raise_overdue, MONDAY)
    (row,) = room.today().rows
    assert (row.kind, row.flag.facts) == ("unclosed", {"day": MONDAY})
    assert row.next.facts["by"] == "08:02", "the ladder begins when the desk found it"


def test_a_child_with_both_written_down_is_one_item(room: Room, left: int) -> None:
    room.put(Concern(day=MONDAY, kind="unclosed", child=left, opened_at="2026-11-23T16:01:00Z"))
    room.at("00:05", TUESDAY)
    assert room.kinds(left) == ["not_collected"]


def test_a_missing_child_who_was_not_collected_is_one_item(room: Room, left: int) -> None:
    room.at("20:40").do(ladder.report_missing, left)
    assert room.kinds(left) == ["missing"]
    assert room.at("00:05", TUESDAY).kinds(left) == ["missing"]


@pytest.mark.parametrize(("clock", "late"), [("00:05", 0), ("16:29", 0), ("16:50", 1)])
def test_nobody_is_late_before_the_new_days_time(room: Room, child: int, clock: str, late: int) -> None:
    room.at("16:50").do(ladder.raise_overdue)
    row = room.at(clock, TUESDAY).row(child)
    assert (row.state, row.overdue != "") == ("not_accounted" if late else "coming", bool(late))
    assert room.list().counts["late"] == late
    assert "still_open" in codes(row)


@pytest.mark.parametrize("clock", ["00:05", "16:55"])
def test_who_was_not_seen_yesterday_stays_on_today_with_the_day_named(
    room: Room, child: int, mother: int, clock: str
) -> None:
    room.at("16:50").do(ladder.raise_overdue)
    page = room.at(clock, TUESDAY).today()
    (row,) = page.rows
    assert (row.kind, row.since) == ("not_accounted", "2026-11-23T16:50")
    assert row.flag == ("not_seen", {"since": "2026-11-23T16:50"})
    assert page.counts["not_accounted"] == 1
    assert row.next.facts["by"] == "2026-11-23T16:52"


def test_what_a_person_reported_yesterday_says_so(room: Room, child: int) -> None:
    room.at("16:10").do(ladder.report_missing, child)
    (row,) = room.at("00:05", TUESDAY).today().rows
    assert row.flag == ("reported", {"at": "2026-11-23T16:10"})


def test_what_was_found_the_morning_after_names_its_day(room: Room, child: int) -> None:
    room.at("16:40").do(attendance.arrive, [room.child("李娜")])
    room.at("08:00", TUESDAY).do(ladder.raise_overdue, MONDAY)
    row = next(row for row in room.today().rows if row.child == child)
    assert row.flag == ("not_seen", {"since": MONDAY})


def test_who_is_not_planned_today_has_a_next_step_all_the_same(room: Room, child: int, mother: int) -> None:
    room.at("16:50").do(ladder.raise_overdue)
    (row,) = room.at("09:00", SATURDAY).today().rows
    assert (row.kind, row.flag.facts) == ("not_accounted", {"since": "2026-11-23T16:50"})
    assert (row.next.facts["rung"], row.next.facts["by"]) == ("rooms", "2026-11-23T16:52")


def test_within_one_time_today_is_in_the_order_of_the_lists(room: Room) -> None:
    names = ("张伟", "陈静", "马青青", "李娜")
    children = [room.child(name) for name in names]
    room.at("17:00").do(ladder.raise_overdue)
    assert [row.name for row in room.today().rows] == [row.name for row in room.list().rows]
    later = room.child("安宁")
    room.at("17:05").do(ladder.raise_overdue)
    assert [row.child for row in room.today().rows][-1] == later
    assert set(children) == {row.child for row in room.today().rows} - {later}


def test_what_began_yesterday_stands_before_what_began_today(room: Room) -> None:
    first = room.child("张伟")
    room.at("23:00").do(ladder.raise_overdue)
    room.child("安宁")
    room.at("17:00", TUESDAY).do(ladder.raise_overdue)
    assert next(row.child for row in room.today().rows) == first


def test_a_count_that_differs_says_when_it_was_counted(room: Room, child: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("17:00").do(rollcall.count_heads, 3)
    room.at("17:20").do(rollcall.count_heads, 2)
    assert room.today().rows[0].flag.facts["at"] == "17:20"
    row = next(row for row in room.at("00:05", TUESDAY).today().rows if row.kind == "head_count")
    assert row.flag.facts["at"] == "2026-11-23T17:20"
