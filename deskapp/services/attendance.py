"""A child's steps of a day: arrived, homework, supper; who may take which, and what `backspace` takes back.

Handing a child over is in collecting.py.  Every rule takes (tx, act, …), asks who acts, and refuses before
it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from db import Transaction
from deskapp import names
from deskapp.services import allergens, concerns, people, staff
from deskapp.services.act import Act, from_instant
from deskapp.services.answers import Done, each
from deskapp.services.clocks import happened_day, not_to_come, said_when
from deskapp.services.derivation import latest_step, next_harmless_step
from deskapp.services.due import planned_on
from deskapp.services.enrolment import enrolment_of, told_for
from deskapp.services.entries import clean_code
from deskapp.services.labels import say
from deskapp.services.records import Attendance, Collector, Enrolment, OpenStay, Person, Stay
from deskapp.services.refusal import Refusal
from deskapp.services.stays import (
    attendance_of,
    close_pointer,
    here,
    moment_of,
    open_stay,
    refuse_gone,
    with_stay,
)

SCANNED_TWICE_MINUTES = 10
ArrivedHow = Literal["key", "scan", "paper"]


class Scan(NamedTuple):
    """What a scan came to: `arrived` now, `already` here (since that instant), or `collect` at a desk."""

    kind: Literal["arrived", "already", "collect"]
    child: int
    since: str


def arrive(tx: Transaction, act: Act, children: Iterable[int], how: ArrivedHow = "key") -> Done:
    """They are here.  A child who had left begins another stay; one told absent is here all the same, but is
    never taken along with others: whoever marks a whole bus has not seen that child.

    Refuses `remote_only_manager`, `told_absent` (of several), `already_here`, `stay_open` (never signed out
    on an earlier day), `not_planned`, `not_enrolled`, `time_to_come`, `time_unsaid`, `time_before_step`.
    """
    staff.acting_here(tx, act)
    done = _each_seen(tx, act, children, lambda child: _arrive(tx, act, child, how))
    _say_arrived(tx, act, "arrive", done.changed)
    return done


def add_extra(tx: Transaction, act: Act, child: int) -> Done:
    """A child who is not planned today is here.  Refuses as arrive, but for `not_planned`."""
    staff.acting_here(tx, act)
    _arrive(tx, act, child, "key", extra=True)
    _say_arrived(tx, act, "extra", (child,))
    return Done((child,))


def homework(tx: Transaction, act: Act, children: Iterable[int]) -> Done:
    """They do their homework.  Refuses `not_here`, `already_done`, `time_to_come`, `time_before_step`."""
    staff.acting(tx, act)
    done = each(children, lambda child: _homework(tx, act, child))
    say(tx, "homework", children=done.changed, clock=act.clock_said)
    return done


def supper(tx: Transaction, act: Act, children: Iterable[int], *, other: bool = False) -> Done:
    """They have supper.  Refuses as homework, and `supper_harms` or `dishes_unknown` for a child with an
    allergy.

    `other`: the child eats something else than the day's dishes, which the allergy then does not forbid.
    """
    staff.acting(tx, act)
    done = each(children, lambda child: _supper(tx, act, child, other))
    say(tx, "supper", children=done.changed, clock=act.clock_said)
    return done


def next_step(tx: Transaction, act: Act, children: Iterable[int]) -> Done:
    """The harmless step that comes next: arrived, homework, supper.  Never more: Refusal no_harmless_step."""
    staff.acting(tx, act)
    done = _each_seen(tx, act, children, lambda child: _next_step(tx, act, child))
    code = done.codes[0] if len(done.codes) == 1 else "next_step"
    say(tx, code, children=done.changed, clock=act.clock_said)
    return done


def scan(tx: Transaction, act: Act, code: str) -> Scan:
    """A card or code was read: records *arrived*, once.  It never departs a child and never takes a step.

    Within 10 minutes of the arrival the answer is `already`, later `collect`: a desk opens the collect
    dialog, a script refuses.  A child not planned today is here as an extra.  Refuses `unknown_code`,
    `not_a_child`, `already_collected` (who has left comes back by a person's key, not by a card), `archived`.
    """
    staff.acting_here(tx, act)
    person = _holder(tx, code)
    if person.archived:
        raise Refusal("archived", person=person.id)
    if not tx.by(Enrolment, "child", person.id):
        raise Refusal("not_a_child", person=person.id)
    record = open_stay(tx, person.id)
    if record is not None:
        since = record.stays[-1].arrived
        again = (act.now - from_instant(since)).total_seconds() < SCANNED_TWICE_MINUTES * 60
        return Scan("already" if again else "collect", person.id, since)
    gone = attendance_of(tx, person.id, act.list_day)
    if gone is not None and gone.stays:
        refuse_gone(gone)
    _arrive(tx, act, person.id, "scan", extra=True)
    say(tx, "scan", children=(person.id,))
    return Scan("arrived", person.id, act.instant)


def take_back(tx: Transaction, act: Act, child: int) -> Done:
    """Takes the row's last step back; the last of all leaves the child as never having come.

    Refuses `nothing_to_take_back`, and `already_here` where a departure of an earlier day is taken back while
    the child has an open stay.
    """
    staff.acting(tx, act)
    record = open_stay(tx, child, act.entered) or attendance_of(tx, child, act.list_day)
    if record is None or not record.stays:
        raise Refusal("nothing_to_take_back", child=child)
    stay = record.stays[-1]
    step = latest_step(stay)
    if step in ("arrived", "departed"):
        staff.acting_here(tx, act)
    if step == "arrived":
        close_pointer(tx, child)
        earlier = replace(record, stays=record.stays[:-1])
        if earlier.stays or earlier.expected or earlier.pickup:
            tx.put(earlier)
        else:
            tx.remove(record)
        concerns.reopen(tx, act, child, ("arrived", "found"), stay.arrived)
    elif step == "departed":
        later = open_stay(tx, child)
        if later is not None:
            raise Refusal("already_here", child=child, since=later.stays[-1].arrived)
        concerns.reopen(tx, act, child, ("collected", "safe", "found"), stay.departed)
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


def _holder(tx: Transaction, code: str) -> Person:
    """Who carries a card (`;` and six digits) or has a code on file.

    Raises Refusal unknown_code, unknown_card where six digits are no card's.
    """
    person = people.by_card(tx, code) or next(iter(tx.by(Person, "code", clean_code(code))), None)
    if person is None:
        typed = clean_code(code)[:20].removeprefix(";")
        misread = len(typed) == 6 and typed.isdecimal() and not names.valid_card(typed)
        raise Refusal("unknown_card" if misread else "unknown_code", typed=typed)
    return person


def _each_seen(tx: Transaction, act: Act, children: Iterable[int], rule: Callable[[int], str]) -> Done:
    """The rule for each; of several whoever was told absent and has not come is left out."""
    listed, day = tuple(children), happened_day(act)

    def one(child: int) -> str:
        if len(listed) > 1 and told_for(tx, child, day) is not None:
            came = attendance_of(tx, child, day)
            if open_stay(tx, child) is None and not (came and came.stays):
                raise Refusal("told_absent", child=child)
        return rule(child)

    return each(listed, one)


def _arrive(tx: Transaction, act: Act, child: int, how: ArrivedHow, *, extra: bool = False) -> str:
    said_when(act)
    not_to_come(act)
    day = happened_day(act)
    standing = open_stay(tx, child)
    if standing is not None:
        since = standing.stays[-1].arrived
        raise Refusal("already_here" if standing.day >= day else "stay_open", child=child, since=since)
    place = enrolment_of(tx, child)
    record = attendance_of(tx, child, day)
    if not extra and record is None and not planned_on(tx, place, day):
        raise Refusal("not_planned", child=child, day=day)
    left = record.stays[-1].departed if record is not None and record.stays else ""
    if left > act.instant and act.happened is not None:
        raise Refusal("time_before_step", child=child, step="departed", at=left)
    record = record or Attendance(day=day, child=child, extra=not planned_on(tx, place, day))
    stay = Stay(arrived=max(act.instant, left), arrived_by=act.staff, arrived_how=how)
    saved = tx.put(replace(record, enrolment=place.id, stays=(*record.stays, stay)))
    tx.put(OpenStay(child=child, day=day, attendance=saved.id))
    concerns.close_for(tx, act, child, ("not_accounted",), "arrived", stay.arrived)
    return "arrive"


def _say_arrived(tx: Transaction, act: Act, code: str, children: Iterable[int]) -> None:
    """Who had left already is named: whoever pressed the key may have meant somebody else."""
    arrived = tuple(children)
    records = ((child, open_stay(tx, child, act.entered)) for child in arrived)
    again = tuple(child for child, record in records if record is not None and len(record.stays) > 1)
    if again:
        say(tx, "arrive_again", children=arrived, again=again, clock=act.clock_said)
    else:
        say(tx, code, children=arrived, clock=act.clock_said)


def _homework(tx: Transaction, act: Act, child: int) -> str:
    record = here(tx, act, child)
    stay = record.stays[-1]
    if stay.homework:
        raise Refusal("already_done", child=child, step="homework", at=stay.homework, who=stay.homework_by)
    moment = moment_of(act, record, "homework")
    tx.put(with_stay(record, replace(stay, homework=moment, homework_by=act.staff)))
    return "homework"


def _supper(tx: Transaction, act: Act, child: int, other: bool = False) -> str:
    record = here(tx, act, child)
    stay = record.stays[-1]
    if stay.supper:
        raise Refusal("already_done", child=child, step="supper", at=stay.supper, who=stay.supper_by)
    moment = moment_of(act, record, "supper")
    if not other:
        allergens.allow(tx, child, record.day)
    tx.put(with_stay(record, replace(stay, supper=moment, supper_by=act.staff, supper_other=other)))
    return "supper"


def _next_step(tx: Transaction, act: Act, child: int) -> str:
    record = open_stay(tx, child, act.entered) or attendance_of(tx, child, act.list_day)
    step = next_harmless_step(record.stays if record else ())
    if step == "arrived":
        staff.acting_here(tx, act)
    if step == "arrived" and told_for(tx, child, act.list_day) is None:
        return _arrive(tx, act, child, "key")
    if step == "homework":
        return _homework(tx, act, child)
    if step == "supper":
        return _supper(tx, act, child)
    raise Refusal("no_harmless_step", child=child)


def _uncount(tx: Transaction, child: int, stay: Stay) -> None:
    """A pick-up taken back does not count for the adult."""
    if not stay.collected_by or stay.how == "told":
        return
    for collector in tuple(tx.by(Collector, "child", child)):
        if collector.adult == stay.collected_by and collector.times:
            tx.put(
                replace(collector, times=collector.times - 1, last_day=collector.day_before, day_before="")
            )
