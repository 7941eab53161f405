"""Orders that keep an adult from a child, adults who are unfit today, and a blocked person at the door."""

from __future__ import annotations

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import concerns, people, staff, stays
from deskapp.services.act import Act
from deskapp.services.clocks import next_day, not_to_come, said_when
from deskapp.services.entries import clean_day, clean_line
from deskapp.services.labels import say
from deskapp.services.pickuplist import entry_of, family_blocks
from deskapp.services.records import Collector, Concern, OpenStay, Withheld
from deskapp.services.refusal import Refusal


def block(
    tx: Transaction,
    act: Act,
    child: int,
    adult: int,
    *,
    reason: str,
    since: str = "",
    until: str = "",
    relation: str = "",
) -> Collector:
    """An order: the adult may not collect the child, whoever they are.  Only a manager sets it.

    At `until` it is up for review and still blocks.  Refuses `manager_only`, `reason_missing`,
    `days_reversed`, `bad_day`, `unknown_person`, `own_collector`.
    """
    staff.acting_manager(tx, act)
    reason = clean_line(reason)
    if not reason:
        raise Refusal("reason_missing", child=child, adult=adult)
    since = clean_day(since) if since else act.day
    until = clean_day(until) if until else ""
    if until and until < since:
        raise Refusal("days_reversed", first=since, last=until)
    if child == adult:
        raise Refusal("own_collector", child=child)
    people.known(tx, child)
    people.known(tx, adult)
    entry = next(iter(tx.by(Collector, "pair", (child, adult))), None) or Collector(child=child, adult=adult)
    saved = tx.put(
        replace(
            entry,
            standing="blocked",
            archived=False,
            relation=clean_line(relation) or entry.relation,
            order_since=since,
            order_until=until,
            order_reason=reason,
        )
    )
    say(tx, "block", children=(child,), adult=adult)
    return saved


def clear_block(tx: Transaction, act: Act, child: int, adult: int) -> Collector:
    """The order is lifted: the adult is unconfirmed again.  Only a manager clears it; refuses `no_order`."""
    staff.acting_manager(tx, act)
    entry = entry_of(tx, child, adult)
    if entry is None or entry.standing != "blocked":
        raise Refusal("no_order", child=child, adult=adult)
    saved = tx.put(
        replace(
            entry,
            standing="unconfirmed",
            order_since="",
            order_until="",
            order_reason="",
            confirmed_by=0,
            confirmed_at="",
            confirmed_with=0,
            confirmed_number="",
        )
    )
    say(tx, "clear_block", children=(child,), adult=adult)
    return saved


def withheld(reader: Reader, act: Act, adult: int, stay_day: str = "") -> Withheld | None:
    """Whether a child is kept from this adult: who is unfit today is unfit for every child.

    For a child whose stay began on an earlier day, `stay_day`, it holds from then on, for as long as the stay
    lasts: midnight makes nobody fit.
    """
    days = (min(stay_day or act.day, act.day), act.day)
    return next(
        (one for one in reader.between(Withheld, *days) if one.adult == adult and not one.lifted_at), None
    )


def still_withheld(reader: Reader, act: Act) -> list[Withheld]:
    """What holds today for any child: of today and this month, and of the days and nights on which stays
    began that are open still.
    """
    begun = {pointer.day for pointer in reader.all(OpenStay) if pointer.day < act.day}
    first = max(min(begun, default=act.day), f"{act.day[:7]}-01")
    before = sorted(day for one in begun for day in (one, next_day(one)) if day < first)
    kept = [one for day in dict.fromkeys(before) for one in reader.on(Withheld, day)]
    return [one for one in (*kept, *reader.between(Withheld, first, act.day)) if not one.lifted_at]


def withhold(tx: Transaction, act: Act, child: int, adult: int, reason: str) -> Withheld:
    """A child is kept from an adult who is on the list but unfit today; the child stays.

    Refuses `not_here`, `not_listed`, `reason_missing`, `already_withheld`.
    """
    staff.acting(tx, act)
    said_when(act)
    not_to_come(act)
    stay = stays.here(tx, act, child)
    if entry_of(tx, child, adult) is None:
        raise Refusal("not_listed", child=child, adult=adult)
    reason = clean_line(reason)
    if not reason:
        raise Refusal("reason_missing", child=child, adult=adult)
    standing = withheld(tx, act, adult, stay.day)
    if standing is not None and standing.child == child:
        raise Refusal("already_withheld", child=child, adult=adult, at=standing.at, who=standing.by)
    saved = tx.put(
        Withheld(day=act.list_day, child=child, adult=adult, at=act.instant, by=act.staff, reason=reason)
    )
    say(tx, "withhold", children=(child,), adult=adult)
    return saved


def refuse_unfit(reader: Reader, act: Act, child: int, adult: int) -> None:
    """Refuses `withheld`: whoever was found unfit today lets nobody else take a child, either."""
    standing = withheld(reader, act, adult)
    if standing is not None:
        raise Refusal("withheld", child=child, adult=adult, at=standing.at, who=standing.by)


def lift_withheld(tx: Transaction, act: Act, adult: int) -> None:
    """The adult may collect again.  Only a manager says so; refuses `not_withheld`."""
    staff.acting_manager(tx, act)
    children = []
    for one in still_withheld(tx, act):
        if one.adult == adult:
            tx.put(replace(one, lifted_by=act.staff, lifted_at=act.instant))
            children.append(one.child)
    if not children:
        raise Refusal("not_withheld", adult=adult)
    say(tx, "lift_withheld", children=children, adult=adult)


def blocked_came(tx: Transaction, act: Act, child: int, adult: int = 0) -> Concern:
    """A blocked person, or somebody they sent (`adult` 0), is at the door: on Today until a manager writes
    more.

    `child` is whom they came for; an order about a sibling is one, too: a family comes to the door as one.
    Once more on the same day is the same record.  Refuses `no_order` where none is on file.
    """
    staff.acting(tx, act)
    said_when(act)
    not_to_come(act)
    orders = {entry.adult for entry in family_blocks(tx, child)}
    if (adult and adult not in orders) or not orders:
        raise Refusal("no_order", child=child, adult=adult)
    standing = next(
        (
            one
            for one in tx.by(Concern, "child", child)
            if one.kind == "blocked_came"
            and one.adult == adult
            and one.day == act.list_day
            and not one.closed_at
        ),
        None,
    )
    saved = standing or tx.put(
        Concern(
            day=act.list_day,
            kind="blocked_came",
            child=child,
            adult=adult,
            opened_at=act.instant,
            opened_by=act.staff,
        )
    )
    say(tx, "blocked_came", children=(child,), adult=adult)
    return saved


def write_outcome(tx: Transaction, act: Act, concern: int, words: str) -> Concern:
    """A manager writes how it ended, and it leaves Today.

    Refuses `manager_only`, `concern_closed`, `words_missing`, `child_not_safe` for what only its own act
    may close (a missing child is found, one not collected is collected).
    """
    staff.acting_manager(tx, act)
    standing = concerns.known(tx, concern)
    words = clean_line(words)
    if not words:
        raise Refusal("words_missing")
    if standing.kind not in ("blocked_came", "head_count"):
        raise Refusal("child_not_safe", child=standing.child)
    saved = concerns.close(tx, act, replace(standing, outcome=words), "written")
    say(tx, "write_outcome", children=(standing.child,) if standing.child else (), concern=concern)
    return saved
