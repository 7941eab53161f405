"""NO_COLOR: not one colour is written, and everything can still be told apart."""

from __future__ import annotations

import re

import pytest

from tests.terminal.conftest import Copier
from tests.terminal.desks import Desk

STYLE = re.compile(rb"\x1b\[([0-9;]*)m")
BOLD, UNDERLINE, REVERSE = 1, 4, 7


def styles(sent: bytes) -> list[list[int]]:
    """The numbers of every style that was written."""
    return [[int(number or 0) for number in found.split(b";")] for found in STYLE.findall(sent)]


def painted(centre_at: Copier, **environment: str) -> bytes:
    """What a desk writes that shows a list, an alert, a dialog and a refusal."""
    with Desk(centre_at("17:40"), "17:40", environment=environment) as desk:
        desk.done("<down>*a")
        desk.type("1<down>c")
        desk.settle()
        desk.type("<esc>2")
        desk.expect(r"\[2 ")
        assert desk.goodbye() == 0
        return bytes(desk.sent)


@pytest.mark.parametrize("terminal", ["xterm-256color", "linux", "vt220"])
def test_no_colour_is_written(centre_at: Copier, terminal: str) -> None:
    written = styles(painted(centre_at, NO_COLOR="1", TERM=terminal, COLORTERM=""))
    coloured = [numbers for numbers in written if any(number >= 30 for number in numbers)]
    assert coloured == []
    for needed in (BOLD, UNDERLINE, REVERSE):
        assert any(needed in numbers for numbers in written)


def test_colours_are_written_without_it(centre_at: Copier) -> None:
    written = styles(painted(centre_at))
    assert any(30 <= number <= 37 or 90 <= number <= 97 for numbers in written for number in numbers)
