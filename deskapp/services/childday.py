"""The children's list of a day: every child planned or present, in one frozen row, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db import Reader
from deskapp.services.act import Act
from deskapp.services.answers import Flag
from deskapp.services.clocks import clock_at, minute_of, minutes, weekday
from deskapp.services.dayfacts import DayFacts, read_day
from deskapp.services.derivation import Derived, Overdue, State, Step, derive, last_step
from deskapp.services.places import Place, places
from deskapp.services.records import Attendance, Centre, HeadCount
from deskapp.services.rowflags import OneDay, order_of, row_flags


class ChildRow(NamedTuple):
    """One child on one day.  Times are local clocks, empty where there is none; names are as written.

    `due` is when the child is expected (a delay counts) and, once here, still is; `pickup` when collection
    is agreed. `late` is the minutes past either, 0 unless `overdue`.  `stay_open_since` is the day of a
    stay left open on an earlier day.  `shown_apart` tells two of one name apart (grade, or birth date),
    else it is empty.  `open_kinds` are the troubles that stand open about the child, of whatever day.
    """

    child: int
    name: str
    latin_name: str
    shown_apart: str
    school: str
    grade: str
    group: str
    state: State
    overdue: Overdue
    late: int
    due: str
    pickup: str
    in_: str
    out: str
    step: Step
    flags: tuple[Flag, ...]
    stay_open_since: str
    delayed_to: str
    extra: bool
    attendance_id: int
    collected_by: int
    siblings: tuple[int, ...]
    claimed_by: int
    open_kinds: tuple[str, ...]
    sort_key: tuple[str, ...]


class ChildDay(NamedTuple):
    """A day's list by surname.

    `closed` is why the centre is shut, "closed" if no reason was given, else empty.  In `counts`, coming +
    here + gone + absent + unclosed are all rows (coming holds the not accounted for); late, not_collected,
    not_accounted, extra and inside (here + unclosed) count among them.  `head_count` is the day's last, or
    None.
    """

    day: str
    closed: str
    rows: tuple[ChildRow, ...]
    counts: dict[str, int]
    head_count: HeadCount | None


class _Kept(NamedTuple):
    """A row, what it was made of, and the minute (and the centre's times) for which that was derived."""

    one: OneDay
    minute: tuple[int, Centre]
    derived: Derived
    row: ChildRow


_kept_rows: dict[int, _Kept] = {}
_kept_of: tuple[object, ...] = ()


def child_day(reader: Reader, act: Act, day: str) -> ChildDay:
    """Every child planned for `day` or present on it, by surname.

    Today also shows whoever has a stay left open on any earlier day.  Only the month of `day` is read, and
    those of such stays.
    """
    facts = read_day(reader, act, day)
    _keep_rows_of((day, act.zone, facts.past, facts.closed))
    number = weekday(day)
    working = number in facts.centre.weekdays
    rows: list[ChildRow] = []
    for place in places(reader, day).values():
        attended = facts.attended.get(place.child)
        if attended is not None or (working and not place.archived and place.planned(day, number)):
            rows.append(_row(facts, place, attended))
    head_counts = reader.on(HeadCount, day)
    last = max(head_counts, key=lambda count: count.at, default=None)
    return ChildDay(day, facts.closed, tuple(rows), _counts(rows), last)


def _keep_rows_of(whole_day: tuple[object, ...]) -> None:
    """Rows are kept for one day at a time: what is equal in every row of it must not change."""
    global _kept_of
    if whole_day != _kept_of:
        _kept_rows.clear()
        _kept_of = whole_day


def row_of(reader: Reader, act: Act, child: int) -> ChildRow | None:
    """The child's row of the list worked on; None where the child is neither planned nor here."""
    return next((row for row in child_day(reader, act, act.list_day).rows if row.child == child), None)


def together(rows: Iterable[ChildRow], child: int, wider: bool = False) -> tuple[ChildRow, ...]:
    """Whom `g` offers with a child: the siblings on the list; with `wider` the bus or school group."""
    listed = tuple(rows)
    chosen = next((row for row in listed if row.child == child), None)
    if chosen is None:
        return ()
    if wider:
        key = chosen.group or chosen.school
        return tuple(row for row in listed if key and (row.group or row.school) == key)
    return tuple(row for row in listed if row.child == child or row.child in chosen.siblings)


def _row(facts: DayFacts, place: Place, attended: Attendance | None) -> ChildRow:
    """The child's row; the one made before where nothing of it has changed (who told us is not looked up
    again).
    """
    child = place.child
    one = OneDay(
        place,
        attended,
        facts.told.get(child),
        facts.concerns.get(child, ()),
        facts.settled.get(child),
        order_of(facts.blocked, place) if facts.blocked else "",
        facts.notes.get(child, 0),
        len(facts.inside.intersection(place.siblings)) if place.siblings else 0,
    )
    minute = (facts.minute, facts.centre)
    kept = _kept_rows.get(child) if one.told is None and one.settled is None else None
    if kept is not None and kept.one == one and kept.minute == minute:
        return kept.row
    derived = _derived(facts, one)
    same = kept is not None and kept.one == one and kept.derived == derived
    row = kept.row if kept is not None and same else _made(facts, one, derived)
    _kept_rows[child] = _Kept(one, minute, derived, row)
    return row


def _derived(facts: DayFacts, one: OneDay) -> Derived:
    """State and trouble of the child at this minute."""
    attended, place = one.attended, one.place
    minute, past, expected, pickup = facts.minute, facts.past, place.expected_minute, place.pickup_minute
    if attended is not None:
        if attended.day < facts.day:
            minute, past = minute_of(facts.act, attended.day), True
        expected = minutes(attended.expected) if attended.expected else expected
        pickup = minutes(attended.pickup) if attended.pickup else pickup
    return derive(
        stays=attended.stays if attended is not None else (),
        told_absent=one.told is not None or bool(facts.closed),
        reported=any(
            concern.kind == "missing" or (concern.kind == "not_accounted" and concern.day == facts.day)
            for concern in one.concerns
        ),
        minute=minute,
        expected=expected,
        pickup=pickup,
        arrival_grace=facts.centre.overdue_arrival_minutes,
        pickup_grace=facts.centre.overdue_pickup_minutes,
        past=past,
    )


def _made(facts: DayFacts, one: OneDay, derived: Derived) -> ChildRow:
    place, attended = one.place, one.attended
    zone = facts.act.zone
    stay = attended.stays[-1] if attended is not None and attended.stays else None
    today = attended is not None and attended.day == facts.day
    kept_due = attended.expected if attended is not None and today else ""
    return ChildRow(
        child=place.child,
        name=place.name,
        latin_name=place.latin_name,
        shown_apart=place.shown_apart,
        school=place.school,
        grade=place.grade,
        group=place.group,
        state=derived.state,
        overdue=derived.overdue,
        late=derived.minutes,
        due=kept_due or place.expected,
        pickup=(attended.pickup if attended is not None else "") or place.pickup,
        in_=clock_at(stay.arrived, zone) if stay else "",
        out=clock_at(stay.departed, zone) if stay else "",
        step=last_step(stay) if stay else "",
        flags=row_flags(facts, one, derived),
        stay_open_since=attended.day if attended is not None and derived.state == "unclosed" else "",
        delayed_to=kept_due if attended is not None and attended.delayed_by else "",
        extra=attended is not None and attended.extra,
        attendance_id=attended.id if attended is not None else 0,
        collected_by=stay.collected_by if stay else 0,
        siblings=place.siblings,
        claimed_by=next((concern.claimed_by for concern in one.concerns if concern.claimed_by), 0),
        open_kinds=tuple(concern.kind for concern in one.concerns),
        sort_key=place.sort_key,
    )


def _counts(rows: list[ChildRow]) -> dict[str, int]:
    counts = dict.fromkeys(("coming", "here", "gone", "absent", "unclosed"), 0)
    late = not_collected = not_accounted = extra = came = 0
    for row in rows:
        counts["coming" if row.state == "not_accounted" else row.state] += 1
        late += row.overdue == "arrival"
        not_collected += row.overdue == "pickup"
        not_accounted += row.state == "not_accounted"
        came += bool(row.in_) and row.state != "unclosed"
        extra += row.extra
    return {
        **counts,
        "inside": counts["here"] + counts["unclosed"],
        "late": late,
        "not_collected": not_collected,
        "not_accounted": not_accounted,
        "came": came,
        "extra": extra,
    }
