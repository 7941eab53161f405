"""A note to be shown when a child arrives is said on the status line the moment the arrival is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from db import Reader
from deskapp.services import notes
from deskapp.services.act import Act
from deskapp.services.notes import NoteLine
from deskapp.session import Desk

MOST = 30


def arrival_notes(reader: Reader, act: Act, children: Iterable[int]) -> tuple[NoteLine, ...]:
    """The open notes for the arrival of these children."""
    return tuple(note for child in children for note in notes.note_lines(reader, act, child, "arrival"))


async def say_arrival_notes(desk: Desk, children: Iterable[int]) -> None:
    """Say the first such note, and how many more there are; `m` shows all and ticks them off."""
    found = await desk.ask(arrival_notes, tuple(children)[:MOST])
    if found:
        note = found[0]
        names = await desk.names([("name", note.person)])
        code = "arrival_note" if len(found) == 1 else "arrival_notes"
        desk.bell()
        desk.say(code, names=names, child=note.person, text=note.text, count=len(found) - 1)
