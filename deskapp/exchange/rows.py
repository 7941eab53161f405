"""Reads the cells of one row, whatever the list, and keeps every problem with its line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TypeVar

from deskapp.exchange.cells import BadCell
from deskapp.exchange.mapping import Source
from deskapp.exchange.problems import Fact, Problem
from deskapp.exchange.tables import Row
from deskapp.services.entries import clean_line, clean_name
from deskapp.services.refusal import Refusal
from deskapp.text import visible

LONGEST_SHOWN = 40
Value = TypeVar("Value")


class RowReader:
    """Reads one row's cells, collecting a problem for each that means nothing."""

    def __init__(self, row: Row, sources: Mapping[str, Source], today: datetime.date) -> None:
        self.row = row
        self.sources = sources
        self.today = today
        self.problems: list[Problem] = []

    def text(self, field: str) -> str:
        """The field's text in this row; empty where the list has no such column."""
        source = self.sources.get(field)
        return source.value(self.row.cells) if source else ""

    def read(self, field: str, meaning: Callable[[str], Value], nothing: Value) -> Value:
        """The field's value; `nothing` and a problem where it has none."""
        try:
            return meaning(self.text(field))
        except (BadCell, Refusal) as bad:
            shown = visible(self.text(field))[:LONGEST_SHOWN]
            self.problems.append(Problem(self.row.line, bad.code, {"field": field, "text": shown}))
            return nothing

    def wrong(self, code: str, /, **facts: Fact) -> None:
        """Notes what is wrong with the row beside its single cells."""
        self.problems.append(Problem(self.row.line, code, facts))

    def pattern(self, field: str) -> str:
        """How a map says that the field's days are written; empty where it does not."""
        source = self.sources.get(field)
        return source.format if source else ""

    def plain(self, field: str) -> str:
        """A field of free text."""
        return self.read(field, clean_line, "")

    def name(self, field: str) -> str:
        """A field that is a name; empty where the list has none."""
        return self.read(field, clean_name, "") if self.text(field) else ""
