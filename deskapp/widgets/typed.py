"""Days and times as people type them, made what the services take; anything else is passed on as it is.

The services say what is wrong with it (bad_day, bad_time).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

MONTH_AND_DAY = 2


def typed_day(text: str, today: str) -> str:
    """A day: "2026-11-24", "11-24", "24" (the next one to come), "+3" (in three days); empty is today."""
    text = unicodedata.normalize("NFKC", text).strip()
    now = date.fromisoformat(today)
    if not text:
        return today
    if re.fullmatch(r"\+\d{1,3}", text):
        return (now + timedelta(days=int(text))).isoformat()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    try:
        if re.fullmatch(r"\d{1,2}", text):
            return _next_with(now, numbers[0])
        if len(numbers) == MONTH_AND_DAY and re.fullmatch(r"\d{1,2}\D\d{1,2}\D?", text):
            year = now.year + ((numbers[0], numbers[1]) < (now.month, now.day))
            return date(year, *numbers).isoformat()
        if re.fullmatch(r"\d{4}\D\d{1,2}\D\d{1,2}\D?", text):
            return date(*numbers).isoformat()
    except ValueError:
        pass
    return text


def _next_with(now: date, number: int) -> str:
    """The first day from now on that has this number in its month; ValueError if none has."""
    for ahead in range(62):
        day = now + timedelta(days=ahead)
        if day.day == number:
            return day.isoformat()
    raise ValueError(number)


def typed_clock(text: str) -> str:
    """A time: "16:30", "1630", "16.30", "16" is 16:00.  Empty stays empty."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{3,4}", text):
        return f"{text[:-2]}:{text[-2:]}"
    if re.fullmatch(r"\d{1,2}", text):
        return f"{text}:00"
    return re.sub(r"[.,;。，]", ":", text)
