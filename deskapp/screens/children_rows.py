"""What the children's page shows: the columns, counts, filters and the side panel.  Its keys are in
children.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp.i18n import N_, _
from deskapp.names import full_name
from deskapp.screens.arrival_notes import say_arrival_notes
from deskapp.screens.frame import CHILDREN
from deskapp.screens.people_rows import tail_words, what_words
from deskapp.screens.steps import StepPage
from deskapp.services import childday
from deskapp.services.answers import Done
from deskapp.services.childday import ChildDay, ChildRow, together
from deskapp.services.finding import Match
from deskapp.widgets.cells import Line, Span, cut, spread, width, wrap
from deskapp.widgets.checklist import Cell, Column
from deskapp.words import ALERTS, say_flag

STATES = {
    "coming": N_("coming"),
    "here": N_("here"),
    "gone": N_("gone"),
    "absent": N_("absent"),
    "late": N_("late"),
    "overdue": N_("overdue"),
    "open": N_("open"),
    "missing": N_("missing"),
}
STEPS = {"": "", "arrived": N_("arrived"), "homework": N_("homework"), "supper": N_("supper")}
FILTERS = {
    "all": N_("ALL"),
    "todo": N_("TO DO"),
    "here": N_("HERE"),
    "done": N_("DONE"),
    "flags": N_("FLAGS"),
}


class ChildrenRows(StepPage):
    """The rows of a day's children.  `group` is (child, 1 siblings | 2 bus or school) while `g` narrows
    the list.
    """

    number = CHILDREN
    scope = "children"
    filters = tuple(FILTERS)
    has_days = True

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.group: tuple[int, int] | None = None

    def row_id(self, row: ChildRow) -> int:
        """The child."""
        return row.child

    def person_of(self, row: ChildRow) -> int:
        """The child."""
        return row.child

    def load(self, reader: Any, act: Any, day: str) -> ChildDay:
        """The day's rows and counts."""
        return childday.child_day(reader, act, day)

    def rows(self, model: ChildDay) -> Sequence[ChildRow]:
        """Every child, by surname."""
        return model.rows

    def passes(self, row: ChildRow) -> bool:
        """Whether the row is in the filter."""
        match self.filter:
            case "todo":
                return row.state in ("coming", "not_accounted", "unclosed") or bool(row.overdue)
            case "here":
                return row.state in ("here", "unclosed")
            case "done":
                return row.state in ("gone", "absent")
            case "flags":
                return any(flag.code in ALERTS for flag in row.flags)
            case _:
                return True

    def refill(self) -> None:
        """The group that `g` shows, else as every page."""
        if self.group and not self.finder.filters:
            self.list.fill(together(self.all_rows(), self.group[0], self.group[1] == 2))
        else:
            super().refill()

    def leave_group(self) -> None:
        """All rows again, the cursor on its own."""
        self.group = None
        self.list.marks.clear()
        self.refill()

    def left(self) -> None:
        """Another page or day is shown now."""
        self.group = None
        super().left()

    def is_row(self, row: Any) -> bool:
        """A child's row, and nobody found elsewhere."""
        return isinstance(row, ChildRow)

    def subject(self, row: ChildRow) -> int:
        """The child."""
        return row.child

    async def say_done(self, done: Done) -> None:
        """Of several children some were left out: who, and why.  Who arrived with a note: what it says."""
        if "arrive" in done.codes:
            await say_arrival_notes(self.desk, done.changed)
        await super().say_done(done)

    # ── what it shows ──

    def columns(self, room: int) -> Sequence[Column]:
        """State, name, group, due, in, step and what to know; fewer on a narrow screen."""
        narrow = self.desk.narrow
        return (
            Column(_("state"), 9),
            Column(_("name (by surname)"), 20, flex=1),
            *(() if narrow else (Column(_("group"), GROUP_CELLS),)),
            Column(_("due"), 5),
            Column(_("in"), 5),
            *(() if narrow else (Column(_("step"), 9),)),
            Column(_("alert, note"), 10 if narrow else 17, flex=1),
        )

    def cells(self, row: ChildRow) -> Sequence[Cell]:
        """The columns of one child."""
        symbol, word, style = self.state(row)
        name = full_name(row) + (f" {row.shown_apart}" if row.shown_apart else "")
        step = f"{_('out')} {row.out}" if row.state == "gone" else _(STEPS[row.step])
        narrow = self.desk.narrow
        return (
            Cell(f"{symbol} {_(word)}", style),
            Cell(name),
            *(() if narrow else (Cell(group_words(row)),)),
            Cell(row.due),
            Cell(row.in_),
            *(() if narrow else (Cell(step),)),
            flags_cell(row),
        )

    def elsewhere_cells(self, match: Match) -> Sequence[Cell]:
        """Somebody found who has no row today."""
        name = full_name(match)
        cells = [
            Cell(what_words(match.what), "dim"),
            Cell(name),
            Cell(match.code),
            Cell(""),
            Cell(""),
            Cell(""),
        ]
        phone = Cell(tail_words(match), "dim")
        return [*cells[:2], *cells[3:5], phone] if self.desk.narrow else [*cells, phone]

    def state(self, row: ChildRow) -> tuple[str, str, str]:
        """Symbol, word and style of the row's state."""
        symbols = self.desk.symbols
        if row.state == "unclosed":
            return symbols.alert, STATES["open"], "late"
        if row.overdue == "pickup":
            return symbols.alert, STATES["overdue"], "late"
        if row.state == "not_accounted":
            return symbols.alert, STATES["missing" if "missing" in row.open_kinds else "late"], "late"
        return getattr(symbols, row.state), STATES[row.state], row.state

    def counts(self, room: int) -> Sequence[Line]:
        """The filter, which rows are shown, and the day's counts."""
        counts = self.model.counts
        shown = _("GROUP") if self.group else _(FILTERS[self.filter])
        head = _("Show: {filter} {count} ({rows})").format(
            filter=shown, count=len(self.list.rows), rows=self.list.page_text or "0"
        )
        spans: list[Span] = [(head + " " * max(0, min(21, room // 4) - width(head)), "strong")]
        if self.happened:
            spans += [(" ", ""), (_("at {clock}:").format(clock=self.happened), "banner")]
        if self.model.closed:
            spans += [(" ", ""), (_("CLOSED"), "banner")]
        if self.list.marks:
            spans += [(" ", ""), (_("{count} marked").format(count=len(self.list.marks)), "banner")]
        figures = [
            (f"{_(STATES[state])} {counts[state]}", "") for state in ("coming", "here", "gone", "absent")
        ]
        if counts["late"]:
            figures.append((f"! {_('late')} {counts['late']}", "alert"))
        if overdue := counts["not_collected"]:  # whoever was left open on an earlier day is among them
            figures.append((f"! {_('overdue')} {overdue}", "alert"))
        return (spread(spans, figures, room),)

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """Name, school, times and every flag of the child, in full."""
        if not isinstance(row, ChildRow):
            return ()
        symbol, word, style = self.state(row)
        lines: list[Line] = [
            [(row.name, "title")],
            [(row.latin_name, "title")],
            [],
            [(f"{symbol} {_(word)}", style)],
            [(f"{row.school} {row.grade} {row.group}".strip(), "")],
            [(_("expected {clock}").format(clock=row.due), "")],
            [(_("pick-up by {clock}").format(clock=row.pickup), "")],
        ]
        if row.in_:
            lines.append([(_("in {clock}").format(clock=row.in_), "")])
        if row.out:
            lines.append([(_("out {clock}").format(clock=row.out), "")])
        lines.append([])
        for flag in row.flags:
            alert = flag.code in ALERTS
            text = ("! " if alert else "  ") + say_flag(flag.code, flag.facts)
            lines += [[(part, "alert" if alert else "")] for part in wrap(text, room)]
        return lines


GROUP_CELLS = 8


def group_words(row: ChildRow) -> str:
    """The bus or group; else the school, cut if need be so that the grade is always seen."""
    if row.group or not row.grade:
        return row.group or row.school
    return f"{cut(row.school, GROUP_CELLS - 1 - width(row.grade))} {row.grade}"


def flags_cell(row: ChildRow) -> Cell:
    """What to know about the child: alerts first, with `!`."""
    spans: list[Span] = []
    for flag in sorted(row.flags, key=lambda flag: flag.code not in ALERTS):
        alert = flag.code in ALERTS
        text = say_flag(flag.code, flag.facts)
        spans.append((("! " if alert else "") + text, "alert" if alert else ""))
        spans.append(("  ", ""))
    if not spans:
        return Cell("")
    return Cell(spans[0][0], spans[0][1], tuple(spans[1:-1]))
