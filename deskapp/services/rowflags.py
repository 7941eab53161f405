"""What a child's row says beside its state."""

from __future__ import annotations

from collections.abc import Iterable

from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import clock_at, day_at
from deskapp.services.dayfacts import DayFacts
from deskapp.services.derivation import INSIDE, NOT_YET, Derived, State
from deskapp.services.places import Place
from deskapp.services.records import Absence, Attendance, Collector, Concern, Person


def row_flags(
    facts: DayFacts,
    place: Place,
    attended: Attendance | None,
    derived: Derived,
    concerns: tuple[Concern, ...],
) -> tuple[Flag, ...]:
    """What the row says beside its state, worst first; most say only what stands on file of the child."""
    state, overdue, late = derived
    flags: list[Flag] = []
    if any(concern.kind == "missing" for concern in concerns):
        flags.append(flag("missing"))
    if state == "unclosed" and attended is not None:
        flags.append(flag("unclosed", day=attended.day))
    elif overdue == "arrival" and not facts.past:
        flags.append(flag("late", minutes=late))
    elif overdue == "pickup":
        flags.append(flag("not_collected", minutes=late))
    flags.extend(place.alerts)
    if place.child in facts.blocked:
        flags.append(flag("order_review" if facts.blocked[place.child] else "order"))
    elif any(sibling in facts.blocked for sibling in place.siblings):
        flags.append(flag("order_sibling"))
    if facts.notes.get(place.child):
        flags.append(flag("note", count=facts.notes[place.child]))
    told = facts.told.get(place.child)
    if state == "absent":
        flags.append(_told(facts, told) if told else flag("closed", why=facts.closed))
    elif told is not None and state in INSIDE:
        flags.append(flag("told_absent"))
    if attended is not None:
        flags.extend(_today_only(facts, attended, state))
    if state in INSIDE and facts.inside.intersection(place.siblings):
        flags.append(flag("sibling_here", count=len(facts.inside.intersection(place.siblings))))
    if place.same_name > 1:
        flags.append(flag("two_of_name", count=place.same_name))
    return (*flags, *place.remarks)


def _today_only(facts: DayFacts, attended: Attendance, state: State) -> Iterable[Flag]:
    if attended.expected and state in NOT_YET:
        yield flag("delayed", clock=attended.expected)
    if attended.pickup and state in INSIDE:
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
