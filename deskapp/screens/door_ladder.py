"""The ladder of a client who did not open the door: who is asked next, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import UNDO
from deskapp.screens.ladder import Climbed, LadderDialog
from deskapp.services import ladder
from deskapp.services.act import Act
from deskapp.services.asked import Rung
from deskapp.services.meals import nothome
from deskapp.services.records import Concern, Person, Result, Staff
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
        Key("seen", ("s",), N_("was seen"), N_("Seen or spoken to: by whom, and how the client is."), rank=2),
        Key("promised", ("c",), N_("will look"), N_("Promised to look: comes back after two hours."), rank=5),
        Key("handed", ("h",), N_("handed over"), N_("Handed over to manager, ambulance or police."), rank=2),
        UNDO,
    )

    def __init__(self, person: int) -> None:
        super().__init__(person, DOOR)
        self.title = _("DID NOT OPEN THE DOOR")

    async def _climb(self) -> Climbed:
        found: Climbed = await self.desk.ask(at_the_door, self.child)
        return found

    async def _write(self, rung: Rung, result: Result, **said: Any) -> Concern:
        """The result, by the rule of the door."""
        concern: Concern = await self.desk.perform(
            nothome.log, self.child, rung.code, result, asked=rung.person, number=rung.number, **said
        )
        return concern

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

    async def _save(self, texts: Sequence[str]) -> None:
        if self.asking == "handed":
            await self._log("handed", words=texts[0])
            return
        themselves = self.rung.code == "client" and texts[0].strip() == self.rung.name
        await self._log("seen", seen_by="" if themselves else texts[0], words=texts[1])
