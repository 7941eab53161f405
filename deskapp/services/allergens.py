"""Which of the day's dishes would harm which child."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.foods import eaten_in
from deskapp.services.records import Allergy, Dish, Person, Supper
from deskapp.services.refusal import Refusal


class Harm(NamedTuple):
    """A dish, what in it harms, and what to do if it was eaten."""

    dish: str
    what: str
    action: str


def dishes_of(reader: Reader, day: str) -> Supper | None:
    """The supper of a day, if its dishes were written down."""
    return next(iter(reader.on(Supper, day)), None)


def harmed(reader: Reader, day: str, children: Iterable[int]) -> dict[int, tuple[Harm, ...]]:
    """Of these children those whom a dish of the day would harm, with every such dish."""
    supper = dishes_of(reader, day)
    found = {}
    for child in children if supper else ():
        person = reader.get(Person, child)
        harms = harms_of(supper.dishes, person.allergies or ()) if person and supper else ()
        if harms:
            found[child] = harms
    return found


def harms_of(dishes: Iterable[Dish], allergies: Iterable[Allergy]) -> tuple[Harm, ...]:
    """Every dish that holds an ingredient of an allergy; "peanut" is found in "peanut oil" and in 花生油.

    An allergy without ingredient words is looked for by its own name, in the dish's name as well; a common
    food by every word there is for it, in either language.
    """
    listed = tuple(allergies)
    found = []
    for dish in dishes:
        eaten = [names.fold(text) for text in (dish.name, *dish.ingredients)]
        for allergy in listed:
            words = [names.fold(word) for word in (*allergy.words, allergy.what)]
            if any(eaten_in(word, text) for word in words for text in eaten):
                found.append(Harm(dish.name, allergy.what, allergy.action))
    return tuple(found)


def allow(reader: Reader, child: int, day: str) -> None:
    """Raises Refusal supper_harms for a child whom a dish harms, dishes_unknown where nobody can tell.

    A child of whom nobody asked is not refused: the row says *not asked*, which is not the same as *none*.
    """
    person = reader.get(Person, child)
    if person is None or not person.allergies:
        return
    supper = dishes_of(reader, day)
    if supper is None or not supper.dishes:
        raise Refusal("dishes_unknown", child=child, what=person.allergies[0].what)
    for harm in harms_of(supper.dishes, person.allergies):
        raise Refusal("supper_harms", child=child, dish=harm.dish, what=harm.what)
