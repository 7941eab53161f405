"""Told in advance or on the day: a child will not come, comes later, or is collected later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp import names
from deskapp.services import concerns, people, staff, stays
from deskapp.services.act import Act
from deskapp.services.answers import Done, each
from deskapp.services.clocks import minute_of, minutes, next_day, not_to_come
from deskapp.services.due import planned_on
from deskapp.services.enrolment import enrolment_of, told_for
from deskapp.services.entries import clean_clock, clean_day, clean_line
from deskapp.services.labels import say
from deskapp.services.pickuplist import blocked_by_name, entries, entry_of
from deskapp.services.records import Absence, Attendance, Enrolment, Reason
from deskapp.services.refusal import Refusal

LONGEST_DAYS = 366


def spans_of(reader: Reader, child: int, since: str) -> list[Absence]:
    """The child's absences that end on or after the day `since`, the next first."""
    return sorted(
        (one for one in reader.by(Absence, "child", child) if one.last >= since), key=lambda one: one.first
    )


def tell(
    tx: Transaction,
    act: Act,
    children: Iterable[int],
    reason: Reason,
    first: str,
    last: str = "",
    *,
    told_by: int = 0,
    told_by_other: str = "",
    number: str = "",
) -> Done:
    """They will not come, from `first` to `last`: why, who told us, and by telephone from which number on
    file.

    `number` empty: told in person.  It accounts for a child whom we were looking for.  Refuses `who_told`,
    `teller_blocked`, `teller_unknown`, `number_not_on_file`, `child_here`, `already_absent`, `days_reversed`,
    `span_too_long`, `not_enrolled`, `bad_day`.
    """
    staff.acting(tx, act)
    not_to_come(act)
    first = clean_day(first)
    last = clean_day(last or first)
    if last < first:
        raise Refusal("days_reversed", first=first, last=last)
    if (date.fromisoformat(last) - date.fromisoformat(first)).days >= LONGEST_DAYS:
        raise Refusal("span_too_long", first=first, last=last, limit=LONGEST_DAYS)
    other = clean_line(told_by_other)
    if not told_by and not other:
        raise Refusal("who_told")

    def one(child: int) -> None:
        place = enrolment_of(tx, child)
        _teller(tx, child, place, told_by, number)
        if not told_by and (named := blocked_by_name(tx, child, other)):
            raise Refusal("teller_blocked", child=child, adult=named)
        if first <= act.day <= last and stays.open_stay(tx, child) is not None:
            raise Refusal("child_here", child=child, day=act.day)
        standing = next((span for span in spans_of(tx, child, first) if span.first <= last), None)
        if standing is not None:
            raise Refusal("already_absent", child=child, first=standing.first, last=standing.last)
        tx.put(
            Absence(
                child=child,
                first=first,
                last=last,
                reason=reason,
                told_by=told_by,
                told_by_other=other,
                number=number,
                taken_by=act.staff,
                taken_at=act.instant,
            )
        )
        concern = concerns.open_for(tx, child, "not_accounted")
        if concern is not None and any(first <= day <= last for day in (act.day, concern.day)):
            said = replace(concern, said_by=told_by, said_by_other=other, number=number)
            concerns.close(tx, act, said, "told")

    done = each(children, one)
    say(tx, "absent", children=done.changed, reason=reason, first=first, last=last, adult=told_by)
    return done


def withdraw(tx: Transaction, act: Act, absence: int, since: str = "") -> None:
    """They come after all, from today or the day `since` on: a span begun before it ends there, another goes.

    Refuses `no_absence`.
    """
    staff.acting(tx, act)
    since = clean_day(since) if since else act.list_day
    span = tx.get(Absence, absence)
    if span is None or span.last < since:
        raise Refusal("no_absence")
    if span.first < since:
        tx.put(replace(span, last=next_day(since, -1)))
    else:
        tx.remove(span)
    concerns.reopen(tx, act, span.child, ("told", "safe", "found"), span.taken_at)
    say(tx, "withdraw_absence", children=(span.child,), first=span.first, last=span.last)


def delay(tx: Transaction, act: Act, children: Iterable[int], clock: str) -> Done:
    """They come later today (a bus is late).  Refuses `time_past`, `not_coming` (here, gone, absent or not
    planned), `times_reversed` (later than the agreed collection: nobody would miss the child).
    """
    staff.acting(tx, act)
    clock = clean_clock(clock)
    if minutes(clock) <= minute_of(act, act.list_day):
        raise Refusal("time_past", clock=clock)

    def one(child: int) -> None:
        record = stays.attendance_of(tx, child, act.list_day)
        place = enrolment_of(tx, child)
        planned = planned_on(tx, place, act.list_day) or bool(record and record.expected)
        if not planned or (record and record.stays) or told_for(tx, child, act.list_day):
            raise Refusal("not_coming", child=child)
        if clock >= place.pickup:
            raise Refusal("times_reversed", first=clock, last=place.pickup)
        record = record or Attendance(day=act.list_day, child=child)
        tx.put(replace(record, expected=clock, delayed_by=act.staff))

    done = each(children, one)
    say(tx, "delay", children=done.changed, clock=clock)
    return done


def agree_pickup(
    tx: Transaction, act: Act, children: Iterable[int], clock: str, *, told_by: int = 0, number: str = ""
) -> Done:
    """They are collected later than usual today, as agreed with `told_by`.

    Refuses `time_past`, `not_here`, and of the teller what tell refuses.
    """
    staff.acting(tx, act)
    clock = clean_clock(clock)
    if minutes(clock) <= minute_of(act, act.list_day):
        raise Refusal("time_past", clock=clock)
    if not told_by:
        raise Refusal("who_told")

    def one(child: int) -> None:
        record = stays.here(tx, act, child)
        _teller(tx, child, enrolment_of(tx, child), told_by, number)
        tx.put(replace(record, pickup=clock, pickup_with=told_by, pickup_by=act.staff, pickup_at=act.instant))

    done = each(children, one)
    say(tx, "agree_pickup", children=done.changed, clock=clock, adult=told_by)
    return done


def _teller(reader: Reader, child: int, place: Enrolment, told_by: int, number: str) -> None:
    """Whoever tells us is on the child's list and not blocked, and the number is one on file."""
    on_file = [place.escort_phone]
    if told_by:
        entry = entry_of(reader, child, told_by)
        if entry is None:
            raise Refusal("teller_unknown", child=child, adult=told_by)
        if entry.standing == "blocked":
            raise Refusal("teller_blocked", child=child, adult=told_by)
        on_file = [phone.number for phone in people.known(reader, told_by).phones]
    else:
        for entry in entries(reader, child):
            if entry.standing != "blocked":
                on_file += [phone.number for phone in people.known(reader, entry.adult).phones]
    wanted = names.digits_of(number)
    if number and wanted not in [names.digits_of(known) for known in on_file if known]:
        raise Refusal("number_not_on_file", child=child)
