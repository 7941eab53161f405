"""What happened on a day: the records of the daybooks, one file a month.  Shapes only.

Instants are UTC text ("2026-11-23T08:40:00Z"), days are local dates ("2026-11-23"), clocks are local times
("16:30").
"""

from __future__ import annotations

from typing import Literal

import msgspec

from db import Record

How = Literal["known", "id", "alone", "told"]
Trouble = Literal[
    "not_accounted",
    "not_collected",
    "unclosed",
    "blocked_came",
    "missing",
    "head_count",
    "roll_call",
    "not_home",
    "refused_twice",
]
Result = Literal[
    "looked",
    "safe",
    "thinks_here",
    "no_answer",
    "left_message",
    "wrong_number",
    "coming",
    "told",
    "not_released",
    "seen",
    "promised",
    "handed",
]
Closing = Literal[
    "", "arrived", "collected", "safe", "found", "written", "counted", "told", "delivered", "seen", "handed"
]
Shown = Literal["arrival", "collection", "meal", "shift"]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A piece of a record; it has no life of its own."""


class Stay(Part, frozen=True):
    """One coming and going.  Each step holds its instant and the staff who recorded it.

    `supper_other`: the child ate something else than the dishes of the day.  `how` says by what the adult
    was known, that the child left alone, or that it was told afterwards.
    """

    arrived: str
    arrived_by: int
    arrived_how: Literal["key", "scan", "paper"] = "key"
    homework: str = ""
    homework_by: int = 0
    supper: str = ""
    supper_by: int = 0
    supper_other: bool = False
    departed: str = ""
    departed_by: int = 0
    departed_on: str = ""
    collected_by: int = 0
    how: How | Literal[""] = ""


class Attendance(Record, frozen=True):
    """A child's day: what happened, never a status word.  One per child and day.

    `expected` is a later arrival of this day alone (a late bus), `pickup` a later collection agreed with
    `pickup_with`; either is the planned one, with nobody's name, where the plan was changed on the day
    itself (services.due).  `extra` a child who came on a day that was not planned.  `enrolment` is the place
    by which the child came: while this record stands, that one cannot be made undone, and the child stays on
    the list.
    """

    day: str
    child: int
    enrolment: int = 0
    stays: tuple[Stay, ...] = ()
    extra: bool = False
    expected: str = ""
    delayed_by: int = 0
    pickup: str = ""
    pickup_with: int = 0
    pickup_by: int = 0
    pickup_at: str = ""


class Call(Part, frozen=True):
    """One rung tried: who was called or what was looked at, with what result, by whom, when."""

    rung: str
    result: Result
    at: str
    by: int
    person: int = 0
    number: str = ""
    words: str = ""


class Concern(Record, frozen=True):
    """Something about a child that a person must settle; it lives in centre.json until it is closed.

    `kind` says what; `claimed_by` who has it.  `closed_at` is set only by a person's act: `closing` says
    which, `outcome` holds what they wrote.  `opened_by` 0: the desk itself found it.
    `counted` / `listed` belong to a head-count that differs, and to a roll call with its heads not seen,
    `unseen`.
    """

    day: str
    kind: Trouble
    child: int = 0
    adult: int = 0
    opened_at: str = ""
    opened_by: int = 0
    claimed_by: int = 0
    claimed_at: str = ""
    calls: tuple[Call, ...] = ()
    counted: int = 0
    listed: int = 0
    unseen: tuple[int, ...] = ()
    closed_at: str = ""
    closed_by: int = 0
    closed_day: str = ""
    closing: Closing = ""
    outcome: str = ""
    said_by: int = 0
    said_by_other: str = ""
    number: str = ""


class HeadCount(Record, frozen=True):
    """Heads counted in the rooms against the list at that moment."""

    day: str
    at: str
    counted: int
    listed: int
    by: int


class Note(Record, frozen=True):
    """A message about a child, about somebody who gets meals, or for the shift: shown at arrival, at
    collection, with the meal or to the next shift, until done.
    """

    day: str
    text: str
    shown: Shown
    person: int = 0
    by: int = 0
    at: str = ""
    done_at: str = ""
    done_by: int = 0
    done_day: str = ""


class RollCall(Record, frozen=True):
    """Everyone in the building ticked off head by head; `ticked` are person ids seen safe, `listed` who was
    in.
    """

    day: str
    at: str
    by: int
    listed: tuple[int, ...] = ()
    ticked: tuple[int, ...] = ()
    ended_at: str = ""
    ended_by: int = 0


class Dish(Part, frozen=True):
    """One component of a meal and what is in it (ingredient words, lower case)."""

    name: str
    ingredients: tuple[str, ...] = ()
    part: Literal["main", "side"] = "main"


class Supper(Record, frozen=True):
    """What the children get to eat on a day.  One per day."""

    day: str
    dishes: tuple[Dish, ...] = ()


class Exported(Record, frozen=True):
    """A list that left the desk: which one, of which days, how many rows; who took it, when."""

    day: str
    at: str
    by: int
    what: str
    rows: int
    first: str = ""
    last: str = ""


class Withheld(Record, frozen=True):
    """A child was not handed to an authorised adult who was unfit: its own act, with the reason.

    It holds for every child of the centre until the day ends, for a child inside until the stay ends, unless
    a manager lifts it.
    """

    day: str
    child: int
    adult: int
    at: str
    by: int
    reason: str
    lifted_by: int = 0
    lifted_at: str = ""


class Looked(Record, frozen=True):
    """Somebody looked at a sensitive detail of a person: a withheld `address`, why there is an `order`."""

    day: str
    at: str
    by: int
    person: int
    what: Literal["address", "order"]
