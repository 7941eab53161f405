"""A few words that are asked for on the way: to whom, why, how many."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph


class WordsForm(Dialog):
    """Asks for one line of text; closed with it once `use` has taken it, None where it was left.

    Where `use` is refused it stays open with what was typed.  `missing` is said where nothing was.
    """

    scope = "words"
    KEYS = (SAVE, SAVE_NOW)

    def __init__(
        self,
        title: str,
        label: str,
        about: str,
        *,
        use: Callable[[str], Awaitable[object]] | None = None,
        missing: str = "words_missing",
    ) -> None:
        super().__init__()
        self.title = title
        self.about = about
        self.use = use
        self.missing = missing
        self.form = Form([Field(label, cells=40)])

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
            self.desk.say(self.missing, kind="refused")
            return
        if self.use is not None:
            await self.use(text)
        self.close(text)


class NotTaken(Dialog):
    """Refused or cancelled, and why; closed with True once `use` has taken (cancelled, why), None where it
    was left.  Where `use` is refused it stays open with what was typed.
    """

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

    def __init__(self, about: str, use: Callable[[bool, str], Awaitable[object]]) -> None:
        super().__init__()
        self.title = _("NOT TAKEN")
        self.about = about
        self.use = use
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
            self.desk.say("why_missing", kind="refused")
            return
        await self.use(self.cancelled, why)
        self.close(True)
