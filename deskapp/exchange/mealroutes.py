"""The routes that a list of meals names, those on file and new ones, and the order of their stops."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from db import Reader
from deskapp.exchange.mealcells import either_route, like_a_number, route_number, several_routes
from deskapp.exchange.mealcompare import Known
from deskapp.exchange.meals import Meal
from deskapp.exchange.problems import Problem
from deskapp.exchange.rows import LONGEST_SHOWN
from deskapp.services.meals.records import Client, Route
from deskapp.services.meals.routes import MOST_ROUTES
from deskapp.text import fold

Key = tuple[str, int | str]
"""A route: ("file", id), or a new one by its ("number", n) or its folded ("name", text)."""


class NewRoute(NamedTuple):
    """A route that nobody has written down yet."""

    key: Key
    name: str
    number: int


class Routes:
    """The routes on file, by name and number, and what a list makes of them."""

    def __init__(self, reader: Reader) -> None:
        self.every = {route.id: route for route in reader.all(Route)}
        self.on_file = {route.id: route for route in self.every.values() if not route.archived}
        self.taken = {route.number for route in self.every.values()}
        self.by_number = {route.number: route for route in self.on_file.values()}
        self.by_name: dict[str, list[Route]] = {}
        for route in self.on_file.values():
            self.by_name.setdefault(fold(route.name), []).append(route)
        self.wanted: dict[Key, list[Meal]] = {}

    def key(self, meal: Meal) -> Key | Problem | None:
        """The route that a row names; None where it names none."""
        if not meal.route:
            return None
        number = route_number(meal.route)
        if number in self.by_number:
            return "file", self.by_number[number].id
        named = self.by_name.get(fold(meal.route), ())
        if len(named) == 1:
            return "file", named[0].id
        if named:
            return Problem(meal.line, "routes_of_one_name", {"route": meal.route, "count": len(named)})
        if several_routes(meal.route):
            return not_one("several_routes", meal)
        if like_a_number(meal.route) if number is None else not 1 <= number <= MOST_ROUTES:
            return not_one("bad_route", meal)
        key: Key = ("name", fold(meal.route)) if number is None else ("number", number)
        self.wanted.setdefault(key, []).append(meal)
        return key

    def joined(self) -> list[Problem]:
        """The rows whose new route is two by its name, both of them on file or in this list."""
        return [
            not_one("several_routes", meal)
            for meals in self.wanted.values()
            if len(parts := either_route(meals[0].route)) > 1 and all(map(self.there, parts))
            for meal in meals
        ]

    def there(self, text: str) -> bool:
        """Whether there is a route of that name or number, on file or in this list."""
        number = route_number(text)
        return number in self.by_number or fold(text) in self.by_name or ("name", fold(text)) in self.wanted

    def label(self, route: Route) -> str:
        """A route as a list holds it: its name, or its number where the name says it of another or of two."""
        number = route_number(route.name)
        alone = len(self.by_name.get(fold(route.name), ())) == 1
        return route.name if alone and number in (None, route.number) else str(route.number)

    def new(self) -> tuple[NewRoute, ...]:
        """The routes to make: a number is kept, a name gets the next one that is free."""
        numbers = {int(key[1]) for key in self.wanted if key[0] == "number"}
        free = (number for number in itertools.count(1) if number not in self.taken | numbers)
        return tuple(
            NewRoute(key, str(key[1]), int(key[1]))
            if key[0] == "number"
            else NewRoute(key, meals[0].route, next(free))
            for key, meals in self.wanted.items()
        )

    def made(self) -> list[Problem]:
        """What is to be said of the new ones: one of them may be an old one, written otherwise."""
        return [
            Problem(
                self.wanted[one.key][0].line,
                "route_made" if one.key[0] == "name" else "route_of_number_made",
                {"route": one.name, "number": one.number, "clients": len(self.wanted[one.key])},
            )
            for one in self.new()
        ]


def not_one(code: str, meal: Meal) -> Problem:
    """A row whose route is none, or more than one."""
    return Problem(meal.line, code, {"field": "route", "text": meal.route[:LONGEST_SHOWN]})


def arranged(
    standing: Sequence[int], listed: Mapping[int, int], joining: Iterable[int], leaving: Iterable[int] = ()
) -> tuple[int, ...]:
    """The stops of a route: those that the list numbers (client → number) at their places, the others between
    them in the order in which they stood, whoever joins without a number last.
    """
    gone = {*leaving, *listed}
    stops = [client for client in standing if client not in gone]
    stops += [client for client in joining if client not in listed]
    for client, number in sorted(listed.items(), key=lambda one: one[1]):
        stops.insert(number - 1, client)
    return tuple(stops)


class Stops:
    """The stops of every route that a list touches.  Who is yet to come is the line of the row, negative."""

    def __init__(self, routes: Routes) -> None:
        self.routes = routes
        self.problems: list[Problem] = []
        self.listed: dict[Key, dict[int, int]] = {}
        self.joining: dict[Key, list[int]] = {}
        self.leaving: dict[Key, set[int]] = {}
        self.lines: dict[tuple[Key, int], int] = {}

    def place(
        self,
        meal: Meal,
        client: Client | None,
        on_route: Mapping[int, Key],
        changes: dict[str, object] | None = None,
    ) -> None:
        """Puts a row on its route; of a client who changes it, `changes` says so."""
        key = on_route.get(meal.line)
        if key is None:
            return
        stop = client.id if client is not None else -meal.line
        if client is None:
            self.joining.setdefault(key, []).append(stop)
        elif key != ("file", client.route):
            self.joining.setdefault(key, []).append(stop)
            for route in self.routes.every.values():
                if stop in route.stops and key != ("file", route.id):
                    self.leaving.setdefault(("file", route.id), set()).add(stop)
            if changes is not None:
                changes["route"] = key
        if meal.stop:
            first = self.lines.setdefault((key, meal.stop), meal.line)
            if first != meal.line:
                facts: dict[str, str | int] = {"stop": meal.stop, "route": meal.route, "first": first}
                self.problems.append(Problem(meal.line, "stop_twice", facts))
            self.listed.setdefault(key, {})[stop] = meal.stop

    def orders(self, known: Iterable[Known]) -> dict[Key, tuple[int, ...]]:
        """The order of each route that changes; a client on file who gets another place is told of it."""
        found = {}
        for key in (*self.listed, *self.joining, *self.leaving):
            standing = self.routes.every[int(key[1])].stops if key[0] == "file" else ()
            stops = arranged(
                standing, self.listed.get(key, {}), self.joining.get(key, ()), self.leaving.get(key, ())
            )
            if stops != standing:
                found[key] = stops
        for one in known:
            key_of = ("file", one.client.route) if one.client is not None else None
            if key_of in found and one.meal.stop and one.client is not None and "route" not in one.changes:
                standing, stops = self.routes.every[one.client.route].stops, found[key_of]
                if places(standing).get(one.client.id) != places(stops).get(one.client.id):
                    one.changes["stop"] = one.meal.stop
        return found


def places(stops: Sequence[int]) -> dict[int, int]:
    """Each stop's place on its route."""
    return {client: place for place, client in enumerate(stops)}
