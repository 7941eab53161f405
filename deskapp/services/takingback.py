"""Which lines of the history somebody may take back: not everybody, and not every line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db import Line, Reader
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.refusal import Refusal

History = Callable[..., Iterable[Line]]

MANAGERS = frozenset(
    (
        "block",
        "clear_block",
        "withhold",
        "lift_withheld",
        "withhold_address",
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

STAYS = frozenset(("open_centre", "export", "look", "lift_address", "raise_overdue", "lost_line"))
"""What cannot be made undone: the centre itself, what somebody has read, and what the clock has found."""

WORDS = {
    "arrive": "arrived",
    "extra": "arrived",
    "scan": "arrived",
    "next_step": "arrived",
    "collect": "departed",
    "go_alone": "departed",
    "told_afterwards": "departed",
    "absent": "informed",
    "change_enrolment": "end_enrolment",
}
"""The word for what a later line did, where it is not the label's own."""


def asked_of(act: Act, history: History) -> Callable[[Reader, Line], None]:
    """What the store asks, in the transaction that takes a line back, whether this act may do so.

    `history` is the store's.
    """

    def asked(reader: Reader, line: Line) -> None:
        allow(reader, act, line)
        refuse_rested_on(history, line)

    return asked


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


def refuse_rested_on(history: History, line: Line) -> None:
    """Raises Refusal rested_on (who did what, when, by which line) where a person has gone on since with the
    trouble of a child that the line began, changed or settled.

    `history` is the store's.  The store refuses where a record was changed later; but what followed from this
    line may stand in another record: where one search has ended, another may have begun.
    """
    for child in _looked_for(line):
        for later in history(id=child, first=line.n + 1):
            if later.who and not (later.undoes or later.undone_by) and child in _looked_for(later):
                what = str(later.args.get("result", "")) or WORDS.get(later.code, later.code)
                at = later.at or later.time
                raise Refusal("rested_on", child=child, who=later.who, what=what, at=at, later=later.n)


def _looked_for(line: Line) -> set[int]:
    """The children whose concerns a line wrote."""
    written = (one for one in line.operations if one.table == "concerns")
    sides = (side for one in written for side in (one.document, one.was) if side is not None)
    return {side["child"] for side in sides if side.get("child")}
