"""Somebody who is not listed may collect, because a guardian said so: who it is, by default only today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import Transaction
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.screens.guardian_call import Yes
from deskapp.screens.question import Question
from deskapp.services import collectors
from deskapp.services.act import Act
from deskapp.services.refusal import Refusal
from deskapp.session import Refused
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph
from deskapp.widgets.sheet import yes_no


def add_for_all(
    tx: Transaction, act: Act, children: Sequence[int], yes: Yes, *, adult: int = 0, **said: Any
) -> int:
    """Puts the adult on the list of each child; the id of their record."""
    for child in children:
        entry = collectors.add_by_guardian(
            tx, act, child, yes.guardian, yes.reached, number=yes.number, adult=adult, **said
        )
        adult = entry.adult
    return adult


class SomeoneElse(Dialog):
    """Closed with the id of the adult who was put on the list, or None."""

    scope = "someone_else"
    KEYS = (
        SAVE,
        SAVE_NOW,
        Key("next", ("tab", "shift+tab"), N_("move"), N_("The next line, or the one before."), rank=3),
    )

    def __init__(self, children: Sequence[int], yes: Yes) -> None:
        super().__init__()
        self.title = _("SOMEONE ELSE MAY COLLECT")
        self.children = tuple(children)
        self.yes = yes
        self.name = Field(_("name"), hint=_("as on the ID"))
        self.phone = Field(_("telephone"), cells=20)
        self.relation = Field(_("relation"), hint=_("uncle, neighbour, driver …"))
        self.days = yes_no(_("only today"), True)
        self.days.hint = _("space changes that")
        self.form = Form([self.name, self.phone, self.relation, self.days])

    def lines(self, columns: int, height: int) -> list[Line]:
        """The four lines to fill in."""
        assert self.form is not None
        form, (x, y) = self.form.lines(columns)
        head = paragraph(
            _("The guardian said yes. Write down who it is from the ID in front of you."), columns, "strong"
        )
        tail = paragraph(_("Enter on the last line saves; then i = I saw the ID: collected."), columns)
        lines = fill([[], head, form, tail], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def do_save(self) -> None:
        """Enter: on to the next line, at the last one it is saved."""
        assert self.form is not None
        if self.form.at < len(self.form.fields) - 1:
            self.form.at += 1
            return
        said: dict[str, Any] = {
            "name": self.name.text,
            "phone": self.phone.text,
            "relation": self.relation.text,
            "today_only": self.days.value == "yes",
        }
        try:
            self.close(await self.desk.perform(add_for_all, self.children, self.yes, **said))
        except Refused as refused:
            await self._on_file(refused, said)

    async def _on_file(self, refused: Refused, said: dict[str, Any]) -> None:
        """Somebody on file has this telephone: perhaps it is they, and then they are not typed twice."""
        no = refused.__cause__
        if not isinstance(no, Refusal) or no.code != "looks_like":
            assert self.form is not None
            self.form.at = {"bad_phone": 1, "number_not_on_file": 1}.get(getattr(no, "code", ""), 0)
            raise refused
        person = no.facts["person"]
        names = await self.desk.names([("name", int(person))])
        if await self.desk.open(Question("ask_on_file", who=names.get(("name", int(person)), "?"))):
            said.pop("name")
            said.pop("phone")
            self.close(await self.desk.perform(add_for_all, self.children, self.yes, adult=person, **said))
