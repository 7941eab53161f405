"""A child's pick-up list as it reads on a day: who stands on it, what that means, and at which number a
guardian is.
"""

from __future__ import annotations

from typing import Literal

from db import Reader
from deskapp import names
from deskapp.services import people
from deskapp.services.homes import siblings
from deskapp.services.records import Collector, Person
from deskapp.services.refusal import Refusal

StandingNow = Literal["authorised", "unconfirmed", "blocked", "review", "expired"]


def entries(reader: Reader, child: int) -> list[Collector]:
    """The child's list, blocked adults too, in the order of their digits; archived entries are left out."""
    listed = [entry for entry in reader.by(Collector, "child", child) if not entry.archived]
    return sorted(listed, key=lambda entry: (entry.number or 99, entry.id))


def entry_of(reader: Reader, child: int, adult: int) -> Collector | None:
    """The adult's entry on the child's list, if there is one that is not archived."""
    found = next(iter(reader.by(Collector, "pair", (child, adult))), None)
    return found if found and not found.archived else None


def standing_on(entry: Collector, day: str) -> StandingNow:
    """What the entry means on a day.  An order past its end reads *review* and still blocks."""
    if entry.standing == "blocked":
        return "review" if entry.order_until and entry.order_until < day else "blocked"
    if entry.standing == "authorised" and (
        (entry.until and entry.until < day) or (entry.only_on and entry.only_on != day)
    ):
        return "expired"
    return entry.standing


def blocks_for(reader: Reader, child: int) -> list[Collector]:
    """The orders on file about a child."""
    return [entry for entry in entries(reader, child) if entry.standing == "blocked"]


def family_blocks(reader: Reader, child: int) -> list[Collector]:
    """The orders on file about a child, then those about its siblings against anybody else."""
    found = blocks_for(reader, child)
    for sibling in siblings(reader, child):
        against = {entry.adult for entry in found}
        found += [entry for entry in blocks_for(reader, sibling) if entry.adult not in against]
    return found


def guardian_of(reader: Reader, child: int, guardian: int) -> Collector:
    """The guardian's entry.  Raises Refusal not_a_guardian, guardian_claimed (only a manager makes it count)
    or guardian_blocked: an order outranks being a parent.
    """
    entry = entry_of(reader, child, guardian)
    if entry is None or not entry.guardian:
        raise Refusal("not_a_guardian", child=child, adult=guardian)
    if entry.claimed:
        raise Refusal("guardian_claimed", child=child, adult=guardian)
    if entry.standing == "blocked":
        raise Refusal("guardian_blocked", child=child, adult=guardian)
    return entry


def number_on_file(reader: Reader, child: int, guardian: int, number: str = "") -> str:
    """The number under which a guardian was reached: one of those on file, never one given by the caller, nor
    one that must not be called.

    Raises Refusal number_not_on_file, no_number_on_file, not_a_guardian, guardian_blocked.
    """
    guardian_of(reader, child, guardian)
    on_file = people.known(reader, guardian).phones
    if not number:
        safe = next((phone.number for phone in on_file if phone.safe), "")
        if not safe:
            raise Refusal("no_number_on_file", child=child, adult=guardian)
        return safe
    digits = names.digits_of(number)
    found = next((phone for phone in on_file if names.digits_of(phone.number) == digits), None)
    if found is None:
        raise Refusal("number_not_on_file", child=child)
    if not found.safe:
        raise Refusal("no_number_on_file", child=child, adult=guardian)
    return found.number


def refuse_another_record(reader: Reader, child: int, adult: int) -> None:
    """Refuses `looks_blocked`: an order about the child holds under every record of the adult it is about.

    Two records are of one person if they have the same name, or either name and a telephone in common; a
    telephone alone says nothing, parents share one.
    """
    person = people.known(reader, adult)
    for entry in blocks_for(reader, child):
        blocked = people.known(reader, entry.adult)
        if entry.adult != adult and _same_person(person, blocked):
            raise Refusal("looks_blocked", child=child, adult=entry.adult)


def refuse_look_alike(reader: Reader, child: int, name: str, latin_name: str, phone: str) -> None:
    """Refuses `looks_blocked`: an order about this child or a sibling holds under any record of that name."""
    said = {names.bare(text) for text in (name, latin_name)} - {""}
    digits = names.digits_of(phone)
    for of_child in (child, *siblings(reader, child)):
        for entry in blocks_for(reader, of_child):
            blocked = people.known(reader, entry.adult)
            known = {names.bare(text) for text in (blocked.name, blocked.latin_name) if text}
            numbers = {names.digits_of(one.number) for one in blocked.phones}
            if said & known or (digits and digits in numbers):
                raise Refusal("looks_blocked", child=of_child, adult=entry.adult)


def blocked_by_name(reader: Reader, child: int, words: str) -> int:
    """The adult with an order about the child whose name stands in these words; 0 for nobody."""
    said = names.bare(words)
    for entry in blocks_for(reader, child):
        person = people.known(reader, entry.adult)
        known = [names.bare(text) for text in (person.name, person.latin_name)]
        if any(len(name) > 1 and name in said for name in known):
            return entry.adult
    return 0


def _same_person(one: Person, other: Person) -> bool:
    if names.bare(one.name) == names.bare(other.name):
        return True
    said, known = ({names.bare(text) for text in (who.name, who.latin_name) if text} for who in (one, other))
    numbers, digits = ({names.digits_of(phone.number) for phone in who.phones} for who in (one, other))
    return bool(said & known and numbers & digits)
