"""What the children get to eat on a day, and whom a dish of it would harm."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.allergens import Harm, dishes_of, harmed
from deskapp.services.entries import clean_day, clean_name, clean_words
from deskapp.services.labels import say
from deskapp.services.records import Dish, Supper

__all__ = ["Harm", "dishes_of", "harmed", "set_dishes"]


def set_dishes(tx: Transaction, act: Act, day: str, dishes: Iterable[Dish]) -> Supper:
    """Writes down the dishes of a day and what is in them, in place of what was written before.

    Refuses `bad_day`, and `empty_name` for a dish without a name.
    """
    staff.acting(tx, act)
    day = clean_day(day)
    cleaned = tuple(
        Dish(name=clean_name(dish.name), ingredients=clean_words(dish.ingredients)) for dish in dishes
    )
    standing = dishes_of(tx, day) or Supper(day=day)
    saved = tx.put(replace(standing, dishes=cleaned))
    say(tx, "set_dishes", day=day, count=len(cleaned))
    return saved
