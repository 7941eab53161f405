"""Whom do you mean?  Find somebody on file, or say that it is somebody new."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.people_rows import tail_of, what_words
from deskapp.services.finding import Match, find
from deskapp.widgets.cells import Line, width
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line
from deskapp.widgets.field import Field, Form

if TYPE_CHECKING:
    from deskapp.session import Desk


class New(str):
    """The name of somebody who is not on file."""


class ChoosePerson(Dialog):
    """Closed with the id of somebody on file, New(name as typed) for somebody new, or None."""

    scope = "choose_person"
    KEYS = (
        Key(
            "choose",
            ("enter",),
            N_("choose"),
            N_("Chooses the only one found, or the one the arrows are on."),
            rank=1,
        ),
        Key(
            "new",
            ("+",),
            N_("somebody new"),
            N_("Nobody of these: somebody new, with the name as typed."),
            rank=2,
        ),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown"),
            N_("choose"),
            N_("Moves among those found."),
            shown="↑ ↓",
            rank=3,
        ),
    )

    def __init__(self, title: str, *, without: Collection[int] = ()) -> None:
        super().__init__()
        self.title = title
        self.without = frozenset(without)
        self.field = Field(label=_("name, pinyin, code or phone"), cells=40)
        self.form = Form([self.field])
        self.list = Checklist(lambda match: match.person)
        self.moved = False
        self._looked = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """`+` is no text here, so it is shown."""
        new = tuple(key for key in self.KEYS if key.id == "new")
        return (*new, *(key for key in super().keys if key.id != "new"))

    async def prepare(self) -> None:
        """Whom the typed text fits."""
        text = self._looked = self.field.text.strip()
        found: list[Match] = await self.desk.ask(lambda reader, _act: find(reader, text)) if text else []
        self.list.fill([match for match in found if match.person not in self.without])

    def lines(self, columns: int, height: int) -> list[Line]:
        """The line that is typed, and those found."""
        head = (
            Column(_("name"), 20, flex=2),
            Column(_("code"), 5),
            Column(_("born"), 10),
            Column(_("phone"), 6),
            Column(_("what"), 12, flex=1),
        )
        self.list.resize(height - 6)
        seen, at = self.field.window(max(8, min(self.field.cells, columns - width(self.field.label) - 4)))
        self.cursor = (width(self.field.label) + 3 + at, 1)
        lines: list[Line] = [[], [("  " + self.field.label + " ", "strong"), (seen, "field")], []]
        if not self.field.text.strip():
            return lines
        if self.list.rows:
            active = self.moved or len(self.list.rows) == 1
            lines += [heads_line(head, columns), *self.list.lines(head, self._cells, columns, active=active)]
        else:
            lines.append([("  " + _("Nobody on file: Enter adds somebody new with this name."), "")])
        return lines

    @staticmethod
    def _cells(match: Match) -> Sequence[Cell]:
        return (
            Cell(full_name(match)),
            Cell(match.code),
            Cell(match.born),
            Cell(tail_of(match.phone_tail)),
            Cell(what_words(match.what)),
        )

    async def key(self, press: Press) -> None:
        """One key.  `+` and the arrows are no text here."""
        self.touched = self.desk.clock.monotonic()
        if press.name in ("up", "down", "pageup", "pagedown"):
            self.press = press
            await self.do_move()
        elif press.name == "+":
            await self.do_new()
        else:
            await super().key(press)
            if self.field.text.strip() != self._looked:
                self.moved = False
                await self.prepare()

    async def do_move(self) -> None:
        """Arrow keys: the first one chooses, the next ones move."""
        if self.moved or self.press.name != "down":
            self.list.key(self.press.name)
        else:
            self.list.key("home")
        self.moved = bool(self.list.rows)

    async def do_choose(self) -> None:
        """Enter."""
        if not self.field.text.strip():
            self.desk.bell()
        elif not self.list.rows:
            await self.do_new()
        elif len(self.list.rows) == 1 or self.moved:
            self.close(self.list.chosen()[0].person)
        else:
            self.desk.bell()
            self.desk.say("several", count=len(self.list.rows))

    async def do_new(self) -> None:
        """`+`."""
        self.close(New(self.field.text.strip()))


async def choose_or_add(desk: Desk, title: str, *, without: Collection[int] = ()) -> int:
    """The id of somebody on file or just added on the form; 0 if that was left."""
    from deskapp.screens.person_form import PersonForm

    chosen = await desk.open(ChoosePerson(title, without=without))
    if isinstance(chosen, New):
        chosen = await desk.open(PersonForm(name=str(chosen), adult=True))
    return int(chosen or 0)
