"""Where the records of the meals live, and by which keys they are found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db import Kind
from deskapp.services.indexes import Document, by_day, field, refers
from deskapp.services.meals import records as r


def _not_back(document: Document) -> Iterable[str]:
    """The day of a run that is out."""
    return (document["day"],) if document.get("out") and not document.get("back") else ()


def _not_ended(document: Document) -> Iterable[str]:
    """The day of an order that is out, or of which nothing was said yet."""
    steps = document.get("steps")
    return (document["day"],) if not steps or steps[-1]["state"] == "out" else ()


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
    Kind(
        r.Run,
        "runs",
        home=by_day,
        indexes={"out": _not_back},
        unique={"pair": field("day", "route")},
        refers=refers("route", "into"),
    ),
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
        indexes={"pair": field("day", "client"), "open": _not_ended},
        unique={"pair": field("day", "client")},
        refers=refers("client", "route"),
    ),
)
