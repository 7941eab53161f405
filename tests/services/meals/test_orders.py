"""A day's orders: drawn, changed for a day, taken step by step, and back."""

from __future__ import annotations

import pytest

from deskapp.services import centre
from deskapp.services.daybook import Concern
from deskapp.services.meals import clients, orders
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, SATURDAY, TUESDAY


def states(kitchen: Kitchen) -> list[str]:
    return [order.state for order in kitchen.orders()]


def troubles(kitchen: Kitchen, client: int) -> list[str]:
    person = kitchen.person_of(client).id
    return [one.kind for one in kitchen.read.by(Concern, "child", person, kitchen.day) if not one.closed_at]


@pytest.fixture
def client(kitchen: Kitchen) -> int:
    return kitchen.client(route=kitchen.route())


def test_drawing_again_changes_nothing(kitchen: Kitchen, client: int) -> None:
    assert kitchen.draw() == 1
    before = kitchen.orders()
    assert (kitchen.draw(), kitchen.orders()) == (0, before)
    assert [order.client for order in before] == [client]
    assert not orders.to_draw(kitchen.read, kitchen.act, MONDAY)


def test_what_nobody_touched_follows_the_sheet_and_what_is_out_stays(kitchen: Kitchen, client: int) -> None:
    other = kitchen.client("白素珍")
    kitchen.draw()
    kitchen.do(orders.send_out, [client])
    for one in (client, other):
        kitchen.do(clients.pause, one, MONDAY)
    assert kitchen.draw() == 1
    assert [order.client for order in kitchen.orders()] == [client]


def test_a_cancelled_order_is_never_drawn_again(kitchen: Kitchen, client: int) -> None:
    kitchen.draw()
    kitchen.do(orders.cancel, [client], "daughter visits")
    assert (kitchen.draw(), states(kitchen)) == (0, ["cancelled"])
    assert kitchen.count().orders == 0
    kitchen.refused("order_settled", orders.deliver, [client])
    kitchen.refused("order_settled", orders.ask, MONDAY, client, 1)


def test_a_paused_client_can_be_given_one(kitchen: Kitchen, client: int) -> None:
    kitchen.do(clients.pause, client, MONDAY)
    assert kitchen.draw() == 0
    given = kitchen.do(orders.ask, MONDAY, client, 2, "asked at the desk")
    assert given is not None
    assert (given.portions, given.asked) == (2, True)
    assert kitchen.draw() == 0
    assert [flag.code for flag in kitchen.meal(client).flags] == ["meal_not_active"]
    kitchen.do(orders.ask, MONDAY, client, 0)
    assert kitchen.orders() == []


def test_one_day_is_changed_ahead_and_the_others_are_not(kitchen: Kitchen, client: int) -> None:
    kitchen.do(orders.ask, TUESDAY, client, 0, "away")
    assert kitchen.count(TUESDAY).orders == 0
    assert kitchen.count("2026-11-25").orders == kitchen.count().orders == 1
    kitchen.at("11:30", TUESDAY)
    assert kitchen.draw() == 0
    kitchen.refused("day_over", orders.ask, MONDAY, client, 1)
    kitchen.refused("day_over", orders.draw, MONDAY)


def test_nothing_is_due_on_a_closed_day_or_a_weekend(kitchen: Kitchen, client: int) -> None:
    kitchen.do(centre.close_days, TUESDAY, TUESDAY, "painting", act=kitchen.by("LM"))
    assert kitchen.count(TUESDAY).orders == kitchen.count(SATURDAY).orders == 0
    kitchen.do(orders.ask, TUESDAY, client, 1)
    assert kitchen.count(TUESDAY).orders == 1


STEPS = {
    "out": orders.send_out,
    "delivered": orders.deliver,
    "not_home": orders.not_home,
    "refused": lambda tx, act, ids: orders.refuse(tx, act, ids, "no appetite"),
    "cancelled": lambda tx, act, ids: orders.cancel(tx, act, ids, "away"),
}


@pytest.mark.parametrize("before", ["ordered", *STEPS])
@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_follows_only_what_it_may(kitchen: Kitchen, client: int, before: str, step: str) -> None:
    if before != "ordered":
        kitchen.do(STEPS[before], [client])
    if before in orders.MAY_FOLLOW[step]:  # type: ignore[index]
        kitchen.do(STEPS[step], [client])
        assert states(kitchen) == [step]
        last = kitchen.orders()[0].steps[-1]
        assert (last.by, last.at) == (kitchen.act.staff, kitchen.act.instant)
    else:
        kitchen.refused("order_settled", STEPS[step], [client])


def test_space_sends_out_and_delivers_and_no_more(kitchen: Kitchen, client: int) -> None:
    for state in ("out", "delivered"):
        kitchen.do(orders.next_step, [client])
        assert states(kitchen) == [state]
    kitchen.refused("no_harmless_meal", orders.next_step, [client])


