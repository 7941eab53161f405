"""An allergy is told apart from a dislike, at every width."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.services.kinds import KINDS
from deskapp.services.meals.records import Client, Menu, Route
from deskapp.services.records import Allergy, Person

NOON = datetime(2026, 11, 23, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG = "soup of lychee, lotus root, peanut and many other things"


@pytest.fixture
def allergic(open_desk, tmp_path):
    """The third stop of the first route must not have the braised carp, nor a soup with a long name: that
    one because of an allergy.
    """
    make_demo(tmp_path / "kitchen", "en", NOON)
    store = JournalDB(tmp_path / "kitchen", kinds=KINDS)
    with store.transaction("before") as tx:
        client = tx.get(Client, min(tx.all(Route), key=lambda one: one.number).stops[2])
        tx.put(replace(client, avoid=("carp",), diets=(), delivery_note="third floor"))
        nuts = Allergy(what="peanut", action="pen, then 120")
        tx.put(replace(tx.get(Person, client.person), allergies=(nuts,)))
        menu = next(iter(tx.on(Menu, "2026-11-23")))
        soup = replace(menu.dishes[-1], name=LONG, ingredients=("lychee",))
        tx.put(replace(menu, dishes=(*menu.dishes, soup)))
    store.close()
    return lambda **more: open_desk(folder=tmp_path / "kitchen", clock=StillClock(NOON), page=3, **more)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_row_says_that_it_is_an_allergy_whatever_is_cut_off(allergic, size):
    async with allergic(size=size) as terminal:
        line = terminal.row("孟秋月").partition("│")[0].rstrip()
        assert "! ALLERGY, NO soup" in line
        assert line.endswith(" +1")


async def test_the_sheet_says_what_to_do(allergic):
    async with allergic() as terminal:
        await terminal.type("<down><down><enter>")
        text = " ".join(terminal.text.split())
        assert f"! NO {LONG} (ALLERGY peanut); pen, then 120" in text
        assert "! NO braised carp (avoids carp): braised tofu" in text
        assert "allergies: peanut: pen, then 120" in text


async def test_so_does_the_panel_beside_the_list(allergic):
    async with allergic(size=(120, 40)) as terminal:
        await terminal.type("<down><down>")
        beside = " ".join(" ".join(line.partition("│")[2] for line in terminal.lines).split())
        assert "(ALLERGY peanut); pen, then 120" in beside
