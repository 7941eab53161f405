"""What each key means, declared once: the keys line, the help page, the docs table and the tests read
it here.

Dialogs declare theirs the same way, as `KEYS` of the dialog's class.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from deskapp.i18n import N_


class Press(NamedTuple):
    """One key that was pressed: its name ("a", "enter", "f2", "ctrl+q", "paste") and the text it types,
    if any.
    """

    name: str
    text: str = ""


class Key(NamedTuple):
    """A meaning of a key.  `names` are the keys, the first is shown; `label` stands on the keys line,
    `help` in help.

    `rank` orders the keys line (1 is the most useful; 0 stands only in help).  `shown` replaces the
    key's name.
    """

    id: str
    names: tuple[str, ...]
    label: str
    help: str
    rank: int = 0
    shown: str = ""

    @property
    def face(self) -> str:
        """The key as it is shown: "space", "F1", "[ ]"."""
        return self.shown or NAMES.get(self.names[0], self.names[0])


NAMES = {
    "enter": N_("enter"),
    "space": N_("space"),
    "escape": N_("esc"),
    "tab": N_("tab"),
    "backspace": N_("backspace"),
    "up": N_("up"),
    "down": N_("down"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}

# What a Chinese keyboard types where an English one has the key that is meant; NFKC does the full-width ones.
_PUNCTUATION = {
    "、": "/",
    "【": "[",
    "】": "]",
    "「": "[",
    "」": "]",
    "《": "<",
    "》": ">",
    "×": "*",
    "？": "?",
    "；": ";",
    "＠": "@",
    "＋": "+",
    "。": ".",
    "，": ",",
}
_SAME = {"return": "enter", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace", "ctrl+i": "tab"}


LEAVE = ("escape", *"0123456789")
"""What leads away from a page or dialog that cannot be shown."""


def press(name: str, character: str | None) -> Press:
    """The key as the desk reads it: case and width make no difference to its name; the text stays as
    typed.
    """
    if character is not None and character.isprintable() and character:
        if character in {" ", "\u3000"}:
            return Press("space", " ")
        plain = _PUNCTUATION.get(character) or unicodedata.normalize("NFKC", character)
        return Press(_PUNCTUATION.get(plain, plain).casefold(), character)
    return Press(_SAME.get(name, name))


EVERYWHERE: tuple[Key, ...] = (
    Key("help", ("?", "f1"), N_("help"), N_("Which keys there are here, and what they do."), rank=1),
    Key("today", ("1",), N_("Today"), N_("To the screen Today.")),
    Key("children", ("2", "f2"), N_("Children"), N_("To the screen Children (F2 works while typing, too).")),
    Key("meals", ("3", "f3"), N_("Meals"), N_("To the screen Meals (F3 works while typing, too).")),
    Key("people", ("6", "f6"), N_("People"), N_("To the screen People (F6 works while typing, too).")),
    Key(
        "undo",
        ("u",),
        N_("undo"),
        N_("Takes back your last act here; an older one is named and asked about first."),
    ),
    Key(
        "find",
        ("/",),
        N_("find"),
        N_(
            "Find by name, pinyin, initials, code or the last digits of a phone. "
            "Enter on one match does the obvious."
        ),
        rank=9,
    ),
    Key("scan", (";",), N_("scan"), N_("What a card scanner types first: takes everything up to Enter.")),
    Key("staff", ("f9",), N_("who"), N_("Choose who is at this terminal.")),
    Key("lock", ("f12",), N_("lock"), N_("Hides all names until somebody says who is here.")),
    Key("back", ("escape", "0"), N_("back"), N_("Back: leaves what is open, and nothing is changed.")),
    Key("leave", ("ctrl+q",), N_("leave"), N_("Leaves the desk.")),
)

LIST: tuple[Key, ...] = (
    Key(
        "move",
        ("up", "down", "pageup", "pagedown", "home", "end"),
        N_("move"),
        N_("Move the cursor."),
        shown="↑ ↓",
    ),
    Key("mark", ("v",), N_("mark"), N_("Mark this row, so that one key does all marked rows."), rank=20),
    Key("mark_all", ("*",), N_("mark all"), N_("Mark all rows that are shown, or none.")),
    Key("filter", ("f",), N_("filter"), N_("The next filter. A row stays where it is until then."), rank=12),
)

DAYS: tuple[Key, ...] = (
    Key(
        "day_before",
        ("[",),
        N_("day before"),
        N_("The day before. Another day can be read; e lets it be changed."),
    ),
    Key("day_after", ("]",), N_("day after"), N_("The day after.")),
)


def find_key(name: str, *declared: Iterable[Key]) -> Key | None:
    """The first of the declared keys that this key's name means; None if it means nothing here."""
    for keys in declared:
        for key in keys:
            if name in key.names:
                return key
    return None
