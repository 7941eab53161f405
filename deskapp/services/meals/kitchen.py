"""What the kitchen cooks on a day: portions by size, diet and dish, every clash, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from db import Reader
from deskapp.services.act import Act
from deskapp.services.daybook import Dish
from deskapp.services.meals.clashes import Clash, cooked, forbidden, known
from deskapp.services.meals.dayorders import day_orders, standing_on
from deskapp.services.meals.diets import excludes_nothing
from deskapp.services.meals.menus import dishes_on
from deskapp.services.meals.records import Client, Order, Route
from deskapp.services.records import Person

K = TypeVar("K", str, tuple[str, ...])


class Portion(NamedTuple):
    """What one client gets: so many portions, what of the dishes is handed over, and every clash.

    `code` is the person's short code: kitchens see codes and allergens, not troubles.
    """

    client: int
    person: int
    name: str
    latin_name: str
    code: str
    route: int
    portions: int
    size: str
    diets: tuple[str, ...]
    handed: tuple[str, ...]
    clashes: tuple[Clash, ...]


class Wrong(NamedTuple):
    """Something to put right before the count.  `what` is no_menu, no_main, nothing_said (a dish without
    ingredients), no_route, no_address, not_active, nothing_fits, excludes_nothing (nobody wrote down what a
    diet excludes); `dish` and `diet` name what is meant, `client` and `person` are ids or 0.
    """

    what: str
    client: int = 0
    person: int = 0
    name: str = ""
    dish: str = ""
    diet: str = ""


class Count(NamedTuple):
    """The kitchen count of a day.

    `orders` are those not cancelled, `portions` all they ask for; `sizes`, `diets` and `dishes` say how many
    portions of each.  A client of two diets counts under both together.
    """

    day: str
    orders: int
    portions: int
    sizes: dict[str, int]
    diets: dict[tuple[str, ...], int]
    dishes: dict[str, int]
    given: tuple[Portion, ...]
    wrong: tuple[Wrong, ...]

    @property
    def clashing(self) -> tuple[Portion, ...]:
        """The portions with a clash."""
        return tuple(portion for portion in self.given if portion.clashes)


def count(reader: Reader, act: Act, day: str) -> Count:
    """The count of a day, as it is drawn or would be."""
    sheet, dishes = known(reader), dishes_on(reader, day)
    routes = {route.id for route in reader.all(Route) if not route.archived}
    meal, given = cooked(dishes), list[Portion]()
    wrong, bare = _menu_wrong(dishes), dict[str, None]()
    for order in day_orders(reader, act, day):
        client = reader.get(Client, order.client)
        person = reader.get(Person, client.person) if client is not None else None
        if order.state == "cancelled" or client is None or person is None:
            continue
        words = forbidden(client, person, sheet)
        portion = Portion(
            client.id,
            person.id,
            person.name,
            person.latin_name,
            person.code,
            order.route,
            order.portions,
            order.size,
            order.diets,
            meal.handed(words),
            meal.clashes(words),
        )
        given.append(portion)
        wrong += _order_wrong(reader, order, client, person, portion, routes, dishes)
        bare |= dict.fromkeys(diet for diet in client.diets if excludes_nothing(diet, sheet.diets))
    wrong += [Wrong("excludes_nothing", diet=diet) for diet in bare]
    return Count(
        day,
        len(given),
        sum(portion.portions for portion in given),
        _summed((portion.size, portion.portions) for portion in given),
        _summed((portion.diets, portion.portions) for portion in given),
        {dish.name: sum(one.portions for one in given if dish.name in one.handed) for dish in dishes},
        tuple(given),
        tuple(wrong),
    )


def _summed(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    found: Counter[K] = Counter()
    for key, portions in pairs:
        found[key] += portions
    return {key: found[key] for key in sorted(found, key=str)}


def _menu_wrong(dishes: tuple[Dish, ...]) -> list[Wrong]:
    if not dishes:
        return [Wrong("no_menu")]
    found = [] if any(dish.part == "main" for dish in dishes) else [Wrong("no_main")]
    return found + [Wrong("nothing_said", dish=dish.name) for dish in dishes if not dish.ingredients]


def _order_wrong(
    reader: Reader,
    order: Order,
    client: Client,
    person: Person,
    portion: Portion,
    routes: set[int],
    dishes: tuple[Dish, ...],
) -> list[Wrong]:
    found = []
    if order.route not in routes:
        found.append("no_route")
    if not person.address:
        found.append("no_address")
    if standing_on(reader, client, order.day) != "active":
        found.append("not_active")
    if any(dish.part == "main" for dish in dishes) and not any(
        dish.part == "main" and dish.name in portion.handed for dish in dishes
    ):
        found.append("nothing_fits")
    return [Wrong(what, client.id, person.id, person.name) for what in found]
