"""The orders of a day: what recurrence, holds and one-day changes ask for, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services.act import Act
from deskapp.services.meals.records import Change, Client, Hold, Order, Route, Run, Standing
from deskapp.services.meals.recurrence import due


def hold_on(reader: Reader, client: int, day: str) -> Hold | None:
    """The pause that covers a client's day."""
    return next((hold for hold in reader.by(Hold, "client", client) if covers(hold, day)), None)


def next_hold(reader: Reader, client: int, day: str) -> Hold | None:
    """The pause that covers a client's day, or else the first that begins later."""
    ahead = [hold for hold in reader.by(Hold, "client", client) if hold.first > day]
    return hold_on(reader, client, day) or min(ahead, key=lambda hold: hold.first, default=None)


def covers(hold: Hold, day: str) -> bool:
    """Whether a pause holds on that day; on the day of `resume` it is over."""
    return hold.first <= day and (not hold.resume or day < hold.resume)


def standing_on(reader: Reader, client: Client, day: str) -> Standing:
    """What the client is on a day: a pause resumes by itself."""
    return standing_by(client, reader.by(Hold, "client", client.id), day)


def standing_by(client: Client, holds: Iterable[Hold], day: str) -> Standing:
    """The same, by the client's holds."""
    if client.status == "active" and any(covers(hold, day) for hold in holds):
        return "paused"
    return client.status


class Asked(NamedTuple):
    """What is asked for a client on a day, beside the orders on file."""

    client: Client
    portions: int
    extra: bool


def asked_for(reader: Reader, day: str) -> dict[int, Asked]:
    """Every client who is to get a meal on that day, by client: who is due and not on hold, and whoever was
    asked for.  On a day on which the centre is closed only these.
    """
    changes = {change.client: change for change in reader.on(Change, day)}
    held = {hold.client for hold in reader.all(Hold) if covers(hold, day)}
    closed = centres.closed_on(reader, day) is not None
    found = {}
    for client in reader.all(Client):
        change = changes.get(client.id)
        is_due = (
            client.status == "active"
            and client.id not in held
            and not closed
            and client.delivery == "ongoing"
            and (not client.until or day <= client.until)
            and due(client.rule, client.since, day)
        )
        portions = change.portions if change is not None else client.portions if is_due else 0
        if portions and client.status != "deceased":
            found[client.id] = Asked(client, portions, not is_due)
    return found


def day_orders(reader: Reader, act: Act, day: str) -> list[Order]:
    """The orders of a day as drawing would leave them: those on file, and what is asked for and not drawn yet
    (id 0).  One that nobody has touched follows its client's sheet; one that is out or settled stays as it
    was, and so does a day that is over.
    """
    if day < act.day:
        return reader.on(Order, day)
    asked = asked_for(reader, day)
    found = []
    for order in reader.on(Order, day):
        wanted = asked.pop(order.client, None)
        if order.steps:
            found.append(order)
        elif wanted is not None:
            found.append(as_asked(order, wanted))
    found += [as_asked(Order(day=day, client=one.client.id), one) for one in asked.values()]
    return found


def as_asked(order: Order, asked: Asked) -> Order:
    """The untouched order as the client's sheet has it now."""
    client = asked.client
    return Order(
        id=order.id,
        rev=order.rev,
        day=order.day,
        client=order.client,
        route=client.route,
        portions=asked.portions,
        size=client.size,
        diets=client.diets,
        asked=asked.extra,
    )


def carried_by(reader: Reader, day: str) -> dict[int, int]:
    """Which route carries which on a day, where routes were merged: {merged: carrying}.  One that is gone or
    not in use any more carries none, unless it left on that day.
    """
    runs = reader.on(Run, day)
    left = {run.route for run in runs if run.out}
    able = {route.id for route in reader.all(Route) if not route.archived or route.id in left}
    return {run.route: run.into for run in runs if run.into in able}


def routes_by_number(reader: Reader) -> dict[str, int]:
    """The routes in use by their number as it is typed."""
    return {str(route.number): route.id for route in reader.all(Route) if not route.archived}


def stops_on(reader: Reader, day: str) -> dict[int, tuple[int, ...]]:
    """The order of stops of every route on a day: of that day alone where somebody set it, else for good."""
    found = {route.id: route.stops for route in reader.all(Route)}
    found.update({run.route: run.stops for run in reader.on(Run, day) if run.stops})
    return found
