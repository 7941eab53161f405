"""Made-up records that the tests of the store keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import JournalDB, Kind, Reader, Record, create
from db.segments import segments


class Person(Record):
    name: str
    code: str = ""
    archived: bool = False


class Visit(Record):
    day: str
    person: int
    words: tuple[str, ...] = ()


class Matter(Record):
    """Lives in centre.json while open, then in the month in which it was closed."""

    day: str
    person: int = 0
    closed_day: str = ""


class NotWelcome(Exception):
    pass


def no_archived_visitor(before: Visit | None, after: Visit | None, tx: Reader) -> None:
    if after is not None and after.person:
        person = tx.get(Person, after.person)
        if person is not None and person.archived:
            raise NotWelcome(after.person)


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        Person,
        "people",
        indexes={"name": lambda document: (document["name"],)},
        unique={"code": lambda document: filter(None, (document.get("code"),))},
    ),
    Kind(
        Visit,
        "visits",
        home=lambda document: document["day"][:7],
        indexes={"person": lambda document: (document["person"],)},
        unique={"person_day": lambda document: ((document["person"], document["day"]),)},
        refers=lambda document: (document["person"],),
        checks=(no_archived_visitor,),
    ),
    Kind(
        Matter,
        "matters",
        home=lambda document: document.get("closed_day", "")[:7] or None,
        refers=lambda document: (document.get("person", 0),),
    ),
)

Opener = Callable[..., JournalDB]


def fresh(folder: Path) -> JournalDB:
    return create(folder, KINDS)


def add_person(store: JournalDB, name: str, **fields: Any) -> Person:
    with store.transaction("new_person", who=1, on="front") as tx:
        return tx.put(Person(name=name, **fields))


def everything(store: JournalDB) -> str:
    """All that the store holds, as text to compare."""
    held: dict[str, Any] = {"centre": store.storage.read(), "next": store.memory.next_id}
    for month in store.months():
        held[month] = store.month(month).storage.read()
    return json.dumps(held, sort_keys=True)


def live_segment(folder: Path) -> Path:
    return segments(folder / "journal")[-1]


def log_of(path: Path) -> bytes:
    return path.read_bytes().split(b"\0", 1)[0]
