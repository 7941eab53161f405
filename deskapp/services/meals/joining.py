"""One route carries another for a day, and no more."""

from __future__ import annotations

from msgspec.structs import replace

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.labels import say
from deskapp.services.meals.dayorders import carried_by
from deskapp.services.meals.records import Order, Route, Run
from deskapp.services.meals.routes import must_be_in, route_numbered, route_of, routes, run_of
from deskapp.services.refusal import Refusal


def join(tx: Transaction, act: Act, route: int, number: str) -> Run:
    """Today the route of that number, as it is typed, carries this one too.

    Refuses `no_such_route`, and what merge refuses.
    """
    return merge(tx, act, route, route_numbered(tx, number))


def merge(tx: Transaction, act: Act, route: int, into: int) -> Run:
    """Today another route carries this one too; 0: its own again.

    Refuses `unknown_route`, `merged_into_itself`, `route_carries` where others go with it, `carrier_carried`
    where the other goes with a third, `run_out` once it has left or while one is out that carries it or is to
    carry it, `carried_today` once its meals went out with another: so it was.
    """
    staff.acting(tx, act)
    day, number = act.list_day, route_of(tx, route).number
    run = run_of(tx, day, route)
    carrier = route_of(tx, into).number if into else 0
    carried = carried_by(tx, day)
    if into == route:
        raise Refusal("merged_into_itself", number=number)
    for one in (route, carried.get(route, 0), into):
        must_be_in(tx, day, one)
    gone = any(order.route == route and order.steps for order in tx.on(Order, day))
    if gone and route in carried:
        carrying = tx.get(Route, carried[route])
        raise Refusal("carried_today", number=number, carrier=carrying.number if carrying else 0)
    with_it = [one.number for one in routes(tx) if carried.get(one.id) == route]
    if into and with_it:
        raise Refusal("route_carries", number=number, other=with_it[0])
    third = tx.get(Route, carried[into]) if into in carried else None
    if third is not None:
        raise Refusal("carrier_carried", number=carrier, carrier=third.number)
    saved = tx.put(replace(run, into=into))
    code = "merge_routes" if into else "part_routes"
    say(tx, code, route=route, into=into, number=number, carrier=carrier)
    return saved
