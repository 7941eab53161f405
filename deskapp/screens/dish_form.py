"""Numbered things, each with a name and a list of words: dishes and what is in them, and their like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.typed import typed_words
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill
from deskapp.words.joins import listed

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
DISH = Key(
    "dish", DIGITS, N_("dish"), N_("Changes this dish; without a name it is taken off."), rank=2, shown="1-9"
)


class Named(NamedTuple):
    """One of the things: what the form calls it, its name, its words, what the words are, if not what is in
    it, and the thing itself as it was read; None for one that is not there yet.
    """

    label: str
    name: str = ""
    words: tuple[str, ...] = ()
    made_of: str = ""
    thing: Any = None


class DishForm(Dialog):
    """Base of such dialogs: a digit opens the form of a thing, Enter on its name goes on to the words, and
    Enter there calls `write`.
    """

    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self) -> None:
        super().__init__()
        self.was: Any = None
        """What the open form is about, as it was read; None for another one."""

    def things(self) -> Sequence[Named]:
        """The things as they are, in the order of their digits."""
        raise NotImplementedError

    async def write(self, name: str, words: tuple[str, ...]) -> None:
        """Keeps what was typed of the thing that `was`; an empty name takes it off."""
        raise NotImplementedError

    async def do_dish(self) -> None:
        """A digit."""
        place = int(self.press.name) - 1
        if place >= len(self.things()):
            self.desk.bell()
            self.desk.say("no_such_number", number=place + 1)
            return
        self.open_form(self.things()[place])

    def another(self, label: str) -> None:
        """Opens the form of another dish; where each digit has one it says so."""
        if len(self.things()) >= len(DIGITS):
            self.desk.bell()
            self.desk.say("enough_dishes", limit=len(DIGITS))
            return
        self.open_form(Named(label))

    def open_form(self, thing: Named) -> None:
        """The form of a thing."""
        self.was = thing.thing
        hint = _("words with commas between")
        made_of = thing.made_of or _("what is in it")
        self.form = Form(
            [Field(thing.label, thing.name, cells=30), Field(made_of, listed(thing.words), hint, cells=40)]
        )

    def form_lines(
        self, above: Sequence[Sequence[Line]], columns: int, height: int, below: Sequence[Sequence[Line]] = ()
    ) -> list[Line]:
        """The sections with the open form between them, and the cursor in it."""
        assert self.form is not None
        form, (x, y) = self.form.lines(columns)
        lines = fill([*above, form, *below], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def do_save(self) -> None:
        """Enter."""
        if self.form is None:
            return
        if self.form.at == 0 and self.form.now.text.strip():
            self.form.at = 1
            return
        name, words = (field.text for field in self.form.fields)
        await self.write(name, typed_words(words))
        self.form = None
        await self.prepare()
