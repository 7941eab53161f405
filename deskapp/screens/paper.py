"""A paper, shown before it is printed: by `lp` as plain text, or kept as PDF."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.papers.meals import kitchen_paper, label_papers, route_papers, wrong_paper
from deskapp.papers.paper import Paper
from deskapp.papers.plain import as_text, text_lines
from deskapp.screens.dialog import Dialog
from deskapp.services.exports import took
from deskapp.services.meals.kitchen import count
from deskapp.services.meals.mealday import meal_day
from deskapp.widgets.cells import Line

if TYPE_CHECKING:
    from deskapp.session import Desk

PRINTER = "lp"
PRINTS_WITHIN = 20.0


class PaperDialog(Dialog):
    """Shows papers page by page; closed with None.

    `what` names them in the history, where they say who lives where.
    """

    scope = "paper"
    KEYS = (
        Key("print", ("p",), N_("print"), N_("Prints it as plain text, by lp."), rank=1),
        Key(
            "turn",
            ("down", "up", "pagedown", "pageup", "space", "home", "end"),
            N_("read on"),
            N_("Up and down, a line or a page."),
            rank=2,
            shown="↑ ↓ PgDn",
        ),
    )

    def __init__(self, title: str, papers: Sequence[Paper], what: str = "") -> None:
        super().__init__()
        self.title = title
        self.papers = tuple(papers)
        self.what = what
        self.top = 0
        self.height = 1
        self.texts: list[str] = []

    def lines(self, columns: int, height: int) -> list[Line]:
        """A page of it, and which lines of how many."""
        self.texts = text_lines(self.papers, columns - 2)
        self.height = max(1, height - 1)
        self.top = max(0, min(self.top, len(self.texts) - self.height))
        shown = self.texts[self.top : self.top + self.height]
        where = _("{first}-{last} of {count}").format(
            first=self.top + 1, last=self.top + len(shown), count=len(self.texts)
        )
        lines: list[Line] = [[(" " + text, "alert" if text.startswith("!") else "")] for text in shown]
        return [*lines, *([[]] * (self.height - len(shown))), [(" " + where, "dim")]]

    async def do_turn(self) -> None:
        """Up, down, a page."""
        by = {"down": 1, "up": -1, "home": -(10**6), "end": 10**6, "pageup": -self.height}
        self.top = max(0, self.top + by.get(self.press.name, self.height))

    async def do_print(self) -> None:
        """`p`."""
        program = shutil.which(PRINTER)
        if program is None:
            self.desk.bell()
            self.desk.say("no_printer", kind="refused")
            return
        if self.what:
            await self.desk.perform(took, self.what, rows=len(self.texts))
        process = await asyncio.create_subprocess_exec(
            program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _out, error = await asyncio.wait_for(process.communicate(as_text(self.papers)), PRINTS_WITHIN)
        except TimeoutError:
            process.kill()
            self.desk.say("not_printed", kind="refused", why=PRINTER)
            return
        if process.returncode:
            why = error.decode(errors="replace").strip()[:100] or str(process.returncode)
            self.desk.say("not_printed", kind="refused", why=why)
        else:
            self.desk.say("printed")


async def show_kitchen(desk: Desk) -> None:
    """The kitchen count of the day that is shown."""
    name = desk.centre.name if desk.centre else ""
    found = await desk.ask(count, desk.shown_day)
    await desk.open(PaperDialog(_("KITCHEN COUNT"), [kitchen_paper(found, name)]))


async def show_route_sheets(desk: Desk) -> None:
    """The route sheets."""
    name = desk.centre.name if desk.centre else ""
    await _show(desk, _("ROUTE SHEETS"), lambda day: route_papers(day, name), "route")


async def show_labels(desk: Desk) -> None:
    """The labels."""
    await _show(desk, _("LABELS"), label_papers, "labels")


async def show_wrong(desk: Desk) -> None:
    """What is wrong before the count, and whom the dishes of the coming week do not suit."""
    papers = await desk.ask(wrong_paper, desk.shown_day)
    await desk.open(PaperDialog(_("WHAT IS WRONG"), [papers]))


async def _show(desk: Desk, title: str, made: Any, what: str) -> None:
    papers = await desk.ask(lambda reader, act, day: made(meal_day(reader, act, day)), desk.shown_day)
    if papers:
        await desk.open(PaperDialog(title, papers, what))
    else:
        desk.say("nothing_to_print", kind="refused", day=desk.shown_day)
