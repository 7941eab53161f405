"""What time it is at the desk: the real time, or a pretended one that runs on from where it was set."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The desk's time.  `pretended` is the moment it should seem to be now (aware); it runs on from there."""

    def __init__(self, pretended: datetime | None = None) -> None:
        self._ahead = pretended - datetime.now(UTC) if pretended else timedelta(0)
        self.pretends = pretended is not None

    def now(self) -> datetime:
        """The moment it seems to be, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps, for "the same key within 2 s" and "within 2 minutes"."""
        return time.monotonic()


class StillClock(Clock):
    """A clock that stands still until it is moved: for tests and pictures."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self._moment = moment.astimezone(UTC)
        self._seconds = 0.0

    def now(self) -> datetime:
        """The moment it was set to, plus what it was moved."""
        return self._moment

    def monotonic(self) -> float:
        """Seconds it was moved so far."""
        return self._seconds

    def move(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._seconds += seconds
        self._moment += timedelta(seconds=seconds)
