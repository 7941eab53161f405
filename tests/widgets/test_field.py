"""A text field: what is typed, pasted and deleted; what of it is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.keys import Press, press
from deskapp.widgets.cells import width
from deskapp.widgets.field import LONGEST, Field, Form


def typed(field: Field, *keys: str) -> Field:
    for key in keys:
        field.key(Press(key) if len(key) > 1 else Press(key, key))
    return field


@pytest.mark.parametrize(
    ("keys", "text", "place"),
    [
        (("马", "青", "left", "x"), "马x青", 2),
        (("a", "b", "backspace"), "a", 1),
        (("a", "b", "home", "delete"), "b", 0),
        (("a", "b", "home", "backspace", "end", "c"), "abc", 3),
        (("a", "b", "ctrl+u"), "", 0),
        (("left", "right", "backspace"), "", 0),
    ],
)
def test_editing(keys, text, place):
    field = typed(Field(), *keys)
    assert (field.text, field.place) == (text, place)


def test_a_paste_is_one_line_without_control_characters():
    field = Field()
    field.key(Press("paste", "马\x1b[2J青\nsecond line"))
    assert "\x1b" not in field.text
    assert "second" not in field.text
    assert field.text.startswith("马")


def test_no_field_holds_more_than_the_longest_text():
    field = Field()
    field.insert("x" * (LONGEST - 500))
    field.insert("z" * 1000)
    field.insert("y")
    assert len(field.text) == LONGEST


@given(st.text(alphabet="ab马青", max_size=40), st.integers(0, 40), st.integers(4, 20))
def test_the_cursor_is_always_seen(text, place, cells):
    field = Field(text=text, place=min(place, len(text)))
    seen, at = field.window(cells)
    assert width(seen) == cells
    assert 0 <= at < cells


def test_enter_and_function_keys_are_none_of_the_fields():
    for name in ("enter", "escape", "f1", "tab", "up"):
        assert not Field().key(Press(name))


def test_a_form_moves_between_its_fields():
    form = Form([Field("name"), Field("phone")])
    for key in ("a", "tab", "1", "down", "b"):
        form.key(Press(key) if len(key) > 1 else Press(key, key))
    assert [field.text for field in form.fields] == ["ab", "1"]
    lines, cursor = form.lines(60)
    assert len(lines) == 2
    assert cursor == (width("phone") + 2 + 2, 0)


@pytest.mark.parametrize(
    ("name", "character", "means"),
    [
        ("A", "A", "a"),
        ("fullwidth", "Ａ", "a"),
        ("ideographic_comma", "、", "/"),
        ("x", "【", "["),
        ("x", "】", "]"),
        ("x", "《", "<"),
        ("x", "》", ">"),
        ("x", "；", ";"),
        ("x", "？", "?"),
        ("x", "＠", "@"),
        ("space", "\u3000", "space"),
        ("enter", "\r", "enter"),
        ("ctrl+j", "\n", "enter"),
        ("ctrl+h", "\x08", "backspace"),
    ],
)
def test_keys_of_a_chinese_keyboard_mean_the_same(name, character, means):
    assert press(name, character).name == means
