"""The whole screen as lines of styled text; what is painted is only what differs from what already
stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from deskapp.widgets.cells import Line, fit_line, width, with_caret

Cells = list[tuple[str, str]]


class Paper(Widget):
    """One widget for everything: `show` takes the lines of the screen and repaints the cells that differ.

    A span's style is the name of a component class ("here" is `paper--here` in deskapp.tcss).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"paper--{name}"
        for name in (
            *(
                "title",
                "here",
                "coming",
                "gone",
                "absent",
                "alert",
                "late",
                "dim",
                "heads",
                "page",
                "page-now",
            ),
            *("cursor", "marked", "key", "saved", "unsaved", "refused", "banner"),
            *("field", "caret", "match", "strong"),
        )
    }

    def __init__(self) -> None:
        super().__init__()
        self.signs: Mapping[int, str] = {}
        self._lines: list[Line] = []
        self._strips: list[Strip] = []

    def show(
        self, lines: Sequence[Line], columns: int, height: int, cursor: tuple[int, int] = (0, 0)
    ) -> None:
        """Show these lines, one for each line of the screen.  `cursor` (x, y) is where the terminal's
        own stands.
        """
        new = [fit_line(line, columns) for line in lines[:height]]
        if self.signs:
            new = [[(text.translate(self.signs), style) for text, style in line] for line in new]
        if cursor[1] < len(new):
            new[cursor[1]] = with_caret(new[cursor[1]], cursor[0])
        new += [[(" " * columns, "")]] * (height - len(new))
        old, self._lines = self._lines, new
        self.app.cursor_position = Offset(*cursor)
        if len(old) != len(new) or columns != sum(width(text) for text, _ in old[0]):
            self._strips = [self._strip(line) for line in new]
            self.refresh()
            return
        changed: list[Region] = []
        for y, (before, after) in enumerate(zip(old, new, strict=True)):
            if before is not after and (span := differing(before, after)):
                self._strips[y] = self._strip(after)
                changed.append(Region(span[0], y, span[1] - span[0], 1))
        if changed:
            self.refresh(*changed)

    def repaint(self) -> None:
        """Paint all of it again, in the theme's present styles."""
        self._strips = [self._strip(line) for line in self._lines]
        self.refresh()

    @property
    def text(self) -> list[str]:
        """The lines as they stand there, without styles."""
        return ["".join(text for text, _ in line) for line in self._lines]

    def render_line(self, y: int) -> Strip:
        """Line `y` of the screen (Textual's Line API)."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def _strip(self, line: Line) -> Strip:
        return Strip([Segment(text, self._style(name)) for text, name in line if text])

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"paper--{name}") if name else self.rich_style


def cells_of(line: Line) -> Cells:
    """The line cell by cell: (character, style); the second cell of a wide character is ""."""
    cells: Cells = []
    for text, style in line:
        if text.isascii():
            cells += [(character, style) for character in text]
            continue
        for character in text:
            size = width(character)
            if size == 0:  # a combining mark belongs to the character before it
                cells[-1:] = [(before + character, its) for before, its in cells[-1:]]
            else:
                cells.append((character, style))
                cells += [("", style)] * (size - 1)
    return cells


def differing(before: Line, after: Line) -> tuple[int, int] | None:
    """The first and one past the last cell that differ, never in the middle of a wide character; None
    if none do.
    """
    if before == after:
        return None
    old, new = cells_of(before), cells_of(after)
    length = min(len(old), len(new))
    first = 0
    while first < length and old[first] == new[first]:
        first += 1
    if first == length and len(old) == len(new):
        return None
    last = max(len(old), len(new))
    while last > first + 1 and last <= length and old[last - 1] == new[last - 1]:
        last -= 1
    while first > 0 and ("" in (old[first][0], new[first][0]) if first < length else False):
        first -= 1
    while last < length and "" in (old[last][0], new[last][0]):
        last += 1
    return first, last
