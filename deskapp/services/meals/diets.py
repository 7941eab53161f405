"""Diets, restricted things and what they exclude: named once, referred to by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.entries import SAID_AGAIN, clean_name, clean_words
from deskapp.services.labels import say
from deskapp.services.meals.records import Client, Diet, Restricted
from deskapp.services.refusal import Refusal
from deskapp.text import fold, visible

T = TypeVar("T", Diet, Restricted)

USUAL: tuple[Diet, ...] = (
    Diet(name="soft"),
    Diet(name="low-salt"),
    Diet(name="diabetic", excludes=("sugar", "honey", "糖", "蜂蜜")),
    Diet(
        name="halal",
        excludes=("pork", "猪", "alcohol", "酒", "鸭血", "血旺"),
    ),
    Diet(name="vegetarian", excludes=("meat", "肉", "fish", "鱼", "seafood", "海鲜")),
)
"""The diets that a centre begins with; one of the same name on file stands in place of it."""
USUAL_NAMES = frozenset(diet.name for diet in USUAL)
COOKED = frozenset(diet.name for diet in USUAL if not diet.excludes)
"""The usual ones that exclude nothing: they are only cooked differently."""
ON_SHEET: Mapping[type, str] = {Diet: "diets", Restricted: "restricted"}
COMMAS = frozenset(",，、;；")
"""What stands between the names on a sheet, and so in none of them."""


def diets(reader: Reader) -> dict[str, Diet]:
    """Every diet by its name: the usual ones, then those of the centre."""
    known = {diet.name: diet for diet in USUAL}
    known.update({diet.name: diet for diet in reader.all(Diet)})
    return {name: diet for name, diet in known.items() if not diet.archived}


def restricted(reader: Reader) -> dict[str, Restricted]:
    """Every restricted thing by its name."""
    return {one.name: one for one in reader.all(Restricted) if not one.archived}


def excludes_nothing(name: str, known: Mapping[str, Diet]) -> bool:
    """Whether nobody has written down what this diet excludes.  Of soft and low-salt that is as it should be:
    they are cooked differently.
    """
    return name not in COOKED and (name not in known or not known[name].excludes)


class Entry(NamedTuple):
    """A diet or a restricted thing, its words, and on how many sheets it stands: of all but the deceased."""

    thing: Diet | Restricted
    words: tuple[str, ...]
    sheets: int


def entries(reader: Reader, _act: Act) -> tuple[Entry, ...]:
    """All that a sheet may name: the diets, then the restricted things."""
    clients = _living(reader)
    had = Counter(name for client in clients for name in client.diets)
    shunned = Counter(name for client in clients for name in client.restricted)
    return (
        *(Entry(diet, diet.excludes, had[name]) for name, diet in diets(reader).items()),
        *(Entry(one, one.ingredients, shunned[name]) for name, one in restricted(reader).items()),
    )


def set_diet(tx: Transaction, act: Act, name: str, excludes: Iterable[str], was: Diet | None = None) -> Diet:
    """A new diet and what it excludes, or another name and words for the one that `was`: whoever had that has
    this one then.

    Refuses `empty_name`, `name_too_long`, `text_too_long`, `comma_in_name`, `named_already`; raises Conflict
    where somebody else changed it since it was read.
    """
    staff.acting(tx, act)
    name = usual_name(clean_name(name))
    words = clean_words(excludes)
    if was is not None and (was.name, was.excludes) == (name, words):
        return was
    there = _to_write(tx, name, was, diets(tx)) or _put_away(tx, Diet, name) or Diet(name=name)
    saved = tx.put(replace(there, name=name, excludes=words, archived=False))
    _say_set(tx, "set_diet" if words else "set_diet_bare", name, was)
    return saved


def set_restricted(
    tx: Transaction, act: Act, name: str, words: Iterable[str], was: Restricted | None = None
) -> Restricted:
    """A thing that stands for several ingredients, or another name and words for the one that `was`.

    Refuses `no_ingredients` and what set_diet refuses.
    """
    staff.acting(tx, act)
    name = clean_name(name)
    listed = clean_words(words)
    if not listed:
        raise Refusal("no_ingredients", dish=name)
    there = _to_write(tx, name, was, restricted(tx)) or _put_away(tx, Restricted, name)
    there = there or Restricted(name=name, ingredients=listed)
    saved = tx.put(replace(there, name=name, ingredients=listed, archived=False))
    _say_set(tx, "set_restricted", name, was)
    return saved


def put_away(tx: Transaction, act: Act, was: T) -> T:
    """Puts a diet or a restricted thing away; it is back when its name is written down again.

    Refuses `still_on_sheets`; raises Conflict where somebody else changed it since it was read.
    """
    staff.acting(tx, act)
    having = [client for client in _living(tx) if was.name in getattr(client, ON_SHEET[type(was)])]
    if having:
        raise Refusal("still_on_sheets", name=was.name, count=len(having), person=having[0].person)
    saved = tx.put(replace(_on_file(tx, was), archived=True))
    say(tx, "put_away_diet", name=was.name)
    return saved


def as_kept(reader: Reader, client: Client) -> Client:
    """The sheet with its diets and restricted things by the names they are kept under, in whatever case they
    were typed.  Raises Refusal unknown_diet, unknown_restricted for a name that nobody has written down.
    """
    known, things = _by_fold(diets(reader)), _by_fold(restricted(reader))
    for name in client.diets:
        if fold(name) not in known:
            raise Refusal("unknown_diet", name=visible(name)[: 2 * SAID_AGAIN])
    for name in client.restricted:
        if fold(name) not in things:
            raise Refusal("unknown_restricted", name=visible(name)[: 2 * SAID_AGAIN])
    return replace(client, diets=_kept(client.diets, known), restricted=_kept(client.restricted, things))


def usual_name(name: str) -> str:
    """The usual diet that is called so in whatever case; any other name as it is."""
    return next((diet.name for diet in USUAL if fold(diet.name) == fold(name)), name)


def _living(reader: Reader) -> list[Client]:
    return [client for client in reader.all(Client) if client.status != "deceased"]


def _to_write(tx: Transaction, name: str, was: T | None, in_use: Mapping[str, T]) -> T | None:
    """The record that is to be written by this name, None for a new one; what `was` is on no sheet then."""
    if was is not None and was.name == name:
        return _on_file(tx, was)
    if COMMAS & set(name):
        raise Refusal("comma_in_name")
    for other in in_use:
        if fold(other) == fold(name) and (was is None or other != was.name):
            raise Refusal("named_already", name=other)
    if was is None:
        return None
    there, away = _on_file(tx, was), _put_away(tx, type(was), name)
    _on_sheets(tx, was, name)
    if isinstance(was, Diet) and was.name in USUAL_NAMES:
        tx.put(replace(there, archived=True))
        return None
    if away is not None:
        tx.remove(away)
    return there


def _on_file(tx: Transaction, was: T) -> T:
    """The record as it was read.  A usual diet has one only once somebody has changed it: where that was
    meanwhile, what was read is in conflict.
    """
    there = next((one for one in tx.all(type(was)) if one.name == was.name), None)
    return replace(was, id=there.id) if there is not None and not was.id else was


def _put_away(tx: Transaction, kind: type[T], name: str) -> T | None:
    """The record that was put away under this name."""
    return next((one for one in tx.all(kind) if one.archived and fold(one.name) == fold(name)), None)


def _on_sheets(tx: Transaction, was: Diet | Restricted, name: str) -> None:
    """Whoever has the one has the other."""
    field = ON_SHEET[type(was)]
    for client in tx.all(Client):
        names = getattr(client, field)
        if was.name in names:
            another = dict.fromkeys(name if one == was.name else one for one in names)
            tx.put(replace(client, **{field: tuple(another)}))


def _say_set(tx: Transaction, code: str, name: str, was: Diet | Restricted | None) -> None:
    if was is not None and was.name != name:
        say(tx, "rename_diet", was=was.name, name=name)
    else:
        say(tx, code, name=name)


def _by_fold(names: Iterable[str]) -> dict[str, str]:
    """Names by their folds; of two that fold alike the first."""
    return {fold(name): name for name in reversed(tuple(names))}


def _kept(typed: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    names = set(known.values())
    return tuple(dict.fromkeys(name if name in names else known[fold(name)] for name in typed))
