"""Desks that sign children in and are killed: whoever was said to be here is here, wholly, and once."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import db
from db import JournalDB, check
from deskapp.services import attendance
from deskapp.services.act import Act
from deskapp.services.daybook import Attendance
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Enrolment, OpenStay, Person, Staff
from deskapp.services.refusal import Refusal

from .desks import Desk, Say, first_to_speak, running
from .scale import SEED, much

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=SHANGHAI)
DAY = "2026-11-23"
CHILDREN = much(80, 400)


def a_centre(folder: Path) -> list[int]:
    """A made-up centre with children who are all expected."""
    with db.create(folder, KINDS) as store, store.transaction("begin") as tx:
        tx.put(Centre(name="after school"))
        tx.put(Staff(name="Chen Li", code="CL"))
        children = [tx.put(Person(name=f"child {number}", allergies=())).id for number in range(CHILDREN)]
        for child in children:
            tx.put(Enrolment(child=child))
        return children


def signing_in(folder: Path, number: int, say: Say, children: list[int], seed: int) -> None:
    """Sign children in, in an order of one's own, until all are."""
    with JournalDB(folder, KINDS, lock_seconds=60) as store:
        staff = store.read().all(Staff)[0]
        act = Act(staff=staff.id, terminal=f"desk {number}", now=NOW.astimezone(UTC), zone=SHANGHAI)
        for child in random.Random(seed).sample(children, len(children)):
            with suppress(Refusal):  # another desk was first
                with store.transaction("arrive", who=act.staff, on=act.terminal) as tx:
                    done = attendance.arrive(tx, act, [child])
                for arrived in done.changed:
                    say(arrived)


def test_whoever_was_said_to_be_here_is_here(area: Path, count: Callable[..., None]) -> None:
    folder, dice, kills = area / "data", random.Random(SEED), 0
    children = a_centre(folder)
    desks = [Desk(signing_in, folder, number, children, number) for number in range(2)]
    started = list(desks)
    with running(started):
        while desks:
            spoken = first_to_speak(desks)
            if not kills or dice.random() < 0.2:
                spoken[0].kill()
                kills += spoken[0].exitcode == -9
                started.append(Desk(signing_in, folder, len(started), children, len(started)))
                desks.append(started[-1])
            desks = [desk for desk in desks if desk.hear()]
    told = [child for desk in started for child in desk.said]
    with JournalDB(folder, KINDS) as store:
        reader = store.read()
        here = [attendance.child for attendance in reader.on(Attendance, DAY)]
        assert sorted(here) == sorted(children), "once each"
        assert set(told) <= set(here)
        assert len(told) == len(set(told)), "said to one desk only"
        assert len(told) >= len(children) - kills
        assert sorted(stay.child for stay in reader.all(OpenStay)) == sorted(children)
    assert check(folder, KINDS).sound
    count(kills=kills, acknowledged=len(told))
