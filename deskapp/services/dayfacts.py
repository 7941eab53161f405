"""What is read of a day before its rows are made: one pass over the indexes, nothing kept."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services.act import Act
from deskapp.services.clocks import minute_of
from deskapp.services.records import Absence, Attendance, Centre, Collector, Concern, Note, OpenStay


class DayFacts(NamedTuple):
    """What one day's rows are made of, read once; by child.

    `minute` is now, counted from the day's local midnight.  `past`: the day is over.  `closed`: why the
    centre is shut.  `settled` are the children of whom an adult said on that day where they are, or who
    were found.  `blocked` says of each child with an order whether all of them are up for review;
    `inside` who is in the building, today only.
    """

    act: Act
    day: str
    centre: Centre
    minute: int
    past: bool
    closed: str
    attended: dict[int, Attendance]
    told: dict[int, Absence]
    notes: dict[int, int]
    concerns: dict[int, tuple[Concern, ...]]
    settled: dict[int, Concern]
    blocked: dict[int, bool]
    inside: frozenset[int]
    reader: Reader


def read_day(reader: Reader, act: Act, day: str) -> DayFacts:
    """Reads all of a day once: its attendances, and what stands open in centre.json."""
    closed = centres.closed_on(reader, day)
    attended = {
        record.child: record for record in reader.on(Attendance, day) if record.stays or record.expected
    }
    inside = set()
    for pointer in reader.all(OpenStay):
        inside.add(pointer.child)
        if day == act.list_day and (pointer.day < day or (pointer.day > day and not act.entered)):
            left_open = reader.get(Attendance, pointer.attendance, pointer.day)
            if left_open is not None:
                attended[pointer.child] = left_open
    notes: dict[int, int] = {}
    for note in reader.all(Note):
        notes[note.person] = notes.get(note.person, 0) + 1
    concerns: dict[int, tuple[Concern, ...]] = {}
    for concern in reader.all(Concern):
        if day in (concern.day, act.list_day):
            concerns[concern.child] = (*concerns.get(concern.child, ()), concern)
    settled: dict[int, Concern] = {}
    for concern in sorted(reader.by(Concern, "closed_day", day, day), key=lambda one: one.closed_at):
        if concern.closing in ("found", "safe"):
            settled[concern.child] = concern
    blocked: dict[int, bool] = {}
    for collector in reader.by(Collector, "standing", "blocked"):
        if not collector.archived:
            review = bool(collector.order_until) and collector.order_until < day
            blocked[collector.child] = blocked.get(collector.child, True) and review
    return DayFacts(
        act=act,
        day=day,
        centre=centres.centre(reader),
        minute=minute_of(act, day),
        past=day < act.day,
        closed=(closed.why or "closed") if closed else "",
        attended=attended,
        told={absence.child: absence for absence in reader.by(Absence, "day", day)},
        notes=notes,
        concerns=concerns,
        settled=settled,
        blocked=blocked,
        inside=frozenset(inside) if day == act.day else frozenset(),
        reader=reader,
    )
