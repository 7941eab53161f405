"""Children: the day's list, by surname; one key for each step of a child's day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.page import Page
from deskapp.services import attendance, childday
from deskapp.services.childday import ChildDay, ChildRow
from deskapp.widgets.cells import Line, Span
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
}
STEPS = {"": "", "arrived": N_("arrived"), "homework": N_("homework"), "supper": N_("supper")}
FILTERS = {
    "all": N_("ALL"),
    "todo": N_("TO DO"),
    "here": N_("HERE"),
    "gone": N_("DONE"),
    "flags": N_("FLAGS"),
}


class Children(Page):
    """The checklist of a day's children."""

    number = 2
    scope = "children"
    title = N_("Children")
    filters = tuple(FILTERS)
    KEYS = (
        Key(
            "step",
            ("space",),
            N_("next step"),
            N_("The next harmless step: arrived, homework, supper."),
            rank=1,
        ),
        Key("arrive", ("a",), N_("here"), N_("Arrived."), rank=2),
        Key("homework", ("h",), N_("homework"), N_("Does homework."), rank=10),
        Key("supper", ("s",), N_("supper"), N_("Has supper."), rank=11),
        Key("take_back", ("backspace",), N_("take back"), N_("Takes back this row's last step.")),
    )

    def row_id(self, row: ChildRow) -> int:
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
            case "gone":
                return row.state in ("gone", "absent")
            case "flags":
                return any(flag.code in ALERTS for flag in row.flags)
            case _:
                return True

    # ── what it shows ──

    def columns(self, room: int) -> Sequence[Column]:
        """State, name, group, due, in, step and what to know; on a wide screen more of the names."""
        return (
            Column(_("state"), 9),
            Column(_("name (by surname)"), 20, flex=1),
            Column(_("group"), 8),
            Column(_("due"), 5),
            Column(_("in"), 5),
            Column(_("step"), 8),
            Column(_("alert, note"), 18, flex=1),
        )

    def cells(self, row: ChildRow) -> Sequence[Cell]:
        """The columns of one child."""
        symbol, word, style = self.state(row)
        name = f"{row.name} {row.latin_name}".strip() + (f" {row.shown_apart}" if row.shown_apart else "")
        step = f"{_('out')} {row.out}" if row.state == "gone" else _(STEPS[row.step])
        return (
            Cell(f"{symbol} {_(word)}", style),
            Cell(name),
            Cell(row.group or f"{row.school} {row.grade}".strip()),
            Cell(row.due),
            Cell(row.in_),
            Cell(step),
            flags_cell(row),
        )

    def state(self, row: ChildRow) -> tuple[str, str, str]:
        """Symbol, word and style of the row's state."""
        symbols = self.desk.symbols
        if row.state == "unclosed":
            return symbols.alert, STATES["open"], "late"
        if row.overdue == "pickup":
            return symbols.alert, STATES["overdue"], "late"
        if row.state == "not_accounted":
            return symbols.alert, STATES["late"], "late"
        return getattr(symbols, row.state), STATES[row.state], row.state

    def counts(self, room: int) -> Sequence[Line]:
        """The filter, which rows are shown, and the day's counts."""
        counts = self.model.counts
        shown = f"{_('Show')}: {_(FILTERS[self.filter])} {len(self.list.rows)} ({self.list.page_text})"
        spans: list[Span] = [(shown.ljust(20) + "  ", "strong")]
        for state in ("coming", "here", "gone", "absent"):
            spans.append((f" {_(STATES[state])} {counts[state]}  ", ""))
        if counts["late"]:
            spans.append((f" ! {_('late')} {counts['late']} ", "alert"))
        if overdue := counts["not_collected"] + counts["unclosed"]:
            spans.append((f" ! {_('overdue')} {overdue}", "alert"))
        if self.list.marks:
            spans.append(("  " + _("{count} marked").format(count=len(self.list.marks)), "banner"))
        return (spans,)

    # ── keys ──

    async def _step(self, rule: Any) -> None:
        rows = self.list.chosen()
        if not rows:
            self.desk.say("no_row")
            return
        children = tuple(row.child for row in rows)
        if not self.desk.repeated(self.press.name, children):
            await self.desk.perform(rule, children)
            self.list.marks.clear()

    async def do_step(self) -> None:
        """Space."""
        await self._step(attendance.next_step)

    async def do_arrive(self) -> None:
        """`a`."""
        await self._step(attendance.arrive)

    async def do_homework(self) -> None:
        """`h`."""
        await self._step(attendance.homework)

    async def do_supper(self) -> None:
        """`s`."""
        await self._step(attendance.supper)

    async def do_take_back(self) -> None:
        """Backspace."""
        row = self.list.row
        if row is not None and not self.desk.repeated(self.press.name, row.child):
            await self.desk.perform(attendance.take_back, row.child)


def flags_cell(row: ChildRow) -> Cell:
    """What to know about the child: alerts first, with `!`."""
    spans: list[Span] = []
    for flag in row.flags:
        alert = flag.code in ALERTS
        text = say_flag(flag.code, flag.facts)
        spans.append((("! " if alert else "") + text, "alert" if alert else ""))
        spans.append(("  ", ""))
    if not spans:
        return Cell("")
    return Cell(spans[0][0], spans[0][1], tuple(spans[1:-1]))
