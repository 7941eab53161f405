"""The stays of a child's day: found, begun, changed and ended.  The rules that may do so are in the modules
above.
"""

from __future__ import annotations

from typing import NoReturn

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services.act import Act
from deskapp.services.clocks import moment_in_stay
from deskapp.services.records import Attendance, How, OpenStay, Stay
from deskapp.services.refusal import Fact, Refusal


def attendance_of(reader: Reader, child: int, day: str) -> Attendance | None:
    """The child's record of a day, if anything happened on it."""
    return next(iter(reader.by(Attendance, "pair", (day, child), day)), None)


def open_stay(reader: Reader, child: int, entered: str = "") -> Attendance | None:
    """The record that holds the child's open stay, whatever its day says; None where the child is not here.

    With `entered` one that began on that day or before: completing an earlier day must not touch what is
    newer.
    """
    pointer = next(iter(reader.by(OpenStay, "child", child)), None)
    if pointer is None or (entered and pointer.day > entered):
        return None
    return reader.get(Attendance, pointer.attendance, pointer.day)


def refuse_gone(record: Attendance) -> NoReturn:
    """Raises Refusal already_collected (by which adult) or already_left (alone, or told of afterwards).

    Both say who recorded it, when, and at which terminal.
    """
    stay = record.stays[-1]
    facts: dict[str, Fact] = {
        "child": record.child,
        "who": stay.departed_by,
        "at": stay.departed,
        "on": stay.departed_on,
    }
    if stay.collected_by:
        raise Refusal("already_collected", by=stay.collected_by, **facts)
    raise Refusal("already_left", **facts)


def depart(tx: Transaction, act: Act, record: Attendance, moment: str, how: How, adult: int) -> None:
    """Writes a departure: for collecting.py alone, which has asked everything there is to ask."""
    stay = record.stays[-1]
    ended = replace(
        stay, departed=moment, departed_by=act.staff, departed_on=act.terminal, collected_by=adult, how=how
    )
    tx.put(with_stay(record, ended))
    close_pointer(tx, record.child)


def with_stay(record: Attendance, stay: Stay) -> Attendance:
    """The record with its last stay replaced."""
    return replace(record, stays=(*record.stays[:-1], stay))


def here(reader: Reader, act: Act, child: int) -> Attendance:
    """The record of the open stay that the act is about.  Raises Refusal not_here."""
    record = open_stay(reader, child, act.entered)
    if record is None:
        raise Refusal("not_here", child=child)
    return record


def moment_of(act: Act, record: Attendance, step: str) -> str:
    """The instant of a step, which must not lie before what the child did earlier.

    One that happens now does not, whatever a clock says that was set back.
    """
    stay = record.stays[-1]
    moment = moment_in_stay(act, stay.arrived, record.day)
    earlier = {"arrived": stay.arrived}
    if step == "departed":
        earlier |= {"homework": stay.homework, "supper": stay.supper}
    name, latest = max(earlier.items(), key=lambda item: item[1])
    if moment < latest and act.happened is not None:
        raise Refusal("time_before_step", child=record.child, step=name, at=latest)
    return max(moment, latest)


def close_pointer(tx: Transaction, child: int) -> None:
    """The child has no open stay any more."""
    for pointer in tuple(tx.by(OpenStay, "child", child)):
        tx.remove(pointer)
