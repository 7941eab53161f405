"""Which pages there are.  A page's module is imported when the page is shown for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from deskapp.widgets.frame import TITLES

if TYPE_CHECKING:
    from deskapp.screens.page import Page
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
        if self.number == 1:
            return f"!{self.desk.watch.wrong}" if self.desk.watch.wrong else ""
        return self.made.badge() if self.made is not None else ""


def slots(desk: Desk) -> Sequence[Slot]:
    """All pages of the desk, in the order of line 2."""
    return (
        Slot(1, TITLES[1], "today:Today", desk),
        Slot(2, TITLES[2], "children:Children", desk),
        Slot(6, TITLES[6], "people:People", desk),
    )
