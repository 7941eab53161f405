"""Messages about a child or for the shift: shown at arrival, at collection or to the next shift, until
done.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import people, staff
from deskapp.services.act import Act
from deskapp.services.clocks import clock_at, day_at
from deskapp.services.entries import clean_line
from deskapp.services.labels import say
from deskapp.services.records import Note, Shown, Staff
from deskapp.services.refusal import Refusal


class NoteLine(NamedTuple):
    """An open note as shown: `by` is the name of who wrote it, `day` and `at` when (local)."""

    note: int
    person: int
    text: str
    shown: str
    by: str
    day: str
    at: str


def add(tx: Transaction, act: Act, text: str, shown: Shown, person: int = 0) -> Note:
    """Leaves a note about a person (0: for the shift).

    Refuses `empty_note`, `note_about_nobody` (at arrival and collection it needs a child), `unknown_person`,
    `text_too_long`.
    """
    staff.acting(tx, act)
    cleaned = clean_line(text)
    if not cleaned:
        raise Refusal("empty_note")
    if person:
        people.known(tx, person)
    elif shown != "shift":
        raise Refusal("note_about_nobody")
    saved = tx.put(Note(day=act.day, text=cleaned, shown=shown, person=person, by=act.staff, at=act.instant))
    say(tx, "add_note", person=person, note=saved.id)
    return saved


def done(tx: Transaction, act: Act, note: int) -> Note:
    """The note is settled.  Refuses `note_done`."""
    staff.acting(tx, act)
    standing = tx.get(Note, note)
    if standing is None or standing.done_at:
        raise Refusal("note_done", note=note)
    saved = tx.put(replace(standing, done_at=act.instant, done_by=act.staff, done_day=act.day))
    say(tx, "note_done", person=saved.person, note=note)
    return saved


def open_notes(reader: Reader, *, person: int = 0, shown: str = "") -> list[Note]:
    """The open notes, oldest first: about one person (0: about anybody or nobody), and of one kind if
    given.
    """
    found = reader.by(Note, "person", person) if person else reader.all(Note)
    return [note for note in found if not shown or note.shown == shown]


def note_lines(reader: Reader, act: Act, person: int = 0, shown: str = "") -> tuple[NoteLine, ...]:
    """The open notes as they are shown, with who wrote them and when."""
    lines = []
    for note in open_notes(reader, person=person, shown=shown):
        writer = reader.get(Staff, note.by)
        lines.append(
            NoteLine(
                note=note.id,
                person=note.person,
                text=note.text,
                shown=note.shown,
                by=(writer.name if writer else ""),
                day=day_at(note.at, act.zone),
                at=clock_at(note.at, act.zone),
            )
        )
    return tuple(lines)
