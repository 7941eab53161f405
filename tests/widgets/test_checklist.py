"""The checklist: the cursor and the marks stay on their rows, whatever happens to the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line, row_line, shares

COLUMNS = (Column("state", 9), Column("name", 10, flex=2), Column("note", 8, flex=1))


def listed(*rows: int, height: int = 5) -> Checklist:
    checklist = Checklist(lambda row: row)
    checklist.resize(height)
    checklist.fill(rows)
    return checklist


@given(
    st.lists(st.integers(0, 30), unique=True, min_size=1),
    st.lists(st.integers(0, 30), unique=True),
    st.lists(st.sampled_from(["up", "down", "pageup", "pagedown", "home", "end", "v"]), max_size=20),
)
def test_the_cursor_stays_on_its_row_when_rows_come_and_go(before, after, keys):
    checklist = listed(*before)
    for key in keys:
        checklist.key(key)
    chosen, marks = checklist.row, set(checklist.marks)
    checklist.fill(after)
    assert checklist.row == chosen or chosen not in after
    assert (checklist.row in after) if after else (checklist.row is None)
    assert checklist.marks == marks & set(after)
    if after:
        assert checklist.top <= checklist.place < checklist.top + checklist.height


def test_it_pages_instead_of_scrolling():
    checklist = listed(*range(12))
    for _ in range(5):
        checklist.key("down")
    assert (checklist.top, checklist.row) == (5, 5)
    checklist.key("up")
    assert (checklist.top, checklist.row) == (0, 4)
    checklist.key("pagedown")
    assert checklist.row == 5
    checklist.key("end")
    assert (checklist.top, checklist.row, checklist.page_text) == (10, 11, "11-12")
    checklist.key("pageup")
    assert checklist.row == 5


def test_a_mark_moves_on_and_a_key_takes_all_marked_rows_in_their_order():
    checklist = listed(1, 2, 3, 4)
    for key in ("down", "v", "v"):
        checklist.key(key)
    checklist.key("home")
    assert checklist.chosen() == [2, 3]
    checklist.key("*")
    assert checklist.chosen() == [1, 2, 3, 4]
    checklist.key("*")
    assert checklist.chosen() == [1]


def test_the_cursor_passes_rows_that_cannot_be_chosen():
    checklist = Checklist(lambda row: row)
    checklist.resize(5)
    checklist.selectable = lambda row: row % 10 == 0
    checklist.fill([10, 11, 12, 20, 21])
    checklist.key("down")
    assert checklist.row == 20
    checklist.key("down")
    assert checklist.row == 20
    checklist.key("end")
    assert checklist.row == 20
    checklist.key("up")
    assert checklist.row == 10


@pytest.mark.parametrize("room", [30, 40, 59, 79, 83])
def test_columns_fill_the_room_exactly(room):
    assert sum(shares(COLUMNS, room)) + len(COLUMNS) - 1 == room


def test_a_row_is_drawn_in_its_columns_with_cursor_and_mark():
    cells = (
        Cell("● here", "here"),
        Cell("马青青 Ma Qingqing"),
        Cell("! order", "alert", ((" ", ""), ("note", ""))),
    )
    widths = shares(COLUMNS, 39)
    spans = row_line(cells, COLUMNS, widths, False, False)
    assert "".join(text for text, _style in spans).rstrip() == " ● here    马青青 Ma Qingq… ! order note"
    assert ("! order ", "alert") in spans
    assert row_line(cells, COLUMNS, widths, True, False)[0][0].startswith(">● here")
    assert row_line(cells, COLUMNS, widths, False, True)[0][0].startswith("+")
    assert "".join(part for part, _ in heads_line(COLUMNS, 40)).split() == ["state", "name", "note"]


WIDE = (Column("name", 6), Column("hand over", 10), Column("care", 6), Column("last", 5))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ((Cell("fish: tofu", wide=True), Cell("care"), Cell("11:20")), "fish: tofu care   11:20"),
        ((Cell("fish: bean curd", wide=True), Cell(""), Cell("11:20")), "fish: bean curd   11:20"),
        ((Cell("fish: bean curd", wide=True), Cell("care"), Cell("")), "fish: bea… care"),
        ((Cell("fish: bean curd, soft", wide=True), Cell(""), Cell("")), "fish: bean curd, soft"),
        ((Cell("fish (cod): tofu", short="fish: tofu"), Cell(""), Cell("")), "fish: tofu"),
        ((Cell("fish (cod): tofu", short="fish: tofu", end="+2"), Cell(""), Cell("")), "fish: … +2"),
        (
            (Cell("fish (cod): tofu", short="fish: tofu", end="+2", wide=True), Cell(""), Cell("11:20")),
            "fish: tofu +2     11:20",
        ),
        ((Cell("fish", end="+1", wide=True), Cell("care"), Cell("")), "fish +1    care"),
    ],
)
def test_a_long_cell_goes_on_over_empty_ones_and_keeps_its_end(cells, line):
    spans = row_line((Cell("Ma"), *cells), WIDE, [column.width for column in WIDE], False, False)
    drawn = "".join(text for text, _style in spans)
    assert drawn.rstrip() == " Ma     " + line
    assert len(drawn) == 31
