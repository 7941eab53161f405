"""Where each record lives and by which keys it is found: what the store is opened with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from db import Kind
from deskapp.services import records as r

Document = dict[str, Any]


def by_day(document: Document) -> str | None:
    """A dated record lives in the month of its day."""
    month: str = document["day"][:7]
    return month


def by_closing_day(document: Document) -> str | None:
    """An open one stays in centre.json, where it is always seen; closed, it is filed under its closing
    day.
    """
    closed: str = document.get("closed_day") or document.get("done_day") or ""
    return closed[:7] or None


def field(*names: str) -> Any:
    """The key function of one or several fields; a record that lacks one of them has no key."""
    (name, *others) = names

    def key(document: Document) -> Iterable[Any]:
        value = document.get(name)
        return (value,) if value else ()

    def keys(document: Document) -> Iterable[Any]:
        values = tuple(map(document.get, names))
        return (values,) if all(values) else ()

    return keys if others else key


def span(document: Document) -> Iterable[str]:
    """Each day of a span, so that a day finds the spans that cover it without reading ten years of them."""
    first, last = (date.fromisoformat(document[end]).toordinal() for end in ("first", "last"))
    return (date.fromordinal(day).isoformat() for day in range(first, last + 1))


def refers(*names: str) -> Any:
    """The ids held in these fields."""

    def ids(document: Document) -> Iterable[int]:
        return filter(None, map(document.get, names))

    return ids


def phone_digits(document: Document) -> Iterable[str]:
    """Each phone of a person as bare digits."""
    for phone in document.get("phones", ()):
        digits = "".join(character for character in phone["number"] if character.isdigit())
        if digits:
            yield digits


def members(document: Document) -> Iterable[int]:
    """The people of a household."""
    return (member["person"] for member in document.get("members", ()))


KINDS: tuple[Kind[Any], ...] = (
    Kind(r.Centre, "centre"),
    Kind(r.Staff, "staff", indexes={"code": field("code")}, unique={"code": field("code")}),
    Kind(
        r.Person,
        "people",
        indexes={
            "code": field("code"),
            "card": field("card"),
            "phone": phone_digits,
            "name": field("name"),
            "latin_name": field("latin_name"),
        },
        unique={"code": field("code"), "card": field("card")},
    ),
    Kind(r.Household, "households", indexes={"person": members}, refers=members),
    Kind(
        r.Enrolment,
        "enrolments",
        indexes={"child": field("child")},
        unique={"child": field("child")},
        refers=refers("child"),
    ),
    Kind(
        r.Collector,
        "collectors",
        indexes={"child": field("child"), "adult": field("adult"), "standing": field("standing")},
        unique={"pair": field("child", "adult")},
        refers=refers("child", "adult"),
    ),
    Kind(
        r.Absence,
        "absences",
        indexes={"child": field("child"), "day": span},
        refers=refers("child", "told_by"),
    ),
    Kind(r.ClosedDays, "closed_days", indexes={"day": span}),
    Kind(
        r.OpenStay,
        "open_stays",
        indexes={"child": field("child"), "day": field("day")},
        unique={"child": field("child")},
        refers=refers("child", "attendance"),
    ),
    Kind(
        r.Attendance,
        "attendance",
        home=by_day,
        indexes={"child": field("child"), "pair": field("day", "child")},
        unique={"pair": field("day", "child")},
        refers=refers("child", "enrolment"),
    ),
    Kind(
        r.Concern,
        "concerns",
        home=by_closing_day,
        indexes={"child": field("child"), "closed_day": field("closed_day")},
        refers=refers("child", "adult"),
    ),
    Kind(r.HeadCount, "head_counts", home=by_day),
    Kind(r.Note, "notes", home=by_closing_day, indexes={"person": field("person")}, refers=refers("person")),
    Kind(r.RollCall, "roll_calls", home=by_day),
    Kind(r.Supper, "suppers", home=by_day, unique={"day": field("day")}),
    Kind(r.Exported, "exported", home=by_day),
    Kind(r.Looked, "looks", home=by_day, refers=refers("person")),
    Kind(r.Withheld, "withheld", home=by_day, refers=refers("child", "adult")),
)
