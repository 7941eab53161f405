"""Told in advance: who may say it, from which number, and what it does to the day."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import absences, attendance, ladder
from deskapp.services.records import Absence, Concern
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    return room.child(escort_phone="130 0000 0000")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "who_told"),
        ({"told_by_other": " "}, "who_told"),
        ({"told_by": "mother"}, ""),
        ({"told_by": "mother", "number": "13800001111"}, ""),
        ({"told_by": "mother", "number": "137 7777 7777"}, "number_not_on_file"),
        ({"told_by": "father"}, "teller_blocked"),
        ({"told_by": "stranger"}, "teller_unknown"),
        ({"told_by_other": "school"}, ""),
        ({"told_by_other": "bus driver", "number": "130-0000-0000"}, ""),
        ({"told_by_other": "a neighbour", "number": "138 0000 1111"}, ""),
        ({"told_by_other": "somebody", "number": "137 7777 7777"}, "number_not_on_file"),
        ({"told_by_other": "somebody", "number": "139 0000 0000"}, "number_not_on_file"),
    ],
)
def test_who_may_say_that_a_child_does_not_come(room: Room, child: int, facts, code: str) -> None:
    people = {
        "mother": room.adult(child),
        "father": room.adult(child, "李刚", "blocked", phone="139 0000 0000", guardian=True),
        "stranger": room.person("赵雷"),
    }
    facts = {**facts, "told_by": people[facts["told_by"]]} if "told_by" in facts else facts
    if code:
        room.refused(code, absences.tell, [child], "sick", MONDAY, **facts)
        assert room.row(child).state == "coming"
        return
    room.do(absences.tell, [child], "sick", MONDAY, **facts)
    assert room.row(child).state == "absent"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (TUESDAY, MONDAY, "days_reversed"),
        ("2026-02-30", "", "bad_day"),
        (MONDAY, "2027-11-24", "span_too_long"),
        (MONDAY, "2027-11-23", ""),
    ],
)
def test_which_days(room: Room, child: int, first: str, last: str, code: str) -> None:
    facts = {"told_by_other": "school"}
    if code:
        room.refused(code, absences.tell, [child], "planned", first, last, **facts)
    else:
        room.do(absences.tell, [child], "planned", first, last, **facts)


def test_a_span_covers_each_of_its_days(room: Room, child: int) -> None:
    room.do(absences.tell, [child], "planned", FRIDAY, TUESDAY, told_by_other="school")
    states = [room.row(child, day).state for day in ("2026-11-19", FRIDAY, MONDAY, TUESDAY, "2026-11-25")]
    assert states == ["not_accounted", "absent", "absent", "absent", "coming"]
    refusal = room.refused(
        "already_absent", absences.tell, [child], "sick", TUESDAY, "2026-11-26", told_by_other="school"
    )
    assert refusal.facts == {"child": child, "first": FRIDAY, "last": TUESDAY}


def test_several_at_once_skip_who_is_here(room: Room, child: int) -> None:
    other = room.child("李娜")
    room.do(attendance.arrive, [other])
    done = room.do(absences.tell, [child, other], "informed", MONDAY, told_by_other="school")
    assert (done.changed, [refusal.code for _, refusal in done.skipped]) == ((child,), ["child_here"])
    room.do(absences.tell, [other], "informed", TUESDAY, told_by_other="school")


def test_who_tells_us_accounts_for_a_child_we_were_looking_for(room: Room, child: int) -> None:
    mother = room.adult(child)
    room.at("16:55").do(ladder.claim, child, "not_accounted")
    room.do(absences.tell, [child], "sick", MONDAY, told_by=mother, number="138 0000 1111")
    assert room.kinds(child) == []
    assert [(one.closing, one.said_by) for one in room.read.on(Concern, MONDAY)] == [("told", mother)]
    span = room.read.by(Absence, "child", child)[0]
    room.do(absences.withdraw, span.id)
    assert room.kinds(child) == ["not_accounted"]


def test_withdrawn_a_span_keeps_the_days_that_were(room: Room, child: int) -> None:
    room.do(absences.tell, [child], "planned", FRIDAY, TUESDAY, told_by_other="school")
    span = room.read.by(Absence, "child", child)[0]
    room.do(absences.withdraw, span.id)
    assert [(one.first, one.last) for one in room.read.by(Absence, "child", child)] == [
        (FRIDAY, "2026-11-22")
    ]
    room.refused("no_absence", absences.withdraw, span.id)
    room.do(absences.tell, [child], "planned", TUESDAY, told_by_other="school")
    room.do(absences.withdraw, room.read.by(Absence, "child", child)[1].id)
    assert len(room.read.by(Absence, "child", child)) == 1


# ── later today ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_late_bus_moves_the_time_of_those_still_to_come(room: Room, child: int) -> None:
    here, sick, saturday = room.child("李娜"), room.child("王芳"), room.child("孙悦", weekdays=(6,))
    room.do(attendance.arrive, [here])
    room.do(absences.tell, [sick], "sick", MONDAY, told_by_other="school")
    done = room.do(absences.delay, [child, here, sick, saturday], "17:10")
    assert done.changed == (child,)
    assert [refusal.code for _, refusal in done.skipped] == ["not_coming"] * 3
    assert (room.row(child).due, room.row(child).delayed_to) == ("17:10", "17:10")
    assert room.at("17:29").row(child).overdue == ""
    assert room.at("17:30").row(child).overdue == "arrival"
    room.refused("time_past", absences.delay, [child], "17:30")
    room.refused("bad_time", absences.delay, [child], "25:00")
    late = room.refused("times_reversed", absences.delay, [room.child("赵雷")], "23:59")
    assert late.facts == {"first": "23:59", "last": "20:00"}
    assert room.at("16:00", TUESDAY).row(child).due == "16:30"


def test_a_later_pickup_is_agreed_with_somebody_on_the_list(room: Room, child: int) -> None:
    mother, father = room.adult(child), room.adult(child, "李刚", "blocked", phone="139")
    room.refused("not_here", absences.agree_pickup, [child], "20:30", told_by=mother)
    room.do(attendance.arrive, [child])
    room.at("19:20")
    room.refused("who_told", absences.agree_pickup, [child], "20:30")
    room.refused("teller_blocked", absences.agree_pickup, [child], "20:30", told_by=father)
    room.do(absences.agree_pickup, [child], "20:30", told_by=mother)
    assert room.at("20:39").row(child).overdue == ""
    assert room.kinds(child) == ["here_late"]
    assert room.at("20:40").kinds(child) == ["not_collected"]


def test_a_span_to_the_end_of_the_calendar_is_refused_and_one_in_the_records_is_read(room: Room) -> None:
    """A day that the calendar has no next one for must not shut the list for good."""
    child = room.child()
    far = "9999-12-31"
    room.refused("bad_day", absences.tell, [child], "planned", far, told_by_other="school")
    room.put(Absence(child=child, first=far, last=far, reason="planned"))
    assert room.row(child).state == "coming"
