"""The keys line shows the keys that matter now: in the find line, on another day, on a page of today."""

from __future__ import annotations


async def test_while_the_find_line_is_open_its_keys_are_shown(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/m")
        keys = terminal.lines[-1]
        assert keys.startswith("enter do it  tab to the row  ↑ ↓ choose  esc back")
        assert "collect" not in keys
        await terminal.type("<f1>")
        assert "To the row, without doing anything to it." in terminal.text
        await terminal.type("<esc><esc>")
        assert terminal.lines[-1].startswith("space next")


async def test_while_a_card_or_a_time_is_typed_its_keys_are_shown(open_desk):
    async with open_desk() as terminal:
        await terminal.type(";0")
        assert terminal.lines[-1] == "enter take the card  esc back  F1 help"
        await terminal.type("<esc>@1")
        assert terminal.lines[-1] == "0-9 the time  esc back  F1 help"


async def test_on_another_day_the_ways_back_come_first(open_desk):
    async with open_desk() as terminal:
        await terminal.type("[")
        assert terminal.lines[-1].startswith("0 today  e change this day  [ day before  ] day after")
        await terminal.type("e")
        assert "change this day" not in terminal.lines[-1]
        assert terminal.lines[-1].startswith("0 today")
        await terminal.type("0")
        assert terminal.lines[-1].startswith("space next")


async def test_a_page_of_today_leaves_the_other_day_and_says_so(open_desk):
    async with open_desk() as terminal:
        await terminal.type("[e1")
        assert "CHANGING" not in terminal.text
        assert "of today" in terminal.status
        await terminal.type("[")
        assert "Sun 22 Nov" not in terminal.text
        assert "Other days: on Children (2), [ and ]." in terminal.status
        await terminal.type("6]")
        assert "Other days: on Children" in terminal.status


async def test_another_day_keeps_no_row_that_is_not_in_the_filter(open_desk):
    """The rows that stay are those seen under this filter on this day."""
    async with open_desk() as terminal:
        await terminal.type("<space>ff")  # here
        assert "HERE 1 " in terminal.lines[2]
        await terminal.type("[[[")
        assert "HERE 0 " in terminal.lines[2]


async def test_the_same_key_again_counts_only_where_something_was_done(open_desk):
    async with open_desk() as terminal:
        await terminal.type("h")
        assert "is not here now" in terminal.status
        await terminal.type("h")
        assert "is not here now" in terminal.status
