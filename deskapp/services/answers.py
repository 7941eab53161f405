"""What rules and views answer with: final values and codes, never sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from deskapp.services.refusal import Fact, Refusal


class Flag(NamedTuple):
    """Something a row says: its code names a sentence (codes.FLAG_FACTS lists all), its facts fill it.

    Facts are final: names as written, local clocks ("16:40"), days ("2026-11-23"), counts.
    """

    code: str
    facts: dict[str, Fact]


def flag(code: str, **facts: Fact) -> Flag:
    """A Flag."""
    return Flag(code, facts)


class Done(NamedTuple):
    """What a rule for several people did: whom it changed, and whom it left out, each with the reason."""

    changed: tuple[int, ...]
    skipped: tuple[tuple[int, Refusal], ...] = ()
    codes: tuple[str, ...] = ()


def each(people: Iterable[int], rule: Callable[[int], str | None]) -> Done:
    """Applies `rule` to every person once.  Whoever is refused is skipped; one person alone raises the
    Refusal.

    `rule` may answer the label code of what it did; it must refuse before it changes anything.
    """
    wanted = tuple(dict.fromkeys(people))
    changed: list[int] = []
    skipped: list[tuple[int, Refusal]] = []
    codes: list[str] = []
    for person in wanted:
        try:
            code = rule(person)
        except Refusal as refusal:
            if len(wanted) == 1:
                raise
            skipped.append((person, refusal))
        else:
            changed.append(person)
            if code and code not in codes:
                codes.append(code)
    return Done(tuple(changed), tuple(skipped), tuple(codes))
