"""The report of a day: present per hour, suppers served, who was collected late."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.services.act import Act
from deskapp.services.childday import child_day
from deskapp.services.clocks import MINUTES_A_DAY, clock_at, day_at, minutes, next_day
from deskapp.services.places import places
from deskapp.services.records import Attendance, Stay


class LatePickup(NamedTuple):
    """A child collected after the agreed time, or not at all (`out` empty)."""

    child: int
    name: str
    agreed: str
    out: str
    minutes: int


class DayReport(NamedTuple):
    """A day in figures.  `present` holds, for each full hour ("16:00"), how many children were in at any
    time of it.

    `absent` counts by reason (sick, informed, planned, closed), `not_accounted` whoever never came unheard
    of.
    """

    day: str
    planned: int
    came: int
    extra: int
    absent: dict[str, int]
    not_accounted: int
    present: tuple[tuple[str, int], ...]
    suppers: int
    suppers_other: int
    late: tuple[LatePickup, ...]


def day_report(reader: Reader, act: Act, day: str) -> DayReport:
    """The report of a day.  A stay that went on after midnight belongs to the day of its arrival."""
    listed = child_day(reader, act, day)
    records = [record for record in reader.on(Attendance, day) if record.stays]
    eaten = [stay for record in records for stay in record.stays if stay.supper]
    absent: dict[str, int] = {}
    for row in listed.rows:
        if row.state == "absent":
            told = next((shown for shown in row.flags if shown.code == "told"), None)
            reason = str(told.facts["reason"]) if told else "closed"
            absent[reason] = absent.get(reason, 0) + 1
    return DayReport(
        day=day,
        planned=sum(not row.extra for row in listed.rows),
        came=len(records),
        extra=listed.counts["extra"],
        absent=absent,
        not_accounted=listed.counts["not_accounted"],
        present=_present(act, day, records),
        suppers=len(eaten),
        suppers_other=sum(stay.supper_other for stay in eaten),
        late=tuple(_late(reader, act, day, records)),
    )


def _present(act: Act, day: str, records: list[Attendance]) -> tuple[tuple[str, int], ...]:
    """Children per hour, from the first arrival to the last departure; each child once an hour."""
    inside: dict[int, set[int]] = {}
    for record in records:
        for stay in record.stays:
            first, last = _span(act, day, stay)
            for hour in range(first // 60, last // 60 + 1):
                inside.setdefault(hour, set()).add(record.child)
    hours = range(min(inside), max(inside) + 1) if inside else ()
    return tuple((f"{hour % 24:02d}:00", len(inside.get(hour, ()))) for hour in hours)


def _span(act: Act, day: str, stay: Stay) -> tuple[int, int]:
    """First and last minute of a stay, from the midnight of its day; an open one lasts until now or the
    day's end.
    """
    first = _minute(act, day, stay.arrived)
    if stay.departed:
        return first, _minute(act, day, stay.departed)
    now = act.now.astimezone(act.zone)
    if act.day > day:
        return first, max(first, MINUTES_A_DAY - 1)
    return first, max(first, now.hour * 60 + now.minute)


def _minute(act: Act, day: str, instant: str) -> int:
    later = MINUTES_A_DAY if day_at(instant, act.zone) > day else 0
    within = minutes(clock_at(instant, act.zone)) + later
    return (
        min(within, 2 * MINUTES_A_DAY - 1)
        if day_at(instant, act.zone) <= next_day(day)
        else 2 * MINUTES_A_DAY - 1
    )


def _late(reader: Reader, act: Act, day: str, records: list[Attendance]) -> list[LatePickup]:
    """Whoever was in after the agreed time, the latest first; a minute counts, the grace is for the list
    alone.
    """
    found = []
    known = places(reader, day)
    for record in records:
        place = known.get(record.child)
        if place is None:
            continue
        agreed = record.pickup or place.pickup
        stay = record.stays[-1]
        over = _span(act, day, stay)[1] - minutes(agreed)
        if over > 0:
            out = clock_at(stay.departed, act.zone)
            found.append(LatePickup(record.child, place.name, agreed, out, over))
    return sorted(found, key=lambda late: -late.minutes)
