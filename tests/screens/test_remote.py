"""A desk that came in by SSH."""

from __future__ import annotations

import pytest

from deskapp.services.records import Attendance


@pytest.mark.parametrize(("who", "came"), [("CL", 0), ("WM", 1)])
async def test_an_arrival_from_outside_is_a_managers(open_desk, who, came):
    async with open_desk(staff=who, remote=True) as terminal:
        await terminal.type("a")
        assert ("only a manager" in terminal.status) == (not came)
        found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
        assert len(found) == came
