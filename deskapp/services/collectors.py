"""Who may collect a child: the pick-up list, orders that forbid it, and adding somebody through a guardian.

A block outranks guardian and authorised.  Reading the list is in pickuplist.py, orders and unfit adults are
in orders.py, both to be had from here; what is asked at the moment of handing over is in collecting.py.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import people, staff
from deskapp.services.act import Act
from deskapp.services.entries import clean_day, clean_line
from deskapp.services.labels import say
from deskapp.services.orders import (
    block,
    blocked_came,
    clear_block,
    lift_withheld,
    refuse_unfit,
    withheld,
    withhold,
    write_outcome,
)
from deskapp.services.pickuplist import (
    blocks_for,
    entries,
    entry_of,
    guardian_of,
    number_on_file,
    refuse_another_record,
    refuse_look_alike,
    standing_on,
)
from deskapp.services.records import Collector, Person, Phone
from deskapp.services.refusal import Refusal

__all__ = [
    "DIGITS",
    "Reached",
    "add_by_guardian",
    "add_collector",
    "archive",
    "block",
    "blocked_came",
    "blocks_for",
    "clear_block",
    "confirm",
    "entries",
    "entry_of",
    "guardian_of",
    "lift_withheld",
    "number_on_file",
    "refuse_look_alike",
    "set_rung",
    "set_until",
    "standing_on",
    "withheld",
    "withhold",
    "write_outcome",
]

Reached = Literal["in_person_id", "phone_on_file"]

DIGITS = (1, 2, 3, 4, 5, 6, 7, 8)
"""The digits that choose an adult; 9 is always someone else."""


def add_collector(tx: Transaction, act: Act, entry: Collector) -> Collector:
    """Puts an adult on a child's list, as unconfirmed: ID seen and a call come before the first pick-up.

    Refuses `already_listed`, `order_on_file` (only a manager clears it), `unknown_person`, `own_collector`,
    `list_full`, `bad_day`.
    """
    staff.acting(tx, act)
    _refuse_listed(tx, entry.child, entry.adult)
    claimed = _claims(tx, act, entry, guardian=entry.guardian)
    plain = replace(entry, standing="unconfirmed", claimed=claimed, confirmed_by=0, confirmed_at="", times=0)
    saved = _put_on_list(tx, act, plain)
    say(tx, "add_collector", children=(entry.child,), adult=entry.adult)
    return saved


def confirm(tx: Transaction, act: Act, child: int, adult: int, guardian: int, number: str = "") -> Collector:
    """A guardian, called at the number on file, says that the adult may collect: now authorised.

    `number` empty: the first of the guardian's numbers that is safe to call.  Refuses `not_listed`,
    `order_on_file`, `already_confirmed`, `not_a_guardian`, `guardian_blocked`, `number_not_on_file`,
    `no_number_on_file`.
    """
    staff.acting(tx, act)
    entry = _listed(tx, child, adult)
    if entry.standing == "authorised":
        raise Refusal("already_confirmed", child=child, adult=adult)
    refuse_another_record(tx, child, adult)
    refuse_unfit(tx, act, child, guardian)
    reached = number_on_file(tx, child, guardian, number)
    saved = tx.put(
        replace(
            entry,
            standing="authorised",
            confirmed_by=act.staff,
            confirmed_at=act.instant,
            confirmed_with=guardian,
            confirmed_number=reached,
        )
    )
    say(tx, "confirm_collector", children=(child,), adult=adult, guardian=guardian)
    return saved


def set_until(
    tx: Transaction, act: Act, child: int, adult: int, until: str = "", only_on: str = ""
) -> Collector:
    """How long the adult may collect: to a last day, on one day only, or (both empty) for good.

    What had run out does not come back by itself, and nobody but a guardian gives more time: whoever gets it
    is unconfirmed until one has confirmed it.  Refuses `not_listed`, `order_on_file`, `bad_day`.
    """
    staff.acting(tx, act)
    entry = _listed(tx, child, adult)
    until, only_on = clean_day(until) if until else "", clean_day(only_on) if only_on else ""
    if standing_on(entry, act.day) == "expired" or not _within(entry, until, only_on):
        entry = replace(
            entry,
            standing="unconfirmed",
            confirmed_by=0,
            confirmed_at="",
            confirmed_with=0,
            confirmed_number="",
        )
    saved = tx.put(replace(entry, until=until, only_on=only_on))
    say(tx, "change_collector", children=(child,), adult=adult)
    return saved


def set_rung(
    tx: Transaction, act: Act, child: int, adult: int, *, guardian: bool, rung: int, relation: str
) -> Collector:
    """Whether the adult is a guardian, at which place of the call ladder, and how they are related."""
    staff.acting(tx, act)
    entry = entry_of(tx, child, adult)
    if entry is None:
        raise Refusal("not_listed", child=child, adult=adult)
    claimed = _claims(tx, act, entry, guardian=guardian)
    saved = tx.put(
        replace(entry, guardian=guardian, claimed=claimed, rung=max(0, rung), relation=clean_line(relation))
    )
    say(tx, "change_collector", children=(child,), adult=adult)
    return saved


def _claims(reader: Reader, act: Act, entry: Collector, *, guardian: bool) -> bool:
    """Whether that is only said at the counter: a stranger could be put on the list as a guardian, and let
    himself be asked.  The first guardian of a child enrols it; whoever was one before stays one.
    """
    if not guardian or staff.acting(reader, act).role == "manager":
        return False
    if entry.id and entry.guardian:
        return entry.claimed
    others = entries(reader, entry.child)
    return any(one.guardian and not one.claimed and one.adult != entry.adult for one in others)


def archive(tx: Transaction, act: Act, child: int, adult: int) -> None:
    """Takes an adult off the list; the digit stays theirs.  Refuses `not_listed`, `order_on_file`."""
    staff.acting(tx, act)
    tx.put(replace(_listed(tx, child, adult), archived=True))
    say(tx, "archive_collector", children=(child,), adult=adult)


def add_by_guardian(
    tx: Transaction,
    act: Act,
    child: int,
    guardian: int,
    reached: Reached,
    *,
    adult: int = 0,
    name: str = "",
    latin_name: str = "",
    phone: str = "",
    relation: str = "",
    number: str = "",
    today_only: bool = True,
) -> Collector:
    """A guardian lets somebody else collect, by default only today: `adult` on file, or a new person by name.

    `reached`: the guardian stands here and showed ID, or was called at the number on file (`number`; empty:
    the first safe one), never at one the caller gave.  Whoever may collect already, for as long or longer,
    keeps what they have.  Refuses `not_a_guardian`, `guardian_blocked`,
    `number_not_on_file`, `no_number_on_file`, `order_on_file`, `looks_blocked` (the name or telephone of
    somebody with an order), `own_word` (a guardian in person about themselves: an ID is not the call that
    must come before the first pick-up; a manager may answer for it), `own_collector`, `list_full`, and what
    people.add_person refuses.
    """
    staff.acting(tx, act)
    refuse_unfit(tx, act, child, guardian)
    if reached == "phone_on_file":
        called = number_on_file(tx, child, guardian, number)
    else:
        guardian_of(tx, child, guardian)
        called = ""
        if adult == guardian and staff.acting(tx, act).role != "manager":
            raise Refusal("own_word", child=child, adult=adult)
    if not adult:
        refuse_look_alike(tx, child, name, latin_name, phone)
        phones = (Phone(number=phone),) if phone.strip() else ()
        adult = people.add_person(tx, act, Person(name=name, latin_name=latin_name, phones=phones)).id
    standing = next(iter(tx.by(Collector, "pair", (child, adult))), None)
    if standing is not None and standing.standing == "blocked":
        raise Refusal("order_on_file", child=child, adult=adult)
    holds = standing if standing and not standing.archived else None
    if holds and standing_on(holds, act.day) == "authorised" and (today_only or _within(holds, "", "")):
        return holds
    entry = replace(
        standing or Collector(child=child, adult=adult),
        relation=clean_line(relation) or (standing.relation if standing else ""),
        standing="authorised",
        only_on=act.day if today_only else "",
        until="",
        confirmed_by=act.staff,
        confirmed_at=act.instant,
        confirmed_with=guardian,
        confirmed_number=called,
    )
    saved = _put_on_list(tx, act, entry)
    say(tx, "add_by_guardian", children=(child,), adult=adult, guardian=guardian, reached=reached)
    return saved


def _within(entry: Collector, until: str, only_on: str) -> bool:
    """Whether the entry already holds on every day that is asked for."""
    if entry.only_on:
        return only_on == entry.only_on
    last = only_on or until
    return not entry.until or bool(last and last <= entry.until)


def _listed(reader: Reader, child: int, adult: int) -> Collector:
    entry = entry_of(reader, child, adult)
    if entry is None:
        raise Refusal("not_listed", child=child, adult=adult)
    if entry.standing == "blocked":
        raise Refusal("order_on_file", child=child, adult=adult)
    return entry


def _refuse_listed(reader: Reader, child: int, adult: int) -> None:
    entry = entry_of(reader, child, adult)
    if entry is not None:
        code = "order_on_file" if entry.standing == "blocked" else "already_listed"
        raise Refusal(code, child=child, adult=adult)


def _put_on_list(tx: Transaction, act: Act, entry: Collector) -> Collector:
    """Stores an entry with a digit of its own, in place of an archived one about the same adult."""
    if entry.adult == entry.child:
        raise Refusal("own_collector", child=entry.child)
    people.known(tx, entry.child)
    refuse_another_record(tx, entry.child, entry.adult)
    kept = next(iter(tx.by(Collector, "pair", (entry.child, entry.adult))), None)
    if kept is not None:
        entry = replace(
            entry, id=kept.id, rev=kept.rev, number=kept.number, times=kept.times, last_day=kept.last_day
        )
    if not entry.number:
        entry = replace(entry, number=_free_digit(tx, act, entry.child))
    return tx.put(
        replace(
            entry,
            archived=False,
            relation=clean_line(entry.relation),
            until=clean_day(entry.until) if entry.until else "",
            only_on=clean_day(entry.only_on) if entry.only_on else "",
        )
    )


def _free_digit(tx: Transaction, act: Act, child: int) -> int:
    """A digit nobody had for this child; when all are used, that of somebody who came for one day, long ago.

    Raises Refusal list_full.
    """
    held = {entry.number: entry for entry in tx.by(Collector, "child", child) if entry.number}
    for digit in DIGITS:
        if digit not in held:
            return digit
    past = [
        entry for entry in held.values() if entry.only_on and entry.only_on < act.day and not entry.guardian
    ]
    if not past:
        raise Refusal("list_full", child=child, limit=len(DIGITS))
    oldest = min(past, key=lambda entry: entry.only_on)
    tx.put(replace(oldest, number=0, archived=True))
    return oldest.number
