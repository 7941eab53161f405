"""Heads counted in the rooms, against the list: a difference stays on Today until the numbers agree."""

from __future__ import annotations

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import Dialog
from deskapp.services import rollcall
from deskapp.services.rollcall import RollCallPage
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph


class HeadCountDialog(Dialog):
    """Closed with the HeadCount that was written down, or None."""

    scope = "head_count"
    KEYS = (Key("save", ("enter",), N_("save"), N_("Writes the count down."), rank=1),)

    def __init__(self) -> None:
        super().__init__()
        self.title = _("HOW MANY HEADS ARE IN THE ROOMS?")
        self.count = Field(_("counted"), cells=6)
        self.form = Form([self.count])
        self.page: RollCallPage

    async def prepare(self) -> None:
        """Whom the list has inside, by group."""
        self.page = await self.desk.ask(rollcall.page)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The list's number, by group, and the line to type."""
        assert self.form is not None
        groups = [(group, sum(head.inside for head in heads)) for group, heads in self.page.groups]
        total = sum(count for _group, count in groups)
        head = paragraph(_("On the list are {count} children now.").format(count=total), columns, "strong")
        room = max(1, height - 9)
        shown = [Option("", (group or _("no group"), str(count))) for group, count in groups if count]
        more = len(shown) - room
        if more > 0:
            rest = sum(int(option.parts[1]) for option in shown[room:])
            shown = [*shown[:room], Option("", (_("{count} more groups").format(count=more), str(rest)))]
        form, (x, y) = self.form.lines(columns)
        tail = paragraph(
            _("A difference stays on Today until two counts agree. r there calls the roll."), columns
        )
        lines = fill([[], head, option_lines(shown, columns), form, tail], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def do_save(self) -> None:
        """Enter: the number that was counted."""
        text = self.count.text.strip()
        counted = int(text) if text.isdecimal() else -1
        self.close(await self.desk.perform(rollcall.count_heads, counted))
