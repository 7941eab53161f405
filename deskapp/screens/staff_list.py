"""Who works at this desk: managers add people, change them, and archive those who left."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.form import need_manager
from deskapp.services import staff
from deskapp.services.records import Staff
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line

ROLES = {
    "manager": N_("manager"),
    "social_worker": N_("social worker"),
    "reception": N_("reception"),
    "kitchen": N_("kitchen"),
}


class StaffList(Dialog):
    """The list of everybody who works or worked here.  Closed with nothing."""

    scope = "staff_list"
    KEYS = (
        Key("add", ("+",), N_("add"), N_("Somebody new at the desk. Managers only."), rank=1),
        Key("change", ("e", "enter"), N_("change"), N_("Name, code, role, phone. Managers only."), rank=2),
        Key(
            "archive", ("z",), N_("left, is back"), N_("Somebody left, or came back. Managers only."), rank=3
        ),
        Key("undo", ("u",), N_("undo"), N_("Takes back your last act here."), rank=4),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("choose"),
            N_("Moves the cursor."),
            shown="↑ ↓",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("WHO WORKS HERE")
        self.list = Checklist(lambda row: row.id)

    async def prepare(self) -> None:
        """Everybody, those who left last."""
        everybody = await self.desk.ask(lambda reader, _act: staff.all_staff(reader, archived=True))
        self.list.fill(everybody)
        self.desk.staff_list = tuple(one for one in everybody if not one.archived)
        if self.desk.staff is not None:
            mine = self.desk.staff.id
            self.desk.staff = next((one for one in self.desk.staff_list if one.id == mine), None)

    def lines(self, columns: int, height: int) -> list[Line]:
        """One line for each."""
        head = (
            Column(_("name"), 24, flex=2),
            Column(_("code"), 6),
            Column(_("role"), 14),
            Column(_("phone"), 16, flex=1),
            Column("", 8),
        )
        self.list.resize(height - 2)
        self.cursor = (0, 2 + self.list.place - self.list.top)
        return [[], heads_line(head, columns), *self.list.lines(head, self._cells, columns)]

    @staticmethod
    def _cells(one: Staff) -> Sequence[Cell]:
        style = "dim" if one.archived else ""
        return (
            Cell(full_name(one), style),
            Cell(one.code, style),
            Cell(_(ROLES[one.role]), style),
            Cell(one.phone, style),
            Cell(_("left") if one.archived else "", style),
        )

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)

    async def do_add(self) -> None:
        """`+`."""
        from deskapp.screens.staff_form import StaffForm

        await need_manager(self.desk)
        saved = await self.desk.open(StaffForm())
        await self.prepare()
        if saved:
            self.list.choose(saved)

    async def do_change(self) -> None:
        """`e`, Enter."""
        from deskapp.screens.staff_form import StaffForm

        if self.list.row is not None:
            await need_manager(self.desk)
            await self.desk.open(StaffForm(self.list.row.id))
            await self.prepare()

    async def do_archive(self) -> None:
        """`z`."""
        row = self.list.row
        if row is not None and not self.desk.repeated("z", row.id):
            rule = staff.unarchive_staff if row.archived else staff.archive_staff
            await self.desk.perform(rule, row.id)
            await self.prepare()

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()
        await self.prepare()
