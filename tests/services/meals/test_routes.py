"""Rounds: order of stops for a day and for good, merged, out and back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace as again

from deskapp.services.meals import clients, joining, mealday, orders, routelist, routes, unsettled
from deskapp.services.meals.records import Route
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, TUESDAY


@pytest.fixture
def river(kitchen: Kitchen) -> int:
    return kitchen.route(volunteer="Lao Fang", phone="13900000042")


@pytest.fixture
def stops(kitchen: Kitchen, river: int) -> list[int]:
    return [kitchen.client(name, route=river) for name in ("许国强", "白素珍", "彭慧")]


def order(kitchen: Kitchen, day: str = "") -> list[int]:
    return [row.client for row in kitchen.meals(day).rows]


def test_routes_are_merged_for_a_day(kitchen: Kitchen, river: int, stops: list[int]) -> None:
    market = kitchen.route("Market", 2)
    fourth = kitchen.client("田福", route=market)
    kitchen.do(joining.merge, river, market)
    day = kitchen.meals()
    assert [(head.number, head.carries, head.stops) for head in day.heads] == [(2, (1,), 4)]
    assert [row.client for row in day.rows] == [fourth, *stops]
    assert [row.number for row in day.rows] == [1, 2, 3, 4]
    assert len(kitchen.meals(TUESDAY).heads) == 2
    refusal = kitchen.refused("route_carries", joining.merge, market, river)
    assert refusal.facts == {"number": 2, "other": 1}
    hill = kitchen.route("Hill", 3)
    refusal = kitchen.refused("carrier_carried", joining.join, hill, "1")
    assert refusal.facts == {"number": 1, "carrier": 2}
    for route, number in ((river, 1), (market, 2), (hill, 3)):
        assert kitchen.refused("merged_into_itself", joining.merge, route, route).facts == {"number": number}
    kitchen.do(joining.merge, river, 0)
    assert [head.number for head in kitchen.meals().heads] == [1, 2, 3]


def test_a_route_is_joined_and_parted_only_while_all_are_in(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    market, hill = kitchen.route("Market", 2), kitchen.route("Hill", 3)
    kitchen.do(routes.leave, market, "12:20")
    assert kitchen.refused("run_out", joining.merge, river, market).facts["number"] == 2
    kitchen.do(routes.come_back, market)
    kitchen.do(joining.merge, river, market)
    kitchen.do(routes.leave, market, "12:20")
    assert kitchen.refused("run_out", joining.merge, river, 0).facts["number"] == 2
    assert kitchen.refused("run_out", joining.merge, river, hill).facts["number"] == 2
    kitchen.do(routes.come_back, market)
    kitchen.do(joining.merge, river, 0)
    kitchen.do(routes.leave, river, "12:20")
    assert kitchen.refused("run_out", joining.merge, river, hill).facts["number"] == 1


@pytest.mark.parametrize("typed", ["2", " 02 ", "２"])
def test_a_route_is_joined_by_the_number_that_is_typed(
    kitchen: Kitchen, river: int, stops: list[int], typed: str
) -> None:
    kitchen.route("Market", 2)
    kitchen.do(joining.join, river, typed)
    assert [(head.number, head.carries) for head in kitchen.meals().heads] == [(2, (1,))]


@pytest.mark.parametrize("typed", ["9", "0", "-2", "[bold]", "", "2" * 600])
def test_a_number_of_no_route_is_named(kitchen: Kitchen, river: int, typed: str) -> None:
    kitchen.route("Market", 2)
    refusal = kitchen.refused("no_such_route", joining.join, river, typed)
    assert refusal.facts == {"number": typed[:20]}


def test_the_number_of_an_archived_route_is_free_again(kitchen: Kitchen, river: int) -> None:
    kitchen.do(routelist.archive, river)
    kitchen.refused("no_such_route", joining.join, kitchen.route("Market", 2), "1")
    other = kitchen.route("Other", 1)
    kitchen.refused("route_number_taken", routelist.unarchive, river)
    kitchen.do(routelist.archive, other)
    kitchen.do(routelist.unarchive, river)
    assert next(route.id for route in routes.routes(kitchen.read)) == river


def test_two_routes_that_a_list_brought_with_one_name_keep_it(kitchen: Kitchen, river: int) -> None:
    listed = kitchen.put(Route(name="RIVER", number=2))
    kitchen.do(routes.set_route, again(listed, name="river", volunteer="Lao Fang"))
    kitchen.do(routes.set_route, again(kitchen.read.get(Route, listed.id), name="Market"))
    kitchen.refused(
        "route_name_taken", routes.set_route, again(kitchen.read.get(Route, listed.id), name="River")
    )


def test_the_name_of_an_archived_route_is_free_again(kitchen: Kitchen, river: int) -> None:
    kitchen.do(routelist.archive, river)
    other = kitchen.route("river", 2)
    kitchen.refused("route_name_taken", routelist.unarchive, river)
    kitchen.do(routes.set_route, again(kitchen.read.get(Route, other), name="Market"))
    kitchen.do(routelist.unarchive, river)


def test_a_number_from_a_list_may_stay_above_the_most(kitchen: Kitchen) -> None:
    listed = kitchen.put(Route(name="Far", number=150))
    kitchen.do(routes.set_route, again(listed, volunteer="Lao Fang"))
    kitchen.refused("bad_route_number", routes.set_route, again(listed, number=151))


@pytest.mark.parametrize(
    ("status", "count"), [("pending", 3), ("active", 3), ("paused", 3), ("stopped", 2), ("deceased", 2)]
)
def test_a_route_is_archived_once_nobody_is_on_it(
    kitchen: Kitchen, river: int, stops: list[int], status: str, count: int
) -> None:
    if status == "paused":
        kitchen.do(clients.pause, stops[0], MONDAY)
    elif status != "active":
        kitchen.do(clients.set_status, stops[0], status)
    refusal = kitchen.refused("route_in_use", routelist.archive, river)
    assert refusal.facts == {"number": 1, "count": count}
    assert [row.clients for row in routelist.route_list(kitchen.read, kitchen.act)] == [count]
    for client in stops:
        if clients.client_of(kitchen.read, client).status != "stopped":
            kitchen.put(again(clients.client_of(kitchen.read, client), route=0))
    kitchen.do(routelist.archive, river)
    assert routes.routes(kitchen.read) == []
    assert [row.route.archived for row in routelist.route_list(kitchen.read, kitchen.act)] == [True]
    kitchen.refused("unknown_route", routelist.archive, river)


def test_a_route_with_a_meal_of_today_or_on_its_way_is_not_archived(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    hill = kitchen.route("Hill", 3)
    kitchen.do(orders.send_out, [stops[0]])
    for client in stops:
        kitchen.do(clients.change, again(clients.client_of(kitchen.read, client), route=hill))
    assert kitchen.refused("route_in_use", routelist.archive, river).facts["count"] == 1
    kitchen.at("11:30", TUESDAY)
    kitchen.do(routes.leave, river, "12:00")
    kitchen.refused("run_out", routelist.archive, river)
    kitchen.do(routes.come_back, river)
    kitchen.do(routelist.archive, river)


@pytest.mark.parametrize("gone", ["archived", "removed"])
def test_a_carrier_that_is_gone_strands_nobody(
    kitchen: Kitchen, river: int, stops: list[int], gone: str
) -> None:
    market, hill = kitchen.route("Market", 2), kitchen.route("Hill", 3)
    kitchen.do(joining.merge, river, market)
    record = kitchen.read.get(Route, market)
    assert record is not None
    if gone == "archived":
        kitchen.put(again(record, archived=True))
    else:
        with kitchen.store.transaction("test") as tx:
            tx.remove(record)
    assert [(head.number, head.stops) for head in kitchen.meals().heads] == [(1, 3), (3, 0)]
    kitchen.do(joining.merge, river, 0)
    kitchen.do(joining.merge, river, hill)
    assert [(head.number, head.stops) for head in kitchen.meals().heads] == [(3, 3)]


def test_a_carrier_that_left_is_told_of_that_day_also_when_it_is_not_in_use_any_more(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    market = kitchen.route("Market", 2)
    kitchen.draw()
    kitchen.do(joining.merge, river, market)
    kitchen.do(routes.leave, market, "12:20")
    kitchen.do(routes.come_back, market)
    record = kitchen.read.get(Route, market)
    assert record is not None
    kitchen.put(again(record, archived=True))
    kitchen.at("09:00", TUESDAY)
    assert {row.carrier for row in kitchen.meals(MONDAY).rows} == {market}


def test_a_route_goes_out_and_is_late(kitchen: Kitchen, river: int, stops: list[int]) -> None:
    kitchen.do(routes.leave, river, "12:20")
    head = kitchen.meals().heads[0]
    assert (head.volunteer, head.out, head.due, head.late) == ("Lao Fang", "11:30", "12:20", False)
    kitchen.refused("run_out", routes.leave, river, "12:40")
    assert unsettled.late_runs(kitchen.at("12:20").read, kitchen.act) == []
    assert [run.route for run in unsettled.late_runs(kitchen.at("12:21").read, kitchen.act)] == [river]
    assert kitchen.meals().heads[0].late
    kitchen.do(routes.come_back, river)
    assert unsettled.late_runs(kitchen.read, kitchen.act) == []
    kitchen.refused("run_not_out", routes.come_back, river)
    kitchen.refused("time_past", routes.leave, river, "12:00")


def test_the_heads_count_what_is_settled(kitchen: Kitchen, river: int, stops: list[int]) -> None:
    kitchen.do(orders.deliver, [stops[0]])
    kitchen.do(orders.cancel, [stops[1]], "away")
    kitchen.do(orders.send_out, [stops[2]])
    assert [(head.settled, head.stops) for head in kitchen.meals().heads] == [(1, 2)]
    assert kitchen.meals().counts["portions"] == 2


def test_a_withheld_address_is_asked_for_at_the_desk(kitchen: Kitchen, river: int) -> None:
    client = kitchen.client("二零四", route=river)
    kitchen.put(again(kitchen.person_of(client), address_withheld=True))
    row = kitchen.meal(client)
    assert (row.address, row.ask_desk) == ("", True)


def test_routes_that_cannot_be(kitchen: Kitchen, river: int, stops: list[int]) -> None:
    kitchen.refused("route_number_taken", routes.set_route, Route(name="Other", number=1))
    kitchen.refused("empty_name", routes.set_route, Route(name=" ", number=3))
    kitchen.refused("bad_phone", routes.set_route, Route(name="Other", number=3, phone="1"))
    kitchen.refused("text_too_long", routes.set_route, Route(name="Other", number=3, volunteer="x" * 501))
    other = kitchen.do(routes.set_route, Route(name="Market", number=2))
    for name in ("river", " Ｒｉｖｅｒ ", "RIVER"):
        refusal = kitchen.refused("route_name_taken", routes.set_route, Route(name=name, number=3))
        assert refusal.facts == {"name": "River", "number": 1}
        kitchen.refused("route_name_taken", routes.set_route, again(other, name=name))
    for number in (-1, 0, 100, 1000):
        kitchen.refused("bad_route_number", routes.set_route, Route(name="Other", number=number))
    kitchen.refused("unknown_route", routes.leave, 999, "")
    alone = kitchen.client("无路")
    assert mealday.meal_day(kitchen.read, kitchen.act, MONDAY).rows[-1].client == alone


def test_who_went_out_with_another_route_stays_with_it_for_the_day(
    kitchen: Kitchen, river: int, stops: list[int]
) -> None:
    market = kitchen.route("Market", 2)
    kitchen.do(joining.merge, river, market)
    kitchen.do(routes.send_route, stops, market)
    kitchen.refused("run_out", joining.merge, river, 0)
    kitchen.do(routes.come_back, market)
    kitchen.refused("carried_today", joining.merge, river, 0)
    assert [(head.number, head.carries, head.stops) for head in kitchen.meals().heads] == [(2, (1,), 3)]


def test_nobodys_line_gives_a_withheld_address_away(kitchen: Kitchen, river: int) -> None:
    from msgspec.structs import replace

    hidden = kitchen.client("二零四", route=river)
    kitchen.put(replace(kitchen.person_of(hidden), address="417 Made-up Street", address_withheld=True))
    twin, told, other = (kitchen.client(name, route=river) for name in ("甲", "乙", "丙"))
    kitchen.put(replace(kitchen.person_of(twin), address="417 made-up street"))
    note = {told: "knock at 417 Made-up Street if out", other: "417 is the code"}
    for client, text in note.items():
        kitchen.do(clients.change, replace(clients.client_of(kitchen.read, client), delivery_note=text))
    rows = {row.client: row for row in kitchen.meals().rows}
    assert [rows[one].ask_desk for one in (hidden, twin, told, other)] == [True, True, True, False]
    assert not any("417 M" in rows[one].address for one in rows)
