"""The dishes of a day, of the children's supper and of the meals alike, and one of them changed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from deskapp.services.daybook import Dish
from deskapp.services.entries import clean_name, clean_words
from deskapp.services.refusal import Refusal

MOST_DISHES = 20


def clean_dishes(dishes: Iterable[Dish]) -> tuple[Dish, ...]:
    """The dishes as kept.

    Refuses `empty_name`, `name_too_long`, `text_too_long`, `dish_twice`, `too_many_dishes`, and
    `no_ingredients` for one of which nothing is said: nobody could tell whom it harms.
    """
    cleaned = tuple(map(_cleaned, dishes))
    if len(cleaned) > MOST_DISHES:
        raise Refusal("too_many_dishes", count=len(cleaned), limit=MOST_DISHES)
    twice = {dish.name for dish in cleaned if sum(other.name == dish.name for other in cleaned) > 1}
    if twice:
        raise Refusal("dish_twice", dish=min(twice))
    return cleaned


def with_dish(dishes: Iterable[Dish], was: Dish | None, now: Dish | None) -> tuple[Dish, ...]:
    """The dishes with one of them as it is now, in its place: a new one behind the others where it was none,
    taken off where it is none any more.

    Refuses `dish_changed` where what it was is no longer among them: somebody else was quicker.
    """
    standing = tuple(dishes)
    if was is None:
        return standing if now is None else (*standing, now)
    if was not in standing:
        raise Refusal("dish_changed", dish=was.name)
    at = standing.index(was)
    return (*standing[:at], *(() if now is None else (now,)), *standing[at + 1 :])


def _cleaned(dish: Dish) -> Dish:
    name, words = clean_name(dish.name), clean_words(dish.ingredients)
    if not words:
        raise Refusal("no_ingredients", dish=name)
    return replace(dish, name=name, ingredients=words)
