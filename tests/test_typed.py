"""Days, times and lists as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.typed import is_day, says_nothing, typed_clock, typed_day, typed_words

WAYS = (
    "{y:04}-{m:02}-{d:02}",
    "{y:04}/{m}/{d}",
    "{y:04}.{m}.{d}",
    "{y:04}{m:02}{d:02}",
    "{y:04}年{m}月{d}日",
)


@given(st.dates(), st.sampled_from(WAYS))
def test_every_day_in_every_way_of_writing_it(day: date, way: str) -> None:
    assert typed_day(way.format(y=day.year, m=day.month, d=day.day)) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["", "2017-02-30", "20170230", "31.5.2017", "tomorrow", "2017-5", "1234567890"]
)
def test_what_is_no_day_stays_as_it_was_typed(text: str) -> None:
    assert typed_day(text) == text
    assert not is_day(typed_day(text))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("1630", "16:30"),
        ("16:30", "16:30"),
        ("16.30", "16:30"),
        ("８：０５", "08:05"),
        ("805", "08:05"),
        ("16点30分", "16:30"),
        (" 0000 ", "00:00"),
        ("2460", "2460"),
        ("2400", "2400"),
        ("16", "16"),
        ("", ""),
    ],
)
def test_times(text: str, clock: str) -> None:
    assert typed_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("a,b", ("a", "b")),
        ("花生油，鸡、米", ("花生油", "鸡", "米")),
        (" a ; , b", ("a", "b")),
        ("None", ()),
        ("无、没有", ()),
        ("n/a", ()),
        ("no, fish", ("no", "fish")),
    ],
)
def test_words_with_commas_of_either_kind(text, words):
    assert typed_words(text) == words


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        *(
            (text, True)
            for text in ("", " ", "none", "None.", "(无)", "（无）", "没有", "无。", "-", "－", "——")
        ),
        *(
            (text, True)
            for text in ("n/a", "N/A", "N / A", "na", "Ｎｏｎｅ", "nil", "nothing", "/", "…", "NO")
        ),
        *((text, False) for text in ("nut", "?", "no fish", "无花果", "非无", "x", "0", "nan", "naan")),
    ],
)
def test_what_says_only_that_there_is_nothing(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing
