"""Today: what needs somebody, and what its keys do."""

from __future__ import annotations

import pytest

from deskapp.services.records import Concern
from tests.screens.test_desk import attended


async def test_an_overdue_child_stands_there_until_somebody_has_it(open_desk):
    async with open_desk(page=1) as terminal:
        assert terminal.lines[2].startswith("IN THE BUILDING 0")
        row = terminal.row("Liu Zihao")
        assert row.startswith(">! NOT SEEN")
        assert "25 min over 16:15" in row
        assert "NOBODY HAS IT" in terminal.text
        await terminal.type("y")
        assert "陈丽 has it" in terminal.text
        claimed = await terminal.store(lambda reader: [concern.claimed_by for concern in reader.all(Concern)])
        assert claimed == [terminal.ids["Chen Li"]]


async def test_the_number_of_wrong_things_stands_on_every_page(open_desk):
    async with open_desk() as terminal:
        assert "1 Today!1" in terminal.lines[1]
        await terminal.type("/lzh<enter>")
        assert "1 Today " in terminal.lines[1]


async def test_enter_goes_to_the_child_on_the_list(open_desk):
    async with open_desk(page=1) as terminal:
        await terminal.type("<enter>")
        assert "[2 Children]" in terminal.lines[1]
        assert "Liu Zihao" in terminal.cursor


async def test_find_on_today_reaches_everybody_and_does_the_obvious(open_desk):
    async with open_desk(page=1) as terminal:
        await terminal.type("/mqq<enter>")
        assert len(await attended(terminal, "Ma Qingqing")) == 1
        assert "children 1" in terminal.lines[2]


async def test_the_cursor_passes_the_further_lines_of_a_row(open_desk):
    async with open_desk(page=1) as terminal:
        for _key in range(4):
            await terminal.type("<down>")
            assert terminal.desk.page.row() is not None


async def test_the_card_of_a_child_works_on_today(open_desk):
    from deskapp.names import new_card

    async with open_desk(page=1) as terminal:
        await terminal.type(f";{new_card(11)}<enter>")
        assert len(await attended(terminal, "Ma Qingqing")) == 1


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 40)])
async def test_what_comes_next_is_never_cut_off(open_desk, size):
    async with open_desk(page=1, size=size) as terminal:
        await terminal.type("/mqq<enter><esc>h9<enter>")
        for hours in (3.6, 4):
            terminal.clock.move(hours * 3600)
            await terminal.desk.refresh()
            await terminal.settled()
        assert terminal.desk.page.list.choose(("not_collected", terminal.ids["Ma Qingqing"], 0))
        await terminal.type("<up><down>")
        assert "not collected since Mon 20:00" in terminal.text
        assert "Next by Mon 20:10: guardian" in terminal.text
        await terminal.type("<end>")
        assert "Mon 16:40 9 heads counted, 1 o" in terminal.text
        cut = [line for line in terminal.lines[5:-3] if line.endswith("1 o")]
        assert not cut, "what does not fit ends with the mark"


async def test_the_panel_says_how_much_of_a_row_it_has_no_room_for(open_desk):
    async with open_desk(size=(120, 20), page=2) as terminal:
        terminal.desk.page.details = lambda row, room: [[(f"line {number}.", "")] for number in range(30)]
        terminal.app.desk_screen.paint()
        seen = [number for number in range(30) if f"line {number}." in terminal.text]
        assert 0 < len(seen) < 30
        assert f"and {30 - len(seen)} more lines" in terminal.text


def test_every_kind_of_row_has_a_name():
    from deskapp.screens.today import KINDS
    from deskapp.services.todayrows import SEVERITY

    assert set(KINDS) == set(SEVERITY)
