"""By which keys a record is found, and where it lives: functions of its JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

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


def withheld(document: Document) -> Iterable[str]:
    """ "yes" of a person whose address is withheld."""
    return ("yes",) if document.get("address_withheld") else ()
