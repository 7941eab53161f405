"""A child's steps of a day: arrived, homework, supper; who may take which, and what `backspace` takes back.

Handing a child over is in collecting.py.  Every rule takes (tx, act, …), asks who acts, and refuses before
it writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import allergens, concerns, staff
from deskapp.services.act import Act
from deskapp.services.answers import Done, each
from deskapp.services.clocks import clock_at, happened_day, moment_in_stay, not_to_come
from deskapp.services.derivation import latest_step, next_harmless_step
from deskapp.services.enrolment import enrolment_of, planned_on, told_for
from deskapp.services.labels import say
from deskapp.services.records import Attendance, Collector, OpenStay, Stay
from deskapp.services.refusal import Refusal

ArrivedHow = Literal["key", "scan", "paper"]


def attendance_of(reader: Reader, child: int, day: str) -> Attendance | None:
    """The child's record of a day, if anything happened on it."""
    return next(iter(reader.by(Attendance, "pair", (day, child), day)), None)


def open_stay(reader: Reader, child: int) -> Attendance | None:
    """The record that holds the child's open stay, of whatever day; None where the child is not here."""
    pointer = next(iter(reader.by(OpenStay, "child", child)), None)
    return reader.get(Attendance, pointer.attendance, pointer.day) if pointer else None


def arrive(tx: Transaction, act: Act, children: Iterable[int], how: ArrivedHow = "key") -> Done:
    """They are here.  A child who had left begins another stay; one told absent is here all the same.

    Refuses `already_here`, `stay_open` (never signed out on an earlier day), `not_planned`, `not_enrolled`,
    `time_to_come`, `time_before_step`.
    """
    staff.acting(tx, act)
    done = each(children, lambda child: _arrive(tx, act, child, how))
    say(tx, "arrive", children=done.changed, clock=_said(act))
    return done


def add_extra(tx: Transaction, act: Act, child: int) -> Done:
    """A child who is not planned today is here.  Refuses as arrive, but for `not_planned`."""
    staff.acting(tx, act)
    _arrive(tx, act, child, "key", extra=True)
    say(tx, "extra", children=(child,), clock=_said(act))
    return Done((child,))


def homework(tx: Transaction, act: Act, children: Iterable[int]) -> Done:
    """They do their homework.  Refuses `not_here`, `already_done`, `time_to_come`, `time_before_step`."""
    staff.acting(tx, act)
    done = each(children, lambda child: _homework(tx, act, child))
    say(tx, "homework", children=done.changed, clock=_said(act))
    return done


def supper(tx: Transaction, act: Act, children: Iterable[int], *, other: bool = False) -> Done:
    """They have supper.  Refuses as homework, and `supper_harms` or `dishes_unknown` for a child with an
    allergy.

    `other`: the child eats something else than the day's dishes, which the allergy then does not forbid.
    """
    staff.acting(tx, act)
    done = each(children, lambda child: _supper(tx, act, child, other))
    say(tx, "supper", children=done.changed, clock=_said(act))
    return done


def next_step(tx: Transaction, act: Act, children: Iterable[int]) -> Done:
    """The harmless step that comes next: arrived, homework, supper.  Never more: Refusal no_harmless_step."""
    staff.acting(tx, act)
    done = each(children, lambda child: _next_step(tx, act, child))
    code = done.codes[0] if len(done.codes) == 1 else "next_step"
    say(tx, code, children=done.changed, clock=_said(act))
    return done


def take_back(tx: Transaction, act: Act, child: int) -> Done:
    """Takes the row's last step back; the last of all leaves the child as never having come.

    Refuses `nothing_to_take_back`.
    """
    staff.acting(tx, act)
    record = open_stay(tx, child) or attendance_of(tx, child, act.day)
    if record is None or not record.stays:
        raise Refusal("nothing_to_take_back", child=child)
    stay = record.stays[-1]
    step = latest_step(stay)
    if step == "arrived":
        _close_pointer(tx, child)
        earlier = replace(record, stays=record.stays[:-1])
        if earlier.stays or earlier.expected or earlier.pickup:
            tx.put(earlier)
        else:
            tx.remove(record)
        concerns.reopen(tx, act, child, "arrived", stay.arrived)
    elif step == "departed":
        concerns.reopen(tx, act, child, "collected", stay.departed)
        _uncount(tx, child, stay)
        tx.put(
            with_stay(
                record, replace(stay, departed="", departed_by=0, departed_on="", collected_by=0, how="")
            )
        )
        tx.put(OpenStay(child=child, day=record.day, attendance=record.id))
    elif step == "supper":
        tx.put(with_stay(record, replace(stay, supper="", supper_by=0, supper_other=False)))
    else:
        tx.put(with_stay(record, replace(stay, homework="", homework_by=0)))
    say(tx, "take_back", children=(child,), step=step)
    return Done((child,))


