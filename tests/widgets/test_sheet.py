"""A form of many fields: where keys go, what is seen of it, and its choices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskapp.keys import Press, press
from deskapp.widgets.cells import fit_line, line_width
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet, Weekdays, Whole, yes_no

SEXES = (("", "not said"), ("f", "female"), ("m", "male"))


def typed(sheet: Sheet, *names: str) -> None:
    """These keys, by name or as the character."""
    for name in names:
        sheet.key(press(name, name if len(name) == 1 else None))


def test_a_choice_goes_round_by_space_and_arrows_alone() -> None:
    choice = Choice(options=SEXES)
    for key, value in (
        (" ", "f"),
        (" ", "m"),
        (" ", ""),
        (" ", "f"),
    ):
        assert choice.key(press(key, key))
        assert choice.value == value
    for text in ("m", "n", "x", "女", "1"):
        assert not choice.key(press(text, text))
    assert not choice.key(Press("paste", " m"))
    assert (choice.value, choice.text) == ("f", "female")
    choice.key(press("left", None))
    assert choice.value == ""
    choice.key(press("left", None))
    assert (choice.value, choice.text) == ("m", "male")
    assert not choice.key(press("enter", None))


def test_weekdays_are_toggled_by_their_digits() -> None:
    days = Weekdays(days=frozenset((1, 2)))
    for key in "2798":
        days.key(press(key, key))
    assert days.days == {1, 7}
    days.key(press(" ", " "))
    assert days.days == frozenset()
    days.key(press(" ", " "))
    assert days.days == {1, 2, 3, 4, 5}


def test_a_short_field_is_typed_over_once() -> None:
    time, name = Whole(text="16:30"), Field(text="Yucai")
    sheet = Sheet.of([[time], [name]])
    typed(sheet, "1", "7")
    assert time.text == "17"
    typed(sheet, "tab", " ", "2")
    assert name.text == "Yucai 2"
    typed(sheet, "up", "left", "9")
    assert time.text == "197"


def test_arrows_go_by_lines_and_tab_by_fields() -> None:
    fields = [Field(label=str(number)) for number in range(5)]
    sheet = Sheet.of([fields[:2], fields[2:4], fields[4:]])
    walked = []
    for name in ("tab", "tab", "down", "down", "shift+tab", "up", "up"):
        sheet.key(press(name, None))
        walked.append(sheet.now.label)
    assert walked == ["1", "2", "4", "0", "4", "2", "0"]


def test_other_rows_keep_the_cursor_in_its_field() -> None:
    first, second, third = Field(text="a"), Field(text="a"), Field(text="a")
    sheet = Sheet.of([[first], [third]], at=1)
    sheet.refill([[first], [second], [third]])
    assert sheet.now is third


def test_a_note_stands_below_its_row() -> None:
    first, second = Field(label="one"), Field(label="two")
    sheet = Sheet.of([[first], [second]])
    sheet.notes[id(first)] = "changed by somebody"
    lines, _cursor = sheet.lines(60)
    assert "".join(text for text, _style in lines[1]) == "   ! changed by somebody"
    assert len(lines) == 3


text = st.text(st.sampled_from("ab 马青 é😀\u0301"), max_size=120)


@given(
    texts=st.lists(text, min_size=1, max_size=12),
    at=st.integers(0, 11),
    columns=st.integers(60, 120),
    height=st.integers(4, 20),
)
def test_the_field_with_the_cursor_is_always_seen_whole(
    texts: list[str], at: int, columns: int, height: int
) -> None:
    fields = [Field(label=f"field {number}", text=text, cells=24) for number, text in enumerate(texts)]
    rows = [fields[number : number + 2] for number in range(0, len(fields), 2)]
    sheet = Sheet.of([*rows, [yes_no("sure", True)]], at=min(at, len(texts) - 1))
    lines, (x, y) = sheet.lines_in(columns, height)
    assert len(lines) <= height
    assert 0 <= y < len(lines)
    assert 0 <= x < columns
    assert any(sheet.now.label in text for text, _style in lines[y])
    assert all(line_width(fit_line(line, columns)) == columns for line in lines)
