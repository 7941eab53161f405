"""Brings a list of children into the store, all of it or nothing.

What is already known is matched and, where the list knows better, brought up to date; its blocks, allergies,
withheld addresses and pick-up lists are never touched, whatever the list says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.exchange.children import Child, Contact
from deskapp.exchange.families import Family, families
from deskapp.exchange.matching import folded_names, guardian_key, guardian_on_file, guardian_phones, on_file
from deskapp.exchange.problems import MOST_RECORDS, Problem
from deskapp.names import readings
from deskapp.services import centre as centre_rules
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.due import before_places
from deskapp.services.families import propose
from deskapp.services.finding import phone_keys
from deskapp.services.homes import CHILD, guardians
from deskapp.services.households import add_household
from deskapp.services.records import Centre, Collector, Enrolment, Household, Member, Person
from deskapp.text import fold

BROUGHT_UP_TO_DATE = ("school", "grade", "group", "weekdays", "expected")
FILLED_WHERE_EMPTY = ("latin_name", "code", "born", "sex", "notes")


class Known(NamedTuple):
    """A row whose child is on file: the record, its place, and what the list knows newer (field → value)."""

    child: Child
    person: Person
    enrolment: Enrolment | None
    changes: dict[str, object]

    @property
    def line(self) -> int:
        """Where the row stands in the list."""
        return self.child.line

    @property
    def name(self) -> str:
        """The child's name as listed."""
        return self.child.name

    @property
    def fields(self) -> list[str]:
        """What is brought up to date."""
        return sorted(self.changes) + ([] if self.enrolment else ["enrolment"])

    @property
    def place(self) -> Enrolment | None:
        """The place as it is to be; None where it stays as it is, or there is none yet."""
        news = {field: value for field, value in self.changes.items() if field in BROUGHT_UP_TO_DATE}
        return replace(self.enrolment, **news) if self.enrolment is not None and news else None


class Plan(NamedTuple):
    """What an import would do.  With `problems` it does nothing.

    `left` is what it does not take over of the list, each with the reason.  `guardians` counts new adults.
    """

    new: tuple[Child, ...]
    known: tuple[Known, ...]
    families: tuple[Family, ...]
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
        return 3 * len(self.new) + self.guardians + collectors + 4 * len(self.changed)


class Outcome(NamedTuple):
    """What an import did: the plan, the households made, and the families proposed for a person's yes."""

    plan: Plan
    households: int
    proposals: int


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
        elif found.archived:
            left.append(Problem(child.line, "left_archived", {"person": found.id}))
        else:
            known.append(compare(reader, child, found, left))
    guardians = {guardian_key(child, contact): contact for child in new for contact in child.contacts}
    strangers = [contact for contact in guardians.values() if guardian_on_file(reader, contact) is None]
    together, shared = families(new, guardian_phones(reader))
    left += [Problem(0, "left_shared_phone", {"phone": digits}) for digits in shared]
    result = Plan(tuple(new), tuple(known), together, len(strangers), tuple(problems), tuple(left))
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
    if enrolment and enrolment.until:
        left.append(Problem(child.line, "left_ended", {"person": person.id, "until": enrolment.until}))
    if fold(child.name) not in folded_names(person):
        left.append(Problem(child.line, "left_name", {"person": person.id, "name": person.name}))
    if (
        child.code and person.code and child.code != person.code
    ):  # a new number, or another child of that name
        left.append(Problem(child.line, "left_code", {"person": person.id, "code": person.code}))
    if enrolment:
        left += contacts_left(reader, child, person)
    return Known(child, person, enrolment, changes)


def contacts_left(reader: Reader, child: Child, person: Person) -> Iterator[Problem]:
    """Contacts who are not on the pick-up list of a child on file, or whose number there is another one."""
    listed = [reader.get(Person, entry.adult) for entry in reader.by(Collector, "child", person.id)]
    for contact in child.contacts:
        facts: dict[str, str | int] = {"person": person.id, "contact": contact.name}
        adults = [adult for adult in listed if adult and fold(contact.name) in folded_names(adult)]
        keys = {key for adult in adults for phone in adult.phones for key in phone_keys(phone.number)}
        if not adults:
            yield Problem(child.line, "left_contact", facts)
        elif contact.phone and keys.isdisjoint(phone_keys(contact.phone.number)):
            yield Problem(child.line, "left_phone", facts)


def bring(tx: Transaction, act: Act, children: Sequence[Child]) -> Outcome:
    """Does what `plan` says, in this transaction; with problems it writes nothing.  Refuses `no_staff`."""
    staff_rules.acting(tx, act)
    todo = plan(tx, children)
    if todo.problems:
        return Outcome(todo, 0, 0)
    outcome = Arrival(tx, act, centre_rules.centre(tx)).everything(todo)
    tx.code, tx.args = "import_children", {"count": len(todo.new) + len(todo.changed)}
    return outcome


class Arrival:
    """Writes one import.  `adults` are the guardians met so far."""

    def __init__(self, tx: Transaction, act: Act, centre: Centre) -> None:
        self.tx, self.act, self.centre = tx, act, centre
        self.adults: dict[tuple[object, ...], Person] = {}
        orders = [tx.get(Person, entry.adult) for entry in tx.by(Collector, "standing", "blocked")]
        self.ordered = {name for adult in orders if adult for name in folded_names(adult)}

    def everything(self, todo: Plan) -> Outcome:
        """Known people first, then the new ones, then their families."""
        before_places(self.tx, self.act, [place for known in todo.changed if (place := known.place)])
        for known in todo.changed:
            self.update(known)
        children = [self.add(child).id for child in todo.new]
        households = proposals = 0
        for family in todo.families:
            people = [*(children[place] for place in family.new), *family.known]
            if len(people) > 1:
                adults = [entry.adult for child in people for entry in guardians(self.tx, child)]
                proposals += propose(self.tx, self.act, [*people, *adults]) is not None
            else:
                households += self.settle(people[0])
        return Outcome(todo, households, proposals)

    def settle(self, child: int) -> bool:
        """A household of a child and its guardians; none where the list names no guardian."""
        adults = [Member(person=entry.adult, relation=entry.relation) for entry in guardians(self.tx, child)]
        if adults:
            members = (Member(person=child, relation=CHILD), *adults)
            add_household(self.tx, self.act, Household(members=members))
        return bool(adults)

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
        elif known.place is not None:
            self.tx.put(known.place)

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
        """Puts the guardians on the pick-up list: unconfirmed, unless the list lets them collect.

        Whoever has the name of somebody with an order is unconfirmed: a person looks first who it is.
        """
        for number, contact in enumerate(child.contacts, start=1):
            adult = self.adult(child, contact)
            authorised = contact.authorised and self.ordered.isdisjoint(folded_names(adult))
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
        return self.adults[key]
