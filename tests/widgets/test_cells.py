"""Text in cells: exactly as wide as asked, never a control character, cut only with a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deskapp.widgets.cells import CUT, clean, cut, fit, fit_line, line_width, width, with_caret, wrap
from deskapp.widgets.paper import cells_of, differing

TEXT = st.text(alphabet=st.sampled_from("ab 马青。é\u0301\x1b\x07\u202e\u200d[]…"), max_size=30)
LINE = st.lists(st.tuples(TEXT.map(clean), st.sampled_from(["", "here", "field"])), max_size=5)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_nothing_that_speaks_to_a_terminal_is_left(text):
    cleaned = clean(text)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in cleaned)
    cleaned.encode()
    assert not set(cleaned) & set("\x1b\x07\x9b\u202e\u2066\u200f\u200d\ufeff")


@given(TEXT, st.integers(1, 40))
def test_fitted_text_is_exactly_as_wide_as_asked(text, cells):
    for align in ("left", "right", "middle"):
        assert cell_len(fit(text, cells, align)) == cells


@given(TEXT, st.integers(1, 40))
def test_what_is_cut_ends_with_the_mark(text, cells):
    shown = cut(clean(text), cells)
    assert shown == clean(text) or shown.endswith(CUT)
    assert width(shown) <= cells


@given(LINE, st.integers(1, 40))
def test_a_line_is_exactly_as_wide_as_the_screen(line, cells):
    assert line_width(fit_line(line, cells)) == cells


def test_a_line_that_just_fits_is_not_cut_for_blanks_behind_it():
    assert fit_line([("abc", ""), ("  ", "")], 3) == [("abc", "")]
    assert fit_line([("abc", ""), ("d", "")], 3) == [("ab…", "")]


@given(LINE, LINE, st.integers(4, 40))
def test_repainting_what_differs_gives_the_new_line(before, after, cells):
    old, new = fit_line(before, cells), fit_line(after, cells)
    span = differing(old, new)
    painted = cells_of(old)
    if span:
        first, last = span
        painted[first:last] = cells_of(new)[first:last]
        assert cells_of(new)[first][0] != "" or first == 0
        assert last == cells or painted[last][0] != ""
    assert painted == cells_of(new)


def test_the_caret_stands_on_one_cell_of_a_field():
    line = with_caret([("/ ", "key"), ("马青  ", "field")], 4)
    assert line == [("/ ", "key"), ("马", "field"), ("青", "caret"), ("  ", "field")]
    assert with_caret([("text", "")], 2) == [("text", "")]


@given(TEXT, st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_no_word(text, cells):
    lines = wrap(text, cells)
    assert all(width(line) <= cells + 2 for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