def test_a_key_for_a_whole_route_skips_what_is_settled(kitchen: Kitchen, client: int) -> None:
    other = kitchen.client("白素珍")
    kitchen.do(orders.cancel, [client], "away")
    done = kitchen.do(orders.send_out, [client, other])
    assert done.changed == (kitchen.person_of(other).id,)
    left = [(one, refusal.code) for one, refusal in done.skipped]
    assert left == [(kitchen.person_of(client).id, "order_settled")]


def test_not_home_is_open_until_somebody_saw_the_client(kitchen: Kitchen, client: int) -> None:
    kitchen.do(orders.send_out, [client])
    kitchen.do(orders.not_home, [client])
    assert troubles(kitchen, client) == ["not_home"]
    kitchen.at("12:20").do(orders.deliver, [client], "neighbour")
    assert troubles(kitchen, client) == ["not_home"], "a neighbour who takes the meal has not seen the client"
    kitchen.do(orders.take_back, client)
    kitchen.at("12:30").do(orders.deliver, [client])
    assert troubles(kitchen, client) == []
    kitchen.do(orders.take_back, client)
    assert troubles(kitchen, client) == ["not_home"]
    kitchen.do(orders.take_back, client)
    assert (troubles(kitchen, client), states(kitchen)) == ([], ["out"])


def test_not_home_stays_after_midnight(kitchen: Kitchen, client: int) -> None:
    kitchen.do(orders.not_home, [client])
    kitchen.at("08:00", TUESDAY)
    assert troubles(kitchen, client) == ["not_home"]


def test_two_refusals_in_a_row_open_a_follow_up(kitchen: Kitchen, client: int) -> None:
    refused = STEPS["refused"]
    kitchen.do(refused, [client])
    assert troubles(kitchen, client) == []
    kitchen.at("11:30", TUESDAY).do(orders.deliver, [client])
    for day, expected in (("2026-11-25", []), ("2026-11-26", ["refused_twice"])):
        kitchen.at("11:30", day).do(refused, [client])
        assert troubles(kitchen, client) == expected
    kitchen.do(orders.take_back, client)
    assert troubles(kitchen, client) == []


def test_what_was_gone_on_with_is_not_taken_back(kitchen: Kitchen, client: int) -> None:
    kitchen.do(orders.not_home, [client])
    concern = kitchen.read.by(Concern, "child", kitchen.person_of(client).id)[0]
    from msgspec.structs import replace

    kitchen.put(replace(concern, claimed_by=kitchen.act.staff, claimed_at=kitchen.act.instant))
    kitchen.refused("went_on", orders.take_back, client)


def test_a_refusal_says_why_and_who_is_no_client_gets_none(kitchen: Kitchen, client: int) -> None:
    kitchen.refused("words_missing", orders.refuse, [client], "  ")
    kitchen.refused("words_missing", orders.cancel, [client], "")
    kitchen.do(clients.set_status, client, "stopped")
    kitchen.refused("no_meal_ordered", orders.deliver, [client])
    kitchen.refused("unknown_client", orders.deliver, [999])
    kitchen.refused("nothing_to_take_back_meal", orders.take_back, client)
    kitchen.do(clients.set_status, client, "deceased")
    kitchen.refused("deceased", orders.ask, MONDAY, client, 1)


@pytest.mark.parametrize("portions", [-1, 10])
def test_portions_that_cannot_be(kitchen: Kitchen, client: int, portions: int) -> None:
    kitchen.refused("bad_portions", orders.ask, MONDAY, client, portions)


def test_nothing_is_brought_to_the_dead(kitchen: Kitchen, client: int) -> None:
    other = kitchen.client("白素珍")
    kitchen.draw()
    kitchen.do(orders.send_out, [client, other])
    kitchen.do(clients.set_status, client, "deceased")
    for rule in (orders.deliver, orders.not_home, orders.next_step):
        kitchen.refused("deceased", rule, [client])
    done = kitchen.do(orders.deliver, [client, other])
    assert done.changed == (kitchen.person_of(other).id,)
    assert [flag.code for flag in kitchen.meal(client).flags] == ["meal_not_active"]
    kitchen.do(orders.cancel, [client], "has died")
    assert kitchen.meal(client).state == "cancelled"


def test_no_step_comes_before_the_one_before(kitchen: Kitchen, client: int) -> None:
    kitchen.draw()
    kitchen.do(orders.send_out, [client], act=kitchen.happened("11:20"))
    kitchen.refused("time_before_meal", orders.deliver, [client], act=kitchen.happened("11:19"))
    kitchen.do(orders.deliver, [client], act=kitchen.happened("11:20"))
    assert kitchen.meal(client).at == "11:20"
