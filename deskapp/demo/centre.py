"""Writes the demo's standing records: centre, staff, families with their places, lists and households."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from db import Transaction
from deskapp.demo.people import RELATIONS, Family, MadeUpAdult, MadeUpChild, families, staff
from deskapp.demo.phrases import Phrases
from deskapp.demo.readings import READINGS
from deskapp.names import new_card
from deskapp.services.clocks import next_day
from deskapp.services.records import (
    Allergy,
    Centre,
    Collector,
    Enrolment,
    Household,
    Member,
    Person,
    Phone,
    Standing,
)

BUSES = (
    (
        *("陈小舟", "黄小石", "余小鱼", "蒋小江", "冯小帆", "冯小船"),
        *("彭小朋", "杜小鹃", "梁小桥", "郭小溪", "胡桃桃", "金小铃"),
    ),
    ("刘星河", "田小禾", "潘小攀"),
)
"""Who comes by the first bus, which is late today, and by the second."""

NOT_ASKED = ("董冬冬", "袁圆圆", "Ana Duarte", "Tomás Duarte")
ALONE = ("单思远", "叶知秋")
BLOCKED = ("李大山",)
UNCONFIRMED = ("grandfather", "uncle", "neighbour")
WITHHELD_ADDRESS = ("马青青", "马丽丽")
NOT_SAFE = ("冷月",)


class Made(NamedTuple):
    """Whom the demo made: ids of children, in the order of the list, with names; adults of each; staff."""

    children: dict[int, str]
    adults: dict[int, tuple[int, ...]]
    staff: tuple[int, ...]

    def child(self, name: str) -> int:
        """The id of the first child of this name."""
        return next(number for number, known in self.children.items() if known == name)


def write_centre(tx: Transaction, words: Phrases, language: str, day: str, since: str) -> Made:
    """Everything but what happens on a day; `day` is the demo's own, `since` the first with anything."""
    tx.put(Centre(name=words.centre, language=language, training=True, deputy=words.deputy))
    team = tuple(
        tx.put(replace(one, code=code_of(one.latin_name), phone=phone(200 + place))).id
        for place, one in enumerate(staff())
    )
    children: dict[int, str] = {}
    adults: dict[int, tuple[int, ...]] = {}
    for place, family in enumerate(families()):
        writer = FamilyWriter(tx, words, language, day, place, manager=team[0], since=since)
        listed = writer.write(family, first=len(children))
        children |= dict(zip(listed, (child.name for child in family.children), strict=True))
        adults |= dict.fromkeys(listed, writer.adults)
    return Made(children, adults, team)


