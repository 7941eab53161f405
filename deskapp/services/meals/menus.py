"""What is cooked on which day: written weeks ahead, copied, and whom a planned dish will not suit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.daybook import Dish
from deskapp.services.dishes import clean_dishes, with_dish
from deskapp.services.entries import clean_day
from deskapp.services.labels import say
from deskapp.services.meals.clashes import Clash, Known, cooked, forbidden, known
from deskapp.services.meals.dayorders import day_orders
from deskapp.services.meals.records import Change, Client, Hold, Menu
from deskapp.services.records import ClosedDays, Person
from deskapp.services.refusal import Refusal

Part = Literal["main", "side"]

DAYS_AHEAD = 7


def menu_of(reader: Reader, day: str) -> Menu | None:
    """The menu of a day, if one was written."""
    return next(iter(reader.on(Menu, day)), None)


def dishes_on(reader: Reader, day: str) -> tuple[Dish, ...]:
    """The dishes of a day, none where no menu was written."""
    menu = menu_of(reader, day)
    return menu.dishes if menu is not None else ()


def set_menu(tx: Transaction, act: Act, day: str, dishes: Iterable[Dish]) -> Menu:
    """Writes a day's menu, in place of what was written before.

    Refuses `bad_day` and what clean_dishes refuses.
    """
    staff.acting(tx, act)
    day = clean_day(day)
    cleaned = clean_dishes(dishes)
    saved = tx.put(replace(menu_of(tx, day) or Menu(day=day), dishes=cleaned))
    say(tx, "set_menu", day=day, count=len(cleaned))
    return saved


def set_dish(tx: Transaction, act: Act, day: str, was: Dish | None, now: Dish | None) -> Menu:
    """One dish of a day's menu as it is now; None for one that was not there, or is taken off.

    Refuses `dish_changed` and what set_menu refuses.
    """
    return set_menu(tx, act, day, with_dish(dishes_on(tx, clean_day(day)), was, now))


def copy_menu(tx: Transaction, act: Act, source: str, day: str) -> Menu:
    """The menu of another day for this one.  Refuses `no_menu`, `menu_there` where this day has one."""
    staff.acting(tx, act)
    found = menu_of(tx, clean_day(source))
    if found is None or not found.dishes:
        raise Refusal("no_menu", day=source)
    there = menu_of(tx, day)
    if there is not None and there.dishes:
        raise Refusal("menu_there", day=day)
    return set_menu(tx, act, day, found.dishes)


class Unsuited(NamedTuple):
    """A client whom a planned dish will not suit, and on which day."""

    day: str
    client: int
    clash: Clash


class _Read(NamedTuple):
    """All that the look ahead is made of."""

    day: str
    clients: list[Client]
    people: list[Person | None]
    holds: list[Hold]
    sheet: Known
    closed: list[ClosedDays]
    menus: list[Menu]
    changes: list[Change]


_kept: tuple[_Read, list[Unsuited]] | None = None


def ahead(reader: Reader, act: Act, days: int = DAYS_AHEAD) -> list[Unsuited]:
    """Every client due in the next days, tomorrow first, whom a planned dish will not suit.

    Looked through again only when one of the records differs: it is asked for after every change.
    """
    global _kept
    coming = [next_day(act.day, offset) for offset in range(1, days + 1)]
    clients = reader.all(Client)
    read = _Read(
        act.day,
        clients,
        reader.several(Person, [client.person for client in clients]),
        reader.all(Hold),
        known(reader),
        reader.all(ClosedDays),
        [menu for day in coming for menu in reader.on(Menu, day)],
        [change for day in coming for change in reader.on(Change, day)],
    )
    if _kept is None or _kept[0] != read:
        _kept = (read, _ahead(reader, act, coming, read))
    return _kept[1]


def _ahead(reader: Reader, act: Act, days: list[str], read: _Read) -> list[Unsuited]:
    people = {client.id: person for client, person in zip(read.clients, read.people, strict=True)}
    found = []
    for day in days:
        dishes = next((menu.dishes for menu in read.menus if menu.day == day), ())
        for order in day_orders(reader, act, day) if dishes else ():
            client = reader.get(Client, order.client)
            if client is not None:
                words = forbidden(client, people.get(client.id), read.sheet)
                found += [Unsuited(day, client.id, clash) for clash in cooked(dishes).clashes(words)]
    return found
