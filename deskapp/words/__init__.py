"""Every sentence that a code of the services or the store stands for, in English; translated where it
is shown.

A placeholder says what its fact is: `{child:name}` an id of a person, `{who:staff}` of staff, `{at:time}` an
instant shown as local time, `{day:day}` a day, `{day:dated}` a day with its year, `{reason:word}` a code of
WORDS, `{field:field}` a field of a list, `{reason:cause}` a code of why the store cannot; a bare `{n}` is
shown as it stands.
`{place}` is `file` and, where one is known, `line`.  `{since:when}` is a time that may be of another day: a
clock alone is of today, any other has its day said with it.  `{words:to}` is somebody to whom something was
given: "to the neighbour".  A `?` behind the kind (`{who:name?}`,
`{words:?}`) says that there may be no such fact: then nothing stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from deskapp.i18n import _, day_text, weekday_text
from deskapp.services.clocks import clock_at, day_at
from deskapp.words.children import CHILDREN, ENTRIES
from deskapp.words.commands import COMMANDS, FIELDS, FINDINGS
from deskapp.words.desk import DESK
from deskapp.words.desk import WORDS as DESK_WORDS
from deskapp.words.dialogs import DIALOG_FLAGS, DIALOG_WORDS, DIALOGS
from deskapp.words.done import DONE as DAY_DONE
from deskapp.words.flags import ALERTS as DAY_ALERTS
from deskapp.words.flags import FLAGS as DAY_FLAGS
from deskapp.words.joins import listed
from deskapp.words.meallists import MEAL_FIELDS, MEAL_LISTS, MEAL_LISTS_DONE
from deskapp.words.meals import MEALS, MEALS_DONE, MEALS_FLAGS, MEALS_WORDS
from deskapp.words.people import PEOPLE, PEOPLE_ALERTS, PEOPLE_DONE, PEOPLE_FLAGS, PEOPLE_WORDS
from deskapp.words.store import CAUSES, STORE

__all__ = [
    "ALERTS",
    "DONE",
    "FLAGS",
    "SENTENCES",
    "WORDS",
    "Names",
    "cause",
    "field_name",
    "people_in",
    "say",
    "say_done",
    "say_flag",
    "to_whom",
    "word",
]

SENTENCES: dict[str, str] = {
    **STORE,
    **CHILDREN,
    **ENTRIES,
    **PEOPLE,
    **DESK,
    **DIALOGS,
    **COMMANDS,
    **MEALS,
    **MEAL_LISTS,
}
DONE: dict[str, str] = {**PEOPLE_DONE, **DAY_DONE, **MEALS_DONE, **MEAL_LISTS_DONE}
FLAGS: dict[str, str] = {**PEOPLE_FLAGS, **DIALOG_FLAGS, **DAY_FLAGS, **MEALS_FLAGS}
ALERTS = DAY_ALERTS | PEOPLE_ALERTS
WORDS: dict[str, str] = {**PEOPLE_WORDS, **DIALOG_WORDS, **DESK_WORDS, **MEALS_WORDS}

Names = Mapping[tuple[str, int], str]
"""Display names: ("name", person id) and ("staff", staff id)."""

_UTC = ZoneInfo("UTC")


SHOWN_NAMES = 3
"""How many of several people a sentence names; the others are counted."""


class Sentences(Formatter):
    """Fills a sentence's placeholders with what their facts mean to a reader."""

    def __init__(self, names: Names, zone: ZoneInfo) -> None:
        self._names = names
        self._zone = zone

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        """The fact; None where there is none."""
        if key == "place" and "file" in kwargs:
            return place(str(kwargs["file"]), kwargs.get("line", 0))
        return kwargs.get(key)

    def format_field(self, value: Any, format_spec: str) -> str:
        """The fact as its kind is read; "?" where it is missing: a sentence with a hole still says what
        happened.
        """
        if value is None:
            return "" if format_spec.endswith("?") else "?"
        match format_spec.rstrip("?"):
            case "name" | "staff":
                return self._name(format_spec.rstrip("?"), value)
            case "names":
                return self._several(value if isinstance(value, list | tuple) else [value])
            case "time":
                return clock_at(value, self._zone) if str(value).endswith("Z") else str(value)
            case "when":
                return self._when(str(value))
            case "day":
                return day_text(str(value), year=False)
            case "dated":
                return day_text(str(value))
            case "word":
                return word(str(value))
            case "field":
                return field_name(str(value))
            case "cause":
                return cause(str(value))
            case "to":
                return to_whom(str(value))
            case _:
                return str(value)

    def _name(self, kind: str, value: Any) -> str:
        return self._names.get((kind, value), _("somebody")) if isinstance(value, int) else str(value)

    def _when(self, value: str) -> str:
        """A clock of today; one of this week with its weekday; an instant, of whatever day, with its day."""
        day, clock = value[:10], value[11:16]
        if value.endswith("Z"):
            return f"{day_text(day_at(value, self._zone), year=False)} {clock_at(value, self._zone)}"
        return f"{weekday_text(day)} {clock}" if clock else day_text(value, year=False)

    def _several(self, people: Sequence[Any]) -> str:
        named = listed(self._name("name", person) for person in people[:SHOWN_NAMES])
        more = len(people) - SHOWN_NAMES
        return named if more <= 0 else _("{names} and {count} more").format(names=named, count=more)


