"""A note about somebody who gets meals: left on Meals, seen there and on the sheet, ticked off."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.services.meals.records import Client
from deskapp.services.records import Enrolment, Note

NOON = datetime(2026, 11, 23, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def meals(open_desk, tmp_path):
    """The demo's neighbours before they leave, on the meals page."""
    make_demo(tmp_path / "meals", "en", NOON)
    return lambda **more: open_desk(folder=tmp_path / "meals", clock=StillClock(NOON), page=3, **more)


async def test_it_is_left_for_the_meal_and_seen_until_it_is_done(meals):
    async with meals() as terminal:
        await terminal.type("m{bring the pot}")
        assert "shown with the meal   (tab changes that)" in terminal.text
        await terminal.type("<enter>")
        assert "Note left: 许国强 Xu Guoqiang" in terminal.status
        assert "note: bring" in terminal.row("许国强")
        await terminal.type("<enter>")
        assert "note: bring the pot   (with the meal; " in terminal.text
        await terminal.type("m<up><space>")
        assert "Note done: 许国强 Xu Guoqiang" in terminal.status
        await terminal.type("<esc>")
        assert "bring the pot" not in terminal.text
        await terminal.type("0")
        assert "note" not in terminal.row("许国强")


async def test_tab_offers_a_client_no_arrival_and_a_child_who_gets_meals_all(meals):
    async with meals() as terminal:
        assert await offered(terminal) == ["with the meal", "to the shift"]
        client = terminal.desk.page.list.row.client

        def enrol(store):
            with store.transaction("enrol") as tx:
                tx.put(Enrolment(child=tx.get(Client, client).person))

        await terminal.elsewhere(enrol)
        every = ["with the meal", "to the shift", "at collection", "at arrival"]
        assert await offered(terminal) == every


async def offered(terminal):
    """What tab goes through, from the first."""
    await terminal.type("m")
    seen = []
    while (line := terminal.row("shown ").split("   ")[0].strip()) not in seen:
        seen.append(line)
        await terminal.type("<tab>")
    await terminal.type("<esc>")
    return [line.removeprefix("shown ") for line in seen]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_no_clash_hides_that_there_is_a_note(meals, size):
    async with meals(size=size) as terminal:
        await terminal.type("<down><down>m{bring the pot}<enter>")
        line = terminal.row("孟秋月")
        assert "! NO braised carp" in line
        assert line.rstrip().endswith(" note")
        await terminal.type("<up><up>m{third floor now}<enter>")
        assert "note" in terminal.row("许国强")


async def test_one_for_the_shift_is_on_today_with_the_name(meals):
    async with meals(size=(120, 40)) as terminal:
        await terminal.type("m<tab>{call the son}<enter>1")
        assert "许国强 Xu Guoqiang: call the son" in terminal.text
        assert terminal.desk.page.list.choose(("notes", 0, 0))
        await terminal.type("<enter>")
        assert "许国强 Xu Guoqiang: call the son" in terminal.text
        assert "tab changes" not in terminal.text


async def test_an_adult_who_gets_nothing_has_notes_for_the_shift_only(meals):
    async with meals() as terminal:
        await terminal.type("6/{马红叶}<enter>m{new number}<enter>")
        found = await terminal.store(
            lambda reader: [one.shown for one in reader.all(Note) if one.text == "new number"]
        )
        assert found == ["shift"]
