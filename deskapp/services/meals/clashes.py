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
    """A word that must not stand in a dish, and where it comes from: a diet's name, an allergy …

    `action` is what to do about an allergy.
    """

    word: str
    why: Why
    name: str
    action: str = ""


class Clash(NamedTuple):
    """A dish that a client would get and must not: because of what, and what to hand over in its place.

    `swap` is another main of the day that does no harm, empty where there is none or for a side: it is left
    out then.  `action` is what to do when an allergic client has eaten it all the same.
    """

    dish: str
    part: str
    why: Why
    name: str
    word: str
    swap: str
    action: str = ""


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
        words = (*allergy.words, allergy.what)
        found += [Forbidden(word, "allergy", allergy.what, allergy.action) for word in words]
    for name in client.restricted:
        standing = sheet.restricted.get(name)
        words = (*standing.ingredients, name) if standing is not None else (name,)
        found += [Forbidden(word, "restricted", name) for word in words]
    found += [Forbidden(word, "avoid", word) for word in client.avoid]
    for name in client.diets:
        diet = sheet.diets.get(name)
        found += [Forbidden(word, "diet", name) for word in (diet.excludes if diet is not None else ())]
    return tuple(found)


class Cooked:
    """The dishes of a day, asked which of them hold a word: each word is looked for once."""

    def __init__(self, dishes: tuple[Dish, ...]) -> None:
        self.dishes = dishes
        self._texts = [tuple(names.fold(text) for text in (dish.name, *dish.ingredients)) for dish in dishes]
        self._held: dict[str, frozenset[int]] = {}
        mains = [at for at, dish in enumerate(dishes) if dish.part == "main"]
        sides = [at for at, dish in enumerate(dishes) if dish.part == "side"]
        self._mains = tuple(mains)
        self.standard = (*mains[:1], *sides)
        """What somebody gets who may eat everything: the first main, and every side; numbers of dishes."""

    def clashes(self, words: Iterable[Forbidden]) -> tuple[Clash, ...]:
        """Every standard dish that holds a forbidden word, by the first that it holds; allergies first."""
        because = self._harmful(words)
        found = (
            self._clash(at, because[at], self._swap(at, because)) for at in self.standard if at in because
        )
        return tuple(sorted(found, key=lambda clash: clash.why != "allergy"))

    def handed(self, words: Iterable[Forbidden]) -> tuple[str, ...]:
        """The names of what is handed over: the standard dishes, each clash swapped or left out."""
        because = self._harmful(words)
        given = (
            self.dishes[at].name if at not in because else self._swap(at, because) for at in self.standard
        )
        return tuple(name for name in given if name)

    def _harmful(self, words: Iterable[Forbidden]) -> dict[int, Forbidden]:
        """By the number of a dish the first forbidden word that stands in its name or ingredients."""
        found: dict[int, Forbidden] = {}
        for one in words:
            for at in self._holding(one.word):
                found.setdefault(at, one)
        return found

    def _holding(self, word: str) -> frozenset[int]:
        held = self._held.get(word)
        if held is None:
            folded = names.fold(word)
            held = frozenset(
                at for at, texts in enumerate(self._texts) if any(eaten_in(folded, text) for text in texts)
            )
            self._held[word] = held
        return held

    def _swap(self, at: int, because: dict[int, Forbidden]) -> str:
        if self.dishes[at].part != "main":
            return ""
        return next((self.dishes[other].name for other in self._mains if other not in because), "")

    def _clash(self, at: int, because: Forbidden, swap: str) -> Clash:
        dish = self.dishes[at]
        return Clash(dish.name, dish.part, because.why, because.name, because.word, swap, because.action)


@lru_cache(maxsize=64)
def cooked(dishes: tuple[Dish, ...]) -> Cooked:
    """The dishes, ready to be asked."""
    return Cooked(dishes)
