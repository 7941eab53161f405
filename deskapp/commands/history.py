"""`deskapp history`: who did what, when, at which terminal; newest last, as it is read."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from db import Line, Reader
from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.commands.printing import put_json, put_table, say_reading_only
from deskapp.i18n import _
from deskapp.names import full_name
from deskapp.said import about, line_said
from deskapp.services.act import from_instant
from deskapp.services.finding import by_card, find
from deskapp.services.records import Person, Staff
from deskapp.text import fold
from deskapp.words.joins import listed


def run(options: Namespace) -> int:
    """Prints the lines that were asked for."""
    with open_office(options) as office:
        person = find_person(office.reader, options.person) if options.person else None
        found = [
            line
            for line in office.store.history(id=person, day=checked_day(options.day))
            if line.kind == "tx" and (person is None or about(line, person))
        ]
        found.reverse()
        if options.json:
            put_json([as_object(office, line, person or 0) for line in found])
        else:
            put_table([as_row(office, line, person or 0) for line in found])
        say_reading_only(office.store.read_only)
    return 0


def checked_day(text: str | None) -> str | None:
    """The day of --day.  Raises Failure."""
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise Failure("no_such_day", {"text": text or ""}) from None


def find_person(reader: Reader, text: str) -> int:
    """The id of whoever is meant: by code, card, whole name, id, or the only one found.  Raises Failure."""
    wanted = fold(text)
    named = [
        person
        for person in reader.all(Person)
        if wanted in (fold(person.code), fold(person.name), fold(person.latin_name))
    ]
    card = by_card(reader, text)
    if not named and card is not None:
        named = [card]
    if not named and text.isdecimal():
        by_id = reader.get(Person, int(text))
        named = [by_id] if by_id else []
    found = {person.id: full_name(person) for person in named}
    if not found:
        found = {match.person: match.name for match in find(reader, text, limit=8, archived=True)}
    if len(found) == 1:
        return next(iter(found))
    if not found:
        raise Failure("person_unknown", {"text": text})
    several = listed(f"{number} {name}" for number, name in found.items())
    raise Failure("person_several", {"text": text, "people": several})


def as_row(office: Office, line: Line, about_whom: int = 0) -> list[str]:
    """A line for people: number, when (* pretended), who, where, what."""
    moment = from_instant(line.at or line.time).astimezone(office.zone)
    staff = office.reader.get(Staff, line.who)
    taken_back = _("(taken back by {line})").format(line=line.undone_by) if line.undone_by else ""
    return [
        str(line.n),
        f"{moment:%Y-%m-%d %H:%M}" + ("*" if line.at else ""),
        staff.name if staff else "-",
        line.on or "-",
        " ".join(
            part for part in (line_said(office.reader, line, office.zone, about_whom), taken_back) if part
        ),
    ]


def as_object(office: Office, line: Line, about_whom: int = 0) -> dict[str, Any]:
    """A line for programs; `pretended` is the time of a demo or a training, `time` always the real one."""

    def local(instant: str) -> str | None:
        return from_instant(instant).astimezone(office.zone).isoformat() if instant else None

    staff = office.reader.get(Staff, line.who)
    return {
        "line": line.n,
        "time": local(line.time),
        "pretended": local(line.at),
        "who": line.who or None,
        "staff": staff.name if staff else None,
        "terminal": line.on or None,
        "code": line.code,
        "args": line.args,
        "undoes": line.undoes or None,
        "undone_by": line.undone_by or None,
        "text": line_said(office.reader, line, office.zone, about_whom),
    }
