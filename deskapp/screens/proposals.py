"""A proposed family in full: who would live together and why; a key says yes, one says no, then the next."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import N_, NC_, _
from deskapp.keys import Key
from deskapp.screens.dialog import Dialog
from deskapp.screens.people_rows import family_lines
from deskapp.services import households
from deskapp.services.peoplelist import FamilyRow, family_rows
from deskapp.widgets.cells import Line


class ProposalDialog(Dialog):
    """Goes through the families to confirm, beginning with one.  Closed with nothing."""

    scope = "proposal"
    KEYS = (
        Key("yes", ("y",), N_("one family"), N_("Yes, these live together."), rank=1),
        Key("no", ("x",), N_("not one family"), N_("No, they stay as they live now."), rank=2),
        Key(
            "next",
            ("pagedown", "down", "space"),
            NC_("family", "next"),
            N_("Leaves this one for later."),
            rank=3,
        ),
        Key("before", ("pageup", "up"), N_("before"), N_("The one before.")),
        Key("undo", ("u",), N_("undo"), N_("Takes back your last answer."), rank=4),
    )

    def __init__(self, household: int) -> None:
        super().__init__()
        self.household = household
        self.rows: tuple[FamilyRow, ...] = ()
        self.place = 0

    async def prepare(self) -> None:
        """The families that still wait; the one that was shown stays, else the one in its place is shown."""
        self.rows = await self.desk.ask(lambda reader, _act: family_rows(reader))
        numbers = [row.household for row in self.rows]
        if self.household in numbers:
            self.place = numbers.index(self.household)
        self.place = max(0, min(self.place, len(self.rows) - 1))
        self.household = self.rows[self.place].household if self.rows else 0
        self.title = _("FAMILY TO CONFIRM {number} OF {count}").format(
            number=self.place + 1 if self.rows else 0, count=len(self.rows)
        )

    def lines(self, columns: int, height: int) -> list[Line]:
        """Everybody, and why."""
        if not self.rows:
            return [[], [("  " + _("No families wait to be confirmed."), "")]]
        lines = family_lines(self.rows[self.place], columns - 4)
        if len(lines) > height - 1:
            more = _("{count} more lines: a larger window shows them").format(count=len(lines) - height + 2)
            lines = [*lines[: height - 2], [(more, "alert")]]
        return [[], *([("  ", ""), *line] for line in lines)]

    async def do_yes(self) -> None:
        """`y`."""
        await self._answer(households.confirm)

    async def do_no(self) -> None:
        """`x`."""
        await self._answer(households.reject)

    async def _answer(self, rule: Any) -> None:
        if self.rows and not self.desk.repeated(self.press.name, "family"):  # the next one is shown by now
            await self.desk.perform(rule, self.household)
            await self.prepare()
        if not self.rows:
            self.close(None)

    async def do_next(self) -> None:
        """The next one."""
        await self._go(1)

    async def do_before(self) -> None:
        """The one before."""
        await self._go(-1)

    async def _go(self, by: int) -> None:
        if self.rows:
            self.place = (self.place + by) % len(self.rows)
            self.household = self.rows[self.place].household
            await self.prepare()

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()
        await self.prepare()
