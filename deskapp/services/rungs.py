"""The call ladder of a child: who is asked, in which order, and by when each must have been tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services import concerns, stays
from deskapp.services.act import Act
from deskapp.services.asked import RUNGS, About, Rung
from deskapp.services.childday import ChildRow
from deskapp.services.clocks import midnight, minute_at, minute_of, minutes, when_minute
from deskapp.services.records import Call, Concern, Enrolment, Result
from deskapp.services.refusal import Refusal

MANAGER_AFTER = 30
POLICE_AFTER = 60
AGAIN_AFTER = 10
"""Minutes after which whoever was not reached is tried again."""
SOON_AFTER = 5
"""The same for the last rungs, and for every rung of a missing child."""
NEWS_AFTER = 30
"""Minutes after which whoever was reached is asked again, and the rooms are looked through again: as long as
nobody has said where the child is, something is to be done next."""
PROMISED_AFTER = 120
"""The same for a relative who promised to look after somebody who did not open the door."""
NEVER = 10**9
LAST = ("manager", "police")
NOT_REACHED = ("no_answer", "left_message")
MINUTES: dict[str, dict[str, int]] = {
    "not_accounted": {"rooms": 2, "escort": 5, "guardian": 10, "collector": 20, "deputy": 25},
    "not_collected": {"guardian": 10, "collector": 20, "deputy": 25},
    "unclosed": {"rooms": 2, "guardian": 10, "collector": 20, "deputy": 25},
    "missing": {"manager": 0, "escort": 2, "police": 5, "guardian": 5, "rooms": 10, "collector": 15},
    "not_home": {"client": 0, "contact": 5, "visit": 20, "manager": 30, "ambulance": 45, "police": 60},
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
    collected is here, so that *safe* says nothing of them; of one not collected on an earlier day it does,
    and what is asked then is what is asked of a stay left open.
    """
    if kind == "not_home":
        return _results_at_the_door(rung)
    if rung == "rooms":
        return ("looked", "safe") if kind == "missing" else ("looked",)
    safe: tuple[Result, ...] = () if kind == "not_collected" else ("safe",)
    if rung in ("deputy", "manager", "police"):
        return (*safe, *TOLD)
    thinks: tuple[Result, ...] = ("thinks_here",) if kind in ("not_accounted", "unclosed") else ()
    return (*safe, *thinks, *CALLED)


def _results_at_the_door(rung: str) -> tuple[Result, ...]:
    """Of somebody who did not open: only seen or spoken to, or handed over, ends it."""
    if rung in ("manager", "ambulance", "police"):
        return ("handed", *TOLD)
    if rung == "visit":
        return ("seen", "no_answer")
    promised: tuple[Result, ...] = ("promised",) if rung == "contact" else ()
    return ("seen", *promised, "no_answer", "left_message", "wrong_number")


class LadderPage(NamedTuple):
    """A child's ladder: the open concern (None: nobody has done anything yet), its rungs, and the index of
    the one that comes next: there is always one.
    """

    child: int
    kind: str
    concern: Concern | None
    rungs: tuple[Rung, ...]
    next: int


def step_of(ladder: LadderPage, rung: str, person: int, number: str) -> Rung:
    """The rung that was tried; without a person or number the first such.  Raises Refusal no_such_rung."""
    for step in ladder.rungs:
        if step.code == rung and person in (0, step.person) and number in ("", step.number):
            return step
    raise Refusal("no_such_rung", child=ladder.child, kind=ladder.kind, rung=rung)


def page(reader: Reader, act: Act, child: int, kind: str) -> LadderPage:
    """The ladder of a child for one kind of trouble (not_accounted, not_collected, unclosed, missing).

    Nobody with an order on file is on it, and no number that is not safe to call.
    """
    concern = concerns.open_for(reader, child, kind)
    place = next(iter(reader.by(Enrolment, "child", child)), None) or Enrolment(child=child)
    if kind == "not_home":
        day, planned = act.day, minute_of(act, act.day)
    elif kind in ("not_collected", "unclosed"):
        record = stays.open_stay(reader, child)
        day = record.day if record else act.day
        planned = midnight(act, day) + minutes((record.pickup if record else "") or place.pickup)
    else:
        record = stays.attendance_of(reader, child, act.day)
        grace = centres.centre(reader).overdue_arrival_minutes
        day, planned = act.day, minutes((record.expected if record else "") or place.expected) + grace
    climb = _Climb(act, kind, concern, planned, day)
    rungs = tuple(climb.rung(rung) for rung in _rungs(About(reader, act.day, child), kind))
    return LadderPage(child, kind, concern, rungs, min(range(len(rungs)), key=lambda at: first(rungs[at])))


