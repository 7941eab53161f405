"""What commands print: text that is safe on a terminal, columns that stand under each other, and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deskapp.text import cells_of, visible
from deskapp.words import say

INDENT = "    "


def put(text: str = "", *, indented: bool = False) -> None:
    """One line on stdout, without anything a terminal would obey."""
    print((INDENT if indented else "") + visible(text))


def put_lines(lines: Iterable[str]) -> None:
    """Lines that were laid out already: their blanks stay."""
    for line in lines:
        print(line)


def put_row(*cells: str) -> None:
    """One line of cells, kept apart by two blanks; empty ones are left out."""
    print("  ".join(text for cell in cells if (text := visible(cell))))


def put_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns, as wide as their widest cell; Chinese characters take two places."""
    clean = [[visible(cell) for cell in row] for row in rows]
    widths = [max(cells_of(cell) for cell in column) for column in zip(*clean, strict=True)]
    for row in clean:
        padded = [cell + " " * (wide - cells_of(cell)) for cell, wide in zip(row, widths, strict=True)]
        print("  ".join(padded).rstrip())


def put_json(value: Any) -> None:
    """A value as JSON on stdout, for programs: UTF-8 signs stay as they are where stdout can hold them."""
    utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not utf8, indent=1))


def tell(sentence: str, /, **facts: Any) -> None:
    """The sentence of a code on stdout."""
    put(say(sentence, facts))


def warn(sentence: str, /, **facts: Any) -> None:
    """The sentence of a code on stderr; the command goes on."""
    print("deskapp: " + visible(say(sentence, facts)), file=sys.stderr)


def say_reading_only(reason: tuple[str, str, int] | None) -> None:
    """Warns that nothing can be written now, and where the damage is."""
    if reason is not None and reason[0] != "asked":
        warn("reading_only", **damage_facts(reason))


def say_backup(troubles: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Warns that copies are missing or old."""
    for code, facts in troubles:
        warn(code, **facts)


def damage_facts(reason: tuple[str, str, int]) -> dict[str, str | int]:
    """Why a store can only be read, as facts of the sentence `reading_only`."""
    return dict(zip(("reason", "file", "line"), reason, strict=True))
