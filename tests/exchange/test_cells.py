"""What a cell may say, as tables."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.exchange import cells
from deskapp.exchange.cells import BadCell
from deskapp.exchange.writing import neutral, unneutral
from deskapp.services.records import Allergy, Phone
from deskapp.services.refusal import Refusal

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", ""),
        ("2017-03-02", "2017-03-02"),
        ("2017-3-2", "2017-03-02"),
        ("2017/03/02", "2017-03-02"),
        ("2017.3.2", "2017-03-02"),
        ("2017年3月2日", "2017-03-02"),
        ("２０１７－０３－０２", "2017-03-02"),
        ("20170302", "2017-03-02"),
        ("2017-03-02 00:00", "2017-03-02"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_born(text: str, day: str) -> None:
    assert cells.born(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2031-02-30", "no_such_date"),
        ("2017-13-01", "no_such_date"),
        ("2026-11-24", "date_in_future"),
        ("1817-03-02", "date_too_early"),
        ("03/02/2017", "unknown_date"),
        ("soon", "unknown_date"),
        ("42796", "unknown_date"),
    ],
)
def test_bad_born(text: str, code: str) -> None:
    with pytest.raises(BadCell) as bad:
        cells.born(text, TODAY)
    assert bad.value.code == code


def test_born_by_a_pattern() -> None:
    assert cells.born("02/03/2017", TODAY, "%d/%m/%Y") == "2017-03-02"
    with pytest.raises(BadCell):
        cells.born("2017-03-02", TODAY, "%d/%m/%Y")


@pytest.mark.parametrize(
    ("text", "clock"),
    [("", ""), ("16:30", "16:30"), ("9:05", "09:05"), ("16：30", "16:30"), ("1630", "16:30"), ("16:30:00", "16:30"),
     ("16.30", "16:30"), ("16点30分", "16:30"), ("16点", "16:00"), ("00:00", "00:00")],
)  # fmt: skip
def test_clock(text: str, clock: str) -> None:
    assert cells.clock(text) == clock


@pytest.mark.parametrize("text", ["25:00", "16:60", "16", "4 pm", "half past four", "-1:00", "16:3x"])
def test_bad_clock(text: str) -> None:
    with pytest.raises(BadCell):
        cells.clock(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", ()),
        ("Mon-Fri", (1, 2, 3, 4, 5)),
        ("mon, wed and fri", (1, 3, 5)),
        ("1 3 5", (1, 3, 5)),
        ("135", (1, 3, 5)),
        ("1-5", (1, 2, 3, 4, 5)),
        ("Monday to Wednesday", (1, 2, 3)),
        ("周一至周五", (1, 2, 3, 4, 5)),
        ("周一、周三", (1, 3)),
        ("一三五", (1, 3, 5)),
        ("周一三五", (1, 3, 5)),
        ("星期二", (2,)),
        ("Fri-Mon", (1, 5, 6, 7)),
        ("5;1;1", (1, 5)),
    ],
)
def test_weekdays(text: str, days: tuple[int, ...]) -> None:
    assert cells.weekdays(text) == days


@pytest.mark.parametrize("text", ["Mondag", "8", "0", "Mon-", "Mon-Tue-Wed", "weekly", "周八"])
def test_bad_weekdays(text: str) -> None:
    with pytest.raises(BadCell):
        cells.weekdays(text)


def test_phones_keep_their_writing_and_whether_they_are_safe() -> None:
    assert cells.phone(" (950) 342 7522 ") == Phone(number="(950) 342 7522")
    assert cells.phone("139-0000-0042 (not safe)") == Phone(number="139-0000-0042", safe=False)
    assert cells.phone("139-0000-0042（勿打）") == Phone(number="139-0000-0042", safe=False)
    assert cells.phone("") is None
    with pytest.raises(BadCell):
        cells.phone("ask the school")
    with pytest.raises(Refusal):
        cells.phone("12")


@pytest.mark.parametrize(
    ("text", "places"),
    [("", set()), ("no", set()), ("否", set()), ("yes", {1, 2}), ("可以", {1, 2}), ("1", {1}), ("2", {2}), ("1, 2", {1, 2})],
)  # fmt: skip
def test_may_collect(text: str, places: set[int]) -> None:
    assert cells.may_collect(text) == places


def test_allergies() -> None:
    assert cells.allergies("") is None
    assert cells.allergies("none") == cells.allergies("无") == ()
    assert cells.allergies("花生、牛奶") == (
        Allergy(what="花生", words=("花生",)),
        Allergy(what="牛奶", words=("牛奶",)),
    )
    assert cells.allergies("Peanut [peanut, satay] (pen, then 120); milk") == (
        Allergy(what="Peanut", action="pen, then 120", words=("peanut", "satay")),
        Allergy(what="milk", words=("milk",)),
    )


word = st.text("abcäö花生奶 -", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
allergy = st.builds(
    lambda what, action, words: Allergy(what=what, action=action, words=tuple(words)),
    st.lists(word, min_size=1, max_size=2).map(", ".join),
    st.one_of(st.just(""), word),
    st.lists(word.map(str.lower), max_size=3),
)


@given(st.one_of(st.none(), st.lists(allergy, max_size=3).map(tuple)))
def test_allergies_come_back_as_they_were_written(known: tuple[Allergy, ...] | None) -> None:
    again = cells.allergies(cells.write_allergies(known))
    assert again == known


@given(st.text(max_size=20))
def test_neutral_cells_are_never_run_and_come_back(text: str) -> None:
    assert neutral(text)[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
    assert unneutral(neutral(text)) == text


def test_every_formula_is_neutralised() -> None:
    for text in ("=1+1", "+86 139", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1", "'=1"):
        assert neutral(text) == "'" + text
    assert neutral("Ann-Marie") == "Ann-Marie"
