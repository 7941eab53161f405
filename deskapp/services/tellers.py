"""Whom the desk may believe about a child: the adults on its list with their numbers on file, and the escort.

Nobody with an order on file is among them, not even a parent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db import Reader
from deskapp.services import people
from deskapp.services.act import Act
from deskapp.services.enrolment import enrolment_of
from deskapp.services.orders import withheld
from deskapp.services.pickuplist import entries, standing_on
from deskapp.services.records import Collector, Phone


class Teller(NamedTuple):
    """Somebody at one number on file.  `adult` 0 is the escort (bus or school); `number` empty: none on file.

    `safe` says whether that number may be called.  A person with two numbers stands here twice.
    """

    adult: int
    name: str
    latin_name: str
    relation: str
    number: str
    guardian: bool
    safe: bool


def tellers(reader: Reader, act: Act, children: Iterable[int]) -> tuple[Teller, ...]:
    """Who may tell us about all of these children: adults on each list, guardians first, the escort last.

    Whoever could collect only for a time that is over is left out, and whoever was found unfit today.
    Raises Refusal not_enrolled.
    """
    wanted = tuple(dict.fromkeys(children))
    lists = [entries(reader, child) for child in wanted]
    found: list[Teller] = []
    for entry in sorted(lists[0] if lists else (), key=_order):
        told_of = [_believed(listed, entry.adult, act.day) for listed in lists]
        if not all(told_of) or withheld(reader, act, entry.adult) is not None:
            continue
        person = people.known(reader, entry.adult)
        for phone in person.phones or (Phone(number=""),):
            found.append(
                Teller(
                    adult=entry.adult,
                    name=person.name,
                    latin_name=person.latin_name,
                    relation=entry.relation,
                    number=phone.number,
                    guardian=all(one is not None and one.guardian and not one.claimed for one in told_of),
                    safe=phone.safe and bool(phone.number),
                )
            )
    escorts = {enrolment_of(reader, child).escort_phone for child in wanted}
    if len(escorts) == 1 and (escort := escorts.pop()):
        found.append(Teller(0, "", "", "escort", escort, False, True))
    return tuple(found)


def _order(entry: Collector) -> tuple[bool, int, int]:
    return not entry.guardian, entry.rung or 99, entry.number or 99


def _believed(listed: list[Collector], adult: int, day: str) -> Collector | None:
    """The adult's entry on a list, unless there is an order or their time is over."""
    entry = next((one for one in listed if one.adult == adult), None)
    standing = standing_on(entry, day) if entry else "blocked"
    over = standing == "expired" and entry is not None and not entry.guardian
    return None if over or standing in ("blocked", "review") else entry


def guardians(reader: Reader, act: Act, children: Iterable[int]) -> tuple[Teller, ...]:
    """The guardians of all of these children, first the one to be called first."""
    return tuple(one for one in tellers(reader, act, children) if one.guardian)
