"""A question whose answer is No unless somebody says yes.  Only where undo cannot help."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import Dialog
from deskapp.widgets.cells import Line, wrap
from deskapp.words import say


class Question(Dialog):
    """Closed with True for yes, else False.  `code` and `facts` name the sentence that is asked."""

    scope = "question"
    KEYS = (
        Key("yes", ("y",), N_("yes"), N_("Yes, do it."), rank=1),
        Key("no", ("n", "enter", "escape", "0"), N_("no"), N_("No; nothing is changed."), rank=2),
    )

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__()
        self.code = code
        self.facts = facts
        self.title = _("A QUESTION")

    def lines(self, columns: int, height: int) -> list[Line]:
        """The question and the two answers."""
        asked = say(self.code, self.facts, {}, self.desk.zone)
        return [
            [],
            *([("  " + line, "strong")] for line in wrap(asked, columns - 4)),
            [],
            [("  y ", "key"), (_("yes"), "")],
            [("> n ", "key"), (_("no (Enter, esc and 0 mean no, too)"), "")],
        ]

    async def do_yes(self) -> None:
        """`y`."""
        self.close(True)

    async def do_no(self) -> None:
        """Everything else that closes."""
        self.close(False)
