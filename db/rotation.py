"""Which of the copies that were made day by day are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

DAYS, WEEKS, MONTHS = 14, 8, 12
"""How many days, weeks and months keep the newest good copy made in them."""
DAMAGED = 3
"""How many copies of a damaged folder are kept beside them; they push no good one out."""


class Made(NamedTuple):
    """A copy: the instant at which it was made, and whether what it holds was found good."""

    at: datetime
    good: bool = True


def kept(made: Iterable[Made], zone: tzinfo = UTC) -> set[Made]:
    """The copies to keep; any other may go.

    Days, weeks (from Monday) and months are those of `zone`, and only those count in which a good copy was
    made: the newest good one is always kept, however long ago it was made.
    """
    newest_first = sorted(made, reverse=True)
    keep = set([one for one in newest_first if not one.good][:DAMAGED])
    days: dict[object, Made] = {}
    weeks: dict[object, Made] = {}
    months: dict[object, Made] = {}
    for one in newest_first:
        if one.good:
            day = one.at.astimezone(zone).date()
            days.setdefault(day, one)
            weeks.setdefault(day.isocalendar()[:2], one)
            months.setdefault((day.year, day.month), one)
    for newest, most in ((days, DAYS), (weeks, WEEKS), (months, MONTHS)):
        keep.update(list(newest.values())[:most])
    return keep
