"""What a paper is made of, whatever it is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

BOX = "[ ]"
"""What is ticked by hand."""


class Column(NamedTuple):
    """A column: its heading and how many cells of a line of 78 it takes."""

    title: str
    cells: int
    align: Literal["left", "right"] = "left"


class Table(NamedTuple):
    """Rows under headings; a cell that is too long goes on below, nothing is cut.  `strong` are the numbers
    of rows, from 0, that must not be missed.
    """

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    strong: frozenset[int] = frozenset()


class Paper(NamedTuple):
    """A sheet: its title, some lines below it, and tables.  `labels` are small sheets of a few lines each."""

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    labels: Sequence[Sequence[str]] = ()
