"""The rounds: their stops in order, for good or for one day; merged for a day; out, due back, back."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.answers import Done
from deskapp.services.clocks import clock_of_minutes, minute_of, minutes, not_to_come, said_when
from deskapp.services.entries import clean_clock, clean_line, clean_name, clean_number
from deskapp.services.labels import say
from deskapp.services.meals.clients import client_of
from deskapp.services.meals.dayorders import carried_by
from deskapp.services.meals.orders import order_of, send_out
from deskapp.services.meals.records import Route, Run
from deskapp.services.refusal import Refusal

HOUR = 60
"""Minutes after which a route that left is due back, where nobody says another time."""


def routes(reader: Reader) -> list[Route]:
    """The routes in use, by number."""
    return sorted((one for one in reader.all(Route) if not one.archived), key=lambda one: one.number)


def route_of(reader: Reader, route: int) -> Route:
    """That route.  Raises Refusal unknown_route."""
    found = reader.get(Route, route)
    if found is None or found.archived:
        raise Refusal("unknown_route", route=route)
    return found


def run_of(reader: Reader, day: str, route: int) -> Run:
    """The route's run of a day; a new one where nothing was said of it."""
    return next((run for run in reader.on(Run, day) if run.route == route), Run(day=day, route=route))


def set_route(tx: Transaction, act: Act, route: Route) -> Route:
    """A new or another route.  Refuses `empty_name`, `bad_phone`, `route_number_taken`."""
    staff.acting(tx, act)
    if any(one.number == route.number and one.id != route.id for one in routes(tx)):
        raise Refusal("route_number_taken", number=route.number)
    saved = tx.put(
        replace(
            route,
            name=clean_name(route.name),
            volunteer=clean_line(route.volunteer),
            phone=clean_number(route.phone) if route.phone.strip() else "",
        )
    )
    say(tx, "set_route", route=saved.id, number=saved.number)
    return saved


def move_stop(tx: Transaction, act: Act, client: int, by: int, *, for_good: bool = False) -> tuple[int, ...]:
    """Moves a client's stop up (-1) or down (+1) the route, for the day or for good; the stops as they are.

    Refuses `no_route`, `stop_at_end` where it is the first or last already.
    """
    staff.acting(tx, act)
    standing = client_of(tx, client)
    if not standing.route:
        raise Refusal("no_route", person=standing.person)
    route, day = route_of(tx, standing.route), act.list_day
    run = run_of(tx, day, route.id)
    stops = list(route.stops if for_good or not run.stops else run.stops)
    if client not in stops:
        stops.append(client)
    at = stops.index(client)
    to = at + by
    if not 0 <= to < len(stops):
        raise Refusal("stop_at_end", person=standing.person)
    stops.insert(to, stops.pop(at))
    if for_good:
        tx.put(replace(route, stops=tuple(stops)))
        if run.stops:
            tx.put(replace(run, stops=()))
    else:
        tx.put(replace(run, stops=tuple(stops)))
    say(tx, "move_stop_for_good" if for_good else "move_stop", people=(standing.person,), to=to + 1)
    return tuple(stops)


def merge(tx: Transaction, act: Act, route: int, into: int) -> Run:
    """Today another route carries this one too; 0: its own again.

    Refuses `unknown_route`, `merged_into_itself` (also round a corner), `run_out` once it has left.
    """
    staff.acting(tx, act)
    number = route_of(tx, route).number
    run = run_of(tx, act.list_day, route)
    if run.out and not run.back:
        raise Refusal("run_out", number=number, at=run.out)
    carrier = route_of(tx, into).number if into else 0
    carried = carried_by(tx, act.list_day)
    if into and (into == route or carried.get(into) or route in carried.values()):
        raise Refusal("merged_into_itself", number=number)
    saved = tx.put(replace(run, into=into))
    code = "merge_routes" if into else "part_routes"
    say(tx, code, route=route, into=into, number=number, carrier=carrier)
    return saved


def leave(tx: Transaction, act: Act, route: int, due: str, *, volunteer: str = "", phone: str = "") -> Run:
    """A route leaves: who carries it, and by when they are due back.

    Refuses `time_past` for a due time that is over, `run_out` where it has left already, `time_unsaid`.
    """
    staff.acting(tx, act)
    said_when(act)
    not_to_come(act)
    standing = route_of(tx, route)
    run = run_of(tx, act.list_day, route)
    if run.out and not run.back:
        raise Refusal("run_out", number=standing.number, at=run.out)
    due = clean_clock(due) if due else ""
    if due and minutes(due) <= minute_of(act, act.list_day):
        raise Refusal("time_past", clock=due)
    saved = tx.put(
        replace(
            run,
            out=act.instant,
            out_by=act.staff,
            due=due,
            back="",
            back_by=0,
            volunteer=clean_line(volunteer) or run.volunteer or standing.volunteer,
            phone=(clean_number(phone) if phone.strip() else "") or run.phone or standing.phone,
        )
    )
    say(tx, "route_out", route=route, number=standing.number, clock=due)
    return saved


def send_route(tx: Transaction, act: Act, clients: Iterable[int], route: int) -> Done:
    """Every meal of a route that has not left does, and the route with them, due back in an hour; what is out
    or settled already is left as it is.  Refuses `no_harmless_meal` where nothing is left to send.
    """
    staff.acting(tx, act)
    waiting = [
        client
        for client in clients
        if (order := order_of(tx, act.list_day, client)) is None or order.state == "ordered"
    ]
    if not waiting:
        raise Refusal("nothing_to_send", number=route_of(tx, route).number)
    done = send_out(tx, act, waiting)
    run = run_of(tx, act.list_day, route)
    if not run.out or run.back:
        leave(tx, act, route, clock_of_minutes(minute_of(act, act.list_day) + HOUR))
    say(tx, "send_route", people=done.changed, number=route_of(tx, route).number, count=len(done.changed))
    return done


def come_back(tx: Transaction, act: Act, route: int) -> Run:
    """The route is back.  Refuses `run_not_out`, `time_unsaid`, `time_to_come`."""
    staff.acting(tx, act)
    said_when(act)
    not_to_come(act)
    number = route_of(tx, route).number
    run = run_of(tx, act.list_day, route)
    if not run.out or run.back:
        raise Refusal("run_not_out", number=number)
    saved = tx.put(replace(run, back=act.instant, back_by=act.staff))
    say(tx, "route_back", route=route, number=number)
    return saved
