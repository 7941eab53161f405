"""Who of a list is on file already: by code, name and birth date, or name and a guardian's phone."""

from __future__ import annotations

from collections.abc import Iterator

from db import Reader
from deskapp.exchange.children import Child, Contact
from deskapp.exchange.problems import Problem
from deskapp.services.finding import match_existing, phone_keys
from deskapp.services.records import Collector, Enrolment, Person
from deskapp.text import fold


def on_file(reader: Reader, child: Child) -> Person | Problem | None:
    """The child's record, None for a new child, or the problem that nobody but a person can decide."""
    if child.code:
        for holder in reader.by(Person, "code", child.code):
            if fold(child.name) in folded_names(holder) or (child.born and child.born == holder.born):
                return holder
            return Problem(child.line, "code_taken", {"code": child.code, "other": holder.id})
    if child.born and (found := match_existing(reader, child.name, child.born)):
        return found
    for person in wards(reader, child):
        if fold(child.name) in folded_names(person) and not (child.born and person.born):
            return person
    if child.born or any(contact.phone for contact in child.contacts):
        return None
    namesakes = [
        person
        for person in reader.by(Person, "name", child.name)
        if next(iter(reader.by(Enrolment, "child", person.id)), None)
    ]
    if len(namesakes) > 1:
        return Problem(child.line, "ambiguous", {"count": len(namesakes)})
    return namesakes[0] if namesakes else None


def wards(reader: Reader, child: Child) -> Iterator[Person]:
    """The children on file who have one of this child's guardians' phones on their list."""
    for contact in child.contacts:
        for key in phone_keys(contact.phone.number) if contact.phone else ():
            for adult in reader.by(Person, "phone", key):
                for entry in reader.by(Collector, "adult", adult.id):
                    person = reader.get(Person, entry.child)
                    if person is not None:
                        yield person


def guardian_phones(reader: Reader) -> Iterator[tuple[int, str]]:
    """Each enrolled child's id with the digits of each phone of each of its guardians."""
    for entry in reader.all(Collector):
        if not entry.guardian or entry.archived or entry.standing == "blocked":
            continue
        adult = reader.get(Person, entry.adult)
        for phone in adult.phones if adult else ():
            keys = phone_keys(phone.number)
            if keys:
                yield entry.child, min(keys, key=len)


def guardian_key(child: Child, contact: Contact) -> tuple[object, ...]:
    """Who a contact is: the same name and phone is one person, without a phone one for each child."""
    return contact.key if contact.phone else (contact.key, child.line)


def guardian_on_file(reader: Reader, contact: Contact) -> Person | None:
    """The contact's record, where one with the same name and phone is on file."""
    return match_existing(reader, contact.name, phones=[contact.phone.number]) if contact.phone else None


def folded_names(person: Person) -> set[str]:
    """The names of a person as they are compared."""
    return {fold(text) for text in (person.name, person.latin_name) if text}
