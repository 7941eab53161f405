"""Choices in columns, and paragraphs: what gives way where there is little room."""

from __future__ import annotations

from deskapp.widgets.cells import line_width
from deskapp.widgets.options import Option, option_lines, paragraph

STEPS = (
    Option("1", ("escort, school", "Bus 3", "139-0000-0301", "by 17:40")),
    Option("2", ("mother", "云朵朵 Yun Duoduo", "139-0000-0036", "by 17:45")),
)


def texts(lines):
    return ["".join(text for text, _style in line).rstrip() for line in lines]


def test_the_widest_columns_give_way_to_the_last_and_a_number_never_does():
    narrow = texts(option_lines(STEPS, 60))
    assert [line[-8:] for line in narrow] == ["by 17:40", "by 17:45"]
    assert all("139-0000-0" in line and "…" not in line.split("139")[1] for line in narrow)
    assert "云朵朵 Yun D…" in narrow[1]
    assert all("云朵朵 Yun Duoduo" in line for line in texts(option_lines(STEPS, 80))[1:])


def test_what_has_no_room_beside_stands_below_over_the_whole_width():
    said = "17:41 no answer (An Ning); again by 17:51"
    long = [one._replace(parts=(*one.parts[:-1], said)) for one in STEPS]
    lines = texts(option_lines(long, 60))
    assert lines[1].strip() == said
    assert "139-0000-0301" in lines[0]
    assert len(lines) == 4


def test_nothing_is_wider_than_the_screen():
    for columns in (60, 70, 80, 120):
        assert max(line_width(line) for line in option_lines(STEPS, columns)) <= columns


def test_a_paragraph_goes_on_behind_its_mark():
    lines = texts(paragraph("A colleague comes to the desk at once.", 30, mark="1  "))
    assert lines == ["  1  A colleague comes to the", "     desk at once."]
