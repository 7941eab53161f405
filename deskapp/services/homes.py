"""Reading households: who lives with whom, and whose family a child belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Reader
from deskapp.services.entries import clean_line
from deskapp.services.people import known as known_person
from deskapp.services.records import Collector, Enrolment, Household, Member, Person
from deskapp.services.refusal import Refusal
from deskapp.text import fold

CHILD = "child"


def known(reader: Reader, household: int) -> Household:
    """A household that is not archived.  Refuses `unknown_household`."""
    found = reader.get(Household, household)
    if found is None or found.archived:
        raise Refusal("unknown_household", household=household)
    return found


def where(address: str) -> str:
    """An address as it is compared: case, blanks and punctuation make no difference."""
    return "".join(sign for sign in fold(address) if sign.isalnum())


def withheld_addresses(reader: Reader) -> frozenset[str]:
    """Where somebody lives whose address is on no list and no paper, as `where` has it: nobody else gives it
    away.
    """
    return frozenset(where(one.address) for one in reader.by(Person, "withheld", "yes") if one.address)


def of_person(reader: Reader, person: int) -> list[Household]:
    """The confirmed households somebody lives in, in the order they were made."""
    return [home for home in reader.by(Household, "person", person) if not (home.proposed or home.archived)]


def siblings(reader: Reader, child: int) -> tuple[int, ...]:
    """The other children of the child's confirmed households: people with an enrolment, not archived."""
    found = [
        member.person
        for home in of_person(reader, child)
        for member in home.members
        if member.person != child and is_child(reader, member.person)
    ]
    people = (reader.get(Person, other) for other in dict.fromkeys(found))
    return tuple(person.id for person in people if person and not person.archived)


def is_child(reader: Reader, person: int) -> bool:
    """Whether somebody has or had a place in the after-school room."""
    return bool(reader.by(Enrolment, "child", person))


def guardians(reader: Reader, child: int) -> list[Collector]:
    """A child's guardians on file in the order of the call ladder; blocked ones are left out."""
    entries = reader.by(Collector, "child", child)
    standing = [one for one in entries if one.guardian and not one.archived and one.standing != "blocked"]
    return sorted(standing, key=lambda entry: (entry.rung, entry.id))


def merged(*groups: Iterable[Member]) -> tuple[Member, ...]:
    """The members of all, each once, with the first relation that is known."""
    found: dict[int, Member] = {}
    for member in (member for group in groups for member in group):
        if member.person not in found or not found[member.person].relation:
            found[member.person] = member
    return tuple(found.values())


def checked(reader: Reader, household: Household) -> Household:
    """The household as it may be kept.  Refuses `no_members`, `twice_a_member`, `unknown_person`."""
    people = [member.person for member in household.members]
    if not people:
        raise Refusal("no_members")
    for person in people:
        known_person(reader, person)
        if people.count(person) > 1:
            raise Refusal("twice_a_member", person=person)
    members = tuple(replace(member, relation=clean_line(member.relation)) for member in household.members)
    name, address = clean_line(household.name), clean_line(household.address)
    return replace(household, name=name, address=address, members=members)
