"""The household page: everybody somebody lives with, and every service that each of them uses."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.services.act import Act
from deskapp.services.clocks import clock_at, next_day
from deskapp.services.homes import of_person
from deskapp.services.meals.sheet import Brought, brought_to
from deskapp.services.people import known
from deskapp.services.pickuplist import standing_on
from deskapp.services.records import (
    Allergy,
    Attendance,
    Collector,
    Concern,
    Enrolment,
    Household,
    Member,
    Note,
    Person,
    Phone,
)

LAST_DAYS = 5


class ListedRow(NamedTuple):
    """A line of a pick-up list: for a child the adult, for an adult the child.  `person` is the other one.

    `standing` is what it means today: authorised, unconfirmed, expired, blocked or review.
    Why there is an order is not here: that is a deliberate look of its own.
    """

    collector: int
    person: int
    name: str
    latin_name: str
    relation: str
    number: int
    standing: str
    guardian: bool
    claimed: bool
    until: str
    only_on: str
    order_since: str
    order_until: str
    times: int
    last_day: str


class PlaceRow(NamedTuple):
    """A child's place in the after-school room.  `now`: it holds today."""

    enrolment: int
    school: str
    grade: str
    group: str
    weekdays: tuple[int, ...]
    expected: str
    pickup: str
    since: str
    until: str
    alone_from: str
    now: bool


class ConcernRow(NamedTuple):
    """Something open about a child, since a local day and clock."""

    concern: int
    kind: str
    day: str
    clock: str
    claimed_by: int


class DayRow(NamedTuple):
    """One stay of a day: local clocks, `out` empty while the child is here; by whom, 0 for nobody."""

    attendance: int
    day: str
    in_: str
    out: str
    collected_by: int
    collected_name: str
    how: str


class NoteRow(NamedTuple):
    """A note that is not done: its day, its words, when it is shown (arrival, collection, shift)."""

    note: int
    day: str
    text: str
    shown: str
    by: int


class MemberRow(NamedTuple):
    """Somebody of the household with what they use.  `address` is empty where it is withheld.

    `allergies` is None where nobody asked yet.  `place` is None for an adult.  `collectors` are the adults on
    the child's pick-up list, `collects` the children on whose lists this person is.  `meals` is what a meal
    client gets.
    """

    person: int
    name: str
    latin_name: str
    relation: str
    code: str
    born: str
    sex: str
    language: str
    phones: tuple[Phone, ...]
    address: str
    address_withheld: bool
    allergies: tuple[Allergy, ...] | None
    alert: str
    needs_help_to_leave: bool
    archived: bool
    place: PlaceRow | None
    collectors: tuple[ListedRow, ...]
    collects: tuple[ListedRow, ...]
    concerns: tuple[ConcernRow, ...]
    days: tuple[DayRow, ...]
    notes: tuple[NoteRow, ...]
    card: str = ""
    remarks: str = ""
    meals: Brought | None = None


class HomeRow(NamedTuple):
    """One household.  `address` is its own, or else the one that its members have on file and none of them
    another; empty where the address of one of them is withheld.
    """

    household: int
    name: str
    address: str
    address_withheld: bool
    proposed: bool
    members: tuple[MemberRow, ...]


class HouseholdPage(NamedTuple):
    """Somebody and their households, first made first.  Who has none is the one member of household 0.

    `proposals` are the households that wait for a yes or no and name this person.
    """

    person: int
    homes: tuple[HomeRow, ...]
    proposals: tuple[int, ...]


def household_page(reader: Reader, act: Act, person: int) -> HouseholdPage:
    """The page of a person's households, as of now.  Refuses `unknown_person`."""
    found = known(reader, person)
    homes = of_person(reader, person) or [Household(members=(Member(person=found.id),))]
    named = reader.by(Household, "person", person)
    waiting = [home.id for home in named if home.proposed and not home.archived]
    return HouseholdPage(person, tuple(_home(reader, act, home) for home in homes), tuple(waiting))


