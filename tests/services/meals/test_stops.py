"""The order of stops: moved past whoever is on the list of the day, for that day or for good."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deskapp.services.meals import clients, joining, orders, routes
from deskapp.services.meals.records import Route
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, TUESDAY

NAMES = ("许国强", "白素珍", "彭慧", "田福", "季春来")


@pytest.fixture
def river(kitchen: Kitchen) -> int:
    return kitchen.route()


@pytest.fixture
def five(kitchen: Kitchen, river: int) -> list[int]:
    return [kitchen.client(name, route=river) for name in NAMES]


def order(kitchen: Kitchen, day: str = "") -> list[int]:
    return [row.client for row in kitchen.meals(day).rows]


def for_good(kitchen: Kitchen, route: int) -> list[int]:
    record = kitchen.read.get(Route, route)
    assert record is not None
    return list(record.stops)


def last_place(kitchen: Kitchen) -> object:
    line = next(iter(kitchen.store.history()))
    return dict(line.args)["to"]


def test_a_stop_is_moved_for_one_day(kitchen: Kitchen, five: list[int]) -> None:
    a, b, c, d, e = five
    kitchen.do(routes.move_stop, c, -1)
    assert (order(kitchen), last_place(kitchen)) == ([a, c, b, d, e], 2)
    assert order(kitchen, TUESDAY) == five
    kitchen.do(routes.move_stop, c, 1)
    assert (order(kitchen), last_place(kitchen)) == (five, 3)


def test_for_good_it_moves_in_the_order_of_the_day_too_and_that_one_is_kept(
    kitchen: Kitchen, river: int, five: list[int]
) -> None:
    a, b, c, d, e = five
    kitchen.do(routes.move_stop, e, -1)
    kitchen.do(routes.move_stop, b, -1, for_good=True)
    assert (order(kitchen), last_place(kitchen)) == ([b, a, c, e, d], 1)
    assert order(kitchen, TUESDAY) == for_good(kitchen, river) == [b, a, c, d, e]


def test_for_good_without_an_order_of_the_day_makes_none(kitchen: Kitchen, five: list[int]) -> None:
    kitchen.do(routes.move_stop, five[1], 1, for_good=True)
    kitchen.do(routes.move_stop, five[0], 1, for_good=True)
    assert order(kitchen) == order(kitchen, TUESDAY) == [five[2], five[0], five[1], *five[3:]]


def test_for_good_is_told_by_the_place_for_good_where_the_day_has_another(
    kitchen: Kitchen, river: int, five: list[int]
) -> None:
    a, b, c, d, e = five
    for _time in range(2):
        kitchen.do(routes.move_stop, c, -1)
    kitchen.do(routes.move_stop, c, -1, for_good=True)
    assert (order(kitchen), for_good(kitchen, river)) == ([c, a, b, d, e], [a, c, b, d, e])
    assert last_place(kitchen) == 2
    kitchen.do(routes.move_stop, c, -1, for_good=True)
    assert for_good(kitchen, river) == [c, a, b, d, e]
    kitchen.refused("stop_at_end", routes.move_stop, c, -1, for_good=True)


@pytest.mark.parametrize("good", [False, True])
@pytest.mark.parametrize("away", ["paused", "stopped", "not due", "one day"])
def test_a_move_passes_the_nearest_stop_that_is_on_the_list(
    kitchen: Kitchen, river: int, five: list[int], away: str, good: bool
) -> None:
    a, b, c, d, e = five
    for hidden in (b, c):
        match away:
            case "paused":
                kitchen.do(clients.pause, hidden, MONDAY)
            case "stopped":
                kitchen.do(clients.set_status, hidden, "stopped")
            case "not due":
                sheet = clients.client_of(kitchen.read, hidden)
                kitchen.do(clients.change, replace(sheet, rule="FREQ=WEEKLY;BYDAY=TU"))
            case _:
                kitchen.do(orders.ask, MONDAY, hidden, 0)
    assert order(kitchen) == [a, d, e]
    kitchen.do(routes.move_stop, d, -1, for_good=good)
    assert (order(kitchen), last_place(kitchen)) == ([d, a, e], 1)
    kitchen.refused("stop_at_end", routes.move_stop, d, -1, for_good=good)
    assert for_good(kitchen, river) == ([d, a, b, c, e] if good else five)
    kitchen.do(routes.move_stop, a, 1, for_good=good)
    assert (order(kitchen), last_place(kitchen)) == ([d, e, a], 3)
    kitchen.refused("stop_at_end", routes.move_stop, a, 1, for_good=good)


def test_a_pause_that_ends_finds_its_place(kitchen: Kitchen, river: int, five: list[int]) -> None:
    a, b, c, d, e = five
    kitchen.do(clients.pause, b, MONDAY, TUESDAY)
    kitchen.do(routes.move_stop, c, -1, for_good=True)
    assert order(kitchen) == [c, a, d, e]
    assert order(kitchen, TUESDAY) == [c, a, b, d, e]


def test_a_meal_that_stayed_with_its_route_moves_there_for_the_day_alone(
    kitchen: Kitchen, river: int, five: list[int]
) -> None:
    hill = kitchen.route("Hill", 2)
    a, b, c, d, e = five
    kitchen.do(orders.send_out, [b])
    kitchen.do(clients.change, replace(clients.client_of(kitchen.read, b), route=hill))
    assert order(kitchen) == [a, c, d, e, b]
    kitchen.do(routes.move_stop, b, -1)
    assert (order(kitchen), last_place(kitchen)) == ([a, c, d, b, e], 4)
    refusal = kitchen.refused("stop_elsewhere", routes.move_stop, b, -1, for_good=True)
    assert refusal.facts["number"] == 2
    assert for_good(kitchen, river) == [a, c, d, e]


def test_on_a_merged_route_a_stop_stays_among_its_own(kitchen: Kitchen, river: int, five: list[int]) -> None:
    market = kitchen.route("Market", 2)
    f, g = (kitchen.client(name, route=market) for name in ("宋老根", "孟秋月"))
    kitchen.do(joining.merge, market, river)
    assert order(kitchen) == [*five, f, g]
    kitchen.refused("stop_at_end", routes.move_stop, f, -1)
    kitchen.refused("stop_at_end", routes.move_stop, five[4], 1)
    kitchen.do(routes.move_stop, g, -1)
    assert (order(kitchen), last_place(kitchen)) == ([*five, g, f], 6)
    assert kitchen.meal(g).number == 6


def test_who_cannot_be_moved(kitchen: Kitchen, river: int, five: list[int]) -> None:
    alone = kitchen.client("无路")
    kitchen.refused("no_route", routes.move_stop, alone, 1)
    kitchen.do(clients.pause, five[2], MONDAY)
    kitchen.refused("no_meal_ordered", routes.move_stop, five[2], 1)
    kitchen.refused("unknown_client", routes.move_stop, 9999, 1)
    kitchen.do(orders.cancel, [five[0]], "away")
    kitchen.refused("stop_at_end", routes.move_stop, five[0], -1)
    kitchen.do(routes.move_stop, five[1], -1)
    assert order(kitchen)[:2] == [five[1], five[0]]
