"""Diets, restricted things and what they exclude: named once, referred to by their names."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.entries import clean_name, clean_words
from deskapp.services.labels import say
from deskapp.services.meals.records import Client, Diet, Restricted
from deskapp.services.refusal import Refusal

MEAT = ("pork", "beef", "mutton", "chicken", "duck", "ham", "bacon", "sausage", "lard", "meat")
MEAT_ZH = ("猪", "牛肉", "羊肉", "鸡肉", "鸭", "火腿", "培根", "香肠", "腊肠", "肉", "猪油")
SEA = ("fish", "shrimp", "prawn", "crab", "鱼", "虾", "蟹")
USUAL: tuple[Diet, ...] = (
    Diet(name="soft"),
    Diet(name="low-salt"),
    Diet(name="diabetic", excludes=("sugar", "honey", "糖", "蜂蜜")),
    Diet(
        name="halal",
        excludes=("pork", "ham", "bacon", "lard", "wine", "猪", "火腿", "培根", "猪油", "料酒", "黄酒"),
    ),
    Diet(name="vegetarian", excludes=(*MEAT, *MEAT_ZH, *SEA)),
)
"""The diets that a centre begins with; one of the same name on file stands in place of it."""


def diets(reader: Reader) -> dict[str, Diet]:
    """Every diet by its name: the usual ones, then those of the centre."""
    known = {diet.name: diet for diet in USUAL}
    known.update({diet.name: diet for diet in reader.all(Diet)})
    return {name: diet for name, diet in known.items() if not diet.archived}


def restricted(reader: Reader) -> dict[str, Restricted]:
    """Every restricted thing by its name."""
    return {one.name: one for one in reader.all(Restricted) if not one.archived}


def set_diet(tx: Transaction, act: Act, name: str, excludes: Iterable[str]) -> Diet:
    """A diet and what it excludes, in place of what was written before.  Refuses `empty_name`."""
    staff.acting(tx, act)
    name = clean_name(name)
    standing = next((one for one in tx.all(Diet) if one.name == name), Diet(name=name))
    saved = tx.put(replace(standing, excludes=clean_words(excludes), archived=False))
    say(tx, "set_diet", name=name)
    return saved


def set_restricted(tx: Transaction, act: Act, name: str, words: Iterable[str]) -> Restricted:
    """A thing that stands for several ingredients.  Refuses `empty_name`, `no_ingredients`."""
    staff.acting(tx, act)
    name = clean_name(name)
    listed = clean_words(words)
    if not listed:
        raise Refusal("no_ingredients", dish=name)
    standing = next((one for one in tx.all(Restricted) if one.name == name), None)
    standing = standing or Restricted(name=name, ingredients=listed)
    saved = tx.put(replace(standing, ingredients=listed, archived=False))
    say(tx, "set_restricted", name=name)
    return saved


def must_be_known(reader: Reader, client: Client) -> None:
    """Raises Refusal unknown_diet, unknown_restricted for a name that nobody has written down."""
    for name in client.diets:
        if name not in diets(reader):
            raise Refusal("unknown_diet", name=name)
    for name in client.restricted:
        if name not in restricted(reader):
            raise Refusal("unknown_restricted", name=name)
