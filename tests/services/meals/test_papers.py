"""What the papers say of a clash: on the count, and of the coming week."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deskapp.papers.meals import (
    because_words,
    clash_words,
    kitchen_paper,
    label_papers,
    route_papers,
    short_words,
    wrong_paper,
)
from deskapp.services.records import Allergy
from tests.services.meals.kitchen_room import FISH, GREENS, RICE, TOFU, Kitchen

FISH_ONLY = (FISH, RICE, GREENS)
WITH_TOFU = (FISH, TOFU, RICE, GREENS)


@pytest.mark.parametrize(
    ("dishes", "avoid", "said"),
    [
        (WITH_TOFU, "fish", ("braised fish (avoids fish)", "tofu")),
        (FISH_ONLY, "fish", ("braised fish (avoids fish)", "no main fits, cook one")),
        (WITH_TOFU, "lard", ("greens (avoids lard)", "leave it out")),
    ],
)
def test_every_clash_says_what_to_do(kitchen: Kitchen, dishes, avoid, said):
    route = kitchen.route()
    kitchen.client(route=route, avoid=(avoid,))
    tomorrow = "2026-11-24"
    for day in (kitchen.day, tomorrow):
        kitchen.menu(*dishes, day=day)
    counted = kitchen_paper(kitchen.count(), "").tables[-1]
    assert [row[2:4] for row in counted.rows] == [said]
    coming = wrong_paper(kitchen.read, kitchen.act, kitchen.day).tables[-1]
    assert ("Tue 24 Nov", "许国强", *said) in list(coming.rows)
    assert all(row[3] for row in coming.rows)


@pytest.mark.parametrize(
    ("dishes", "facts", "label", "row", "short", "whole"),
    [
        (
            WITH_TOFU,
            {"avoid": ("fish",)},
            "NO braised fish: tofu",
            "NO braised fish (fish): tofu",
            "NO braised fish: tofu",
            "NO braised fish (avoids fish): tofu",
        ),
        (
            WITH_TOFU,
            {"allergies": (Allergy(what="fish", action="pen, then 120"),)},
            "NO braised fish (ALLERGY fish): tofu",
            "NO braised fish (ALLERGY fish): tofu",
            "ALLERGY, NO braised fish: tofu",
            "NO braised fish (ALLERGY fish): tofu; pen, then 120",
        ),
        (
            FISH_ONLY,
            {"allergies": (Allergy(what="seafood", words=("fish",)),), "avoid": ("fish",)},
            "NO braised fish (ALLERGY seafood)",
            "NO braised fish (ALLERGY seafood)",
            "ALLERGY, NO braised fish",
            "NO braised fish (ALLERGY seafood): no main fits, cook one",
        ),
    ],
)
def test_an_allergy_is_told_apart_from_a_dislike(kitchen: Kitchen, dishes, facts, label, row, short, whole):
    client = kitchen.client(route=kitchen.route(), **facts)
    kitchen.menu(*dishes)
    day = kitchen.meals()
    (clash,) = kitchen.meal(client).clashes
    assert (because_words(clash), short_words(clash), clash_words(clash)) == (row, short, whole)
    assert label in label_papers(day)[0].labels[0]
    assert label == route_papers(day, "")[0].tables[0].rows[0][3]
    assert ("ALLERGY" in kitchen_paper(kitchen.count(), "").tables[-1].rows[0][2]) == ("ALLERGY" in label)


def test_an_allergy_comes_before_the_other_clashes(kitchen: Kitchen) -> None:
    client = kitchen.client(avoid=("fish",), allergies=(Allergy(what="lard"),))
    kitchen.menu()
    assert [clash.dish for clash in kitchen.meal(client).clashes] == ["greens", "braised fish"]


def test_kitchen_label_and_route_sheet_know_a_client_by_one_code(kitchen: Kitchen) -> None:
    route = kitchen.route()
    for code in ("M056", ""):
        client = kitchen.client("张国庆", route=route, avoid=("fish",))
        kitchen.put(replace(kitchen.person_of(client), code=code))
    withheld = kitchen.client("张国庆", route=route, avoid=("fish",))
    kitchen.put(replace(kitchen.person_of(withheld), address="9 Hill Road", address_withheld=True))
    kitchen.menu()
    day = kitchen.meals()
    counted = [row[:2] for row in kitchen_paper(kitchen.count(), "").tables[-1].rows]
    assert counted == [("M056", "国庆"), (f"#{client}", "国庆"), (f"#{withheld}", "国庆")]
    labels = [label[0] for label in label_papers(day)[0].labels]
    assert labels == ["1-1  M056 张国庆", f"1-2  #{client} 张国庆", f"1-3  Client #{withheld}"]
    carried = [row[1] for row in route_papers(day, "")[0].tables[0].rows]
    assert carried == [label.partition("  ")[2] for label in labels]


def test_a_diet_does_not_read_as_one_more_thing_that_must_not_be_handed_over(kitchen: Kitchen) -> None:
    kitchen.client(route=kitchen.route(), avoid=("lard", "fish"), diets=("diabetic",), size="large")
    kitchen.menu(*WITH_TOFU)
    over = route_papers(kitchen.meals(), "")[0].tables[0].rows[0][3]
    assert over == "NO braised fish: tofu; NO greens; large diabetic"


def test_who_stands_on_no_route_is_on_paper_all_the_same(kitchen: Kitchen) -> None:
    route = kitchen.route()
    kitchen.client("许国强", route=route)
    stray = kitchen.client("白素珍")
    kitchen.menu()
    day = kitchen.meals()
    sheets = route_papers(day, "")
    assert [sheet.title.partition(",")[0] for sheet in sheets] == ["Route 1 River", "ON NO ROUTE"]
    assert [row[1] for row in sheets[1].tables[0].rows] == [f"#{stray} 白素珍"]
    assert [label[0].partition("  ")[0] for label in label_papers(day)[0].labels] == ["1-1", "NO ROUTE"]
