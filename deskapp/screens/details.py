"""Everything about one child today: place, telephones, who may collect, the day's steps and who took them."""

from __future__ import annotations

from typing import Any

from db import Line as History
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.said import about, line_said, names_of
from deskapp.screens.child_details import ChildDetails, details_of, lines_of
from deskapp.screens.dialog import UNDO, Dialog
from deskapp.services import looks
from deskapp.services.clocks import clock_at, day_at
from deskapp.widgets.cells import Line
from deskapp.widgets.options import paragraph

HANG = 7
"""Cells by which what goes on of a line of the history stands behind its time."""


class DetailsDialog(Dialog):
    """The page of a child.  Closed with None."""

    scope = "details"
    KEYS = (
        Key("edit", ("e",), N_("edit"), N_("The child's name, birth date, allergies, card."), rank=4),
        Key("place", ("p",), N_("place"), N_("Weekdays, times, group, alone by consent."), rank=3),
        Key(
            "collectors",
            ("l",),
            N_("who collects"),
            N_("The pick-up list: add, confirm, until, orders."),
            rank=2,
        ),
        Key("collect", ("c",), N_("collect"), N_("Collected: opens the dialog, which asks by whom."), rank=1),
        Key("absent", ("x",), N_("absent"), N_("Will not come: asks why and who told us."), rank=5),
        Key("telephone", ("t",), N_("phone"), N_("The telephone ladder of this child."), rank=6),
        Key("note", ("m",), N_("note"), N_("Notes about this child."), rank=93),
        Key(
            "look",
            ("w",),
            N_("look"),
            N_("Why there is an order; a withheld address. The look is written down."),
            rank=94,
        ),
        Key(
            "history",
            ("h",),
            N_("history"),
            N_("Everything that was recorded about the child today."),
            rank=95,
        ),
        Key("turn", ("space", "pagedown", "down"), N_("further"), N_("Further down."), rank=0),
        Key("turn_back", ("pageup", "up"), N_("back up"), N_("Further up."), rank=0),
        UNDO,
    )

    def __init__(self, child: int) -> None:
        super().__init__()
        self.child = child
        self.details: ChildDetails
        self.top = 0
        self.told: list[str] | None = None
        self.reasons: list[str] = []
        self._room = 1
        self._length = 1

    async def prepare(self) -> None:
        """The child's page as it is now; the history, if it is shown."""
        self.details = await self.desk.ask(details_of, self.child)
        member = self.details.member
        self.title = full_name(member)
        if self.told is not None:
            self.told = await self._history()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Only what can be done with this child."""
        row = self.details.row
        out: set[str] = set()
        if row is None or row.state not in ("here", "unclosed"):
            out.add("collect")
        if not self.details.hidden:
            out.add("look")
        return tuple(key for key in super().keys if key.id not in out)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The part of the page that fits."""
        if self.told is not None:
            drawn: list[Line] = [[("  " + _("Recorded today:"), "strong")]]
            for text in self.told or [_("Nothing yet.")]:
                drawn += paragraph(text, columns, hang=HANG)
        else:
            drawn = lines_of(self.details, self.desk, columns, self.reasons)
        self._room, self._length = height - 1, len(drawn)
        if len(drawn) <= height:
            self.top = 0
            return drawn
        self.top = max(0, min(self.top, len(drawn) - self._room))
        seen = drawn[self.top : self.top + self._room]
        text = _("lines {first}-{last} of {count}: ↑ ↓ space").format(
            first=self.top + 1, last=self.top + len(seen), count=len(drawn)
        )
        return [*seen, [("  " + text, "dim")]]

    # ── keys ──

    async def do_turn(self) -> None:
        """Down: a line; space, PgDn: a page."""
        self.top += 1 if self.press.name == "down" else self._room - 1

    async def do_turn_back(self) -> None:
        """Up: a line; PgUp: a page."""
        self.top = max(0, self.top - (1 if self.press.name == "up" else self._room - 1))

    async def do_leave(self) -> None:
        """Out of the history first."""
        if self.told is not None:
            self.told, self.top = None, 0
        else:
            self.close(None)

    async def _then(self, dialog: Dialog) -> None:
        await self.desk.open(dialog)
        await self.prepare()

    async def do_edit(self) -> None:
        """`e`."""
        from deskapp.screens.person_form import PersonForm

        await self._then(PersonForm(self.child))

    async def do_place(self) -> None:
        """`p`."""
        from deskapp.screens.place_form import PlaceForm

        await self._then(PlaceForm(self.child))

    async def do_collectors(self) -> None:
        """`l`."""
        from deskapp.screens.pickup_list import PickupList

        await self._then(PickupList(self.child))

    async def do_collect(self) -> None:
        """`c`."""
        from deskapp.screens.collect import CollectDialog

        await self._then(CollectDialog(self.child))

    async def do_absent(self) -> None:
        """`x`."""
        from deskapp.screens.absent import AbsentDialog

        await self._then(AbsentDialog((self.child,)))

    async def do_telephone(self) -> None:
        """`t`."""
        from deskapp.screens.ladder import LadderDialog

        await self._then(LadderDialog(self.child))

    async def do_note(self) -> None:
        """`m`."""
        from deskapp.screens.note import NoteDialog

        await self._then(NoteDialog(self.child))

    async def do_look(self) -> None:
        """`w`: shown until the page is left; the look is on file."""
        member = self.details.member
        self.reasons = []
        if member.address_withheld:
            address = await self.desk.perform(looks.see_address, self.child)
            self.reasons.append(_("address: {address}").format(address=address))
        if any(one.standing in ("blocked", "review") for one in member.collectors):
            orders = await self.desk.perform(looks.see_orders, self.child)
            listed = {one.person: full_name(one) for one in member.collectors}
            self.reasons += [
                _("order against {name}: {reason}").format(name=listed.get(adult, ""), reason=reason)
                for adult, reason in orders.items()
            ]
        self.top = 0

    async def do_history(self) -> None:
        """`h`: again: back to the page."""
        self.told = await self._history() if self.told is None else None
        self.top = 0

    async def _history(self) -> list[str]:
        day, child, zone = self.desk.shown_day, self.child, self.desk.zone

        def read(store: Any) -> list[str]:
            reader = store.read()
            said = []
            for line in store.history(id=child):
                at = line.at or line.time
                of_day = day_at(at, zone) == day or wrote_of(line, day)
                if line.kind != "tx" or not of_day or not about(line, child):
                    continue
                who = names_of(reader, [("staff", line.who)]).get(("staff", line.who), _("the desk"))
                text = line_said(reader, line, zone, child)
                said.append(
                    _("{clock}  {text}   ({who}, {terminal})").format(
                        clock=clock_at(at, zone), text=text, who=who, terminal=line.on
                    )
                )
            return said

        found: list[str] = await self.desk.job(read)
        return found


def wrote_of(line: History, day: str) -> bool:
    """Whether a line wrote a record of that day, whenever that was."""
    sides = (side for one in line.operations for side in (one.document, one.was) if side is not None)
    return any(side.get("day") == day for side in sides)
