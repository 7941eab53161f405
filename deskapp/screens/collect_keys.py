"""The keys of the collect dialog."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deskapp.i18n import N_
from deskapp.keys import Key

COLLECT_KEYS = (
    Key(
        "choose",
        ("1", "2", "3", "4", "5", "6", "7", "8"),
        N_("who"),
        N_("Chooses the adult who stands here. Their number never changes."),
        rank=1,
        shown="1-9",
    ),
    Key("known", ("k",), N_("known"), N_("I know this adult: collected."), rank=2),
    Key("seen", ("i",), N_("ID seen"), N_("I saw the ID of this adult: collected."), rank=3),
    Key(
        "someone",
        ("9",),
        N_("someone else"),
        N_("Somebody who is not listed: a guardian is called first."),
    ),
    Key("siblings", ("g",), N_("siblings"), N_("Siblings who are here go with the same adult."), rank=4),
    Key("withhold", ("w",), N_("withhold"), N_("The chosen adult is unfit: the child stays."), rank=5),
    Key(
        "blocked",
        ("b",),
        N_("blocked"),
        N_("Somebody with an order, or whom they sent, is here: asks who, then help is called."),
        rank=6,
    ),
    Key(
        "alone",
        ("a",),
        N_("alone"),
        N_("Chooses that the child goes home alone, by written consent; then k or i."),
        rank=92,
    ),
    Key("note", ("n",), N_("tick"), N_("Ticks the marked note as told or handed over."), rank=93),
    Key("move", ("up", "down"), N_("notes"), N_("Marks another note."), shown="↑ ↓"),
    Key("telephone", ("t",), N_("phone"), N_("The telephone ladder of this child."), rank=94),
    Key("at", ("@",), N_("at"), N_("@ and four digits before k or i: it happened then.")),
    Key("nothing", ("enter", "space"), "", N_("Nothing: a child is handed over by k or i alone.")),
)

NOBODY = ("choose", "blocked", "alone", "leave", "someone", "note", "telephone")
MAY_TAKE = ("known", "seen", "withhold", "blocked", "leave", "siblings", "choose", "note")
MAY_NOT = ("choose", "blocked", "telephone", "leave", "someone")
ALONE = ("known", "seen", "blocked", "leave", "choose", "note")
"""What the keys line shows: while nobody is chosen, somebody who may take the child (perhaps), somebody who
may not, and that the child goes alone.  Where there is no room for all, the first ones stay.
"""


def ranked(keys: Sequence[Key], order: Sequence[str], without: Collection[str]) -> tuple[Key, ...]:
    """The keys, those of `order` on the keys line in that order; help is always there."""
    shown = [key for key in order if key not in without]
    return tuple(
        key if key.id == "help" else key._replace(rank=shown.index(key.id) + 1 if key.id in shown else 0)
        for key in keys
    )
