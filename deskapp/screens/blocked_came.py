"""Somebody with an order, or whom they sent, is at the door: `b` and who it is, then what to do and say."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.services import collectors
from deskapp.services.collecting import BlockedAdult
from deskapp.session import Desk
from deskapp.text import name_and_number
from deskapp.widgets.cells import Line
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import word


async def record_blocked(desk: Desk, child: int, blocked: Sequence[BlockedAdult], happened: str = "") -> None:
    """Asks who it is, also where there is one order only: a `b` typed for the list records nothing."""
    if not blocked:
        desk.bell()
        desk.say("no_blocked", kind="refused")
        return
    await desk.open(WhoCame(child, blocked, happened))


STYLES = {3: "alert", 4: "alert"}
"""The steps that are drawn as a warning: what may be said, and whom to call."""


class AtTheDoor(Dialog):
    """What to do and say now; closed by any key that leaves."""

    scope = "blocked_came"
    KEYS = (Key("done", ("enter",), N_("read"), N_("Read; back to the child."), rank=1),)

    def __init__(self) -> None:
        super().__init__()
        self.title = _("BLOCKED PERSON AT THE DOOR: RECORDED")

    def lines(self, columns: int, height: int) -> list[Line]:
        """Help, the child, the words, the telephone numbers."""
        managers = [one for one in self.desk.staff_list if one.role == "manager" and not one.archived]
        options = [Option(_("manager"), (full_name(one), one.phone)) for one in managers]
        centre = self.desk.centre
        if centre is not None and centre.deputy:
            options.append(Option(_("deputy"), name_and_number(centre.deputy)))
        options.append(Option(_("police"), ("", centre.police if centre else "110")))
        steps = [
            _("A colleague comes to the desk. All terminals in the house see it on Today."),
            _("The child goes to an inner room with somebody you trust, away from doors and windows."),
            _("Say only: “I have to ask my manager.”  Neither that the child is here, nor why not."),
            _("Call the manager now. If anybody threatens: police first."),
        ]
        body = [
            line
            for number, step in enumerate(steps, 1)
            for line in paragraph(step, columns, STYLES.get(number, "strong"), mark=f"{number}  ")
        ]
        tail = paragraph(
            _("It stays on Today until a manager writes how it ended. Nothing tells the person who came."),
            columns,
        )
        return fill([[], body, option_lines(options, columns), tail], height)

    async def do_done(self) -> None:
        """Enter."""
        self.close(True)


class WhoCame(Dialog):
    """A digit says whose order this is about.  Closed with True when it was recorded."""

    scope = "who_came"
    KEYS = (Key("sent", ("9",), N_("sent"), N_("Somebody they sent, or it is not known who."), rank=2),)

    def __init__(self, child: int, blocked: Sequence[BlockedAdult], happened: str = "") -> None:
        super().__init__()
        self.title = _("BLOCKED PERSON AT THE DOOR")
        self.child = child
        self.blocked = tuple(blocked)
        self.happened = happened

    def lines(self, columns: int, height: int) -> list[Line]:
        """Everybody with an order about the child."""
        options = [
            Option(str(at), (full_name(one), word(one.relation)), style="alert")
            for at, one in enumerate(self.blocked, 1)
        ]
        options.append(Option("9", (_("somebody they sent, or I cannot tell"),)))
        head = paragraph(_("Who is here? The digit records it and shows what to do."), columns, "strong")
        return fill([[], head, option_lines(options, columns)], height)

    async def other(self, press: Press) -> bool:
        """A digit."""
        if press.name.isdecimal() and 1 <= int(press.name) <= len(self.blocked):
            await self._record(self.blocked[int(press.name) - 1].adult)
            return True
        return False

    async def do_sent(self) -> None:
        """`9`."""
        await self._record(0)

    async def _record(self, adult: int) -> None:
        await self.desk.perform(collectors.blocked_came, self.child, adult, happened=self.happened)
        await self.desk.open(AtTheDoor())
        self.close(True)
