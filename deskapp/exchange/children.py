"""Turns the rows of a list into children, and finds what is wrong with them before anything is kept."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from deskapp.exchange import cells
from deskapp.exchange.mapping import Columns
from deskapp.exchange.problems import Problem
from deskapp.exchange.rows import RowReader
from deskapp.exchange.tables import Row
from deskapp.services.entries import clean_code
from deskapp.services.finding import phone_keys
from deskapp.services.records import Allergy, Phone, Sex
from deskapp.text import fold

CONTACTS = (1, 2)


class Contact(NamedTuple):
    """A guardian as listed.  `place` is 1 or 2; `authorised` says that the list lets them collect."""

    place: int
    name: str
    relation: str
    phone: Phone | None
    authorised: bool

    @property
    def digits(self) -> str:
        """The phone as bare digits, without China's +86; empty for none."""
        return min(phone_keys(self.phone.number), key=len) if self.phone else ""

    @property
    def key(self) -> tuple[str, str]:
        """Who this is: contacts with the same name and phone are one person."""
        return fold(self.name), self.digits


class Child(NamedTuple):
    """One good row.  Empty text, weekdays () and allergies None mean that the list does not say."""

    line: int
    name: str
    latin_name: str
    code: str
    sex: Sex
    born: str
    school: str
    grade: str
    weekdays: tuple[int, ...]
    expected: str
    contacts: tuple[Contact, ...]
    address: str
    allergies: tuple[Allergy, ...] | None
    group: str
    notes: str

    @property
    def identities(self) -> list[tuple[str, ...]]:
        """What this child is known by, strongest first: code, name and birth, name and a guardian's phone."""
        name = fold(self.name)
        found: list[tuple[str, ...]] = [("code", fold(self.code))] if self.code else []
        if self.born:
            found.append(("born", name, self.born))
        else:
            phones = [contact.digits for contact in self.contacts if contact.phone]
            found += [("phone", name, digits) for digits in phones] or [("name", name)]
        return found


def read_children(
    rows: Sequence[Row], columns: Columns, today: datetime.date
) -> tuple[list[Child], list[Problem]]:
    """The children of all good rows, and every problem of the others.  `today` is the centre's local day."""
    children: list[Child] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], Child] = {}
    for row in rows:
        reader = ChildReader(row, columns.sources, today)
        child = reader.child()
        problems += reader.problems
        if reader.problems:
            continue
        for identity in child.identities:
            other = seen.setdefault(identity, child)
            if other is not child:
                problems.append(twice(child, other, identity))
                break
        else:
            children.append(child)
    return children, problems


def twice(child: Child, other: Child, identity: tuple[str, ...]) -> Problem:
    """The second of two rows for one child, or for two children who claim one code."""
    clash = identity[0] == "code" and fold(child.name) != fold(other.name)
    facts: dict[str, str | int] = {"first": other.line}
    if clash:
        facts["code"] = child.code
    return Problem(child.line, "code_twice" if clash else "duplicate_row", facts)


class ChildReader(RowReader):
    """Reads one row as a child."""

    def contact(self, place: int, authorised: frozenset[int]) -> Contact | None:
        """The guardian in this place; None where the list names nobody."""
        name, relation = self.name(f"guardian_{place}"), self.plain(f"relation_{place}")
        phone = self.read(f"phone_{place}", cells.phone, None)
        if name:
            return Contact(place, name, relation.lower(), phone, place in authorised)
        if phone is not None:
            facts: dict[str, str | int] = {"field": f"phone_{place}", "text": phone.number}
            self.problems.append(Problem(self.row.line, "phone_without_guardian", facts))
        return None

    def child(self) -> Child:
        """The child of this row; not to be used where there are problems."""
        pattern = self.pattern("born")
        authorised: frozenset[int] = self.read("may_collect", cells.may_collect, frozenset())
        contacts = [self.contact(place, authorised) for place in CONTACTS]
        no_weekdays: tuple[int, ...] = ()
        child = Child(
            line=self.row.line,
            name=self.name("name"),
            latin_name=self.name("latin_name"),
            code=self.read("code", clean_code, ""),
            sex=self.read("sex", cells.sex, ""),
            born=self.read("born", lambda text: cells.born(text, self.today, pattern), ""),
            school=self.plain("school"),
            grade=self.plain("grade"),
            weekdays=self.read("weekdays", cells.weekdays, no_weekdays),
            expected=self.read("expected", cells.clock, ""),
            contacts=tuple(contact for contact in contacts if contact),
            address=self.plain("address"),
            allergies=self.read("allergies", cells.allergies, None),
            group=self.plain("group"),
            notes=self.plain("notes"),
        )
        if not child.name and not self.text("name"):
            self.problems.insert(0, Problem(self.row.line, "no_name"))
        if len({contact.key for contact in child.contacts if contact.phone}) < len(
            [contact for contact in child.contacts if contact.phone]
        ):
            self.problems.append(Problem(self.row.line, "same_guardian_twice"))
        return child
