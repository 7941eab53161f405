"""The routes on file and their runs of a day, as they are read."""

from __future__ import annotations

import unicodedata

from db import Reader
from deskapp.services.entries import SAID_AGAIN
from deskapp.services.meals.dayorders import routes_by_number
from deskapp.services.meals.records import Route, Run
from deskapp.services.refusal import Refusal
from deskapp.text import visible


def routes(reader: Reader) -> list[Route]:
    """The routes in use, by number."""
    return sorted((one for one in reader.all(Route) if not one.archived), key=lambda one: one.number)


def route_of(reader: Reader, route: int) -> Route:
    """That route.  Raises Refusal unknown_route."""
    found = reader.get(Route, route)
    if found is None or found.archived:
        raise Refusal("unknown_route", route=route)
    return found


def route_numbered(reader: Reader, typed: str) -> int:
    """The route of that number, as it is typed.  Raises Refusal no_such_route."""
    number = unicodedata.normalize("NFKC", typed).strip()
    found = routes_by_number(reader).get(number.lstrip("0"))
    if found is None:
        raise Refusal("no_such_route", number=visible(number)[:SAID_AGAIN])
    return found


def run_of(reader: Reader, day: str, route: int) -> Run:
    """The route's run of a day; a new one where nothing was said of it."""
    return next((run for run in reader.on(Run, day) if run.route == route), Run(day=day, route=route))


def carrier_of(run: Run, route: Route) -> tuple[str, str]:
    """Who carries a route on the day of the run, and their phone: the usual volunteer and theirs, unless
    another is named.
    """
    who = run.volunteer or route.volunteer
    return who, run.phone or (route.phone if who == route.volunteer else "")
