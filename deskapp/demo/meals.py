"""Writes the demo's meals: 38 neighbours on four routes, a month of menus, and today's round."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from db import Transaction
from deskapp.demo.centre import Made, phone
from deskapp.demo.neighbours import CLIENTS, CONTACTS, RELATIONS, ROUTES, Dishes, dishes
from deskapp.demo.phrases import Phrases
from deskapp.demo.readings import READINGS
from deskapp.services.act import Act
from deskapp.services.clocks import instant_at, minute_of, minutes, next_day
from deskapp.services.daybook import Call, Concern, Dish
from deskapp.services.meals.dayorders import as_asked, asked_for
from deskapp.services.meals.records import Client, Hold, Menu, Order, Route, Run, State, Step
from deskapp.services.meals.recurrence import weekly
from deskapp.services.records import Allergy, Person, Phone

DIETS = ("soft", "low-salt", "diabetic", "halal", "vegetarian")
AVOIDS = {"nofish": ("fish", "鱼"), "noegg": ("egg", "鸡蛋")}
CARE = {
    "knock": ("knock loud", "敲门要响"),
    "falls": ("falls, 84", "84岁，易跌倒"),
    "wheelchair": ("wheelchair", "坐轮椅"),
    "key": ("key at no. 4", "钥匙在4号"),
    "hearing": ("hard of hearing", "听力不好"),
}
LEFT, BACK = ("11:28", "11:31", "11:35", "11:36"), ("12:22", "12:31", "12:24", "12:19")
NOT_HOME, REFUSED, BY_OTHER = "孙桂兰", "潘淑兰", "田福"
WEEKS = 4


class Round(NamedTuple):
    """The clients of the demo by name, with their persons."""

    clients: dict[str, Client]
    people: dict[str, Person]


def write_meals(tx: Transaction, act: Act, made: Made, words: Phrases, language: str) -> None:
    """Everything about the meals; the round is written where it is past 11:28 of a day that has one."""
    chinese = language == "zh_CN"
    menus(tx, act.day, dishes(language))
    found = clients(tx, act, made, words, chinese)
    if date.fromisoformat(act.day).isoweekday() <= 5:
        orders(tx, act, made, found, chinese)


def menus(tx: Transaction, day: str, cooked: Dishes) -> None:
    """The menus of this week and the next three: each a main, one that stands in for it, and two sides."""
    monday = next_day(day, 1 - date.fromisoformat(day).isoweekday())
    for place in range(WEEKS * 5):
        week, weekday = divmod(place, 5)
        main = cooked.mains[place % len(cooked.mains)]
        sides = (cooked.sides[place % len(cooked.sides)], cooked.staple)
        listed = [(main, "main"), (cooked.others[place % len(cooked.others)], "main")]
        listed += [(side, "side") for side in sides]
        on = next_day(monday, week * 7 + weekday)
        tx.put(Menu(day=on, dishes=tuple(dish(one, part) for one, part in listed)))


def dish(written: tuple[str, str], part: Any) -> Dish:
    """A dish and what is in it."""
    return Dish(name=written[0], ingredients=tuple(written[1].replace("、", ", ").split(", ")), part=part)


def clients(tx: Transaction, act: Act, made: Made, words: Phrases, chinese: bool) -> Round:
    """The neighbours and their sheets, each route in the order of its stops."""
    found = Round({}, {})
    for at, (route, carrier) in enumerate(ROUTES):
        put = tx.put(Route(name=_in(route, chinese), number=at + 1))
        stops = []
        for entry in CLIENTS[at]:
            name, latin, sheet = entry.split("|")
            person = tx.put(_person(words, name, latin, sheet.split(), 400 + len(found.people), chinese))
            contact = _contact(tx, name, chinese)
            client = tx.put(_sheet(act, person.id, sheet.split(), put.id, contact, chinese))
            if "back" in sheet:
                tx.put(Hold(client=client.id, first=next_day(act.day, -9), resume=act.day, by=made.staff[0]))
            if "paused" in sheet:
                tx.put(Hold(client=client.id, first=next_day(act.day, -8), by=made.staff[0]))
            found.clients[name], found.people[name] = client, person
            stops.append(client.id)
        tx.put(replace(put, stops=tuple(stops), volunteer=_in(carrier, chinese), phone=phone(500 + at)))
    return found


def orders(tx: Transaction, act: Act, made: Made, found: Round, chinese: bool) -> None:
    """Today's orders, and what became of them up to now."""
    by = made.staff[2]
    asked = asked_for(tx, act.day)
    names = {client.id: name for name, client in found.clients.items()}
    routes = tx.all(Route)
    for client, one in asked.items():
        order = as_asked(Order(day=act.day, client=client), one)
        at = next(place for place, route in enumerate(routes) if client in route.stops)
        stop = routes[at].stops.index(client)
        steps = [
            Step(state=state, at=moment, by=by, words=said)
            for state, moment, said in _steps(act, names[client], at, stop, chinese)
        ]
        tx.put(replace(order, steps=tuple(steps)))
        if steps and steps[-1].state == "not_home":
            person = found.clients[names[client]]
            called = instant_at(act.day, "12:10", act.zone)
            calls = (Call(rung="client", result="no_answer", at=called, by=by, person=person.person),)
            tx.put(
                Concern(
                    day=act.day,
                    kind="not_home",
                    child=person.person,
                    opened_at=steps[-1].at,
                    opened_by=by,
                    calls=calls if called <= act.instant else (),
                )
            )
    for at, route in enumerate(routes):
        if minutes(LEFT[at]) <= minute_of(act, act.day):
            back = minutes(BACK[at]) <= minute_of(act, act.day)
            tx.put(
                Run(
                    day=act.day,
                    route=route.id,
                    volunteer=route.volunteer,
                    phone=route.phone,
                    out=instant_at(act.day, LEFT[at], act.zone),
                    out_by=by,
                    due="12:30",
                    back=instant_at(act.day, BACK[at], act.zone) if back else "",
                    back_by=by if back else 0,
                )
            )


