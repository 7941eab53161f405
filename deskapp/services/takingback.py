"""Which lines of the history somebody may take back: not everybody, and not every line."""

from __future__ import annotations

from collections.abc import Callable

from db import Line, Reader
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.refusal import Refusal

MANAGERS = frozenset(
    (
        "block",
        "clear_block",
        "withhold",
        "lift_withheld",
        "blocked_came",
        "write_outcome",
        "close_days",
        "reopen_days",
        "change_centre",
        "add_staff",
        "change_staff",
        "archive_staff",
        "unarchive_staff",
    )
)
"""What only a manager does or ends: taken back by anybody else, an order would be lifted by the back door."""

COMINGS = frozenset(
    (
        "arrive",
        "arrive_again",
        "extra",
        "scan",
        "next_step",
        "collect",
        "go_alone",
        "told_afterwards",
        "take_back",
    )
)
"""Who came and who went: at a remote terminal a manager's, both ways."""

STAYS = frozenset(("open_centre", "export", "look", "raise_overdue"))
"""What cannot be made undone: the centre itself, what somebody has read, and what the clock has found."""


def asked_of(act: Act) -> Callable[[Reader, Line], None]:
    """What the store asks, in the transaction that takes a line back, whether this act may do so."""
    return lambda reader, line: allow(reader, act, line)


def is_managers(label: str) -> bool:
    """Whether only a manager takes such a line back."""
    return label in MANAGERS


def allow(reader: Reader, act: Act, line: Line) -> None:
    """Raises Refusal no_staff, stays_written, or manager_only for a line that this person may not take back.

    What holds of a line holds of the one that took it back, too.
    """
    acting = staff.acting(reader, act)
    label = str(line.args.get("code", "")) if line.undoes else line.code
    if label in STAYS:
        raise Refusal("stays_written", line=line.n)
    if label in MANAGERS and acting.role != "manager":
        raise Refusal("manager_only", staff=acting.id)
    if label in COMINGS:
        staff.acting_here(reader, act)
