"""What a row says about itself, short enough for its last column."""

from __future__ import annotations

from deskapp.i18n import N_

FLAGS: dict[str, str] = {
    "missing": N_("MISSING"),
    "unclosed": N_("never signed out {day:day}"),
    "late": N_("{minutes} min, t calls"),
    "not_collected": N_("{minutes} min over"),
    "order": N_("order"),
    "order_review": N_("order: review"),
    "order_sibling": N_("order (sibling)"),
    "allergy": N_("{what} {action}"),
    "alert": N_("{words}"),
    "needs_help": N_("needs help to leave"),
    "not_asked": N_("allergies not asked"),
    "alone_from": N_("alone from {clock}"),
    "note": N_("note"),
    "told": N_("{reason:word}, {relation:word} {at}"),
    "closed": N_("closed"),
    "told_absent": N_("was told absent"),
    "delayed": N_("later, to {clock}"),
    "pickup_agreed": N_("till {clock} (agreed {at})"),
    "extra": N_("extra"),
    "went_alone": N_("went alone"),
    "stays": N_("{count} stays"),
    "sibling_here": N_("sibling here"),
    "two_of_name": N_("{count} of this name"),
}

ALERTS = frozenset(
    {
        "missing",
        "unclosed",
        "late",
        "not_collected",
        "order",
        "order_review",
        "order_sibling",
        "allergy",
        "alert",
        "told_absent",
    }
)
"""Flags that are shown with `!` and in the alert style."""