def depart(tx: Transaction, act: Act, record: Attendance, moment: str, how: str, adult: int) -> None:
    """Writes a departure: for collecting.py alone, which has asked everything there is to ask."""
    stay = record.stays[-1]
    ended = replace(
        stay, departed=moment, departed_by=act.staff, departed_on=act.terminal, collected_by=adult, how=how
    )
    tx.put(with_stay(record, ended))
    _close_pointer(tx, record.child)


def with_stay(record: Attendance, stay: Stay) -> Attendance:
    """The record with its last stay replaced."""
    return replace(record, stays=(*record.stays[:-1], stay))


def here(tx: Reader, child: int) -> Attendance:
    """The record of the child's open stay.  Raises Refusal not_here."""
    record = open_stay(tx, child)
    if record is None:
        raise Refusal("not_here", child=child)
    return record


def departure_moment(act: Act, record: Attendance) -> str:
    """The instant of a departure.  Raises Refusal time_to_come or time_before_step."""
    return _after(act, record, "departed")


def _arrive(tx: Transaction, act: Act, child: int, how: ArrivedHow, *, extra: bool = False) -> str:
    not_to_come(act)
    day = happened_day(act)
    standing = open_stay(tx, child)
    if standing is not None:
        since = standing.stays[-1].arrived
        raise Refusal("already_here" if standing.day == day else "stay_open", child=child, since=since)
    place = enrolment_of(tx, child)
    record = attendance_of(tx, child, day)
    if not extra and record is None and not planned_on(tx, place, day):
        raise Refusal("not_planned", child=child, day=day)
    if record is not None and record.stays and record.stays[-1].departed > act.instant:
        raise Refusal("time_before_step", child=child, step="departed", at=record.stays[-1].departed)
    record = record or Attendance(day=day, child=child, extra=not planned_on(tx, place, day))
    stay = Stay(arrived=act.instant, arrived_by=act.staff, arrived_how=how)
    saved = tx.put(replace(record, stays=(*record.stays, stay)))
    tx.put(OpenStay(child=child, day=day, attendance=saved.id))
    concerns.close_for(tx, act, child, ("not_accounted",), "arrived", stay.arrived)
    return "arrive"


def _homework(tx: Transaction, act: Act, child: int) -> str:
    record = here(tx, child)
    stay = record.stays[-1]
    if stay.homework:
        raise Refusal("already_done", child=child, step="homework", at=stay.homework, who=stay.homework_by)
    moment = _after(act, record, "homework")
    tx.put(with_stay(record, replace(stay, homework=moment, homework_by=act.staff)))
    return "homework"


def _supper(tx: Transaction, act: Act, child: int, other: bool = False) -> str:
    record = here(tx, child)
    stay = record.stays[-1]
    if stay.supper:
        raise Refusal("already_done", child=child, step="supper", at=stay.supper, who=stay.supper_by)
    moment = _after(act, record, "supper")
    if not other:
        allergens.allow(tx, child, record.day)
    tx.put(with_stay(record, replace(stay, supper=moment, supper_by=act.staff, supper_other=other)))
    return "supper"


def _next_step(tx: Transaction, act: Act, child: int) -> str:
    record = open_stay(tx, child) or attendance_of(tx, child, act.day)
    step = next_harmless_step(record.stays if record else ())
    if step == "arrived" and told_for(tx, child, act.day) is None:
        return _arrive(tx, act, child, "key")
    if step == "homework":
        return _homework(tx, act, child)
    if step == "supper":
        return _supper(tx, act, child)
    raise Refusal("no_harmless_step", child=child)


def _after(act: Act, record: Attendance, step: str) -> str:
    """The instant of a step, which must not lie before what the child did earlier."""
    stay = record.stays[-1]
    moment = moment_in_stay(act, stay.arrived, record.day)
    earlier = {"arrived": stay.arrived}
    if step == "departed":
        earlier |= {"homework": stay.homework, "supper": stay.supper}
    name, latest = max(earlier.items(), key=lambda item: item[1])
    if moment < latest:
        raise Refusal("time_before_step", child=record.child, step=name, at=latest)
    return moment


def _close_pointer(tx: Transaction, child: int) -> None:
    for pointer in tuple(tx.by(OpenStay, "child", child)):
        tx.remove(pointer)


def _uncount(tx: Transaction, child: int, stay: Stay) -> None:
    """A pick-up taken back does not count for the adult."""
    if not stay.collected_by or stay.how == "told":
        return
    for collector in tuple(tx.by(Collector, "child", child)):
        if collector.adult == stay.collected_by and collector.times:
            tx.put(
                replace(collector, times=collector.times - 1, last_day=collector.day_before, day_before="")
            )


def _said(act: Act) -> str:
    """The clock that was said with @, if one was."""
    return clock_at(act.instant, act.zone) if act.happened is not None else ""
