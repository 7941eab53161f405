"""What was said and done at this terminal, kept as codes and facts so that it can be read in either
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from db import Line, Reader
from deskapp.names import full_name
from deskapp.services.kinds import KINDS
from deskapp.services.meals.codes import MEAL_LABELS
from deskapp.services.records import Person, Staff
from deskapp.words import DONE, Names, people_in, say, say_done

Kind = Literal["said", "refused", "unsaved", "done"]


REFERS = {kind.table: kind.refers for kind in KINDS}
PEOPLE_ARGUMENTS = ("children", "people", "person", "adult", "guardian", "teller")

NONE: Mapping[Any, Any] = MappingProxyType({})


class Refused(Exception):
    """A rule or the store said No, and the status line already says why.  The gate lets it pass."""


class Said(NamedTuple):
    """A sentence of the status line.  `kind` says how it is shown, and "done" that its code is a label."""

    code: str
    facts: Mapping[str, Any] = NONE
    names: Names = NONE
    kind: Kind = "said"

    def sentence(self, zone: ZoneInfo) -> str:
        """The sentence, in the language of the screen."""
        speak = say_done if self.kind == "done" else say
        return speak(self.code, self.facts, self.names, zone)


class Step(NamedTuple):
    """Something that was done at this terminal: its line in the journal, by whom, and when (monotonic
    seconds).
    """

    lsn: int
    said: Said
    staff: int
    since: float


def names_of(reader: Reader, wanted: Iterable[tuple[str, int]]) -> Names:
    """Display names of people ("name", id) and staff ("staff", id).  Runs on the store's thread.

    Whoever was called may be either: no id is of two records.
    """
    names: dict[tuple[str, int], str] = {}
    for kind, number in wanted:
        found = (reader.get(Person, number) if kind == "name" else None) or reader.get(Staff, number)
        if found is not None:
            names[kind, number] = full_name(found)
    return names


def about(line: Line, person: int) -> bool:
    """Whether a line is about somebody: changed or referred to by its records, or named by its arguments."""
    for operation in line.operations:
        if (operation.table, operation.id) == ("people", person):
            return True
        refers = REFERS.get(operation.table)
        documents = [document for document in (operation.document, operation.was) if document]
        if refers and any(person in refers(document) for document in documents):
            return True
    named = [line.args[name] for name in PEOPLE_ARGUMENTS if name in line.args]
    return any(person == value or (isinstance(value, list) and person in value) for value in named)


def line_said(reader: Reader, line: Line, zone: ZoneInfo, child: int = 0) -> str:
    """What a line of the history did, in the language of the screen.  In the history of one child or client
    no other of the line is named.
    """
    label, facts = str(line.args.get("code", "")) if line.undoes else line.code, line.args
    for several in ("children", "people") if label in MEAL_LABELS else ("children",):
        if child in facts.get(several, ()):
            facts = {**facts, several: [child]}
    text = say_done(label, facts, names_of(reader, people_in(DONE.get(label, ""), facts)), zone)
    return say("undone", {"what": text}) if line.undoes else text
