"""A client's life: taken on, paused and back by itself, stopped; what a sheet must not be."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deskapp.services.meals import clients, dayorders
from deskapp.services.meals.records import Client, Route
from deskapp.services.meals.recurrence import weekly
from tests.services.meals.kitchen_room import Kitchen
from tests.services.room import MONDAY, TUESDAY

FRIDAY_AFTER = "2026-11-27"


def sheet(kitchen: Kitchen, client: int) -> Client:
    return clients.client_of(kitchen.read, client)


def test_a_new_client_eats_on_weekdays_and_stands_last_on_the_route(kitchen: Kitchen) -> None:
    river = kitchen.route()
    first, second = kitchen.client("许国强", route=river), kitchen.client("白素珍", route=river)
    found = sheet(kitchen, first)
    assert (found.rule, found.since) == (weekly((1, 2, 3, 4, 5)), MONDAY)
    route = kitchen.read.get(Route, river)
    assert route is not None
    assert route.stops == (first, second)


@pytest.mark.parametrize("said", [("none",), ("无",), ("-",), ("n/a", "no")])
def test_nothing_is_no_food_that_is_avoided(kitchen: Kitchen, said: tuple[str, ...]) -> None:
    client = kitchen.client()
    kitchen.do(clients.change, replace(sheet(kitchen, client), avoid=said))
    assert sheet(kitchen, client).avoid == ()


def test_a_pause_resumes_by_itself(kitchen: Kitchen) -> None:
    client = kitchen.client(route=kitchen.route())
    kitchen.do(clients.pause, client, TUESDAY, FRIDAY_AFTER, "in hospital")
    standing = {
        day: dayorders.standing_on(kitchen.read, sheet(kitchen, client), day)
        for day in (MONDAY, TUESDAY, "2026-11-26", FRIDAY_AFTER)
    }
    assert standing == {
        MONDAY: "active",
        TUESDAY: "paused",
        "2026-11-26": "paused",
        FRIDAY_AFTER: "active",
    }
    due = [day for day in standing if client in dayorders.asked_for(kitchen.read, day)]
    assert due == [MONDAY, FRIDAY_AFTER]
    kitchen.day = FRIDAY_AFTER
    assert [flag.code for flag in kitchen.meal(client).flags] == ["meal_back_today"]


def test_a_pause_is_ended_early_or_before_it_began(kitchen: Kitchen) -> None:
    client = kitchen.client()
    kitchen.do(clients.pause, client, MONDAY)
    kitchen.at("11:30", "2026-11-25").do(clients.resume, client)
    assert client not in dayorders.asked_for(kitchen.read, TUESDAY)
    assert client in dayorders.asked_for(kitchen.read, "2026-11-25")
    kitchen.do(clients.pause, client, FRIDAY_AFTER)
    kitchen.do(clients.resume, client, FRIDAY_AFTER)
    assert client in dayorders.asked_for(kitchen.read, FRIDAY_AFTER)
    kitchen.refused("not_paused", clients.resume, client)


@pytest.mark.parametrize(
    ("code", "first", "resume"),
    [
        ("resume_before_pause", TUESDAY, MONDAY),
        ("resume_before_pause", TUESDAY, TUESDAY),
        ("bad_day", "2026-02-30", ""),
        ("already_paused", "2026-12-03", "2026-12-09"),
        ("already_paused", "2026-11-01", ""),
    ],
)
def test_pauses_that_cannot_be(kitchen: Kitchen, code: str, first: str, resume: str) -> None:
    client = kitchen.client()
    kitchen.do(clients.pause, client, "2026-12-01", "2026-12-05")
    kitchen.refused(code, clients.pause, client, first, resume)
    kitchen.do(clients.pause, client, "2026-12-05", "2026-12-08")  # resumed that day, paused again


def test_a_pause_without_an_end_is_looked_at_every_week(kitchen: Kitchen) -> None:
    client = kitchen.client()
    kitchen.do(clients.pause, client, MONDAY)
    assert not clients.to_review(kitchen.at("09:00", "2026-11-29").read, kitchen.act)
    kitchen.at("09:00", "2026-11-30")
    assert [hold.client for hold in clients.to_review(kitchen.read, kitchen.act)] == [client]
    kitchen.do(clients.review, client)
    assert not clients.to_review(kitchen.read, kitchen.act)
    kitchen.at("09:00", "2026-12-07")
    assert clients.to_review(kitchen.read, kitchen.act)


def test_status_goes_where_somebody_says(kitchen: Kitchen) -> None:
    client = kitchen.client()
    kitchen.do(clients.set_status, client, "stopped", keep_contact=True)
    assert sheet(kitchen, client).keep_contact
    assert client not in dayorders.asked_for(kitchen.read, MONDAY)
    kitchen.refused("not_active", clients.pause, client, MONDAY)
    kitchen.do(clients.set_status, client, "active")
    assert not sheet(kitchen, client).keep_contact
    kitchen.refused("status_already", clients.set_status, client, "active")
    kitchen.do(clients.set_status, client, "deceased")
    kitchen.refused("deceased", clients.set_status, client, "active")


def test_a_client_is_on_one_route(kitchen: Kitchen) -> None:
    river, market = kitchen.route(), kitchen.route("Market", 2)
    client = kitchen.client(route=river)
    kitchen.do(clients.change, replace(sheet(kitchen, client), route=market))
    stops = {route.id: route.stops for route in kitchen.read.all(Route)}
    assert stops == {river: (), market: (client,)}
    kitchen.refused("already_client", clients.add, Client(person=sheet(kitchen, client).person))


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("bad_rule", {"rule": "now and then"}),
        ("never_happens", {"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}),
        ("bad_portions", {"portions": 0}),
        ("bad_portions", {"size": "huge"}),
        ("unknown_route", {"route": 999}),
        ("unknown_diet", {"diets": ("moon",)}),
        ("unknown_restricted", {"restricted": ("seafood",)}),
        ("text_too_long", {"delivery_note": "x" * 1500}),
        ("days_reversed", {"since": TUESDAY, "until": MONDAY}),
        ("bad_day", {"since": "2026-02-30"}),
        ("unknown_person", {"contact": 999}),
    ],
)
def test_sheets_that_cannot_be(kitchen: Kitchen, code: str, facts: dict[str, object]) -> None:
    client = kitchen.client()
    before = sheet(kitchen, client)
    kitchen.refused(code, clients.change, replace(before, **facts))
    assert sheet(kitchen, client) == before


def test_nobody_is_their_own_emergency_contact(kitchen: Kitchen) -> None:
    standing = sheet(kitchen, kitchen.client())
    kitchen.refused("own_contact", clients.change, replace(standing, contact=standing.person))
