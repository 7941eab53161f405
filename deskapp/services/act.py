"""Who does it, where and when: the second argument of every rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

SAID_OF_YESTERDAY = timedelta(hours=12)


class Act(Struct, frozen=True):
    """One act at the desk.  `staff` is a Staff id (0: nobody chosen yet), `now` an aware datetime in UTC.

    `happened` is the instant the thing took place when that is not now (the `@HHMM` prefix).  `entered` is an
    earlier day whose list is open to be completed; what may be done is asked of now all the same.  `latest`
    is a day that was written of already: a clock that was set back takes the desk to no earlier one.
    """

    staff: int
    terminal: str
    now: datetime
    zone: ZoneInfo
    remote: bool = False
    happened: datetime | None = None
    entered: str = ""
    latest: str = ""

    @property
    def when(self) -> datetime:
        """The instant it happened, in UTC."""
        return self.happened or self.now

    @property
    def instant(self) -> str:
        """`when` as stored: "2026-11-23T08:40:00Z"."""
        return to_instant(self.when)

    @property
    def day(self) -> str:
        """The local business day it is: "2026-11-23"."""
        return max(self.clock_day, self.latest)

    @property
    def clock_day(self) -> str:
        """The local day of `now`, as this machine's clock has it."""
        return self.now.astimezone(self.zone).date().isoformat()

    @property
    def list_day(self) -> str:
        """The day whose list is worked on: an earlier one that is completed, else that of `now`."""
        return self.entered or self.day

    @property
    def told_now(self) -> Act:
        """The same act for what is only said of an earlier day, and said now."""
        return replace(self, entered="")

    @property
    def clock(self) -> str:
        """The local time of `now`: "16:40"."""
        return self.now.astimezone(self.zone).strftime("%H:%M")

    @property
    def clock_said(self) -> str:
        """The local time that was said with @, empty where it happens now."""
        return self.happened.astimezone(self.zone).strftime("%H:%M") if self.happened is not None else ""

    def at(self, clock: str) -> Act:
        """The same act, having happened at local time `clock` ("16:20") of today, or of the day entered.

        One still to come is of yesterday where that is at most 12 hours ago ("23:50" said at 00:20); any
        other stays in the future, for the rule to refuse: at 16:40 nobody means yesterday by "17:20".
        """
        local = self.now.astimezone(self.zone)
        if self.entered:
            local = datetime.fromisoformat(self.entered).replace(tzinfo=self.zone)
        moment = local.replace(hour=int(clock[:2]), minute=int(clock[3:]), second=0, microsecond=0)
        if not self.entered and moment > local and local - (moment - timedelta(days=1)) <= SAID_OF_YESTERDAY:
            moment -= timedelta(days=1)
        return replace(self, happened=moment.astimezone(UTC))


def to_instant(moment: datetime) -> str:
    """A UTC instant as stored, to the second: "2026-11-23T08:40:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_instant(text: str) -> datetime:
    """The aware UTC datetime of a stored instant."""
    return datetime.fromisoformat(text)
