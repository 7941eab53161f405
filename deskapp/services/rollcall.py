"""Everyone in the building, head by head: the roll call, and the head-count against the list."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import concerns, staff
from deskapp.services.act import Act
from deskapp.services.childday import ChildRow, child_day
from deskapp.services.derivation import INSIDE
from deskapp.services.labels import say
from deskapp.services.records import HeadCount, OpenStay, RollCall
from deskapp.services.refusal import Refusal

MOST_HEADS = 10_000


class Head(NamedTuple):
    """A child of a roll call.  `listed`: was in when it began; `inside`: is in by the list now."""

    row: ChildRow
    listed: bool
    inside: bool
    ticked: bool
    needs_help: bool


class RollCallPage(NamedTuple):
    """A roll call, by group and surname; without one (None) whoever is in the building now.

    `seen` of `to_find` heads were ticked; children who left meanwhile need not be found.
    """

    call: RollCall | None
    groups: tuple[tuple[str, tuple[Head, ...]], ...]
    seen: int
    to_find: int


def inside(reader: Reader) -> tuple[int, ...]:
    """Every child in the building, whenever their stay began."""
    return tuple(pointer.child for pointer in reader.all(OpenStay))


def start(tx: Transaction, act: Act) -> RollCall:
    """Begins a roll call of everyone in the building; one that runs already goes on."""
    staff.acting(tx, act)
    running = running_call(tx, act)
    if running is not None:
        return running
    saved = tx.put(RollCall(day=act.day, at=act.instant, by=act.staff, listed=inside(tx)))
    say(tx, "roll_call", roll_call=saved.id)
    return saved


def running_call(reader: Reader, act: Act) -> RollCall | None:
    """The roll call of today that was not ended."""
    return next((call for call in reader.on(RollCall, act.day) if not call.ended_at), None)


def tick(tx: Transaction, act: Act, call: int, person: int) -> RollCall:
    """This head was seen.  Refuses `no_roll_call`, `already_ticked`, `not_in_roll_call`."""
    staff.acting(tx, act)
    running = _running(tx, act, call)
    if person in running.ticked:
        raise Refusal("already_ticked", person=person)
    if person not in running.listed and person not in inside(tx):
        raise Refusal("not_in_roll_call", person=person)
    saved = tx.put(replace(running, ticked=(*running.ticked, person)))
    say(tx, "tick", roll_call=call, person=person)
    return saved


def untick(tx: Transaction, act: Act, call: int, person: int) -> RollCall:
    """The tick was a mistake.  Refuses `no_roll_call`, `not_ticked`."""
    staff.acting(tx, act)
    running = _running(tx, act, call)
    if person not in running.ticked:
        raise Refusal("not_ticked", person=person)
    saved = tx.put(replace(running, ticked=tuple(one for one in running.ticked if one != person)))
    say(tx, "untick", roll_call=call, person=person)
    return saved


def end(tx: Transaction, act: Act, call: int) -> RollCall:
    """The roll call is over.  Whoever is in by the list and was not seen stays on Today until a roll call
    sees everybody.  Refuses `no_roll_call`.
    """
    staff.acting(tx, act)
    running = _running(tx, act, call)
    now = inside(tx)
    unseen = tuple(child for child in now if child not in running.ticked)
    saved = tx.put(replace(running, ended_at=act.instant, ended_by=act.staff))
    standing = concerns.open_for(tx, 0, "roll_call")
    if unseen:
        concern = standing or concerns.opened(tx, act, 0, "roll_call")
        tx.put(replace(concern, counted=len(now) - len(unseen), listed=len(now), unseen=unseen))
    elif standing is not None:
        concerns.close(tx, act, replace(standing, unseen=()), "counted")
    if unseen:
        say(tx, "end_roll_call_unseen", roll_call=call, children=unseen, count=len(unseen))
    else:
        say(tx, "end_roll_call", roll_call=call)
    return saved


def page(reader: Reader, act: Act, call: int = 0) -> RollCallPage:
    """A roll call of today (0: the one that runs, else only who is in), as it is drawn and printed."""
    found = reader.get(RollCall, call, act.day) if call else running_call(reader, act)
    listed = set(found.listed if found else ())
    ticked = set(found.ticked if found else ())
    groups: dict[str, list[Head]] = {}
    seen = to_find = 0
    for row in child_day(reader, act, act.day).rows:
        now = row.state in INSIDE
        if not now and row.child not in listed:
            continue
        needs_help = any(shown.code == "needs_help" for shown in row.flags)
        head = Head(row, row.child in listed, now, row.child in ticked, needs_help)
        groups.setdefault(row.group or row.school, []).append(head)
        seen += head.ticked
        to_find += now or head.ticked
    ordered = tuple((group, tuple(heads)) for group, heads in sorted(groups.items()))
    return RollCallPage(found, ordered, seen, to_find)


def count_heads(tx: Transaction, act: Act, counted: int) -> HeadCount:
    """The heads counted in the rooms, against the list.  A difference stays on Today until counts agree.

    Refuses `not_a_count`.
    """
    staff.acting(tx, act)
    if not 0 <= counted <= MOST_HEADS:
        raise Refusal("not_a_count", limit=MOST_HEADS)
    listed = len(inside(tx))
    saved = tx.put(HeadCount(day=act.day, at=act.instant, counted=counted, listed=listed, by=act.staff))
    differs = concerns.open_for(tx, 0, "head_count")
    if counted != listed:
        concern = differs or concerns.opened(tx, act, 0, "head_count")
        tx.put(replace(concern, counted=counted, listed=listed))
    elif differs is not None:
        concerns.close(tx, act, replace(differs, counted=counted, listed=listed), "counted")
    say(tx, "count_heads", counted=counted, listed=listed)
    return saved


def _running(reader: Reader, act: Act, call: int) -> RollCall:
    found = reader.get(RollCall, call, act.day)
    if found is None or found.ended_at:
        raise Refusal("no_roll_call")
    return found
