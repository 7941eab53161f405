"""The dishes of a day: what is refused, and one of them changed while somebody else changes another."""

from __future__ import annotations

import pytest

from deskapp.services.daybook import Dish
from deskapp.services.dishes import MOST_DISHES, clean_dishes, with_dish
from deskapp.services.refusal import Refusal

SOUP, RICE, FISH = (Dish(name=name, ingredients=(name,)) for name in ("soup", "rice", "fish"))
TOO_MANY = tuple(Dish(name=f"dish {at}", ingredients=("x",)) for at in range(MOST_DISHES + 1))


@pytest.mark.parametrize(
    ("was", "now", "then"),
    [
        (None, FISH, (SOUP, RICE, FISH)),
        (SOUP, FISH, (FISH, RICE)),
        (RICE, FISH, (SOUP, FISH)),
        (SOUP, None, (RICE,)),
        (None, None, (SOUP, RICE)),
    ],
)
def test_one_dish_is_changed_in_its_place(was: Dish | None, now: Dish | None, then: tuple[Dish, ...]) -> None:
    assert with_dish((SOUP, RICE), was, now) == then


def test_a_dish_that_somebody_else_changed_is_left_alone() -> None:
    changed = Dish(name="soup", ingredients=("soup", "peanut"))
    for was in (SOUP, FISH):
        with pytest.raises(Refusal, match="dish_changed"):
            with_dish((changed, RICE), was, None)


@pytest.mark.parametrize(
    ("dishes", "code"),
    [
        ((Dish(name=" ", ingredients=("fish",)),), "empty_name"),
        ((Dish(name="stew"),), "no_ingredients"),
        ((Dish(name="stew", ingredients=(" ", "")),), "no_ingredients"),
        *(
            ((Dish(name="stew", ingredients=(said,)),), "no_ingredients")
            for said in ("None", "无", "-", "n/a")
        ),
        ((Dish(name="stew", ingredients=("no", "nothing")),), "no_ingredients"),
        ((SOUP, RICE, Dish(name=" soup ", ingredients=("leek",))), "dish_twice"),
        (TOO_MANY, "too_many_dishes"),
    ],
)
def test_what_is_refused(dishes: tuple[Dish, ...], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        clean_dishes(dishes)


def test_they_are_kept_clean() -> None:
    side = Dish(name=" Fried  rice ", ingredients=(" Egg", "egg", "RICE "), part="side")
    assert clean_dishes((side,)) == (Dish(name="Fried rice", ingredients=("egg", "rice"), part="side"),)
