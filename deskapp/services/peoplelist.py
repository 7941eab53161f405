"""Everybody on one list by surname, and the families that wait for a yes, with all that a person must see
before they say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.answers import Flag, flag
from deskapp.services.families import Proposal, proposals
from deskapp.services.homes import of_person
from deskapp.services.records import Collector, Enrolment, Household, Person


class PersonRow(NamedTuple):
    """Somebody on the list.  `what`: child, guardian, collector, archived.  `age` is -1 where unknown.

    `home` is the household's name; `lives_with` names the first two others in it, `others` counts them all.
    """

    person: int
    name: str
    latin_name: str
    code: str
    what: tuple[str, ...]
    born: str
    age: int
    home: str
    lives_with: tuple[str, ...]
    others: int
    phone_tail: str
    flags: tuple[Flag, ...]
    archived: bool
    sort_key: tuple[str, ...]


class FamilyMember(NamedTuple):
    """Somebody who would live with the others.  `homes` are the households they live in now."""

    person: int
    name: str
    latin_name: str
    relation: str
    born: str
    child: bool
    phones: tuple[str, ...]
    homes: tuple[int, ...]


class FamilyRow(NamedTuple):
    """A proposed family: who would live together, and why the desk thinks so.

    `reasons`: same_guardian (name, count), same_phone (phone, count), merges (count).  `warnings` against
    it: order_inside (name: an adult with an order about one of the children), withheld_inside (name).
    """

    household: int
    name: str
    members: tuple[FamilyMember, ...]
    reasons: tuple[Flag, ...]
    warnings: tuple[Flag, ...]

    @property
    def children(self) -> tuple[FamilyMember, ...]:
        """Those with a place in the after-school room."""
        return tuple(member for member in self.members if member.child)

    @property
    def adults(self) -> tuple[FamilyMember, ...]:
        """The others."""
        return tuple(member for member in self.members if not member.child)


class PeoplePage(NamedTuple):
    """The page: everybody by surname (archived ones too), and the families to confirm."""

    people: tuple[PersonRow, ...]
    families: tuple[FamilyRow, ...]


def people_page(reader: Reader, act: Act) -> PeoplePage:
    """The page as of now."""
    return PeoplePage(people_rows(reader, act), family_rows(reader))


def people_rows(reader: Reader, act: Act) -> tuple[PersonRow, ...]:
    """Everybody, by surname; archived people too.

    Every table is read once: asking the indexes person by person costs four times as much.
    """
    everybody = {person.id: person for person in reader.all(Person)}
    children = {enrolment.child for enrolment in reader.all(Enrolment)}
    guardians: set[int] = set()
    collectors: set[int] = set()
    ordered: set[int] = set()
    for entry in reader.all(Collector):
        if entry.archived:
            continue
        if entry.standing == "blocked":
            ordered |= {entry.child, entry.adult}
        if entry.guardian:
            guardians.add(entry.adult)
        elif entry.standing != "blocked":
            collectors.add(entry.adult)
    homes = _homes(reader.all(Household))
    today = date.fromisoformat(act.day)
    rows = []
    for person in everybody.values():
        what = (
            ("child", person.id in children),
            ("guardian", person.id in guardians),
            ("collector", person.id in collectors),
            ("archived", person.archived),
        )
        home = homes.get(person.id)
        others = [one for one in (home.members if home else ()) if one.person != person.id]
        named = [everybody[one.person].name for one in others[:2] if one.person in everybody]
        rows.append(
            PersonRow(
                person=person.id,
                name=person.name,
                latin_name=person.latin_name,
                code=person.code,
                what=tuple(code for code, holds in what if holds),
                born=person.born,
                age=age_on(person.born, today),
                home=home.name if home else "",
                lives_with=tuple(named),
                others=len(others),
                phone_tail=names.digits_of(person.phones[0].number)[-4:] if person.phones else "",
                flags=_flags(person, person.id in children, person.id in ordered),
                archived=person.archived,
                sort_key=names.sort_key(person),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.sort_key, row.born, row.person)))


def age_on(born: str, day: date) -> int:
    """Whole years on a day; -1 where the birth date is not known."""
    if not born:
        return -1
    birth = date.fromisoformat(born)
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def family_rows(reader: Reader) -> tuple[FamilyRow, ...]:
    """The families to confirm, in the order they were proposed."""
    return tuple(_family(reader, proposal) for proposal in proposals(reader))


def _homes(households: Iterable[Household]) -> Mapping[int, Household]:
    """The first confirmed household of everybody who has one."""
    found: dict[int, Household] = {}
    for home in households:
        if not (home.proposed or home.archived):
            for member in home.members:
                found.setdefault(member.person, home)
    return found


def _flags(person: Person, child: bool, ordered: bool) -> tuple[Flag, ...]:
    flags = [flag("allergy", what=one.what, action=one.action) for one in person.allergies or ()]
    if person.alert:
        flags.append(flag("alert", words=person.alert))
    if ordered:
        flags.append(flag("order"))
    if person.needs_help_to_leave:
        flags.append(flag("needs_help"))
    if child and person.allergies is None:
        flags.append(flag("not_asked"))
    if any(not phone.safe for phone in person.phones):
        flags.append(flag("unsafe_phone"))
    return tuple(flags)


def _family(reader: Reader, proposal: Proposal) -> FamilyRow:
    said = reader.get(Household, proposal.household)
    relations = {member.person: member.relation for member in said.members} if said else {}
    people = [person for one in (*proposal.children, *proposal.adults) if (person := reader.get(Person, one))]
    children = set(proposal.children)
    members = tuple(
        FamilyMember(
            person=person.id,
            name=person.name,
            latin_name=person.latin_name,
            relation="" if person.id in children else relations.get(person.id, ""),
            born=person.born,
            child=person.id in children,
            phones=tuple(phone.number for phone in person.phones),
            homes=tuple(home.id for home in of_person(reader, person.id)),
        )
        for person in people
    )
    reasons = [*_shared_guardians(reader, proposal), *_shared_phones(people)]
    if len(proposal.merges) > 1:
        reasons.append(flag("merges", count=len(proposal.merges)))
    return FamilyRow(
        proposal.household, proposal.name, members, tuple(reasons), _warnings(reader, proposal, people)
    )


def _shared_guardians(reader: Reader, proposal: Proposal) -> Iterable[Flag]:
    """An adult who is guardian of two or more of the children."""
    for adult in proposal.adults:
        entries = reader.by(Collector, "adult", adult)
        of = {one.child for one in entries if one.guardian and not one.archived} & set(proposal.children)
        person = reader.get(Person, adult)
        if len(of) > 1 and person is not None:
            yield flag("same_guardian", name=person.name, count=len(of))


def _shared_phones(people: Iterable[Person]) -> Iterable[Flag]:
    """A number that two or more of them have."""
    holders: dict[str, list[str]] = {}
    for person in people:
        for phone in person.phones:
            holders.setdefault(names.digits_of(phone.number), []).append(phone.number)
    for numbers in holders.values():
        if len(numbers) > 1:
            yield flag("same_phone", phone=numbers[0], count=len(numbers))


def _warnings(reader: Reader, proposal: Proposal, people: Iterable[Person]) -> tuple[Flag, ...]:
    """What speaks against it: nobody puts a blocked adult and the child under one roof by one key unseen."""
    together = {*proposal.children, *proposal.adults}
    found = []
    for person in people:
        entries = reader.by(Collector, "adult", person.id)
        if any(one.standing == "blocked" and not one.archived and one.child in together for one in entries):
            found.append(flag("order_inside", name=person.name))
    found += [flag("withheld_inside", name=person.name) for person in people if person.address_withheld]
    return tuple(found)
