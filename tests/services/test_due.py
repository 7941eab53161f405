"""A plan that is changed on the day itself hides nobody who is due today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.services import absences, attendance, enrolment
from deskapp.services import centre as centres
from deskapp.services.records import Attendance, Centre, Concern
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, TUESDAY, Room, codes

Change = Callable[[Room, int], Any]


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def place(**news: Any) -> Change:
    """Another place."""

    def change(room: Room, child: int) -> None:
        before = enrolment.enrolment_of(room.read, child)
        room.do(enrolment.change, replace(before, **news))

    return change


def settings(**news: Any) -> Change:
    """Other settings of the centre, by a manager."""

    def change(room: Room, _child: int) -> None:
        before: Centre = centres.centre(room.read)
        room.do(centres.change_centre, replace(before, **news), act=room.by("LM"))

    return change


def closed(room: Room, _child: int) -> None:
    """Shut from today on, by a manager."""
    room.do(centres.close_days, MONDAY, TUESDAY, "storm", act=room.by("LM"))


def ended(room: Room, child: int) -> None:
    """The place ended on Friday."""
    room.do(enrolment.end, child, FRIDAY)


@pytest.mark.parametrize("clock", ["12:00", "16:40"])
@pytest.mark.parametrize(
    "change",
    [
        place(weekdays=(2, 3)),
        place(since=TUESDAY),
        place(until=FRIDAY),
        ended,
        settings(weekdays=(2, 3, 4, 5)),
    ],
)
def test_a_child_who_is_coming_is_missed_today_as_was_planned(room: Room, clock: str, change: Change) -> None:
    child = room.child()
    room.at(clock)
    change(room, child)
    row = room.row(child)
    assert (row.state, row.due, row.delayed_to, codes(row)) == ("coming", "16:30", "", set())
    assert room.at("16:51").kinds(child) == ["not_accounted"]


def test_the_new_plan_holds_from_tomorrow(room: Room) -> None:
    child = room.child()
    place(weekdays=(2, 3))(room, child)
    assert [row.child for row in room.list(TUESDAY).rows] == [child]
    assert room.list("2026-11-30").rows == ()


@pytest.mark.parametrize(
    ("clock", "expected", "due"),
    [("16:40", "18:00", "16:30"), ("16:20", "18:00", "18:00"), ("16:40", "16:00", "16:00")],
)
def test_a_time_that_is_past_does_not_become_later(room: Room, clock: str, expected: str, due: str) -> None:
    child = room.child()
    room.at(clock)
    place(expected=expected)(room, child)
    assert room.row(child).due == due


@pytest.mark.parametrize(
    "change",
    [
        place(weekdays=(2, 3)),
        place(since=TUESDAY),
        place(expected="19:00"),
        ended,
        closed,
        settings(weekdays=(2, 3, 4, 5)),
        settings(overdue_arrival_minutes=240),
    ],
)
def test_who_is_not_accounted_for_is_looked_for_whatever_the_plan_becomes(room: Room, change: Change) -> None:
    child = room.child()
    room.at("16:55")
    change(room, child)
    assert [(one.kind, one.opened_by) for one in room.read.by(Concern, "child", child)] == [
        ("not_accounted", 0)
    ]
    assert room.kinds(child) == ["not_accounted"]


@pytest.mark.parametrize(("clock", "kinds"), [("12:00", []), ("16:40", ["not_accounted"])])
def test_a_day_that_is_shut_at_once_leaves_whose_time_has_come(
    room: Room, clock: str, kinds: list[str]
) -> None:
    child = room.child()
    room.at(clock)
    closed(room, child)
    assert room.kinds(child) == kinds
    assert room.row(child).state == "absent"


def test_a_closing_of_other_days_writes_nothing_of_today(room: Room) -> None:
    child = room.child()
    room.at("16:55").do(centres.close_days, TUESDAY, TUESDAY, act=room.by("LM"))
    assert room.read.by(Concern, "child", child) == []


@pytest.mark.parametrize(
    ("clock", "pickup", "kinds"),
    [
        ("20:15", "20:00", ["not_collected"]),
        ("20:05", "20:00", ["not_collected"]),
        ("19:00", "22:00", []),
    ],
)
def test_a_later_collection_does_not_hide_who_was_not_collected(
    room: Room, clock: str, pickup: str, kinds: list[str]
) -> None:
    child = room.child()
    room.do(attendance.arrive, [child])
    room.at(clock)
    place(pickup="22:00")(room, child)
    assert room.row(child).pickup == ("22:00" if clock != "20:05" else "20:00")
    room.at("20:30")
    assert room.kinds(child) == kinds
    assert "pickup_agreed" not in codes(room.row(child))


def test_who_was_kept_on_the_list_is_settled_as_anybody(room: Room) -> None:
    """Told absent, delayed, arrived: each as on any other day."""
    told, late, came = room.child(), room.child("李娜"), room.child("王芳")
    for child in (told, late, came):
        place(weekdays=(2,))(room, child)
    room.do(absences.tell, [told], "sick", MONDAY, told_by_other="his aunt")
    room.do(absences.delay, [late], "17:30")
    room.do(attendance.arrive, [came])
    assert [room.row(child).state for child in (told, late, came)] == ["absent", "coming", "here"]
    assert not room.row(came).extra
    assert room.row(late).delayed_to == "17:30"
    room.do(attendance.take_back, came)
    assert room.row(came).state == "coming"


def test_a_change_that_touches_nothing_of_today_writes_nothing(room: Room) -> None:
    child = room.child()
    place(school="Yucai", weekdays=(1, 2))(room, child)
    assert list(room.read.on(Attendance, MONDAY)) == []