def member_row(reader: Reader, act: Act, person: Person, relation: str = "") -> MemberRow:
    """Somebody with every service they use."""
    enrolment = next(iter(reader.by(Enrolment, "child", person.id)), None)
    return MemberRow(
        person=person.id,
        name=person.name,
        latin_name=person.latin_name,
        relation=relation,
        code=person.code,
        born=person.born,
        sex=person.sex,
        language=person.language,
        phones=person.phones,
        address="" if person.address_withheld else person.address,
        address_withheld=person.address_withheld,
        allergies=person.allergies,
        alert=person.alert,
        needs_help_to_leave=person.needs_help_to_leave,
        archived=person.archived,
        place=_place(enrolment, act.day) if enrolment else None,
        collectors=_listed(reader, act, "child", person.id),
        collects=_listed(reader, act, "adult", person.id),
        concerns=_concerns(reader, act, person.id),
        days=_days(reader, act, person.id) if enrolment else (),
        notes=_notes(reader, person.id),
        card=person.card,
        remarks=person.notes,
        meals=brought_to(reader, act, person.id),
    )


def _home(reader: Reader, act: Act, home: Household) -> HomeRow:
    people = [(reader.get(Person, member.person), member.relation) for member in home.members]
    rows = [member_row(reader, act, person, relation) for person, relation in people if person]
    withheld = any(row.address_withheld for row in rows)
    address = "" if withheld else home.address or (_shared(rows) if home.id else "")
    return HomeRow(home.id, home.name, address, withheld, home.proposed, tuple(rows))


def _shared(rows: list[MemberRow]) -> str:
    addresses = {row.address for row in rows if row.address}
    return addresses.pop() if len(addresses) == 1 else ""


def _place(enrolment: Enrolment, today: str) -> PlaceRow:
    return PlaceRow(
        enrolment=enrolment.id,
        school=enrolment.school,
        grade=enrolment.grade,
        group=enrolment.group,
        weekdays=enrolment.weekdays,
        expected=enrolment.expected,
        pickup=enrolment.pickup,
        since=enrolment.since,
        until=enrolment.until,
        alone_from=enrolment.alone_from,
        now=enrolment.since <= today and (not enrolment.until or today <= enrolment.until),
    )


def _listed(reader: Reader, act: Act, side: str, person: int) -> tuple[ListedRow, ...]:
    """The pick-up list of a child (side "child"), or the lists an adult is on (side "adult")."""
    rows = []
    for entry in reader.by(Collector, side, person):
        other = reader.get(Person, entry.adult if side == "child" else entry.child)
        if entry.archived or other is None:
            continue
        rows.append(
            ListedRow(
                collector=entry.id,
                person=other.id,
                name=other.name,
                latin_name=other.latin_name,
                relation=entry.relation,
                number=entry.number,
                standing=standing_on(entry, act.day),
                guardian=entry.guardian,
                claimed=entry.claimed,
                until=entry.until,
                only_on=entry.only_on,
                order_since=entry.order_since,
                order_until=entry.order_until,
                times=entry.times,
                last_day=entry.last_day,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.number or 99, row.collector)))


def _concerns(reader: Reader, act: Act, person: int) -> tuple[ConcernRow, ...]:
    return tuple(
        ConcernRow(one.id, one.kind, one.day, clock_at(one.opened_at, act.zone), one.claimed_by)
        for one in reader.by(Concern, "child", person)
        if not one.closed_at
    )


def _days(reader: Reader, act: Act, child: int) -> tuple[DayRow, ...]:
    """The last stays of this month and the one before, the newest first."""
    month = act.day[:7]
    before = next_day(f"{month}-01", -1)
    kept = {one.id: one for day in (before, act.day) for one in reader.by(Attendance, "child", child, day)}
    rows = [
        DayRow(
            attendance=one.id,
            day=one.day,
            in_=clock_at(stay.arrived, act.zone),
            out=clock_at(stay.departed, act.zone),
            collected_by=stay.collected_by,
            collected_name=adult.name if (adult := reader.get(Person, stay.collected_by)) else "",
            how=stay.how,
        )
        for one in kept.values()
        for stay in one.stays
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.in_), reverse=True)[:LAST_DAYS])


def _notes(reader: Reader, person: int) -> tuple[NoteRow, ...]:
    return tuple(
        NoteRow(note.id, note.day, note.text, note.shown, note.by)
        for note in reader.by(Note, "person", person)
        if not note.done_at
    )
