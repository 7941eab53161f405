"""A clock that was set back, and a stay that stands on a later day: whoever is in the building is seen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.services import attendance, collecting, rollcall
from deskapp.services.act import Act
from deskapp.services.clocks import instant_at, latest_day, minute_of
from deskapp.services.records import Attendance, OpenStay, Stay
from tests.services.conftest import NOW, SHANGHAI, MakeAct
from tests.services.room import MONDAY, TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def in_on(room: Room, child: int, day: str) -> None:
    """A child whose open stay stands on that day."""
    stay = Stay(arrived=instant_at(day, "16:40", SHANGHAI), arrived_by=1, arrived_how="key")
    record = room.put(Attendance(day=day, child=child, stays=(stay,)))
    room.put(OpenStay(child=child, day=day, attendance=record.id))


@pytest.mark.parametrize("day", [MONDAY, TUESDAY, "2026-12-01"])
def test_an_open_stay_is_in_the_building_whatever_its_day_says(room: Room, day: str) -> None:
    child = room.child()
    mother = room.adult(child)
    in_on(room, child, day)
    room.at("17:00")
    assert room.row(child).state == "here"
    assert (room.list().counts["inside"], room.today().in_building) == (1, 1)
    heads = [head for _group, heads in rollcall.page(room.read, room.act).groups for head in heads]
    assert [(head.row.child, head.inside) for head in heads] == [(child, True)]
    assert collecting.collect_page(room.read, room.act, child).row.child == child
    room.refused("already_here", attendance.arrive, [child])
    room.at("20:30")
    assert room.kinds(child) == ["not_collected"]
    room.do(attendance.supper, [child])
    room.do(collecting.collect, [child], mother, "known")
    assert room.today().in_building == 0


def behind(room: Room, clock: str, day: str, latest: str) -> Act:
    """An act by a clock that is behind a day that was written of."""
    room.at(clock, day)
    return replace(room.act, latest=latest)


def test_a_clock_set_back_over_midnight_leaves_the_desk_on_the_latest_day(room: Room) -> None:
    child, late = room.child(), room.child("李娜")
    mother = room.adult(child)
    room.at("00:10", TUESDAY).do(attendance.arrive, [child])
    act = behind(room, "23:50", MONDAY, TUESDAY)
    assert (act.day, minute_of(act, TUESDAY), minute_of(act, MONDAY)) == (TUESDAY, -10, 1430)
    room.do(attendance.arrive, [late], act=act)
    assert [one.day for one in room.read.all(OpenStay)] == [TUESDAY, TUESDAY]
    room.do(collecting.collect, [child], mother, "known", act=act)
    stay = next(one for one in room.read.on(Attendance, TUESDAY) if one.child == child).stays[-1]
    assert stay.departed == stay.arrived, "an act of now does not lie before what was written before it"
    room.do(attendance.arrive, [child], act=act)
    assert len(next(one for one in room.read.on(Attendance, TUESDAY) if one.child == child).stays) == 2


def test_a_time_that_was_said_is_still_checked(room: Room) -> None:
    child = room.child()
    room.at("16:40").do(attendance.arrive, [child])
    room.at("17:00")
    room.refused("time_before_step", attendance.homework, [child], act=room.act.at("16:30"))


def test_a_clock_wrong_by_days_still_tells_the_time_of_the_day(room: Room) -> None:
    act = behind(room, "17:00", "2026-10-01", MONDAY)
    assert (act.day, minute_of(act, MONDAY)) == (MONDAY, 17 * 60)


@pytest.mark.parametrize(
    ("behind", "day"), [(0, ""), (120, ""), (121, MONDAY), (8 * 3600, TUESDAY), (30 * 86400, "2026-12-23")]
)
def test_the_day_of_the_last_line(behind: int, day: str) -> None:
    assert latest_day(NOW, behind, SHANGHAI) == day
