"""Families that an import proposes for a person to confirm or reject, one key each.

A shared guardian or phone proposes, it never decides: a proposed household is nobody's home until somebody
says yes, and an address is never inherited.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp import names
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.entries import clean_line
from deskapp.services.homes import CHILD, checked, guardians, is_child, merged, of_person
from deskapp.services.labels import say
from deskapp.services.records import Collector, Household, Member, Person
from deskapp.services.refusal import Refusal


class Proposal(NamedTuple):
    """A family that waits for a yes: its children and adults (ids, by surname), and a number they share.

    `merges` are the households that a yes makes one.
    """

    household: int
    name: str
    children: tuple[int, ...]
    adults: tuple[int, ...]
    phone: str
    merges: tuple[int, ...]


def proposals(reader: Reader) -> list[Proposal]:
    """The proposed families that wait for a yes or a no, in the order they came."""
    return [_row(reader, home) for home in reader.all(Household) if home.proposed and not home.archived]


def propose(tx: Transaction, act: Act, people: Iterable[int], *, name: str = "") -> Household | None:
    """Proposes these people as one family, together with those whom they live with already.

    Returns None, and changes nothing, where they are one household already or were proposed before: nobody is
    asked twice, a rejected family does not come again.
    """
    staff.acting(tx, act)
    asked = tuple(dict.fromkeys(people))
    homes = {home.id: home for person in asked for home in of_person(tx, person)}
    members = merged(*(home.members for home in homes.values()), _members(tx, asked))
    everybody = {member.person for member in members}
    if any(everybody == {member.person for member in home.members} for home in homes.values()):
        return None
    for other in tx.by(Household, "person", asked[0]) if asked else ():
        if other.proposed and everybody == {member.person for member in other.members}:
            return None
    proposed = Household(members=members, name=clean_line(name), proposed=True, merges=tuple(sorted(homes)))
    saved = tx.put(checked(tx, proposed))
    say(tx, "propose_family", household=saved.id, people=[member.person for member in saved.members])
    return saved


def confirm(tx: Transaction, act: Act, household: int) -> Household:
    """Yes, they are one family: the proposal becomes their household and takes the place of those it merges.

    People who joined one of those meanwhile come along.  An address stays only where all of them had the
    same.  The two households of a child with two stay apart: they are not merged by a yes about a sibling.
    Refuses `not_proposed`.
    """
    staff.acting(tx, act)
    proposal = _proposal(tx, household)
    homes = _to_merge(tx, proposal)
    for home in homes:
        tx.put(replace(home, archived=True))
    addresses = {home.address for home in homes}
    members = merged(*(home.members for home in homes), proposal.members)
    say(tx, "confirm_family", household=household, people=[member.person for member in members])
    return tx.put(
        replace(
            proposal,
            members=members,
            name=proposal.name or next((home.name for home in homes if home.name), ""),
            address=addresses.pop() if len(addresses) == 1 else "",
            proposed=False,
            merges=(),
        )
    )


def reject(tx: Transaction, act: Act, household: int) -> tuple[Household, ...]:
    """No: they stay as they live now; a child without a household gets one of its own, with its guardians.

    Returns the households made for that.  The proposal is archived and does not come again.  Refuses
    `not_proposed`.
    """
    staff.acting(tx, act)
    proposal = _proposal(tx, household)
    tx.put(replace(proposal, archived=True))
    say(tx, "reject_family", household=household, people=[member.person for member in proposal.members])
    alone = [
        member.person
        for member in proposal.members
        if is_child(tx, member.person) and not of_person(tx, member.person)
    ]
    return tuple(
        tx.put(Household(members=_members(tx, (child, *(entry.adult for entry in guardians(tx, child))))))
        for child in alone
    )


def _to_merge(reader: Reader, proposal: Household) -> list[Household]:
    """The households that a yes ends: those still standing in which every child has no other."""
    found = [reader.get(Household, number) for number in proposal.merges]
    return [
        home
        for home in found
        if home is not None
        and not home.archived
        and all(
            len(of_person(reader, member.person)) == 1
            for member in home.members
            if is_child(reader, member.person)
        )
    ]


def _members(reader: Reader, people: Iterable[int]) -> tuple[Member, ...]:
    """Members with what they are: a child, or what the pick-up list calls them."""
    return tuple(Member(person=person, relation=_relation(reader, person)) for person in people)


def _relation(reader: Reader, person: int) -> str:
    if is_child(reader, person):
        return CHILD
    return next((entry.relation for entry in reader.by(Collector, "adult", person) if entry.relation), "")


def _proposal(reader: Reader, household: int) -> Household:
    found = reader.get(Household, household)
    if found is None or found.archived or not found.proposed:
        raise Refusal("not_proposed", household=household)
    return found


def _row(reader: Reader, home: Household) -> Proposal:
    people = [person for member in home.members if (person := reader.get(Person, member.person))]
    people.sort(key=names.sort_key)
    children = [person for person in people if is_child(reader, person.id)]
    adults = [person for person in people if person not in children]
    numbers = [phone.number for person in adults for phone in person.phones]
    digits = [names.digits_of(number) for number in numbers]
    shared = [number for number, key in zip(numbers, digits, strict=True) if digits.count(key) > 1]
    return Proposal(
        household=home.id,
        name=home.name,
        children=tuple(person.id for person in children),
        adults=tuple(person.id for person in adults),
        phone=next(iter(shared or numbers), ""),
        merges=home.merges,
    )
