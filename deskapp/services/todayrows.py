"""What a row of Today is, how bad it is, and how one is made."""

from __future__ import annotations

from typing import NamedTuple

from deskapp.names import sort_key
from deskapp.services.act import Act
from deskapp.services.answers import Flag
from deskapp.services.childday import ChildRow
from deskapp.services.clocks import when_minute
from deskapp.services.records import Concern, Person, Staff

SEVERITY = {
    "missing": 0,
    "blocked_came": 1,
    "roll_call": 2,
    "not_accounted": 3,
    "not_collected": 4,
    "unclosed": 5,
    "not_home": 6,
    "withheld": 7,
    "head_count": 8,
    "head_count_due": 9,
    "route_late": 10,
    "meals_out": 11,
    "here_late": 12,
    "refused_twice": 13,
    "pause_review": 14,
    "unsuited": 15,
    "notes": 16,
}
"""The kinds of rows, worst first; from `here_late` on nothing is wrong.  An adult with an order stands at the
door this minute, and there is one of them: behind fifty late children nobody would see it.
"""
WRONG = 12
RINGS = 11
"""Kinds below this ring the bell again and again until somebody has it."""


class TodayRow(NamedTuple):
    """One thing that needs a person, or that the shift should know.

    `kind` is a key of SEVERITY and `severity` its value.  `child` and `concern` are ids, 0 where there is
    none. `claimed_by` is a staff id with `claimed_name`; `since` is a time as clocks.when says it, and
    `moment` the same in minutes from today's midnight. `flag` says what is wrong, `next` what comes next and
    by when, `lines` what was done so far.
    """

    kind: str
    severity: int
    child: int
    concern: int
    name: str
    latin_name: str
    claimed_by: int
    claimed_name: str
    since: str
    moment: int
    sort_key: tuple[str, ...]
    flag: Flag
    next: Flag | None
    lines: tuple[Flag, ...]

    @property
    def id(self) -> tuple[object, ...]:
        """What tells a row from the others: what is wrong with whom; about nobody, of which day and route."""
        if self.child:
            return self.kind, self.child, 0
        if self.concern:
            return self.kind, 0, self.concern
        return self.kind, self.flag.facts.get("day", 0), self.flag.facts.get("number", 0)

    @property
    def claimable(self) -> bool:
        """Whether somebody can have it: a late route is had by nobody, it comes back."""
        return bool(self.child or self.concern)


def row_about(
    act: Act,
    kind: str,
    child: int,
    who: ChildRow | Person | None,
    told: Flag,
    moment: int | None,
    *,
    concern: Concern | None = None,
    claimer: Staff | None = None,
    next: Flag | None = None,
    lines: tuple[Flag, ...] = (),
) -> TodayRow:
    """A row of Today: of that kind, about that child or person, with what is wrong and since which minute."""
    key = who.sort_key if isinstance(who, ChildRow) else (*sort_key(who), who.born) if who else ()
    return TodayRow(
        kind=kind,
        severity=SEVERITY[kind],
        child=child,
        concern=concern.id if concern else 0,
        name=who.name if who else "",
        latin_name=who.latin_name if who else "",
        claimed_by=claimer.id if claimer else 0,
        claimed_name=claimer.name if claimer else "",
        since=when_minute(act, moment) if moment is not None else "",
        moment=moment or 0,
        sort_key=key,
        flag=told,
        next=next,
        lines=lines,
    )
