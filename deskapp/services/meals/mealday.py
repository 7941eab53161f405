"""The meals of a day as they are carried: every route with its stops in order, each in one frozen row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from db import Reader
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.clocks import clock_at, minute_of, minutes
from deskapp.services.daybook import Concern, Dish
from deskapp.services.homes import where, withheld_addresses
from deskapp.services.meals.clashes import Clash, Known, cooked, forbidden, known
from deskapp.services.meals.dayorders import carried_by, day_orders, standing_by, stops_on
from deskapp.services.meals.menus import dishes_on
from deskapp.services.meals.records import Client, Hold, Order, Route, Run, State
from deskapp.services.meals.routes import carrier_of, routes, run_of
from deskapp.services.meals.stops import places_in, stop_key
from deskapp.services.records import Note, Person

SAYS_WHERE = 5
"""Signs of an address in a note from which on it says where: a bare number does not."""
TO_GO: tuple[State, ...] = ("ordered", "out")


class MealRow(NamedTuple):
    """One client on one day.  Times are local clocks, empty where there is none.

    `carrier` is the route that carries it today and `number` the stop's place there, from 1.  `clashes` say
    what must not be handed over, and what is instead.  `to` is to whom it was given, or why it was refused.
    A withheld address is none here, nor is what gives one away, of whoever lives there or in a note:
    `ask_desk`.
    """

    client: int
    person: int
    name: str
    latin_name: str
    code: str
    route: int
    carrier: int
    number: int
    state: State
    at: str
    by: int
    portions: int
    size: str
    diets: tuple[str, ...]
    clashes: tuple[Clash, ...]
    note: str
    to: str
    address: str
    ask_desk: bool
    flags: tuple[Flag, ...]
    claimed_by: int
    concern: int
    sort_key: tuple[str, ...]


class RouteHead(NamedTuple):
    """One route of the day: who carries it, when it left (a clock), is due back and came back; how many of
    its stops are settled: of who was not home once somebody has seen or spoken to them.  `carries` are the
    numbers of routes that go with it today.
    """

    route: int
    number: int
    name: str
    volunteer: str
    phone: str
    out: str
    due: str
    back: str
    late: bool
    settled: int
    stops: int
    carries: tuple[int, ...]


NO_ROUTE = RouteHead(0, 0, "", "", "", "", "", "", False, 0, 0, ())
"""In place of a route, of those whom none in use carries."""


class MealDay(NamedTuple):
    """A day's meals: rows by route and stop, counted by state and in portions."""

    day: str
    heads: tuple[RouteHead, ...]
    rows: tuple[MealRow, ...]
    counts: dict[str, int]
    dishes: tuple[Dish, ...]

    def by_route(self) -> list[tuple[RouteHead, list[MealRow]]]:
        """Each route with its stops; then, under NO_ROUTE, those whom no route in use carries, if any."""
        found = [(head, self.stops_of(head)) for head in self.heads]
        stray = self.stops_of(NO_ROUTE)
        return [*found, (NO_ROUTE, stray)] if stray else found

    def stops_of(self, head: RouteHead) -> list[MealRow]:
        """The stops of a route, or of NO_ROUTE, in their order."""
        if head.number:
            return [row for row in self.rows if row.carrier == head.route]
        listed = {one.route for one in self.heads}
        return [row for row in self.rows if row.carrier not in listed]


def meal_day(reader: Reader, act: Act, day: str) -> MealDay:
    """Every order of the day, as it is drawn or would be, by route in the order of its stops."""
    orders = day_orders(reader, act, day)
    carried, places = carried_by(reader, day), places_in(stops_on(reader, day))
    listed = {route.id: route for route in routes(reader)}
    concerns = {
        concern.child: concern
        for concern in reader.all(Concern)
        if concern.kind == "not_home" and not concern.closed_at
    }
    dishes, sheet, withheld = dishes_on(reader, day), known(reader), withheld_addresses(reader)
    clients = {client.id: client for client in reader.all(Client)}
    people = reader.several(Person, (clients[order.client].person for order in orders))
    holds: dict[int, tuple[Hold, ...]] = {}
    for hold in reader.all(Hold):
        holds[hold.client] = (*holds.get(hold.client, ()), hold)
    notes: dict[int, tuple[Note, ...]] = {}
    for note in reader.all(Note):
        notes[note.person] = (*notes.get(note.person, ()), note)
    _keep_rows_of((day, act.zone, dishes, sheet, withheld))
    rows = [
        _row(
            act.zone,
            _Facts(
                order,
                clients[order.client],
                person,
                carried.get(order.route, order.route),
                holds.get(order.client, ()),
                concerns.get(person.id),
                notes.get(person.id, ()),
            ),
            dishes,
            sheet,
            withheld,
        )
        for order, person in zip(orders, people, strict=True)
        if person is not None
    ]
    by_route: dict[int, list[MealRow]] = {}
    for row in rows:
        by_route.setdefault(row.carrier, []).append(row)
    placed: list[MealRow] = []
    heads: list[RouteHead] = []
    for route in (*listed, *(one for one in by_route if one not in listed)):
        mine = _in_order(by_route.get(route, ()), route, places)
        if route in listed and (mine or not carried.get(route)):
            heads.append(_head(reader, act, day, listed[route], mine, carried, listed))
        placed += mine
    counts = dict.fromkeys(("ordered", "out", "delivered", "not_home", "refused", "cancelled"), 0)
    for row in placed:
        counts[row.state] += 1
    counts["portions"] = sum(row.portions for row in placed if row.state != "cancelled")
    return MealDay(day, tuple(heads), tuple(placed), counts, dishes)


