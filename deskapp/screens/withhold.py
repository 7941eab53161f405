"""An adult who is on the list is unfit now: the child stays, and it is written down why."""

from __future__ import annotations

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.services import collectors
from deskapp.services.collecting import CollectAdult
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph

REASONS = {
    "drink": N_("smells of alcohol, or seems drugged"),
    "driving": N_("is not fit to drive"),
    "violent": N_("is violent or threatens"),
    "afraid": N_("the child is afraid to go"),
}


class Withhold(Dialog):
    """Closed with True when it was written down, else None."""

    scope = "withhold"
    KEYS = (
        Key("drink", ("d",), N_("drink"), REASONS["drink"], rank=1),
        Key("driving", ("f",), N_("cannot drive"), REASONS["driving"], rank=2),
        Key("violent", ("v",), N_("violent"), REASONS["violent"], rank=3),
        Key("afraid", ("c",), N_("child afraid"), REASONS["afraid"], rank=4),
        Key("other", ("o",), N_("other"), N_("Another reason, to be typed."), rank=5),
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, child: int, adult: CollectAdult, happened: str = "") -> None:
        super().__init__()
        self.title = _("THE CHILD STAYS")
        self.child = child
        self.adult = adult
        self.happened = happened

    def lines(self, columns: int, height: int) -> list[Line]:
        """Why, by one key; what to do then."""
        who = full_name(self.adult)
        head = paragraph(_("{who} is on the list, but unfit now. Why?").format(who=who), columns, "strong")
        options = [Option(key.names[0], (_(key.help),)) for key in self.KEYS]
        text = _("Holds for every child today, for this one while it is here. A manager lifts it. Call: t.")
        tail = paragraph(text, columns)
        if self.form is None:
            self.cursor = None
            return fill([[], head, option_lines(options, columns), tail], height)
        form, (x, y) = self.form.lines(columns)
        lines = fill([[], head, form, tail], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def _save(self, reason: str) -> None:
        await self.desk.perform(
            collectors.withhold, self.child, self.adult.adult, reason, happened=self.happened
        )
        self.close(True)

    async def do_drink(self) -> None:
        """`d`."""
        await self._save(_(REASONS["drink"]))

    async def do_driving(self) -> None:
        """`f`."""
        await self._save(_(REASONS["driving"]))

    async def do_violent(self) -> None:
        """`v`."""
        await self._save(_(REASONS["violent"]))

    async def do_afraid(self) -> None:
        """`c`."""
        await self._save(_(REASONS["afraid"]))

    async def do_other(self) -> None:
        """`o`."""
        self.form = Form([Field(_("why"), cells=60)])

    async def do_save(self) -> None:
        """Enter: saves what was typed."""
        if self.form is not None:
            await self._save(self.form.now.text)
