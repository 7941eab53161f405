"""What a client's sheet says, each part in words: on the sheet itself and on the household page."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import _, day_text
from deskapp.names import full_name
from deskapp.papers.meals import clash_words, diet_words
from deskapp.services.meals.clashes import Clash
from deskapp.services.meals.records import Client, Hold, Route, Standing
from deskapp.services.meals.recurrence import weekdays_of
from deskapp.services.meals.sheet import Brought, Sheet
from deskapp.services.records import Person
from deskapp.widgets.cells import Line
from deskapp.widgets.options import paragraph
from deskapp.widgets.sheet import WEEKDAYS
from deskapp.words import word
from deskapp.words.joins import apart, labelled, listed, phrased


def standing_words(standing: Standing, hold: Hold | None) -> str:
    """What the client is today; of a pause since when, or from when, and until when or why."""
    if hold is None or standing not in ("paused", "active"):
        return word(standing)
    first = day_text(hold.first, year=False)
    if standing == "active":
        back = day_text(hold.resume, year=False) if hold.resume else _("until somebody says")
        return apart((word(standing), _("pause from {first}, back: {back}").format(first=first, back=back)))
    if not hold.resume:
        since = _("since {first}, no end; {why}").format(first=first, why=hold.why or "-")
    else:
        back = day_text(hold.resume, year=False)
        since = _("since {first}, back on {resume}").format(first=first, resume=back)
    return f"{word(standing)} {since}"


def days_words(client: Client) -> str:
    """On which days: weekdays, or the rule as it stands."""
    if client.delivery == "episodic":
        return _("only when asked for")
    weekdays = weekdays_of(client.rule)
    return client.rule if weekdays is None else listed(_(WEEKDAYS[day - 1]) for day in weekdays)


def avoids_words(client: Client) -> str:
    """Single foods and restricted things that the client must not get."""
    return listed((*client.avoid, *client.restricted))


def route_words(route: Route | None) -> str:
    """Number and name of the route."""
    return f"{route.number} {route.name}" if route else _("none")


def allergies_words(person: Person) -> str:
    """What the person must not eat and what to do then; that nobody asked is not the same as nothing."""
    if person.allergies is None:
        return _("nobody asked yet")
    return listed(labelled(one.what, one.action) for one in person.allergies) or _("none")


def contact_words(sheet: Sheet) -> str:
    """Who is called, by which number."""
    if sheet.contact is None:
        return ""
    numbers = (phone.number for phone in sheet.contact.phones if phone.safe)
    return phrased((full_name(sheet.contact), sheet.client.relation, *numbers))


def where_words(person: Person) -> str:
    """The address; of a withheld one how it can be seen."""
    if person.address_withheld:
        return _("withheld: People (6), enter, w shows it; the look is written down")
    return person.address


def clash_lines(clashes: Sequence[Clash] | None, day: str, columns: int) -> list[Line]:
    """What of a day's dishes the client must not get, each with its reason and what is instead."""
    label = _("must not be handed over, {day}").format(day=day_text(day, year=False))
    if not clashes:
        return paragraph(labelled(label, _("no menu is written") if clashes is None else _("none")), columns)
    lines = paragraph(label, columns, "strong")
    for clash in clashes:
        lines += paragraph(clash_words(clash), columns, "alert", mark="! ")
    return lines


def meals_words(meals: Brought) -> list[tuple[str, str]]:
    """The sheet in a few lines for the household page; of who gets no meals any more only that."""
    client = meals.client
    lines = [standing_words(meals.standing, meals.hold)]
    if client.status not in ("stopped", "deceased"):
        until = _("until {day}").format(day=day_text(client.until, weekday=False)) if client.until else ""
        route = labelled(_("route"), route_words(meals.route))
        lines.append(apart((phrased((days_words(client), until)), route)))
        avoids = avoids_words(client)
        lines.append(apart((diet_words(client.diets), labelled(_("avoids"), avoids) if avoids else "")))
    return [(line, "") for line in lines]
