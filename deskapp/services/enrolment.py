"""A child's place in the after-school room: on which weekdays, from when until when, and when the child is
expected.
"""

from __future__ import annotations

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import people, staff
from deskapp.services.act import Act
from deskapp.services.due import before_places
from deskapp.services.entries import clean_clock, clean_day, clean_line, clean_number
from deskapp.services.labels import say
from deskapp.services.records import Absence, Enrolment, OpenStay
from deskapp.services.refusal import Refusal


def enrolment_of(reader: Reader, child: int) -> Enrolment:
    """The child's place.  Raises Refusal not_enrolled."""
    found = next(iter(reader.by(Enrolment, "child", child)), None)
    if found is None:
        raise Refusal("not_enrolled", child=child)
    return found


def told_for(reader: Reader, child: int, day: str) -> Absence | None:
    """The absence that covers a child's day, if somebody told us of one."""
    return next((one for one in reader.by(Absence, "day", day) if one.child == child), None)


def enrol(tx: Transaction, act: Act, place: Enrolment) -> Enrolment:
    """A new place for a child who has none; without `since` it holds from today on.

    Refuses `already_enrolled`, `unknown_person`, `archived`, and what change refuses.
    """
    staff.acting(tx, act)
    person = people.known(tx, place.child)
    if person.archived:
        raise Refusal("archived", person=place.child)
    if tx.by(Enrolment, "child", place.child):
        raise Refusal("already_enrolled", child=place.child)
    saved = tx.put(_checked(replace(place, id=0, since=place.since or act.day)))
    say(tx, "enrol", children=(place.child,))
    return saved


def change(tx: Transaction, act: Act, place: Enrolment) -> Enrolment:
    """Other weekdays, times, school, group.

    Refuses `bad_day`, `bad_time`, `bad_phone`, `no_weekdays`, `days_reversed`, `times_reversed` (collected
    before expected) and `alone_needs_consent` (no child goes home alone without a parent's writing).
    """
    staff.acting(tx, act)
    enrolment_of(tx, place.child)
    checked = _checked(place)
    before_places(tx, act, (checked,))
    saved = tx.put(checked)
    say(tx, "change_enrolment", children=(place.child,))
    return saved


def end(tx: Transaction, act: Act, child: int, last: str) -> Enrolment:
    """The place ends after the day `last`.  Refuses `child_here` where that day is over and the child is
    inside.
    """
    staff.acting(tx, act)
    place = enrolment_of(tx, child)
    for stay in tx.by(OpenStay, "child", child):
        if last < act.day:
            raise Refusal("child_here", child=child, day=stay.day)
    checked = _checked(replace(place, until=clean_day(last)))
    before_places(tx, act, (checked,))
    saved = tx.put(checked)
    say(tx, "end_enrolment", children=(child,), last=saved.until)
    return saved


def _checked(place: Enrolment) -> Enrolment:
    weekdays = tuple(sorted(set(place.weekdays)))
    if not weekdays or not all(1 <= day <= 7 for day in weekdays):
        raise Refusal("no_weekdays", child=place.child)
    cleaned = replace(
        place,
        weekdays=weekdays,
        since=clean_day(place.since) if place.since else "",
        until=clean_day(place.until) if place.until else "",
        school=clean_line(place.school),
        grade=clean_line(place.grade),
        group=clean_line(place.group),
        expected=clean_clock(place.expected),
        pickup=clean_clock(place.pickup),
        alone_from=clean_clock(place.alone_from) if place.alone_from else "",
        alone_consent=clean_line(place.alone_consent),
        escort_phone=clean_number(place.escort_phone) if place.escort_phone.strip() else "",
    )
    if cleaned.until and cleaned.until < cleaned.since:
        raise Refusal("days_reversed", first=cleaned.since, last=cleaned.until)
    if cleaned.pickup <= cleaned.expected:
        raise Refusal("times_reversed", first=cleaned.expected, last=cleaned.pickup)
    if cleaned.alone_from and not cleaned.alone_consent:
        raise Refusal("alone_needs_consent", child=place.child)
    return cleaned
