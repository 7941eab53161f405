"""A route on one day: who carries it, their phone, when it is due back."""

from __future__ import annotations

from typing import Any

import pytest

from deskapp.services.meals import joining, orders, routelist, routes, unsettled
from deskapp.services.meals.mealday import RouteHead
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, TUESDAY

USUAL = {"volunteer": "Lao Fang", "phone": "13900000042"}
NOTHING = {"volunteer": "", "phone": "", "due": ""}


@pytest.fixture
def river(kitchen: Kitchen) -> int:
    return kitchen.route(**USUAL)


@pytest.fixture
def client(kitchen: Kitchen, river: int) -> int:
    return kitchen.client(route=river)


def head(kitchen: Kitchen, day: str = "") -> RouteHead:
    return kitchen.meals(day).heads[0]


def who(kitchen: Kitchen, day: str = "") -> tuple[str, str, str]:
    shown = head(kitchen, day)
    return shown.volunteer, shown.phone, shown.due


@pytest.mark.parametrize("out", [False, True])
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, ("Lao Fang", "13900000042")),
        ({"volunteer": "Xiao Li"}, ("Xiao Li", "")),
        ({"volunteer": "Xiao Li", "phone": "13800000001"}, ("Xiao Li", "13800000001")),
        ({"volunteer": " Lao  Fang "}, ("Lao Fang", "13900000042")),
        ({"phone": "13800000001"}, ("Lao Fang", "13800000001")),
    ],
)
def test_who_carries_it_on_a_day(
    kitchen: Kitchen, river: int, client: int, out: bool, said: dict[str, str], shown: tuple[str, str]
) -> None:
    if out:
        kitchen.do(routes.leave, river, "12:20")
    kitchen.do(routes.set_run, river, **{**NOTHING, **said, "due": "12:40"})
    assert who(kitchen) == (*shown, "12:40")
    assert who(kitchen, TUESDAY) == ("Lao Fang", "13900000042", "")
    if not out:
        kitchen.do(routes.send_route, [client], river)
        assert who(kitchen) == (*shown, "12:40")
        assert head(kitchen).out == "11:30"
    assert unsettled.late_runs(kitchen.at("12:41").read, kitchen.act)[0].volunteer == shown[0]


def test_without_a_time_it_is_due_an_hour_after_it_leaves(kitchen: Kitchen, river: int, client: int) -> None:
    kitchen.do(routes.set_run, river, **{**NOTHING, "volunteer": "Xiao Li"})
    kitchen.do(routes.send_route, [client], river)
    assert who(kitchen) == ("Xiao Li", "", "12:30")


def test_a_time_that_is_over_when_it_leaves_counts_no_more(kitchen: Kitchen, river: int, client: int) -> None:
    kitchen.do(routes.set_run, river, **{**NOTHING, "due": "11:45"})
    kitchen.at("11:45")
    kitchen.do(routes.send_route, [client], river)
    assert head(kitchen).due == "12:45"


def test_a_second_round_is_due_an_hour_later(kitchen: Kitchen, river: int, client: int) -> None:
    kitchen.do(routes.leave, river, "13:00")
    kitchen.do(routes.come_back, river)
    kitchen.at("12:30")
    kitchen.do(routes.send_route, [client], river)
    assert head(kitchen).due == "13:30"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("bad_time", {"due": "25:00"}),
        ("bad_time", {"due": "[bold]"}),
        ("bad_time", {"due": "1" * 600}),
        ("time_past", {"due": "11:30"}),
        ("bad_phone", {"phone": "12"}),
        ("bad_phone", {"phone": "1" * 600}),
        ("text_too_long", {"volunteer": "x" * 600}),
    ],
)
def test_what_cannot_be_said_of_it(kitchen: Kitchen, river: int, code: str, said: dict[str, Any]) -> None:
    kitchen.refused(code, routes.set_run, river, **{**NOTHING, **said})


def test_a_time_stays_once_it_is_out_and_none_is_said_once_it_is_back(kitchen: Kitchen, river: int) -> None:
    kitchen.do(routes.leave, river, "12:20")
    kitchen.refused("due_missing", routes.set_run, river, **NOTHING)
    kitchen.at("12:30")
    kitchen.do(routes.set_run, river, volunteer="Xiao Li", phone="", due="12:20")
    assert head(kitchen).late
    kitchen.do(routes.come_back, river)
    kitchen.refused("run_back", routes.set_run, river, **{**NOTHING, "due": "12:50"})
    kitchen.do(routes.set_run, river, **{**NOTHING, "due": "12:20"})
    assert who(kitchen) == ("Lao Fang", "13900000042", "12:20")


def test_of_a_route_that_another_one_carries_nothing_is_said(kitchen: Kitchen, river: int) -> None:
    market = kitchen.route("Market", 2)
    kitchen.do(joining.merge, river, market)
    refusal = kitchen.refused("route_carried", routes.set_run, river, **NOTHING)
    assert refusal.facts == {"number": 1, "carrier": 2}
    kitchen.refused("unknown_route", routes.set_run, 9999, **NOTHING)


def test_the_list_tells_of_today(kitchen: Kitchen, river: int) -> None:
    market = kitchen.route("Market", 2)
    kitchen.do(routes.set_run, market, volunteer="Xiao Li", phone="", due="12:40")
    kitchen.do(joining.merge, river, market)
    rows = routelist.route_list(kitchen.read, kitchen.act)
    assert [(row.route.number, row.carrier, row.run.due) for row in rows] == [(1, 2, ""), (2, 0, "12:40")]
    kitchen.do(routes.leave, market, "12:40")
    kitchen.do(routes.come_back, market, act=kitchen.happened("11:30"))
    assert [(row.out, row.back) for row in routelist.route_list(kitchen.read, kitchen.act)] == [
        ("", ""),
        ("11:30", "11:30"),
    ]


@pytest.mark.parametrize(
    ("clock", "happened", "due"),
    [("12:40", "11:28", "12:28"), ("23:30", "", "23:59"), ("23:59", "", ""), ("11:30", "11:30", "12:30")],
)
def test_it_is_due_an_hour_after_it_left_and_on_the_same_day(
    kitchen: Kitchen, river: int, client: int, clock: str, happened: str, due: str
) -> None:
    kitchen.at(clock)
    act = kitchen.happened(happened) if happened else kitchen.act
    kitchen.do(routes.send_route, [client], river, act=act)
    assert (head(kitchen).out, head(kitchen).due) == (happened or clock, due)


def test_a_route_of_yesterday_is_entered_today(kitchen: Kitchen, river: int, client: int) -> None:
    kitchen.draw()
    kitchen.at("08:00", TUESDAY)
    kitchen.refused("time_unsaid", routes.send_route, [client], river, act=kitchen.entering(MONDAY))
    kitchen.do(routes.send_route, [client], river, act=kitchen.entering(MONDAY, "11:30"))
    assert (head(kitchen, MONDAY).out, head(kitchen, MONDAY).due) == ("11:30", "12:30")
    assert [order.state for order in kitchen.orders(MONDAY)] == ["out"]
    kitchen.do(orders.deliver, [client], act=kitchen.entering(MONDAY, "12:00"))
    kitchen.do(routes.come_back, river, act=kitchen.entering(MONDAY, "12:20"))
    assert head(kitchen, MONDAY).back == "12:20"
