"""Which column of a list fills which field: by its headings, or by a map for another system's export.

A map is TOML: a part for each list (`[children]`), and in it a line for each field.  Its text is taken as it
stands, `{Heading}` is that column's cell, and a text whose columns are all empty is empty:

    [children]
    name = "{FirstName} {LastSurname}"
    school = "Riverside School"
    born = { from = "{BirthDate}", format = "%d/%m/%Y" }
    relation_1 = { from = "{Contact1Relation}", words = { MTH = "mother", FTH = "father" } }
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from deskapp.exchange.files import read_plain
from deskapp.exchange.headings import CHILDREN, Headings, fold
from deskapp.exchange.problems import BadFile

COLUMN = re.compile(r"\{([^{}]*)\}")
HEADING = re.compile(r"[^\W\d_][\w .()#/-]{0,39}")
FEWEST, MOST, CUT = 2, 8, 20
"""How many headings a list has at least, and how many of them, how long, a refusal repeats."""
OPTIONS = ("from", "format", "words")


class Source(NamedTuple):
    """Where a field comes from: text with `{3}` for the cell of column 3, and how its cells are to be read.

    `format` is a strptime pattern for days; `words` replaces whole values (compared folded).
    """

    text: str
    format: str = ""
    words: Mapping[str, str] = {}

    def value(self, cells: Sequence[str]) -> str:
        """The field's text in this row."""
        columns = [int(number) for number in COLUMN.findall(self.text)]
        if columns and not any(cells[number] for number in columns):
            return ""
        text = COLUMN.sub(lambda match: cells[int(match.group(1))], self.text)
        return self.words.get(fold(text), text).strip()


class Columns(NamedTuple):
    """The sources of all fields that the list fills, and the headings that nothing reads."""

    sources: Mapping[str, Source]
    unread: tuple[str, ...]


def by_headings(headings: Sequence[str], kind: Headings = CHILDREN) -> Columns:
    """Columns by their own headings.  Raises BadFile without a column that the list needs, or where two mean
    one field.
    """
    sources: dict[str, Source] = {}
    unread = []
    for number, heading in enumerate(headings):
        field = kind.meaning.get(fold(heading))
        if field is None:
            if heading:
                unread.append(heading)
        elif field in sources:
            raise BadFile("heading_twice", line=1, field=field, heading=heading)
        else:
            sources[field] = Source(f"{{{number}}}")
    missing = next((field for field in kind.needed if field not in sources), "")
    if missing:
        raise no_column(missing, told(headings))
    return Columns(sources, tuple(unread))


def no_column(field: str, headings: str) -> BadFile:
    """No column holds what a list cannot be without; `headings` are those that may be repeated."""
    if field == "name":
        return BadFile("no_name_column", line=1, headings=headings) if headings else BadFile("no_headings", 1)
    if headings:
        return BadFile("no_column", line=1, field=field, headings=headings)
    return BadFile("no_column_no_headings", line=1, field=field)


def told(headings: Sequence[str]) -> str:
    """The headings as a refusal may repeat them: a few, and only of what looks like a list.

    A file that was meant for no one's eyes, taken for a list by mistake, must not show its first line.
    """
    filled = [heading for heading in headings if heading]
    alike = [heading for heading in filled if HEADING.fullmatch(heading)]
    if len(filled) < FEWEST or len(alike) * 2 <= len(filled):
        return ""
    return ", ".join(heading[:CUT] for heading in alike[:MOST]) + (", ..." if len(alike) > MOST else "")


def by_map(wanted: Mapping[str, Source], headings: Sequence[str]) -> Columns:
    """Columns as a map says.  Raises BadFile where it names a column that the list has not."""
    exact = {heading: number for number, heading in reversed(list(enumerate(headings)))}
    folded = {fold(heading): number for heading, number in exact.items()}
    used: set[int] = set()

    def number_of(field: str, heading: str) -> str:
        number = exact.get(heading, folded.get(fold(heading)))
        if number is None:
            raise BadFile("map_unknown_column", field=field, heading=heading, headings=told(headings) or "?")
        used.add(number)
        return f"{{{number}}}"

    sources = {}
    for field, source in wanted.items():
        for heading in COLUMN.findall(source.text):
            number_of(field, heading)
        text = COLUMN.sub(lambda match: number_of("", match.group(1)), source.text)
        sources[field] = source._replace(text=text)
    unread = tuple(heading for number, heading in enumerate(headings) if number not in used and heading)
    return Columns(sources, unread)


def read_map(path: Path, kind: Headings = CHILDREN) -> dict[str, Source]:
    """The list's part of a map file, columns still by heading.  Raises BadFile and OSError."""
    import tomllib

    try:
        content = tomllib.loads(read_plain(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile("map_not_toml", reason=str(error)) from None
    table = content.get(kind.part)
    if not isinstance(table, dict):
        raise BadFile(f"map_without_{kind.part}")
    sources = {field: source_of(field, entry, kind) for field, entry in table.items()}
    missing = next((field for field in kind.needed if field not in sources), "")
    if missing:
        raise BadFile("map_without_name") if missing == "name" else BadFile("map_without", field=missing)
    return sources


def source_of(field: str, entry: Any, kind: Headings) -> Source:
    """One line of a map.  Raises BadFile where the field or an option is unknown."""
    if field not in kind.fields:
        raise BadFile("map_unknown_field", field=field, fields=", ".join(kind.fields))
    if isinstance(entry, str):
        return Source(entry)
    if not isinstance(entry, dict) or not isinstance(entry.get("from"), str):
        raise BadFile("map_bad_entry", field=field)
    words = entry.get("words", {})
    options = set(entry) - set(OPTIONS)
    if options or not isinstance(words, dict) or not isinstance(entry.get("format", ""), str):
        raise BadFile("map_bad_entry", field=field)
    return Source(
        entry["from"], entry.get("format", ""), {fold(key): str(word) for key, word in words.items()}
    )
