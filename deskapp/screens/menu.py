"""The menu of a day: its dishes, mains and sides, and what is in each; copied from another day."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import N_, _, day_text
from deskapp.keys import Key
from deskapp.screens.dialog import UNDO
from deskapp.screens.dish_form import DISH, DishForm, Named
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.daybook import Dish
from deskapp.services.meals import menus
from deskapp.typed import typed_day
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import word
from deskapp.words.joins import listed


def dishes_of(reader: Reader, _act: Act, day: str) -> tuple[Dish, ...]:
    """The dishes of a day."""
    return menus.dishes_on(reader, day)


class MenuDialog(DishForm):
    """Closed with None."""

    scope = "menu"
    KEYS = (
        DISH,
        Key("main", ("+", "m"), N_("another main"), N_("Another main: the first is the day's dish."), rank=1),
        Key("side", ("s",), N_("another side"), N_("Another side, which everybody gets."), rank=3),
        Key("copy", ("y",), N_("copy a day"), N_("The menu of another day for this one."), rank=4),
        Key("day_before", ("[",), N_("day"), N_("The day before."), rank=5, shown="[ ]"),
        Key("day_after", ("]",), "", N_("The day after.")),
        UNDO,
    )

    def __init__(self, day: str) -> None:
        super().__init__()
        self.day = day
        self.dishes: tuple[Dish, ...] = ()
        self.part: menus.Part = "main"
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
        return self.form_lines([[], dishes], columns, height)

    def things(self) -> list[Named]:
        """The dishes of the day."""
        return [Named(word(dish.part), dish.name, dish.ingredients, thing=dish) for dish in self.dishes]

    def open_form(self, thing: Named) -> None:
        """The form of a dish, which stays the main or side that it is."""
        self.copying = False
        if thing.thing is not None:
            self.part = thing.thing.part
        super().open_form(thing)

    async def do_main(self) -> None:
        """`m`, `+`."""
        self._another("main")

    async def do_side(self) -> None:
        """`s`."""
        self._another("side")

    def _another(self, part: menus.Part) -> None:
        self.part = part
        self.another(word(part))

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
        if self.form is None or not self.copying:
            await super().do_save()
            return
        source = typed_day(self.form.fields[0].text)
        await self.desk.perform(menus.copy_menu, source, self.day, ahead=True)
        self.form = None
        await self.prepare()

    async def write(self, name: str, words: tuple[str, ...]) -> None:
        """The menu with this dish; an empty name takes it off."""
        dish = Dish(name=name, ingredients=words, part=self.part) if name.strip() else None
        await self.desk.perform(menus.set_dish, self.day, self.was, dish, ahead=True)
