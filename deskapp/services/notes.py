"""Messages about a child, about somebody who gets meals, or for the shift: shown at arrival, at collection,
with the meal or to the next shift, until done.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.names import full_name
from deskapp.services import people, staff
from deskapp.services.act import Act
from deskapp.services.clocks import clock_at, day_at
from deskapp.services.entries import clean_line
from deskapp.services.labels import say
from deskapp.services.meals import clients
from deskapp.services.records import Enrolment, Note, Person, Shown, Staff
from deskapp.services.refusal import Refusal


class NoteLine(NamedTuple):
    """An open note as shown: `name` is whom it is about, `by` who wrote it, `day` and `at` when (local)."""

    note: int
    person: int
    name: str
    text: str
    shown: str
    by: str
    day: str
    at: str


def fitting(reader: Reader, _act: Act, person: int) -> tuple[Shown, ...]:
    """When a note about this person can be shown (0: about nobody): what somebody will see, and no more."""
    found: list[Shown] = []
    if person and reader.by(Enrolment, "child", person):
        found += ["collection", "arrival"]
    client = clients.of_person(reader, person) if person else None
    if client is not None and client.status not in ("stopped", "deceased"):
        found.append("meal")
    return (*found, "shift")


def add(tx: Transaction, act: Act, text: str, shown: Shown, person: int = 0) -> Note:
    """Leaves a note about a person (0: for the shift).

    Refuses `empty_note`, `note_about_nobody` (only one for the shift is), `unknown_person`, `text_too_long`,
    `note_unseen` (what is no child does not arrive, who gets no meals has none to show it with).
    """
    staff.acting(tx, act)
    cleaned = clean_line(text)
    if not cleaned:
        raise Refusal("empty_note")
    if person:
        people.known(tx, person)
        if shown not in fitting(tx, act, person):
            raise Refusal("note_unseen", person=person, shown=shown)
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
        about = reader.get(Person, note.person) if note.person else None
        lines.append(
            NoteLine(
                note=note.id,
                person=note.person,
                name=full_name(about) if about else "",
                text=note.text,
                shown=note.shown,
                by=(writer.name if writer else ""),
                day=day_at(note.at, act.zone),
                at=clock_at(note.at, act.zone),
            )
        )
    return tuple(lines)
