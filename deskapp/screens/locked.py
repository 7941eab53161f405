"""The locked desk: how many children are here and how much needs somebody, but no name; left by saying who is
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.said import Refused
from deskapp.screens.dialog import Dialog
from deskapp.services import today
from deskapp.services.today import TodayPage
from deskapp.widgets.cells import Line


class Locked(Dialog):
    """Closed once somebody was chosen; the desk is theirs then.  What was open below stays as it was."""

    scope = "locked"
    changes_hands = False
    KEYS = (
        Key(
            "unlock",
            ("enter", "space", "f9", "f12"),
            N_("who is here"),
            N_("Asks who is here; the desk is open again then."),
            rank=1,
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("LOCKED")
        self.model: TodayPage | None = None

    async def prepare(self) -> None:
        """The counts as they are now; without them it is locked all the same."""
        # What was said and saved names people.
        self.desk.said, self.hides = None, self.desk.saved
        act = self.desk.act_now()
        try:
            self.model = await self.desk.job(lambda store: today.today(store.read(), act))
        except Refused:
            self.model, self.desk.said = None, None

    def lines(self, columns: int, height: int) -> Sequence[Line]:
        """The time, the building's head-count, the day's counts, how much needs somebody."""
        moment = self.desk.clock.now().astimezone(self.desk.zone)
        self.cursor = None
        lines: list[Line] = [[], [(f"  {moment:%H:%M}", "title")], []]
        if self.model is not None:
            counts = self.model.counts
            lines.append(
                [("  " + _("IN THE BUILDING {count}").format(count=self.model.in_building), "title")]
            )
            for state, word in (("coming", _("coming")), ("gone", _("gone")), ("absent", _("absent"))):
                lines.append([(f"  {word} {counts[state]}", "")])
            if self.model.wrong:
                wrong = _("{count} need somebody").format(count=self.model.wrong)
                lines += [[], [("  ! " + wrong, "alert")]]
        return [*lines, [], [("  " + _("Enter, then who is here: the desk goes on where it was."), "dim")]]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Nothing leads past it."""
        return self.KEYS

    async def other(self, press: Press) -> bool:
        """Whatever else is typed or scanned does nothing, and is not repeated on the screen."""
        self.desk.bell()
        return True

    def _is_scan(self, press: Press) -> bool:
        """A card is taken no notice of, its Enter neither."""
        taken = super()._is_scan(press)
        if taken:
            self.desk.said = None
        return taken

    async def do_unlock(self) -> None:
        """Enter."""
        chosen: Any = await self.desk.ask_who()
        if chosen is not None:
            self.desk.staff = chosen
            self.close(True)
