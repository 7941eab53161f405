"""Who of a list of meals is on file already: by code, by name and phone, or as a client of that name."""

from __future__ import annotations

from collections.abc import Iterable

from db import Reader
from deskapp.exchange.matching import folded_names
from deskapp.exchange.meals import Contact, Meal
from deskapp.exchange.problems import Problem
from deskapp.services.finding import phone_keys
from deskapp.services.meals.records import Client
from deskapp.services.records import Person, Phone
from deskapp.text import fold


class OnFile:
    """The clients on file by their person, and those of each name."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.clients = {client.person: client for client in reader.all(Client)}
        self.named: dict[str, list[Person]] = {}
        for person in reader.several(Person, list(self.clients)):
            for name in folded_names(person) if person is not None else ():
                self.named.setdefault(name, []).append(person)  # type: ignore[arg-type]

    def person(self, meal: Meal) -> Person | Problem | None:
        """The client's record, None for somebody new, or the problem that nobody but a person can decide."""
        name = fold(meal.name)
        for holder in self.reader.by(Person, "code", meal.code) if meal.code else ():
            if name in folded_names(holder) or shares(holder, meal.phone):
                return holder
            return Problem(meal.line, "code_taken", {"code": meal.code, "other": holder.id})
        known = [one for one in self.reached(meal.name, meal.phone) if not other_code(one, meal)]
        named = [one for one in self.named.get(name, ()) if not other_code(one, meal)]
        for group in (
            [one for one in known if one.id in self.clients] or known[:1],
            [one for one in named if alike(meal.address, address_of(one))],
            [one for one in named if not told_apart(one, meal)],
        ):
            if len(group) > 1:
                return Problem(meal.line, "ambiguous_client", {"count": len(group)})
            if group:
                return group[0]
        return None

    def reached(self, name: str, phone: Phone | None) -> list[Person]:
        """Everybody on file of that name with that phone, archived ones last."""
        found = {
            person.id: person
            for key in (phone_keys(phone.number) if phone else ())
            for person in self.reader.by(Person, "phone", key)
            if fold(name) in folded_names(person)
        }
        return sorted(found.values(), key=lambda person: (person.archived, person.id))

    def contact(self, contact: Contact) -> Person | None:
        """The contact's record, where one of that name and phone is on file."""
        return next(iter(self.reached(contact.name, contact.phone)), None)

    def of_another_name(self, meal: Meal) -> Person | None:
        """Somebody else on file with this client's phone: perhaps the same person, written another way."""
        keys = phone_keys(meal.phone.number) if meal.phone else ()
        return next((person for key in keys for person in self.reader.by(Person, "phone", key)), None)


def shares(person: Person, phone: Phone | None) -> bool:
    """Whether that phone is one of the person's."""
    return phone is not None and bool(keys_of(person.phones) & set(phone_keys(phone.number)))


def safe(person: Person, phone: Phone) -> bool:
    """Whether that phone of the person counts as safe to call on file."""
    return shares(person, phone) and keys_of(one for one in person.phones if one.safe) >= {
        *phone_keys(phone.number)
    }


def keys_of(phones: Iterable[Phone]) -> set[str]:
    """The digits under which phones are on file."""
    return {key for phone in phones for key in phone_keys(phone.number)}


def other_code(person: Person, meal: Meal) -> bool:
    """Whether both have a code and they differ."""
    return bool(person.code and meal.code and person.code != meal.code)


def address_of(person: Person) -> str:
    """The address by which somebody may be recognised: a withheld one is nobody's proof."""
    return "" if person.address_withheld else person.address


def alike(one: str, other: str) -> bool:
    """Whether two addresses are known and the same."""
    return bool(one and other) and fold(one) == fold(other)


def told_apart(person: Person, meal: Meal) -> bool:
    """Whether phone or address say that a client of this name is another one."""
    address = address_of(person)
    return bool((person.phones and meal.phone) or (address and meal.address))
