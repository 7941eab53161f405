"""Handing a child over: who may take whom, on what proof, and the page the collect dialog draws.

Nothing here happens by `space`, a scan or the clock: a child goes with a named adult, known or by ID, or
alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import centre as centres
from deskapp.services import concerns, people, staff, stays
from deskapp.services.act import Act
from deskapp.services.answers import Done, Flag, each, flag
from deskapp.services.childday import ChildRow, child_day
from deskapp.services.clocks import clock_at, day_at, next_day
from deskapp.services.enrolment import enrolment_of
from deskapp.services.labels import say
from deskapp.services.maycollect import (
    age_on,
    id_only,
    may_collect,
    refuse_order,
    standing_of,
)
from deskapp.services.notes import NoteLine, note_lines
from deskapp.services.orders import withheld
from deskapp.services.pickuplist import (
    entries,
    entry_of,
    family_blocks,
    standing_on,
)
from deskapp.services.records import Attendance, Collector, Person
from deskapp.services.refusal import Refusal


class CollectAdult(NamedTuple):
    """An adult whom a digit chooses.  `standing`: authorised, unconfirmed or expired.

    `times` and `last_day` say how often and when last; `id_only`: known is not enough (first time, or for
    one day). `flags`: first_time, needs_call, expired, until, today_only, withheld, too_young,
    order_about_sibling.
    """

    number: int
    adult: int
    name: str
    latin_name: str
    relation: str
    standing: str
    guardian: bool
    until: str
    times: int
    last_day: str
    id_only: bool
    flags: tuple[Flag, ...]


class BlockedAdult(NamedTuple):
    """An adult with an order on file: no digit chooses them.  `review`: the order's end has passed; it
    still holds.  `about` is the child of the order, a sibling perhaps, with their name.
    """

    about: int
    about_name: str
    adult: int
    name: str
    latin_name: str
    relation: str
    since: str
    until: str
    review: bool


class CollectPage(NamedTuple):
    """What the collect dialog shows of one child.

    `siblings` are the rows of those who are here too; `notes` what to tell and to hand over at collection.
    `alone_from` is the clock from which the child may go home alone, empty without written consent;
    `alone_now` whether that is reached.  `age` is 0 where the birth date is not known.
    """

    row: ChildRow
    age: int
    siblings: tuple[ChildRow, ...]
    adults: tuple[CollectAdult, ...]
    blocked: tuple[BlockedAdult, ...]
    notes: tuple[NoteLine, ...]
    alone_from: str
    alone_now: bool


def collect(
    tx: Transaction, act: Act, children: Iterable[int], adult: int, how: Literal["known", "id"]
) -> Done:
    """The children go with one adult, whom the staff knows or whose ID was seen.

    Refuses `remote_only_manager`, and for each child: `already_collected` (by, who, at, on), `not_here`,
    `order_on_file`, `looks_blocked` (another record of somebody with an order), `not_listed`,
    `authorisation_over`, `needs_call` (unconfirmed: a guardian is called first), `needs_id` (known is not
    enough), `too_young`, `withheld`, `time_to_come`, `time_unsaid`, `time_before_step`.
    """
    staff.acting_here(tx, act)
    if how not in ("known", "id"):
        raise ValueError(how)
    done = each(children, lambda child: _collect(tx, act, child, adult, how))
    clock = clock_at(act.instant, act.zone) if act.happened is not None else ""
    say(tx, "collect", children=done.changed, adult=adult, how=how, clock=clock)
    return done


def go_alone(tx: Transaction, act: Act, child: int) -> Done:
    """The child goes home alone.  Refuses `alone_no_consent`, `alone_too_early`, and as collect of times."""
    staff.acting_here(tx, act)
    record = _to_collect(tx, act, child)
    place = enrolment_of(tx, child)
    if not (place.alone_consent and place.alone_from):
        raise Refusal("alone_no_consent", child=child)
    moment = stays.moment_of(act, record, "departed")
    if not _late_enough(act, record.day, moment, place.alone_from):
        raise Refusal("alone_too_early", child=child, clock=place.alone_from)
    stays.depart(tx, act, record, moment, "alone", 0)
    concerns.close_for(tx, act, child, ("not_collected", "unclosed"), "collected", moment)
    say(tx, "go_alone", children=(child,))
    return Done((child,))


def depart_told(tx: Transaction, act: Act, child: int, adult: int) -> str:
    """A stay ends because somebody says afterwards that the child is with them (`adult` 0: not on file).

    For ladder.py alone: a stay left open on an earlier day, or a missing child who was found elsewhere.
    """
    staff.acting_here(tx, act)
    record = stays.here(tx, act, child)
    moment = stays.moment_of(act.told_now, record, "departed")
    stays.depart(tx, act, record, moment, "told", adult)
    return moment


def collect_page(reader: Reader, act: Act, child: int) -> CollectPage:
    """Everything the collect dialog shows.  Raises Refusal already_collected or not_here."""
    record = _to_collect(reader, act, child)
    rows = {row.child: row for row in child_day(reader, act, act.list_day).rows}
    row = rows[child]
    place = enrolment_of(reader, child)
    person = people.known(reader, child)
    alone = place.alone_from if place.alone_consent else ""
    return CollectPage(
        row=row,
        age=age_on(person, act.list_day),
        siblings=tuple(
            rows[other]
            for other in row.siblings
            if other in rows and rows[other].state in ("here", "unclosed")
        ),
        adults=tuple(
            _adult(reader, act, entry, record.day)
            for entry in entries(reader, child)
            if entry.standing != "blocked"
        ),
        blocked=tuple(_blocked(reader, act, entry) for entry in family_blocks(reader, child)),
        notes=note_lines(reader, act, child, "collection"),
        alone_from=alone,
        alone_now=bool(alone) and _late_enough(act, record.day, act.instant, alone),
    )


def _collect(tx: Transaction, act: Act, child: int, adult: int, how: Literal["known", "id"]) -> None:
    record = _to_collect(tx, act, child)
    entry = entry_of(tx, child, adult)
    if entry is None:
        raise Refusal("not_listed", child=child, adult=adult)
    refuse_order(tx, entry)
    moment = stays.moment_of(act, record, "departed")
    may_collect(tx, act, entry, how, day_at(moment, act.zone), record.day)
    stays.depart(tx, act, record, moment, how, adult)
    counted = replace(
        entry, times=entry.times + 1, last_day=day_at(moment, act.zone), day_before=entry.last_day
    )
    tx.put(counted)
    concerns.close_for(tx, act, child, ("not_collected", "unclosed"), "collected", moment)


def _to_collect(reader: Reader, act: Act, child: int) -> Attendance:
    """The record of the stay to end.  Raises Refusal already_collected with the facts, or not_here."""
    record = stays.open_stay(reader, child, act.entered)
    if record is not None:
        return record
    for day in (act.list_day, next_day(act.list_day, -1)):
        gone = stays.attendance_of(reader, child, day)
        if gone and gone.stays and act.list_day in (day, day_at(gone.stays[-1].departed, act.zone)):
            stays.refuse_gone(gone)
    raise Refusal("not_here", child=child)


def _late_enough(act: Act, day: str, moment: str, alone_from: str) -> bool:
    """Whether an instant is at or past the clock on the stay's day; any later day is."""
    local = day_at(moment, act.zone)
    return local > day or (local == day and clock_at(moment, act.zone) >= alone_from)


