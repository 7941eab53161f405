"""What the children get to eat on a day, and whom a dish of it would harm."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.allergens import Harm, dishes_of, harmed
from deskapp.services.dishes import clean_dishes, with_dish
from deskapp.services.entries import clean_day
from deskapp.services.labels import say
from deskapp.services.records import Dish, Supper

__all__ = ["Harm", "dishes_of", "harmed", "set_dish", "set_dishes"]


def set_dishes(tx: Transaction, act: Act, day: str, dishes: Iterable[Dish]) -> Supper:
    """Writes down the dishes of a day and what is in them, in place of what was written before.

    Refuses `bad_day` and what clean_dishes refuses.
    """
    staff.acting(tx, act)
    day = clean_day(day)
    cleaned = clean_dishes(dishes)
    standing = dishes_of(tx, day) or Supper(day=day)
    saved = tx.put(replace(standing, dishes=cleaned))
    say(tx, "set_dishes", day=day, count=len(cleaned))
    return saved


def set_dish(tx: Transaction, act: Act, day: str, was: Dish | None, now: Dish | None) -> Supper:
    """One dish of a day as it is now; None for one that was not there, or is taken off.

    Refuses `dish_changed` and what set_dishes refuses.
    """
    standing = dishes_of(tx, clean_day(day))
    return set_dishes(tx, act, day, with_dish(standing.dishes if standing else (), was, now))
