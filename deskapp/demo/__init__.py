"""The demo: a made-up centre in full swing at 17:40 of a school day, in a folder that is thrown away.

Nothing here computes a reading of a name or imports a screen: the demo opens in a fraction of a second.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from db import JournalDB
from deskapp.demo.centre import Made, write_centre
from deskapp.demo.day import days_before, write_day, write_days_before
from deskapp.demo.meals import write_meals
from deskapp.demo.phrases import phrases
from deskapp.services.act import Act, to_instant
from deskapp.services.clocks import instant_at
from deskapp.services.kinds import KINDS

PREFIX = "deskapp-demo-"
ALIVE = "alive"
CLOCK = "17:40"
ZONE = ZoneInfo("Asia/Shanghai")
GRACE = 60
"""Seconds in which a demo that is only just being made has no lock yet."""


class Demo(NamedTuple):
    """A demo that stands: its data folder, and the moment it pretends to be now."""

    folder: Path
    now: datetime


@contextmanager
def demo_folder(language: str, now: datetime | None = None) -> Iterator[Demo]:
    """A demo while the context lasts; thrown away after it or, if killed, when the next one starts."""
    sweep()
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    alive = os.open(place / ALIVE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(alive, fcntl.LOCK_EX)
        moment = now or full_swing()
        make_demo(place / "data", language, moment)
        yield Demo(place / "data", moment)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(alive)


def make_demo(folder: Path, language: str, now: datetime) -> Made:
    """Makes the demo's data folder as it is at `now` (aware): one transaction."""
    words = phrases(language)
    act = Act(0, "demo", now.astimezone(UTC), ZONE)
    store = JournalDB(folder, KINDS, create=True)
    try:
        with store.transaction("made_demo", on=act.terminal, at=to_instant(act.now)) as tx:
            made = write_centre(tx, words, language, act.day, days_before(act.day)[-1])
            write_days_before(tx, act, made)
            write_day(tx, act, made, words)
            write_meals(tx, act, made, words, language)
    finally:
        store.close()
    return made


def full_swing(today: date | None = None) -> datetime:
    """17:40 of today, or of the last school day before it."""
    day = today or datetime.now(ZONE).date()
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return datetime.fromisoformat(instant_at(day.isoformat(), CLOCK, ZONE))


def sweep() -> None:
    """Throws away demos of this account whose process is gone: nobody holds their lock any more."""
    with suppress(OSError):
        for place in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
            with suppress(OSError):
                if abandoned(place):
                    shutil.rmtree(place, ignore_errors=True)


def abandoned(place: Path) -> bool:
    """Whether a demo's folder is ours and its process is gone.  Raises OSError where it cannot be told."""
    state = place.lstat()
    if state.st_uid != os.getuid() or not place.is_dir() or place.is_symlink():
        return False
    try:
        alive = os.open(place / ALIVE, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return time.time() - state.st_mtime > GRACE
    try:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(alive)
    return True
