"""May this adult take this child: every reason for which they may not, then and now."""

from __future__ import annotations

from datetime import date

from db import Reader
from deskapp.services import centre as centres
from deskapp.services import people
from deskapp.services.act import Act
from deskapp.services.orders import withheld
from deskapp.services.pickuplist import refuse_another_record, standing_on
from deskapp.services.records import Collector, Person
from deskapp.services.refusal import Refusal


def refuse_order(reader: Reader, entry: Collector) -> None:
    """The order comes first: it outranks all."""
    if entry.standing == "blocked":
        raise Refusal("order_on_file", child=entry.child, adult=entry.adult)
    refuse_another_record(reader, entry.child, entry.adult)


def may_collect(reader: Reader, act: Act, entry: Collector, how: str, day: str, stay_day: str) -> None:
    """Every other reason for which this adult may not take this child, or might not on the `day` of it.

    The stay began on `stay_day`.  What was no pick-up then is none because it is entered later, and what is
    none now does not become one by being written into an earlier day.
    """
    child, adult = entry.child, entry.adult
    standing = standing_of(entry, act, day)
    kept = withheld(reader, act, adult, min(day, stay_day))
    if kept is not None:
        raise Refusal("withheld", child=child, adult=adult, at=kept.at, who=kept.by)
    if standing == "expired":
        raise Refusal("authorisation_over", child=child, adult=adult, last=entry.until or entry.only_on)
    if standing == "unconfirmed":
        raise Refusal("needs_call", child=child, adult=adult)
    person = people.known(reader, adult)
    if person.archived:
        raise Refusal("not_listed", child=child, adult=adult)
    age, minimum = age_on(person, min(day, act.day)), centres.centre(reader).minimum_collector_age
    if person.born and age < minimum:
        raise Refusal("too_young", child=child, adult=adult, age=age, minimum=minimum)
    if how == "known" and id_only(entry):
        raise Refusal("needs_id", child=child, adult=adult)


def standing_of(entry: Collector, act: Act, day: str) -> str:
    """What the entry means now, or where that is less, on the day."""
    standing = standing_on(entry, act.day)
    return standing_on(entry, day) if standing == "authorised" else standing


def id_only(entry: Collector) -> bool:
    """Whoever never came before, or comes for one day only, shows ID."""
    return entry.times == 0 or bool(entry.only_on)


def age_on(person: Person, day: str) -> int:
    """Full years on a day; 0 where the birth date is not known."""
    if not person.born:
        return 0
    born, today = date.fromisoformat(person.born), date.fromisoformat(day)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
