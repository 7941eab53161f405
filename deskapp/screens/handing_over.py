"""What the collect dialog asks of the store and does to it: all the children that were meant, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db import Reader, Transaction
from deskapp.services import collecting, notes
from deskapp.services.act import Act
from deskapp.services.answers import Done
from deskapp.services.collecting import CollectPage, collect_page


class Together(NamedTuple):
    """The child's page, and that of each sibling who is here."""

    child: CollectPage
    siblings: tuple[CollectPage, ...]


def pages_together(reader: Reader, act: Act, child: int) -> Together:
    """What the dialog shows.  Raises Refusal already_collected or not_here."""
    page = collect_page(reader, act, child)
    return Together(page, tuple(collect_page(reader, act, row.child) for row in page.siblings))


def hand_over(
    tx: Transaction, act: Act, children: Sequence[int], adult: int, how: Any, told: Iterable[int]
) -> Done:
    """All of the children go with the adult, or none: who came for two must not leave with one unnoticed.

    `told` are the notes that were told or handed over with it.
    """
    for note in told:
        notes.done(tx, act, note)
    done = collecting.collect(tx, act, children, adult, how)
    if done.skipped:
        raise done.skipped[0][1]
    return done


def send_alone(tx: Transaction, act: Act, child: int, told: Iterable[int]) -> Done:
    """The child goes home alone; `told` are the notes that were told."""
    for note in told:
        notes.done(tx, act, note)
    return collecting.go_alone(tx, act, child)
