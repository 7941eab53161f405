"""The records of the meals.  Shapes only: the rules are in the modules beside this one.

Instants are UTC text ("2026-11-23T04:02:00Z"), days local dates, clocks local times ("11:28").
"""

from __future__ import annotations

from typing import Literal

from db import Record
from deskapp.services.daybook import Dish, Part

Status = Literal["pending", "active", "stopped", "deceased"]
Standing = Literal["pending", "active", "paused", "stopped", "deceased"]
"""What a client is on a day: paused is no word on file, it follows from the holds."""
Delivery = Literal["ongoing", "episodic"]
Size = Literal["small", "regular", "large"]
State = Literal["ordered", "out", "delivered", "not_home", "refused", "cancelled"]


class Client(Record, frozen=True):
    """Somebody to whom meals are brought.  One per person.

    `rule` is a recurrence (RFC 5545, "FREQ=WEEKLY;BYDAY=MO,WE") counted from `since`, empty for an episodic
    client, who gets a meal only on days that are asked for.  `diets` are names of Diet records, `restricted`
    of Restricted ones, `avoid` single ingredients (lower case).  `contact` is the Person to call when nobody
    opens.  `keep_contact`: of a stopped one, whether the centre still looks in.
    """

    person: int
    status: Status = "pending"
    keep_contact: bool = False
    delivery: Delivery = "ongoing"
    rule: str = ""
    since: str = ""
    until: str = ""
    size: Size = "regular"
    portions: int = 1
    diets: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    restricted: tuple[str, ...] = ()
    route: int = 0
    delivery_note: str = ""
    contact: int = 0
    relation: str = ""


class Hold(Record, frozen=True):
    """A pause: no meals from `first` to the day before `resume`; without one until somebody says.

    `reviewed` is the last day on which somebody looked at a pause without an end.
    """

    client: int
    first: str
    resume: str = ""
    why: str = ""
    by: int = 0
    reviewed: str = ""


class Diet(Record, frozen=True):
    """A diet by its name, and the ingredients it excludes (none for soft: cooked differently)."""

    name: str
    excludes: tuple[str, ...] = ()
    archived: bool = False


class Restricted(Record, frozen=True):
    """A thing that a client must not eat and that stands for several ingredients ("seafood")."""

    name: str
    ingredients: tuple[str, ...]
    archived: bool = False


class Route(Record, frozen=True):
    """A round with its stops in order: ids of clients, of whom some may be paused or gone."""

    name: str
    number: int
    stops: tuple[int, ...] = ()
    volunteer: str = ""
    phone: str = ""
    archived: bool = False


class Run(Record, frozen=True):
    """A route on one day: who carries it, when it left, is due back (a clock) and came back.

    `stops` is an order of this day alone, `into` the route that carries it today.
    """

    day: str
    route: int
    stops: tuple[int, ...] = ()
    into: int = 0
    volunteer: str = ""
    phone: str = ""
    out: str = ""
    out_by: int = 0
    due: str = ""
    back: str = ""
    back_by: int = 0


class Menu(Record, frozen=True):
    """What is cooked on a day.  The first main is the dish of the day, further ones stand in for it."""

    day: str
    dishes: tuple[Dish, ...] = ()


class Change(Record, frozen=True):
    """One client on one day, otherwise than usual: so many portions (0: none), for whatever reason."""

    day: str
    client: int
    portions: int
    words: str = ""
    by: int = 0


class Step(Part, frozen=True):
    """One thing that happened to an order: when, written by whom, and to whom or why, if said."""

    state: State
    at: str
    by: int
    words: str = ""


class Order(Record, frozen=True):
    """A client's meal of a day; one per client and day.  What it is now is its last step's.

    What is drawn is kept as it was on that day: route, size, portions, diets.  `asked`: drawn because of a
    Change, and not because it was due.
    """

    day: str
    client: int
    route: int = 0
    portions: int = 1
    size: Size = "regular"
    diets: tuple[str, ...] = ()
    asked: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> State:
        """What it is now."""
        return self.steps[-1].state if self.steps else "ordered"
