"""Reads the first sheet of an XLSX file.  openpyxl (0.3 s) is imported here and in writing.py only."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from deskapp.exchange.problems import MOST_CELLS, BadFile, Problem
from deskapp.exchange.tables import Row
from deskapp.exchange.writing import unneutral

MANY_EMPTY_ROWS = 1000
"""A sheet that was formatted to its last row has a million empty ones; after so many the list is over."""


def read_workbook(content: bytes) -> tuple[list[Row], list[Problem]]:
    """The rows of the first sheet, trailing empty ones left out, and what is wrong in them.

    A formula stands for the value that the spreadsheet last worked out; where there is none it is a problem.
    Raises BadFile where the file is no workbook.
    """
    try:
        formulas = first_sheet(content, values=False)
        values = first_sheet(content, values=True) if has_formula(formulas) else formulas
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises a dozen kinds, KeyError and BadZipFile among them
        raise BadFile("file_bad_workbook") from error
    rows: list[Row] = []
    problems: list[Problem] = []
    width = max((len(row) for row in formulas), default=0)
    for line, (shown, entered) in enumerate(zip(values, formulas, strict=False), start=1):
        for cell, original in zip(shown, entered, strict=False):
            if is_formula(original) and cell is None:
                problems.append(Problem(line, "formula_without_value"))
                break
            if isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?/A0").isupper():
                problems.append(Problem(line, "cell_error", {"text": cell}))
                break
        texts = tuple(as_text(cell) for cell in shown)
        rows.append(Row(line, texts + ("",) * (width - len(texts))))
    while rows and not any(rows[-1].cells):
        rows.pop()
    return rows, problems


def first_sheet(content: bytes, *, values: bool) -> list[tuple[Any, ...]]:
    """The cells of the first sheet, as formulas or as the values last worked out."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    try:
        return list(until_empty(book.worksheets[0].iter_rows(values_only=True)))
    finally:
        book.close()


def until_empty(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows until very many empty ones follow each other.  Raises BadFile above MOST_CELLS."""
    empty = cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise BadFile("file_too_long", limit=MOST_CELLS)
        empty = 0 if any(cell is not None for cell in row) else empty + 1
        if empty > MANY_EMPTY_ROWS:
            return
        yield row


def has_formula(rows: list[tuple[Any, ...]]) -> bool:
    """Whether any cell is a formula."""
    return any(is_formula(cell) for row in rows for cell in row)


def is_formula(cell: Any) -> bool:
    """Whether a cell, read with its formulas, is one."""
    return (isinstance(cell, str) and len(cell) > 1 and cell.startswith("=")) or (
        type(cell).__name__ in ("ArrayFormula", "DataTableFormula")
    )


def as_text(cell: Any) -> str:
    """A cell's value as somebody would have typed it: days as 2017-03-02, times as 16:30, 5.0 as 5."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return cell.isoformat("minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unneutral(str(cell).strip())
