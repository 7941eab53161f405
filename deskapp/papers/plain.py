"""A paper as plain text of at most so many columns: for the screen, for `lp`, for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deskapp.papers.paper import Column, Paper, Table
from deskapp.text import cells_of, visible

COLUMNS = 78
LABEL_CELLS = 38


def text_lines(papers: Iterable[Paper], columns: int = COLUMNS) -> list[str]:
    """The lines of the papers one after another; an empty line between, nothing cut."""
    found: list[str] = []
    for paper in papers:
        if found:
            found += ["", ""]
        found += [*_wrapped(paper.title, columns), "=" * min(columns, cells_of(paper.title))]
        for line in paper.lines:
            found += _wrapped(line, columns)
        for table in paper.tables:
            found += ["", *_table(table, columns)]
        for label in paper.labels:
            found += [
                "",
                *(
                    f"| {_filled(part, LABEL_CELLS)} |"
                    for line in label
                    for part in _wrapped(line, LABEL_CELLS)
                ),
            ]
    return [line.rstrip() for line in found]


def as_text(papers: Iterable[Paper]) -> bytes:
    """The papers as a text file; each begins on a page of its own."""
    pages = ("\n".join(text_lines([paper])) for paper in papers)
    return ("\n\f\n".join(pages) + "\n").encode()


def _table(table: Table, columns: int) -> list[str]:
    found = _wrapped(table.heading, columns) if table.heading else []
    if not table.rows:
        return found
    widths = _widths(table.columns, columns - 1)
    titles = [column.title for column in table.columns]
    if any(titles):
        found += [*(" " + line for line in _row(titles, table.columns, widths)), "-" * columns]
    for number, row in enumerate(table.rows):
        mark = "!" if number in table.strong else " "
        found += [mark + line for line in _row(row, table.columns, widths)]
    return found


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    whole = sum(column.cells for column in columns)
    free = room - (len(columns) - 1)
    widths = [max(3, column.cells * free // whole) for column in columns]
    widths[-1] += free - sum(widths)
    return widths


def _row(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    parts = [_wrapped(cell, size) or [""] for cell, size in zip(row, widths, strict=True)]
    lines = []
    for at in range(max(len(part) for part in parts)):
        texts = [part[at] if at < len(part) else "" for part in parts]
        lines.append(
            " ".join(
                _filled(text, size, right=column.align == "right")
                for text, size, column in zip(texts, widths, columns, strict=True)
            )
        )
    return lines


def _filled(text: str, cells: int, *, right: bool = False) -> str:
    blank = " " * max(0, cells - cells_of(text))
    return blank + text if right else text + blank


def _wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells: between words where it can, else between signs."""
    lines: list[str] = []
    line = ""
    for word in visible(text).split(" "):
        joined = f"{line} {word}" if line else word
        if cells_of(joined) <= cells:
            line = joined
            continue
        if line:
            lines.append(line)
        line = ""
        for character in word:
            if cells_of(line + character) > cells:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line] if line else lines
