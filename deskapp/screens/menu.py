"""The menu of a day: its dishes, mains and sides, and what is in each; copied from another day."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import N_, _, day_text
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, UNDO, Dialog
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.daybook import Dish
from deskapp.services.meals import menus
from deskapp.typed import typed_day, typed_words
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import word
from deskapp.words.joins import listed

MOST_DISHES = 9


def dishes_of(reader: Reader, _act: Act, day: str) -> tuple[Dish, ...]:
    """The dishes of a day."""
    return menus.dishes_on(reader, day)


class MenuDialog(Dialog):
    """Closed with None."""

    scope = "menu"
    KEYS = (
        Key(
            "dish",
            ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
            N_("dish"),
            N_("Changes this dish; without a name it is taken off."),
            rank=2,
            shown="1-9",
        ),
        Key("main", ("+", "m"), N_("another main"), N_("Another main: the first is the day's dish."), rank=1),
        Key("side", ("s",), N_("another side"), N_("Another side, which everybody gets."), rank=3),
        Key("copy", ("y",), N_("copy a day"), N_("The menu of another day for this one."), rank=4),
        Key("day_before", ("[",), N_("day"), N_("The day before."), rank=5, shown="[ ]"),
        Key("day_after", ("]",), "", N_("The day after.")),
        UNDO,
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, day: str) -> None:
        super().__init__()
        self.day = day
        self.dishes: tuple[Dish, ...] = ()
        self.at = 0
        self.part = "main"
        self.copying = False

    async def prepare(self) -> None:
        """The dishes of the day."""
        self.title = _("MENU, {day}").format(day=day_text(self.day))
        self.dishes = await self.desk.ask(dishes_of, self.day)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The dishes, or the form of one."""
        dishes = option_lines(
            [
                Option(str(at), (word(dish.part), dish.name, listed(dish.ingredients)))
                for at, dish in enumerate(self.dishes, 1)
            ],
            columns,
        )
        if not dishes:
            dishes = paragraph(_("No menu yet: + writes a main, y copies another day."), columns)
        foot = _("Everybody gets the first main and every side; whom it does not suit gets a main that does.")
        if self.form is None:
            self.cursor = None
            return fill([[], dishes, paragraph(foot, columns, "dim")], height)
        form, (x, y) = self.form.lines(columns)
        lines = fill([[], dishes, form], height)
        self.cursor = (x, lines.index(form[0]) + y)
        return lines

    async def do_dish(self) -> None:
        """A digit."""
        at = int(self.press.name) - 1
        if at >= len(self.dishes):
            self.desk.bell()
            self.desk.say("no_such_number", number=at + 1)
            return
        dish = self.dishes[at]
        self._ask(at, dish.part, dish.name, listed(dish.ingredients))

    async def do_main(self) -> None:
        """`m`, `+`."""
        self._new("main")

    async def do_side(self) -> None:
        """`s`."""
        self._new("side")

    def _new(self, part: str) -> None:
        if len(self.dishes) >= MOST_DISHES:
            self.desk.bell()
            self.desk.say("enough_dishes", limit=MOST_DISHES)
            return
        self._ask(len(self.dishes), part, "", "")

    def _ask(self, at: int, part: str, name: str, ingredients: str) -> None:
        self.at, self.part, self.copying = at, part, False
        hint = _("words with commas between")
        self.form = Form(
            [Field(word(part), name, cells=30), Field(_("what is in it"), ingredients, hint, cells=40)]
        )

    async def do_copy(self) -> None:
        """`y`."""
        self.copying = True
        week_before = next_day(self.day, -7)
        self.form = Form([Field(_("of which day"), week_before, _("as 2026-11-23"), cells=12)])

    async def do_day_before(self) -> None:
        """`[`."""
        await self._go(-1)

    async def do_day_after(self) -> None:
        """`]`."""
        await self._go(1)

    async def _go(self, by: int) -> None:
        self.day = next_day(self.day, by)
        await self.prepare()

    async def do_save(self) -> None:
        """Enter."""
        if self.form is None:
            return
        if self.copying:
            source = typed_day(self.form.fields[0].text)
            await self.desk.perform(menus.copy_menu, source, self.day, ahead=True)
        else:
            if self.form.at == 0 and self.form.now.text.strip():
                self.form.at = 1
                return
            name, words = (field.text for field in self.form.fields)
            made = (
                [Dish(name=name, ingredients=typed_words(words), part=_part(self.part))]
                if name.strip()
                else []
            )
            dishes = list(self.dishes)
            dishes[self.at : self.at + 1] = made
            await self.desk.perform(menus.set_menu, self.day, tuple(dishes), ahead=True)
        self.form = None
        await self.prepare()


def _part(part: str) -> menus.Part:
    return "side" if part == "side" else "main"
