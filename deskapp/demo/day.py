"""Writes the demo's day up to its moment, 17:40 of a school day, and the school days before it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from db import Transaction
from deskapp.demo.centre import ALONE, BUSES, Made
from deskapp.demo.phrases import Phrases
from deskapp.services.act import Act
from deskapp.services.clocks import clock_of_minutes, instant_at, minutes, next_day
from deskapp.services.records import Absence, Attendance, Dish, HeadCount, Note, OpenStay, Shown, Stay, Supper

DAYS_BEFORE = 5
FIRST_ARRIVAL = minutes("16:24")
BUS_DELAYED_TO = "17:45"

ABSENT = {"高飞飞": "sick", "朱小竹": "sick", "韩小冰": "planned", "夏小雨": "informed"}
LATE = "刘星河"
COLLECTED = {"蔡小满": "17:21", "徐静好": "17:28"}
NOT_YET_DOING_HOMEWORK = ("何雨桐", "孙悦悦", "唐糖糖", "周米粒", "林小鹤")


def write_day(tx: Transaction, act: Act, made: Made, words: Phrases) -> None:
    """What happened today until `act.now`; nothing of it lies in the future."""
    Day(tx, act, made, words).write()


def days_before(day: str) -> list[str]:
    """The school days before a day, latest first."""
    found: list[str] = []
    while len(found) < DAYS_BEFORE:
        day = next_day(day, -1)
        if date.fromisoformat(day).isoweekday() <= 5:
            found.append(day)
    return found


def write_days_before(tx: Transaction, act: Act, made: Made) -> None:
    """The school days before today: whoever came was collected, the others were sick."""
    for number, day in enumerate(days_before(act.day)):
        for place, child in enumerate(made.children):
            if (place + number) % 23:
                tx.put(finished_day(act.zone, child, made.adults[child][0], made.staff[1], day, place))
            else:
                told = instant_at(day, "08:40", act.zone)
                adult = made.adults[child][0]
                tx.put(Absence(child=child, first=day, last=day, reason="sick", told_by=adult, taken_at=told))


def finished_day(zone: ZoneInfo, child: int, adult: int, staff: int, day: str, place: int) -> Attendance:
    """A day of a child that ended with this adult; `place` makes its times differ from other children's."""
    arrived = FIRST_ARRIVAL + place * 7 % 31

    def at(minute: int) -> str:
        return instant_at(day, clock_of_minutes(minute), zone)

    stay = Stay(
        arrived=at(arrived),
        arrived_by=staff,
        homework=at(arrived + 20),
        homework_by=staff,
        supper=at(minutes("18:00") + place % 9),
        supper_by=staff,
        departed=at(minutes("18:20") + place * 11 % 95),
        departed_by=staff,
        departed_on="reception-1",
        collected_by=adult,
        how="known",
    )
    return Attendance(day=day, child=child, stays=(stay,))


class Day:
    """Today, child by child."""

    def __init__(self, tx: Transaction, act: Act, made: Made, words: Phrases) -> None:
        self.tx, self.act, self.made, self.words = tx, act, made, words
        self.now = minutes(act.clock)
        self.reception = made.staff[1]

    def write(self) -> None:
        """Everything that has happened by now."""
        inside = 0
        for place, (child, name) in enumerate(self.made.children.items()):
            if name in ABSENT:
                self.absence(child, name)
            elif name in BUSES[0]:
                self.delay(child)
            elif name != LATE:
                inside += self.attend(child, name, place)
        if self.now >= minutes("17:00"):
            self.count_heads(inside)
        dishes = tuple(Dish(name=name, ingredients=ingredients) for name, ingredients in self.words.dishes)
        self.tx.put(Supper(day=self.act.day, dishes=dishes))
        self.notes()

    def at(self, clock: int | str) -> str:
        """The instant of a clock of today, or of minutes since midnight."""
        text = clock if isinstance(clock, str) else clock_of_minutes(clock)
        return instant_at(self.act.day, text, self.act.zone)

    def attend(self, child: int, name: str, place: int) -> bool:
        """One who came today, as far as it went; whether the child was there at 17:00."""
        arrived = FIRST_ARRIVAL + place * 7 % 22 if name not in BUSES[1] else minutes("17:14") + place % 3
        if arrived > self.now:
            return False
        homework = 0 if name in NOT_YET_DOING_HOMEWORK else arrived + 14 + place % 9
        left = COLLECTED.get(name) or ("17:33" if name == ALONE[0] else "")
        gone = bool(left) and minutes(left) <= self.now
        done = 0 < homework <= self.now
        stay = Stay(
            arrived=self.at(arrived),
            arrived_by=self.reception,
            arrived_how="scan" if place % 4 == 0 else "key",
            homework=self.at(homework) if done else "",
            homework_by=self.made.staff[4] if done else 0,
            departed=self.at(left) if gone else "",
            departed_by=self.reception if gone else 0,
            departed_on="reception-1" if gone else "",
            collected_by=self.made.adults[child][0] if gone and name in COLLECTED else 0,
            how=("known" if name in COLLECTED else "alone") if gone else "",
        )
        saved = self.tx.put(Attendance(day=self.act.day, child=child, stays=(stay,)))
        if not gone:
            self.tx.put(OpenStay(child=child, day=self.act.day, attendance=saved.id))
        return arrived < minutes("17:00")

    def delay(self, child: int) -> None:
        """The first bus is late, and somebody said so."""
        delayed = BUS_DELAYED_TO if self.now >= minutes("17:05") else ""
        if delayed:
            self.tx.put(
                Attendance(day=self.act.day, child=child, expected=delayed, delayed_by=self.reception)
            )

    def absence(self, child: int, name: str) -> None:
        """One whose mother called in the morning."""
        reason = ABSENT[name]
        self.tx.put(
            Absence(
                child=child,
                first=self.act.day,
                last=next_day(self.act.day, 2) if reason == "planned" else self.act.day,
                reason="sick" if reason == "sick" else "planned" if reason == "planned" else "informed",
                told_by=self.made.adults[child][0],
                taken_by=self.reception,
                taken_at=self.at("09:12"),
            )
        )

    def count_heads(self, inside: int) -> None:
        """The count of 17:00, which agreed with the list."""
        self.tx.put(
            HeadCount(
                day=self.act.day, at=self.at("17:00"), counted=inside, listed=inside, by=self.made.staff[4]
            )
        )

    def notes(self) -> None:
        """What parents and the next shift are to be told."""
        notes: tuple[tuple[str, Shown, str], ...] = (
            (self.words.trip, "collection", "马青青"),
            (self.words.bag, "collection", "马青青"),
            (self.words.drawing, "arrival", "何雨桐"),
            (self.words.trip, "collection", "曾乐乐"),
            (self.words.key, "shift", ""),
        )
        for text, shown, name in notes:
            self.tx.put(
                Note(
                    day=self.act.day,
                    text=text,
                    shown="collection"
                    if shown == "collection"
                    else "arrival"
                    if shown == "arrival"
                    else "shift",
                    person=self.made.child(name) if name else 0,
                    by=self.reception,
                    at=self.at("15:10"),
                )
            )
