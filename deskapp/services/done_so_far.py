"""What was done so far about an item of Today, and about whom it is: a line each."""

from __future__ import annotations

from db import Reader
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import when
from deskapp.services.records import Call, Concern, Person, Staff


def calls(reader: Reader, act: Act, concern: Concern | None) -> tuple[Flag, ...]:
    """The calls that were made, oldest first."""
    return tuple(_call(reader, act, call) for call in (concern.calls if concern else ()))


def _call(reader: Reader, act: Act, call: Call) -> Flag:
    staff = reader.get(Staff, call.by)
    asked: Staff | Person | None = None
    if call.person:
        asked = reader.get(Staff, call.person) if call.rung == "manager" else reader.get(Person, call.person)
    return flag(
        "call",
        at=when(act, call.at),
        rung=call.rung,
        who=asked.name if asked else "",
        result=call.result,
        words=call.words,
        by=staff.name if staff else "",
    )


def unseen(reader: Reader, concern: Concern) -> tuple[Flag, ...]:
    """Whom a roll call did not see, each by name."""
    people = (reader.get(Person, child) for child in concern.unseen)
    return tuple(flag("unseen", name=person.name, latin=person.latin_name) for person in people if person)
