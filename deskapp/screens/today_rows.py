"""The lines below a row of Today: what comes next, and what was done."""

from __future__ import annotations

from typing import Any, NamedTuple

from deskapp.i18n import _
from deskapp.services.answers import Flag
from deskapp.services.today import WRONG, TodayRow
from deskapp.words import say_flag
from deskapp.words.joins import listed

MOST_LINES = 3
MOST_NAMED = 3


class Further(NamedTuple):
    """A further line of a row: who has it, and something that was done."""

    row: TodayRow
    number: int
    text: str

    @property
    def key(self) -> tuple[str, Any, int]:
        """What tells it from other lines."""
        return ("further", self.row.id, self.number)


def further_texts(row: TodayRow) -> list[str]:
    """What stands below a row: what comes next, which a narrow screen must not cut off, and what was done
    last.  Of what is wrong there is always one line: whose it is.
    """
    texts = [flag_text(row.next)] if row.next else []
    room = MOST_LINES - 1 - len(texts)
    if row.kind == "roll_call" and len(row.lines) > room:
        named = [str(flag.facts["name"]) for flag in row.lines if "name" in flag.facts]
        shown = named[:MOST_NAMED]
        return [
            *texts,
            _("{names} and {count} more").format(names=listed(shown), count=len(named) - len(shown)),
        ]
    texts += [flag_text(flag) for flag in row.lines[-room:]]
    return texts or ([""] if row.severity < WRONG and row.claimable else [])


def flag_text(flag: Flag) -> str:
    """A flag in words."""
    return say_flag(flag.code, flag.facts)
