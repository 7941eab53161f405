"""The routes as a list: who carries each and how many clients are on it; archived, and in use again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.clocks import clock_at
from deskapp.services.labels import say
from deskapp.services.meals.dayorders import carried_by, day_orders
from deskapp.services.meals.records import Client, Route, Run
from deskapp.services.meals.routes import must_be_free, must_be_in, route_of, run_of
from deskapp.services.refusal import Refusal


class RouteRow(NamedTuple):
    """A route, how many clients are on it, and its run of today: left and back as clocks, `carrier` the
    number of the route that carries it, 0 for none.
    """

    route: Route
    clients: int
    run: Run
    out: str
    back: str
    carrier: int


def route_list(reader: Reader, act: Act) -> list[RouteRow]:
    """Every route by number, those that are archived last."""
    every = {route.id: route for route in reader.all(Route)}
    carried = carried_by(reader, act.list_day)
    return [
        RouteRow(
            route,
            len(on_route(reader.all(Client), route.id)),
            run := run_of(reader, act.list_day, route.id),
            clock_at(run.out, act.zone),
            clock_at(run.back, act.zone),
            every[carried[route.id]].number if route.id in carried else 0,
        )
        for route in sorted(every.values(), key=lambda one: (one.archived, one.number, one.id))
    ]


def on_route(clients: Iterable[Client], route: int) -> set[int]:
    """Who of these clients is on a route and gets meals, now or from some day on."""
    return {one.id for one in clients if one.route == route and one.status in ("pending", "active")}


def archive(tx: Transaction, act: Act, route: int) -> Route:
    """A route that is not driven any more.

    Refuses `unknown_route`, `run_out`, `route_in_use` while clients who get meals stand on it, or meals of
    today do.
    """
    staff.acting(tx, act)
    standing = route_of(tx, route)
    must_be_in(tx, act.day, route)
    on_it = on_route(tx.all(Client), route)
    on_it |= {order.client for order in day_orders(tx, act, act.day) if order.route == route}
    if on_it:
        raise Refusal("route_in_use", number=standing.number, count=len(on_it))
    saved = tx.put(replace(standing, archived=True))
    say(tx, "archive_route", route=route, number=saved.number)
    return saved


def unarchive(tx: Transaction, act: Act, route: int) -> Route:
    """A route that was archived is driven again.  Refuses `unknown_route`, `route_number_taken`,
    `route_name_taken`.
    """
    staff.acting(tx, act)
    standing = tx.get(Route, route)
    if standing is None:
        raise Refusal("unknown_route", route=route)
    must_be_free(tx, standing)
    saved = tx.put(replace(standing, archived=False))
    say(tx, "unarchive_route", route=route, number=saved.number)
    return saved
