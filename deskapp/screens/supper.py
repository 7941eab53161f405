"""The day's supper: its dishes and what is in them, whom they would harm, and supper for all who are here."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import UNDO
from deskapp.screens.dish_form import DISH, DishForm, Named
from deskapp.services import attendance, supper
from deskapp.services.act import Act
from deskapp.services.childday import ChildRow, child_day
from deskapp.services.records import Dish, Person
from deskapp.services.supper import Harm
from deskapp.widgets.cells import Line
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words.joins import apart, labelled, listed

MOST_NAMED = 4


class Harmed(NamedTuple):
    """A child whom a dish would harm, or (no harms) with an allergy while the dishes are unknown."""

    row: ChildRow
    harms: tuple[Harm, ...]
    allergies: str


class Kitchen(NamedTuple):
    """The dishes, who must not eat one of them, who is here without supper yet, and of whom of these nobody
    was asked what they must not eat: that is not the same as nothing.
    """

    dishes: tuple[Dish, ...]
    harmed: tuple[Harmed, ...]
    hungry: tuple[ChildRow, ...]
    not_asked: tuple[ChildRow, ...]


def kitchen(reader: Reader, act: Act, day: str) -> Kitchen:
    """What the dialog shows of a day."""
    rows = [row for row in child_day(reader, act, day).rows if row.state not in ("absent", "gone")]
    found = supper.dishes_of(reader, day)
    dishes = found.dishes if found else ()
    harms = supper.harmed(reader, day, [row.child for row in rows])
    harmed = []
    for row in rows:
        person = reader.get(Person, row.child)
        allergies = listed(one.what for one in (person.allergies or ())) if person else ""
        if row.child in harms or (allergies and not dishes):
            harmed.append(Harmed(row, harms.get(row.child, ()), allergies))
    hungry = tuple(row for row in rows if row.state in ("here", "unclosed") and row.step != "supper")
    not_asked = tuple(row for row in hungry if any(flag.code == "not_asked" for flag in row.flags))
    return Kitchen(dishes, tuple(harmed), hungry, not_asked)


class SupperDialog(DishForm):
    """Closed with None."""

    scope = "supper"
    KEYS = (
        DISH,
        Key("add", ("+",), N_("another dish"), N_("Another dish: its name, and what is in it."), rank=1),
        Key(
            "supper",
            ("s",),
            N_("supper for all"),
            N_("Supper for all who are here, but for those it would harm."),
            rank=3,
        ),
        Key(
            "move",
            ("up", "down"),
            N_("choose"),
            N_("Chooses a child whom a dish would harm."),
            rank=5,
            shown="↑ ↓",
        ),
        Key("other", ("o",), N_("ate something else"), N_("The chosen child ate something else."), rank=4),
        UNDO,
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("SUPPER TODAY")
        self.at = 0
        self.kitchen: Kitchen

    async def prepare(self) -> None:
        """The dishes, and whom they would harm."""
        self.kitchen = await self.desk.ask(kitchen, self.desk.shown_day)
        self.at = max(0, min(self.at, len(self.kitchen.harmed) - 1))

    def lines(self, columns: int, height: int) -> list[Line]:
        """The dishes, the children whom they would harm, or the form of a dish."""
        dishes = option_lines(
            [
                Option(str(at), (dish.name, listed(dish.ingredients)))
                for at, dish in enumerate(self.kitchen.dishes, 1)
            ],
            columns,
        )
        if not dishes:
            dishes = paragraph(_("No dishes are written down yet: + writes one."), columns)
        hungry = _("Here without supper: {count}.   s = supper for all of them").format(
            count=len(self.kitchen.hungry)
        )
        harmed = self._harmed(columns, height - len(dishes) - 6 - 3 * bool(self.kitchen.not_asked))
        if self.form is None:
            hunger: list[Line] = [[("  " + hungry, "strong")]]
            lines = fill([[], dishes, hunger, self._not_asked(columns), harmed], height)
            marks = [at for at, line in enumerate(lines) if line and line[0][0] == "> "]
            self.cursor = (0, marks[0] if marks else 0)
            return lines
        return self.form_lines([[], dishes], columns, height, [harmed])

    def _not_asked(self, columns: int) -> list[Line]:
        unasked = self.kitchen.not_asked
        if not unasked:
            return []
        named = listed(full_name(row) for row in unasked[:MOST_NAMED])
        if len(unasked) > MOST_NAMED:
            named = _("{names} and {count} more").format(names=named, count=len(unasked) - MOST_NAMED)
        text = _("Nobody asked what these must not eat: {names}.").format(names=named)
        return paragraph(text, columns, "alert")

    def _harmed(self, columns: int, room: int) -> list[Line]:
        listed = self.kitchen.harmed
        if not listed:
            return (
                paragraph(_("No child on the list would be harmed by a dish."), columns)
                if self.kitchen.dishes
                else []
            )
        head = _("Must not eat:") if self.kitchen.dishes else _("Nobody can tell whether these may eat:")
        rows = max(1, room)
        first = max(0, min(self.at - rows + 1, len(listed) - rows))
        shown = listed[first : first + rows]
        if len(shown) < len(listed):
            head += "   " + _("{first}-{last} of {count}").format(
                first=first + 1, last=first + len(shown), count=len(listed)
            )
        options = [
            Option("", self._parts(one), chosen=number == self.at and self.form is None)
            for number, one in enumerate(shown, first)
        ]
        return [[("  " + head, "alert")], *option_lines(options, columns)]

    def _parts(self, one: Harmed) -> tuple[str, ...]:
        harms = apart(
            labelled(_("{dish} ({what})").format(dish=harm.dish, what=harm.what), harm.action)
            for harm in one.harms
        )
        done = _("ate something else") if one.row.step == "supper" else ""
        text = harms or one.allergies
        return full_name(one.row), labelled(done, text)

    # ── keys ──

    def things(self) -> list[Named]:
        """The dishes of the day."""
        return [Named(_("dish"), dish.name, dish.ingredients, thing=dish) for dish in self.kitchen.dishes]

    async def do_add(self) -> None:
        """`+`."""
        self.another(_("dish"))

    async def write(self, name: str, words: tuple[str, ...]) -> None:
        """The supper with this dish; an empty name takes it off."""
        dish = Dish(name=name, ingredients=words) if name.strip() else None
        await self.desk.perform(supper.set_dish, self.desk.shown_day, self.was, dish, ahead=True)

    async def do_supper(self) -> None:
        """`s`: whom a dish would harm is left out, and named."""
        if not self.kitchen.hungry:
            self.desk.say("nobody_hungry")
            return
        done = await self.desk.perform(attendance.supper, tuple(row.child for row in self.kitchen.hungry))
        await self.prepare()
        left = {child for child, _refusal in done.skipped}
        if left:
            names = [full_name(row) for row in self.kitchen.hungry if row.child in left]
            self.desk.say("harmed_left_out", kind="refused", count=len(left), children=listed(names))

    async def do_move(self) -> None:
        """Up and down among the children whom a dish would harm."""
        step = 1 if self.press.name == "down" else -1
        self.at = (self.at + step) % max(1, len(self.kitchen.harmed))

    async def do_other(self) -> None:
        """`o`."""
        if not self.kitchen.harmed:
            self.desk.bell()
            return
        child = self.kitchen.harmed[self.at].row.child
        await self.desk.perform(attendance.supper, (child,), other=True)
        await self.prepare()
