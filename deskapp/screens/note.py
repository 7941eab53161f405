"""Notes, shown when a child arrives or is collected, with a meal, or to the next shift: one to type, the open
ones.
"""

from __future__ import annotations

from deskapp.i18n import N_, _, day_text
from deskapp.keys import Key, Press
from deskapp.screens.dialog import UNDO, Dialog
from deskapp.services import notes
from deskapp.services.notes import NoteLine
from deskapp.services.records import Shown
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph
from deskapp.words import word
from deskapp.words.joins import labelled


class NoteDialog(Dialog):
    """Leaves a note and ticks off those that are done.  Closed with True when one was left, else None.

    `person` is whom it is about; 0: a note for the shift, and the list of all that are for it.  `first` is
    when the note is shown unless tab changes that, where it fits the person.
    """

    scope = "note"
    KEYS = (
        Key("save", ("enter",), N_("leave it"), N_("Leaves the note that was typed."), rank=1),
        Key(
            "shown",
            ("tab",),
            N_("when shown"),
            N_("At collection, at arrival, with the meal, to the shift."),
            rank=2,
        ),
        Key(
            "move",
            ("up", "down"),
            N_("open notes"),
            N_("To an open note; down again: to the line."),
            rank=3,
            shown="↑ ↓",
        ),
        Key("done", ("space",), N_("done"), N_("The chosen note is done."), rank=4),
        UNDO,
    )
    TYPING_KEYS = KEYS[:3]

    def __init__(self, person: int = 0, first: Shown = "collection") -> None:
        super().__init__()
        self.title = _("NOTES")
        self.person = person
        self.first = first
        self.shown: tuple[Shown, ...] = ()
        self.text = Field(_("note"), cells=60)
        self.typing = Form([self.text])
        self.form = self.typing
        self.at = -1
        self.open: tuple[NoteLine, ...] = ()

    async def prepare(self) -> None:
        """The open notes about the person, or those for the shift."""
        self.open = await self.desk.ask(notes.note_lines, self.person, "" if self.person else "shift")
        if self.person:
            names = await self.desk.names([("name", self.person)])
            self.title = _("NOTES") + "  " + names.get(("name", self.person), "")
        if not self.shown:
            fitting = await self.desk.ask(notes.fitting, self.person)
            at = fitting.index(self.first) if self.first in fitting else 0
            self.shown = (*fitting[at:], *fitting[:at])
        if self.at >= len(self.open):
            self._choose(len(self.open) - 1)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The open notes, then the line to type."""
        blocks = [self._note(at, columns) for at in range(len(self.open))]
        room = max(1, height - 6)
        first = max(0, self.at)
        while first > 0 and sum(len(block) for block in blocks[first - 1 :]) <= room:
            first -= 1
        seen: list[Line] = []
        last = first
        while last < len(blocks) and len(seen) + len(blocks[last]) <= room:
            seen += blocks[last]
            last += 1
        head = _("Open notes: {count}").format(count=len(self.open)) if self.open else _("No open note.")
        if last - first < len(blocks):
            head += "   " + _("{first}-{last} of {count}").format(
                first=first + 1, last=last, count=len(blocks)
            )
        form, (x, y) = self.typing.lines(columns)
        several = len(self.shown) > 1
        pattern = _("shown {when}   (tab changes that)") if several else _("shown {when}")
        when: Line = [("  " + pattern.format(when=word(self.shown[0])), "")]
        lines = fill([[[("  " + head, "strong")], *seen], [*form, when]], height)
        marks = [at for at, line in enumerate(lines) if line and line[0][0] == "> "]
        self.cursor = (0, marks[0]) if self.form is None and marks else (x, lines.index(form[0]) + y)
        return lines

    def _note(self, at: int, columns: int) -> list[Line]:
        text = note_text(self.open[at], self.desk.today)
        text = text if self.person else labelled(self.open[at].name, text)
        lines = paragraph(text, columns, indent=4, style="strong" if at == self.at else "")
        first = lines[0][0]
        mark = "> " if at == self.at else "  "
        return [[(mark, first[1]), (first[0][2:], first[1])], *lines[1:]]

    def _choose(self, at: int) -> None:
        """The note of that number, or (-1) the line to type."""
        self.at = at
        self.form = self.typing if at < 0 else None

    # ── keys ──

    async def key(self, press: Press) -> None:
        """The arrow keys and tab are not the form's."""
        if self.form is not None and press.name in ("up", "down", "tab", "shift+tab"):
            self.form = None
            await super().key(Press("tab" if press.name == "shift+tab" else press.name))
            if self.at < 0:
                self.form = self.typing
            return
        await super().key(press)

    async def do_move(self) -> None:
        """Up from the line comes to the last note, down from there back to the line."""
        if self.press.name == "up":
            self._choose(self.at - 1 if self.at > 0 else len(self.open) - 1)
        elif self.at >= 0:
            self._choose(self.at + 1 if self.at < len(self.open) - 1 else -1)

    async def do_shown(self) -> None:
        """Tab."""
        self.shown = (*self.shown[1:], self.shown[0])

    async def do_done(self) -> None:
        """Space, on a note."""
        if self.at < 0:
            return
        await self.desk.perform(notes.done, self.open[self.at].note)
        await self.prepare()

    async def do_save(self) -> None:
        """Enter."""
        if self.form is None:
            await self.do_done()
            return
        await self.desk.perform(notes.add, self.text.text, self.shown[0], self.person)
        self.close(True)

    async def do_leave(self) -> None:
        """esc, also out of the line."""
        self.close(None)


def note_text(note: NoteLine, today: str) -> str:
    """The note, when it is shown, who wrote it and when."""
    when = note.at if note.day == today else day_text(note.day, year=False)
    return _("{text}   ({shown}; {who}, {when})").format(
        text=note.text, shown=word(note.shown), who=note.by, when=when
    )