def _steps(act: Act, name: str, route: int, stop: int, chinese: bool) -> list[tuple[State, str, str]]:
    """What became of a meal so far: its steps up to now."""
    out = minutes(LEFT[route])
    last: tuple[State, str] = ("delivered", "")
    if name == NOT_HOME:
        last = ("not_home", "")
    elif name == REFUSED:
        last = ("refused", "没胃口" if chinese else "no appetite")
    elif name == BY_OTHER:
        last = ("delivered", "邻居" if chinese else "neighbour")
    found: list[tuple[State, str, str]] = []
    for minute, (state, said) in ((out, ("out", "")), (out + 9 + 4 * stop, last)):
        if minute <= minute_of(act, act.day):
            clock = f"{minute // 60:02d}:{minute % 60:02d}"
            found.append((state, instant_at(act.day, clock, act.zone), said))  # type: ignore[arg-type]
    return found


def _person(words: Phrases, name: str, latin: str, sheet: list[str], number: int, chinese: bool) -> Person:
    what, action = ("花生", "打 120") if chinese else ("peanut", "call 120")
    nuts = Allergy(what=what, action=action, words=("花生", "peanut"))
    return Person(
        name=name,
        latin_name=latin,
        readings=tuple(READINGS[name].split("|")),
        code=f"M{number - 399:02d}",
        phones=(Phone(number=phone(number)),),
        address=words.street.format(number=number),
        address_withheld="withheld" in sheet,
        allergies=(nuts,) if "peanut" in sheet else (),
    )


def _contact(tx: Transaction, client: str, chinese: bool) -> tuple[int, str]:
    if client not in CONTACTS:
        return 0, ""
    relation, name, latin = CONTACTS[client].split("|")
    number = 450 + list(CONTACTS).index(client)
    put = tx.put(
        Person(
            name=name,
            latin_name=latin,
            readings=tuple(READINGS[name].split("|")),
            phones=(Phone(number=phone(number)),),
        )
    )
    return put.id, RELATIONS[relation] if chinese else relation


def _sheet(
    act: Act, person: int, sheet: list[str], route: int, contact: tuple[int, str], chinese: bool
) -> Client:
    """The sheet that short words stand for."""
    care = [CARE[word][chinese] for word in sheet if word in CARE]
    return Client(
        person=person,
        status="active",
        rule=weekly((1, 2, 3, 4, 5)) if "twice" not in sheet else weekly((2, 4)),
        since=next_day(act.day, -120),
        size="large" if "large" in sheet else "small" if "small" in sheet else "regular",
        portions=2 if "couple" in sheet else 1,
        diets=tuple(diet for diet in DIETS if diet in sheet),
        avoid=tuple(AVOIDS[word][chinese] for word in sheet if word in AVOIDS),
        route=route,
        delivery_note=", ".join(care),
        contact=contact[0],
        relation=contact[1],
    )


def _in(both: str, chinese: bool) -> str:
    return both.split("|")[0 if chinese else 1]