def _in_order(rows: Iterable[MealRow], route: int, places: dict[tuple[int, int], int]) -> list[MealRow]:
    """By the order of stops: the route's own first, then those it carries; who has no place comes last."""
    ordered = sorted(rows, key=lambda row: stop_key(route, row.route, row.client, places, row.sort_key))
    return [row._replace(number=at) for at, row in enumerate(ordered, 1)]


class _Facts(NamedTuple):
    """All that one row of a day is made of, beside the day's dishes: equal ones make equal rows."""

    order: Order
    client: Client
    person: Person
    carrier: int
    holds: tuple[Hold, ...]
    concern: Concern | None
    notes: tuple[Note, ...]


_kept_rows: dict[int, tuple[_Facts, MealRow]] = {}
_kept_of: tuple[object, ...] = ()


def _keep_rows_of(whole_day: tuple[object, ...]) -> None:
    """Rows are kept for one day at a time: what is equal in every row of it must not change."""
    global _kept_of
    if whole_day != _kept_of:
        _kept_rows.clear()
        _kept_of = whole_day


def _row(
    zone: ZoneInfo, facts: _Facts, dishes: tuple[Dish, ...], sheet: Known, withheld: frozenset[str]
) -> MealRow:
    """The client's row; the one made before where nothing of it has changed."""
    kept = _kept_rows.get(facts.client.id)
    if kept is not None and kept[0] == facts:
        return kept[1]
    order, client, person, concern = facts.order, facts.client, facts.person, facts.concern
    last = order.steps[-1] if order.steps else None
    hidden = person.address_withheld or _gives_away(client, person, withheld)
    row = MealRow(
        client=client.id,
        person=person.id,
        name=person.name,
        latin_name=person.latin_name,
        code=person.code,
        route=order.route,
        carrier=facts.carrier,
        number=0,
        state=order.state,
        at=clock_at(last.at, zone) if last is not None else "",
        by=last.by if last is not None else 0,
        portions=order.portions,
        size=order.size,
        diets=order.diets,
        clashes=cooked(dishes).clashes(forbidden(client, person, sheet)) if dishes else (),
        note=client.delivery_note,
        to=last.words if last is not None else "",
        address="" if hidden else person.address,
        ask_desk=hidden,
        flags=_flags(facts),
        claimed_by=concern.claimed_by if concern is not None else 0,
        concern=concern.id if concern is not None else 0,
        sort_key=names.sort_key(person),
    )
    _kept_rows[client.id] = (facts, row)
    return row


def _gives_away(client: Client, person: Person, withheld: frozenset[str]) -> bool:
    """Whether somebody's withheld address is theirs, too, or stands in their note."""
    note = where(client.delivery_note)
    return where(person.address) in withheld or any(
        len(one) >= SAYS_WHERE and one in note for one in withheld
    )


def _flags(facts: _Facts) -> tuple[Flag, ...]:
    order, client, person = facts.order, facts.client, facts.person
    found = []
    if person.alert:
        found.append(flag("alert", words=person.alert))
    found += [flag("meal_note", words=note.text) for note in facts.notes if note.shown == "meal"]
    if others := sum(note.shown != "meal" for note in facts.notes):
        found.append(flag("note", count=others))
    if person.allergies is None:
        found.append(flag("not_asked"))
    standing = standing_by(client, facts.holds, order.day)
    if standing != "active":
        found.append(flag("meal_not_active", status=standing))
    elif order.asked:
        found.append(flag("meal_asked"))
    if any(hold.resume == order.day for hold in facts.holds):
        found.append(flag("meal_back_today"))
    return tuple(found)


def _head(
    reader: Reader,
    act: Act,
    day: str,
    route: Route,
    rows: list[MealRow],
    carried: dict[int, int],
    listed: dict[int, Route],
) -> RouteHead:
    run: Run = run_of(reader, day, route.id)
    late = bool(run.out and not run.back and run.due and minutes(run.due) < minute_of(act, day))
    counted = [row for row in rows if row.state != "cancelled"]
    volunteer, phone = carrier_of(run, route)
    return RouteHead(
        route=route.id,
        number=route.number,
        name=route.name,
        volunteer=volunteer,
        phone=phone,
        out=clock_at(run.out, act.zone) if run.out else "",
        due=run.due,
        back=clock_at(run.back, act.zone) if run.back else "",
        late=late,
        settled=sum(row.state not in TO_GO and not row.concern for row in counted),
        stops=len(counted),
        carries=tuple(
            listed[one].number for one, into in carried.items() if into == route.id and one in listed
        ),
    )
