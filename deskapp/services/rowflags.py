"""What a child's row says beside its state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import clock_at, day_at, when
from deskapp.services.dayfacts import DayFacts
from deskapp.services.derivation import INSIDE, NOT_YET, Derived, State
from deskapp.services.places import Place
from deskapp.services.records import Absence, Attendance, Collector, Concern, Person


class OneDay(NamedTuple):
    """Everything but the clock that one child's row says of a day depends on: equal ones make equal rows
    at the same minute.

    `order`: "" none, else order, order_review or order_sibling; `near` counts the siblings inside.
    """

    place: Place
    attended: Attendance | None
    told: Absence | None
    concerns: tuple[Concern, ...]
    settled: Concern | None
    order: str
    notes: int
    near: int


def row_flags(facts: DayFacts, one: OneDay, derived: Derived) -> tuple[Flag, ...]:
    """What the row says beside its state, worst first; most say only what stands on file of the child."""
    state, overdue, late = derived
    attended, told = one.attended, one.told
    flags: list[Flag] = []
    if any(concern.kind == "missing" for concern in one.concerns):
        flags.append(flag("missing"))
    if state == "unclosed" and attended is not None:
        flags.append(flag("unclosed", day=attended.day))
    elif overdue == "arrival" and not facts.past:
        flags.append(flag("late", minutes=late))
    elif overdue == "pickup":
        flags.append(flag("not_collected", minutes=late))
    for concern in one.concerns:
        if concern.kind == "not_accounted" and concern.day < facts.day:
            flags.append(flag("still_open", kind=concern.kind, day=concern.day))
    if one.settled is not None:
        flags.append(_settled(facts, one.settled))
    flags.extend(one.place.alerts)
    if one.order:
        flags.append(Flag(one.order, {}))
    if one.notes:
        flags.append(flag("note", count=one.notes))
    if state == "absent":
        flags.append(_told(facts, told) if told else flag("closed", why=facts.closed))
    elif told is not None and state in INSIDE:
        flags.append(flag("told_absent"))
    if attended is not None:
        flags.extend(_today_only(facts, attended, state))
    if one.near and state in INSIDE:
        flags.append(flag("sibling_here", count=one.near))
    if one.place.same_name > 1:
        flags.append(flag("two_of_name", count=one.place.same_name))
    return (*flags, *one.place.remarks)


def _settled(facts: DayFacts, concern: Concern) -> Flag:
    """Where the child was found, or is said to be, and by whom."""
    teller = facts.reader.get(Person, concern.said_by) if concern.said_by else None
    who = teller.name if teller else concern.said_by_other
    at = when(facts.act, concern.closed_at)
    if concern.closing == "found":
        return flag("found", at=at, words=concern.outcome, who=who)
    return flag("safe", at=at, words=concern.outcome, who=who)


def order_of(blocked: dict[int, bool], place: Place) -> str:
    """The flag of an order on file about the child, or about a sibling; empty where there is none."""
    if place.child in blocked:
        return flag("order_review" if blocked[place.child] else "order").code
    if any(sibling in blocked for sibling in place.siblings):
        return flag("order_sibling").code
    return ""


def _today_only(facts: DayFacts, attended: Attendance, state: State) -> Iterable[Flag]:
    if attended.expected and attended.delayed_by and state in NOT_YET:
        yield flag("delayed", clock=attended.expected)
    if attended.pickup and attended.pickup_with and state in INSIDE:
        yield flag("pickup_agreed", clock=attended.pickup, at=clock_at(attended.pickup_at, facts.act.zone))
    if attended.extra:
        yield flag("extra")
    if state == "gone" and attended.stays[-1].how == "alone":
        yield flag("went_alone")
    if len(attended.stays) > 1:
        yield flag("stays", count=len(attended.stays))


def _told(facts: DayFacts, told: Absence) -> Flag:
    """Why a child is absent, who said so, and when: a clock if it was on the day, else a day."""
    who = told.told_by_other
    relation = ""
    if told.told_by:
        teller = facts.reader.get(Person, told.told_by)
        who = teller.name if teller else who
        for collector in facts.reader.by(Collector, "child", told.child):
            if collector.adult == told.told_by:
                relation = collector.relation
    zone = facts.act.zone
    on_the_day = day_at(told.taken_at, zone) == facts.day
    at = clock_at(told.taken_at, zone) if on_the_day else day_at(told.taken_at, zone)
    return flag("told", reason=told.reason, who=who, relation=relation, at=at)
