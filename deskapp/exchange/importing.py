"""Brings a list of children into the store, all of it or nothing.

What is already known is matched and, where the list knows better, brought up to date; its blocks, allergies,
withheld addresses and pick-up lists are never touched, whatever the list says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.exchange.children import Child, Contact
from deskapp.exchange.families import Family, families
from deskapp.exchange.matching import folded_names, guardian_phones, on_file
from deskapp.exchange.problems import Problem
from deskapp.names import readings
from deskapp.services import centre as centre_rules
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.finding import match_existing
from deskapp.services.records import Centre, Collector, Enrolment, Household, Member, Person
from deskapp.text import fold

MOST_RECORDS = 10_000
"""What one line of the journal holds; a larger list is refused, never split behind somebody's back."""

BROUGHT_UP_TO_DATE = ("school", "grade", "group", "weekdays", "expected")
FILLED_WHERE_EMPTY = ("latin_name", "code", "born", "sex", "notes")


class Known(NamedTuple):
    """A row whose child is on file: the record, its place, and what the list knows newer (field → value)."""

    child: Child
    person: Person
    enrolment: Enrolment | None
    changes: dict[str, object]


class Plan(NamedTuple):
    """What an import would do.  With `problems` it does nothing.

    `left` are things in the list that are not taken over, each with the reason.  `guardians` counts the new
    adults; `homes` are the families that become a household, `proposals` those that wait for a yes.
    """

    new: tuple[Child, ...]
    known: tuple[Known, ...]
    homes: tuple[Family, ...]
    proposals: tuple[Family, ...]
    guardians: int
    problems: tuple[Problem, ...]
    left: tuple[Problem, ...]

    @property
    def changed(self) -> tuple[Known, ...]:
        """The known ones of whom the list knows something newer."""
        return tuple(known for known in self.known if known.changes or known.enrolment is None)

    @property
    def records(self) -> int:
        """How many records it would write, at most."""
        collectors = sum(len(child.contacts) for child in self.new)
        homes = len(self.homes) + len(self.proposals)
        return 2 * len(self.new) + self.guardians + collectors + homes + 4 * len(self.changed)


def plan(reader: Reader, children: Sequence[Child]) -> Plan:
    """What importing these children would do now."""
    new: list[Child] = []
    known: list[Known] = []
    problems: list[Problem] = []
    left: list[Problem] = []
    taken: dict[int, Child] = {}
    for child in children:
        found = on_file(reader, child)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is None:
            new.append(child)
        elif (first := taken.setdefault(found.id, child)) is not child:
            problems.append(Problem(child.line, "duplicate_row", {"first": first.line}))
        else:
            known.append(compare(reader, child, found, left))
    groups, shared = families(new, guardian_phones(reader))
    left += [Problem(0, "left_shared_phone", {"phone": digits}) for digits in shared]
    guardians = {guardian_key(child, contact): contact for child in new for contact in child.contacts}
    strangers = [contact for contact in guardians.values() if guardian_on_file(reader, contact) is None]
    homes, proposals = [], []
    for family in groups:
        contacts = [contact for place in family.new for contact in new[place].contacts]
        together = len(family.new) + len(family.known) > 1
        if together or any(homes_of(reader, guardian_on_file(reader, contact)) for contact in contacts):
            proposals.append(family)
        elif contacts:
            homes.append(family)
    result = Plan(
        tuple(new), tuple(known), tuple(homes), tuple(proposals), len(strangers), tuple(problems), tuple(left)
    )
    if result.records > MOST_RECORDS:
        too_many = Problem(0, "too_many_rows", {"records": result.records, "limit": MOST_RECORDS})
        return result._replace(problems=(too_many, *result.problems))
    return result


def compare(reader: Reader, child: Child, person: Person, left: list[Problem]) -> Known:
    """What the list knows newer of somebody on file; what it may not touch goes to `left`."""
    enrolment = next(iter(reader.by(Enrolment, "child", person.id)), None)
    changes: dict[str, object] = {}
    for field in FILLED_WHERE_EMPTY:
        if getattr(child, field) and not getattr(person, field):
            changes[field] = getattr(child, field)
    if child.address and not person.address and not person.address_withheld:
        changes["address"] = child.address
    for field in BROUGHT_UP_TO_DATE if enrolment else ():
        if getattr(child, field) and getattr(child, field) != getattr(enrolment, field):
            changes[field] = getattr(child, field)
    if child.address and person.address_withheld:
        left.append(Problem(child.line, "left_address", {"person": person.id}))
    if child.allergies is not None and child.allergies != person.allergies:
        left.append(Problem(child.line, "left_allergies", {"person": person.id}))
    listed: set[str] = set()
    for entry in reader.by(Collector, "child", person.id):
        adult = reader.get(Person, entry.adult)
        listed |= folded_names(adult) if adult else set()
    for contact in child.contacts:
        if enrolment and fold(contact.name) not in listed:
            left.append(Problem(child.line, "left_contact", {"person": person.id, "contact": contact.name}))
    return Known(child, person, enrolment, changes)


def guardian_key(child: Child, contact: Contact) -> tuple[object, ...]:
    """Who a contact is: the same name and phone is one person, without a phone one for each child."""
    return contact.key if contact.phone else (contact.key, child.line)


