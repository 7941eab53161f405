"""Text measured in terminal cells, and made harmless.  A Chinese character is two cells, a combining
mark none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal
from unicodedata import category

from rich.cells import cell_len

Span = tuple[str, str]
"""A text and the name of its style (see Paper.COMPONENT_CLASSES; "" is plain)."""

Line = Sequence[Span]
"""What stands on one line of the screen."""

Align = Literal["left", "right", "middle"]

# Control characters would speak to the terminal, direction marks turn a line round; joiners and variation
# selectors make terminals disagree about widths.  None of them is ever painted.  (Not a regular expression:
# compiling one of such a class takes 2 ms of every start.)
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def _seen(character: str) -> bool:
    return category(character) not in UNSEEN and not "\ufe00" <= character <= "\ufe0f"


CUT = "…"
_cut = CUT


def set_cut(mark: str) -> None:
    """What stands where a text was cut: "…", or ".." on terminals that draw it two cells wide."""
    global _cut
    _cut = mark
    fit.cache_clear()


def cut_mark() -> str:
    """What stands where a text was cut."""
    return _cut


@lru_cache(4096)
def clean(text: str) -> str:
    """The text without anything that is not a printed character: what may go to the screen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(filter(_seen, text.replace("\t", " ").replace("\n", " ")))


def width(text: str) -> int:
    """How many cells the text takes on the screen."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, cells: int) -> str:
    """The text if it fits into `cells`, else its beginning with the cut mark."""
    if width(text) <= cells:
        return text
    mark = _cut[: max(0, cells)]
    room = cells - width(mark)
    taken: list[str] = []
    for character in text:
        room -= width(character)
        if room < 0:
            break
        taken.append(character)
    return "".join(taken) + mark


@lru_cache(8192)
def fit(text: str, cells: int, align: Align = "left") -> str:
    """The cleaned text in exactly `cells` cells: filled with blanks, or cut with the mark."""
    text = cut(clean(text), cells)
    blank = cells - width(text)
    if align == "right":
        return " " * blank + text
    if align == "middle":
        return " " * (blank // 2) + text + " " * (blank - blank // 2)
    return text + " " * blank


def line_width(line: Line) -> int:
    """How many cells a line takes."""
    return sum(width(text) for text, _ in line)


def fit_line(line: Line, cells: int, style: str = "") -> Line:
    """The line in exactly `cells` cells: the last span that does not fit is cut with the mark."""
    fitted: list[Span] = []
    room = cells
    for number, (span, name) in enumerate(line):
        if not room:
            break
        text = clean(span)
        size = width(text)
        more = any(clean(rest).strip() for rest, _ in line[number + 1 :])
        if size > room or (size == room and more):
            fitted.append((fit(text if size > room else text + " ", room), name))
            room = 0
            break
        fitted.append((text, name))
        room -= size
    if room:
        fitted.append((" " * room, style))
    return fitted


def with_caret(line: Line, place: int) -> Line:
    """The line with the caret on the cell `place`, if that lies in a text field."""
    drawn: list[Span] = []
    before = 0
    for text, style in line:
        size = width(text)
        if style == "field" and before <= place < before + size:
            at = 0
            while width(text[: at + 1]) <= place - before:
                at += 1
            drawn += [(text[:at], style), (text[at], "caret"), (text[at + 1 :], style)]
        else:
            drawn.append((text, style))
        before += size
    return drawn


@cache
def _words() -> re.Pattern[str]:
    """A word, or one Chinese character with the closing punctuation that may not begin a line."""
    return re.compile(r"[\x21-\u2dff]+ *|[^\x21-\u2dff][，。、；：！？）」】》]* *")


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most `cells` cells, broken at blanks where there are any, anywhere in
    Chinese.
    """
    lines: list[str] = []
    line = ""
    for found in _words().findall(clean(text)):
        word = found
        if line and width(line + word.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        while width(word.rstrip()) > cells:
            taken = 1
            while width(word[: taken + 1]) <= cells:
                taken += 1
            lines.append(word[:taken])
            word = word[taken:]
        line += word
    return [*lines, line.rstrip()]


def spread(head: list[Span], figures: Sequence[Span], room: int) -> Line:
    """The head, then the figures with as much room between them as there is; what has none left is said to
    be missing.
    """
    for gap in ("   ", "  ", " "):
        line: list[Span] = [*head, *(span for figure in figures for span in ((gap, ""), figure))]
        if line_width(line) <= room:
            return line
    return fit_line(line, room)
