"""Today: what needs a person now, worst first; who has it, and what comes by when."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.asked import Rung
from deskapp.services.childday import ChildDay, ChildRow, child_day
from deskapp.services.clocks import clock_at, day_at, minute_at, minute_of, minutes, when, when_minute
from deskapp.services.done_so_far import calls, unseen
from deskapp.services.due import kind_for
from deskapp.services.meals.mealtoday import meal_rows
from deskapp.services.notes import note_lines
from deskapp.services.orders import still_withheld
from deskapp.services.records import Concern, HeadCount, Person, Staff, Trouble
from deskapp.services.rungs import MINUTES, next_rung, page, planned_minute
from deskapp.services.todayrows import RINGS, SEVERITY, WRONG, TodayRow, row_about

__all__ = ["RINGS", "SEVERITY", "WRONG", "TodayPage", "TodayRow", "today"]


class TodayPage(NamedTuple):
    """The page: rows worst first and within the same by surname, as the lists are; how many children are in
    the building, the day's counts, how many rows are wrong.

    In `counts`, not_accounted and missing are what stands here, of whatever day.

    `unwritten` are children whose trouble no record holds yet: ladder.raise_overdue writes it down.
    """

    rows: tuple[TodayRow, ...]
    in_building: int
    counts: dict[str, int]
    wrong: int
    unwritten: tuple[int, ...]


def today(reader: Reader, act: Act) -> TodayPage:
    """What needs a person now.  Reads the month of today, and those of stays left open on earlier days."""
    day = child_day(reader, act, act.day)
    rows = _child_rows(reader, act, day)
    troubled = {row.child for row in rows if row.severity < WRONG}
    rows += [*_other_rows(reader, act, day, troubled), *meal_rows(reader, act), *_note_rows(reader, act)]
    rows.sort(key=lambda row: (row.severity, row.moment, row.sort_key))
    held = {(concern.child, concern.kind) for concern in reader.all(Concern)}
    unwritten = tuple(
        row.child
        for row in rows
        if row.kind in ("not_accounted", "not_collected", "unclosed") and (row.child, row.kind) not in held
    )
    wrong = sum(row.severity < WRONG for row in rows)
    standing = {kind: sum(row.kind == kind for row in rows) for kind in ("not_accounted", "missing")}
    return TodayPage(tuple(rows), day.counts["inside"], day.counts | standing, wrong, unwritten)


def _child_rows(reader: Reader, act: Act, day: ChildDay) -> list[TodayRow]:
    """Every child in trouble: by the clock, or because somebody wrote so.

    A call before the agreed time (to a guardian, about somebody else at the door) is no trouble yet; what
    the desk itself wrote down because a child was not collected is one until a person closes it.
    """
    open_concerns: dict[int, list[Concern]] = {}
    for concern in reader.all(Concern):
        open_concerns.setdefault(concern.child, []).append(concern)
    grace = centres.centre(reader).overdue_arrival_minutes
    rows = []
    for row in day.rows:
        kind = kind_for(row)
        about = {concern.kind: concern for concern in open_concerns.get(row.child, ())}
        written = about.get(kind) if kind else None
        if kind and (row.overdue or (written and (kind != "not_collected" or not written.opened_by))):
            rows.append(_child_row(reader, act, row, kind, written, grace))
        elif row.state == "here" and any(shown.code == "pickup_agreed" for shown in row.flags):
            agreed = next(shown for shown in row.flags if shown.code == "pickup_agreed")
            rows.append(row_about(act, "here_late", row.child, row, agreed, minutes(row.in_)))
    return rows


def _child_row(
    reader: Reader, act: Act, row: ChildRow, kind: Trouble, concern: Concern | None, grace: int
) -> TodayRow:
    planned = planned_minute(act, row, kind, grace)
    rung = next_rung(reader, act, row, kind, concern, grace)
    return row_about(
        act,
        kind,
        row.child,
        row,
        _trouble(act, row, kind, concern, planned),
        minute_at(act, concern.opened_at) if concern else planned,
        concern=concern,
        claimer=_claimer(reader, concern),
        next=_next(rung),
        lines=calls(reader, act, concern),
    )


def _trouble(act: Act, row: ChildRow, kind: Trouble, concern: Concern | None, planned: int) -> Flag:
    """What is wrong with a child of the list; what began on an earlier day says on which."""
    if kind == "missing":
        return flag("missing")
    if kind == "unclosed":
        return flag("unclosed", day=row.stay_open_since)
    if kind == "not_collected":
        if row.stay_open_since:
            return flag("uncollected", since=when_minute(act, planned))
        agreed = next((shown for shown in row.flags if shown.code == "pickup_agreed"), None)
        over = flag("overdue_pickup", minutes=row.late, clock=row.pickup)
        return agreed if agreed and not row.overdue else over
    if concern is not None and (concern.day < act.day or not row.overdue):
        return _not_seen(act, concern)
    return flag("overdue_arrival", minutes=row.late, clock=row.due)


def _not_seen(act: Act, concern: Concern) -> Flag:
    """Since when nobody knows where the child is; a day alone where it was written down on a later one."""
    on_the_day = day_at(concern.opened_at, act.zone) == concern.day
    since = when(act, concern.opened_at) if on_the_day else concern.day
    return flag("reported", at=since) if concern.opened_by else flag("not_seen", since=since)


def _other_rows(reader: Reader, act: Act, day: ChildDay, troubled: Collection[int]) -> list[TodayRow]:
    """What no row of the list stands for: orders at the door, head-counts, children of other days.

    `troubled` are the children who have an item by their own row.
    """
    listed = {row.child: kind_for(row) for row in day.rows}
    rows = []
    for concern in reader.all(Concern):
        own = listed.get(concern.child)
        stood_for = concern.child in troubled and _stands_in(concern.kind, own)
        if not concern.child or not (stood_for or own == concern.kind):
            rows.append(_concern_row(reader, act, concern))
    for kept in still_withheld(reader, act):
        if listed.get(kept.child) in ("not_collected", "unclosed", "missing"):
            child, adult = reader.get(Person, kept.child), reader.get(Person, kept.adult)
            told = flag("withheld_from", who=adult.name if adult else "", at=clock_at(kept.at, act.zone))
            rows.append(row_about(act, "withheld", kept.child, child, told, minute_at(act, kept.at)))
    clock = centres.centre(reader).head_count_at
    if day.head_count is None and day.counts["inside"] and minute_of(act, act.day) >= minutes(clock):
        told = flag("head_count_due", clock=clock, listed=day.counts["inside"])
        rows.append(row_about(act, "head_count_due", 0, None, told, minutes(clock)))
    return rows


def _stands_in(kind: str, listed: str | None) -> bool:
    """Whether a child's own item, of the ladder `listed`, stands for another trouble of that kind too: a
    child is looked for once.
    """
    inside = ("not_collected", "unclosed")
    return (
        listed == kind or (listed == "missing" and kind in MINUTES) or (listed in inside and kind in inside)
    )


def _concern_row(reader: Reader, act: Act, concern: Concern) -> TodayRow:
    person = reader.get(Person, concern.child) if concern.child else None
    adult = reader.get(Person, concern.adult) if concern.adult else None
    if concern.kind == "not_accounted":
        told = _not_seen(act, concern)
    elif concern.kind == "head_count":
        counts = (count.at for day in {concern.day, act.day} for count in reader.on(HeadCount, day))
        at = when(act, max(counts, default=concern.opened_at))
        told = flag("head_count_differs", at=at, counted=concern.counted, listed=concern.listed)
    elif concern.kind == "blocked_came":
        told = flag("blocked_came", who=adult.name if adult else "", at=when(act, concern.opened_at))
    elif concern.kind == "roll_call":
        told = flag("roll_call_unseen", count=len(concern.unseen), at=when(act, concern.opened_at))
    elif concern.kind == "missing":
        told = flag("missing")
    elif concern.kind == "not_home":
        told = flag("meal_not_home", at=when(act, concern.opened_at))
    elif concern.kind == "refused_twice":
        told = flag("meal_refused_twice", day=concern.day)
    else:
        told = flag("still_open", kind=concern.kind, day=concern.day)
    following = flag("outcome_to_write") if concern.kind == "blocked_came" else None
    if concern.kind == "refused_twice":
        following = flag("refusals_to_settle")
    if concern.kind in MINUTES:
        ladder = page(reader, act, concern.child, concern.kind)
        following = _next(ladder.rungs[ladder.next])
    return row_about(
        act,
        concern.kind,
        concern.child,
        person,
        told,
        minute_at(act, concern.opened_at),
        concern=concern,
        claimer=_claimer(reader, concern),
        next=following,
        lines=(*calls(reader, act, concern), *unseen(reader, concern)),
    )


def _note_rows(reader: Reader, act: Act) -> list[TodayRow]:
    """The notes for the shift, as one row."""
    notes = note_lines(reader, act, shown="shift")
    if not notes:
        return []
    lines = tuple(
        flag("shift_note", note=note.note, name=note.name, text=note.text, by=note.by, at=note.at)
        for note in notes
    )
    return [row_about(act, "notes", 0, None, flag("notes", count=len(notes)), None, lines=lines)]


def _claimer(reader: Reader, concern: Concern | None) -> Staff | None:
    return reader.get(Staff, concern.claimed_by) if concern and concern.claimed_by else None


def _next(rung: Rung) -> Flag:
    return flag("next_rung", rung=rung.code, who=rung.name, relation=rung.relation, by=rung.by)
