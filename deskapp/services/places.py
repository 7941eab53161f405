"""What stands on file of every enrolled child, apart from any day: made once, made again when a record
changed.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import minutes
from deskapp.services.records import Enrolment, Household, Person


class Place(NamedTuple):
    """A child's place in the after-school room, with what its rows always show.

    `alerts` are allergies and medical alerts, `remarks` what matters less; `siblings` the other children of
    the confirmed households.
    """

    child: int
    name: str
    latin_name: str
    shown_apart: str
    same_name: int
    school: str
    grade: str
    group: str
    expected: str
    pickup: str
    expected_minute: int
    pickup_minute: int
    weekdays: tuple[int, ...]
    since: str
    until: str
    archived: bool
    alerts: tuple[Flag, ...]
    remarks: tuple[Flag, ...]
    siblings: tuple[int, ...]
    sort_key: tuple[str, ...]

    def planned(self, day: str, weekday: int) -> bool:
        """Whether the child is expected on a day by the enrolment (`weekday` is the day's ISO number)."""
        return weekday in self.weekdays and self.since <= day and (not self.until or day <= self.until)


class _Read(NamedTuple):
    """All that places are made of."""

    day: str
    enrolments: list[Enrolment]
    people: list[Person | None]
    households: list[Household]


_kept: tuple[_Read, dict[int, Place]] | None = None


def places(reader: Reader, day: str) -> dict[int, Place]:
    """Every enrolled child's place, in the order of surnames.

    Made anew only when one of the records differs: comparing records that were read once is a comparison of
    pointers, and thirty times cheaper than sorting and folding five hundred names.
    """
    global _kept
    enrolments = reader.all(Enrolment)
    people = reader.several(Person, [enrolment.child for enrolment in enrolments])
    read = _Read(day, enrolments, people, reader.all(Household))
    if _kept is None or _kept[0] != read:
        _kept = (read, _made(read))
    return _kept[1]


def _made(read: _Read) -> dict[int, Place]:
    day = read.day
    enrolled = [
        ((*names.sort_key(person), person.born), person, enrolment)
        for enrolment, person in zip(read.enrolments, read.people, strict=True)
        if person is not None
    ]
    enrolled.sort(key=lambda entry: (entry[0], entry[1].id))
    here = [entry for entry in enrolled if not entry[2].until or entry[2].until >= day]
    same = Counter(names.fold(person.name) for _, person, _ in here)
    grades = Counter((names.fold(person.name), enrolment.grade) for _, person, enrolment in here)
    births = Counter((names.fold(person.name), person.born) for _, person, _ in here)
    siblings = _siblings(read.households, {person.id for _, person, _ in enrolled})
    made = {}
    for key, person, enrolment in enrolled:
        folded = names.fold(person.name)
        apart = ""
        if same[folded] > 1:
            alone = enrolment.grade and grades[folded, enrolment.grade] == 1
            born = person.born if births[folded, person.born] == 1 else ""
            apart = enrolment.grade if alone else born or person.code or person.born
        made[person.id] = Place(
            child=person.id,
            name=person.name,
            latin_name=person.latin_name,
            shown_apart=apart,
            same_name=same[folded],
            school=enrolment.school,
            grade=enrolment.grade,
            group=enrolment.group,
            expected=enrolment.expected,
            pickup=enrolment.pickup,
            expected_minute=minutes(enrolment.expected),
            pickup_minute=minutes(enrolment.pickup),
            weekdays=enrolment.weekdays,
            since=enrolment.since,
            until=enrolment.until,
            archived=person.archived,
            alerts=_alerts(person),
            remarks=_remarks(person, enrolment),
            siblings=siblings.get(person.id, ()),
            sort_key=key,
        )
    return made


def _alerts(person: Person) -> tuple[Flag, ...]:
    """Allergies with what to do; not asked is not the same as none."""
    found = [flag("allergy", what=allergy.what, action=allergy.action) for allergy in person.allergies or ()]
    if person.alert:
        found.append(flag("alert", words=person.alert))
    return tuple(found)


def _remarks(person: Person, enrolment: Enrolment) -> tuple[Flag, ...]:
    found = []
    if person.needs_help_to_leave:
        found.append(flag("needs_help"))
    if person.allergies is None:
        found.append(flag("not_asked"))
    if enrolment.alone_consent and enrolment.alone_from:
        found.append(flag("alone_from", clock=enrolment.alone_from))
    return tuple(found)


def _siblings(households: list[Household], children: set[int]) -> dict[int, tuple[int, ...]]:
    """The other enrolled children of each child's confirmed households."""
    found: dict[int, set[int]] = {}
    for household in households:
        if household.proposed or household.archived:
            continue
        together = [member.person for member in household.members if member.person in children]
        for child in together if len(together) > 1 else ():
            found.setdefault(child, set()).update(together)
    return {child: tuple(sorted(others - {child})) for child, others in found.items()}
