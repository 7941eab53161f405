"""The lists of the meals that leave the desk: the clients, with the headings of an import, and the orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db import Reader
from deskapp.exchange.cells import write_phone
from deskapp.exchange.lists import Row, local
from deskapp.exchange.mealcells import write_avoid, write_diets, write_recurrence, write_status
from deskapp.exchange.mealroutes import Routes
from deskapp.names import sort_key
from deskapp.services.act import Act
from deskapp.services.homes import where, withheld_addresses
from deskapp.services.meals.dayorders import hold_on, standing_on
from deskapp.services.meals.mealday import MealRow, meal_day
from deskapp.services.meals.orders import order_of
from deskapp.services.meals.records import Client, Route
from deskapp.services.records import Person, Staff

ORDERS = ("day", "name", "code", "route", "stop", "status", "at", "by")
NO_ROUTE = (1, 0, 0)


def clients(reader: Reader, act: Act) -> list[Row]:
    """Every client whose record is not archived, by route and stop, with the headings that an import reads.

    Where the address is withheld the delivery note is, too: it says how to get there.
    """
    routes, withheld = Routes(reader), withheld_addresses(reader)
    found = []
    for client in reader.all(Client):
        person = reader.get(Person, client.person)
        if person is not None and not person.archived:
            route = routes.on_file.get(client.route)
            stops = route.stops if route is not None else ()
            stop = stops.index(client.id) + 1 if client.id in stops else 0
            row = client_row(reader, act, client, person, withheld)
            if route is not None:
                row |= {"route": routes.label(route), "stop": str(stop or "")}
            place = (0, route.number, stop or len(stops) + 1) if route is not None else NO_ROUTE
            found.append(((place, sort_key(person), client.id), row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def client_row(reader: Reader, act: Act, client: Client, person: Person, withheld: frozenset[str]) -> Row:
    """A client as listed, without the place on a route."""
    hold = hold_on(reader, client.id, act.day)
    contact = reader.get(Person, client.contact) if client.contact else None
    hidden = person.address_withheld or where(person.address) in withheld
    return {
        "name": person.name,
        "latin_name": person.latin_name,
        "code": person.code,
        "phone": write_phone(person.phones[0]) if person.phones else "",
        "address": "" if hidden else person.address,
        "weekdays": write_recurrence(client),
        "diet": write_diets(client.diets),
        "avoid": write_avoid((*client.avoid, *client.restricted)),
        "delivery_note": "" if hidden else client.delivery_note,
        "contact": contact.name if contact else "",
        "contact_phone": write_phone(contact.phones[0]) if contact and contact.phones else "",
        "status": write_status(standing_on(reader, client, act.day), hold.resume if hold else ""),
    }


def orders(reader: Reader, act: Act, days: Iterable[str]) -> list[Row]:
    """Every order of these days, by route in the order of its stops; of today those that are due, too."""
    routes = Routes(reader)
    staff = {one.id: one.name for one in reader.all(Staff)}
    labels = {route.id: routes.label(route) for route in reader.all(Route)}
    return [row for day in days for row in day_rows(reader, act, day, labels, staff)]


def day_rows(
    reader: Reader, act: Act, day: str, routes: dict[int, str], staff: dict[int, str]
) -> Iterator[Row]:
    """The orders of one day: the route is the one that carries it, with its stop there."""
    for meal in meal_day(reader, act, day).rows:
        at, by = last_step(reader, day, meal)
        yield {
            "day": day,
            "name": meal.name,
            "code": meal.code,
            "route": routes.get(meal.carrier, ""),
            "stop": str(meal.number) if meal.carrier in routes else "",
            "status": meal.state,
            "at": local(at, act.zone),
            "by": staff.get(by, ""),
        }


def last_step(reader: Reader, day: str, meal: MealRow) -> tuple[str, int]:
    """When the order came to be what it is, and who wrote that; nothing where it is only ordered."""
    order = order_of(reader, day, meal.client)
    if order is None or not order.steps:
        return "", 0
    return order.steps[-1].at, order.steps[-1].by
