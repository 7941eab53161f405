"""Writes a list as CSV, JSON or XLSX.  What a spreadsheet would run is made harmless in CSV and XLSX."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence

RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
"""The beginning of a cell that a spreadsheet takes for a formula (full-width signs too), quoted or not."""
QUOTED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")


def neutral(cell: str) -> str:
    """The cell with a quotation mark before it where a spreadsheet would run it."""
    return "'" + cell if RUNS.match(cell) else cell


def unneutral(cell: str) -> str:
    """The cell as it was before `neutral`: what an import reads."""
    return cell[1:] if QUOTED.match(cell) else cell


def as_json(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """A list of objects by heading; empty is null."""
    objects = [{heading: row.get(heading) or None for heading in headings} for row in rows]
    return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """UTF-8 with BOM (a spreadsheet needs it for Chinese), lines ended by CR LF."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([neutral(row.get(heading, "")) for heading in headings])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """A workbook of one sheet whose cells are all text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for values in (headings, *([row.get(heading, "") for heading in headings] for row in rows)):
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet, neutral(value) or None)
            if value:
                cell.data_type = "s"
                cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WRITERS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx}