def say(code: str, facts: Mapping[str, Any], names: Names | None = None, zone: ZoneInfo = _UTC) -> str:
    """The sentence of this code (of a refusal, a trouble of the store, the desk) in the language of the
    screen.
    """
    return Sentences(names or {}, zone).vformat(_(SENTENCES.get(code, code)), (), facts)


def say_done(code: str, facts: Mapping[str, Any], names: Names | None = None, zone: ZoneInfo = _UTC) -> str:
    """What was done, by the label of the change."""
    return tidy(Sentences(names or {}, zone).vformat(_(DONE.get(code, code)), (), facts))


def say_flag(code: str, facts: Mapping[str, Any]) -> str:
    """What a row says about itself."""
    return tidy(Sentences({}, _UTC).vformat(_(FLAGS.get(code, code)), (), facts))


def tidy(text: str) -> str:
    """The text without the gaps that an empty fact leaves."""
    return (
        " ".join(text.replace("()", "").replace("（）", "").split())
        .replace(" ,", ",")
        .replace(" :", ":")
        .strip(" ,:，：")
    )


def word(code: str) -> str:
    """The word that stands for a code (sick, mother, no_answer); any other text stays as it is."""
    return _(WORDS.get(code, code))


def to_whom(who: str) -> str:
    """To whom something was given: "to the neighbour"; nobody is not said."""
    return _("to {who}").format(who=who) if who else ""


def field_name(field: str) -> str:
    """What people call a field of a list; any other text stays as it is."""
    return _(FIELDS.get(field) or MEAL_FIELDS.get(field, field))


def cause(code: str) -> str:
    """Why the store could not do something, or what is wrong in it; a code without words stays as it is."""
    known = "not_a_record" if code.startswith("record ") else code.partition(":")[0]
    return _(CAUSES.get(known) or FINDINGS.get(known, code))


def place(file: str, line: int) -> str:
    """A file, and the line in it if one is known."""
    return say("at_line", {"file": file, "line": line}) if line else file


def people_in(pattern: str, facts: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Whose names an English sentence needs: ("name", person id) and ("staff", staff id)."""
    wanted: list[tuple[str, int]] = []
    for _text, field, spec, _conversion in Formatter().parse(pattern):
        kind = (spec or "").rstrip("?")
        value = facts.get(field or "")
        people = value if isinstance(value, list | tuple) else [value]
        if kind in ("name", "names", "staff"):
            group = "staff" if kind == "staff" else "name"
            wanted += [
                (group, person) for person in people[:SHOWN_NAMES] if isinstance(person, int) and person
            ]
    return wanted
