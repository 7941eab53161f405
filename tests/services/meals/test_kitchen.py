"""The kitchen count, clashes, menus and what is wrong."""

from __future__ import annotations

import pytest

from deskapp.services import people
from deskapp.services.daybook import Dish
from deskapp.services.meals import clients, diets, menus, orders
from deskapp.services.meals.kitchen import Wrong
from deskapp.services.meals.records import Diet
from deskapp.services.records import Allergy
from tests.services.meals.kitchen_room import DISHES, FISH, GREENS, RICE, TOFU, Kitchen
from tests.services.room import MONDAY, TUESDAY


def clashes(kitchen: Kitchen, client: int) -> list[tuple[str, str, str]]:
    portion = next(one for one in kitchen.count().given if one.client == client)
    return [(clash.dish, clash.name, clash.swap) for clash in portion.clashes]


@pytest.mark.parametrize(
    ("facts", "found", "handed"),
    [
        ({}, [], ("braised fish", "rice", "greens")),
        ({"avoid": ("fish",)}, [("braised fish", "fish", "tofu")], ("tofu", "rice", "greens")),
        ({"avoid": ("鱼",)}, [("braised fish", "鱼", "tofu")], ("tofu", "rice", "greens")),
        ({"diets": ("halal",)}, [("greens", "halal", "")], ("braised fish", "rice")),
        ({"diets": ("soft",)}, [], ("braised fish", "rice", "greens")),
        (
            {"diets": ("vegetarian",)},
            [("braised fish", "vegetarian", "tofu"), ("greens", "vegetarian", "")],
            ("tofu", "rice"),
        ),
        ({"restricted": ("sea",)}, [("braised fish", "sea", "tofu")], ("tofu", "rice", "greens")),
        ({"avoid": ("soy",)}, [("braised fish", "soy", "")], ("rice", "greens")),  # tofu is soy as well
        ({"avoid": ("oyster",)}, [], ("braised fish", "rice", "greens")),
    ],
)
def test_clashes_and_what_is_handed_over(kitchen: Kitchen, facts, found, handed) -> None:
    kitchen.do(diets.set_restricted, "sea", ["fish", "shrimp"])
    client = kitchen.client(route=kitchen.route(), **facts)
    kitchen.menu()
    assert clashes(kitchen, client) == found
    assert kitchen.count().given[0].handed == handed


def test_an_allergy_of_the_person_clashes_too(kitchen: Kitchen) -> None:
    client = kitchen.client(allergies=(Allergy(what="seafood", words=("fish",)),))
    kitchen.menu()
    assert clashes(kitchen, client) == [("braised fish", "seafood", "tofu")]


def test_the_count_of_a_day(kitchen: Kitchen) -> None:
    river = kitchen.route()
    kitchen.client("许国强", route=river, diets=("soft",), portions=2)
    kitchen.client("白素珍", route=river, diets=("low-salt", "soft"), size="large")
    fishless = kitchen.client("彭慧", route=river, avoid=("fish",))
    away = kitchen.client("钱伟", route=river)
    kitchen.do(orders.cancel, [away], "visits his son")
    kitchen.menu()
    found = kitchen.count()
    assert (found.orders, found.portions) == (3, 4)
    assert found.sizes == {"large": 1, "regular": 3}
    assert found.diets == {(): 1, ("low-salt", "soft"): 1, ("soft",): 2}
    assert found.dishes == {"braised fish": 3, "tofu": 1, "rice": 4, "greens": 4}
    assert [portion.client for portion in found.clashing] == [fishless]
    assert found.wrong == ()


def test_a_diet_is_what_the_centre_says(kitchen: Kitchen) -> None:
    kitchen.client(diets=("diabetic",))
    kitchen.menu()
    kitchen.do(diets.set_diet, "diabetic", ["Rice", "rice", ""], diets.diets(kitchen.read)["diabetic"])
    assert kitchen.count().given[0].clashes[0].word == "rice"
    kitchen.refused("no_ingredients", diets.set_restricted, "sea", [" "])


def test_what_is_wrong_before_the_count(kitchen: Kitchen) -> None:
    homeless = kitchen.person("无名")
    client = kitchen.do(clients.add, clients.Client(person=homeless, status="active"))
    assert [one.what for one in kitchen.count().wrong] == ["no_menu", "no_route", "no_address"]
    kitchen.menu(FISH)
    kitchen.do(clients.pause, client.id, MONDAY)
    kitchen.do(orders.ask, MONDAY, client.id, 1)
    kitchen.do(clients.change, clients.replace(clients.client_of(kitchen.read, client.id), avoid=("fish",)))
    assert [one.what for one in kitchen.count().wrong] == [
        "no_route",
        "no_address",
        "not_active",
        "nothing_fits",
    ]
    assert kitchen.count().wrong[0] == Wrong("no_route", client.id, homeless, "无名")


