"""A line of text being typed, and a form of several.  Pure state: the key gate drives it, the paper
shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskapp.keys import Press
from deskapp.text import visible
from deskapp.widgets.cells import Line, Span, clean, cut_mark, fit, width

LONGEST = 2000
"""Characters, far above what any rule keeps: a rule says what is too long, and nothing is cut unsaid."""


@dataclass
class Field:
    """One line of text.  `label` and `hint` are shown already translated; `cells` is how wide it is shown."""

    label: str = ""
    text: str = ""
    hint: str = ""
    cells: int = 30
    place: int = field(default=-1)

    def __post_init__(self) -> None:
        self.place = len(self.text) if self.place < 0 else self.place

    def set(self, text: str) -> None:
        """Hold this text, the cursor at its end."""
        self.text = text
        self.place = len(text)

    def insert(self, text: str) -> None:
        """Type text at the cursor: its first line, without terminal sequences, and no more than LONGEST
        in all.
        """
        line = text.splitlines()[0] if text.splitlines() else ""
        line = clean(visible(line) if len(line) > 1 else line)[: LONGEST - len(self.text)]
        self.text = self.text[: self.place] + line + self.text[self.place :]
        self.place += len(line)

    def key(self, press: Press) -> bool:
        """Edit by one key; False if the key is none for a text field (enter, esc, F-keys, up, down, tab)."""
        if press.text:
            self.insert(press.text)
            return True
        before, after = self.text[: self.place], self.text[self.place :]
        match press.name:
            case "backspace":
                self.text, self.place = before[:-1] + after, max(0, self.place - 1)
            case "delete":
                self.text = before + after[1:]
            case "left":
                self.place = max(0, self.place - 1)
            case "right":
                self.place = min(len(self.text), self.place + 1)
            case "home" | "ctrl+a":
                self.place = 0
            case "end" | "ctrl+e":
                self.place = len(self.text)
            case "ctrl+u":
                self.text, self.place = after, 0
            case "ctrl+w":
                kept = before.rstrip().rpartition(" ")
                head = kept[0] + kept[1]
                self.text, self.place = head + after, len(head)
            case _:
                return False
        return True

    def window(self, cells: int) -> tuple[str, int]:
        """What of the text is seen in so many cells, and in which cell the cursor stands."""
        start, used = self.place, 0
        while start and (used := used + width(self.text[start - 1])) < cells:
            start -= 1
        seen = self.text[start:]
        if start:
            seen = cut_mark()[:1] + seen[1:]
        return fit(seen, cells), width(seen[: self.place - start])


@dataclass
class Form:
    """Several fields under each other; the first has the cursor.  `lines` draws them with aligned labels."""

    fields: Sequence[Field]
    at: int = 0

    @property
    def now(self) -> Field:
        """The field that has the cursor."""
        return self.fields[self.at]

    def key(self, press: Press) -> bool:
        """Edit, or move between the fields (tab, up, down); False if the key is none for a form."""
        match press.name:
            case "tab" | "down":
                self.at = (self.at + 1) % len(self.fields)
            case "shift+tab" | "up":
                self.at = (self.at - 1) % len(self.fields)
            case _:
                return self.now.key(press)
        return True

    def lines(self, cells: int) -> tuple[list[Line], tuple[int, int]]:
        """The form's lines, and where the cursor stands in them (x, y)."""
        labels = max((width(f.label) for f in self.fields), default=0)
        lines: list[Line] = []
        cursor = (0, 0)
        for number, one in enumerate(self.fields):
            room = max(4, min(one.cells, cells - labels - 4))
            seen, at = one.window(room)
            here = number == self.at
            spans: list[Span] = [
                (">" if here else " ", ""),
                (fit(one.label, labels) + " ", "strong" if here else ""),
                (seen, "field"),
            ]
            if one.hint:
                spans.append((" " + one.hint, "dim"))
            if here:
                cursor = (labels + 2 + at, number)
            lines.append(spans)
        return lines, cursor
