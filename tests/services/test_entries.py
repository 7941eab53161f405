"""What is typed into fields: kept in one form or refused, never half understood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.services import entries
from deskapp.services.refusal import Refusal

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        (entries.clean_clock, "16:30", "16:30"),
        (entries.clean_clock, " 8:05 ", "08:05"),
        (entries.clean_clock, "１６：３０", "16:30"),
        (entries.clean_day, "2026-11-23", "2026-11-23"),
        (entries.clean_day, " 2026-02-28 ", "2026-02-28"),
        (entries.clean_code, " c 17\x1b[2J", "C17"),
        (entries.clean_code, "ｃ１７", "C17"),
        (entries.clean_line, " a \n b ", "a b"),
        (entries.clean_line, "", ""),
        (entries.clean_number, "（０２１）5555 1234", "(021)5555 1234"),
    ],
)
def test_one_form_is_kept(rule: Callable[[str], str], typed: str, kept: str) -> None:
    assert rule(typed) == kept
    assert rule(kept) == kept


def test_words_are_kept_small_each_once_and_none_is_cut() -> None:
    assert entries.clean_words([" Egg ", "egg", "", "\x1b[2J花生"]) == ("egg", "花生")
    with pytest.raises(Refusal, match="text_too_long"):
        entries.clean_words(["egg", "x" * 501])


@pytest.mark.parametrize(
    ("rule", "typed", "code"),
    [
        *(
            (entries.clean_clock, typed, "bad_time")
            for typed in ("", "24:00", "12:60", "1630", "16:3", "-1:30")
        ),
        *((entries.clean_clock, typed, "bad_time") for typed in ("16:30:00", "016:30", "a:bc", "-1:30")),
        *(
            (entries.clean_day, typed, "bad_day")
            for typed in ("", "2026-02-30", "23.11.2026", "today", "9999-12-31", "0026-11-23")
        ),
        (entries.clean_line, "x" * 501, "text_too_long"),
        (entries.clean_code, "x" * 101, "text_too_long"),
        *(
            (entries.clean_number, typed, "bad_phone")
            for typed in ("", "12", "mother", "1" * 21, "139" + "x" * 98)
        ),
    ],
)
def test_what_is_refused(rule: Callable[[str], str], typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rule(typed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("born", "good"), [("", True), (TODAY, True), ("2026-11-24", False), ("1900-01-01", True)]
)
def test_a_birth_date_is_not_to_come(born: str, good: bool) -> None:
    if good:
        assert entries.clean_birth(born, TODAY) == born
    else:
        with pytest.raises(Refusal):
            entries.clean_birth(born, TODAY)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_gets_past_as_a_day_or_a_clock_that_is_none(text: str) -> None:
    for rule, length in ((entries.clean_clock, 5), (entries.clean_day, 10)):
        try:
            kept = rule(text)
        except Refusal:
            continue
        assert len(kept) == length
        assert kept.isascii()
