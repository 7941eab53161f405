"""Finding people: by what is typed, and those who are perhaps the same as somebody new."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import NamedTuple

from db import Reader
from deskapp import names
from deskapp.services.records import Collector, Enrolment, Household, Person

LONGEST_QUERY = 100
SHORTEST_GROUP = 2
_made: dict[int, tuple[Person, names.SearchText]] = {}  # the search text of every person seen, while it holds


class Match(NamedTuple):
    """One person found.  `rank` is names.EXACT (a code or card), NAME, READING, INITIALS, PHONE, INSIDE or
    JOINED.

    `what`: child, guardian, collector, archived.  `phone_tail`: last four digits of the first number.
    `household`: id of the household they live in, 0 where there is none.
    """

    person: int
    name: str
    latin_name: str
    code: str
    born: str
    what: tuple[str, ...]
    phone_tail: str
    household: int
    rank: int


def find(
    reader: Reader,
    text: str,
    *,
    first: Iterable[int] = (),
    limit: int = 30,
    archived: bool = False,
    groups: bool = False,
) -> list[Match]:
    """Whom the typed text fits, best first: the people in `first` (this screen's rows), then everybody.

    Chinese characters, whole pinyin, initials, surname, Latin names in either order, code, card, the last
    digits of a phone (three or more).  `groups`: where that fits nobody, the children of a group or school
    ("bus 7").  Archived people are left out unless asked for, then they are last.
    """
    query = names.query_of(text[:LONGEST_QUERY])
    if not query.letters:
        return []
    people = [person for person in reader.all(Person) if archived or not person.archived]
    found = [
        (rank, person)
        for person in people
        if (rank := names.matches(query, _search_text(person))) is not None
    ]
    if any(rank < names.INSIDE for rank, _person in found):  # what may be meant so is no second match
        found = [(rank, person) for rank, person in found if rank != names.JOINED]
    if groups and not found:
        together = _children_of(reader, query)
        found = [(names.INSIDE, person) for person in people if person.id in together]
    here = frozenset(first)
    ranked = [
        (
            (person.archived, person.id not in here, rank, names.sort_key(person), person.born),
            person.id,
            rank,
            person,
        )
        for rank, person in found
    ]
    return [match_of(reader, person, rank) for *_, rank, person in nsmallest(limit, ranked)]


def _children_of(reader: Reader, query: names.Query) -> set[int]:
    """Who has a place in the group or school that is called so, else in those whose names begin so; two
    letters at least.
    """
    if len(query.letters) < SHORTEST_GROUP:
        return set()
    called = [
        (names.query_of(text).letters, place.child)
        for place in reader.all(Enrolment)
        for text in (place.group, f"{place.school} {place.grade}")
    ]
    exactly = {child for name, child in called if name == query.letters}
    return exactly or {child for name, child in called if name.startswith(query.letters)}


def match_of(reader: Reader, person: Person, rank: int = names.EXACT) -> Match:
    """A person as find shows them."""
    homes = reader.by(Household, "person", person.id)
    standing = [home.id for home in homes if not (home.proposed or home.archived)]
    number = names.digits_of(person.phones[0].number) if person.phones else ""
    return Match(
        person=person.id,
        name=person.name,
        latin_name=person.latin_name,
        code=person.code,
        born=person.born,
        what=what_they_are(reader, person),
        phone_tail=number[-4:],
        household=min(standing, default=0),
        rank=rank,
    )


def what_they_are(reader: Reader, person: Person) -> tuple[str, ...]:
    """What the centre knows a person as: blocked (an order is on file), child, guardian, collector, archived;
    several may hold, or none.
    """
    listed = [entry for entry in reader.by(Collector, "adult", person.id) if not entry.archived]
    facts = {
        "blocked": any(entry.standing == "blocked" for entry in listed),
        "child": any(True for _ in reader.by(Enrolment, "child", person.id)),
        "guardian": any(entry.guardian for entry in listed),
        "collector": any(not entry.guardian and entry.standing != "blocked" for entry in listed),
        "archived": person.archived,
    }
    return tuple(code for code, holds in facts.items() if holds)


def by_card(reader: Reader, card: str) -> Person | None:
    """Who carries a card: its six digits, with or without `;`.  None for nobody or a wrong check digit."""
    digits = names.valid_card(card)
    return next(iter(reader.by(Person, "card", digits)), None) if digits else None


def duplicates(reader: Reader, person: Person) -> list[Person]:
    """Who is perhaps the same: same name and birth date, or a shared phone; archived people too, last."""
    said = _folded_names(person)
    found = {
        other.id: other
        for number in person.phones
        for key in phone_keys(number.number)
        for other in reader.by(Person, "phone", key)
    }
    if person.born:
        found |= {
            other.id: other
            for other in reader.all(Person)
            if other.born == person.born and said & _folded_names(other)
        }
    found.pop(person.id, None)
    return sorted(found.values(), key=lambda other: (other.archived, other.id))


def match_existing(reader: Reader, name: str, born: str = "", phones: Iterable[str] = ()) -> Person | None:
    """The person whom a line of an import means, or None: nobody is ever taken for another on a name alone.

    With a birth date (a child): same name and birth date.  Without (an adult): same name and a shared phone.
    The name may be the Latin one.  Archived people count: an import must not bring them twice.
    """
    wanted = names.fold(name)
    if born:
        named = [
            *reader.by(Person, "name", names.visible(name)),
            *reader.by(Person, "latin_name", names.visible(name)),
        ]
        found = [person for person in named if person.born == born]
    else:
        found = [
            person
            for number in phones
            for key in phone_keys(number)
            for person in reader.by(Person, "phone", key)
            if wanted in _folded_names(person)
        ]
    return min(found, key=lambda person: (person.archived, person.id), default=None)


def phone_keys(number: str) -> tuple[str, ...]:
    """The digits under which a number may be on file: as given, and with or without China's +86."""
    digits = names.digits_of(number)
    if not digits:
        return ()
    bare = digits.removeprefix("00").removeprefix("86") if len(digits) in (13, 15) else digits
    other = (bare, "86" + bare, "0086" + bare) if len(bare) == 11 and bare.startswith("1") else ()
    return tuple(dict.fromkeys((digits, *other)))


def _folded_names(person: Person) -> set[str]:
    return {names.fold(text) for text in (person.name, person.latin_name) if text}


def _search_text(person: Person) -> names.SearchText:
    """Kept until the person changes: making it costs fifty times as much as searching it."""
    kept = _made.get(person.id)
    if kept is not None and kept[0] == person:
        return kept[1]
    numbers = [phone.number for phone in person.phones]
    text = names.search_text(person, person.code, person.card, numbers)
    _made[person.id] = (person, text)
    return text
