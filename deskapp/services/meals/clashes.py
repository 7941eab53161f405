"""What of a day's dishes a client must not eat, because of what, and what to hand over in its place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.daybook import Dish
from deskapp.services.foods import eaten_in
from deskapp.services.meals.diets import diets, restricted
from deskapp.services.meals.records import Client, Diet, Restricted
from deskapp.services.records import Person

Why = Literal["diet", "avoid", "restricted", "allergy"]


class Forbidden(NamedTuple):
    """A word that must not stand in a dish, and where it comes from: a diet's name, an allergy …"""

    word: str
    why: Why
    name: str


class Clash(NamedTuple):
    """A dish that a client would get and must not: because of what, and what to hand over in its place.

    `swap` is another main of the day that does no harm, empty where there is none or for a side: it is left
    out then.
    """

    dish: str
    part: str
    why: Why
    name: str
    word: str
    swap: str


class Known(NamedTuple):
    """Diets and restricted things by name: read once for all clients."""

    diets: dict[str, Diet]
    restricted: dict[str, Restricted]


def known(reader: Reader) -> Known:
    """What the names of a client's sheet stand for."""
    return Known(diets(reader), restricted(reader))


def forbidden(client: Client, person: Person | None, sheet: Known) -> tuple[Forbidden, ...]:
    """Everything that this client must not eat, allergies of the person first."""
    found: list[Forbidden] = []
    for allergy in (person.allergies or ()) if person is not None else ():
        found += [Forbidden(word, "allergy", allergy.what) for word in (*allergy.words, allergy.what)]
    for name in client.restricted:
        standing = sheet.restricted.get(name)
        words = (*standing.ingredients, name) if standing is not None else (name,)
        found += [Forbidden(word, "restricted", name) for word in words]
    found += [Forbidden(word, "avoid", word) for word in client.avoid]
    for name in client.diets:
        diet = sheet.diets.get(name)
        found += [Forbidden(word, "diet", name) for word in (diet.excludes if diet is not None else ())]
    return tuple(found)


def standard(dishes: Iterable[Dish]) -> tuple[Dish, ...]:
    """What somebody gets who may eat everything: the first main, and every side."""
    listed = tuple(dishes)
    mains = [dish for dish in listed if dish.part == "main"]
    return (*mains[:1], *(dish for dish in listed if dish.part == "side"))


def clashes_of(dishes: tuple[Dish, ...], words: tuple[Forbidden, ...]) -> tuple[Clash, ...]:
    """Every standard dish that holds a forbidden word, by the first that it holds."""
    found = []
    for dish in standard(dishes):
        because = harm(dish, words)
        if because is not None:
            found.append(
                Clash(
                    dish.name, dish.part, because.why, because.name, because.word, _swap(dishes, dish, words)
                )
            )
    return tuple(found)


def handed(dishes: tuple[Dish, ...], words: tuple[Forbidden, ...]) -> tuple[str, ...]:
    """The names of what is handed over: the standard dishes, each clash swapped or left out."""
    given = []
    for dish in standard(dishes):
        name = dish.name if harm(dish, words) is None else _swap(dishes, dish, words)
        if name:
            given.append(name)
    return tuple(given)


def harm(dish: Dish, words: Iterable[Forbidden]) -> Forbidden | None:
    """The first forbidden word that stands in the dish's name or ingredients, in either language."""
    eaten = tuple(names.fold(text) for text in (dish.name, *dish.ingredients))
    return next((one for one in words if _holds(names.fold(one.word), eaten)), None)


def _swap(dishes: Iterable[Dish], dish: Dish, words: tuple[Forbidden, ...]) -> str:
    if dish.part != "main":
        return ""
    others = (one for one in dishes if one.part == "main" and one.name != dish.name)
    return next((one.name for one in others if harm(one, words) is None), "")


@lru_cache(maxsize=65536)
def _holds(word: str, eaten: tuple[str, ...]) -> bool:
    return any(eaten_in(word, text) for text in eaten)
