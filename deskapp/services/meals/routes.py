"""The rounds: their stops in order, for good or for one day; merged for a day; out, due back, back."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.answers import Done
from deskapp.services.clocks import (
    MINUTES_A_DAY,
    clock_of_minutes,
    midnight,
    minute_at,
    minute_of,
    minutes,
    not_to_come,
    said_when,
)
from deskapp.services.entries import clean_clock, clean_line, clean_name, clean_number
from deskapp.services.labels import say
from deskapp.services.meals.clients import client_of
from deskapp.services.meals.dayorders import carried_by
from deskapp.services.meals.orders import order_of, send_out
from deskapp.services.meals.records import Route, Run
from deskapp.services.meals.runs import carrier_of, route_numbered, route_of, routes, run_of
from deskapp.services.meals.stops import moved, shown_on
from deskapp.services.refusal import Refusal
from deskapp.text import fold

__all__ = [
    "MOST_ROUTES",
    "carrier_of",
    "come_back",
    "leave",
    "move_stop",
    "must_be_free",
    "must_be_in",
    "route_numbered",
    "route_of",
    "routes",
    "run_of",
    "send_route",
    "set_route",
    "set_run",
]

HOUR = 60
"""Minutes after which a route that left is due back, where nobody says another time."""
MOST_ROUTES = 99


def set_route(tx: Transaction, act: Act, route: Route) -> Route:
    """A new or another route.  A number from elsewhere that is above 99 may stay.

    Refuses `bad_route_number`, `route_number_taken`, `route_name_taken`, `empty_name`, `name_too_long`,
    `text_too_long`, `bad_phone`.
    """
    staff.acting(tx, act)
    before = tx.get(Route, route.id) if route.id else None
    if not 1 <= route.number <= MOST_ROUTES and (before is None or before.number != route.number):
        raise Refusal("bad_route_number", limit=MOST_ROUTES)
    must_be_free(tx, route, before)
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


def must_be_free(reader: Reader, route: Route, before: Route | None = None) -> None:
    """Raises Refusal route_number_taken, route_name_taken where another route in use has that number or that
    name, in whatever case; two that a list brought with one name may keep it.
    """
    others = [one for one in routes(reader) if one.id != route.id]
    if any(one.number == route.number for one in others):
        raise Refusal("route_number_taken", number=route.number)
    name = fold(clean_name(route.name))
    if before is not None and fold(before.name) == name:
        return
    for one in others:
        if fold(one.name) == name:
            raise Refusal("route_name_taken", name=one.name, number=one.number)


def move_stop(tx: Transaction, act: Act, client: int, by: int, *, for_good: bool = False) -> tuple[int, ...]:
    """Moves a client's stop up (-1) or down (+1) its route, past the nearest stop that is on the list of the
    day, for the day or for good; the stops as they are.  It never goes in among those of another route that
    is carried with its own.

    Whoever is not on the list (paused, stopped, not due) keeps their place among all others: the stop goes
    directly before or behind the one it passes.  For good it moves in the order for good and, where the day
    has an order of its own, in that too; in each past its neighbour there, where it has one.

    Refuses `no_meal_ordered` where the client is not on the list, `no_route`, `stop_elsewhere` for good where
    they are on another route by now, `stop_at_end` where no stop is before or behind it.
    """
    staff.acting(tx, act)
    standing, day = client_of(tx, client), act.list_day
    shown = shown_on(tx, act, day)
    if client not in shown:
        raise Refusal("no_meal_ordered", person=standing.person, day=day)
    if not shown[client].route or (for_good and not standing.route):
        raise Refusal("no_route", person=standing.person)
    route = route_of(tx, shown[client].route)
    if for_good and standing.route != route.id:
        number = route_of(tx, standing.route).number
        raise Refusal("stop_elsewhere", person=standing.person, number=number)
    mine = [stop.client for stop in shown.values() if stop.route == route.id]
    run = run_of(tx, day, route.id)
    today = moved(run.stops or route.stops, mine, client, by)
    always = moved(route.stops, mine, client, by) if for_good else None
    told = always or today
    if told is None:
        raise Refusal("stop_at_end", person=standing.person)
    if always is not None:
        tx.put(replace(route, stops=always.stops))
    if today is not None and (run.stops or not for_good):
        tx.put(replace(run, stops=today.stops))
    first = min(shown[one].number for one in mine)
    code = "move_stop_for_good" if for_good else "move_stop"
    say(tx, code, people=(standing.person,), to=first + told.before)
    return told.stops


def must_be_in(reader: Reader, day: str, route: int) -> None:
    """Raises Refusal run_out while that route is out and not back."""
    run = run_of(reader, day, route)
    if run.out and not run.back:
        standing = reader.get(Route, route)
        raise Refusal("run_out", number=standing.number if standing is not None else 0, at=run.out)


def set_run(tx: Transaction, act: Act, route: int, *, volunteer: str, phone: str, due: str) -> Run:
    """What is said of a route for the day, before it leaves or while it is out: who carries it, their phone,
    when it is due back.  Empty: the usual volunteer, and an hour after it leaves.  Of one that is out it is
    written down who that is.

    Refuses `unknown_route`, `route_carried`, `text_too_long`, `bad_phone`; and of the time `bad_time`,
    `time_past`, `due_missing` while it is out, `run_back` once it is back.
    """
    staff.acting(tx, act)
    standing, run = route_of(tx, route), run_of(tx, act.list_day, route)
    number = standing.number
    carrier = tx.get(Route, carried_by(tx, act.list_day).get(route, 0))
    if carrier is not None:
        raise Refusal("route_carried", number=number, carrier=carrier.number)
    due = clean_clock(due) if due.strip() else ""
    if due != run.due:
        if run.back:
            raise Refusal("run_back", number=number, at=run.back)
        if run.out and not due:
            raise Refusal("due_missing", number=number)
        if due and minutes(due) <= minute_of(act, act.list_day):
            raise Refusal("time_past", clock=due)
    said = replace(
        run,
        volunteer=clean_line(volunteer),
        phone=clean_number(phone) if phone.strip() else "",
        due=due,
    )
    who, reached = carrier_of(said, standing)
    saved = tx.put(replace(said, volunteer=who, phone=reached) if run.out else said)
    say(tx, "set_run_due" if due else "set_run", route=route, number=number, who=who, clock=due)
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
    if due and minutes(due) <= _left(act):
        raise Refusal("time_past", clock=due)
    named = replace(
        run,
        volunteer=clean_line(volunteer) or run.volunteer,
        phone=(clean_number(phone) if phone.strip() else "") or run.phone,
    )
    who, reached = carrier_of(named, standing)
    saved = tx.put(
        replace(
            named,
            out=act.instant,
            out_by=act.staff,
            due=due,
            back="",
            back_by=0,
            volunteer=who,
            phone=reached,
        )
    )
    say(tx, "route_out", route=route, number=standing.number, clock=due)
    return saved


def send_route(tx: Transaction, act: Act, clients: Iterable[int], route: int) -> Done:
    """Every meal of a route that has not left does, and the route with them, due back when it was said, else
    in an hour; what is out or settled already is left as it is.  Refuses `nothing_to_send`.
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
    standing, run = route_of(tx, route), run_of(tx, act.list_day, route)
    if not run.out or run.back:
        leave(tx, act, route, _due(act, run))
    say(tx, "send_route", people=done.changed, number=standing.number, count=len(done.changed))
    return done


def _due(act: Act, run: Run) -> str:
    """When a route that leaves is due back: as said before it left, if that is later, else after an hour, and
    on the same day; empty in its last minute: at midnight.
    """
    left = _left(act)
    said = run.due if run.due and not run.out and minutes(run.due) > left else ""
    after = min(left + HOUR, MINUTES_A_DAY - 1)
    return said or (clock_of_minutes(after) if after > left else "")


def _left(act: Act) -> int:
    """The minute of the list's day at which what is told happened."""
    return minute_at(act, act.instant) - midnight(act, act.list_day)


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
