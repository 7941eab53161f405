"""The clock was set back over midnight: a banner, the desk stays on the latest day, and can be written."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.clock import StillClock
from deskapp.services.records import Attendance
from tests.screens.centre import MONDAY


@pytest.fixture
def real_clock():
    """A clock that stands for the machine's own: Monday 23:50."""
    clock = StillClock(MONDAY.replace(hour=23, minute=50))
    clock.pretends = False
    return clock


async def test_the_desk_stays_on_the_latest_day(open_desk, monkeypatch, real_clock):
    behind = [1200]
    monkeypatch.setattr(JournalDB, "clock_behind", property(lambda _store: behind[0]))
    async with open_desk(clock=real_clock) as terminal:
        assert terminal.desk.today == "2026-11-24"
        assert "clock is 20 min behind" in terminal.text
        behind[0] = 0  # what is written now carries the time of the clock
        await terminal.type("a")
        assert "arrived" in terminal.status
        assert "clock is 20 min behind" in terminal.text
        came = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-24")))
        assert [one.child for one in came] == [terminal.ids["Cai Xiaoming"]]
        await terminal.type("[")
        assert "Mon 23 Nov" in terminal.lines[1]
        await terminal.type("0")
        real_clock.move(1260)
        await terminal.desk.refresh()
        terminal.desk.repaint()
        assert "behind" not in terminal.text
        assert terminal.desk.today == "2026-11-24"


async def test_a_clock_that_is_right_takes_the_desk_nowhere(open_desk, monkeypatch, real_clock):
    monkeypatch.setattr(JournalDB, "clock_behind", property(lambda _store: 100))
    async with open_desk(clock=real_clock) as terminal:
        assert terminal.desk.today == "2026-11-23"
        assert "behind" not in terminal.text
