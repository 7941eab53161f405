"""A few words that are asked for on the way: to whom, why, how many."""

from __future__ import annotations

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph


class WordsForm(Dialog):
    """Asks for one line of text; closed with it, None where it was left."""

    scope = "words"
    KEYS = (SAVE, SAVE_NOW)

    def __init__(self, title: str, label: str, about: str, text: str = "") -> None:
        super().__init__()
        self.title = title
        self.about = about
        self.form = Form([Field(label, text, cells=40)])

    def lines(self, columns: int, height: int) -> list[Line]:
        """Whom it is about, and the line."""
        assert self.form is not None
        drawn, (x, y) = self.form.lines(columns)
        who = paragraph(self.about, columns, "strong") if self.about else []
        lines = fill([[], who, drawn], height)
        self.cursor = (x, lines.index(drawn[0]) + y)
        return lines

    async def do_save(self) -> None:
        """Enter."""
        assert self.form is not None
        text = self.form.fields[0].text.strip()
        if not text:
            self.desk.bell()
            self.desk.say("words_missing", kind="refused")
            return
        await self.answer(text)

    async def answer(self, text: str) -> None:
        """What was typed: closed with it, unless it is used here first."""
        self.close(text)


class NotTaken(Dialog):
    """Refused or cancelled, and why; closed with (cancelled, why), None where it was left."""

    scope = "not_taken"
    KEYS = (
        Key("refused", ("r",), N_("refused"), N_("The client did not take it."), rank=1),
        Key(
            "cancelled",
            ("c",),
            N_("cancelled"),
            N_("No meal today after all."),
            rank=2,
        ),
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, about: str) -> None:
        super().__init__()
        self.title = _("NOT TAKEN")
        self.about = about
        self.cancelled = False

    def lines(self, columns: int, height: int) -> list[Line]:
        """Who, which of the two, then why."""
        who = paragraph(self.about, columns, "strong")
        if self.form is None:
            ways: list[Line] = [
                [("  ", ""), ("r", "key"), ("  " + _("refused: the client did not take it"), "")],
                [("  ", ""), ("c", "key"), ("  " + _("cancelled: no meal today after all"), "")],
            ]
            self.cursor = None
            return fill([[], who, ways], height)
        drawn, (x, y) = self.form.lines(columns)
        which = _("cancelled") if self.cancelled else _("refused")
        lines = fill([[], who, [[("  " + which, "strong")]], drawn], height)
        self.cursor = (x, lines.index(drawn[0]) + y)
        return lines

    async def do_refused(self) -> None:
        """`r`."""
        self.cancelled, self.form = False, Form([Field(_("why"), cells=40)])

    async def do_cancelled(self) -> None:
        """`c`."""
        self.cancelled, self.form = True, Form([Field(_("why"), cells=40)])

    async def do_save(self) -> None:
        """Enter."""
        why = self.form.fields[0].text.strip() if self.form is not None else ""
        if not why:
            self.desk.bell()
            self.desk.say("words_missing", kind="refused")
            return
        self.close((self.cancelled, why))
