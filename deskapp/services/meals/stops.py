"""The stops of a round in their order: as they are shown on a day, and one of them moved past another."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.meals.dayorders import carried_by, day_orders, stops_on
from deskapp.services.meals.records import Client
from deskapp.services.records import Person

FAR = 10**6
SortKey = tuple[bool, int, int, tuple[str, ...]]


class Stop(NamedTuple):
    """A client on the list of a day: of which route, which carries it, and the place there, from 1."""

    client: int
    route: int
    carrier: int
    number: int


def places_in(stops: dict[int, tuple[int, ...]]) -> dict[tuple[int, int], int]:
    """The place of each client in the order of each route: {(route, client): place}."""
    return {(route, client): at for route, order in stops.items() for at, client in enumerate(order)}


def stop_key(
    carrier: int, route: int, client: int, places: dict[tuple[int, int], int], name: tuple[str, ...]
) -> SortKey:
    """Sorts what a route carries: its own first, then the others, each by the order of its stops; who has no
    place comes last, by name.
    """
    return route != carrier, route, places.get((route, client), FAR), name


def shown_on(reader: Reader, act: Act, day: str) -> dict[int, Stop]:
    """Every stop on the list of a day by its client, numbered as it is shown there."""
    carried, places = carried_by(reader, day), places_in(stops_on(reader, day))
    rows: dict[int, list[tuple[SortKey, int, int]]] = {}
    for order in day_orders(reader, act, day):
        client = reader.get(Client, order.client)
        person = reader.get(Person, client.person) if client is not None else None
        if person is not None:
            carrier = carried.get(order.route, order.route)
            key = stop_key(carrier, order.route, order.client, places, names.sort_key(person))
            rows.setdefault(carrier, []).append((key, order.route, order.client))
    return {
        client: Stop(client, route, carrier, number)
        for carrier, found in rows.items()
        for number, (_key, route, client) in enumerate(sorted(found, key=itemgetter(0)), 1)
    }


class Moved(NamedTuple):
    """An order of stops after one of them was moved, and how many of those shown are before it now."""

    stops: tuple[int, ...]
    before: int


def moved(stops: Sequence[int], shown: Sequence[int], client: int, by: int) -> Moved | None:
    """The order of stops with one of them past the nearest (`by` -1 or 1) of those that are shown on a day:
    directly before or behind it.  None where it has nobody to pass.

    All others keep their order, also those that are not shown; who is shown and had no place in the order
    comes behind the others, as shown.
    """
    order = [*stops, *(one for one in shown if one not in stops)]
    seen = [one for one in order if one in shown]
    to = seen.index(client) + by
    if not 0 <= to < len(seen):
        return None
    order.remove(client)
    order.insert(order.index(seen[to]) + (by > 0), client)
    return Moved(tuple(order), to)
