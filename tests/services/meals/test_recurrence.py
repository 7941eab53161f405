"""On which days a meal is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import monotonic

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from deskapp.services.entries import SAID_AGAIN
from deskapp.services.meals.recurrence import LOOKED_AHEAD, clean_rule, due, weekdays_of, weekly
from deskapp.services.refusal import Refusal

MONDAY = "2026-11-23"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["2026-11-23", "2026-11-25", "2026-11-30"]),
        ("FREQ=DAILY", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("FREQ=WEEKLY;INTERVAL=2", ["2026-11-23", "2026-12-07", "2026-12-21"]),
        ("FREQ=MONTHLY;BYDAY=1TH", ["2026-12-03", "2027-01-07", "2027-02-04"]),
        ("FREQ=DAILY;COUNT=2", ["2026-11-23", "2026-11-24"]),
        ("rrule:freq=weekly;byday=fr;", ["2026-11-27", "2026-12-04", "2026-12-11"]),
        ("FREQ=DAILY;BYHOUR=5", ["2026-11-23", "2026-11-24", "2026-11-25"]),
    ],
)
def test_the_days_of_a_rule(rule: str, days: list[str]) -> None:
    kept = clean_rule(rule, MONDAY)
    named = [(date(2026, 11, 22) + timedelta(days=offset)).isoformat() for offset in range(90)]
    assert [day for day in named if due(kept, MONDAY, day)][:3] == days


def test_nothing_is_due_before_the_rule_begins() -> None:
    assert not due("FREQ=DAILY", MONDAY, "2026-11-22")
    assert not due("", MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("rule", "until", "code"),
    [
        ("every day", "", "bad_rule"),
        ("", "", "bad_rule"),
        ("FREQ=HOURLY", "", "bad_rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "", "bad_rule"),
        ("FREQ=WEEKLY;BYDAY=", "", "bad_rule"),
        ("FREQ=DAILY\nEXDATE:20261123", "", "bad_rule"),
        ("FREQ=DAILY;INTERVAL=0", "", "bad_rule"),
        ("FREQ=WEEKLY;INTERVAL=00;BYDAY=MO", "", "bad_rule"),
        ("FREQ=DAILY;INTERVAL=-1", "", "bad_rule"),
        ("FREQ=DAILY;INTERVAL=", "", "bad_rule"),
        ("FREQ=DAILY;BYHOUR=1,2;BYMONTH=2;BYMONTHDAY=30", "", "bad_rule"),
        ("FREQ=DAILY;" + "X" * 300, "", "bad_rule"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "", "never_happens"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99981231", "", "never_happens"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-25", "never_happens"),
        ("FREQ=DAILY;UNTIL=20200101", "", "never_happens"),
    ],
)
def test_a_rule_that_cannot_be(rule: str, until: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean_rule(rule, MONDAY, until)
    assert refused.value.code == code
    assert len(str(refused.value.facts["rule"])) <= SAID_AGAIN


@pytest.mark.parametrize("since", ["2023-12-31", "2024-02-29", "2026-11-23", "2027-03-01", "2094-06-01"])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=3;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=-1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_the_first_day_is_what_dateutil_says_and_is_found_at_once(rule: str, since: str) -> None:
    start = datetime.fromisoformat(since)
    ahead = start + LOOKED_AHEAD
    never = "MONTHDAY=30" in rule  # dateutil says so after seconds
    real = None if never else next(iter(rrulestr(rule, dtstart=start).replace(until=ahead)), None)
    began = monotonic()
    if real is None:
        with pytest.raises(Refusal, match="never_happens"):
            clean_rule(rule, since)
    else:
        assert clean_rule(rule, since) == rule
    assert monotonic() - began < 1
    if real is not None:
        assert clean_rule(rule, since, real.date().isoformat()) == rule
        with pytest.raises(Refusal):
            clean_rule(rule, since, (real - timedelta(days=1)).date().isoformat())


@given(st.sets(st.integers(1, 7), min_size=1), st.integers(0, 400))
def test_weekdays_are_what_dateutil_says(weekdays: set[int], offset: int) -> None:
    rule = weekly(tuple(weekdays))
    assert weekdays_of(rule) == tuple(sorted(weekdays))
    day = date(2026, 11, 23) + timedelta(days=offset)
    from datetime import datetime

    moment = datetime(day.year, day.month, day.day)
    expected = bool(rrulestr(rule, dtstart=datetime(2026, 11, 23)).between(moment, moment, inc=True))
    assert due(rule, MONDAY, day.isoformat()) is expected
