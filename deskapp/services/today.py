"""Today: what needs a person now, worst first; who has it, and what comes by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.childday import ChildDay, ChildRow, child_day
from deskapp.services.clocks import clock_at, day_at, minute_of, minutes, next_day
from deskapp.services.due import kind_for
from deskapp.services.notes import note_lines
from deskapp.services.records import Call, Concern, OpenStay, Person, Staff, Trouble, Withheld
from deskapp.services.rungs import Rung, next_rung

SEVERITY = {
    "missing": 0,
    "blocked_came": 1,
    "roll_call": 2,
    "not_accounted": 3,
    "not_collected": 4,
    "unclosed": 5,
    "withheld": 6,
    "head_count": 7,
    "head_count_due": 8,
    "here_late": 9,
    "notes": 10,
}
"""The kinds of rows, worst first; from `here_late` on nothing is wrong.  An adult with an order stands at the
door this minute, and there is one of them: behind fifty late children nobody would see it.
"""
WRONG = 9


class TodayRow(NamedTuple):
    """One thing that needs a person, or that the shift should know.

    `kind` is a key of SEVERITY and `severity` its value.  `child` and `concern` are ids, 0 where there is
    none. `claimed_by` is a staff id with `claimed_name`; `since` is a local clock, or a day if it was not
    today. `flag` says what is wrong, `next` what comes next and by when, `lines` what was done so far.
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
    flag: Flag
    next: Flag | None
    lines: tuple[Flag, ...]


