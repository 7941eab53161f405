"""A kitchen for tests: clients, routes and menus in a real store."""

from __future__ import annotations

from typing import Any

from deskapp.services.daybook import Dish
from deskapp.services.meals import clients, kitchen, mealday, menus, orders, routes
from deskapp.services.meals.kitchen import Count
from deskapp.services.meals.mealday import MealDay, MealRow
from deskapp.services.meals.records import Client, Order, Route
from deskapp.services.records import Allergy, Person, Phone
from tests.services.room import Room

FISH = Dish(name="braised fish", ingredients=("fish", "soy sauce", "ginger"), part="main")
TOFU = Dish(name="tofu", ingredients=("tofu", "spring onion"), part="main")
RICE = Dish(name="rice", ingredients=("rice",), part="side")
GREENS = Dish(name="greens", ingredients=("pak choi", "lard"), part="side")
DISHES = (FISH, TOFU, RICE, GREENS)


class Kitchen(Room):
    """A Room that also cooks; it is 11:30 of a Monday."""

    def __init__(self, store: Any, act: Any) -> None:
        super().__init__(store, act)
        self.clock = "11:30"

    def route(self, name: str = "River", number: int = 1, **facts: Any) -> int:
        return int(self.do(routes.set_route, Route(name=name, number=number, **facts)).id)

    def client(self, name: str = "许国强", allergies: tuple[Allergy, ...] = (), **facts: Any) -> int:
        """An active client with an address and a phone."""
        person = self.person(
            name, allergies=allergies, address="3 River Lane", phones=(Phone(number="13900000042"),)
        )
        return int(self.do(clients.add, Client(person=person, status="active", **facts)).id)

    def menu(self, *dishes: Dish, day: str = "") -> None:
        self.do(menus.set_menu, day or self.day, dishes or DISHES)

    def orders(self, day: str = "") -> list[Order]:
        return list(self.read.on(Order, day or self.day))

    def draw(self, day: str = "") -> int:
        return int(self.do(orders.draw, day or self.day))

    def meals(self, day: str = "") -> MealDay:
        return mealday.meal_day(self.read, self.act, day or self.day)

    def meal(self, client: int, day: str = "") -> MealRow:
        return next(row for row in self.meals(day).rows if row.client == client)

    def count(self, day: str = "") -> Count:
        return kitchen.count(self.read, self.act, day or self.day)

    def person_of(self, client: int) -> Person:
        found = self.read.get(Client, client)
        assert found is not None
        person = self.read.get(Person, found.person)
        assert person is not None
        return person
