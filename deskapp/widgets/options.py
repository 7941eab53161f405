"""Choices under each other, each with its key, in aligned columns; and text that is too long for one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskapp.widgets.cells import Line, clean, cut_mark, fit, width, wrap

GAP = 2
WIDEST = 22
"""Cells that a column but the last takes at most."""


class Option(NamedTuple):
    """A choice: its key, what stands in its columns (all but the last are aligned), and how it is shown.

    `chosen` puts the cursor's mark before it; `style` is that of the whole line ("dim": cannot be had).
    """

    key: str
    parts: tuple[str, ...]
    chosen: bool = False
    style: str = ""


def option_lines(options: Sequence[Option], columns: int, *, one_line: bool = False) -> list[Line]:
    """A line for each choice: a long last column goes on below it, any other is cut with the mark.

    `one_line`: the last column is cut, too.
    """
    count = max((len(option.parts) for option in options), default=0)
    widths = [
        min(
            WIDEST,
            max((width(clean(one.parts[at])) for one in options if len(one.parts) - 1 > at), default=0),
        )
        for at in range(count - 1)
    ]
    keys = max((width(option.key) for option in options), default=0)
    blocks = [_lines(option, widths, keys, columns) for option in options]
    if one_line:
        return [[*block[0], (" " + cut_mark() if len(block) > 1 else "", "")] for block in blocks]
    return [line for block in blocks for line in block]


def _lines(option: Option, widths: Sequence[int], keys: int, columns: int) -> list[Line]:
    mark = "> " if option.chosen else "  "
    texts = [
        fit(part, size) + " " * GAP for part, size in zip(option.parts[:-1], widths, strict=False) if size
    ]
    body = "".join(texts)
    before = 2 + keys + GAP + width(body)
    last = wrap(option.parts[-1] if option.parts else "", max(8, columns - before - 1))
    style = "strong" if option.chosen else option.style
    first: Line = [
        (mark, style),
        (fit(option.key, keys) + " " * GAP, style or "key"),
        (body + last[0], style),
    ]
    return [first, *([(" " * before + text, style)] for text in last[1:])]


def paragraph(text: str, columns: int, style: str = "", indent: int = 2) -> list[Line]:
    """The text broken into as many lines as it needs, none cut."""
    return [[(" " * indent + line, style)] for line in wrap(text, columns - indent - 1)]


def fill(sections: Sequence[Sequence[Line]], height: int) -> list[Line]:
    """The sections under each other with an empty line between, as long as `height` lines allow for that."""
    filled = [section for section in sections if section]
    spare = height - sum(len(section) for section in filled)
    lines: list[Line] = []
    for number, section in enumerate(filled):
        if number and spare >= len(filled) - number:
            lines.append([])
        lines += section
    return lines
