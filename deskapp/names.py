"""Names of people: how they are written, found and sorted, and the cards that stand for them.

Pure functions over text.  Finding and sorting live on what `readings` worked out when the name was written
(Person.readings), so that neither needs a dictionary of Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from deskapp.pinyin import is_han, readings, surname_length
from deskapp.text import bare, digits_of, fold, visible

__all__ = [
    "EXACT",
    "INITIALS",
    "INSIDE",
    "JOINED",
    "NAME",
    "PHONE",
    "READING",
    "Query",
    "SearchText",
    "Searchable",
    "bare",
    "digits_of",
    "fold",
    "full_name",
    "given_name",
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

DOTS = "·・•‧．."
"""What stands between the parts of a name of a minority, written in Chinese."""
SHORTEST_PHONE_TAIL = 3
SHORTEST_JOINED = 3
EXACT, NAME, READING, INITIALS, PHONE, INSIDE, JOINED = range(7)


class Named(Protocol):
    """A person, a member of the staff, or a row that holds their names, either of which may be empty."""

    @property
    def name(self) -> str: ...
    @property
    def latin_name(self) -> str: ...


class Searchable(Named, Protocol):
    """What of a person is searched and sorted by: a Person, or a row that holds these three."""

    @property
    def readings(self) -> tuple[str, ...]: ...  # noqa: D102


class SearchText(NamedTuple):
    """One person, made ready for `matches`: folded text, each entry of a field led by a newline."""

    exact: tuple[str, ...]
    names: str
    readings: str
    initials: str
    words: str
    joined: str
    phones: str
    code: str
    everything: str


class Query(NamedTuple):
    """What was typed into a find line, folded: as it is, without blanks and punctuation, and its words."""

    text: str
    letters: str
    words: tuple[str, ...]


def full_name(who: Named, gap: str = " ") -> str:
    """The name as people read it: "马青青 Ma Qingqing", or the only one there is; empty for nobody."""
    return gap.join(part for part in (who.name, who.latin_name) if part)


def given_name(name: str) -> str:
    """What of a name is told to those who need no more of it: of a Chinese one all but the surname, of any
    other its first part ("Łukasz", "古丽娜尔").  A name of one part is told whole.
    """
    words = name.split()
    if not any(map(is_han, name)):
        return words[0] if words else name
    first, *more = [part.strip() for part in re.split(f"[{re.escape(DOTS)}]", name) if part.strip()]
    if more or not is_han(first):
        return first.split()[0]
    joined = first.replace(" ", "")
    words = [joined] if all(map(is_han, joined)) else first.split()
    return words[0][surname_length(words[0]) :] or (words[1] if len(words) > 1 else first)


def search_text(person: Searchable, code: str = "", card: str = "", phones: Iterable[str] = ()) -> SearchText:
    """What `matches` needs of a person, worked out once."""
    said = [reading.split(" ") for reading in person.readings]
    folded = [fold(text) for text in (person.name, person.latin_name) if text]
    initials = ["".join(word[:1] for word in words) for words in said]
    surname_and_initials = [words[0] + tail[1:] for words, tail in zip(said, initials, strict=True)]
    words = [word for text in folded for word in text.split(" ")] + [word for words in said for word in words]
    made = SearchText(
        exact=tuple(key for key in (fold(code), card) if key),
        names=_lines(folded + [_letters(text) for text in folded]),
        readings=_lines("".join(words) for words in said),
        initials=_lines(initials + surname_and_initials),
        words=" " + " ".join(dict.fromkeys(words)),
        joined=_lines(_initial_and_name(folded)),
        phones="".join(digits_of(phone) + "\n" for phone in phones),
        code="\n" + fold(code) if code else "",
        everything="",
    )
    every = (*made.exact, made.names, made.readings, made.initials, made.joined, made.phones, made.words)
    return made._replace(everything="\n".join(every))


def query_of(typed: str) -> Query:
    """What was typed into a find line, without the mark of a card; empty `letters` find nobody."""
    text = fold(visible(typed)).lstrip(";").strip()
    return Query(text, _letters(text), tuple(text.split(" ")))


def matches(query: Query, text: SearchText) -> int | None:
    """How well a query fits a person; None where it does not.

    The lower the better: EXACT (code or card), NAME (begins it), READING (begins it), INITIALS, PHONE (its
    last digits, three or more), INSIDE (anywhere in name or reading, start of a code, words in any order),
    JOINED (an initial, then the beginning of another part of a Latin name: "djim" is Jimena Duarte).
    """
    whole, letters, words = query
    if not letters or (
        letters not in text.everything and whole not in text.everything and words[0] not in text.everything
    ):
        return None  # nearly everybody, and quickly
    if whole in text.exact:
        return EXACT
    start = "\n" + letters
    if start in text.names or "\n" + whole in text.names:
        return NAME
    if start in text.readings:
        return READING
    if start in text.initials:
        return INITIALS
    if len(letters) >= SHORTEST_PHONE_TAIL and letters.isdecimal() and letters + "\n" in text.phones:
        return PHONE
    if letters in text.names or letters in text.readings or text.code.startswith("\n" + whole):
        return INSIDE
    if len(words) > 1 and all(" " + word in text.words for word in words):
        return INSIDE
    if len(letters) >= SHORTEST_JOINED and start in text.joined:
        return JOINED
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


def _initial_and_name(folded: Iterable[str]) -> Iterator[str]:
    """The first letter of each part of a Latin name with each other part behind it: "jduarte", "djimena"."""
    for text in folded:
        parts = [_letters(part) for part in text.replace("-", " ").split(" ")] if text.isascii() else []
        for at, part in enumerate(parts):
            yield from (part[:1] + other for place, other in enumerate(parts) if place != at)


def _lines(entries: Iterable[str]) -> str:
    return "".join("\n" + entry for entry in dict.fromkeys(entries))
