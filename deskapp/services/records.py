"""Every record the desk keeps, and where each lives.  Shapes only: the rules are in the modules beside this
one.

Here are the standing records (centre.json); those of a day are in daybook.py and can be had from here as
well. Instants are UTC text ("2026-11-23T08:40:00Z"), days are local dates ("2026-11-23"), clocks are local
times ("16:30"). Ids of people and staff are positive ints; 0 means nobody.  Fields that hold their default
are not written.
"""

from __future__ import annotations

from typing import Literal

from db import Record
from deskapp.services.daybook import (
    Attendance,
    Call,
    Closing,
    Concern,
    Dish,
    Exported,
    HeadCount,
    How,
    Looked,
    Note,
    Part,
    Result,
    RollCall,
    Shown,
    Stay,
    Supper,
    Trouble,
    Withheld,
)

__all__ = [
    "Absence",
    "Allergy",
    "Attendance",
    "Call",
    "Centre",
    "ClosedDays",
    "Closing",
    "Collector",
    "Concern",
    "Dish",
    "Enrolment",
    "Exported",
    "HeadCount",
    "Household",
    "How",
    "Looked",
    "Member",
    "Note",
    "OpenStay",
    "Part",
    "Person",
    "Phone",
    "Reason",
    "Result",
    "Role",
    "RollCall",
    "Sex",
    "Shown",
    "Staff",
    "Standing",
    "Stay",
    "Supper",
    "Trouble",
    "Withheld",
]

Sex = Literal["", "f", "m"]
Role = Literal["manager", "social_worker", "reception", "kitchen"]
Standing = Literal["authorised", "unconfirmed", "blocked"]
Reason = Literal["informed", "sick", "planned"]


class Centre(Record, frozen=True):
    """The one record about the centre itself: its name, zone and settings."""

    name: str
    timezone: str = "Asia/Shanghai"
    language: str = "en"
    training: bool = False
    expected: str = "16:30"
    pickup: str = "20:00"
    overdue_arrival_minutes: int = 20
    overdue_pickup_minutes: int = 10
    head_count_at: str = "17:00"
    minimum_collector_age: int = 14
    idle_minutes: int = 10
    deputy: str = ""
    police: str = "110"
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    backup_folder: str = ""


class Staff(Record, frozen=True):
    """Somebody who acts at the desk.  `code` is what is typed to choose them (initials or a number)."""

    name: str
    latin_name: str = ""
    code: str = ""
    role: Role = "reception"
    phone: str = ""
    archived: bool = False


class Phone(Part, frozen=True):
    """A number as dialled; `safe` is false where a call could endanger the person."""

    number: str
    safe: bool = True


class Allergy(Part, frozen=True):
    """What harms a person and what to do about it; `words` are the ingredients that hold it (lower case)."""

    what: str
    action: str = ""
    words: tuple[str, ...] = ()


class Person(Record, frozen=True):
    """Anybody the centre knows: child, guardian, neighbour.  One person is one record.

    `allergies` is None when nobody has asked yet, () when asked and there are none.  `readings` are the
    search keys of the name (names.readings), worked out whenever the name is written.
    """

    name: str
    latin_name: str = ""
    readings: tuple[str, ...] = ()
    code: str = ""
    card: str = ""
    born: str = ""
    sex: Sex = ""
    phones: tuple[Phone, ...] = ()
    address: str = ""
    address_withheld: bool = False
    language: str = ""
    allergies: tuple[Allergy, ...] | None = None
    alert: str = ""
    needs_help_to_leave: bool = False
    consent_by: str = ""
    consent_day: str = ""
    notes: str = ""
    archived: bool = False


class Member(Part, frozen=True):
    """A person in a household and what they are there (mother, father, child …)."""

    person: int
    relation: str = ""


class Household(Record, frozen=True):
    """People who live together.  `proposed` ones come from an import and wait for a person's yes.

    `merges` are the households that a yes makes one with this.
    """

    members: tuple[Member, ...]
    name: str = ""
    address: str = ""
    proposed: bool = False
    merges: tuple[int, ...] = ()
    archived: bool = False


class Enrolment(Record, frozen=True):
    """A child's place in the after-school room.  `weekdays` are ISO (1 Monday … 7 Sunday)."""

    child: int
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    since: str = ""
    until: str = ""
    school: str = ""
    grade: str = ""
    group: str = ""
    expected: str = "16:30"
    pickup: str = "20:00"
    alone_from: str = ""
    alone_consent: str = ""
    escort_phone: str = ""


class Collector(Record, frozen=True):
    """An adult on a child's pick-up list.  `number` is the digit that chooses them: fixed, never reused for
    another.

    `only_on` limits an authorisation to one day, `until` to a last day.  For a blocked one `order_since` /
    `order_until` are the order's days and `order_reason` is sensitive.  `rung` orders guardians on the call
    ladder. `claimed`: made a guardian at the desk, of a child who had one already; their word counts once a
    manager has saved that. `confirmed_with` is the guardian who said yes on `confirmed_number` (empty: in
    person, ID seen).  `times` counts the pick-ups, `last_day` and `day_before` are the last two days of them.
    """

    child: int
    adult: int
    relation: str = ""
    number: int = 0
    standing: Standing = "unconfirmed"
    guardian: bool = False
    claimed: bool = False
    rung: int = 0
    until: str = ""
    only_on: str = ""
    order_since: str = ""
    order_until: str = ""
    order_reason: str = ""
    confirmed_by: int = 0
    confirmed_at: str = ""
    confirmed_with: int = 0
    confirmed_number: str = ""
    times: int = 0
    last_day: str = ""
    day_before: str = ""
    archived: bool = False


class Absence(Record, frozen=True):
    """A span of days told in advance or on the day: by whom, from a number on file, taken by which staff."""

    child: int
    first: str
    last: str
    reason: Reason
    told_by: int = 0
    told_by_other: str = ""
    number: str = ""
    taken_by: int = 0
    taken_at: str = ""


class ClosedDays(Record, frozen=True):
    """Days on which the centre is shut."""

    first: str
    last: str
    why: str = ""


class OpenStay(Record, frozen=True):
    """Points at a stay that has no departure yet, so that one left open on any earlier day is found at
    once.
    """

    child: int
    day: str
    attendance: int
