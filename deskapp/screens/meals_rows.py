"""What the meals page shows: routes with their stops, counts, filters, the side panel, papers and lists.  Its
keys are in meals.py and meals_routes.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp.i18n import N_, _
from deskapp.names import full_name
from deskapp.papers.meals import (
    clash_words,
    diet_words,
    stop_name,
)
from deskapp.screens.frame import MEALS
from deskapp.screens.meal_words import flag_words, handed_cell, note_words, to_words
from deskapp.screens.people_rows import tail_words, what_words
from deskapp.screens.steps import StepPage
from deskapp.services.finding import Match
from deskapp.services.meals.mealday import TO_GO, MealDay, MealRow, RouteHead, meal_day
from deskapp.widgets.cells import Line, Span, spread, width, wrap
from deskapp.widgets.checklist import Cell, Column
from deskapp.words import say_flag, word
from deskapp.words.joins import apart, listed

STATES = {
    "ordered": N_("to go"),
    "out": N_("on the way"),
    "delivered": N_("delivered"),
    "not_home": N_("not home"),
    "refused": N_("refused"),
    "cancelled": N_("cancelled"),
}
SYMBOLS = {
    "ordered": "coming",
    "out": "here",
    "delivered": "gone",
    "not_home": "alert",
    "refused": "absent",
    "cancelled": "absent",
}
STYLES = {"not_home": "late", "delivered": "gone", "out": "here"}
FILTERS = {
    "all": N_("ALL"),
    "todo": N_("TO DO"),
    "done": N_("DONE"),
    "flags": N_("FLAGS"),
}


class MealsRows(StepPage):
    """The rows of a day's meals, by route in the order of stops."""

    number = MEALS
    scope = "meals"
    filters = tuple(FILTERS)
    has_days = True

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.list.selectable = lambda row: not isinstance(row, RouteHead)
        self.list.begins = lambda row: isinstance(row, RouteHead)

    def row_id(self, row: MealRow | RouteHead) -> Any:
        """The client, or the route of a heading."""
        return ("route", row.route) if isinstance(row, RouteHead) else row.client

    def person_of(self, row: MealRow | RouteHead) -> int:
        """The client's person."""
        return row.person if isinstance(row, MealRow) else 0

    def is_row(self, row: Any) -> bool:
        """A client's row, and no heading."""
        return isinstance(row, MealRow)

    def subject(self, row: MealRow) -> int:
        """The client."""
        return row.client

    def load(self, reader: Any, act: Any, day: str) -> MealDay:
        """The day's routes and meals."""
        return meal_day(reader, act, day)

    def rows(self, model: MealDay) -> Sequence[MealRow | RouteHead]:
        """Each route with its heading."""
        found: list[MealRow | RouteHead] = []
        for head, stops in model.by_route():
            found.append(head)
            found += stops
        return found

    def passes(self, row: MealRow | RouteHead) -> bool:
        """Whether the row is in the filter; a heading stands where one of its rows does."""
        if isinstance(row, RouteHead):
            return any(map(self.passes, self.model.stops_of(row)))
        match self.filter:
            case "todo":
                return row.state in ("ordered", "out") or bool(row.concern)
            case "done":
                return row.state in ("delivered", "refused", "cancelled")
            case "flags":
                return bool(row.clashes) or row.state == "not_home"
            case _:
                return True

    # ── what it shows ──

    def columns(self, room: int) -> Sequence[Column]:
        """State, stop, client, what to hand over, what to care for, when."""
        narrow = self.desk.narrow
        return (
            Column(_("state"), 12),
            Column("#", 2, "right"),
            Column(_("client"), 18, flex=1),
            Column(_("hand over"), 16, flex=3),
            *(() if narrow else (Column(_("care"), 12, flex=1),)),
            Column(_("last"), 5),
        )

    def cells(self, row: MealRow | RouteHead) -> Sequence[Cell]:
        """The columns of a client, or a route's heading."""
        if isinstance(row, RouteHead):
            return (self._heading(row),)
        narrow = self.desk.narrow
        note = note_words(row)
        care = apart((to_words(row), row.note if not row.ask_desk else _("ask the desk"), flag_words(row)))
        alone = bool(row.clashes) and row.state in TO_GO
        return (
            Cell(f"{self.symbol(row)} {_(STATES[row.state])}", STYLES.get(row.state, "")),
            Cell(str(row.number) if row.number else ""),
            Cell(stop_name(row)),
            handed_cell(row, care if alone and not narrow else "", noted=bool(note) and (alone or narrow)),
            *(() if narrow else (Cell("" if alone else apart((note, care))),)),
            Cell(row.at),
        )

    def symbol(self, row: MealRow) -> str:
        """The symbol of the row's state."""
        symbol: str = getattr(self.desk.symbols, SYMBOLS[row.state])
        return symbol

    def _heading(self, head: RouteHead) -> Cell:
        """The route, who carries it, when it left and is back, how much of it is settled."""
        if not head.number:
            return Cell(f"-- {_('ON NO ROUTE: e puts somebody on one')} ", "late")
        parts = [head.volunteer, head.phone]
        if head.carries:
            parts.append(_("with route {numbers}").format(numbers=listed(map(str, head.carries))))
        if head.out:
            parts.append(_("left {clock}").format(clock=head.out))
        if head.back:
            parts.append(_("BACK {clock}").format(clock=head.back))
        settled = _("closed {settled} of {stops}").format(settled=head.settled, stops=head.stops)
        text = "  ".join(part for part in parts if part)
        spans: list[Span] = [(f" {text}  ", "dim")]
        if head.due and not head.back:
            due = _("due {clock}").format(clock=head.due)
            spans.append((("! " if head.late else "") + due + "  ", "late" if head.late else "dim"))
        return Cell(f"-- {head.number} {head.name} ", "strong", (*spans, (settled, "dim")))

    def elsewhere_cells(self, match: Match) -> Sequence[Cell]:
        """Somebody found who gets no meal today."""
        found = [
            Cell(what_words(match.what), "dim"),
            Cell(""),
            Cell(full_name(match)),
            Cell(tail_words(match), "dim"),
            Cell(match.code),
            Cell(""),
        ]
        return [*found[:4], found[5]] if self.desk.narrow else found

    def counts(self, room: int) -> Sequence[Line]:
        """The filter, and what became of the day's meals."""
        counts = self.model.counts
        shown = sum(self.is_row(row) for row in self.list.rows)
        head = _("Show: {filter} {count}").format(filter=_(FILTERS[self.filter]), count=shown)
        spans: list[Span] = [(head + " " * max(0, min(14, room // 5) - width(head)), "strong")]
        if self.happened:
            spans += [(" ", ""), (_("at {clock}:").format(clock=self.happened), "banner")]
        if self.list.marks:
            spans += [(" ", ""), (_("{count} marked").format(count=len(self.list.marks)), "banner")]
        figures: list[Span] = [
            (f"{_(STATES[state])} {counts[state]}", "") for state in ("ordered", "out", "delivered")
        ]
        for state in ("not_home", "refused", "cancelled"):
            if counts[state]:
                alert = state == "not_home"
                text = f"{_(STATES[state])} {counts[state]}"
                figures.append(("! " + text if alert else text, "alert" if alert else ""))
        if not self.model.dishes:
            figures.append((_("NO MENU"), "alert"))
        return (spread(spans, figures, room),)

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """Everything about the meal: address, what to hand over, clashes, care."""
        if not isinstance(row, MealRow):
            return ()
        lines: list[Line] = [[(stop_name(row), "title")], []]
        style = STYLES.get(row.state, "")
        lines.append([(f"{self.symbol(row)} {_(STATES[row.state])} {row.at}", style)])
        texts = [
            (_("ask the desk") if row.ask_desk else row.address, ""),
            (_("portions {count}").format(count=row.portions), ""),
            (word(row.size) if row.size != "regular" else "", ""),
            (diet_words(row.diets), ""),
            *((clash_words(clash), "alert") for clash in row.clashes),
            (row.note, ""),
            (to_words(row), ""),
            *((say_flag(flag.code, flag.facts), "") for flag in row.flags),
        ]
        for text, look in texts:
            lines += [[(part, look)] for part in wrap(text, room) if part]
        return lines

    def find_hint(self) -> str:
        """Find goes over every route."""
        return _("finds a client in every route")

    # ── what else it opens ──

    async def do_kitchen(self) -> None:
        """`k`."""
        from deskapp.screens.paper import show_kitchen

        await show_kitchen(self.desk)

    async def do_sheets(self) -> None:
        """`r`."""
        from deskapp.screens.paper import show_route_sheets

        await show_route_sheets(self.desk)

    async def do_labels(self) -> None:
        """`l`."""
        from deskapp.screens.paper import show_labels

        await show_labels(self.desk)

    async def do_wrong(self) -> None:
        """`w`."""
        from deskapp.screens.paper import show_wrong

        await show_wrong(self.desk)

    async def do_menu(self) -> None:
        """`c`."""
        from deskapp.screens.menu import MenuDialog

        await self.desk.open(MenuDialog(self.desk.shown_day))

    async def do_diets(self) -> None:
        """`a`."""
        from deskapp.screens.diets import DietsDialog

        await self.desk.open(DietsDialog())