def test_a_menu_without_a_main_is_said_before_the_count(kitchen: Kitchen) -> None:
    kitchen.client(route=kitchen.route())
    kitchen.menu(RICE, GREENS)
    assert kitchen.count().wrong == (Wrong("no_main"),)
    kitchen.menu(RICE, TOFU)
    assert kitchen.count().wrong == ()


def test_a_diet_that_excludes_nothing_is_said_once_before_the_count(kitchen: Kitchen) -> None:
    """An import makes such a diet; soft and low-salt are cooked differently."""
    river = kitchen.route()
    for name in ("keto", "halal", "paleo"):
        kitchen.put(Diet(name=name))
    kitchen.client("许国强", route=river, diets=("soft", "keto"))
    kitchen.client("白素珍", route=river, diets=("low-salt", "keto", "halal"))
    kitchen.do(orders.cancel, [kitchen.client("钱伟", route=river, diets=("paleo",))], "visits his son")
    kitchen.menu(TOFU)
    assert [(one.what, one.diet) for one in kitchen.count().wrong] == [
        ("excludes_nothing", "keto"),
        ("excludes_nothing", "halal"),
    ]
    known = diets.diets(kitchen.read)
    kitchen.do(diets.set_diet, "keto", ["rice"], known["keto"])
    kitchen.do(diets.set_diet, "halal", ["pork"], known["halal"])
    assert kitchen.count().wrong == ()


def test_a_diet_whose_writing_down_was_undone_is_said_before_the_count(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_diet, "keto", ["rice"])
    written = kitchen.store.journal.lsn
    kitchen.client(route=kitchen.route(), diets=("keto",))
    kitchen.menu(TOFU)
    assert kitchen.count().wrong == ()
    kitchen.store.undo(written, who=kitchen.act.staff, on="reception-1")
    assert [(one.what, one.diet) for one in kitchen.count().wrong] == [("excludes_nothing", "keto")]


def test_a_menu_is_written_and_copied(kitchen: Kitchen) -> None:
    kitchen.menu()
    kitchen.do(menus.copy_menu, MONDAY, "2026-12-14")
    assert menus.dishes_on(kitchen.read, "2026-12-14") == menus.dishes_on(kitchen.read, MONDAY)
    kitchen.refused("menu_there", menus.copy_menu, MONDAY, "2026-12-14")
    kitchen.refused("no_menu", menus.copy_menu, TUESDAY, "2026-12-15")


@pytest.mark.parametrize(
    ("code", "dishes"),
    [
        ("no_ingredients", (Dish(name="soup"),)),
        ("empty_name", (Dish(name=" ", ingredients=("x",)),)),
        ("dish_twice", (TOFU, TOFU)),
        ("too_many_dishes", tuple(Dish(name=f"dish {n}", ingredients=("x",)) for n in range(21))),
    ],
)
def test_menus_that_cannot_be(kitchen: Kitchen, code: str, dishes: tuple[Dish, ...]) -> None:
    kitchen.menu()
    kitchen.refused(code, menus.set_menu, MONDAY, dishes)
    assert menus.dishes_on(kitchen.read, MONDAY) == DISHES


def test_a_week_ahead_it_is_said_whom_a_dish_will_not_suit(kitchen: Kitchen) -> None:
    client = kitchen.client(avoid=("fish",))
    kitchen.client("白素珍")
    for day in (MONDAY, TUESDAY, "2026-11-30", "2026-12-01"):
        kitchen.menu(day=day)
    assert [(one.day, one.client, one.clash.dish) for one in menus.ahead(kitchen.read, kitchen.act)] == [
        (TUESDAY, client, "braised fish"),
        ("2026-11-30", client, "braised fish"),
    ]
    kitchen.do(clients.pause, client, TUESDAY)
    assert menus.ahead(kitchen.read, kitchen.act) == []


def test_an_archived_person_is_still_counted_while_a_client(kitchen: Kitchen) -> None:
    """Archiving is refused while meals go on: nobody cooks for somebody who is on no list."""
    client = kitchen.client()
    kitchen.refused("still_client", people.archive_person, kitchen.person_of(client).id)
