"""What the meals cost with 500 clients: the kitchen count, a move and a delivered meal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from db import JournalDB
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.daybook import Dish
from deskapp.services.kinds import KINDS
from deskapp.services.meals.kitchen import count
from deskapp.services.meals.records import Client, Menu, Route
from deskapp.services.meals.recurrence import weekly
from deskapp.services.records import Centre, Person, Staff
from tests.bench import folders, terminal
from tests.bench.figures import Figure, spread
from tests.terminal.driver import Terminal

CLIENTS, ROUTES, INGREDIENTS = 500, 10, 200
ROUNDS = 30


def with_clients(folder: Path) -> Path:
    """A centre of 500 clients on ten routes, whose menu of today and of the week holds 200 ingredients."""
    folders.empty(folder)
    words = [f"ingredient {number}" for number in range(INGREDIENTS)]
    dishes = tuple(
        Dish(name=f"dish {at}", ingredients=tuple(words[at::8]), part="main" if at < 4 else "side")
        for at in range(8)
    )
    store = JournalDB(folder, KINDS)
    with store.transaction("made_bench") as tx:
        routes = [tx.put(Route(name=f"Route {at + 1}", number=at + 1)) for at in range(ROUTES)]
        stops: dict[int, list[int]] = {route.id: [] for route in routes}
        for number in range(CLIENTS):
            person = tx.put(Person(name=f"Client {number}", address="1 Made-up Street", allergies=()))
            route = routes[number % ROUTES].id
            client = tx.put(
                Client(
                    person=person.id,
                    status="active",
                    rule=weekly((1, 2, 3, 4, 5, 6, 7)),
                    since="2026-01-01",
                    route=route,
                    diets=("halal",) if number % 5 == 0 else (),
                    avoid=tuple(words[number % INGREDIENTS :: 67][:3]),
                )
            )
            stops[route].append(client.id)
        for route in routes:
            tx.put(replace(route, stops=tuple(stops[route.id])))
        today = folders.local_day().isoformat()
        for offset in range(8):
            tx.put(Menu(day=next_day(today, offset), dishes=dishes))
    store.close()
    return folder


def kitchen_counts(folder: Path) -> Figure:
    """Milliseconds of the kitchen count, in a process that has counted before."""
    store = JournalDB(folder, KINDS)
    reader = store.read()
    zone = ZoneInfo(next(iter(reader.all(Centre))).timezone)
    act = Act(next(iter(reader.all(Staff))).id, "bench", datetime.now(UTC), zone)
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        found = count(store.read(), act, act.day)
        times.append((time.perf_counter() - start) * 1000)
    store.close()
    assert found.orders == CLIENTS
    note = f"{spread(times)}, first {times[0]:.0f} ms, {len(found.clashing)} clients clash"
    return Figure("kitchen count, 500 clients × 200 ingredients, slowest", max(times), "ms", 200, note)


def measure(place: Path, desk: Callable[[Path], list[str]]) -> Iterable[Figure]:
    """The count, then keys on the list of 500 clients."""
    folder = with_clients(place / "meals")
    yield kitchen_counts(folder)
    with Terminal(desk(folder), environment=terminal.ENVIRONMENT) as window:
        window.expect(r"IN THE BUILDING")
        window.press("3")
        window.expect(r"\[3 ")
        window.settle(0.5)
        yield from terminal.moves(window, "500 clients")
        yield from terminal.sign_ins(window, "500 clients", "o", "a meal sent out")
