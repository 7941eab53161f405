"""What left and never came to an end stays on Today, also past midnight."""

from __future__ import annotations

import pytest

from deskapp.services.clocks import next_day
from deskapp.services.meals import clients, orders, routes
from deskapp.services.meals.unsettled import unsettled
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, TUESDAY, Room


@pytest.fixture
def river(kitchen: Kitchen) -> int:
    return kitchen.route(volunteer="Lao Fang")


@pytest.fixture
def stops(kitchen: Kitchen, river: int) -> list[int]:
    return [kitchen.client(name, route=river) for name in ("许国强", "白素珍", "彭慧")]


def rows(kitchen: Room) -> list[tuple[str, object, object]]:
    """The rows of Today about no person: what, of which day, when due or how many."""
    return [
        (row.kind, row.flag.facts["day"], row.flag.facts.get("due", row.flag.facts.get("count")))
        for row in kitchen.today().rows
        if row.kind in ("route_late", "meals_out")
    ]


def test_a_route_that_never_came_back_is_late_the_next_day_too(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    market = kitchen.route("Market", 2)
    kitchen.do(routes.leave, market, "12:20")
    kitchen.do(routes.leave, river, "12:20")
    assert rows(kitchen) == []
    kitchen.at("12:21")
    late = [row for row in kitchen.today().rows if row.kind == "route_late"]
    assert len({row.id for row in late}) == len(late) == 2
    assert not any(row.claimable for row in late)
    kitchen.do(routes.come_back, market)
    assert rows(kitchen) == [("route_late", MONDAY, "12:20")]
    kitchen.at("08:00", TUESDAY)
    assert ("route_late", MONDAY, "2026-11-23T12:20") in rows(kitchen)
    kitchen.refused("time_unsaid", routes.come_back, river, act=kitchen.entering(MONDAY))
    kitchen.do(routes.come_back, river, act=kitchen.entering(MONDAY, "12:40"))
    assert rows(kitchen) == []


def test_a_route_without_a_time_to_be_back_is_late_at_midnight(kitchen: Kitchen, river: int) -> None:
    kitchen.do(routes.leave, river, "")
    assert rows(kitchen.at("23:59")) == []
    assert rows(kitchen.at("00:00", TUESDAY)) == [("route_late", MONDAY, "00:00")]


def test_meals_of_which_nobody_said_what_became_are_missed_once_their_route_is_back(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    kitchen.draw()
    kitchen.do(routes.send_route, stops[:2], river)
    kitchen.do(orders.deliver, stops[:1])
    assert rows(kitchen) == []
    kitchen.do(routes.come_back, river)
    assert rows(kitchen) == [("meals_out", MONDAY, 2)]  # one is out, one was never marked
    kitchen.do(orders.cancel, stops[1:], "fell down")
    assert rows(kitchen) == []


def test_they_are_missed_on_the_days_after_until_somebody_says_it(kitchen: Kitchen, stops: list[int]) -> None:
    kitchen.draw()
    kitchen.do(orders.send_out, stops[:1])
    assert rows(kitchen) == []
    for day, missed in ((TUESDAY, True), (next_day(MONDAY, 14), True), (next_day(MONDAY, 15), False)):
        assert (("meals_out", MONDAY, 3) in rows(kitchen.at("08:00", day))) == missed
    kitchen.at("08:00", TUESDAY)
    kitchen.refused("time_unsaid", orders.deliver, stops, act=kitchen.entering(MONDAY))
    kitchen.do(orders.deliver, stops, act=kitchen.entering(MONDAY, "12:05"))
    assert unsettled(kitchen.read, kitchen.act) == {}
    assert [order.steps[-1].at for order in kitchen.orders(MONDAY)] == ["2026-11-23T04:05:00Z"] * 3


def test_where_nobody_marks_anything_nothing_was_forgotten(kitchen: Kitchen, stops: list[int]) -> None:
    kitchen.draw()
    assert rows(kitchen.at("08:00", TUESDAY)) == []


def test_what_is_paused_after_it_was_drawn_is_to_be_drawn_again(kitchen: Kitchen, stops: list[int]) -> None:
    kitchen.draw()
    kitchen.do(clients.pause, stops[0], MONDAY)
    assert orders.to_draw(kitchen.read, kitchen.act, MONDAY)
    kitchen.draw()
    kitchen.at("08:00", TUESDAY)
    assert [order.client for order in kitchen.orders(MONDAY)] == stops[1:]
