"""A child who is not planned today is here: found by name, and put on the day's list."""

from __future__ import annotations

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.people_rows import fact_words, tail_words
from deskapp.services import attendance, finding, people
from deskapp.services.finding import Match
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words.joins import phrased

MOST = 9


class ExtraChildDialog(Dialog):
    """Closed with the child's id when the arrival was recorded, else None.  `child` 0: to be found first."""

    scope = "extra_child"
    KEYS = (
        Key("here", ("enter",), N_("is here"), N_("The chosen child is here: arrived."), rank=1),
        Key("move", ("up", "down"), N_("choose"), N_("Chooses another of those found."), rank=2, shown="↑ ↓"),
    )

    def __init__(self, child: int = 0, happened: str = "") -> None:
        super().__init__()
        self.title = _("A CHILD WHO IS NOT ON TODAY'S LIST")
        self.child = child
        self.happened = happened
        self.name = Field(_("name"), hint=_("pinyin, initials, code"))
        self.typing = Form([self.name])
        self.form = None if child else self.typing
        self.found: tuple[Match, ...] = ()
        self.at = -1

    async def prepare(self) -> None:
        """Whom the typed name fits."""
        if self.child:
            person = await self.desk.ask(lambda reader, _act: people.known(reader, self.child))
            match = await self.desk.ask(lambda reader, _act: finding.match_of(reader, person))
            self.found, self.at = (match,), 0
            return
        text = self.name.text.strip()
        matches = (
            await self.desk.ask(lambda reader, _act: finding.find(reader, text, groups=True)) if text else ()
        )
        self.found = tuple(match for match in matches if "child" in match.what)
        self.at = 0 if len(self.found) == 1 else min(self.at, len(self.found) - 1)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The line to type, and who is found."""
        form, (x, y) = self.typing.lines(columns)
        top = max(0, self.at - self.at % MOST)
        options = [
            Option(
                "",
                (full_name(match), phrased((*fact_words(match), tail_words(match)))),
                chosen=number == self.at,
            )
            for number, match in enumerate(self.found)
        ]
        shown = option_lines(options[top : top + MOST], columns)
        if len(self.found) > MOST:
            text = _("{first}-{last} of {count}").format(
                first=top + 1, last=min(top + MOST, len(self.found)), count=len(self.found)
            )
            shown.append([("  " + text, "dim")])
        if self.child:
            ask = paragraph(
                _("Not planned today. Enter: is here all the same, and arrived."), columns, "strong"
            )
            self.cursor = (0, 1)
            return fill([[], shown, ask], height)
        hint = "" if self.found or not self.name.text.strip() else _("No child is found by this.")
        tail = paragraph(
            hint or _("Enter: arrived. A child without a place is enrolled on People first: 6."), columns
        )
        lines = fill([[], form, shown, tail], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def key(self, press: Press) -> None:
        """What is typed finds; the arrow keys choose among those found."""
        if self.form is not None and press.name in ("up", "down"):
            self.touched = self.desk.clock.monotonic()
            step = 1 if press.name == "down" else -1
            first = self.at < 0 and step < 0
            self.at = (self.at + step + first) % max(1, len(self.found))
            return
        before = self.name.text
        await super().key(press)
        if self.name.text != before:
            self.at = -1
            await self.prepare()

    async def do_move(self) -> None:
        """There is one child only."""

    async def do_here(self) -> None:
        """Enter."""
        if not self.found:
            self.desk.bell()
            self.desk.say("no_match", text=self.name.text)
            return
        if self.at < 0:
            self.desk.bell()
            self.desk.say("several", count=len(self.found))
            return
        child = self.found[self.at].person
        await self.desk.perform(attendance.add_extra, child, happened=self.happened)
        self.close(child)
