"""What is wrong with a row or a file: codes and facts.  The sentences stand in deskapp/words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Fact = str | int
NO_FACTS: Mapping[str, Fact] = MappingProxyType({})

MOST_RECORDS = 10_000
"""What one line of the journal holds; a larger list is refused, never split behind somebody's back."""
MOST_CELLS = 1_000_000
"""Above this a file is no list of people, and reading it would take minutes."""


class Problem(NamedTuple):
    """One thing wrong in one line.  `line` is the physical line, from 1; 0 is the file as a whole."""

    line: int
    code: str
    facts: Mapping[str, Fact] = NO_FACTS


class BadFile(Exception):
    """The file cannot be read as a list at all; `problem` says why."""

    def __init__(self, code: str, line: int = 0, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.problem = Problem(line, code, facts)
