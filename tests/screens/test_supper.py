"""Supper: dishes with what is in them, and nobody is harmed by a key for all."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.services import attendance
from deskapp.services.records import Attendance, Supper
from tests.screens.centre import act
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def eaten(terminal):
    """Children with supper, and whether it was something else."""
    found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
    return {one.child: one.stays[-1].supper_other for one in found if one.stays and one.stays[-1].supper}


async def dishes(terminal):
    """The day's dishes."""
    found = await terminal.store(lambda reader: list(reader.on(Supper, "2026-11-23")))
    return [(dish.name, dish.ingredients) for dish in found[0].dishes] if found else []


async def jing_is_here(terminal, family):
    """The child who must not eat peanuts arrives."""

    def other(store):
        with store.transaction("arrive") as tx:
            attendance.arrive(tx, act(family.ids["Chen Li"], EVENING), (family.ids["Chen Jing"],))

    await terminal.elsewhere(other)


async def test_dishes_are_written_changed_and_taken_off(open_family, family):
    async with open_family() as terminal:
        await terminal.type("w+Rice<enter>rice<enter>+{宫保鸡丁}<enter>chicken, peanut oil<enter>")
        assert await dishes(terminal) == [("Rice", ("rice",)), ("宫保鸡丁", ("chicken", "peanut oil"))]
        await terminal.type("1s<enter>, salt<enter>")
        assert (await dishes(terminal))[0] == ("Rices", ("rice", "salt"))
        await terminal.type("1<ctrl+u><enter>")
        await terminal.type("<enter>")
        assert [name for name, _ in await dishes(terminal)] == ["宫保鸡丁"]
        assert "Must not eat" in terminal.text
        assert "陈静 Chen Jing" in terminal.text


async def test_supper_for_all_skips_and_names_whom_it_would_harm(open_family, family):
    async with open_family() as terminal:
        await jing_is_here(terminal, family)
        await terminal.type("w+noodles<enter>peanut<enter>s")
        assert set(await eaten(terminal)) == {family.qing, family.lili}
        assert "陈静 Chen Jing" in terminal.status
        await terminal.type("o")
        assert (await eaten(terminal))[family.ids["Chen Jing"]] is True
        assert "ate something else" in terminal.text


async def test_without_dishes_nobody_can_tell(open_family, family):
    async with open_family() as terminal:
        await jing_is_here(terminal, family)
        await terminal.type("w")
        assert "Nobody can tell" in terminal.text
        await terminal.type("s")
        assert set(await eaten(terminal)) == {family.qing, family.lili}


async def test_supper_for_everybody_here_is_four_keys_on_the_list(open_family, family):
    async with open_family() as terminal:
        await jing_is_here(terminal, family)
        await terminal.type("ff*s")
        assert set(await eaten(terminal)) == {family.qing, family.lili}
        assert "left out: 陈静 Chen Jing" in terminal.status


async def test_while_a_dish_is_typed_only_its_field_has_a_mark(open_desk):
    async with open_desk() as terminal:
        await terminal.type("w+satay<enter>peanut<enter>")
        await terminal.type("+")
        assert [line[:1] for line in terminal.lines if line.startswith(">")] == [">"]
