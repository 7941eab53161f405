"""The diets that a list of meals names: those on file, by whatever word, and new ones."""

from __future__ import annotations

from collections.abc import Iterable

from db import Reader
from deskapp.exchange.headings import fold
from deskapp.exchange.mealcells import usual
from deskapp.exchange.meals import Meal
from deskapp.exchange.problems import Problem
from deskapp.services.meals.diets import diets
from deskapp.services.meals.records import Diet


class Diets:
    """Finds the diet that a word means, and keeps those that nobody has written down."""

    def __init__(self, reader: Reader) -> None:
        self.known = by_word(diets(reader))
        self.put_away = by_word(diet.name for diet in reader.all(Diet) if diet.archived)
        self.lines: dict[str, int] = {}

    def named(self, meal: Meal, own: tuple[str, ...]) -> tuple[str, ...]:
        """The diets of a row by the names they are kept under; `own` are those that the client has."""
        words = by_word(own)
        return tuple(dict.fromkeys(self.name(meal.line, text, words) for text in meal.diets))

    def name(self, line: int, text: str, own: dict[str, str]) -> str:
        """The name of one diet; one that is new, or was put away, is noted with its line."""
        for kept in (own, self.known):
            for word in (text, fold(text), usual(text)):
                if word and word in kept:
                    return kept[word]
        name = self.put_away.get(text) or self.put_away.get(fold(text)) or usual(text) or text
        self.known |= by_word([name])
        self.lines[name] = line
        return name

    def to_make(self) -> tuple[str, ...]:
        """The diets to write down."""
        return tuple(self.lines)

    def made(self) -> list[Problem]:
        """What is to be said of them: nobody has told what a new one excludes."""
        away = set(self.put_away.values())
        return [
            Problem(line, "diet_again" if name in away else "diet_made", {"diet": name})
            for name, line in self.lines.items()
        ]


def by_word(names: Iterable[str]) -> dict[str, str]:
    """Names by themselves and folded; of two that fold alike the first stands for the fold."""
    listed = tuple(names)
    folded = {word: name for name in reversed(listed) if (word := fold(name))}
    return {**folded, **{name: name for name in listed}}
