"""Diets and restricted things: written down, changed, called otherwise, put away; a sheet names them so."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from db.errors import Conflict
from deskapp.services.meals import clients, diets
from deskapp.services.meals.records import Client, Diet, Restricted
from tests.services.meals.kitchen_room import Kitchen


def diet(kitchen: Kitchen, name: str) -> Diet:
    return diets.diets(kitchen.read)[name]


def thing(kitchen: Kitchen, name: str) -> Restricted:
    return diets.restricted(kitchen.read)[name]


def sheet(kitchen: Kitchen, client: int) -> Client:
    return clients.client_of(kitchen.read, client)


def label(kitchen: Kitchen) -> str:
    return next(iter(kitchen.store.history())).code


def shown(kitchen: Kitchen) -> dict[str, tuple[tuple[str, ...], int]]:
    return {one.thing.name: (one.words, one.sheets) for one in diets.entries(kitchen.read, kitchen.act)}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("empty_name", ""),
        ("empty_name", " \u200b\t"),
        ("name_too_long", "x" * 600),
        ("comma_in_name", "no nuts, no eggs"),
        ("comma_in_name", "海鲜、肉"),
        ("comma_in_name", "nuts；eggs"),
        ("named_already", "KETO"),
        ("named_already", "keto"),
        ("named_already", "ｋｅｔｏ"),
        ("named_already", "Vegetarian"),
    ],
)
def test_names_that_cannot_be(kitchen: Kitchen, code: str, name: str) -> None:
    kitchen.do(diets.set_diet, "Keto", ["rice"])
    kitchen.do(diets.set_diet, "plain", ["chili"])
    before = shown(kitchen)
    kitchen.refused(code, diets.set_diet, name, ["bread"])
    kitchen.refused(code, diets.set_diet, name, ["bread"], diet(kitchen, "plain"))
    assert shown(kitchen) == before


def test_restricted_things_are_named_as_diets_are_and_stand_for_something(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_restricted, "seafood", ["Fish", " fish ", "crab"])
    assert thing(kitchen, "seafood").ingredients == ("fish", "crab")
    kitchen.refused("named_already", diets.set_restricted, "Seafood", ["x"])
    kitchen.refused("comma_in_name", diets.set_restricted, "fish, crab", ["x"])
    kitchen.refused("no_ingredients", diets.set_restricted, "nuts", ["", " "])
    kitchen.refused("no_ingredients", diets.set_restricted, "seafood", [], thing(kitchen, "seafood"))
    kitchen.do(diets.set_restricted, "halal", ["pork"])  # a diet is called so: another list
    kitchen.do(diets.set_restricted, "sea", ["fish"], thing(kitchen, "seafood"))
    assert list(diets.restricted(kitchen.read)) == ["sea", "halal"]


def test_a_usual_diet_is_changed_and_changed_back(kitchen: Kitchen) -> None:
    usual = diet(kitchen, "vegetarian")
    client = kitchen.client(diets=("vegetarian",))
    kitchen.menu()
    harmed = kitchen.count().given
    kitchen.do(diets.set_diet, "VEGETARIAN", ["carrot"], usual)
    assert kitchen.count().given != harmed
    assert diet(kitchen, "vegetarian").excludes == ("carrot",)
    kitchen.do(diets.set_diet, "vegetarian", usual.excludes, diet(kitchen, "vegetarian"))
    assert kitchen.count().given == harmed
    assert [one.name for one in kitchen.read.all(Diet)] == ["vegetarian"]
    assert sheet(kitchen, client).diets == ("vegetarian",)


def test_what_was_not_changed_is_not_written(kitchen: Kitchen) -> None:
    halal = diet(kitchen, "halal")
    before = kitchen.store.journal.lsn
    kitchen.do(diets.set_diet, "halal", halal.excludes, halal)
    assert kitchen.store.journal.lsn == before


@pytest.mark.parametrize("usual", [True, False])
def test_whoever_had_a_diet_has_it_by_its_new_name(kitchen: Kitchen, usual: bool) -> None:
    was = "low-salt" if usual else "Keto"
    if not usual:
        kitchen.do(diets.set_diet, was, ["rice"])
    client, other = kitchen.client(diets=("soft", was)), kitchen.client("白素珍", diets=("soft",))
    kitchen.do(diets.set_diet, "清淡", ["rice"], diet(kitchen, was))
    assert label(kitchen) == "rename_diet"
    assert sheet(kitchen, client).diets == ("soft", "清淡")
    assert sheet(kitchen, other).diets == ("soft",)
    assert was not in diets.diets(kitchen.read)
    assert shown(kitchen)["清淡"] == (("rice",), 1)
    kitchen.do(diets.set_diet, was, ["salt"])
    assert diet(kitchen, was).excludes == ("salt",)


def test_a_restricted_thing_called_otherwise_stays_on_its_sheets(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_restricted, "sea", ["fish"])
    client = kitchen.client(restricted=("sea",))
    kitchen.do(diets.set_restricted, "Seafood", ["fish", "crab"], thing(kitchen, "sea"))
    assert sheet(kitchen, client).restricted == ("Seafood",)
    assert shown(kitchen)["Seafood"] == (("fish", "crab"), 1)
    kitchen.do(diets.set_restricted, "seafood", ["fish"], thing(kitchen, "Seafood"))
    assert sheet(kitchen, client).restricted == ("seafood",)


def test_what_a_client_has_is_not_put_away(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_restricted, "sea", ["fish"])
    clients_ = [kitchen.client(name, diets=("soft",), restricted=("sea",)) for name in ("许国强", "白素珍")]
    refused = kitchen.refused("still_on_sheets", diets.put_away, diet(kitchen, "soft"))
    assert refused.facts == {"name": "soft", "count": 2, "person": kitchen.person_of(clients_[0]).id}
    kitchen.refused("still_on_sheets", diets.put_away, thing(kitchen, "sea"))
    kitchen.do(clients.set_status, clients_[0], "stopped")  # who stops may begin again
    kitchen.refused("still_on_sheets", diets.put_away, diet(kitchen, "soft"))
    for client in clients_:
        kitchen.do(clients.set_status, client, "deceased")
    kitchen.do(diets.put_away, diet(kitchen, "soft"))
    kitchen.do(diets.put_away, thing(kitchen, "sea"))
    assert "soft" not in shown(kitchen)
    assert "sea" not in shown(kitchen)


def test_a_name_that_was_put_away_can_be_written_down_again(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_diet, "Keto", ["rice"])
    kitchen.do(diets.set_restricted, "Sea", ["fish"])
    for one in (diet(kitchen, "Keto"), diet(kitchen, "soft"), thing(kitchen, "Sea")):
        kitchen.do(diets.put_away, one)
    kitchen.do(diets.set_diet, "keto", ["bread"])
    kitchen.do(diets.set_restricted, "sea", ["crab"])
    kitchen.do(diets.set_diet, "Soft", [])
    assert {
        name: words for name, (words, _) in shown(kitchen).items() if name in ("keto", "sea", "soft")
    } == {
        "keto": ("bread",),
        "sea": ("crab",),
        "soft": (),
    }
    kitchen.do(diets.put_away, diet(kitchen, "keto"))
    kitchen.do(diets.set_diet, "plain", [])
    kitchen.do(diets.set_diet, "KETO", ["oats"], diet(kitchen, "plain"))
    assert [(one.name, one.excludes) for one in kitchen.read.all(Diet) if one.name not in ("soft",)] == [
        ("KETO", ("oats",))
    ]


@pytest.mark.parametrize("name", ["halal", "Keto"])
@pytest.mark.parametrize("rule", [diets.set_diet, diets.put_away])
def test_what_somebody_else_changed_meanwhile_stays(kitchen: Kitchen, name: str, rule: Any) -> None:
    kitchen.do(diets.set_diet, "Keto", ["rice"])
    seen = diet(kitchen, name)
    kitchen.do(diets.set_diet, name, ["oats"], seen)
    with pytest.raises(Conflict):
        kitchen.do(rule, *((name, ["bread"], seen) if rule is diets.set_diet else (seen,)))
    assert diet(kitchen, name).excludes == ("oats",)


def test_a_sheet_takes_names_in_any_case_and_keeps_them_as_written_down(kitchen: Kitchen) -> None:
    kitchen.do(diets.set_diet, "Gluten-free", ["wheat"])
    kitchen.do(diets.set_restricted, "sea", ["fish"])
    client = kitchen.client()
    typed = {"diets": ("GLUTEN-free", "Soft", "soft"), "restricted": ("ＳＥＡ",)}
    kitchen.do(clients.change, replace(sheet(kitchen, client), **typed))
    assert sheet(kitchen, client).diets == ("Gluten-free", "soft")
    assert sheet(kitchen, client).restricted == ("sea",)
