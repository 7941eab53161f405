"""Absences: why and who told by one key each, for one child or several, for a day or more."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.screens.absent import coming_day
from deskapp.services.records import Absence
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def absences(terminal, child):
    """What was told of the child."""
    return await terminal.store(lambda reader: list(reader.by(Absence, "child", child)))


@pytest.fixture
def away(tmp_path):
    """The Ma family; nobody came yet."""
    return make_family(tmp_path / "away", here=False)


@pytest.fixture
def open_away(open_desk, away):
    """The desk at 18:07, nobody here."""
    return lambda **named: open_desk(folder=away.folder, clock=StillClock(EVENING), **named)


async def test_an_absence_by_telephone_is_eight_keys_with_find(open_away, away):
    async with open_away() as terminal:
        keys = "/mqq<tab>xs1"
        assert len(keys.replace("<tab>", "t")) == 8
        await terminal.type(keys)
        (told,) = await absences(terminal, away.qing)
        assert (told.reason, told.told_by, told.number) == ("sick", away.ids["Ma Hong"], "13900000042")
        assert (told.first, told.last, told.taken_by) == ("2026-11-23", "2026-11-23", away.ids["Chen Li"])
        assert "absent" in terminal.row("马青青")
        assert terminal.desk.dialogs == []


async def test_nothing_is_saved_without_a_reason(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.qing)
        await terminal.type("x1")
        assert "Why first" in terminal.status
        await terminal.type("<enter>")
        assert await absences(terminal, away.qing) == []
        await terminal.type("i1")
        assert [one.reason for one in await absences(terminal, away.qing)] == ["informed"]


async def test_nobody_with_an_order_is_offered(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.qing)
        await terminal.type("xs")
        assert "李刚" not in terminal.text
        assert "13900000043" in terminal.text


async def test_several_children_and_days(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.lili)
        await terminal.type("vvxp++-1")
        for child in (away.lili, away.qing):
            (told,) = await absences(terminal, child)
            assert (told.reason, told.first, told.last) == ("planned", "2026-11-23", "2026-11-24")
        assert "马丽丽" in terminal.status


async def test_days_typed(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.qing)
        await terminal.type("xpd30<enter>12-04<enter>1")
        assert terminal.desk.dialogs[-1].first == "2026-11-30"
        assert "is no day" in terminal.desk.said.sentence(terminal.desk.zone)
        await terminal.type("d<enter>+11<enter>1")
        (told,) = await absences(terminal, away.qing)
        assert (told.first, told.last) == ("2026-11-30", "2026-12-04")


async def test_told_in_person_and_by_the_school(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.qing)
        await terminal.type("xih1")
        (told,) = await absences(terminal, away.qing)
        assert (told.told_by, told.number) == (away.ids["Ma Hong"], "")
        terminal.desk.page.list.choose(away.lili)
        await terminal.type("xi9teacher Wu, in person<enter>")
        (told,) = await absences(terminal, away.lili)
        assert (told.told_by, told.told_by_other) == (0, "teacher Wu, in person")


async def test_comes_after_all(open_away, away):
    async with open_away() as terminal:
        terminal.desk.page.list.choose(away.qing)
        await terminal.type("xs1")
        await terminal.type("xr")
        assert await absences(terminal, away.qing) == []


async def test_who_is_here_is_not_absent(open_family, family):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("xs1")
        assert "is here" in terminal.status
        assert await absences(terminal, family.qing) == []
        await terminal.type("<esc>")
        assert terminal.desk.dialogs == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", "2026-11-23"),
        ("+3", "2026-11-26"),
        ("24", "2026-11-24"),
        ("3", "2026-12-03"),
        ("2026-12-24", "2026-12-24"),
        ("２４", "2026-11-24"),
        ("45", "45"),
        ("soon", "soon"),
    ],
)
def test_coming_days(text, day):
    assert coming_day(text, "2026-11-23") == day
