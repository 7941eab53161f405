"""The page of a child, and a child who is not on today's list."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deskapp.clock import StillClock
from deskapp.services import childday
from deskapp.services.records import Attendance, Enrolment, Looked
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def test_the_page_of_a_child(open_family, family):
    async with open_family(size=(80, 40)) as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("<enter>")
        text = terminal.text
        assert "16:40  arrived" in text
        assert "陈丽" in text
        assert "13900000042" in text
        assert "13900000045" not in text
        assert "NEVER: order on file" in text
        assert "court" not in text
        await terminal.type("w")
        assert "court" in terminal.text
        looked = await terminal.store(lambda reader: list(reader.on(Looked, "2026-11-23")))
        assert [(one.person, one.what, one.by) for one in looked] == [
            (family.qing, "order", family.ids["Chen Li"])
        ]


async def test_it_can_be_read_to_its_end(open_family, family):
    async with open_family(size=(60, 20)) as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("<enter>")
        assert "lines 1-" in terminal.text
        seen = terminal.text
        for _ in range(3):
            await terminal.type("<space>")
            seen += terminal.text
        for words in ("马红", "李刚", "trip money", "fridge"):
            assert words in seen


async def test_the_history_of_the_day(open_family, family):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("h<enter>h")
        assert "homework" in terminal.text
        assert "陈丽 Chen Li, reception-1" in terminal.text
        await terminal.type("0")
        assert terminal.desk.dialogs
        await terminal.type("0")
        assert terminal.desk.dialogs == []


async def test_a_long_line_of_the_history_goes_on_below(open_family, family):
    async with open_family(size=(60, 20)) as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("c1wd0<enter>h")
        told = terminal.text.split("Recorded today:")[1]
        assert "kept from" in told
        assert "the child stays" in " ".join(told.split())
        assert "…" not in told.split("saved")[0]


async def test_the_history_of_a_child_names_no_other_child(open_family, family):
    async with open_family() as terminal:
        for child in (family.qing, family.lili):
            terminal.desk.page.list.choose(child)
            await terminal.type("v")
        await terminal.type("h")
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("<enter>h")
        assert "  18:07  马青青 Ma Qingqing homework   (陈丽 Chen Li, reception-1)" in terminal.lines
        assert "马丽丽" not in "".join(terminal.lines[:-2])


async def test_from_the_page_to_the_dialogs(open_family, family):
    async with open_family(size=(80, 30)) as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("<enter>c1k")
        assert [type(one).__name__ for one in terminal.desk.dialogs] == ["DetailsDialog"]
        assert "collected by 马红 Ma Hong, known" in terminal.text
        assert "c collect" not in terminal.text


@pytest.fixture
def unplanned(family):
    """The elder sister never comes on a Monday, and left."""
    from db import JournalDB
    from deskapp.services import attendance
    from deskapp.services.kinds import KINDS
    from tests.screens.centre import act

    store = JournalDB(family.folder, kinds=KINDS)
    with store.transaction("change_enrolment") as tx:
        attendance.take_back(tx, act(family.ids["Chen Li"], EVENING), family.lili)
        place = next(iter(tx.by(Enrolment, "child", family.lili)))
        tx.put(replace(place, weekdays=(2, 3)))
    store.close()
    return family


async def test_an_extra_child_is_found_and_arrives(open_family, unplanned):
    async with open_family() as terminal:
        await terminal.type("+mll<enter>")
        found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
        assert [one.extra for one in found if one.child == unplanned.lili] == [True]
        assert terminal.desk.dialogs == []
        assert "here" in terminal.row("马丽丽")


async def test_enter_in_find_offers_the_extra_child(open_family, unplanned):
    async with open_family() as terminal:
        await terminal.type("/mll<enter>")
        assert [type(one).__name__ for one in terminal.desk.dialogs] == ["ExtraChildDialog"]
        await terminal.type("<enter>")
        row = await terminal.desk.ask(childday.row_of, unplanned.lili)
        assert row.state == "here"


async def test_several_are_chosen_by_the_arrows(open_family, unplanned):
    async with open_family() as terminal:
        await terminal.type("+ma<enter>")
        assert "match" in terminal.status
        assert terminal.desk.dialogs
        await terminal.type("<down><enter>")
        row = await terminal.desk.ask(childday.row_of, unplanned.lili)
        assert row.state == "here"


async def test_who_is_here_is_no_extra_child(open_family, unplanned):
    async with open_family() as terminal:
        await terminal.type("+mqq<enter>")
        assert "here already" in terminal.status
