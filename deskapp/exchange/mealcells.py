"""Reads single cells of a list of meals or of a menu, and writes them so that they are read again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from deskapp.exchange import cells
from deskapp.exchange.cells import BadCell, split_list
from deskapp.exchange.headings import fold
from deskapp.exchange.mealheadings import (
    DIETS,
    EPISODIC,
    NO_DIET,
    ON_REQUEST,
    PARTS,
    STATUSES,
)
from deskapp.services.entries import clean_day, clean_line, clean_name, clean_words
from deskapp.services.finding import phone_keys
from deskapp.services.meals.records import Client, Standing
from deskapp.services.meals.recurrence import as_kept, clean_rule, weekdays_of, weekly
from deskapp.services.records import Phone
from deskapp.services.refusal import Refusal
from deskapp.typed import says_nothing

MOST_STOPS = 9_999
"""Above this a number of a stop or a route is none: somebody's telephone, a house, a day."""
NUMBERED = re.compile(r"(?:route|no\.?|路线|线路|第)?\s*([0-9]+)\s*号?(?:路线|线路|线)?")
OF_ROUTES = re.compile(r"routes?|no\.|\band\b|\bto\b|路线|线路|[线第号和及与至到/+&~–—-]")
EITHER = re.compile(r"[/+&]|\band\b|和|及|与", re.IGNORECASE)
UNTIL = re.compile(r"(.+?)[ ,:]*(?:\b(?:until|till|to)\b|至|到)[ :]*(.+)")
SIGNS = re.compile(r"[,;，；、/|+&\n()（）【】\[\]]+")
AND = re.compile(r"\band\b|和|及")
WITHOUT = re.compile(r"(?:no|not|without|avoids?)\s+|不能吃|不可吃|不吃|不要|忌口|忌食|忌")
"""What a list of things not eaten need not say: nothing is called "no fish", and no dish would hold it."""


class Said(NamedTuple):
    """A status as listed; `resume` is the day on which a pause ends, empty where the list names none."""

    status: Standing | Literal[""] = ""
    resume: str = ""


def status(text: str, today: str) -> Said:
    """A status; "paused until 2026-12-01", too.  Empty for none."""
    text = unicodedata.normalize("NFKC", clean_line(text))
    if not text:
        return Said()
    match = UNTIL.fullmatch(text.casefold())
    word, until = match.groups() if match else (text, "")
    found = STATUSES.get(fold(word))
    if found is None or (until and found != "paused"):
        raise BadCell("unknown_status")
    resume = clean_day(cells.day(until).isoformat()) if until else ""
    if resume and resume <= today:
        raise BadCell("pause_over")
    return Said(found, resume)  # type: ignore[arg-type]


def write_status(standing: Standing, resume: str) -> str:
    """What a client is, as a list holds it."""
    return f"{standing} until {resume}" if standing == "paused" and resume else standing


def recurrence(text: str, today: str) -> str | None:
    """The rule of weekdays ("Mon-Fri", "周一至周五") or of a recurrence ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO").

    Empty for meals on request, None where the list says nothing.  A rule is looked at again with the client's
    own first day (mealplan.py); here only whether it can be read.
    """
    text = clean_line(text)
    if not text:
        return None
    if fold(text) in EPISODIC:
        return ""
    if "=" in text:
        normal = unicodedata.normalize("NFKC", text)
        try:
            return clean_rule(normal, today)
        except Refusal as refused:
            if refused.code == "never_happens":
                return as_kept(normal)
            raise
    days = cells.weekdays(text)
    if not days:
        raise BadCell("unknown_weekday")
    return weekly(days)


def write_recurrence(client: Client) -> str:
    """When a client gets meals, as a list holds it; the last day is part of it."""
    if client.delivery == "episodic" or not client.rule:
        return ON_REQUEST
    if client.until and not re.search(r"UNTIL=|COUNT=", client.rule):
        return f"{client.rule};UNTIL={client.until.replace('-', '')}"
    days = weekdays_of(client.rule)
    return " ".join(str(day) for day in days) if days else client.rule


def number(text: str) -> int:
    """The number of a stop; 0 for none."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return 0
    if not re.fullmatch("0*[1-9][0-9]{0,3}", text):
        raise BadCell("bad_stop")
    return int(text)


def route(text: str) -> str:
    """A route's name as listed, each line of the cell a part of it; empty for none."""
    return "" if says_nothing(text) else clean_name("; ".join(text.splitlines()))


def route_number(text: str) -> int | None:
    """The number that a route's name is ("3", "Route 3", "3号路线"); None where it is none."""
    match = NUMBERED.fullmatch(unicodedata.normalize("NFKC", text).casefold().strip())
    return int(match.group(1).lstrip("0")[: len(str(MOST_STOPS)) + 1] or 0) if match else None


def several_routes(text: str) -> bool:
    """Whether what is no route's name stands for more than one: "River; Hill", "1 2", "1、2", "1-3"."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if len([part for part in re.split("[,;、|]", plain) if part.strip()]) > 1:
        return True
    numbers = OF_ROUTES.sub(" ", plain).split()
    return len(numbers) > 1 and all(number.isdecimal() for number in numbers)


def either_route(text: str) -> list[str]:
    """The parts of a name that may be those of two routes: "River / Hill", "River and Hill"."""
    return [part.strip() for part in EITHER.split(unicodedata.normalize("NFKC", text))]


def like_a_number(text: str) -> bool:
    """Whether what is no number of a route was meant as one: "-1", "1.5"."""
    return bool(re.fullmatch(r"[-+−–—#]?\s*[0-9]+(?:\.[0-9]*)?", unicodedata.normalize("NFKC", text).strip()))


def diets(text: str) -> tuple[str, ...]:
    """The diets of "soft, low-salt": each by the desk's own name where it is a usual one."""
    text = clean_line(text)
    if says_nothing(text) or fold(text) in NO_DIET:
        return ()
    listed = re.split("[;；]", text)
    if len(listed) == 1:
        listed = [part for one in split_list(text) for part in re.split(r"[/+&]|\band\b|和|及", one)]
    return tuple(dict.fromkeys(clean_name(part) for part in listed if part.strip()))


def usual(name: str) -> str:
    """The usual diet that a word means ("清真" is halal); empty for any other."""
    return DIETS.get(fold(name), "")


def write_diets(names: Iterable[str]) -> str:
    """Diets as a list holds them: what `diets` reads back."""
    listed = tuple(names)
    text = "; ".join(listed)
    return text if diets(text) == listed else text + ";"


def avoid(text: str) -> tuple[str, ...]:
    """The ingredients of "fish, no eggs" that somebody does not eat, one by one."""
    text = clean_line(text)
    if says_nothing(text):
        return ()
    parts = [part.strip() for one in SIGNS.split(text) for part in AND.split(one.casefold())]
    return clean_words(WITHOUT.sub("", one, count=1) if WITHOUT.match(one) else one for one in parts)


def write_avoid(words: Iterable[str]) -> str:
    """Ingredients as a list holds them."""
    return ", ".join(words)


def ingredients(text: str) -> tuple[str, ...]:
    """What is in a dish, one by one."""
    text = clean_line(text)
    return () if says_nothing(text) else clean_words(SIGNS.split(text))


def part(text: str) -> Literal["main", "side"]:
    """Whether a dish is a main or a side."""
    found = PARTS.get(fold(text))
    if found is None:
        raise BadCell("unknown_part" if text else "no_part")
    return "main" if found == "main" else "side"


def digits(phone: Phone | None) -> str:
    """A phone as bare digits, without China's +86; empty for none."""
    return min(phone_keys(phone.number), key=len) if phone else ""
