"""Anybody the centre knows: added once, changed, archived; never typed twice and never deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp import names
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.entries import (
    clean_birth,
    clean_code,
    clean_line,
    clean_name,
    clean_number,
    clean_words,
)
from deskapp.services.finding import Match, by_card, duplicates, find, match_existing, what_they_are
from deskapp.services.labels import say
from deskapp.services.meals.records import Client
from deskapp.services.records import (
    Allergy,
    Collector,
    Concern,
    Enrolment,
    Looked,
    OpenStay,
    Person,
    Phone,
    Sex,
)
from deskapp.services.refusal import Refusal
from deskapp.typed import says_nothing

__all__ = [
    "Match",
    "add_person",
    "archive_person",
    "by_card",
    "change_person",
    "clean_name",
    "clean_person",
    "duplicates",
    "find",
    "give_card",
    "known",
    "match_existing",
    "unarchive_person",
    "what_they_are",
]


def known(reader: Reader, person: int) -> Person:
    """The record of a person.  Refuses `unknown_person`."""
    found = reader.get(Person, person)
    if found is None:
        raise Refusal("unknown_person", person=person)
    return found


def add_person(tx: Transaction, act: Act, person: Person, despite: Collection[int] = ()) -> Person:
    """Somebody new, with the readings of their name worked out; returns the record with its id.

    Refuses `looks_like` (person: the first of `count` records with the same name and birth date, or the same
    phone) unless all of them are in `despite`: somebody looked at them and said no.  Refuses as clean_person.
    """
    staff.acting(tx, act)
    person = clean_person(tx, act, replace(person, id=0, readings=(), archived=False))
    alike = [other.id for other in duplicates(tx, person) if other.id not in despite]
    if alike:
        raise Refusal("looks_like", person=alike[0], count=len(alike))
    saved = tx.put(person)
    say(tx, "add_person", person=saved.id)
    return saved


def change_person(tx: Transaction, act: Act, person: Person) -> Person:
    """Replaces a person's details.  Refuses `unknown_person` and as clean_person.

    An address that is withheld is in the clear again only by a manager (`manager_only`), and that is written
    down as a look at it is: the household's is, too, from then on.
    A record changed meanwhile at another terminal is a db.Conflict: nothing of it is overwritten.
    """
    staff.acting(tx, act)
    before = known(tx, person.id)
    lifted = before.address_withheld and not person.address_withheld
    if lifted:
        staff.acting_manager(tx, act)
        tx.put(Looked(day=act.day, at=act.instant, by=act.staff, person=before.id, what="address"))
    saved = tx.put(clean_person(tx, act, replace(person, archived=before.archived), before))
    withheld = saved.address_withheld and not before.address_withheld
    label = "lift_address" if lifted else "withhold_address" if withheld else "change_person"
    say(tx, label, person=saved.id)
    return saved


def archive_person(tx: Transaction, act: Act, person: int) -> Person:
    """Puts a record away: found only when asked for.  Nobody is deleted.

    Refuses `already_archived`; `still_here` (in the building), `still_enrolled`, `still_client` (meals go
    on), `open_concern`, and for an adult `still_blocked` or `still_collector` with the child: what protects a
    child is not tidied away.
    """
    staff.acting(tx, act)
    before = known(tx, person)
    if before.archived:
        raise Refusal("already_archived", person=person)
    for stay in tx.by(OpenStay, "child", person):
        raise Refusal("still_here", person=person, day=stay.day)
    for enrolment in tx.by(Enrolment, "child", person):
        if not enrolment.until or enrolment.until >= act.day:
            raise Refusal("still_enrolled", person=person)
    for client in tx.by(Client, "person", person):
        if client.status in ("pending", "active"):
            raise Refusal("still_client", person=person)
    if any(person in (concern.child, concern.adult) for concern in tx.all(Concern) if not concern.closed_at):
        raise Refusal("open_concern", person=person)
    for entry in tx.by(Collector, "adult", person):
        child = tx.get(Person, entry.child)
        if not entry.archived and child is not None and not child.archived:
            code = "still_blocked" if entry.standing == "blocked" else "still_collector"
            raise Refusal(code, person=person, child=entry.child)
    say(tx, "archive_person", person=person)
    return tx.put(replace(before, archived=True))


def unarchive_person(tx: Transaction, act: Act, person: int) -> Person:
    """Takes a record out again.  Refuses `not_archived`."""
    staff.acting(tx, act)
    before = known(tx, person)
    if not before.archived:
        raise Refusal("not_archived", person=person)
    say(tx, "unarchive_person", person=person)
    return tx.put(replace(before, archived=False))


def give_card(tx: Transaction, act: Act, person: int) -> Person:
    """A new card for a person, with a number nobody has; the old card stops working."""
    from secrets import randbelow  # 4 ms that no other rule needs

    staff.acting(tx, act)
    before = known(tx, person)
    while (card := names.new_card(randbelow(100_000))) == before.card or by_card(tx, card) is not None:
        pass
    say(tx, "give_card", person=person)
    return tx.put(replace(before, card=card))


def clean_person(reader: Reader, act: Act, person: Person, before: Person | None = None) -> Person:
    """The record as it may be kept: text cleaned, readings worked out anew only where the name changed.

    Refuses `empty_name`, `name_too_long`, `text_too_long`, `bad_birth_date`, `bad_phone`, `bad_card`,
    `bad_sex`, `allergy_missing`, `allergy_too_long`, and `code_taken` or `card_taken` (other:
    the person who has it).
    """
    if person.sex not in get_args(Sex):
        raise Refusal("bad_sex", sex=str(person.sex))
    name, latin_name = clean_name(person.name), person.latin_name
    latin_name = clean_name(latin_name) if latin_name.strip() else ""
    said = before.readings if before and (before.name, before.latin_name) == (name, latin_name) else ()
    cleaned = replace(
        person,
        name=name,
        latin_name=latin_name,
        readings=said or names.readings(name, latin_name),
        code=clean_code(person.code),
        card=_card(person.card),
        born=clean_birth(person.born, act.day),
        phones=_phones(person.phones),
        address=clean_line(person.address),
        language=clean_line(person.language),
        allergies=None if person.allergies is None else _allergies(person.allergies),
        alert=clean_line(person.alert),
        consent_by=clean_line(person.consent_by),
        consent_day=clean_birth(person.consent_day, act.day),
        notes=clean_line(person.notes),
    )
    for index, key in (("code", cleaned.code), ("card", cleaned.card)):
        other = next(iter(reader.by(Person, index, key)), None) if key else None
        if other is not None and other.id != person.id:
            raise Refusal(f"{index}_taken", taken=key, other=other.id)
    return cleaned


def _card(text: str) -> str:
    if not text.strip():
        return ""
    card = names.valid_card(text)
    if not card:
        raise Refusal("bad_card")
    return card


def _phones(phones: tuple[Phone, ...]) -> tuple[Phone, ...]:
    """Each number once; one that is unsafe in any line is unsafe."""
    kept: dict[str, Phone] = {}
    for phone in phones:
        number = clean_number(phone.number)
        digits = names.digits_of(number)
        first = kept.get(digits)
        kept[digits] = Phone(
            number=first.number if first else number, safe=phone.safe and (first is None or first.safe)
        )
    return tuple(kept.values())


def _allergies(allergies: tuple[Allergy, ...]) -> tuple[Allergy, ...]:
    return tuple(
        Allergy(what=_harm(one.what), action=clean_line(one.action), words=clean_words(one.words))
        for one in allergies
    )


def _harm(what: str) -> str:
    """What an allergy is called."""
    if says_nothing(what):
        raise Refusal("allergy_missing")
    try:
        return clean_name(what)
    except Refusal as refused:
        code = "allergy_missing" if refused.code == "empty_name" else "allergy_too_long"
        raise Refusal(code, **refused.facts) from refused