class TodayPage(NamedTuple):
    """The page: rows worst first, how many children are in the building, the day's counts, how many rows
    are wrong.

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
    rows = [*_child_rows(reader, act, day), *_other_rows(reader, act, day), *_note_rows(reader, act)]
    rows.sort(key=lambda row: (row.severity, row.since, row.name))
    held = {(concern.child, concern.kind) for concern in reader.all(Concern)}
    unwritten = tuple(
        row.child
        for row in rows
        if row.kind in ("not_accounted", "not_collected", "unclosed") and (row.child, row.kind) not in held
    )
    wrong = sum(row.severity < WRONG for row in rows)
    return TodayPage(tuple(rows), day.counts["inside"], day.counts, wrong, unwritten)


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
            rows.append(_row("here_late", row.child, row.name, row.latin_name, agreed, since=row.in_))
    return rows


def _child_row(
    reader: Reader, act: Act, row: ChildRow, kind: Trouble, concern: Concern | None, grace: int
) -> TodayRow:
    told = {
        "missing": flag("missing"),
        "not_accounted": flag("overdue_arrival", minutes=row.late, clock=row.due),
        "not_collected": flag("overdue_pickup", minutes=row.late, clock=row.pickup),
        "unclosed": flag("unclosed", day=row.stay_open_since),
    }[kind]
    if kind == "not_accounted" and not row.overdue:
        told = flag("reported", at=clock_at(concern.opened_at, act.zone) if concern else "")
    since = _since(act, concern.opened_at) if concern else (row.pickup if row.in_ else row.due)
    return _row(
        kind,
        row.child,
        row.name,
        row.latin_name,
        told,
        since=row.stay_open_since or since,
        concern=concern,
        claimer=_claimer(reader, concern),
        next=_next(next_rung(reader, act, row, kind, concern, grace)),
        lines=_calls(reader, act, concern),
    )


def _other_rows(reader: Reader, act: Act, day: ChildDay) -> list[TodayRow]:
    """What no row of the list stands for: orders at the door, head-counts, children of other days."""
    listed = {row.child: kind_for(row) for row in day.rows}
    rows = []
    for concern in reader.all(Concern):
        if concern.child and listed.get(concern.child) == concern.kind:
            continue
        rows.append(_concern_row(reader, act, concern))
    for kept in _kept(reader, act):
        if listed.get(kept.child) in ("not_collected", "unclosed", "missing"):
            child, adult = reader.get(Person, kept.child), reader.get(Person, kept.adult)
            told = flag("withheld_from", who=adult.name if adult else "", at=clock_at(kept.at, act.zone))
            rows.append(
                _row(
                    "withheld",
                    kept.child,
                    child.name if child else "",
                    child.latin_name if child else "",
                    told,
                    since=clock_at(kept.at, act.zone),
                )
            )
    due = minutes(centres.centre(reader).head_count_at)
    if day.head_count is None and day.counts["inside"] and minute_of(act, act.day) >= due:
        clock = centres.centre(reader).head_count_at
        told = flag("head_count_due", clock=clock, listed=day.counts["inside"])
        rows.append(_row("head_count_due", 0, "", "", told, since=clock))
    return rows


def _kept(reader: Reader, act: Act) -> Iterator[Withheld]:
    """The adults from whom somebody inside is kept: found unfit today, or on the day or the night of a stay
    that is open still.
    """
    begun = {pointer.day for pointer in reader.all(OpenStay) if pointer.day < act.day}
    for day in sorted({act.day, *begun, *(next_day(day) for day in begun)}):
        yield from (kept for kept in reader.on(Withheld, day) if not kept.lifted_at)


def _concern_row(reader: Reader, act: Act, concern: Concern) -> TodayRow:
    person = reader.get(Person, concern.child) if concern.child else None
    adult = reader.get(Person, concern.adult) if concern.adult else None
    told = {
        "head_count": flag("head_count_differs", counted=concern.counted, listed=concern.listed),
        "blocked_came": flag(
            "blocked_came", who=adult.name if adult else "", at=clock_at(concern.opened_at, act.zone)
        ),
        "missing": flag("missing"),
        "roll_call": flag(
            "roll_call_unseen", count=len(concern.unseen), at=clock_at(concern.opened_at, act.zone)
        ),
    }.get(concern.kind, flag("still_open", kind=concern.kind, day=concern.day))
    report = flag("outcome_to_write") if concern.kind == "blocked_came" else None
    return _row(
        concern.kind,
        concern.child,
        person.name if person else "",
        person.latin_name if person else "",
        told,
        since=_since(act, concern.opened_at),
        concern=concern,
        claimer=_claimer(reader, concern),
        next=report,
        lines=(*_calls(reader, act, concern), *_unseen(reader, concern)),
    )


def _unseen(reader: Reader, concern: Concern) -> tuple[Flag, ...]:
    """Whom a roll call did not see, each by name."""
    people = (reader.get(Person, child) for child in concern.unseen)
    return tuple(flag("unseen", name=person.name, latin=person.latin_name) for person in people if person)


def _note_rows(reader: Reader, act: Act) -> list[TodayRow]:
    """The notes for the shift, as one row."""
    notes = note_lines(reader, act, shown="shift")
    if not notes:
        return []
    lines = tuple(
        flag("shift_note", note=note.note, text=note.text, by=note.by, at=note.at) for note in notes
    )
    row = _row("notes", 0, "", "", flag("notes", count=len(notes)), since="", lines=lines)
    return [row]


def _row(
    kind: str,
    child: int,
    name: str,
    latin_name: str,
    told: Flag,
    *,
    since: str,
    concern: Concern | None = None,
    claimer: Staff | None = None,
    next: Flag | None = None,
    lines: tuple[Flag, ...] = (),
) -> TodayRow:
    return TodayRow(
        kind=kind,
        severity=SEVERITY[kind],
        child=child,
        concern=concern.id if concern else 0,
        name=name,
        latin_name=latin_name,
        claimed_by=claimer.id if claimer else 0,
        claimed_name=claimer.name if claimer else "",
        since=since,
        flag=told,
        next=next,
        lines=lines,
    )


def _since(act: Act, instant: str) -> str:
    day = day_at(instant, act.zone)
    return clock_at(instant, act.zone) if day == act.day else day


def _claimer(reader: Reader, concern: Concern | None) -> Staff | None:
    return reader.get(Staff, concern.claimed_by) if concern and concern.claimed_by else None


def _next(rung: Rung | None) -> Flag | None:
    if rung is None:
        return None
    return flag("next_rung", rung=rung.code, who=rung.name, relation=rung.relation, by=rung.by)


def _calls(reader: Reader, act: Act, concern: Concern | None) -> tuple[Flag, ...]:
    return tuple(_call(reader, act, call) for call in (concern.calls if concern else ()))


def _call(reader: Reader, act: Act, call: Call) -> Flag:
    staff = reader.get(Staff, call.by)
    asked: Staff | Person | None = None
    if call.person:
        asked = reader.get(Staff, call.person) if call.rung == "manager" else reader.get(Person, call.person)
    return flag(
        "call",
        at=clock_at(call.at, act.zone),
        rung=call.rung,
        who=asked.name if asked else "",
        result=call.result,
        words=call.words,
        by=staff.name if staff else "",
    )
