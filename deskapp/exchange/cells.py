"""Reads single cells of a list: days, times, weekdays, phones, allergies.  The last are written here too.

Each raises BadCell with a code, or the Refusal that the same text gets at the desk (services/entries.py).
"""

from __future__ import annotations

import datetime
import itertools
import re
import unicodedata

from deskapp.exchange.headings import NO, NO_ALLERGIES, NOT_SAFE, SEXES, WEEKDAYS, YES, fold
from deskapp.services.entries import clean_line, clean_number
from deskapp.services.records import Allergy, Phone, Sex
from deskapp.text import digits_of, visible

EARLIEST_BIRTH = 1900
DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
TIME = re.compile(r"(\d{1,2})\s*[:.点時时h]?\s*(\d\d)?(?::00)?\s*分?")
IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


class BadCell(Exception):
    """A cell that means nothing.  `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def born(text: str, today: datetime.date, pattern: str = "") -> str:
    """A day of birth as "2017-03-02"; empty for none."""
    if not text:
        return ""
    found = day(text, pattern)
    if found > today:
        raise BadCell("date_in_future")
    if found.year < EARLIEST_BIRTH:
        raise BadCell("date_too_early")
    return found.isoformat()


def day(text: str, pattern: str = "") -> datetime.date:
    """A day, read by `pattern` (strptime) or as year, month, day."""
    try:
        if pattern:
            return datetime.datetime.strptime(text, pattern).date()
        match = DATE.fullmatch(unicodedata.normalize("NFKC", text))
        if match is None:
            raise BadCell("unknown_date")
        return datetime.date(*(int(number) for number in match.groups() if number))
    except ValueError:
        raise BadCell("no_such_date") from None


def clock(text: str) -> str:
    """A time of day as "16:30"; empty for none."""
    if not text:
        return ""
    text = unicodedata.normalize("NFKC", text)
    match = re.fullmatch(r"(\d{1,2})(\d\d)", text) or TIME.fullmatch(text)
    if match is None or (match.group(2) is None and text.isdecimal()):
        raise BadCell("bad_time")
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if hour > 23 or minute > 59:
        raise BadCell("bad_time")
    return f"{hour:02d}:{minute:02d}"


def weekdays(text: str) -> tuple[int, ...]:
    """ISO weekdays of "Mon-Fri", "1 3 5", "周一至周五" or "一三五"; () for none."""
    text = unicodedata.normalize("NFKC", text).casefold()
    days: set[int] = set()
    for part in re.split(r"[\s,;、/+&]+|and|和", re.sub(r"\s*(?:-+|–|—|~|至|到|\bto\b)\s*", "-", text)):
        ends = [one_weekday(word) for word in part.split("-")] if part else []
        if len(ends) == 2 and all(ends):
            first, last = ends
            days.update(range(first, last + 1) if first <= last else [*range(first, 8), *range(1, last + 1)])
        elif len(ends) == 1 and ends[0]:
            days.add(ends[0])
        elif part:
            run = [one_weekday(sign) for sign in part.removeprefix("周").removeprefix("星期")]
            if not all(run):
                raise BadCell("unknown_weekday")
            days.update(run)
    return tuple(sorted(days))


def one_weekday(word: str) -> int:
    """The ISO number of one weekday; 0 where the word is none."""
    return WEEKDAYS.get(word.strip("."), 0)


def sex(text: str) -> Sex:
    """f or m; empty for none."""
    if not text:
        return ""
    found = SEXES.get(fold(text))
    if found is None:
        raise BadCell("unknown_sex")
    return "f" if found == "f" else "m"


def phone(text: str) -> Phone | None:
    """A number as dialled; marked "(not safe)" it must not be called."""
    text = visible(text)
    if not text:
        return None
    safe = True
    normal = unicodedata.normalize("NFKC", text)
    mark = IN_BRACKETS.search(normal)
    if mark and fold(mark.group(1)) in {fold(word) for word in NOT_SAFE}:
        safe, text = False, normal[: mark.start()].strip()
    if not digits_of(text):
        raise BadCell("phone_without_digits")
    return Phone(number=clean_number(text), safe=safe)


def write_phone(number: Phone) -> str:
    """A number as a list holds it."""
    return number.number if number.safe else f"{number.number} ({NOT_SAFE[0]})"


def may_collect(text: str) -> frozenset[int]:
    """Which of the two contacts may collect: {1, 2} for yes, {1} for "1", none for no or nothing said."""
    folded = fold(text)
    if not folded or folded in NO:
        return frozenset()
    if folded in YES:
        return frozenset((1, 2))
    if set(folded) <= {"1", "2"}:
        return frozenset(int(digit) for digit in folded)
    raise BadCell("unknown_yes_no")


def allergies(text: str) -> tuple[Allergy, ...] | None:
    """What harms a child: "peanut [peanut, satay] (pen, then 120); milk".  None: not said; (): none."""
    text = clean_line(text)
    if not text:
        return None
    if fold(text) in {fold(word) for word in NO_ALLERGIES}:
        return ()
    return tuple(one_allergy(part) for part in split_list(text))


def one_allergy(text: str) -> Allergy:
    """`what [words that hold it] (what to do)`; without words, the thing itself is the word."""
    normal = text.replace("（", "(").replace("）", ")").replace("【", "[").replace("】", "]")
    match = re.fullmatch(r"([^\[\]()]+?)\s*(?:\[([^\[\]]*)\])?\s*(?:\((.*)\))?", normal)
    if match is None:
        return Allergy(what=text, words=own_words(text))
    what, listed, action = match.groups()
    words = own_words(what) if listed is None else own_words(listed)
    return Allergy(what=what, action=(action or "").strip(), words=words)


def own_words(text: str) -> tuple[str, ...]:
    """The ingredient words in a list of them, lower case."""
    return tuple(word.strip().lower() for word in re.split(r"[,，、]", text) if word.strip())


def split_list(text: str) -> list[str]:
    """The parts between semicolons, or where there is none between commas, that stand in no brackets."""
    ends: dict[str, list[int]] = {";": [], ",": []}
    depth = 0
    for position, sign in enumerate(text):
        if sign in "([（【":
            depth += 1
        elif sign in ")]）】":
            depth = max(0, depth - 1)
        elif not depth and sign in ";；,，、":
            ends[";" if sign in ";；" else ","].append(position)
    cuts = [-1, *(ends[";"] or ends[","]), len(text)]
    parts = [text[before + 1 : after].strip() for before, after in itertools.pairwise(cuts)]
    return [part for part in parts if part]


def write_allergies(known: tuple[Allergy, ...] | None) -> str:
    """Allergies as a list holds them: what `allergies` reads back."""
    if known is None:
        return ""
    parts = []
    for allergy in known:
        listed = "" if allergy.words == own_words(allergy.what) else f" [{', '.join(allergy.words)}]"
        action = f" ({allergy.action})" if allergy.action else ""
        parts.append(allergy.what + listed + action)
    alone = len(parts) == 1 and len(own_words(known[0].what)) > 1
    return "; ".join(parts) + (";" if alone else "") or "none"
