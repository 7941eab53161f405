"""A manager writes how it ended: a blocked person at the door, or a head-count that stayed different."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.services import collectors, concerns
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import clock_at
from deskapp.services.records import Concern, Person, Staff
from deskapp.session import Desk
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph
from deskapp.words import say_flag


def about(reader: Reader, act: Act, concern: int) -> tuple[Concern, tuple[Flag, ...]]:
    """The open concern and what is known of it.  Raises Refusal concern_closed."""
    found = concerns.known(reader, concern)
    child, adult = reader.get(Person, found.child), reader.get(Person, found.adult)
    staff = reader.get(Staff, found.opened_by)
    names = {
        "child": full_name(child) if child else "",
        "adult": full_name(adult) if adult else "",
    }
    at = clock_at(found.opened_at, act.zone)
    told = flag(f"about_{found.kind}", **names, counted=found.counted, listed=found.listed)
    noted = flag("noted_by", day=found.day, at=at, who=staff.name if staff else "")
    return found, (told, noted)


async def open_outcome(desk: Desk, concern: int) -> bool:
    """Let a manager write the outcome; anybody else is told before they type it."""
    if desk.staff is None or desk.staff.role != "manager":
        desk.bell()
        desk.say("manager_only", kind="refused")
        return False
    return bool(await desk.open(OutcomeDialog(concern)))


class OutcomeDialog(Dialog):
    """Closed with True when the outcome was written, else None."""

    scope = "outcome"
    KEYS = (
        Key("save", ("enter",), N_("write it down"), N_("Writes the outcome down; it leaves Today."), rank=1),
    )

    def __init__(self, concern: int) -> None:
        super().__init__()
        self.title = _("HOW DID IT END?")
        self.concern = concern
        self.words = Field(_("outcome"), cells=66)
        self.form = Form([self.words])
        self.flags: tuple[Flag, ...] = ()

    async def prepare(self) -> None:
        """What is known of it."""
        _concern, self.flags = await self.desk.ask(about, self.concern)

    def lines(self, columns: int, height: int) -> list[Line]:
        """What is known, and the line to type."""
        assert self.form is not None
        known = [
            line for one in self.flags for line in paragraph(say_flag(one.code, one.facts), columns, "strong")
        ]
        form, (x, y) = self.form.lines(columns)
        tail = paragraph(
            _("Who came, what was said, who was called; that the child is safe. Only a manager writes it."),
            columns,
        )
        lines = fill([[], known, form, tail], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def do_save(self) -> None:
        """Enter."""
        await self.desk.perform(collectors.write_outcome, self.concern, self.words.text)
        self.close(True)
