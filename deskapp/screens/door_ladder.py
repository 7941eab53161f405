"""The ladder of a client who did not open the door: who is asked next, by when, and what came of it."""

from __future__ import annotations

from typing import Any

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import UNDO
from deskapp.screens.ladder import Climbed, LadderDialog
from deskapp.services import ladder
from deskapp.services.act import Act
from deskapp.services.meals import nothome
from deskapp.services.records import Person, Result, Staff
from deskapp.widgets.field import Field

SHARED = ("rung", "move", "no_answer", "left_message", "wrong_number", "told", "claim")
DOOR = "not_home"


def at_the_door(reader: Reader, act: Act, person: int) -> Climbed:
    """The ladder of the client as it is now."""
    page = ladder.page(reader, act, person, DOOR)
    staff = {one.id: one.name for one in reader.all(Staff)}
    claimed = page.concern.claimed_by if page.concern else 0
    found = reader.get(Person, person)
    name, latin = (found.name, found.latin_name) if found else ("", "")
    return Climbed(page, None, name, latin, staff.get(claimed, ""), staff)


class DoorLadder(LadderDialog):
    """Climbs it.  Closed with True when it is over, else None."""

    scope = "door_ladder"
    KEYS = (
        *(key for key in LadderDialog.KEYS if key.id in SHARED),
        Key("seen", ("s",), N_("seen"), N_("Seen or spoken to: by whom, and how the client is."), rank=2),
        Key("promised", ("c",), N_("will look"), N_("Promised to look: comes back after two hours."), rank=5),
        Key("handed", ("h",), N_("handed over"), N_("Handed over to manager, ambulance or police."), rank=2),
        UNDO,
    )

    def __init__(self, person: int) -> None:
        super().__init__(person, DOOR)
        self.title = _("DID NOT OPEN THE DOOR")

    async def prepare(self) -> None:
        """The ladder; the step that comes next is chosen, unless somebody chose another."""
        self.climbed = await self.desk.ask(at_the_door, self.child)
        if not 0 <= self.at < len(self.page.rungs):
            self.at = self.page.next

    async def _log(self, result: Result, **said: Any) -> None:
        rung = self.rung
        concern = await self.desk.perform(
            nothome.log,
            self.child,
            rung.code,
            result,
            asked=rung.person,
            number=rung.number,
            **said,
        )
        self.form, self.asking = None, ""
        if concern.closed_at:
            self.close(True)
            return
        self.at = -1
        await self.prepare()

    async def do_promised(self) -> None:
        """`c`."""
        await self._tap("promised")

    async def do_seen(self) -> None:
        """`s`."""
        who = self.rung.name if self.rung.person else ""
        self._ask("seen", Field(_("who saw or spoke"), who), Field(_("how is the client"), cells=50))
        if who and self.form is not None:
            self.form.at = 1

    async def do_handed(self) -> None:
        """`h`."""
        self._ask("handed", Field(_("to whom, and what they said"), cells=50))

    async def do_save(self) -> None:
        """Enter: the next line of the form; on its last one it is saved."""
        if self.form is None:
            return
        if self.form.at < len(self.form.fields) - 1:
            self.form.at += 1
            return
        texts = [one.text for one in self.form.fields]
        if self.asking == "handed":
            await self._log("handed", words=texts[0])
            return
        themselves = self.rung.code == "client" and texts[0].strip() == self.rung.name
        await self._log("seen", seen_by="" if themselves else texts[0], words=texts[1])
