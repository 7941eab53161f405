"""What a person must settle about a child: found, opened, closed by an act, and opened again when that is
undone.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services.act import Act
from deskapp.services.clocks import day_at
from deskapp.services.records import Closing, Concern, Trouble
from deskapp.services.refusal import Refusal


def open_for(reader: Reader, child: int, kind: str) -> Concern | None:
    """The open concern of that kind about a child (0: about none), if there is one."""
    found = reader.by(Concern, "child", child) if child else reader.all(Concern)
    return next((one for one in found if one.kind == kind and one.child == child and not one.closed_at), None)


def known(reader: Reader, concern: int) -> Concern:
    """An open concern.  Raises Refusal concern_closed where it is settled already."""
    found = reader.get(Concern, concern)
    if found is None or found.closed_at:
        raise Refusal("concern_closed", concern=concern)
    return found


def opened(tx: Transaction, act: Act, child: int, kind: Trouble, *, adult: int = 0, day: str = "") -> Concern:
    """The open concern of that kind about a child, opened now if there is none."""
    found = open_for(tx, child, kind)
    if found is not None:
        return found
    return tx.put(
        Concern(
            day=day or act.list_day,
            kind=kind,
            child=child,
            adult=adult,
            opened_at=act.instant,
            opened_by=act.staff,
        )
    )


def close(tx: Transaction, act: Act, concern: Concern, closing: Closing, at: str = "") -> Concern:
    """Settles a concern by an act of today; only the rules call it, never the clock."""
    return tx.put(
        replace(
            concern, closed_at=at or act.instant, closed_by=act.staff, closed_day=act.day, closing=closing
        )
    )


def close_for(
    tx: Transaction, act: Act, child: int, kinds: Collection[str], closing: Closing, at: str
) -> None:
    """Settles every open concern of those kinds about a child, because of what happened at the instant
    `at`.
    """
    for concern in tx.by(Concern, "child", child):
        if concern.kind in kinds and not concern.closed_at:
            close(tx, act, concern, closing, at)


def reopen(tx: Transaction, act: Act, child: int, closings: Collection[Closing], at: str) -> None:
    """Opens again what was settled by a step that is taken back: the one that happened at the instant
    `at`.
    """
    for day in {day_at(at, act.zone)[:7]: day_at(at, act.zone), act.day[:7]: act.day}.values():
        for concern in tx.by(Concern, "child", child, day):
            if concern.closing in closings and concern.closed_at == at:
                tx.put(replace(concern, closed_at="", closed_by=0, closed_day="", closing=""))
