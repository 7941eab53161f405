"""`esc` typed ahead of other keys: each is the key it is, however the bytes come in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from deskapp.escape import LoneEscapeParser

KEYS = {
    "\x1b": "escape",
    "\x1b[A": "up",
    "\x1bOP": "f1",
    "\x1b[24~": "f12",
    "\r": "enter",
    "\x7f": "backspace",
    "\x1b[[A": "f1",
    "\x1b[1;5C": "ctrl+right",
    "m": "m",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "a": "a",
    "q": "q",
    "/": "slash",
    "5": "5",
    "马": "马",
    "\t": "tab",
    "\x11": "ctrl+q",
}


def parsed(pieces: list[str]) -> list[str]:
    """The keys of what comes in these pieces, and then nothing for a while."""
    parser = LoneEscapeParser()
    found = [message for piece in pieces for message in parser.feed(piece)]
    if parser._timeout_time is not None:  # a tenth of a second passes
        parser._timeout_time = 0.0
        found += list(parser.tick())
    return [
        message.key if isinstance(message, events.Key) else f"paste {message.text}"  # type: ignore[attr-defined]
        for message in found
        if isinstance(message, events.Key | events.Paste)
    ]


@pytest.mark.parametrize(
    "typed", ["\x1b/mqq\r", "\x1b\x1b5\x1b\r", "\x1b" + "m" * 80, "\x1b\x1b[A\x1b马", "\x1b]\x1b]5"]
)
def test_each_byte_is_its_key(typed: str) -> None:
    rest, wanted = typed, []
    while rest:
        key = max((one for one in KEYS if rest.startswith(one)), key=len)
        wanted.append(KEYS[key])
        rest = rest[len(key) :]
    assert parsed([typed]) == wanted
    assert parsed(list(typed)) == wanted


@given(st.lists(st.sampled_from(sorted(KEYS)), max_size=12), st.data())
def test_keys_do_not_depend_on_how_the_bytes_come(typed: list[str], data: st.DataObject) -> None:
    if any(a == "\x1b" and b == "[" for a, b in pairwise(typed)):
        return  # told apart by time alone, as below
    stream = "".join(typed)
    places = data.draw(st.lists(st.integers(0, len(stream)), max_size=4).map(sorted))
    pieces = [stream[a:b] for a, b in zip([0, *places], [*places, len(stream)], strict=True)]
    assert parsed([piece for piece in pieces if piece]) == [KEYS[key] for key in typed]


@pytest.mark.parametrize(
    "typed", ["\x1b[", "\x1b[\x1b[\x1b", "\x1b[m", "\x1b[[m", "\x1b[\r", "\x1b[马", "\x1b[" + "mq" * 40]
)
def test_the_day_before_right_behind_esc(typed: str) -> None:
    wanted = [KEYS[one] for one in typed]
    assert parsed([typed]) == wanted
    assert parsed(list(typed)) == wanted


def test_a_paste_is_one_text() -> None:
    assert parsed(["\x1b\x1b[200~Ma", "\nQing\x1b[201~", "\x1bx"]) == [
        "escape",
        "paste Ma\nQing",
        "escape",
        "x",
    ]


def test_an_escape_taken_by_time_is_not_taken_again() -> None:
    parser = LoneEscapeParser()
    assert not list(parser.feed("\x1b"))
    parser._timeout_time = 0.0
    assert [message.key for message in parser.tick()] == ["escape"]  # type: ignore[attr-defined]
    assert [message.key for message in parser.feed("x")] == ["x"]  # type: ignore[attr-defined]
