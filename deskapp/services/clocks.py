"""Days, clocks and instants: what time it is at the centre, and whether a time can be true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from deskapp.services.act import SAID_OF_YESTERDAY, Act, from_instant, to_instant
from deskapp.services.refusal import Refusal

MINUTES_A_DAY = 24 * 60
CLOCK_MAY_DIFFER = 120
"""Seconds by which this machine's clock may be behind the last line before everybody is told."""
DAYS_OF_A_WEEK = 7


def minutes(clock: str) -> int:
    """Minutes since midnight of a clock: "16:40" is 1000."""
    return int(clock[:2]) * 60 + int(clock[3:])


def clock_of_minutes(count: int) -> str:
    """The clock of minutes since midnight; past midnight it begins again: 1450 is "00:10"."""
    hours, rest = divmod(count % MINUTES_A_DAY, 60)
    return f"{hours:02d}:{rest:02d}"


def weekday(day: str) -> int:
    """ISO weekday: 1 Monday … 7 Sunday."""
    return date.fromisoformat(day).isoweekday()


def next_day(day: str, days: int = 1) -> str:
    """The day so many days later (or, negative, earlier)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@lru_cache(maxsize=8192)
def clock_at(instant: str, zone: ZoneInfo) -> str:
    """The local "HH:MM" of a stored instant; empty for an empty one."""
    return from_instant(instant).astimezone(zone).strftime("%H:%M") if instant else ""


@lru_cache(maxsize=8192)
def day_at(instant: str, zone: ZoneInfo) -> str:
    """The local day of a stored instant; empty for an empty one."""
    return from_instant(instant).astimezone(zone).date().isoformat() if instant else ""


def instant_at(day: str, clock: str, zone: ZoneInfo) -> str:
    """The stored instant of a local day and clock."""
    local = datetime.combine(date.fromisoformat(day), datetime.min.time(), zone)
    return to_instant(local.replace(hour=int(clock[:2]), minute=int(clock[3:])).astimezone(UTC))


def minute_of(act: Act, day: str) -> int:
    """Minutes from the local midnight that begins `day` to now: negative before it, above 1440 after it.

    A clock that is wrong by days still says what time of the day it is: somebody must be missed.
    """
    local = act.now.astimezone(act.zone)
    today = datetime.fromisoformat(act.day).replace(tzinfo=act.zone)
    by_clock = today - local <= SAID_OF_YESTERDAY
    days = ((local if by_clock else today).date() - date.fromisoformat(day)).days
    return days * MINUTES_A_DAY + local.hour * 60 + local.minute


def minute_at(act: Act, instant: str) -> int:
    """Minutes from the local midnight that began today to an instant: negative for an earlier day's."""
    days = date.fromisoformat(day_at(instant, act.zone)) - date.fromisoformat(act.day)
    return days.days * MINUTES_A_DAY + minutes(clock_at(instant, act.zone))


def midnight(act: Act, day: str) -> int:
    """The minute at which a day began, counted as minute_at counts."""
    return minute_of(act, act.day) - minute_of(act, day)


def when_minute(act: Act, minute: int) -> str:
    """The time so many minutes after the local midnight that began today, as it is said today.

    A clock ("16:50"); of another day within a week with the day ("2026-11-23T16:50"); of any other the day
    alone, since its clock tells nobody anything any more.
    """
    days, rest = divmod(minute, MINUTES_A_DAY)
    clock = clock_of_minutes(rest)
    if not days:
        return clock
    day = next_day(act.day, days)
    return f"{day}T{clock}" if abs(days) < DAYS_OF_A_WEEK else day


def when(act: Act, instant: str) -> str:
    """An instant as it is said today (see when_minute); empty for an empty one."""
    return when_minute(act, minute_at(act, instant)) if instant else ""


def happened_day(act: Act) -> str:
    """The local day on which the act happened."""
    if act.happened is None:
        return act.day
    said = act.when.astimezone(act.zone).date().isoformat()
    return act.day if said == act.clock_day and not act.entered else said


def latest_day(now: datetime, behind: int, zone: ZoneInfo) -> str:
    """The day of the last line, where the clock is behind it by so many seconds; empty where it is not."""
    if behind <= CLOCK_MAY_DIFFER:
        return ""
    return (now + timedelta(seconds=behind)).astimezone(zone).date().isoformat()


def not_to_come(act: Act) -> None:
    """Raises Refusal time_to_come for an act said to have happened later than now."""
    if act.happened is not None and act.happened > act.now:
        raise Refusal("time_to_come", at=to_instant(act.happened), now=to_instant(act.now))


def said_when(act: Act) -> None:
    """Raises Refusal time_unsaid for what is entered into an earlier day's list without the time at which it
    happened: now it did not.
    """
    if act.entered and act.happened is None:
        raise Refusal("time_unsaid", day=act.entered)


def moment_in_stay(act: Act, arrived: str, day: str) -> str:
    """The instant of a step in a stay that began at `arrived` on `day`.

    A stay of an earlier day takes the clock that was said as the first one after its arrival: @1820 said on
    Monday of a stay left open on Friday is 18:20 of Friday.  Raises Refusal time_to_come, time_unsaid.
    """
    said_when(act)
    if act.happened is None or (day == happened_day(act) and not act.entered):
        not_to_come(act)
        return act.instant
    said = act.when.astimezone(act.zone).strftime("%H:%M")
    begun = day_at(arrived, act.zone)
    moment = instant_at(begun, said, act.zone)
    if moment < arrived:  # after midnight; by day it is a slip, for the rule to refuse
        after = instant_at(next_day(begun), said, act.zone)
        if from_instant(after) - from_instant(arrived) <= SAID_OF_YESTERDAY:
            moment = after
    if moment > to_instant(act.now):
        raise Refusal("time_to_come", at=moment, now=to_instant(act.now))
    return moment
