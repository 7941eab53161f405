"""What importing a list of meals would do: who is new, what is brought up to date, what is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db import Reader
from deskapp.exchange.mealcompare import Comparing, Known
from deskapp.exchange.mealroutes import Key, NewRoute, Routes, Stops
from deskapp.exchange.meals import Contact, Meal
from deskapp.exchange.problems import MOST_RECORDS, Problem
from deskapp.services.act import Act


class Plan(NamedTuple):
    """What an import would do.  With `problems` it does nothing.

    `left` is what it does not take over of the list, each with the reason, and what is to be looked at.
    `routes` and `diets` are those to make; `on_route` is the route of each row by its line, `stops` the order
    of each route that changes: ids of clients, and of those to come their lines, negative.
    """

    new: tuple[Meal, ...]
    known: tuple[Known, ...]
    contacts: int
    routes: tuple[NewRoute, ...]
    diets: tuple[str, ...]
    named: dict[int, tuple[str, ...]]
    on_route: dict[int, Key]
    stops: dict[Key, tuple[int, ...]]
    problems: tuple[Problem, ...]
    left: tuple[Problem, ...]

    @property
    def changed(self) -> tuple[Known, ...]:
        """The known ones of whom the list knows something newer."""
        return tuple(known for known in self.known if known.changes or known.client is None)

    @property
    def records(self) -> int:
        """How many records it would write, at most."""
        made = self.contacts + len(self.routes) + len(self.diets) + len(self.stops)
        return 3 * len(self.new) + 4 * len(self.changed) + made


def plan(reader: Reader, act: Act, meals: Sequence[Meal]) -> Plan:
    """What importing these clients would do now."""
    return Planning(reader, act).everything(meals)


class Planning(Comparing):
    """Works out one import, row by row; nothing is written."""

    def __init__(self, reader: Reader, act: Act) -> None:
        super().__init__(reader, act)
        self.routes = Routes(reader)
        self.on_route: dict[int, Key] = {}

    def everything(self, meals: Sequence[Meal]) -> Plan:
        """The plan of the whole list."""
        new: list[Meal] = []
        known: list[Known] = []
        taken: dict[int, Meal] = {}
        for meal in meals:
            found = self.file.person(meal)
            if isinstance(found, Problem):
                self.problems.append(found)
            elif found is None:
                self.check_rule(meal, None)
                self.look_alike(meal)
                new.append(meal)
            elif (first := taken.setdefault(found.id, meal)) is not meal:
                self.problems.append(Problem(meal.line, "client_twice", {"first": first.line}))
            elif found.archived:
                self.left.append(Problem(meal.line, "left_archived", {"person": found.id}))
                continue
            else:
                known.append(self.compare(meal, found, self.file.clients.get(found.id)))
                if known[-1].gone:
                    continue
            self.set_route(meal)
        self.problems += self.routes.joined()
        self.left += self.routes.made()
        stops = Stops(self.routes)
        for meal in new:
            stops.place(meal, None, self.on_route)
        for one in known:
            if not one.gone:
                stops.place(one.meal, one.client, self.on_route, one.changes)
        orders = stops.orders(known)
        self.problems += stops.problems
        named = {meal.line: self.diets.named(meal, ()) for meal in new}
        named |= {one.line: self.diets.named(one.meal, ()) for one in known if one.client is None}
        self.left += self.diets.made()
        result = Plan(
            tuple(new),
            tuple(known),
            len(set(self.strangers(new, known))),
            self.routes.new(),
            self.diets.to_make(),
            named,
            self.on_route,
            orders,
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
            tuple(sorted(self.left, key=lambda problem: problem.line)),
        )
        if result.records > MOST_RECORDS:
            too_many = Problem(0, "too_many_rows", {"records": result.records, "limit": MOST_RECORDS})
            return result._replace(problems=(too_many, *result.problems))
        return result

    def look_alike(self, meal: Meal) -> None:
        """Says who on file has the number of somebody new."""
        other = self.file.of_another_name(meal)
        if other is not None:
            self.leave(meal, "looks_like_other", person=other.id, name=other.name)

    def set_route(self, meal: Meal) -> None:
        """Finds the row's route, or has it made."""
        key = self.routes.key(meal)
        if isinstance(key, Problem):
            self.problems.append(key)
        elif key is not None:
            self.on_route[meal.line] = key

    def strangers(self, new: Sequence[Meal], known: Sequence[Known]) -> Iterator[object]:
        """The contacts who are neither on file nor clients of this very list."""
        coming = {meal.key for meal in new if meal.phone}
        rows = [*new, *(one.meal for one in known if one.client is None or "contact" in one.changes)]
        for meal in rows:
            if meal.contact and meal.contact.key not in coming and self.file.contact(meal.contact) is None:
                yield contact_key(meal.line, meal.contact)


def contact_key(line: int, contact: Contact) -> object:
    """Who a contact is: the same name and phone is one person, without a phone one for each client."""
    return contact.key if contact.phone else (contact.key, line)
