"""Turns the rows of a list into meal clients, and finds what is wrong with them before anything is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
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
from deskapp.typed import says_nothing


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
    seen = Seen()
    for row in rows:
        reader = MealReader(row, columns.sources, today)
        meal = reader.meal()
        problems += reader.problems
        if reader.problems:
            continue
        first = seen.before(meal)
        if first is None:
            meals.append(meal)
        elif fold(first.name) != fold(meal.name):
            problems.append(Problem(meal.line, "code_twice", {"code": meal.code, "first": first.line}))
        else:
            problems.append(twice(meal, first))
    return meals, problems


class Seen:
    """The first row of every client so far, by all that tells one from another.

    The code says who it is, else the name with phone or address; rows of one name that neither tells apart
    are one client.  Looked up, not compared one by one: a list may hold one name ten thousand times.
    """

    def __init__(self) -> None:
        self.first: dict[tuple[object, ...], Meal] = {}

    def before(self, meal: Meal) -> Meal | None:
        """The earlier row of the same client; without one this row is kept as the first."""
        others = (False,) if meal.code else (False, True)  # two with codes are told apart by these
        keys = [key for coded in others for key in like(meal, coded)]
        keys += [("code", meal.code)] if meal.code else []
        found = [self.first[key] for key in keys if key in self.first]
        if found:
            return min(found, key=lambda one: one.line)
        for key in own(meal):
            self.first.setdefault(key, meal)
        return None


def own(meal: Meal) -> Iterator[tuple[object, ...]]:
    """All that a row is known by."""
    name, coded = fold(meal.name), bool(meal.code)
    if meal.code:
        yield "code", meal.code
    if meal.digits:
        yield "phone", name, meal.digits, coded
    if meal.address:
        yield "address", name, fold(meal.address), coded
    yield "said", name, bool(meal.digits), bool(meal.address), coded


def like(meal: Meal, coded: bool) -> Iterator[tuple[object, ...]]:
    """What another row of the same client would be known by: the same phone, the same address, or less said
    than would tell it from this one.
    """
    name = fold(meal.name)
    if meal.digits:
        yield "phone", name, meal.digits, coded
    if meal.address:
        yield "address", name, fold(meal.address), coded
    for phone in (False, True):
        for address in (False, True):
            if not (phone and meal.digits) and not (address and meal.address):
                yield "said", name, phone, address, coded


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
        if meal.stop and says_nothing(self.text("route")):
            self.wrong("stop_without_route", stop=meal.stop)
        if meal.contact and meal.contact.phone and meal.contact.key == meal.key:
            self.wrong("own_contact", field="contact")
        return meal
