"""What was said and done at this terminal, kept as codes and facts so that it can be read in either
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from db import Reader
from deskapp.names import full_name
from deskapp.services.records import Person, Staff
from deskapp.words import Names, say, say_done

Kind = Literal["said", "refused", "unsaved", "done"]


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
    """Display names of people ("name", id) and staff ("staff", id).  Runs on the store's thread."""
    names: dict[tuple[str, int], str] = {}
    for kind, number in wanted:
        found = reader.get(Staff, number) if kind == "staff" else reader.get(Person, number)
        if found is not None:
            names[kind, number] = full_name(found)
    return names
