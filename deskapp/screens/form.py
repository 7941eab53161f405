"""A dialog that is a form: its fields on a sheet, Enter saves, nothing typed is thrown away unasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.dialog import Dialog
from deskapp.services import staff
from deskapp.services.clocks import clock_at
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field
from deskapp.widgets.options import paragraph
from deskapp.widgets.sheet import Sheet

if TYPE_CHECKING:
    from deskapp.session import Desk

ENTER = Key("enter", ("enter",), N_("next, save"), N_("The next field; on the last one it is saved."), rank=1)
SAVE = Key("save", ("ctrl+s", "f10"), N_("save"), N_("Saves what was typed, from any field."), rank=2)
MOVE = Key(
    "next_field",
    ("tab", "shift+tab"),
    N_("move"),
    N_("The next field or the one before; the up and down arrows go line by line."),
    rank=4,
)
TOGGLE = Key(
    "toggle",
    ("space",),
    N_("changes a choice"),
    N_("In a field that offers words: the next of them."),
    rank=3,
)


class FormDialog(Dialog):
    """Base of all forms.  `stand_on` sets the sheet and what stands in it; `foot` is said below it."""

    KEYS: ClassVar[tuple[Key, ...]] = (ENTER, SAVE, MOVE, TOGGLE)
    foot = ""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet
        self._stood: dict[int, str] = {}

    def stand_on(self, sheet: Sheet) -> None:
        """Show this sheet."""
        self.form = self.sheet = sheet
        self.stood()

    def stood(self, *fields: Field) -> None:
        """What stands in these fields now (in all, without any named) was not typed here."""
        for one in fields or self.sheet.fields:
            self._stood[id(one)] = one.text

    def typed_into(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(one.text != self._stood.get(id(one), "") for one in self.sheet.fields)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The fields, and what is said below them."""
        foot = [[], *paragraph(self.foot, columns, "dim")] if self.foot else []
        lines, (x, y) = self.sheet.lines_in(columns, height - len(foot) - 1)
        self.cursor = (x, y + 1)
        return [[], *lines, *foot]

    def rows(self) -> Sequence[Sequence[Field]]:
        """The fields line by line, as they are to be shown now; asked for after every key."""
        return self.sheet.rows

    async def key(self, press: Press) -> None:
        """One key; then the fields that depend on it are shown or hidden."""
        await super().key(press)
        if self.sheet.rows is not (rows := self.rows()):
            self.sheet.refill(rows)

    async def do_enter(self) -> None:
        """Enter: on to the next field; at the last one it is saved."""
        if self.sheet.at < len(self.sheet.fields) - 1:
            self.sheet.go(self.sheet.fields[self.sheet.at + 1])
        else:
            await self.do_save()

    async def do_save(self) -> None:
        """ctrl+s, and Enter on the last field."""
        raise NotImplementedError

    async def do_leave(self) -> None:
        """esc: asks first if something was typed."""
        from deskapp.screens.question import Question

        if not self.typed_into() or await self.desk.open(Question("ask_throw_away")):
            self.close(None)

    async def do_next_field(self) -> None:
        """tab: the form takes it itself."""

    async def do_toggle(self) -> None:
        """Space: the form takes it itself."""


async def need_manager(desk: Desk) -> None:
    """Before anything is typed in vain: a manager must be here, else that is said and Refused raised."""
    await desk.need_staff()
    if desk.staff is None or desk.staff.role != "manager":
        desk.bell()
        desk.say("manager_only", kind="refused")
        raise Refused


class Changed(NamedTuple):
    """Who changed a record last, when (local), and at which terminal."""

    who: str
    at: str
    on: str


def who_changed(store: Any, lsn: int, zone: Any) -> Changed:
    """Who wrote that line of the journal.  Runs on the store's thread."""
    line = store.line(lsn)
    known = next((one for one in staff.all_staff(store.read(), archived=True) if one.id == line.who), None)
    who = full_name(known) if known else _("somebody")
    return Changed(who, clock_at(line.at or line.time, zone), line.on)
