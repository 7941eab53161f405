"""Names of people: how they are found and sorted, and the cards that stand for them.

Pure functions over text.  Finding and sorting live on what `readings` worked out when the name was written
(Person.readings), so that neither needs a dictionary of Chinese.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from deskapp.pinyin import is_han, readings, surname_length
from deskapp.text import digits_of, fold, visible

__all__ = [
    "EXACT",
    "INITIALS",
    "INSIDE",
    "NAME",
    "PHONE",
    "READING",
    "SearchText",
    "Searchable",
    "digits_of",
    "fold",
    "is_han",
    "matches",
    "new_card",
    "query_of",
    "readings",
    "search_text",
    "sort_key",
    "valid_card",
    "visible",
]

SHORTEST_PHONE_TAIL = 3
EXACT, NAME, READING, INITIALS, PHONE, INSIDE = range(6)


class Searchable(Protocol):
    """What of a person is searched and sorted by: a Person, or a row that holds these three."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def latin_name(self) -> str: ...  # noqa: D102
    @property
    def readings(self) -> tuple[str, ...]: ...  # noqa: D102


class SearchText(NamedTuple):
    """One person, made ready for `matches`: folded text, each entry of a field led by a newline."""

    exact: tuple[str, ...]
    names: str
    readings: str
    initials: str
    words: str
    phones: str
    code: str


def search_text(person: Searchable, code: str = "", card: str = "", phones: Iterable[str] = ()) -> SearchText:
    """What `matches` needs of a person, worked out once."""
    said = [reading.split(" ") for reading in person.readings]
    folded = [fold(text) for text in (person.name, person.latin_name) if text]
    code = fold(code)
    initials = ["".join(word[:1] for word in words) for words in said]
    surname_and_initials = [words[0] + tail[1:] for words, tail in zip(said, initials, strict=True)]
    words = [word for text in folded for word in text.split(" ")] + [word for words in said for word in words]
    return SearchText(
        exact=tuple(key for key in (code, card) if key),
        names=_lines(folded + [_letters(text) for text in folded]),
        readings=_lines("".join(words) for words in said),
        initials=_lines(initials + surname_and_initials),
        words=" " + " ".join(dict.fromkeys(words)),
        phones="".join(digits_of(phone) + "\n" for phone in phones),
        code="\n" + code if code else "",
    )


def query_of(typed: str) -> str:
    """What was typed into a find line, folded, without the mark of a card."""
    return fold(visible(typed)).lstrip(";").strip()


def matches(query: str, text: SearchText) -> int | None:
    """How well a folded query (`query_of`) fits a person; None where it does not.

    The lower the better: EXACT (code or card), NAME (begins it), READING (begins it), INITIALS, PHONE (its
    last digits, three or more), INSIDE (anywhere in name or reading, start of a code, words in any order).
    """
    joined = _letters(query)
    if not joined:
        return None
    if query in text.exact:
        return EXACT
    start = "\n" + joined
    if start in text.names or "\n" + query in text.names:
        return NAME
    if start in text.readings:
        return READING
    if start in text.initials:
        return INITIALS
    if len(joined) >= SHORTEST_PHONE_TAIL and joined.isdecimal() and joined + "\n" in text.phones:
        return PHONE
    if joined in text.names or joined in text.readings or text.code.startswith("\n" + query):
        return INSIDE
    if " " in query and all(" " + word in text.words for word in query.split(" ")):
        return INSIDE
    return None


def sort_key(person: Searchable) -> tuple[str, str, str, str]:
    """The place in a list by surname: pinyin of the surname, its characters, the whole reading, the name."""
    first = person.readings[0] if person.readings else fold(person.name)
    surname = person.name[: surname_length(person.name)] if is_han(person.name) else ""
    return (first.partition(" ")[0], surname, first, person.name)


def valid_card(typed: str) -> str:
    """The six digits of one of our cards, with or without its `;`; empty if the check digit is wrong."""
    digits = unicodedata.normalize("NFKC", typed).strip().removeprefix(";").strip()
    if len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        return ""
    return digits if _check_digit(digits[:5]) == digits[5] else ""


def new_card(number: int) -> str:
    """The card of a number below 100,000: five digits and the check digit (Luhn), so one slip is noticed.

    Raises ValueError for a number that has no card.
    """
    if not 0 <= number < 100_000:
        raise ValueError(number)
    return f"{number:05d}" + _check_digit(f"{number:05d}")


def _check_digit(digits: str) -> str:
    """Luhn: from the right, every other digit counts twice, digit by digit."""
    total = sum(
        sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def _letters(text: str) -> str:
    """Folded text without blanks and punctuation; text of nothing else (an emoji) keeps it."""
    return "".join(sign for sign in text if sign.isalnum()) or text.replace(" ", "")


def _lines(entries: Iterable[str]) -> str:
    return "".join("\n" + entry for entry in dict.fromkeys(entries))
