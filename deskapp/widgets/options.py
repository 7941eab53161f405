"""Choices under each other, each with its key, in aligned columns; and text that is too long for one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskapp.widgets.cells import Line, clean, cut_mark, fit, width, wrap

GAP = 2
WIDEST = 22
"""Cells that a column but the last takes at most."""
LEAST = 13
"""Cells that such a column keeps if it has them: a telephone number must not be cut."""
ROOM = 12
"""Cells for which the other columns give way to the last one, if it needs them."""
BESIDE = 24
"""Cells from which on a text too long for one line is broken beside the other columns, not below them."""


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

    Where the others leave the last column less than it needs, the widest of them give way, down to LEAST; a
    text that still has no room beside them stands below, over the whole width.  `one_line`: the last column
    is cut, too.
    """
    widths = _widths(options, columns)
    keys = max((width(option.key) for option in options), default=0)
    blocks = [_lines(option, widths, keys, columns, one_line) for option in options]
    if one_line:
        return [[*block[0], (" " + cut_mark() if len(block) > 1 else "", "")] for block in blocks]
    return [line for block in blocks for line in block]


def _widths(options: Sequence[Option], columns: int) -> list[int]:
    """How wide each column but the last is."""
    count = max((len(option.parts) for option in options), default=0)
    widths = [
        min(
            WIDEST,
            max((width(clean(one.parts[at])) for one in options if len(one.parts) - 1 > at), default=0),
        )
        for at in range(count - 1)
    ]
    keys = max((width(option.key) for option in options), default=0)
    last = max((width(clean(option.parts[-1])) for option in options if option.parts), default=0)
    needed = 2 + keys + GAP + min(last, ROOM) + 1
    while sum(size + GAP for size in widths if size) > columns - needed and max(widths) > LEAST:
        widths[max(range(len(widths)), key=lambda at: (widths[at], at))] -= 1
    return widths


def _lines(option: Option, widths: Sequence[int], keys: int, columns: int, one_line: bool) -> list[Line]:
    mark = "> " if option.chosen else "  "
    texts = [
        fit(part, size) + " " * GAP for part, size in zip(option.parts[:-1], widths, strict=False) if size
    ]
    body = "".join(texts)
    before = 2 + keys + GAP + width(body)
    text = option.parts[-1] if option.parts else ""
    room = columns - before - 1
    style = "strong" if option.chosen else option.style
    head: Line = [(mark, style), (fit(option.key, keys) + " " * GAP, style or "key")]
    if texts and room < BESIDE and width(clean(text)) > room and not one_line:
        below = 2 + keys + 2 * GAP
        more = [(" " * below + part, style) for part in wrap(text, max(8, columns - below - 1))]
        return [[*head, (body.rstrip(), style)], *([span] for span in more)]
    last = wrap(text, max(8, room))
    first: Line = [*head, (body + last[0], style)]
    return [first, *([(" " * before + part, style)] for part in last[1:])]


def paragraph(
    text: str, columns: int, style: str = "", indent: int = 2, *, mark: str = "", hang: int = 0
) -> list[Line]:
    """The text broken into as many lines as it needs, none cut.

    `mark` stands before it, and what goes on below begins behind it, or `hang` cells further in.
    """
    room = columns - indent - width(mark) - hang - 1
    first, *more = wrap(text, room)
    below = " " * (indent + width(mark) + hang)
    return [[(" " * indent + mark + first, style)], *([(below + part, style)] for part in more)]


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
