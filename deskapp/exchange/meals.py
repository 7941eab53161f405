"""Turns the rows of a list into meal clients, and finds what is wrong with them before anything is kept."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from deskapp.exchange import cells, mealcells
from deskapp.exchange.mapping import Columns
from deskapp.exchange.mealcells import Said
from deskapp.exchange.problems import Problem
from deskapp.exchange.rows import RowReader
from deskapp.exchange.tables import Row
from deskapp.services.entries import clean_code
from deskapp.services.records import Phone
from deskapp.text import fold


class Contact(NamedTuple):
    """Whom to call when nobody opens, as listed."""

    name: str
    phone: Phone | None

    @property
    def key(self) -> tuple[str, str]:
        """Who this is: the same name and phone is one person."""
        return fold(self.name), mealcells.digits(self.phone)


class Meal(NamedTuple):
    """One good row.  Empty text, no diets, stop 0, rule None, contact None: the list does not say.

    `rule` is empty for meals on request.
    """

    line: int
    name: str
    latin_name: str
    code: str
    phone: Phone | None
    address: str
    route: str
    stop: int
    rule: str | None
    diets: tuple[str, ...]
    avoid: tuple[str, ...]
    delivery_note: str
    contact: Contact | None
    said: Said

    @property
    def digits(self) -> str:
        """The phone as bare digits; empty for none."""
        return mealcells.digits(self.phone)

    @property
    def key(self) -> tuple[str, str]:
        """Who this is beside the code: name and phone."""
        return fold(self.name), self.digits


def read_meals(
    rows: Sequence[Row], columns: Columns, today: datetime.date
) -> tuple[list[Meal], list[Problem]]:
    """The clients of all good rows, and every problem of the others.  `today` is the centre's local day."""
    meals: list[Meal] = []
    problems: list[Problem] = []
    by_name: dict[str, list[Meal]] = {}
    by_code: dict[str, Meal] = {}
    for row in rows:
        reader = MealReader(row, columns.sources, today)
        meal = reader.meal()
        problems += reader.problems
        if reader.problems:
            continue
        namesakes = by_name.setdefault(fold(meal.name), [])
        other = by_code.setdefault(meal.code, meal) if meal.code else meal
        if other is not meal and fold(other.name) != fold(meal.name):
            problems.append(Problem(meal.line, "code_twice", {"code": meal.code, "first": other.line}))
            continue
        first = next((one for one in namesakes if same_person(one, meal)), None)
        if first is not None:
            problems.append(twice(meal, first))
        else:
            namesakes.append(meal)
            meals.append(meal)
    return meals, problems


def same_person(one: Meal, other: Meal) -> bool:
    """Whether two rows of one name are one client: the code says, else phone and address; where nothing tells
    them apart, they are.
    """
    if one.code and other.code:
        return one.code == other.code
    alike, different = told(one.digits, other.digits)
    alike_address, different_address = told(fold(one.address), fold(other.address))
    return alike or alike_address or not (different or different_address)


def told(one: str, other: str) -> tuple[bool, bool]:
    """Whether two texts are known to be the same, and whether they are known to differ."""
    both = bool(one and other)
    return both and one == other, both and one != other


def twice(meal: Meal, first: Meal) -> Problem:
    """The second of two rows of one client, perhaps on another route."""
    if meal.route and first.route and fold(meal.route) != fold(first.route):
        facts: dict[str, str | int] = {"first": first.line, "route": first.route, "other": meal.route}
        return Problem(meal.line, "two_routes", facts)
    return Problem(meal.line, "client_twice", {"first": first.line})


class MealReader(RowReader):
    """Reads one row as a client."""

    def contact(self) -> Contact | None:
        """The emergency contact; None where the list names nobody."""
        name, phone = self.name("contact"), self.read("contact_phone", cells.phone, None)
        if name:
            return Contact(name, phone)
        if phone is not None:
            self.wrong("phone_without_contact", field="contact_phone", text=phone.number)
        return None

    def meal(self) -> Meal:
        """The client of this row; not to be used where there are problems."""
        today = self.today.isoformat()
        nothing: tuple[str, ...] = ()
        meal = Meal(
            line=self.row.line,
            name=self.name("name"),
            latin_name=self.name("latin_name"),
            code=self.read("code", clean_code, ""),
            phone=self.read("phone", cells.phone, None),
            address=self.plain("address"),
            route=self.read("route", mealcells.route, ""),
            stop=self.read("stop", mealcells.number, 0),
            rule=self.read("weekdays", lambda text: mealcells.recurrence(text, today), None),
            diets=self.read("diet", mealcells.diets, nothing),
            avoid=self.read("avoid", mealcells.avoid, nothing),
            delivery_note=self.plain("delivery_note"),
            contact=self.contact(),
            said=self.read("status", lambda text: mealcells.status(text, today), Said()),
        )
        if not meal.name and not self.text("name"):
            self.problems.insert(0, Problem(self.row.line, "no_name"))
        if meal.stop and not self.text("route"):
            self.wrong("stop_without_route", stop=meal.stop)
        if meal.contact and meal.contact.phone and meal.contact.key == meal.key:
            self.wrong("own_contact", field="contact")
        return meal