def _adult(reader: Reader, act: Act, entry: Collector, stay_day: str) -> CollectAdult:
    person = people.known(reader, entry.adult)
    standing = standing_of(entry, act, act.list_day)
    return CollectAdult(
        number=entry.number,
        adult=entry.adult,
        name=person.name,
        latin_name=person.latin_name,
        relation=entry.relation,
        standing=standing,
        guardian=entry.guardian,
        until=entry.until,
        times=entry.times,
        last_day=entry.last_day,
        id_only=id_only(entry),
        flags=tuple(_adult_flags(reader, act, entry, person, standing, stay_day)),
    )


def _adult_flags(
    reader: Reader, act: Act, entry: Collector, person: Person, standing: str, stay_day: str
) -> Iterable[Flag]:
    kept = withheld(reader, act, entry.adult, stay_day)
    if kept is not None:
        yield flag("withheld", at=clock_at(kept.at, act.zone))
    if standing == "expired":
        yield flag("expired", day=entry.until or entry.only_on)
    elif standing == "unconfirmed":
        yield flag("needs_call")
    elif entry.only_on:
        yield flag("today_only")
    elif entry.until:
        yield flag("until", day=entry.until)
    if entry.times == 0:
        yield flag("first_time")
    age, minimum = age_on(person, act.list_day), centres.centre(reader).minimum_collector_age
    if person.born and age < minimum:
        yield flag("too_young", age=age, minimum=minimum)
    for order in family_blocks(reader, entry.child):
        if order.child != entry.child and order.adult == entry.adult:
            yield flag("order_about_sibling", name=people.known(reader, order.child).name)


def _blocked(reader: Reader, act: Act, entry: Collector) -> BlockedAdult:
    person = people.known(reader, entry.adult)
    review = standing_on(entry, act.day) == "review"
    about = people.known(reader, entry.child)
    return BlockedAdult(
        entry.child,
        about.name,
        entry.adult,
        person.name,
        person.latin_name,
        entry.relation,
        entry.order_since,
        entry.order_until,
        review,
    )
