"""Reads a list from a file, CSV or XLSX, into rows of plain text cells that know their line.

CSV is UTF-8 (with or without BOM), UTF-16 with BOM or GB18030, with any line end, separated by comma,
semicolon or tab, quoted as in RFC 4180.  It is parsed here, not by csv.reader: every problem needs its
line, and reading must go on behind a broken quote, so that all bad rows are listed at once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deskapp.exchange.files import read_plain
from deskapp.exchange.problems import MOST_CELLS, BadFile, Problem
from deskapp.exchange.writing import unneutral

LARGEST = 20 * 1024 * 1024
"""Bytes; a list of children above this is a mistake."""


class Row(NamedTuple):
    """One row: the physical line it begins on (from 1) and its cells, as many as there are headings."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A list as read.  `problems` are the rows that could not be read; they are not among `rows`."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path) -> Table:
    """The rows of a file.  Raises BadFile where it is no list at all, OSError where it cannot be read."""
    content = read_plain(path, LARGEST + 1)
    if not content or len(content) > LARGEST:
        raise BadFile("file_too_large" if content else "file_empty", limit=LARGEST // 2**20)
    if content.startswith(b"PK\x03\x04"):
        from deskapp.exchange.workbooks import read_workbook

        rows, problems = read_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile("file_old_excel")
    elif sum(content.count(end) for end in (b"\n", b"\r", b",", b";", b"\t")) > MOST_CELLS:
        raise BadFile("file_too_long", limit=MOST_CELLS)
    else:
        text, problems = decode(content)
        rows = list(split_rows(text, problems))
    return arrange(rows, problems)


def decode(content: bytes) -> tuple[str, list[Problem]]:
    """The text of a CSV file, and a problem for each line whose bytes are no text.

    A file that is mostly valid UTF-8 is UTF-8 with damage, never GB18030, which reads almost anything.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                raise BadFile("file_not_text") from None
    if b"\0" in content:
        raise BadFile("file_not_text")
    marked = content.startswith(codecs.BOM_UTF8)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    lines = [line for line in re.split(rb"(?<=\n)|(?<=\r)(?!\n)", content) if line]
    foreign = [line for line in lines if not line.isascii()]
    readable = sum(decodes(line, "utf-8") for line in foreign)
    encoding = "utf-8" if marked or readable * 2 > len(foreign) else "gb18030"
    problems = [
        Problem(number, "undecodable")
        for number, line in enumerate(lines, start=1)
        if not decodes(line, encoding)
    ]
    return content.decode(encoding, errors="replace"), problems


def decodes(line: bytes, encoding: str) -> bool:
    """Whether these bytes are text in this encoding."""
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def split_rows(text: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows of CSV text; broken quotes are added to `problems` and the row is left out."""
    separator = re.escape(separator_of(text))
    cell = re.compile(rf'"([^"]*(?:""[^"]*)*)"[ ]*(?={separator}|\r|\n|\Z)|([^{separator}\r\n]*)')
    end = re.compile(r"\r\n|\r|\n|\Z")
    position, line = 0, 1
    while position < len(text):
        start, cells, broken = line, [], False
        while True:
            match = cell.match(text, position)
            assert match is not None  # the second alternative matches the empty text
            quoted, plain = match.groups()
            broken |= plain is not None and plain.lstrip().startswith('"')
            cells.append(quoted.replace('""', '"') if quoted is not None else plain)
            line += len(re.findall(r"\r\n|\r|\n", quoted or ""))
            position = match.end()
            ending = end.match(text, position)
            if ending:
                position = ending.end()
                break
            position += 1  # the separator
        line += 1
        if broken:
            cut = position == len(text) and text[-1] not in "\r\n"
            problems.append(Problem(start, "cut_off_quoted" if cut else "broken_quotes"))
        else:
            yield Row(start, tuple(unneutral(value.strip()) for value in cells))


def separator_of(text: str) -> str:
    """What separates cells: whichever of comma, semicolon and tab the heading line holds most of, outside
    quotes.
    """
    heading = re.match(r'(?:"[^"]*"|[^"\r\n])*', text.lstrip("\r\n"))
    assert heading is not None  # it matches the empty text
    return max(",;\t", key=re.sub(r'"[^"]*"', "", heading[0]).count)


def arrange(rows: list[Row], problems: list[Problem]) -> Table:
    """Takes the headings off and makes every row as wide as they are; what cannot be is a problem."""
    while len(rows) > 1 and not any(rows[-1].cells):  # what an editor leaves at the end of a file
        rows.pop()
    unread = {problem.line for problem in problems}
    if not rows or (unread and min(unread) <= rows[0].line):
        raise BadFile("headings_unreadable" if rows or unread else "file_empty", line=1)
    first, *others = rows
    headings = first.cells
    while headings and not headings[-1]:
        headings = headings[:-1]
    if not headings:
        raise BadFile("headings_unreadable", line=first.line)
    good = []
    last = max(row.line for row in rows)
    for row in others:
        cells = row.cells
        width = len(headings)
        if row.line in unread:
            continue
        if not any(cells):
            problems.append(Problem(row.line, "empty_line"))
        elif len(cells) < width:
            code = "cut_off" if row.line == last else "too_few_cells"
            problems.append(Problem(row.line, code, {"found": len(cells), "wanted": width}))
        elif any(cells[width:]):
            problems.append(Problem(row.line, "too_many_cells", {"found": len(cells), "wanted": width}))
        else:
            good.append(Row(row.line, cells[:width]))
    return Table(headings, tuple(good), tuple(problems))
