"""A terminal that is not on site: who came and who went is a manager's there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.services import absences, attendance, collecting, collectors, ladder, takingback
from deskapp.services.act import Act
from deskapp.services.records import Enrolment
from deskapp.services.refusal import Refusal
from tests.services.conftest import MakeAct
from tests.services.room import TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def remote(room: Room, who: str) -> Act:
    """An act from outside."""
    return replace(room.by(who), remote=True)


def away(room: Room) -> tuple[int, int]:
    """A child who is expected, and an adult of theirs."""
    child = room.child(card="000018", alone_from="16:00", alone_consent="Ma Hong")
    return child, room.adult(child)


def inside(room: Room) -> tuple[int, int]:
    """A child who is here, and an adult of theirs."""
    child, adult = away(room)
    room.do(attendance.arrive, [child])
    return child, adult


COMES_AND_GOES: list[tuple[Callable[[Room], tuple[int, int]], Callable[..., Any]]] = [
    (away, lambda tx, act, child, _adult: attendance.arrive(tx, act, [child])),
    (away, lambda tx, act, child, _adult: attendance.next_step(tx, act, [child])),
    (away, lambda tx, act, child, _adult: attendance.add_extra(tx, act, child)),
    (away, lambda tx, act, _child, _adult: attendance.scan(tx, act, ";000018")),
    (inside, lambda tx, act, child, adult: collecting.collect(tx, act, [child], adult, "known")),
    (inside, lambda tx, act, child, _adult: collecting.go_alone(tx, act, child)),
    (inside, lambda tx, act, child, _adult: attendance.take_back(tx, act, child)),
]


@pytest.mark.parametrize(("before", "rule"), COMES_AND_GOES)
def test_who_comes_and_goes_is_recorded_from_outside_by_a_manager_only(
    room: Room, before: Callable[[Room], tuple[int, int]], rule: Callable[..., Any]
) -> None:
    child, adult = before(room)
    room.refused("remote_only_manager", rule, child, adult, act=remote(room, "CL"))
    room.do(rule, child, adult, act=remote(room, "LM"))


def test_a_word_that_ends_a_stay_is_a_managers_too(room: Room) -> None:
    child, _adult = inside(room)
    mother = room.adult(child, "马兰", guardian=True, rung=1)
    room.at("09:00", TUESDAY)
    said: dict[str, Any] = {"person": mother, "said_by": mother}
    log = (child, "unclosed", "guardian", "safe")
    room.refused("remote_only_manager", ladder.log, *log, act=remote(room, "CL"), **said)
    room.do(ladder.log, *log, act=remote(room, "LM"), **said)


def test_everything_else_works_from_outside(room: Room) -> None:
    child, adult = inside(room)
    other = room.child("李娜")
    act = remote(room, "CL")
    room.do(attendance.next_step, [child], act=act)
    room.do(attendance.supper, [child], act=act)
    room.do(attendance.take_back, child, act=act)
    room.do(collectors.withhold, child, adult, "drink", act=act)
    room.do(absences.tell, [other], "sick", room.day, told_by_other="her aunt", act=act)
    assert room.read.by(Enrolment, "child", other)


def test_what_came_and_went_is_taken_back_from_outside_by_a_manager_only(room: Room) -> None:
    inside(room)
    line = next(iter(room.store.history()))
    assert line.code == "arrive"
    for who, remotely, code in (("CL", True, "remote_only_manager"), ("CL", False, ""), ("LM", True, "")):
        act = replace(room.by(who), remote=remotely)
        try:
            takingback.allow(room.read, act, line)
            refused = ""
        except Refusal as error:
            refused = error.code
        assert refused == code
