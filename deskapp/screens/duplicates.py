"""Who may be the same as somebody new: take the record on file, or add the new one despite it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.people_rows import what_words
from deskapp.services.finding import what_they_are
from deskapp.services.people import known
from deskapp.services.peoplelist import age_on
from deskapp.services.records import Person
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line
from deskapp.words.joins import listed


class Duplicates(Dialog):
    """Closed with the id of the record to take, 0 to add the new one despite all of them, None to type on."""

    scope = "duplicates"
    KEYS = (
        Key("take", ("enter",), N_("take this record"), N_("The same person: nothing new is added."), rank=1),
        Key(
            "despite",
            ("+",),
            N_("somebody else: add"),
            N_("Another person: the new record is added despite these."),
            rank=2,
        ),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("choose"),
            N_("Chooses a record."),
            shown="↑ ↓",
            rank=3,
        ),
    )

    def __init__(self, typed: Person, alike: Sequence[int]) -> None:
        super().__init__()
        self.typed = typed
        self.alike = tuple(alike)
        self.title = _("ON FILE ALREADY?")
        self.list = Checklist(lambda row: row[0].id)

    async def prepare(self) -> None:
        """The records as they are now."""
        self.list.fill(
            await self.desk.ask(
                lambda reader, _act: [
                    (person := known(reader, one), what_they_are(reader, person)) for one in self.alike
                ]
            )
        )

    def lines(self, columns: int, height: int) -> list[Line]:
        """Whom was typed, then those on file."""
        head = (
            Column(_("name"), 24, flex=2),
            Column(_("born"), 14),
            Column(_("phone"), 16, flex=1),
            Column(_("what"), 14, flex=1),
        )
        self.list.resize(height - 6)
        rows = self.list.lines(head, self._cells, columns)
        self.cursor = (0, 5 + self.list.place - self.list.top)
        typed = Checklist(lambda _row: 0)
        typed.fill([(self.typed, ())])
        return [
            [("  " + _("Typed just now:"), "strong")],
            *typed.lines(head, self._cells, columns, active=False),
            [],
            [("  " + _("On file, with the same name and birth date, or the same phone:"), "strong")],
            heads_line(head, columns),
            *rows,
        ]

    def _cells(self, row: tuple[Person, tuple[str, ...]]) -> Sequence[Cell]:
        person, what = row
        today = date.fromisoformat(self.desk.today)
        try:
            born = f"{person.born} {age_on(person.born, today):>3}" if person.born else ""
        except ValueError:  # as typed just now; the rule refuses it when it is saved
            born = person.born
        return (
            Cell(full_name(person)),
            Cell(born),
            Cell(listed(phone.number for phone in person.phones)),
            Cell(what_words(what)),
        )

    async def do_take(self) -> None:
        """Enter."""
        if self.list.row is not None:
            self.close(self.list.row[0].id)

    async def do_despite(self) -> None:
        """`+`."""
        self.close(0)

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)
