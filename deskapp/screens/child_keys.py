"""What the keys that concern one child do: the same on every page that lists children."""

from __future__ import annotations

from deskapp.i18n import N_
from deskapp.keys import Key
from deskapp.screens.arrival_notes import say_arrival_notes
from deskapp.screens.page import Page
from deskapp.services import attendance, ladder
from deskapp.services.childday import ChildRow, row_of
from deskapp.services.finding import Match

COLLECT = Key(
    "collect", ("c",), N_("collect"), N_("Collected: opens the dialog, which asks by whom."), rank=3
)
PHONE = Key("telephone", ("t",), N_("phone"), N_("The telephone ladder of this child."), rank=5)
CLAIM = Key("claim", ("y",), N_("mine"), N_("I take care of this one; the others see who has it."), rank=13)
NOTE = Key("note", ("m",), N_("note"), N_("Notes about this child, to tell or to hand over."), rank=7)
ROLL_CALL = Key("roll_call", ("r",), N_("roll call"), N_("Everyone in the building, to tick off."), rank=8)
ADD = Key("add", ("+",), N_("extra"), N_("A child who is not on the list is here."), rank=14)


class ChildKeys(Page):
    """A page whose rows are about children.  `child` and `trouble` say which one the cursor is on."""

    def child(self) -> int:
        """The child under the cursor; 0, and said so, where there is none."""
        raise NotImplementedError

    def trouble(self) -> str:
        """Whose ladder `t` shows: not_accounted, not_collected, unclosed, missing."""
        raise NotImplementedError

    async def do_collect(self) -> None:
        """`c`."""
        if child := self.child():
            await self.collect(child)

    async def collect(self, child: int) -> None:
        """Open the collect dialog."""
        from deskapp.screens.collect import CollectDialog

        await self.desk.need_staff()
        await self.desk.open(CollectDialog(child=child))

    async def do_telephone(self) -> None:
        """`t`."""
        from deskapp.screens.ladder import LadderDialog

        if child := self.child():
            await self.desk.open(LadderDialog(child=child, kind=self.trouble()))

    async def do_claim(self) -> None:
        """`y`."""
        if child := self.child():
            await self.desk.perform(ladder.claim, child, self.trouble())

    async def do_note(self) -> None:
        """`m`."""
        from deskapp.screens.note import NoteDialog

        if child := self.child():
            await self.desk.open(NoteDialog(person=child))

    async def do_roll_call(self) -> None:
        """`r`."""
        from deskapp.screens.roll_call import RollCallDialog

        await self.desk.open(RollCallDialog())

    async def do_add(self) -> None:
        """`+`."""
        from deskapp.screens.extra_child import ExtraChildDialog

        await self.desk.open(ExtraChildDialog(happened=self.take_happened()))

    async def details_of(self, child: int) -> None:
        """Everything about the child."""
        from deskapp.screens.details import DetailsDialog

        await self.desk.open(DetailsDialog(child=child))

    async def obvious_of(self, row: ChildRow) -> None:
        """Coming: arrived.  Here: the collect dialog.  Else the details."""
        if row.state in ("coming", "not_accounted"):
            happened = self.take_happened()
            if not self.desk.repeated("enter", row.child, anew=bool(happened)):
                await self.desk.perform(attendance.arrive, (row.child,), happened=happened)
                await say_arrival_notes(self.desk, (row.child,))
        elif row.state in ("here", "unclosed"):
            await self.collect(row.child)
        else:
            await self.details_of(row.child)

    async def obvious_elsewhere(self, match: Match) -> None:
        """A child: by the day's state, or as an extra where none is planned; anybody else is shown."""
        if "child" not in match.what:
            await super().obvious_elsewhere(match)
            return
        await self.obvious_for(match.person)

    async def obvious_for(self, child: int) -> None:
        """By the child's state today; a child who is not planned today is offered as an extra."""
        row = await self.desk.ask(row_of, child)
        if row is not None:
            await self.obvious_of(row)
        else:
            from deskapp.screens.extra_child import ExtraChildDialog

            await self.desk.open(ExtraChildDialog(child, self.take_happened()))

    def take_happened(self) -> str:
        """The time said with `@`, for one step."""
        return ""