def guardian_on_file(reader: Reader, contact: Contact) -> Person | None:
    """The contact's record, where one with the same name and phone is on file."""
    return match_existing(reader, contact.name, phones=[contact.phone.number]) if contact.phone else None


def homes_of(reader: Reader, person: Person | None) -> tuple[int, ...]:
    """The households somebody lives in, proposals left aside."""
    found = reader.by(Household, "person", person.id) if person else []
    return tuple(home.id for home in found if not (home.proposed or home.archived))


def bring(tx: Transaction, act: Act, children: Sequence[Child]) -> Plan:
    """Does what `plan` says, in this transaction; with problems it writes nothing.  Refuses `no_staff`."""
    staff_rules.acting(tx, act)
    todo = plan(tx, children)
    if not todo.problems:
        Arrival(tx, act, centre_rules.centre(tx)).everything(todo)
    return todo


class Arrival:
    """Writes one import.  `adults` are the guardians met so far, `people` the new children by place."""

    def __init__(self, tx: Transaction, act: Act, centre: Centre) -> None:
        self.tx, self.act, self.centre = tx, act, centre
        self.adults: dict[tuple[object, ...], Person] = {}
        self.relations: dict[int, str] = {}
        self.people: list[Person] = []

    def everything(self, todo: Plan) -> None:
        """Known people first, then the new ones, then the households."""
        for known in todo.changed:
            self.update(known)
        for child in todo.new:
            self.people.append(self.add(child))
        for family in todo.homes:
            self.tx.put(Household(members=self.members(todo, family)))
        for family in todo.proposals:
            members = self.members(todo, family)
            merges = {home for member in members for home in self.homes(member.person)}
            self.tx.put(Household(members=members, proposed=True, merges=tuple(sorted(merges))))

    def homes(self, person: int) -> tuple[int, ...]:
        """The households this person lives in."""
        return homes_of(self.tx, self.tx.get(Person, person))

    def update(self, known: Known) -> None:
        """Writes what the list knows newer."""
        child, person, enrolment, changes = known
        own = {field: value for field, value in changes.items() if field not in BROUGHT_UP_TO_DATE}
        if own:
            changed = replace(person, **own)
            self.tx.put(replace(changed, readings=readings(changed.name, changed.latin_name)))
        if enrolment is None:
            self.enrol(child, person)
            if not self.tx.by(Collector, "child", person.id):
                self.list_contacts(child, person)
        elif len(own) < len(changes):
            news = {field: value for field, value in changes.items() if field in BROUGHT_UP_TO_DATE}
            self.tx.put(replace(enrolment, **news))

    def add(self, child: Child) -> Person:
        """A child who was not on file, with place and contacts."""
        person = self.tx.put(
            Person(
                name=child.name,
                latin_name=child.latin_name,
                readings=readings(child.name, child.latin_name),
                code=child.code,
                born=child.born,
                sex=child.sex,
                address=child.address,
                allergies=child.allergies,
                notes=child.notes,
            )
        )
        self.enrol(child, person)
        self.list_contacts(child, person)
        return person

    def enrol(self, child: Child, person: Person) -> None:
        """The child's place from today on; what the list does not say is the centre's own."""
        self.tx.put(
            Enrolment(
                child=person.id,
                weekdays=child.weekdays or self.centre.weekdays,
                since=self.act.day,
                school=child.school,
                grade=child.grade,
                group=child.group,
                expected=child.expected or self.centre.expected,
                pickup=self.centre.pickup,
            )
        )

    def list_contacts(self, child: Child, person: Person) -> None:
        """Puts the guardians on the pick-up list: unconfirmed, unless the list lets them collect."""
        for number, contact in enumerate(child.contacts, start=1):
            adult = self.adult(child, contact)
            blocked = any(entry.standing == "blocked" for entry in self.tx.by(Collector, "adult", adult.id))
            authorised = contact.authorised and not blocked
            self.tx.put(
                Collector(
                    child=person.id,
                    adult=adult.id,
                    relation=contact.relation,
                    number=number,
                    standing="authorised" if authorised else "unconfirmed",
                    guardian=True,
                    rung=number,
                    confirmed_by=self.act.staff if authorised else 0,
                    confirmed_at=self.act.instant if authorised else "",
                )
            )

    def adult(self, child: Child, contact: Contact) -> Person:
        """The guardian: on file, met before in this list, or new."""
        key = guardian_key(child, contact)
        if key not in self.adults:
            self.adults[key] = guardian_on_file(self.tx, contact) or self.tx.put(
                Person(
                    name=contact.name,
                    readings=readings(contact.name, ""),
                    phones=(contact.phone,) if contact.phone else (),
                )
            )
        self.relations.setdefault(self.adults[key].id, contact.relation)
        return self.adults[key]

    def members(self, todo: Plan, family: Family) -> tuple[Member, ...]:
        """The children of a family and their guardians, each once."""
        children = [self.people[place].id for place in family.new] + list(family.known)
        adults = [
            self.adult(child, contact).id
            for child in (todo.new[place] for place in family.new)
            for contact in child.contacts
        ]
        relations = {**{adult: self.relations[adult] for adult in adults}, **dict.fromkeys(children, "child")}
        return tuple(Member(person=person, relation=relation) for person, relation in relations.items())
