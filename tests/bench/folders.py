"""The data folders that are measured on, made in a temporary folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from db import JournalDB
from db.fold import fold
from deskapp.demo.years import make_years
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Enrolment, Staff

QUIET_HOUR = 15
"""The local hour at which nobody is expected yet, so that the desk has nothing of its own to write."""
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def quiet_zone() -> str:
    """A time zone in which it is about 15:00 now, whatever the real hour."""
    west = (datetime.now(UTC).hour - QUIET_HOUR + 12) % 24 - 12
    return "Etc/GMT" + (f"{west:+d}" if west else "")


def local_day() -> date:
    """The date there."""
    return datetime.now(ZoneInfo(quiet_zone())).date()


def empty(folder: Path) -> Path:
    """A centre without a child."""
    store = JournalDB(folder, KINDS, create=True)
    with store.transaction("open_centre") as tx:
        tx.put(Centre(name="Sunshine Centre", timezone=quiet_zone(), weekdays=EVERY_DAY))
        tx.put(Staff(name="周明慧", latin_name="Zhou Minghui", code="ZM", role="manager"))
    store.close()
    return folder


def with_children(folder: Path, children: int, years: float = 0) -> Path:
    """A centre of so many children, all planned today, and so many years of finished days, folded."""
    make_years(folder, children=children, years=years, last=local_day())
    store = JournalDB(folder, KINDS)
    with store.transaction("change_centre") as tx:
        (centre,) = tx.all(Centre)
        tx.put(replace(centre, timezone=quiet_zone(), weekdays=EVERY_DAY, training=False))
        for place in tuple(tx.all(Enrolment)):
            tx.put(replace(place, weekdays=EVERY_DAY))
    fold(store)
    store.close()
    return folder
