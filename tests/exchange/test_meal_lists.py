"""Meals and orders that leave the desk: what an import reads again and adds nothing, nothing that is withheld."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from db import Transaction
from deskapp.exchange import meallists
from deskapp.exchange.mealheadings import MEALS
from deskapp.exchange.writing import WRITERS
from deskapp.names import readings
from deskapp.services.meals import clients as client_rules
from deskapp.services.meals import diets as diet_rules
from deskapp.services.meals import joining
from deskapp.services.meals import orders as order_rules
from deskapp.services.meals.records import Client, Diet, Hold, Route
from deskapp.services.records import Person, Phone
from tests.exchange import conftest
from tests.exchange.conftest import Place
from tests.exchange.test_importing import digest
from tests.exchange.test_meals import LIST, client, do, person

Write = Callable[..., Path]


@contextmanager
def other_place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        yield from conftest.place.__wrapped__(Path(folder))  # type: ignore[attr-defined]


def exported(place: Place) -> list[dict[str, str]]:
    return [
        {key: text for key, text in row.items() if text} for row in meallists.clients(place.reader, place.act)
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_comes_in_again_the_same(
    place: Place, listed: Write, tmp_path: Path, kind: str
) -> None:
    place.bring_meals(listed(LIST))
    rows = exported(place)
    assert [(row["name"], row.get("route"), row.get("stop")) for row in rows] == [
        ("潘淑兰", "River", "1"),
        ("许国强", "River", "2"),
        ("Ann Lee", "2", "1"),
        ("Cid", None, None),
    ]
    path = tmp_path / f"out.{kind}"
    path.write_bytes(WRITERS[kind](MEALS.fields, rows))
    before = digest(place.folder)
    plan, problems = place.bring_meals(path)
    assert not problems
    assert (plan.new, plan.changed, plan.left) == ((), (), ())
    assert digest(place.folder) == before
    with other_place() as other:
        plan, problems = other.bring_meals(path)
        assert not problems
        assert len(plan.new) == 4
        assert exported(other) == rows


def test_withheld_addresses_are_on_no_list_nor_how_to_get_there(place: Place, listed: Write) -> None:
    place.bring_meals(
        listed(
            "name,address,delivery_note\nAnn,Elm 1,blue gate behind Elm\nBea,elm 1,blue gate\nCid,Oak 2,bell\n"
        )
    )
    with place.store.transaction("change") as tx:
        tx.put(replace(person(place, "Ann"), address_withheld=True))
    text = json.dumps(meallists.clients(place.reader, place.act))
    assert "lm" not in text
    assert "gate" not in text
    assert "Oak 2" in text


def test_who_is_archived_is_on_no_list_and_keeps_the_stop(
    place: Place, listed: Write, tmp_path: Path
) -> None:
    place.bring_meals(listed("name,route,stop,status\nAnn,R,1,stopped\nBea,R,2,\nCid,R,3,\n"))
    with place.store.transaction("change") as tx:
        tx.put(replace(person(place, "Ann"), archived=True))
    assert [(row["name"], row["stop"]) for row in exported(place)] == [("Bea", "2"), ("Cid", "3")]
    path = tmp_path / "out.csv"
    path.write_bytes(WRITERS["csv"](MEALS.fields, exported(place)))
    before = digest(place.folder)
    place.bring_meals(path)
    assert digest(place.folder) == before


def test_a_route_is_called_by_its_number_where_its_name_says_another(place: Place) -> None:
    with place.store.transaction("add") as tx:
        for number, name in ((1, "River"), (2, "River"), (3, "4"), (4, "Mill"), (5, "5")):
            tx.put(Route(name=name, number=number))
        for route in tx.all(Route):
            add(tx, f"Client {route.number}", route=route.id)
    assert [row["route"] for row in exported(place)] == ["1", "2", "3", "Mill", "5"]


def add(tx: Transaction, name: str, *, of_person: dict[str, Any] | None = None, **sheet: Any) -> Client:
    made = tx.put(Person(name=name, readings=readings(name, ""), **(of_person or {})))
    facts = {"status": "active", "rule": "FREQ=DAILY", "since": "2026-11-01", **sheet}
    saved = tx.put(Client(person=made.id, **facts))
    route = tx.get(Route, saved.route) if saved.route else None
    if route is not None:
        tx.put(replace(route, stops=(*route.stops, saved.id)))
    return saved


word = (
    st.text("abc鱼和蛋 ;,=", min_size=1, max_size=6)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(sign.isalnum() for sign in text))
)
sheet = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["pending", "active", "stopped", "deceased"]),
        "rule": st.sampled_from(
            ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=WE,MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=DAILY;UNTIL=20261105", "FREQ=DAILY;COUNT=3"]
        ),
        "until": st.sampled_from(["", "2026-11-05", "2027-01-01"]),
        "delivery": st.sampled_from(["ongoing", "episodic"]),
        "diets": st.lists(word | st.sampled_from(["soft", "halal"]), max_size=3, unique=True).map(tuple),
        "avoid": st.lists(word.map(str.lower), max_size=3, unique=True).map(tuple),
        "delivery_note": st.sampled_from(["", "knock", "=1+1", "'-x", "敲门, \"ring\"\u00e9"]),
        "route": st.integers(0, 2),
    }
)  # fmt: skip
of_person = st.fixed_dictionaries(
    {
        "phones": st.sampled_from([(), (Phone(number="139-0000-0001"),), (Phone(number="+86 13900000002", safe=False),)]),
        "address": st.sampled_from(["", "Elm 1", "-Oak 2"]),
        "address_withheld": st.booleans(),
    }
)  # fmt: skip
pause = st.sampled_from(
    [None, ("2026-11-20", ""), ("2026-11-20", "2026-12-01"), ("2026-12-24", "2026-12-28")]
)
contact = st.sampled_from([None, ("Bo", ()), ("Bo", (Phone(number="13900000009"),))])


@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(st.lists(st.tuples(sheet, of_person, pause, contact), max_size=5), st.sampled_from(["csv", "xlsx"]))
def test_an_export_that_comes_in_again_adds_nothing(clients: list[Any], kind: str) -> None:
    with other_place() as place:
        with place.store.transaction("add") as tx:
            routes = [0, tx.put(Route(name="River", number=1)).id, tx.put(Route(name="1", number=7)).id]
            for name in {name for one, *_ in clients for name in one["diets"]} - {"soft"}:
                tx.put(Diet(name=name, excludes=("pork",)))
            for place_in_list, (facts, own, held, called) in enumerate(clients):
                reached = tx.put(Person(name=called[0], phones=called[1])).id if called else 0
                code = {"code": str(place_in_list)} if place_in_list % 2 else {}
                made = add(
                    tx,
                    f"Client {place_in_list}",
                    of_person={**own, **code},
                    contact=reached,
                    **{**facts, "route": routes[facts["route"]]},
                )
                if held:
                    tx.put(Hold(client=made.id, first=held[0], resume=held[1]))
        path = place.folder.parent / f"out.{kind}"
        path.write_bytes(WRITERS[kind](MEALS.fields, meallists.clients(place.reader, place.act)))
        before = digest(place.folder)
        plan, problems = place.bring_meals(path)
        assert not problems
        assert (plan.new, [one.fields for one in plan.changed], plan.left) == ((), [], ())
        assert digest(place.folder) == before


# ── orders ───────────────────────────────────────────────────────────────────────────────────────────────


def test_orders_of_a_day(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,code,route,stop\nAnn,7,River,2\nBea,8,River,1\nCid,,,\n"))
    today = place.act.day
    assert [row["status"] for row in meallists.orders(place.reader, place.act, [today])] == ["ordered"] * 3
    do(place, order_rules.draw, today)
    do(place, order_rules.send_out, [client(place, "Ann").id])
    do(place, order_rules.deliver, [client(place, "Ann").id])
    do(place, order_rules.cancel, [client(place, "Cid").id], "away")
    rows = meallists.orders(place.reader, place.act, [today])
    assert [(row["name"], row["code"], row["route"], row["stop"], row["status"]) for row in rows] == [
        ("Bea", "8", "River", "1", "ordered"),
        ("Ann", "7", "River", "2", "delivered"),
        ("Cid", "", "", "", "cancelled"),
    ]
    assert (rows[1]["at"], rows[1]["by"]) == ("2026-11-23T14:00:00+08:00", "Made Up")
    objects = json.loads(WRITERS["json"](meallists.ORDERS, rows))
    assert [list(one) for one in objects] == [list(meallists.ORDERS)] * 3
    assert (objects[0]["at"], objects[0]["by"], objects[2]["route"]) == (None, None, None)
    assert meallists.orders(place.reader, place.act, ["2026-11-22"]) == []


def test_orders_say_the_route_that_carries_them(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,route,stop\nAnn,River,1\nBea,Mill,1\n"))
    routes = {route.name: route.id for route in place.reader.all(Route)}
    do(place, joining.merge, routes["Mill"], routes["River"])
    rows = meallists.orders(place.reader, place.act, [place.act.day])
    assert [(row["name"], row["route"], row["stop"]) for row in rows] == [
        ("Ann", "River", "1"),
        ("Bea", "River", "2"),
    ]


def test_a_restricted_thing_leaves_as_avoided_and_comes_back_as_what_it_is(
    place: Place, listed: Write, tmp_path: Path
) -> None:
    place.bring_meals(listed(LIST))
    do(place, diet_rules.set_restricted, "Seafood", ["fish", "crab"])
    do(place, client_rules.change, replace(client(place, "许国强"), restricted=("Seafood",)))
    rows = {row["name"]: row for row in exported(place)}
    assert rows["许国强"]["avoid"] == "fish, Seafood"
    path = tmp_path / "out.csv"
    path.write_bytes(WRITERS["csv"](MEALS.fields, list(rows.values())))
    plan, problems = place.bring_meals(path)
    assert (problems, plan.changed) == ([], ())
    assert client(place, "许国强").avoid == ("fish",)
