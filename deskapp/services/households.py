"""Who lives together: households made and changed by hand.  A child may belong to two.

Families that an import proposes are in families.py, reading in homes.py; both can be had from here as well.
"""

from __future__ import annotations

from msgspec.structs import replace

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.entries import clean_line
from deskapp.services.families import Proposal, confirm, proposals, propose, reject
from deskapp.services.homes import CHILD, checked, guardians, is_child, known, of_person, siblings
from deskapp.services.labels import say
from deskapp.services.people import known as known_person
from deskapp.services.records import Household, Member
from deskapp.services.refusal import Refusal

__all__ = [
    "CHILD",
    "Proposal",
    "add_household",
    "add_member",
    "change_household",
    "confirm",
    "guardians",
    "is_child",
    "known",
    "of_person",
    "proposals",
    "propose",
    "reject",
    "remove_member",
    "set_relation",
    "siblings",
]


def add_household(tx: Transaction, act: Act, household: Household) -> Household:
    """A new household of people on file.  Refuses `unknown_person`, `no_members`, `twice_a_member`."""
    staff.acting(tx, act)
    saved = tx.put(checked(tx, replace(household, id=0, proposed=False, merges=(), archived=False)))
    say(tx, "add_household", household=saved.id, people=[member.person for member in saved.members])
    return saved


def change_household(tx: Transaction, act: Act, household: int, *, name: str, address: str) -> Household:
    """Another name and address of a household.  Refuses `unknown_household`, `text_too_long`."""
    staff.acting(tx, act)
    say(tx, "change_household", household=household)
    return tx.put(replace(known(tx, household), name=clean_line(name), address=clean_line(address)))


def add_member(tx: Transaction, act: Act, household: int, person: int, relation: str = "") -> Household:
    """Somebody moves in; they stay in their other households.  Refuses `already_member`, `unknown_person`."""
    staff.acting(tx, act)
    before = known(tx, household)
    known_person(tx, person)
    if _lives_in(before, person):
        raise Refusal("already_member", household=household, person=person)
    added = Member(person=person, relation=clean_line(relation))
    say(tx, "add_member", household=household, person=person)
    return tx.put(replace(before, members=(*before.members, added)))


def remove_member(tx: Transaction, act: Act, household: int, person: int) -> Household:
    """Somebody moves out.  With the last one the household is archived.  Refuses `not_a_member`."""
    staff.acting(tx, act)
    before = known(tx, household)
    if not _lives_in(before, person):
        raise Refusal("not_a_member", household=household, person=person)
    left = tuple(member for member in before.members if member.person != person)
    say(tx, "remove_member", household=household, person=person)
    return tx.put(replace(before, members=left or before.members, archived=not left))


def set_relation(tx: Transaction, act: Act, household: int, person: int, relation: str) -> Household:
    """What somebody is in the household (mother, grandfather, child …).  Refuses `not_a_member`."""
    staff.acting(tx, act)
    before = known(tx, household)
    if not _lives_in(before, person):
        raise Refusal("not_a_member", household=household, person=person)
    said = Member(person=person, relation=clean_line(relation))
    members = tuple(said if member.person == person else member for member in before.members)
    say(tx, "set_relation", household=household, person=person)
    return tx.put(replace(before, members=members))


def _lives_in(household: Household, person: int) -> bool:
    return any(member.person == person for member in household.members)
