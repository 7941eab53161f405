"""A form of many fields, several on a line where they fit: text, one of a few words, weekdays.  Pure state.

`tab` goes through the fields, the up and down arrows through the lines, the space bar changes a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskapp.i18n import N_, _
from deskapp.keys import Press
from deskapp.widgets.cells import Line, Span, fit, width, wrap
from deskapp.widgets.field import Field, Form

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
GAP = 2
NARROWEST = 4


@dataclass
class Choice(Field):
    """One of a few: `options` are (value, word already translated).  Space and arrows go on to the next one;
    what is typed or pasted changes nothing: it may be meant as text.
    """

    options: Sequence[tuple[str, str]] = ()
    value: str = ""

    def __post_init__(self) -> None:
        self.cells = max(width(word) for _value, word in self.options) + 2
        self.choose(self.value)

    def choose(self, value: str) -> None:
        """Take this value."""
        self.value = value
        self.set(next(word for one, word in self.options if one == value))
        self.place = 0

    def key(self, press: Press) -> bool:
        """Change by one key; False if it is none for a choice."""
        values = [value for value, _word in self.options]
        if press.name not in ("space", "left", "right"):
            return press.name in (
                "backspace",
                "delete",
                "home",
                "end",
                "ctrl+a",
                "ctrl+e",
                "ctrl+u",
                "ctrl+w",
            )
        step = -1 if press.name == "left" else 1
        self.choose(values[(values.index(self.value) + step) % len(values)])
        return True


def yes_no(label: str, chosen: bool) -> Choice:
    """A choice of no and yes; its value is "" or "yes"."""
    return Choice(label=label, options=(("", _("no")), ("yes", _("yes"))), value="yes" if chosen else "")


@dataclass
class Whole(Field):
    """A short text, such as a time: what is typed first after going there replaces what stands there."""


@dataclass
class Weekdays(Field):
    """Days of the week, toggled by their digits (1 Monday … 7 Sunday); space: Monday to Friday, or none."""

    days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.cells = sum(width(_(day)) + 3 for day in WEEKDAYS)
        self._show()

    def _show(self) -> None:
        words = [
            f"{number}{_(day) if number in self.days else '-' * width(_(day))}"
            for number, day in enumerate(WEEKDAYS, 1)
        ]
        self.set(" ".join(words))
        self.place = 0

    def insert(self, text: str) -> None:
        """Digits toggle their day."""
        for sign in text:
            if sign == " ":
                self.days = frozenset() if self.days else frozenset((1, 2, 3, 4, 5))
            elif sign in "1234567":
                self.days = self.days ^ {int(sign)}
        self._show()

    def key(self, press: Press) -> bool:
        """Toggle by one key; False if it is none for weekdays."""
        if press.text:
            self.insert(press.text)
            return True
        return press.name in ("left", "right", "backspace", "delete", "home", "end")


@dataclass
class Sheet(Form):
    """A form whose fields stand in rows.  `notes` are sentences below a field's row, kept by `id(field)`."""

    rows: Sequence[Sequence[Field]] = ()
    notes: dict[int, str] = field(default_factory=dict)
    arrived: bool = True

    @classmethod
    def of(cls, rows: Sequence[Sequence[Field]], at: int = 0) -> Sheet:
        """A sheet of these rows, the cursor in the field of that number."""
        return cls(fields=[one for row in rows for one in row], at=at, rows=rows)

    def refill(self, rows: Sequence[Sequence[Field]]) -> None:
        """Other rows; the cursor stays in its field."""
        now = self.now
        self.rows, self.fields = rows, [one for row in rows for one in row]
        self.at = next((number for number, one in enumerate(self.fields) if one is now), 0)

    def go(self, wanted: Field) -> None:
        """Put the cursor into this field."""
        self.at = next((number for number, one in enumerate(self.fields) if one is wanted), self.at)
        self.arrived = True

    def key(self, press: Press) -> bool:
        """Edit, or move: tab by fields, up and down by rows; False if the key is none for a form."""
        if self.arrived and press.text and isinstance(self.now, Whole):
            self.now.set("")
        self.arrived = press.name in ("up", "down", "tab", "shift+tab")
        if press.name in ("up", "down"):
            row = next(number for number, row in enumerate(self.rows) if any(f is self.now for f in row))
            self.go(self.rows[(row + (1 if press.name == "down" else -1)) % len(self.rows)][0])
            return True
        return super().key(press)

    def lines_in(self, columns: int, height: int) -> tuple[list[Line], tuple[int, int]]:
        """What of the form is seen in so many columns and lines, and where the cursor stands (x, y)."""
        lines, (x, y) = self.lines(columns)
        if len(lines) <= height:
            return lines, (x, y)
        room = height - 1
        top = min(max(0, y - room // 2), len(lines) - room)
        below = len(lines) - room - top
        foot = _("  {count} more lines: the arrow keys go on").format(count=top + below)
        return [*lines[top : top + room], [(foot, "dim")]], (x, y - top)

    def lines(self, cells: int) -> tuple[list[Line], tuple[int, int]]:
        """All lines of the form, and where the cursor stands in them (x, y)."""
        labels = max((width(row[0].label) for row in self.rows if row), default=0) + 1
        second = max((labels + 1 + row[0].cells + GAP for row in self.rows if len(row) == 2), default=0)
        lines: list[Line] = []
        cursor = (0, 0)
        for row in self.rows:
            spans: list[Span] = []
            used = 0
            for place, one in enumerate(row):
                here = one is self.now
                if place and used + GAP + width(one.label) + 1 + min(one.cells, 8) > cells:
                    lines.append(spans)
                    spans, used = [], 0
                if not used:
                    text = (">" if here else " ") + fit(one.label, labels)
                else:
                    gap = max(GAP, second - used) if len(row) == 2 else GAP
                    text = " " * gap + one.label + " "
                used += width(text)
                room = max(NARROWEST, min(one.cells, cells - used - 1))
                seen, at = one.window(room) if here else (fit(one.text, room), 0)
                if here:
                    cursor = (used + at, len(lines))
                spans += [(text, "strong" if here else ""), (seen, "field")]
                used += room
                if one.hint and used + 1 + width(one.hint) < cells:
                    spans.append((" " + one.hint, "dim"))
                    used += 1 + width(one.hint)
            lines.append(spans)
            for one in row:
                note = self.notes.get(id(one))
                if note:
                    lines += [[("   ! " + text, "alert")] for text in wrap(note, cells - 6)]
        return lines, cursor
