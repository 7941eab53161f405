"""The call ladder of a child: who is asked, in which order, and by when each must have been tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services import concerns, people, staff, stays
from deskapp.services.act import Act
from deskapp.services.childday import ChildRow
from deskapp.services.clocks import clock_at, clock_of_minutes, minutes
from deskapp.services.enrolment import enrolment_of
from deskapp.services.pickuplist import entries, standing_on
from deskapp.services.records import Call, Collector, Concern, Result

MANAGER_AFTER = 30
POLICE_AFTER = 60
MINUTES: dict[str, dict[str, int]] = {
    "not_accounted": {"rooms": 2, "escort": 5, "guardian": 10, "collector": 20, "deputy": 25},
    "not_collected": {"guardian": 10, "collector": 20, "deputy": 25},
    "unclosed": {"rooms": 2, "guardian": 10, "collector": 20, "deputy": 25},
    "missing": {"manager": 0, "escort": 2, "police": 5, "guardian": 5, "rooms": 10, "collector": 15},
}
"""By when a rung is tried, in minutes after the trouble began; a rung that is not named has no place there.
Manager and police follow after MANAGER_AFTER and POLICE_AFTER minutes where they are not named.  The order
of a ladder is the order here: of a missing child the manager is told first, then the school and the
police."""

CALLED: tuple[Result, ...] = ("no_answer", "left_message", "wrong_number", "coming")
TOLD: tuple[Result, ...] = ("told", "no_answer", "left_message")


def results_of(kind: str, rung: str) -> tuple[Result, ...]:
    """What may come of a rung, one key each.

    A child found in the rooms has *arrived*; only one who was missing is found there.  Who waits to be
    collected is here, so that *safe* says nothing of them.
    """
    if rung == "rooms":
        return ("looked", "safe") if kind == "missing" else ("looked",)
    safe: tuple[Result, ...] = () if kind == "not_collected" else ("safe",)
    if rung in ("deputy", "manager", "police"):
        return (*safe, *TOLD)
    thinks: tuple[Result, ...] = ("thinks_here",) if kind in ("not_accounted", "unclosed") else ()
    return (*safe, *thinks, *CALLED)


class Rung(NamedTuple):
    """One step of the ladder.

    `code`: rooms, escort, guardian, collector, deputy, manager, police; `person` is a Person id for
    guardian and collector, a Staff id for the manager, else 0.  `by` is the local clock by which it is to
    be tried.
    """

    code: str
    person: int
    name: str
    latin_name: str
    relation: str
    number: str
    by: str
    tried: tuple[Call, ...]
    results: tuple[Result, ...]


class LadderPage(NamedTuple):
    """A child's ladder: the open concern (None: nobody has done anything yet), its rungs, and which comes
    next.

    `next` is an index of `rungs`, -1 when each was tried.
    """

    child: int
    kind: str
    concern: Concern | None
    rungs: tuple[Rung, ...]
    next: int


class _About(NamedTuple):
    reader: Reader
    day: str
    child: int


def page(reader: Reader, act: Act, child: int, kind: str) -> LadderPage:
    """The ladder of a child for one kind of trouble (not_accounted, not_collected, unclosed, missing).

    Nobody with an order on file is on it, and no number that is not safe to call.
    """
    concern = concerns.open_for(reader, child, kind)
    began = _began(reader, act, child, kind, concern)
    calls = concern.calls if concern else ()
    rungs = tuple(
        _with_calls(rung, calls, kind, began) for rung in _rungs(_About(reader, act.day, child), kind)
    )
    untried = (place for place, rung in enumerate(rungs) if not rung.tried)
    return LadderPage(child, kind, concern, rungs, next(untried, -1))


def next_rung(
    reader: Reader, act: Act, row: ChildRow, kind: str, concern: Concern | None, arrival_grace: int
) -> Rung | None:
    """The first rung that nobody tried, as in page; the row knows the times, and no rung after it is looked
    up.
    """
    if kind == "missing" and concern is not None:
        began = minutes(clock_at(concern.opened_at, act.zone))
    elif row.in_:
        began = minutes(row.pickup)
    else:
        began = minutes(row.due) + arrival_grace
    calls = concern.calls if concern else ()
    for rung in _rungs(_About(reader, act.day, row.child), kind):
        filled = _with_calls(rung, calls, kind, began)
        if not filled.tried:
            return filled
    return None


def _began(reader: Reader, act: Act, child: int, kind: str, concern: Concern | None) -> int:
    """When the trouble began, in minutes since midnight: overdue from then, or reported."""
    centre = centres.centre(reader)
    if kind == "missing" and concern is not None:
        return minutes(clock_at(concern.opened_at, act.zone))
    place = enrolment_of(reader, child)
    if kind in ("not_collected", "unclosed"):
        record = stays.open_stay(reader, child)
        return minutes((record.pickup if record else "") or place.pickup)
    record = stays.attendance_of(reader, child, act.list_day)
    return minutes((record.expected if record else "") or place.expected) + centre.overdue_arrival_minutes


def _rungs(about: _About, kind: str) -> Iterator[Rung]:
    """The rungs in the order of MINUTES, then manager and police; without calls and times."""
    order = {**MINUTES[kind]}
    order.setdefault("manager", MANAGER_AFTER)
    order.setdefault("police", POLICE_AFTER)
    for code in order:
        yield from _RUNGS[code](about)


def _rung(
    code: str, name: str, number: str, person: int = 0, relation: str = "", latin_name: str = ""
) -> Rung:
    return Rung(code, person, name, latin_name, relation, number, "", (), ())


def _rooms(_: _About) -> Iterator[Rung]:
    yield _rung("rooms", "", "")


def _escort(about: _About) -> Iterator[Rung]:
    place = enrolment_of(about.reader, about.child)
    if place.escort_phone or place.school:
        yield _rung("escort", place.group or place.school, place.escort_phone)


def _guardians(about: _About) -> Iterator[Rung]:
    listed = [entry for entry in _reachable(about) if entry.guardian]
    for entry in sorted(listed, key=lambda one: (one.rung or 99, one.number or 99)):
        yield from _adults(about.reader, "guardian", entry, every_number=True)


def _collectors(about: _About) -> Iterator[Rung]:
    for entry in _reachable(about):
        if not entry.guardian and standing_on(entry, about.day) == "authorised":
            yield from _adults(about.reader, "collector", entry, every_number=False)


def _reachable(about: _About) -> list[Collector]:
    """Everybody on the list but those with an order: they are called by nobody and learn nothing."""
    return [entry for entry in entries(about.reader, about.child) if entry.standing != "blocked"]


def _adults(reader: Reader, code: str, entry: Collector, *, every_number: bool) -> Iterator[Rung]:
    """A rung for each number that is safe to call, or for the first of them."""
    adult = people.known(reader, entry.adult)
    safe = [phone.number for phone in adult.phones if phone.safe]
    for number in safe if every_number else safe[:1]:
        yield _rung(code, adult.name, number, adult.id, entry.relation, adult.latin_name)


def _deputy(about: _About) -> Iterator[Rung]:
    deputy = centres.centre(about.reader).deputy
    if deputy:
        yield _rung("deputy", "", deputy)


def _manager(about: _About) -> Iterator[Rung]:
    for one in staff.all_staff(about.reader):
        if one.role == "manager":
            yield _rung("manager", one.name, one.phone, one.id, latin_name=one.latin_name)


def _police(about: _About) -> Iterator[Rung]:
    yield _rung("police", "", centres.centre(about.reader).police)


_RUNGS = {
    "rooms": _rooms,
    "escort": _escort,
    "guardian": _guardians,
    "collector": _collectors,
    "deputy": _deputy,
    "manager": _manager,
    "police": _police,
}


def _with_calls(rung: Rung, calls: tuple[Call, ...], kind: str, began: int) -> Rung:
    default = {"manager": MANAGER_AFTER, "police": POLICE_AFTER}.get(rung.code, 0)
    after = MINUTES[kind].get(rung.code, default)
    tried = tuple(
        call
        for call in calls
        if call.rung == rung.code and call.person == rung.person and call.number in ("", rung.number)
    )
    by = clock_of_minutes(began + after)
    return rung._replace(by=by, tried=tried, results=results_of(kind, rung.code))
