"""A client's sheet with all that belongs to it: who it is, whether meals come today, route and contact."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.services.act import Act
from deskapp.services.meals import clients
from deskapp.services.meals.clashes import Clash, cooked, forbidden, known
from deskapp.services.meals.dayorders import next_hold, standing_on
from deskapp.services.meals.menus import dishes_on
from deskapp.services.meals.records import Client, Hold, Route, Standing
from deskapp.services.records import Person


class Brought(NamedTuple):
    """A client as on file, what they are today, and the pause that holds or is the next to come."""

    client: Client
    standing: Standing
    hold: Hold | None
    route: Route | None


class Sheet(NamedTuple):
    """The same with the person, and whom to call when nobody opens."""

    client: Client
    standing: Standing
    hold: Hold | None
    route: Route | None
    person: Person
    contact: Person | None


def sheet_of(reader: Reader, act: Act, client: int) -> Sheet:
    """The client's sheet.  Refuses `unknown_client`."""
    found = clients.client_of(reader, client)
    person = reader.get(Person, found.person)
    assert person is not None  # a client refers to the person, who is never deleted
    contact = reader.get(Person, found.contact) if found.contact else None
    return Sheet(*_brought(reader, act, found), person, contact)


def clashes_on(reader: Reader, client: Client, person: Person, day: str) -> tuple[Clash, ...] | None:
    """What of the dishes of a day the client must not get; None where no menu is written for it."""
    dishes = dishes_on(reader, day)
    return cooked(dishes).clashes(forbidden(client, person, known(reader))) if dishes else None


def brought_to(reader: Reader, act: Act, person: int) -> Brought | None:
    """The client that a person is, if they are one; nothing in it is withheld from anybody."""
    found = clients.of_person(reader, person)
    return _brought(reader, act, found) if found is not None else None


def _brought(reader: Reader, act: Act, client: Client) -> Brought:
    return Brought(
        client,
        standing_on(reader, client, act.day),
        next_hold(reader, client.id, act.day),
        reader.get(Route, client.route) if client.route else None,
    )
