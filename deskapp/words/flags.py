"""What a row says about itself, short enough for its last column."""

from __future__ import annotations

from deskapp.i18n import N_

FLAGS: dict[str, str] = {
    "missing": N_("MISSING"),
    "unclosed": N_("never signed out {day:day}"),
    "found": N_("found {at:when}: {words} ({who})"),
    "safe": N_("safe {at:when}: {words} ({who})"),
    "late": N_("{minutes} min, t calls"),
    "not_collected": N_("{minutes} min over"),
    "order": N_("order"),
    "order_review": N_("order: review"),
    "order_sibling": N_("order (sibling)"),
    "allergy": N_("{what} {action}"),
    "alert": N_("{words}"),
    "needs_help": N_("needs help to leave"),
    "not_asked": N_("allergies: ask"),
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
    "order_about_sibling": N_("order about {name}"),
    # on Today
    "overdue_arrival": N_("{minutes} min over {clock}"),
    "overdue_pickup": N_("{minutes} min over {clock}"),
    "reported": N_("reported {at:when}"),
    "not_seen": N_("not seen since {since:when}"),
    "uncollected": N_("not collected since {since:when}"),
    "next_rung": N_("Next by {by:when}: {rung:word} {who}"),
    "call": N_("{at:when} {rung:word} {who}: {result:word} {words}"),
    "still_open": N_("{kind:word}, open since {day:day}"),
    "head_count_differs": N_("{at:when} {counted} heads counted, {listed} on the list"),
    "roll_call_unseen": N_("{count} not seen in the roll call, {at:when}"),
    "unseen": N_("not seen: {name} {latin}"),
    "head_count_due": N_("heads to count since {clock}, {listed} listed"),
    "withheld_from": N_("{at} kept from {who}"),
    "blocked_came": N_("{at:when} blocked person came: {who}"),
    "outcome_to_write": N_("A manager writes the outcome"),
    "notes": N_("notes for the shift: {count}"),
    "shift_note": N_("{name}: {text} ({by}, {at})"),
    "two_of_name": N_("{count} of this name"),
}

ALERTS = frozenset(
    {
        "missing",
        "unclosed",
        "late",
        "not_collected",
        "still_open",
        "order",
        "order_review",
        "order_sibling",
        "allergy",
        "alert",
        "told_absent",
        "order_about_sibling",
    }
)
"""Flags that are shown with `!` and in the alert style."""
