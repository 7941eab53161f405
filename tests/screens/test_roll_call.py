"""Roll call and head-count: head by head, left and resumed, and a number against the list."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.services.records import Concern, HeadCount, RollCall
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def calls(terminal):
    """The roll calls of the day."""
    return await terminal.store(lambda reader: list(reader.on(RollCall, "2026-11-23")))


async def test_the_first_tick_begins_it(open_family, family):
    async with open_family() as terminal:
        await terminal.type("r")
        assert await calls(terminal) == []
        assert "0 of 2 seen" in terminal.text
        await terminal.type("<space><space>")
        (call,) = await calls(terminal)
        assert call.ticked == (family.lili, family.qing)
        assert "ALL SEEN" in terminal.text
        await terminal.type("e")
        (call,) = await calls(terminal)
        assert call.ended_at
        assert terminal.desk.dialogs == []


async def test_left_and_resumed(open_family, family):
    async with open_family() as terminal:
        await terminal.type("r<space>0")
        assert terminal.desk.dialogs == []
        await terminal.type("r")
        assert "1 of 2 seen" in terminal.text
        await terminal.type("f")
        assert not any("马丽丽" in line for line in terminal.lines[:-2])
        await terminal.type("<space>")
        (call,) = await calls(terminal)
        assert call.ticked == (family.lili, family.qing)


async def test_a_tick_is_taken_back_by_the_same_key(open_family, family):
    async with open_family() as terminal:
        await terminal.type("r<space><up>")
        terminal.clock.move(3)
        await terminal.type("<space>")
        (call,) = await calls(terminal)
        assert call.ticked == ()


async def test_the_end_asks_when_somebody_was_not_seen(open_family, family):
    async with open_family() as terminal:
        await terminal.type("r<space>e")
        assert "1 were not seen" in terminal.text
        await terminal.type("<enter>")
        assert (await calls(terminal))[0].ended_at == ""
        await terminal.type("ey")
        assert (await calls(terminal))[0].ended_at


async def test_one_who_left_meanwhile_need_not_be_found(open_family, family):
    async with open_family() as terminal:
        await terminal.type("r<space>0")
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("c1kr")
        assert "ALL SEEN" in terminal.text
        assert "out 18:07 meanwhile" in terminal.text


async def test_heads_counted(open_family, family):
    async with open_family() as terminal:
        await terminal.type("rh3<enter>")
        found = await terminal.store(lambda reader: list(reader.on(HeadCount, "2026-11-23")))
        assert [(one.counted, one.listed) for one in found] == [(3, 2)]
        differs = await terminal.store(lambda reader: list(reader.all(Concern)))
        assert "head_count" in [one.kind for one in differs]
        await terminal.type("h<enter>")
        assert "number of heads" in terminal.status
        await terminal.type("x2<enter>")
        assert "number of heads" in terminal.status
        await terminal.type("<ctrl+u>2<enter>")
        open_now = await terminal.store(lambda reader: list(reader.all(Concern)))
        assert "head_count" not in [one.kind for one in open_now]
        assert [type(one).__name__ for one in terminal.desk.dialogs] == ["RollCallDialog"]


async def test_the_headings_stand_above_the_heads(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>r")
        row = next(line for line in terminal.lines if "here since" in line)
        assert "name" in row
        assert "what to know" in row
        head = next(line for line in terminal.lines if "[ ]" in line)
        assert head.index("16:40") == row.index("here since") or "16:40" in head
