"""Turns the rows of a list into menus, a day's rows one menu, and brings them in, all of it or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal, NamedTuple

from db import Reader, Transaction
from deskapp.exchange import cells, mealcells
from deskapp.exchange.cells import BadCell
from deskapp.exchange.mapping import Columns
from deskapp.exchange.problems import MOST_RECORDS, Problem
from deskapp.exchange.rows import RowReader
from deskapp.exchange.tables import Row
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.daybook import Dish
from deskapp.services.dishes import MOST_DISHES
from deskapp.services.entries import clean_day, clean_name
from deskapp.services.meals import menus as menu_rules
from deskapp.services.meals.menus import menu_of
from deskapp.text import fold


class DayMenu(NamedTuple):
    """The menu of a day, as the rows from `line` on list it."""

    line: int
    day: str
    dishes: tuple[Dish, ...]

    @property
    def name(self) -> str:
        """What a report calls it: its day."""
        return self.day


class Plan(NamedTuple):
    """What an import would do.  With `problems` it does nothing.  Nothing is brought up to date, or left."""

    new: tuple[DayMenu, ...]
    known: tuple[DayMenu, ...]
    problems: tuple[Problem, ...]
    changed: tuple[()] = ()
    left: tuple[()] = ()


class Outcome(NamedTuple):
    """What an import did."""

    plan: Plan


class DishRow(NamedTuple):
    """One good row."""

    line: int
    day: str
    dish: Dish


def read_menus(
    rows: Sequence[Row], columns: Columns, today: datetime.date
) -> tuple[list[DayMenu], list[Problem]]:
    """The menus of all good rows by day, and every problem of the others."""
    problems: list[Problem] = []
    days: dict[str, dict[str, DishRow]] = {}
    for row in rows:
        reader = DishReader(row, columns.sources, today)
        read = reader.dish()
        problems += reader.problems
        if reader.problems:
            continue
        listed = days.setdefault(read.day, {})
        first = listed.setdefault(fold(read.dish.name), read)
        facts: dict[str, str | int] = {"day": read.day, "dish": read.dish.name, "first": first.line}
        if first is not read:
            problems.append(Problem(read.line, "dish_listed_twice", facts))
        elif len(listed) > MOST_DISHES:
            problems.append(Problem(read.line, "too_many_on_a_day", {"day": read.day, "limit": MOST_DISHES}))
    menus = [
        DayMenu(min(read.line for read in listed.values()), day, tuple(read.dish for read in listed.values()))
        for day, listed in days.items()
    ]
    return menus, problems


class DishReader(RowReader):
    """Reads one row as a dish."""

    def dish(self) -> DishRow:
        """The dish of this row; not to be used where there are problems."""
        pattern = self.pattern("day")
        name = self.read("component", named, "")
        listed: tuple[str, ...] = self.read("ingredients", mealcells.ingredients, ())
        day = self.read("day", lambda text: day_of(text, pattern), "")
        part: Literal["main", "side"] = self.read("part", mealcells.part, "main")
        if not listed and not any(problem.facts.get("field") == "ingredients" for problem in self.problems):
            self.wrong("nothing_in_it", dish=name or "?")
        return DishRow(self.row.line, day, Dish(name=name, ingredients=listed, part=part))


def named(text: str) -> str:
    """The name of a dish."""
    if not text:
        raise BadCell("no_dish")
    return clean_name(text)


def day_of(text: str, pattern: str) -> str:
    """The day of a menu."""
    if not text:
        raise BadCell("no_day")
    return clean_day(cells.day(text, pattern).isoformat())


def plan(reader: Reader, _act: Act, menus: Sequence[DayMenu]) -> Plan:
    """What importing these menus would do now: a day that has another menu already is a problem."""
    new, known, problems = [], [], []
    for menu in menus:
        there = menu_of(reader, menu.day)
        if there is None or not there.dishes:
            new.append(menu)
        elif same(there.dishes, menu.dishes):
            known.append(menu)
        else:
            problems.append(Problem(menu.line, "two_menus", {"day": menu.day}))
    if len(new) > MOST_RECORDS:
        problems.insert(0, Problem(0, "too_many_rows", {"records": len(new), "limit": MOST_RECORDS}))
    return Plan(tuple(new), tuple(known), tuple(problems))


def same(one: Sequence[Dish], other: Sequence[Dish]) -> bool:
    """Whether two menus are one: the mains in their order, for the first is the dish of the day."""
    return as_compared(one) == as_compared(other)


def as_compared(dishes: Sequence[Dish]) -> tuple[object, ...]:
    """A menu without what makes no difference: the order of the sides and of what is in a dish."""
    kept = [(dish.part, dish.name, frozenset(dish.ingredients)) for dish in dishes]
    return [one for one in kept if one[0] == "main"], {one for one in kept if one[0] == "side"}


def bring(tx: Transaction, act: Act, menus: Sequence[DayMenu]) -> Outcome:
    """Does what `plan` says, in this transaction; with problems it writes nothing.  Refuses `no_staff`."""
    staff_rules.acting(tx, act)
    todo = plan(tx, act, menus)
    if not todo.problems:
        for menu in todo.new:
            menu_rules.set_menu(tx, act, menu.day, menu.dishes)
        tx.code, tx.args = "import_menus", {"count": len(todo.new)}
    return Outcome(todo)
