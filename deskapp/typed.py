"""Days, times and lists as people type them, read into the form in which they are kept."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"(\d{4})\s*[-/.年 ]\s*(\d{1,2})\s*[-/.月 ]\s*(\d{1,2})\s*日?")
_RUN = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CLOCK = re.compile(r"(\d{1,2})\s*[:.时點点h]?\s*(\d\d)\s*分?")

NOTHING = frozenset(("none", "no", "nothing", "nil", "无", "無", "没有", "沒有", "没", "否"))
NOT_FILLED = frozenset(("n/a", "na"))
DASHES = "-‐‑–—―−_/.…·"
"""What people put where there is nothing to write."""


def typed_day(text: str) -> str:
    """A day ("2017-03-04") from 2017-3-4, 2017/03/04, 2017.3.4, 20170304 or 2017年3月4日.

    What is no day stays as it was typed, so that the rule can say so.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.fullmatch(plain) or _RUN.fullmatch(plain)
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else plain
    except ValueError:
        return plain


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a list, with commas of either language or semicolons between; none where it says only
    that there are none.
    """
    for mark in "，、;；":
        text = text.replace(mark, ",")
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    return () if all(map(says_nothing, words)) else words


def says_nothing(text: str) -> bool:
    """Whether a text is there only to say that there is nothing to say: "none", 无, "-", "n/a"."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain.strip(".。!()[]【】") in NOTHING | NOT_FILLED or not plain.strip(DASHES)


def is_day(text: str) -> bool:
    """Whether `text`, as typed_day left it, is a day."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def typed_clock(text: str) -> str:
    """A time ("16:30") from 1630, 16:30, 16.30, 16点30 or 8:05; what is no time stays as it was typed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _CLOCK.fullmatch(plain)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return plain
    return f"{int(found[1]):02d}:{found[2]}"


def typed_yes(text: str) -> bool | None:
    """Yes or no from y, yes, 是, n, no, 否, 不; None from anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return True if plain in ("y", "yes", "是") else False if plain in ("n", "no", "否", "不") else None
