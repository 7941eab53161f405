"""A made-up centre on a real store, for the tests of the screens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from db import JournalDB
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.kinds import KINDS
from deskapp.services.records import (
    Allergy,
    Centre,
    Collector,
    Enrolment,
    Household,
    Member,
    Person,
    Phone,
    Staff,
)

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 16, 40, tzinfo=ZONE)

CHILDREN = (
    ("蔡小明", "Cai Xiaoming", "Yucai 2"),
    ("陈静", "Chen Jing", "Yucai 3"),
    ("陈俊", "Chen Jun", "Bus 7"),
    ("邓佳怡", "Deng Jiayi", "Yucai 1"),
    ("高翔", "Gao Xiang", "Yucai 4"),
    ("何雨桐", "He Yutong", "Yucai 2"),
    ("黄磊", "Huang Lei", "Bus 7"),
    ("李娜", "Li Na", "Yucai 3"),
    ("刘子豪", "Liu Zihao", "Shiyan 5"),
    ("马丽丽", "Ma Lili", "Yucai 4"),
    ("马青青", "Ma Qingqing", "Yucai 2"),
    ("孙悦", "Sun Yue", "Yucai 1"),
    ("", "Taylor-Johansson, Balthasar Maximilian", "Yucai 2"),
    ("王芳", "Wang Fang", "Yucai 1"),
    ("王芳", "Wang Fang", "Yucai 4"),
    ("吴昊", "Wu Hao", "Yucai 3"),
    ("徐静", "Xu Jing", "Yucai 2"),
    ("杨帆", "Yang Fan", "Bus 7"),
    ("张伟", "Zhang Wei", "Yucai 1"),
    ("赵雷", "Zhao Lei", "Yucai 5"),
)


def build(folder: Path, children: int = len(CHILDREN), staff: int = 3) -> dict[str, int]:
    """Make the centre in `folder`; the ids of its people and staff by Latin name (a second one with "/2")."""
    ids: dict[str, int] = {}
    store = JournalDB(folder, kinds=KINDS, create=True)
    with store.transaction("import") as tx:
        tx.put(Centre(name="Sunshine Centre"))
        for name, latin, role in (
            ("陈丽", "Chen Li", "reception"),
            ("王敏", "Wang Min", "manager"),
            ("李强", "Li Qiang", "social_worker"),
        )[:staff]:
            ids[latin] = tx.put(
                Staff(name=name, latin_name=latin, code="".join(word[0] for word in latin.split()), role=role)
            ).id
        for number in range(children):
            name, latin, group = CHILDREN[number % len(CHILDREN)]
            if number >= len(CHILDREN):
                latin = f"{latin} {number}"
            key = latin if latin not in ids else f"{latin}/2"
            person = tx.put(
                Person(
                    name=name or latin,
                    latin_name=latin if name else "",
                    readings=names.readings(name or latin, latin if name else ""),
                    born=f"2017-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                    card=names.new_card(number + 1),
                    allergies=(Allergy(what="PEANUT", action="pen", words=("peanut",)),)
                    if latin == "Chen Jing"
                    else (),
                )
            )
            ids[key] = person.id
            school, grade = group.split() if not group.startswith("Bus") else ("Yucai", "2")
            tx.put(
                Enrolment(
                    child=person.id,
                    since="2026-09-01",
                    school=school,
                    grade=grade,
                    group=group if group.startswith("Bus") else "",
                    expected="17:10"
                    if group == "Bus 7"
                    else "16:15"
                    if group.startswith("Shiyan")
                    else "16:30",
                )
            )
        mother = tx.put(
            Person(
                name="马红",
                latin_name="Ma Hong",
                readings=names.readings("马红", "Ma Hong"),
                phones=(Phone(number="13900000042"),),
                allergies=(),
            )
        ).id
        ids["Ma Hong"] = mother
        tx.put(
            Household(
                members=(
                    Member(person=mother, relation="mother"),
                    Member(person=ids["Ma Qingqing"], relation="child"),
                    Member(person=ids["Ma Lili"], relation="child"),
                )
            )
        )
        for child in ("Ma Qingqing", "Ma Lili"):
            tx.put(
                Collector(
                    child=ids[child],
                    adult=mother,
                    relation="mother",
                    number=1,
                    standing="authorised",
                    guardian=True,
                )
            )
    store.close()
    return ids


def act(staff: int, moment: datetime = MONDAY) -> Act:
    """An act of this staff member at a moment."""
    return Act(staff, "reception-2", moment, ZONE)
