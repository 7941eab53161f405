"""The Ma family on the centre of centre.py: mother, grandmother, an aunt not confirmed, an order on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from db import JournalDB
from deskapp import names
from deskapp.services import attendance, notes
from deskapp.services.kinds import KINDS
from deskapp.services.records import Collector, Enrolment, Person, Phone, Standing
from tests.screens.centre import MONDAY, act, build

EVENING = MONDAY.replace(hour=18, minute=7)

ADULTS: tuple[tuple[str, str, str, str, Standing, int, bool], ...] = (
    ("王秀英", "Wang Xiuying", "13900000043", "grandmother", "authorised", 2, True),
    ("马兰", "Ma Lan", "13900000044", "aunt", "unconfirmed", 3, False),
    ("李刚", "Li Gang", "13900000045", "father", "blocked", 4, True),
)


@dataclass(frozen=True)
class Family:
    """Where the data is, and the ids of the people in it."""

    folder: Path
    ids: dict[str, int]

    @property
    def qing(self) -> int:
        """The younger sister."""
        return self.ids["Ma Qingqing"]

    @property
    def lili(self) -> int:
        """The elder one."""
        return self.ids["Ma Lili"]


def make_family(folder: Path, *, here: bool = True, arrived: datetime = MONDAY) -> Family:
    """Both sisters are here since 16:40; the father must not collect the younger one, who has two notes."""
    ids = build(folder)
    store = JournalDB(folder, kinds=KINDS)
    chen = act(ids["Chen Li"], arrived)
    with store.transaction("family") as tx:
        for name, latin, phone, relation, standing, number, guardian in ADULTS:
            adult = tx.put(
                Person(
                    name=name,
                    latin_name=latin,
                    readings=names.readings(name, latin),
                    phones=(Phone(number=phone),),
                    allergies=(),
                )
            ).id
            ids[latin] = adult
            tx.put(
                Collector(
                    child=ids["Ma Qingqing"],
                    adult=adult,
                    relation=relation,
                    number=number,
                    standing=standing,
                    guardian=guardian,
                    rung=number,
                    until="2026-12-31" if latin == "Wang Xiuying" else "",
                    order_since="2026-10-12" if standing == "blocked" else "",
                    order_reason="court" if standing == "blocked" else "",
                )
            )
        for child in ("Ma Qingqing", "Ma Lili"):
            entry = next(one for one in tx.by(Collector, "pair", (ids[child], ids["Ma Hong"])))
            tx.put(replace(entry, times=41, last_day="2026-11-20", rung=1))
        place = next(one for one in tx.by(Enrolment, "child", ids["Ma Qingqing"]))
        tx.put(replace(place, escort_phone="0571-5550100"))
        if here:
            attendance.arrive(tx, chen, (ids["Ma Qingqing"], ids["Ma Lili"]))
        notes.add(tx, chen, "trip money, 20 yuan, by Thursday", "collection", ids["Ma Qingqing"])
        notes.add(tx, chen, "blue medicine bag, office fridge", "collection", ids["Ma Qingqing"])
    store.close()
    return Family(folder, ids)


def later(minutes: int) -> datetime:
    """So many minutes after the evening of the tests."""
    return EVENING + timedelta(minutes=minutes)
