"""What of the meals needs a person, beside those who did not open: rows of Today."""

from __future__ import annotations

from db import Reader
from deskapp.services.act import Act
from deskapp.services.answers import flag
from deskapp.services.clocks import midnight, minute_of, when_minute
from deskapp.services.meals.clients import to_review
from deskapp.services.meals.menus import ahead
from deskapp.services.meals.records import Client, Route
from deskapp.services.meals.unsettled import due_minute, late_runs, unsettled
from deskapp.services.records import Person
from deskapp.services.todayrows import TodayRow, row_about


def meal_rows(reader: Reader, act: Act) -> list[TodayRow]:
    """Routes that are not back in time, meals of which nobody has said the end, pauses to look at again,
    dishes to come that do not suit somebody.
    """
    rows = []
    for run in late_runs(reader, act):
        route = reader.get(Route, run.route)
        due = due_minute(act, run)
        told = flag(
            "route_late",
            day=run.day,
            number=route.number if route else 0,
            due=when_minute(act, due),
            who=run.volunteer,
        )
        rows.append(row_about(act, "route_late", 0, None, told, due))
    for day, count in unsettled(reader, act).items():
        told = flag("meals_out", day=day, count=count)
        since = midnight(act, day) if day < act.day else minute_of(act, act.day)
        rows.append(row_about(act, "meals_out", 0, None, told, since))
    for hold in to_review(reader, act):
        client = reader.get(Client, hold.client)
        person = reader.get(Person, client.person) if client else None
        if person is not None:
            told = flag("pause_to_review", day=hold.first)
            rows.append(row_about(act, "pause_review", person.id, person, told, None))
    unsuited = {one.client for one in ahead(reader, act)}
    if unsuited:
        rows.append(row_about(act, "unsuited", 0, None, flag("unsuited", count=len(unsuited)), None))
    return rows
