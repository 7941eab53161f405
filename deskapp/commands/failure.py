"""Why a command stops: one sentence by its code."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from deskapp.services.refusal import Fact
from deskapp.words import Names, say

_UTC = ZoneInfo("UTC")


class Failure(Exception):
    """Ends a command with exit status 1.  `names` and `zone` fill the sentence's ids and instants."""

    def __init__(
        self,
        code: str,
        facts: Mapping[str, Fact] | None = None,
        names: Names | None = None,
        zone: ZoneInfo = _UTC,
    ) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = dict(facts or {})
        self.names = names or {}
        self.zone = zone

    def sentence(self) -> str:
        """The one line on stderr, in the language of the screen."""
        return say(self.code, self.facts, self.names, self.zone)
