"""What people type into the fields of a record, checked: names, text, codes, days, clocks, phones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from deskapp.services.refusal import Refusal
from deskapp.text import digits_of, visible
from deskapp.typed import says_nothing

LONGEST_NAME = 100
LONGEST_LINE = 500
SAID_AGAIN = 20
"""How much of a text that is no number or time is said again: the line has to say why, too."""
FEWEST_DIGITS, MOST_DIGITS = 3, 20
OLDEST_YEAR, LATEST_YEAR = 1900, 2199


def clean_name(text: str) -> str:
    """A name as it is kept: without control, escape and bidi characters, runs of blanks made one.

    Refuses `empty_name` where nothing that can be seen is left and `name_too_long` above 100 characters.
    """
    name = visible(text)
    if not any(unicodedata.category(sign)[0] in "LNPSC" for sign in name):
        raise Refusal("empty_name")
    if len(name) > LONGEST_NAME:
        raise Refusal("name_too_long", length=len(name), limit=LONGEST_NAME)
    return name


def clean_line(text: str) -> str:
    """Any other line of text, as clean as a name, or empty.  Refuses `text_too_long` above 500 characters."""
    line = visible(text)
    if len(line) > LONGEST_LINE:
        raise Refusal("text_too_long", length=len(line), limit=LONGEST_LINE)
    return line


def clean_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Ingredient words as kept: lower case, each once, none empty; no word where all they say is that there
    is nothing.  Refuses `text_too_long` above 500 characters in one.
    """
    words = tuple(dict.fromkeys(word for text in texts if (word := clean_line(text).lower())))
    return () if all(map(says_nothing, words)) else words


def clean_code(text: str) -> str:
    """A short code as it is kept and compared: half-width, upper case, without blanks."""
    code = "".join(unicodedata.normalize("NFKC", visible(text)).upper().split())
    if len(code) > LONGEST_NAME:
        raise Refusal("text_too_long", length=len(code), limit=LONGEST_NAME)
    return code


def clean_day(text: str) -> str:
    """A day as kept ("2026-11-23").  Refuses `bad_day`: none, or in a year that nobody means."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal("bad_day", day=visible(text)[:LONGEST_NAME]) from error
    if not OLDEST_YEAR <= day.year <= LATEST_YEAR:
        raise Refusal("bad_day", day=day.isoformat())
    return day.isoformat()


def clean_clock(text: str) -> str:
    """A local time as kept ("16:30").  Refuses `bad_time`."""
    hour, _, minute = unicodedata.normalize("NFKC", text).strip().partition(":")
    numbers = hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2
    if not numbers or int(hour) > 23 or int(minute) > 59:
        raise Refusal("bad_time", time=visible(text)[:SAID_AGAIN])
    return f"{int(hour):02d}:{int(minute):02d}"


def clean_birth(text: str, today: str) -> str:
    """A day of birth; empty where it is not known.  Refuses `bad_birth_date`: no such day, or to come."""
    if not text.strip():
        return ""
    try:
        born = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal("bad_birth_date", day=visible(text)[:LONGEST_NAME]) from error
    if born.year < OLDEST_YEAR or born.isoformat() > today:
        raise Refusal("bad_birth_date", day=born.isoformat())
    return born.isoformat()


def clean_number(text: str) -> str:
    """A phone number as dialled.  Refuses `bad_phone` where it has fewer than 3 or more than 20 digits, or
    above 100 characters.
    """
    number = visible(unicodedata.normalize("NFKC", text))
    if not FEWEST_DIGITS <= len(digits_of(number)) <= MOST_DIGITS or len(number) > LONGEST_NAME:
        raise Refusal("bad_phone", number=number[:SAID_AGAIN])
    return number
