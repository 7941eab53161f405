"""The label of each change: what the journal calls it, and which ids, days and clocks it writes down with it.

App, command line and history share it.  A rule names its own label, so that whoever opens the transaction
need not know what the rule will come to (space may be an arrival or a supper).
"""

from __future__ import annotations

from collections.abc import Iterable

from db import Transaction
from deskapp.services.meals.codes import MEAL_LABELS
from deskapp.services.refusal import Fact

CHILDREN = "children"

LABELS: dict[str, tuple[str, ...]] = {
    # children's steps
    "arrive": ("children", "clock"),
    "arrive_again": ("children", "again", "clock"),
    "scan": ("children", "clock"),
    "extra": ("children", "clock"),
    "homework": ("children", "clock"),
    "supper": ("children", "clock"),
    "next_step": ("children", "clock"),
    "collect": ("children", "adult", "how", "clock"),
    "go_alone": ("children", "clock"),
    "take_back": ("children", "step"),
    "told_afterwards": ("children", "adult", "clock"),
    # absences and later times
    "absent": ("children", "reason", "first", "last", "adult"),
    "withdraw_absence": ("children", "first", "last"),
    "delay": ("children", "clock"),
    "agree_pickup": ("children", "clock", "adult"),
    # who may collect
    "add_collector": ("children", "adult"),
    "add_by_guardian": ("children", "adult", "guardian", "reached"),
    "confirm_collector": ("children", "adult", "guardian"),
    "change_collector": ("children", "adult"),
    "archive_collector": ("children", "adult"),
    "block": ("children", "adult"),
    "clear_block": ("children", "adult"),
    "withhold": ("children", "adult"),
    "lift_withheld": ("children", "adult"),
    "blocked_came": ("children", "adult"),
    "write_outcome": ("children", "concern"),
    # the ladder
    "call": ("children", "kind", "rung", "result", "person", "words"),
    "safe": ("children", "kind", "rung", "person", "teller", "words"),
    "claim": ("children", "kind"),
    "report": ("children", "kind"),
    "found": ("children", "teller", "words"),
    "raise_overdue": ("children",),
    # notes, roll call, supper, enrolment
    "add_note": ("person", "note"),
    "note_done": ("person", "note"),
    "roll_call": ("roll_call",),
    "tick": ("roll_call", "person"),
    "untick": ("roll_call", "person"),
    "end_roll_call": ("roll_call",),
    "end_roll_call_unseen": ("roll_call", "children", "count"),
    "count_heads": ("counted", "listed"),
    "set_dishes": ("day", "count"),
    "enrol": ("children",),
    "change_enrolment": ("children",),
    "end_enrolment": ("children", "last"),
    # people and households
    "add_person": ("person",),
    "change_person": ("person",),
    "withhold_address": ("person",),
    "lift_address": ("person",),
    "archive_person": ("person",),
    "unarchive_person": ("person",),
    "give_card": ("person",),
    "look": ("person", "what"),
    "add_adult": ("children", "adult"),
    "add_household": ("household", "people"),
    "change_household": ("household",),
    "add_member": ("household", "person"),
    "remove_member": ("household", "person"),
    "set_relation": ("household", "person"),
    "propose_family": ("household", "people"),
    "confirm_family": ("household", "people"),
    "reject_family": ("household", "people"),
    # the centre and its staff
    "open_centre": (),
    "change_centre": (),
    "lost_line": (),
    "close_days": ("first", "last"),
    "reopen_days": ("first", "last"),
    "add_staff": ("member",),
    "change_staff": ("member",),
    "archive_staff": ("member",),
    "unarchive_staff": ("member",),
    **MEAL_LABELS,
}


def say(tx: Transaction, code: str, **args: Fact | Iterable[int]) -> None:
    """Names what the open transaction does.  `args` must be those that LABELS lists; empty ones are left
    out.
    """
    unknown = set(args) - set(LABELS[code])
    if unknown:
        raise ValueError(f"{code}: {sorted(unknown)}")
    tx.code = code
    tx.args = {
        key: value if isinstance(value, str | int) else list(value) for key, value in args.items() if value
    }