class FamilyWriter:
    """Writes one family; `place` is its number in the list, which makes its phones and address."""

    def __init__(
        self,
        tx: Transaction,
        words: Phrases,
        language: str,
        day: str,
        place: int,
        *,
        manager: int,
        since: str,
    ) -> None:
        self.tx, self.words, self.language = tx, words, language
        self.day, self.place, self.manager, self.since = day, place, manager, since
        self.adults: tuple[int, ...] = ()

    def write(self, family: Family, first: int) -> list[int]:
        """The ids of the children; `first` is the number of the first among all."""
        found = [self.adult(adult, number) for number, adult in enumerate(family.adults)]
        self.adults = tuple(person.id for person in found)
        children = [self.child(child, first + number).id for number, child in enumerate(family.children)]
        for child in children:
            for number, (adult, person) in enumerate(zip(family.adults, found, strict=True)):
                self.list_adult(child, adult, person.id, number)
        members = [Member(person=child, relation="child") for child in children]
        members += [
            Member(person=person.id, relation=self.relation(adult))
            for adult, person in zip(family.adults, found, strict=True)
            if adult.relation in ("mother", "father") and adult.name not in BLOCKED
        ]
        self.tx.put(Household(members=tuple(members)))
        return children

    def adult(self, adult: MadeUpAdult, number: int) -> Person:
        """A guardian or another adult of the family."""
        own = Phone(number=phone(self.place * 4 + number), safe=adult.name not in NOT_SAFE)
        return self.tx.put(
            Person(
                name=adult.name,
                latin_name=adult.latin_name,
                readings=tuple(READINGS[adult.name].split("|")),
                phones=(own,),
            )
        )

    def child(self, child: MadeUpChild, number: int) -> Person:
        """A child with its place."""
        year = int(self.day[:4]) - 6 - child.grade
        person = self.tx.put(
            Person(
                name=child.name,
                latin_name=child.latin_name,
                readings=tuple(READINGS[child.name].split("|")),
                code=str(number + 1),
                card=new_card(1000 + number),
                born=f"{year}-{1 + number * 5 % 12:02d}-{1 + number * 7 % 28:02d}",
                sex="f" if child.sex == "f" else "m",
                address=self.address(child),
                address_withheld=child.name in WITHHELD_ADDRESS,
                allergies=self.allergies(child),
                needs_help_to_leave=child.name == "袁圆圆",
            )
        )
        bus = next((place for place, names in enumerate(BUSES) if child.name in names), None)
        alone = child.name in ALONE
        self.tx.put(
            Enrolment(
                child=person.id,
                weekdays=(1, 2, 3, 4, 5),
                since=self.since,
                school=self.words.schools[number % 2],
                grade=self.words.grades[child.grade - 1],
                group="" if bus is None else self.words.buses[bus],
                expected="16:30" if bus is None else ("17:10", "17:15")[bus],
                alone_from="17:30" if alone else "",
                alone_consent=next_day(self.day, -60) if alone else "",
                escort_phone="" if bus is None else phone(300 + bus),
            )
        )
        return person

    def list_adult(self, child: int, adult: MadeUpAdult, person: int, number: int) -> None:
        """An adult on a child's pick-up list."""
        blocked = adult.name in BLOCKED
        guardian = adult.relation in ("mother", "father") or number == 0
        standing: Standing = (
            "authorised" if number == 0 or adult.relation not in UNCONFIRMED else "unconfirmed"
        )
        often = standing == "authorised" and not blocked
        self.tx.put(
            Collector(
                child=child,
                adult=person,
                relation=self.relation(adult),
                number=0 if blocked else number + 1,
                standing="blocked" if blocked else standing,
                guardian=guardian,
                rung=number + 1 if guardian else 0,
                until=next_day(self.day, 38) if adult.name == "王秀兰" else "",
                order_since=next_day(self.day, -42) if blocked else "",
                order_until=next_day(self.day, 140) if blocked else "",
                order_reason=self.words.order if blocked else "",
                confirmed_by=self.manager if often else 0,
                times=41 - 13 * number if often and number < 3 else 0,
                last_day=next_day(self.day, -3) if often and number < 3 else "",
            )
        )

    def relation(self, adult: MadeUpAdult) -> str:
        """What the adult is to the children, in the demo's language."""
        return RELATIONS[adult.relation] if self.language == "zh_CN" else adult.relation

    def address(self, child: MadeUpChild) -> str:
        """Where the family lives: a street that is plainly none."""
        if child.name in WITHHELD_ADDRESS:
            return self.words.withheld_address
        return self.words.street.format(number=self.place + 1)

    def allergies(self, child: MadeUpChild) -> tuple[Allergy, ...] | None:
        """Asked of nearly everybody; most have none."""
        if child.name in NOT_ASKED:
            return None
        if child.name not in self.words.allergies:
            return ()
        what, action, harmful = self.words.allergies[child.name]
        return (Allergy(what=what, action=action, words=harmful),)


def phone(number: int) -> str:
    """A number that nobody has."""
    return f"139-0000-{number:04d}"


def code_of(latin_name: str) -> str:
    """Initials, as in "CL"."""
    return "".join(word[0] for word in latin_name.split()).upper()
