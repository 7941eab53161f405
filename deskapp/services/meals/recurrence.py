"""On which days a meal is due: RFC 5545 recurrence rules, by dateutil."""

from __future__ import annotations

from calendar import isleap
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from deskapp.services.entries import SAID_AGAIN
from deskapp.services.refusal import Refusal
from deskapp.text import visible

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
OF_DAYS = ("INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH")
PARTS = frozenset(("FREQ", *OF_DAYS, "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"))
OF_ONE_TIME = ("INTERVAL", "BYHOUR", "BYMINUTE", "BYSECOND")
"""Of these a rule holds one number: a meal comes once a day, and looking through many times takes seconds."""
LOOKED_AHEAD = timedelta(days=800)
"""A rule that names no day within this is one that nobody means."""
LAST_YEAR = 9996
A_DAY = timedelta(days=1, seconds=-1)
LONGEST = 200


def weekly(weekdays: tuple[int, ...]) -> str:
    """The rule of these ISO weekdays: (1, 3) is "FREQ=WEEKLY;BYDAY=MO,WE"."""
    return "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[day - 1] for day in sorted(set(weekdays)))


def weekdays_of(rule: str) -> tuple[int, ...] | None:
    """The weekdays of a rule that is nothing but weekly; None of any other."""
    head, found, days = rule.partition("FREQ=WEEKLY;BYDAY=")
    if head or not found or not all(day in WEEKDAYS for day in days.split(",")):
        return None
    return tuple(WEEKDAYS.index(day) + 1 for day in days.split(","))


def as_kept(text: str) -> str:
    """A rule in the form in which it is kept, whether it can be read or not."""
    return text.strip().upper().removeprefix("RRULE:").strip(";")


def clean_rule(text: str, since: str, until: str = "") -> str:
    """A rule as kept.  Refuses `bad_rule` where it cannot be read, `never_happens` where it names no day."""
    rule = as_kept(text)
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    known = parts.get("FREQ") in FREQUENCIES and parts.keys() <= PARTS
    single = all(parts.get(part, "1").isdecimal() for part in OF_ONE_TIME)
    if len(rule) > LONGEST or "\n" in rule or not known or not single or not int(parts.get("INTERVAL", "1")):
        raise Refusal("bad_rule", rule=visible(text)[:SAID_AGAIN])  # a step of 0 would be counted for ever
    try:
        first = _first(rule, since)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Refusal("bad_rule", rule=visible(text)[:SAID_AGAIN]) from error
    if not first or (until and first > until):
        raise Refusal("never_happens", rule=rule[:SAID_AGAIN])
    return rule


@lru_cache(maxsize=4096)
def due(rule: str, since: str, day: str) -> bool:
    """Whether the rule, counted from `since`, names this day."""
    if not rule or day < since:
        return False
    weekdays = weekdays_of(rule)
    if weekdays is not None:
        return datetime.fromisoformat(day).isoweekday() in weekdays
    moment = datetime.fromisoformat(day)
    return bool(_rule(rule, since).between(moment, moment + A_DAY, inc=True))


@lru_cache(maxsize=4096)
def _first(rule: str, since: str) -> str:
    """The first day of a rule, empty if there is none within LOOKED_AHEAD.

    dateutil looks for a day that does not come until its calendar ends, seconds long; so it begins to look in
    a year near that end which is like this one.
    """
    start = datetime.fromisoformat(since)
    late = _late(start)
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until, count = parts.pop("UNTIL", "")[:8], parts.pop("COUNT", "1")
    _rule(rule, since)  # can it be read at all?
    endless = _rule(";".join(f"{key}={value}" for key, value in parts.items()), late.date().isoformat())
    found = next(iter(endless.replace(until=late + LOOKED_AHEAD)), None)
    first = found - (late - start) if found is not None else None
    if first is None or int(count) < 1 or (until and first.strftime("%Y%m%d") > until):
        return ""
    return first.date().isoformat()


def _late(start: datetime) -> datetime:
    """The same day in the last year like this one, with the same three to come: they repeat every 28 years
    where no century is between.  The day itself where there is no such year.
    """
    for year in range(LAST_YEAR, LAST_YEAR - 28, -1):
        if [_alike(year + more) for more in (-1, 0, 1, 2, 3)] == [
            _alike(start.year + more) for more in (-1, 0, 1, 2, 3)
        ]:
            return start.replace(year=year)
    return start


def _alike(year: int) -> tuple[int, bool]:
    """The weekday on which a year begins, and whether it has 366 days."""
    return date(year, 1, 1).weekday(), isleap(year)


@lru_cache(maxsize=512)
def _rule(rule: str, since: str) -> rrule:
    read = rrulestr(rule, dtstart=datetime.fromisoformat(since), cache=True)
    if not isinstance(read, rrule):
        raise ValueError(rule)
    return read
