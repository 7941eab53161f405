"""The diets and what each excludes; the restricted things and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.client_form import named
from deskapp.screens.dialog import UNDO
from deskapp.screens.dish_form import DIGITS, DishForm, Named
from deskapp.services.meals.diets import COOKED, Entry, entries, put_away, set_diet, set_restricted
from deskapp.services.meals.records import Diet, Restricted
from deskapp.widgets.cells import Line, cut_mark
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line
from deskapp.widgets.options import fill, paragraph
from deskapp.words import word
from deskapp.words.joins import labelled, listed

Row = Entry | type[Diet] | type[Restricted]
"""An entry, or the heading of its kind."""


class DietsDialog(DishForm):
    """Closed with None."""

    scope = "diets"
    KEYS = (
        Key(
            "dish",
            DIGITS,
            N_("change"),
            N_("Changes its name and words; without a name it is put away."),
            rank=2,
            shown="1-9",
        ),
        Key("add", ("+",), N_("another diet"), N_("Another diet, and what it excludes."), rank=1),
        Key(
            "restricted",
            ("r",),
            N_("restricted thing"),
            N_("Another thing that stands for several ingredients, such as seafood."),
            rank=3,
        ),
        Key("change", ("enter", "e"), N_("change"), N_("Changes the chosen one."), rank=4),
        Key("put_away", ("z",), N_("put away"), N_("Puts the chosen one away, if no sheet has it."), rank=5),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("choose"),
            N_("Moves the cursor."),
            rank=6,
            shown="↑ ↓",
        ),
        UNDO,
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("DIETS")
        self.entries: tuple[Entry, ...] = ()
        self.kind: type[Diet] | type[Restricted] = Diet
        self.list = Checklist(_row_id)
        self.list.selectable = lambda row: isinstance(row, Entry)
        self.list.begins = lambda row: not isinstance(row, Entry)

    async def prepare(self) -> None:
        """All that a sheet may name, under the headings of their kinds."""
        self.entries = await self.desk.ask(entries)
        rows: list[Row] = []
        for kind in (Diet, Restricted):
            rows += [kind, *(one for one in self.entries if isinstance(one.thing, kind))]
        self.list.fill(rows)

    def lines(self, columns: int, height: int) -> list[Line]:
        """One line for each; the chosen one in full below, or the form."""
        below = self._below(columns, height)
        self.list.resize(height - 1 - max(3, len(below)) - 4)
        head = (
            Column("", 2, "right"),
            Column("", 16, flex=1),
            Column(self._which(), 24, flex=4),
            Column(_("clients"), 7, "right"),
        )
        foot = _(
            "Of meat, pork, fish, seafood, milk, nuts, alcohol the common kinds are known; others as written."
        )
        top = [heads_line(head, columns), *self.list.lines(head, self._cells, columns, self.form is None)]
        if self.form is not None:
            return self.form_lines([top], columns, height)
        self.cursor = (0, 1 + self.list.place - self.list.top)
        return fill([top, below, paragraph(foot, columns, "dim")], height)

    def _which(self) -> str:
        """Which of the entries are seen, where not all of them are."""
        shown = self.list.rows[self.list.top : self.list.top + self.list.height]
        places = [self.entries.index(row) + 1 for row in shown if isinstance(row, Entry)]
        if not places or len(places) == len(self.entries):
            return ""
        return _("{first}-{last} of {count}").format(
            first=places[0], last=places[-1], count=len(self.entries)
        )

    def _below(self, columns: int, height: int) -> list[Line]:
        """The chosen one in full, as far as a third of the screen holds it."""
        row = self.list.row
        if not isinstance(row, Entry):
            return []
        lines = paragraph(labelled(_shown_name(row.thing), _words_text(row)), columns)
        room = max(3, height // 3)
        return lines if len(lines) <= room else [*lines[: room - 1], [("  " + cut_mark(), "")]]

    def _cells(self, row: Row) -> Sequence[Cell]:
        if not isinstance(row, Entry):
            heading = _("Diets, and what they exclude") if row is Diet else _("Restricted, and what it means")
            return (Cell(f" {heading}", "strong"),)
        number = self.entries.index(row) + 1
        style = "" if row.words else "dim" if row.thing.name in COOKED else "alert"
        return (
            Cell(str(number) if number <= len(DIGITS) else "", "key"),
            Cell(_shown_name(row.thing)),
            Cell(_words_text(row), style),
            Cell(str(row.sheets) if row.sheets else ""),
        )

    # ── keys ──

    def things(self) -> list[Named]:
        """The entries, in the order of the list."""
        return [_named(type(one.thing), one) for one in self.entries]

    def open_form(self, thing: Named) -> None:
        """The form of an entry, or of another of the kind."""
        if thing.thing is not None:
            self.kind = type(thing.thing)
            self.list.choose((self.kind, thing.thing.name))
        super().open_form(thing)

    async def do_add(self) -> None:
        """`+`."""
        self._another(Diet)

    async def do_restricted(self) -> None:
        """`r`."""
        self._another(Restricted)

    def _another(self, kind: type[Diet] | type[Restricted]) -> None:
        self.kind = kind
        self.open_form(_named(kind))

    async def do_change(self) -> None:
        """Enter, `e`."""
        if isinstance(row := self.list.row, Entry):
            self.open_form(_named(type(row.thing), row))

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)

    async def do_put_away(self) -> None:
        """`z`."""
        row = self.list.row
        if isinstance(row, Entry) and not self.desk.repeated("z", row.thing.name):
            await self.desk.perform(put_away, row.thing, ahead=True)
            await self.prepare()

    async def write(self, name: str, words: tuple[str, ...]) -> None:
        """The diet or restricted thing as typed; one without a name is put away."""
        if self.was is not None and not name.strip():
            await self.desk.perform(put_away, self.was, ahead=True)
            return
        if self.kind is Diet:
            saved = await self.desk.perform(set_diet, named(name.strip()), words, self.was, ahead=True)
        else:
            saved = await self.desk.perform(set_restricted, name, words, self.was, ahead=True)
        await self.prepare()
        self.list.choose((type(saved), saved.name))


def _row_id(row: Row) -> tuple[type, str]:
    return (type(row.thing), row.thing.name) if isinstance(row, Entry) else (row, "")


def _shown_name(thing: Diet | Restricted) -> str:
    return word(thing.name) if isinstance(thing, Diet) else thing.name


def _words_text(entry: Entry) -> str:
    if entry.words:
        return listed(entry.words)
    if entry.thing.name in COOKED:
        return _("cooked differently, excludes nothing")
    return _("EXCLUDES NOTHING: nobody wrote down what")


def _named(kind: type[Diet] | type[Restricted], entry: Entry | None = None) -> Named:
    label, made_of = (_("diet"), _("excludes")) if kind is Diet else (_("restricted"), _("stands for"))
    if entry is None:
        return Named(label, made_of=made_of)
    return Named(label, _shown_name(entry.thing), entry.words, made_of, entry.thing)
