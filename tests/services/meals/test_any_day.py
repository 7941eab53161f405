"""For any clients, holds, changes and menus: drawing is idempotent, the count is what was not cancelled,
every portion that clashes is listed and none that does not, and a day that is over stays as it was.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from db import JournalDB
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.daybook import Dish
from deskapp.services.foods import eaten_in
from deskapp.services.kinds import KINDS
from deskapp.services.meals import diets, kitchen, orders
from deskapp.services.meals.records import Change, Client, Hold, Menu, Restricted
from deskapp.services.meals.recurrence import weekly
from deskapp.services.records import Allergy, Centre, Person, Staff

FIRST = date(2026, 11, 23)
DAYS = [(FIRST + timedelta(days=offset)).isoformat() for offset in range(6)]
WORDS = ("fish", "peanut", "pork", "egg", "鱼", "花生", "rice", "sugar", "tofu")
a_day = st.sampled_from(DAYS)
some_words = st.lists(st.sampled_from(WORDS), max_size=3, unique=True).map(tuple)
a_client = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["active", "active", "active", "pending", "stopped", "deceased"]),
        "delivery": st.sampled_from(["ongoing", "ongoing", "episodic"]),
        "rule": st.sets(st.integers(1, 7), min_size=1).map(lambda days: weekly(tuple(days))),
        "since": a_day,
        "until": st.one_of(st.just(""), a_day),
        "portions": st.integers(1, 3),
        "diets": st.lists(st.sampled_from(["halal", "vegetarian", "soft"]), max_size=2, unique=True).map(
            tuple
        ),
        "avoid": some_words,
        "restricted": st.lists(st.just("sea"), max_size=1).map(tuple),
    }
)
a_hold = st.tuples(st.integers(0, 5), a_day, st.one_of(st.none(), st.integers(1, 4)))
a_change = st.tuples(st.integers(0, 5), a_day, st.integers(0, 3))
a_dish = st.tuples(
    st.sampled_from(["main", "side"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)
)
a_step = st.tuples(
    st.integers(0, 5), st.sampled_from(["send_out", "deliver", "not_home", "refuse", "cancel"])
)


def put(store: JournalDB, record: Any) -> Any:
    with store.transaction("test") as tx:
        return tx.put(record)


def forbidden(store: JournalDB, client: Client, person: Person) -> set[str]:
    """The words a client must not eat, put together anew."""
    words = {*client.avoid}
    for allergy in person.allergies or ():
        words |= {allergy.what, *allergy.words}
    for name in client.restricted:
        words |= {name, *next(one for one in store.read().all(Restricted) if one.name == name).ingredients}
    for name in client.diets:
        words |= set(diets.diets(store.read())[name].excludes)
    return {names.fold(word) for word in words}


@settings(max_examples=60, deadline=None)
@given(
    sheets=st.lists(st.tuples(a_client, some_words), max_size=6),
    holds=st.lists(a_hold, max_size=4),
    changes=st.lists(a_change, max_size=4, unique_by=lambda one: one[:2]),
    dishes=st.lists(a_dish, max_size=5),
    steps=st.lists(a_step, max_size=5),
    late=st.lists(st.integers(0, 5), max_size=2),
    day=a_day,
)
def test_any_day(sheets, holds, changes, dishes, steps, late, day) -> None:
    with tempfile.TemporaryDirectory() as place:
        store = JournalDB(Path(place) / "data", kinds=KINDS, create=True)
        try:
            put(store, Centre(name="Sunshine Centre"))
            who = put(store, Staff(name="陈丽", code="CL")).id
            put(store, Restricted(name="sea", ingredients=("fish", "crab")))
            clients = []
            for sheet, allergies in sheets:
                person = put(
                    store, Person(name="甲", allergies=tuple(Allergy(what=one) for one in allergies))
                )
                clients.append(put(store, Client(person=person.id, **sheet)))
            for number, first, days in holds:
                if number < len(clients):
                    end = (date.fromisoformat(first) + timedelta(days=days)).isoformat() if days else ""
                    put(store, Hold(client=clients[number].id, first=first, resume=end))
            for number, on, portions in changes:
                if number < len(clients):
                    put(store, Change(day=on, client=clients[number].id, portions=portions))
            listed = tuple(
                Dish(name=f"dish {number}", part=part, ingredients=tuple(words))
                for number, (part, words) in enumerate(dishes)
            )
            put(store, Menu(day=day, dishes=listed))
            now = datetime.fromisoformat(f"{DAYS[0]}T11:30:00+08:00").astimezone(UTC)
            act = Act(who, "reception-1", now, ZoneInfo("Asia/Shanghai"))
            check(store, act, day, listed)
            today = replace(act, now=now + timedelta(days=DAYS.index(day)))
            for number, step in steps:
                if number < len(clients):
                    take(store, today, clients[number].id, step)
            check(store, today, day, listed)
            for number in late:
                if number < len(clients):
                    put(store, Hold(client=clients[number].id, first=day))
            check(store, today, day, listed)
            over = kitchen.count(store.read(), today, day)
            tomorrow = replace(today, now=today.now + timedelta(days=1))
            assert kitchen.count(store.read(), tomorrow, day) == over, "a day that is over stays as it was"
        finally:
            store.close()


def take(store: JournalDB, act: Act, client: int, step: str) -> None:
    from deskapp.services.refusal import Refusal

    words = ("because",) if step in ("refuse", "cancel") else ()
    try:
        with store.transaction("test", who=act.staff) as tx:
            getattr(orders, step)(tx, act, [client], *words)
    except Refusal:
        return


def check(store: JournalDB, act: Act, day: str, dishes: tuple[Dish, ...]) -> None:
    before = kitchen.count(store.read(), act, day)
    with store.transaction("draw", who=act.staff) as tx:
        orders.draw(tx, act, day)
    drawn = store.read().on(orders.Order, day)
    with store.transaction("draw", who=act.staff) as tx:
        assert orders.draw(tx, act, day) == 0
    assert store.read().on(orders.Order, day) == drawn
    found = kitchen.count(store.read(), act, day)
    assert sorted(found.given) == sorted(before.given), "the count is the same before the orders are drawn"
    wrong = [one.what for one in found.wrong]
    assert wrong.count("no_main") == (bool(dishes) and all(dish.part != "main" for dish in dishes))
    standing = [order for order in drawn if order.state != "cancelled"]
    assert found.orders == len(standing)
    assert found.portions == sum(order.portions for order in standing) == sum(found.sizes.values())
    assert sum(found.diets.values()) == found.portions
    usual = [dish for dish in dishes if dish.part == "main"][:1]
    usual += [dish for dish in dishes if dish.part == "side"]
    for portion in found.given:
        client = store.read().get(Client, portion.client)
        person = store.read().get(Person, portion.person)
        assert client is not None
        assert person is not None
        words = forbidden(store, client, person)
        harmful = {
            dish.name
            for dish in dishes
            if any(
                eaten_in(word, names.fold(text)) for word in words for text in (dish.name, *dish.ingredients)
            )
        }
        assert {clash.dish for clash in portion.clashes} == harmful & {dish.name for dish in usual}
        assert not harmful & set(portion.handed)
        assert {dish.name for dish in usual} - harmful <= set(portion.handed)
