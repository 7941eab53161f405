"""Which daily copies are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rotation import DAMAGED, DAYS, MONTHS, WEEKS, Made, kept

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


def daily(days: int, *, good: bool = True) -> set[Made]:
    """A copy at noon of each of the last `days` days."""
    return {Made(NOON - timedelta(days=day), good) for day in range(days)}


def ages(made: set[Made]) -> list[int]:
    """How many days old they are."""
    return sorted((NOON - one.at).days for one in made)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (set(), []),
        (daily(1), [0]),
        (daily(14), list(range(14))),
        (daily(15), [*range(14)]),
        (daily(16), [*range(14), 15]),  # the Sunday two weeks ago
        (daily(60), [*range(14), 15, 22, 23, 29, 36, 43, 54]),  # weeks back to the eighth; two month's ends
        ({Made(NOON - timedelta(days=4000))}, [4000]),
        ({Made(NOON), Made(NOON - timedelta(hours=3))}, [0]),
        (daily(30, good=False), [0, 1, 2]),
        (daily(30, good=False) | {Made(NOON - timedelta(days=99))}, [0, 1, 2, 99]),
    ],
    ids="none one fortnight fifteen sunday weeks alone twice damaged damaged-for-a-month".split(),  # noqa: SIM905
)
def test_which_copies_are_kept(made: set[Made], expected: list[int]) -> None:
    assert ages(kept(made)) == expected


def test_of_five_years_twelve_months_are_kept() -> None:
    held = kept(daily(5 * 365))
    assert len({(one.at.year, one.at.month) for one in held}) == MONTHS
    assert max(ages(held)) < 366
    assert len(held) <= DAYS + WEEKS + MONTHS


def test_a_day_is_the_zones() -> None:
    evening = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    made = {Made(evening), Made(evening + timedelta(hours=1))}  # before and after midnight in Shanghai
    assert len(kept(made)) == 1
    assert kept(made, ZoneInfo("Asia/Shanghai")) == made


instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
sets = st.sets(st.builds(Made, instants, st.booleans()), max_size=80)
zones = st.sampled_from([UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")])


@given(sets, zones)
def test_what_always_holds(made: set[Made], zone: ZoneInfo) -> None:
    held = kept(made, zone)
    assert held <= made
    assert kept(held, zone) == held, "nothing more goes when it is done again"
    for good in (True, False):
        if some := [one for one in made if one.good == good]:
            assert max(some) in held
    assert sum(one.good for one in held) <= DAYS + WEEKS + MONTHS
    assert sum(not one.good for one in held) <= DAMAGED


@given(sets, instants)
def test_a_bad_copy_more_takes_no_good_one_away(made: set[Made], at: datetime) -> None:
    assert {one for one in kept(made | {Made(at, False)}) if one.good} == {
        one for one in kept(made) if one.good
    }


@given(st.integers(1, 500), st.integers(0, 6))
def test_day_by_day_it_comes_to_the_same(days: int, hour: int) -> None:
    held: set[Made] = set()
    for day in reversed(range(days)):
        held = kept(held | {Made(NOON - timedelta(days=day, hours=hour))})
    assert len(held) >= min(days, DAYS)
    assert ages(held)[: min(days, DAYS)] == list(range(min(days, DAYS)))
