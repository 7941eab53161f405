"""A centre of any size with years of history behind it, made through the real store: to measure on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from db import JournalDB, Transaction
from deskapp.demo import ZONE
from deskapp.demo.day import finished_day
from deskapp.names import new_card
from deskapp.services.act import to_instant
from deskapp.services.kinds import KINDS
from deskapp.services.records import (
    Attendance,
    Centre,
    Collector,
    Enrolment,
    Household,
    Member,
    Person,
    Phone,
    Staff,
)

SURNAMES = [
    *("林Lin", "周Zhou", "吴Wu", "徐Xu", "孙Sun", "马Ma", "朱Zhu", "胡Hu", "郭Guo"),
    *("何He", "高Gao", "罗Luo", "郑Zheng", "梁Liang", "宋Song", "唐Tang", "许Xu", "邓Deng"),
]
GIVEN = [
    *("小松Xiaosong", "小竹Xiaozhu", "小梅Xiaomei", "大江Dajiang", "小溪Xiaoxi"),
    *("雨桐Yutong", "果果Guoguo", "星河Xinghe", "飞飞Feifei"),
]
AT_ONCE = 8000
"""Records in one transaction: below the 10,000 that a line may hold."""


def make_years(folder: Path, *, children: int = 50, years: float = 10, last: date | None = None) -> int:
    """A folder with so many children and finished school days of so many years before `last` (today).

    Returns the number of attendances: 50 children and 10 years are 125,000.  The last day itself is empty,
    nothing is folded yet.
    """
    end = last or datetime.now(ZONE).date()
    first = end - timedelta(days=round(years * 365.25))
    store = JournalDB(folder, KINDS, create=True)
    try:
        with store.transaction("made_demo", on="years") as tx:
            staff, pairs = write_people(tx, children, first.isoformat())
        written = 0
        records = attendances(pairs, staff, first, end)
        while batch := list(islice(records, AT_ONCE)):
            with store.transaction("made_demo", on="years", at=to_instant(datetime.now(UTC))) as tx:
                for record in batch:
                    tx.put(record)
            written += len(batch)
    finally:
        store.close()
    return written


def write_people(tx: Transaction, count: int, since: str) -> tuple[int, list[tuple[int, int]]]:
    """The centre, a manager, and so many children with a guardian each: staff id, (child, adult) ids."""
    tx.put(Centre(name="Sunshine Centre", training=True))
    staff = tx.put(Staff(name="周明慧", latin_name="Zhou Minghui", code="ZM", role="manager")).id
    pairs = []
    for number in range(count):
        child = tx.put(person(number, code=str(number + 1), card=new_card(number + 1), born="2017-03-02")).id
        adult = tx.put(person(number + 7, phones=(Phone(number=f"139-0001-{number:04d}"),))).id
        tx.put(Enrolment(child=child, since=since, school="Sunflower", grade=str(1 + number % 6)))
        tx.put(
            Collector(
                child=child,
                adult=adult,
                relation="mother",
                number=1,
                standing="authorised",
                guardian=True,
                rung=1,
            )
        )
        members = (Member(person=child, relation="child"), Member(person=adult, relation="mother"))
        tx.put(Household(members=members))
        pairs.append((child, adult))
    return staff, pairs


def person(number: int, **more: object) -> Person:
    """A person with a name made of two parts; `number` chooses them."""
    surname = SURNAMES[number % len(SURNAMES)]
    given = GIVEN[number // len(SURNAMES) % len(GIVEN)]
    round_ = number // (len(SURNAMES) * len(GIVEN))
    latin = f"{surname[1:]} {given[2:]}" + (f" {round_ + 1}" if round_ else "")
    words = latin.lower().split()
    fields = {"name": surname[0] + given[:2], "latin_name": latin, "readings": (" ".join(words),), **more}
    return Person(**fields)  # type: ignore[arg-type]


def attendances(pairs: list[tuple[int, int]], staff: int, first: date, end: date) -> Iterator[Attendance]:
    """Finished days of all children, day by day, the last day left out; one in 24 did not come."""
    day = first
    while day < end:
        if day.isoweekday() <= 5:
            for place, (child, adult) in enumerate(pairs):
                if (place + day.toordinal()) % 24:
                    yield finished_day(ZONE, child, adult, staff, day.isoformat(), place)
        day += timedelta(days=1)
