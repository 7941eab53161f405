"""Where the records of the meals live, and by which keys they are found."""

from __future__ import annotations

from typing import Any

from db import Kind
from deskapp.services.indexes import by_day, field, refers
from deskapp.services.meals import records as r

MEAL_KINDS: tuple[Kind[Any], ...] = (
    Kind(
        r.Client,
        "clients",
        indexes={"person": field("person")},
        unique={"person": field("person")},
        refers=refers("person", "contact", "route"),
    ),
    Kind(r.Hold, "holds", indexes={"client": field("client")}, refers=refers("client")),
    Kind(r.Diet, "diets", unique={"name": field("name")}),
    Kind(r.Restricted, "restricted", unique={"name": field("name")}),
    Kind(r.Route, "routes"),
    Kind(r.Run, "runs", home=by_day, unique={"pair": field("day", "route")}, refers=refers("route", "into")),
    Kind(r.Menu, "menus", home=by_day, unique={"day": field("day")}),
    Kind(
        r.Change,
        "meal_changes",
        home=by_day,
        unique={"pair": field("day", "client")},
        refers=refers("client"),
    ),
    Kind(
        r.Order,
        "orders",
        home=by_day,
        indexes={"pair": field("day", "client")},
        unique={"pair": field("day", "client")},
        refers=refers("client", "route"),
    ),
)
