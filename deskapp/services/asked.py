"""Who is on a ladder: its rungs by code, without calls and times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from db import Reader
from deskapp.services import centre as centres
from deskapp.services import people, staff
from deskapp.services.meals.records import Client
from deskapp.services.pickuplist import entries, standing_on
from deskapp.services.records import Call, Collector, Enrolment, Result

AMBULANCE = "120"


class Rung(NamedTuple):
    """One step of the ladder.

    `code`: rooms, escort, guardian, collector, deputy, manager, police; `person` is a Person id for
    guardian and collector, a Staff id for the manager, else 0.  `due` is the minute, from today's midnight
    on, by which it is to be tried, or tried again; `by` says it as clocks.when does, empty where a number
    was wrong and is never tried again; `late`: that time has come.
    """

    code: str
    person: int
    name: str
    latin_name: str
    relation: str
    number: str
    by: str = ""
    due: int = 0
    late: bool = False
    tried: tuple[Call, ...] = ()
    results: tuple[Result, ...] = ()


class About(NamedTuple):
    """Whose ladder it is, on which day."""

    reader: Reader
    day: str
    person: int


def _rung(
    code: str, name: str, number: str, person: int = 0, relation: str = "", latin_name: str = ""
) -> Rung:
    return Rung(code, person, name, latin_name, relation, number)


def _rooms(_: About) -> Iterator[Rung]:
    yield _rung("rooms", "", "")


def _escort(about: About) -> Iterator[Rung]:
    place = next(iter(about.reader.by(Enrolment, "child", about.person)), None)
    if place is not None and (place.escort_phone or place.school):
        yield _rung("escort", place.group or place.school, place.escort_phone)


def _guardians(about: About) -> Iterator[Rung]:
    listed = [entry for entry in _reachable(about) if entry.guardian]
    for entry in sorted(listed, key=lambda one: (one.rung or 99, one.number or 99)):
        yield from _adults(about.reader, "guardian", entry, every_number=True)


def _collectors(about: About) -> Iterator[Rung]:
    for entry in _reachable(about):
        if not entry.guardian and standing_on(entry, about.day) == "authorised":
            yield from _adults(about.reader, "collector", entry, every_number=False)


def _reachable(about: About) -> list[Collector]:
    """Everybody on the list but those with an order: they are called by nobody and learn nothing."""
    return [entry for entry in entries(about.reader, about.person) if entry.standing != "blocked"]


def _adults(reader: Reader, code: str, entry: Collector, *, every_number: bool) -> Iterator[Rung]:
    """A rung for each number that is safe to call, or for the first of them."""
    adult = people.known(reader, entry.adult)
    safe = [phone.number for phone in adult.phones if phone.safe]
    for number in safe if every_number else safe[:1]:
        yield _rung(code, adult.name, number, adult.id, entry.relation, adult.latin_name)


def _deputy(about: About) -> Iterator[Rung]:
    deputy = centres.centre(about.reader).deputy
    if deputy:
        yield _rung("deputy", "", deputy)


def _manager(about: About) -> Iterator[Rung]:
    for one in staff.all_staff(about.reader):
        if one.role == "manager":
            yield _rung("manager", one.name, one.phone, one.id, latin_name=one.latin_name)


def _police(about: About) -> Iterator[Rung]:
    yield _rung("police", "", centres.centre(about.reader).police)


def _client(about: About) -> Iterator[Rung]:
    """The client's own numbers that are safe to call; without one somebody goes there."""
    person = people.known(about.reader, about.person)
    for phone in person.phones:
        if phone.safe:
            yield _rung("client", person.name, phone.number, person.id, latin_name=person.latin_name)


def _contact(about: About) -> Iterator[Rung]:
    """The emergency contact of a meal client."""
    client = next(iter(about.reader.by(Client, "person", about.person)), None)
    contact = people.known(about.reader, client.contact) if client is not None and client.contact else None
    if client is None or contact is None:
        return
    for phone in contact.phones:
        if phone.safe:
            yield _rung(
                "contact", contact.name, phone.number, contact.id, client.relation, contact.latin_name
            )


def _visit(_: About) -> Iterator[Rung]:
    yield _rung("visit", "", "")


def _ambulance(_: About) -> Iterator[Rung]:
    yield _rung("ambulance", "", AMBULANCE)


RUNGS: dict[str, Callable[[About], Iterator[Rung]]] = {
    "client": _client,
    "contact": _contact,
    "visit": _visit,
    "ambulance": _ambulance,
    "rooms": _rooms,
    "escort": _escort,
    "guardian": _guardians,
    "collector": _collectors,
    "deputy": _deputy,
    "manager": _manager,
    "police": _police,
}
