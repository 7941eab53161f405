"""Which pages there are, and which dialogs the session opens by itself.  A module is imported when it is
first shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from deskapp.screens.frame import CHILDREN, MEALS, PEOPLE, TITLES, TODAY

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog
    from deskapp.screens.page import Page
    from deskapp.services.records import Staff
    from deskapp.session import Desk


@dataclass
class Slot:
    """A page's place on line 2: its number and title, and the page once it was shown."""

    number: int
    title: str
    where: str
    desk: Desk
    made: Page | None = None

    @property
    def page(self) -> Page:
        """The page itself."""
        if self.made is None:
            module, name = self.where.split(":")
            made: Page = getattr(import_module(f"deskapp.screens.{module}"), name)(self.desk)
            self.made = made
        return self.made

    @property
    def badge(self) -> str:
        """What stands behind the title, as "!3"."""
        if self.number == TODAY:
            return f"!{self.desk.watch.wrong}" if self.desk.watch.wrong else ""
        return self.made.badge() if self.made is not None else ""


def slots(desk: Desk) -> Sequence[Slot]:
    """All pages of the desk, in the order of line 2."""
    where = {
        TODAY: "today:Today",
        CHILDREN: "children:Children",
        MEALS: "meals:Meals",
        PEOPLE: "people:People",
    }
    return [Slot(number, TITLES[number], place, desk) for number, place in where.items()]


class Asked:
    """The dialogs that the session opens by itself (see acting.Asks)."""

    def who(self, staff: Sequence[Staff]) -> Dialog:
        """Who is at this terminal."""
        from deskapp.screens.choose_staff import ChooseStaff

        return ChooseStaff(staff)

    def locked(self) -> Dialog:
        """No names until somebody says who is here."""
        from deskapp.screens.locked import Locked

        return Locked()

    def first_run(self) -> Dialog:
        """The centre, before anything is on file."""
        from deskapp.screens.first_run import FirstRun

        return FirstRun()

    def really_undo(self, what: str) -> Dialog:
        """Whether something older is to be taken back."""
        from deskapp.screens.question import Question

        return Question("ask_undo", what=what)
