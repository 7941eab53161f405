"""A rule's No: a code and typed facts; the sentence is found and translated where it is shown."""

from __future__ import annotations

Fact = str | int


class Refusal(Exception):
    """Raised by a rule inside a transaction, which then rolls back: nothing was changed.

    `code` names the sentence in deskapp/words.py.  `facts` are ids of people and staff (int), instants
    ("2026-11-23T08:40:00Z"), days, local times and counts: never names, never sentences.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