def next_rung(
    reader: Reader, act: Act, row: ChildRow, kind: str, concern: Concern | None, arrival_grace: int
) -> Rung:
    """The rung that comes next, as in page; the row knows the times, and where nobody was called yet no rung
    but the first is looked up.
    """
    day = row.stay_open_since or act.day
    climb = _Climb(act, kind, concern, planned_minute(act, row, kind, arrival_grace), day)
    rungs = map(climb.rung, _rungs(About(reader, act.day, row.child), kind))
    return min(rungs, key=first) if climb.calls else next(rungs)


def first(rung: Rung) -> tuple[int, bool]:
    """The order in which rungs come next: by time, those that nobody tried before those tried already."""
    return rung.due, bool(rung.tried)


def planned_minute(act: Act, row: ChildRow, kind: str, arrival_grace: int) -> int:
    """When the child was to be collected, or was late, in minutes from today's midnight."""
    if row.in_ or kind in ("not_collected", "unclosed"):
        return midnight(act, row.stay_open_since or act.day) + minutes(row.pickup)
    return minutes(row.due) + arrival_grace


class _Climb:
    """One ladder now: when its trouble began, which calls belong to it, what may come of a rung."""

    def __init__(self, act: Act, kind: str, concern: Concern | None, planned: int, day: str) -> None:
        self.act, self.kind = act, kind
        self.now = minute_of(act, act.day)
        self.calls = concern.calls if concern else ()
        self.began = planned
        self.asked_as = "unclosed" if kind == "not_collected" and day < act.day else kind
        if concern is not None:
            since = concern.opened_at
            if kind == "missing":  # of what was told before the child was missing nobody knows that it is
                since, self.calls = _since_missing(concern)
            if kind in ("missing", "unclosed", "not_home") or (
                kind == "not_accounted" and concern.day < act.day
            ):
                self.began = minute_at(act, since)

    def rung(self, rung: Rung) -> Rung:
        """The rung with what came of it, and by when it is to be tried, or tried again."""
        default = {"manager": MANAGER_AFTER, "police": POLICE_AFTER}.get(rung.code, 0)
        due = self.began + MINUTES[self.kind].get(rung.code, default)
        tried = tuple(
            call
            for call in self.calls
            if call.rung == rung.code and call.person == rung.person and call.number in ("", rung.number)
        )
        if tried:
            due = max(due, self._again(tried[-1]))
        by = when_minute(self.act, due) if due < NEVER else ""
        results = results_of(self.asked_as, rung.code)
        return rung._replace(by=by, due=due, late=due <= self.now, tried=tried, results=results)

    def _again(self, call: Call) -> int:
        if call.result == "wrong_number":
            return NEVER
        after = NEWS_AFTER
        if call.result == "promised":
            after = PROMISED_AFTER
        if call.result in NOT_REACHED:
            after = SOON_AFTER if self.kind == "missing" or call.rung in LAST else AGAIN_AFTER
        return minute_at(self.act, call.at) + after


def _rungs(about: About, kind: str) -> Iterator[Rung]:
    """The rungs in the order of MINUTES, then manager and police; without calls and times."""
    order = {**MINUTES[kind]}
    order.setdefault("manager", MANAGER_AFTER)
    order.setdefault("police", POLICE_AFTER)
    for code in order:
        yield from RUNGS[code](about)


def _since_missing(concern: Concern) -> tuple[str, tuple[Call, ...]]:
    """Since when the child is missing, and the calls since then."""
    for place in range(len(concern.calls) - 1, -1, -1):
        if concern.calls[place].result == "thinks_here":
            return concern.calls[place].at, concern.calls[place + 1 :]
    return concern.opened_at, concern.calls
