"""The clients: taken on, paused, stopped; what each gets and how it is brought."""

from __future__ import annotations

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import people, staff
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.entries import clean_day, clean_line, clean_words
from deskapp.services.labels import say
from deskapp.services.meals.dayorders import hold_on
from deskapp.services.meals.diets import as_kept
from deskapp.services.meals.records import Client, Hold, Route, Status
from deskapp.services.meals.recurrence import clean_rule, weekly
from deskapp.services.refusal import Refusal

MOST_PORTIONS = 9
REVIEW_AFTER = 7
"""Days after which a pause without an end is looked at again."""
SIZES = ("small", "regular", "large")


def client_of(reader: Reader, client: int) -> Client:
    """That client.  Raises Refusal unknown_client."""
    found = reader.get(Client, client)
    if found is None:
        raise Refusal("unknown_client", client=client)
    return found


def of_person(reader: Reader, person: int) -> Client | None:
    """The client that a person is, if they are one."""
    return next(iter(reader.by(Client, "person", person)), None)


def id_of_person(reader: Reader, _act: Act, person: int) -> int:
    """The client's id of a person; 0 for nobody."""
    found = of_person(reader, person)
    return found.id if found is not None else 0


def add(tx: Transaction, act: Act, client: Client) -> Client:
    """A new client, put at the end of the route; without a rule on every day from Monday to Friday.

    Refuses `unknown_person`, `archived`, `already_client`, and what change refuses.
    """
    staff.acting(tx, act)
    person = people.known(tx, client.person)
    if person.archived:
        raise Refusal("archived", person=client.person)
    if of_person(tx, client.person) is not None:
        raise Refusal("already_client", person=client.person)
    since = client.since or act.day
    rule = client.rule or (weekly((1, 2, 3, 4, 5)) if client.delivery == "ongoing" else "")
    saved = tx.put(_checked(tx, replace(client, id=0, since=since, rule=rule)))
    _join_route(tx, saved)
    say(tx, "add_pending" if saved.status == "pending" else "add_client", people=(client.person,))
    return saved


def change(tx: Transaction, act: Act, client: Client) -> Client:
    """Another sheet for a client: what, when, where to.

    Refuses `bad_day`, `bad_rule`, `never_happens`, `days_reversed`, `bad_portions`, `unknown_route`,
    `unknown_diet`, `unknown_restricted`, `text_too_long`, `own_contact`.
    """
    staff.acting(tx, act)
    before = client_of(tx, client.id)
    saved = tx.put(_checked(tx, client))
    if saved.route != before.route:
        _leave_routes(tx, saved)
        _join_route(tx, saved)
    say(tx, "change_client", people=(saved.person,))
    return saved


def set_status(tx: Transaction, act: Act, client: int, status: Status, keep_contact: bool = False) -> Client:
    """The client begins, stops or has died.  Refuses `status_already`, `deceased`: that is taken back by undo
    alone.
    """
    staff.acting(tx, act)
    before = client_of(tx, client)
    if before.status == status and before.keep_contact == keep_contact:
        raise Refusal("status_already", person=before.person, status=status)
    if before.status == "deceased":
        raise Refusal("deceased", person=before.person)
    saved = tx.put(replace(before, status=status, keep_contact=keep_contact and status == "stopped"))
    say(tx, "client_status", people=(before.person,), status=status)
    return saved


def pause(tx: Transaction, act: Act, client: int, first: str, resume: str = "", why: str = "") -> Hold:
    """No meals from a day on, until the day before `resume`; then they resume by themselves.

    Refuses `not_active`, `already_paused`, `bad_day`, `resume_before_pause`.
    """
    staff.acting(tx, act)
    standing = client_of(tx, client)
    first = clean_day(first)
    resume = clean_day(resume) if resume else ""
    if resume and resume <= first:
        raise Refusal("resume_before_pause", first=first, resume=resume)
    if standing.status != "active":
        raise Refusal("not_active", person=standing.person, status=standing.status)
    for hold in tx.by(Hold, "client", client):
        if (not hold.resume or first < hold.resume) and (not resume or hold.first < resume):
            raise Refusal("already_paused", person=standing.person, first=hold.first, resume=hold.resume)
    saved = tx.put(
        Hold(client=client, first=first, resume=resume, why=clean_line(why), by=act.staff, reviewed=act.day)
    )
    if resume:
        say(tx, "pause_client", people=(standing.person,), first=first, last=resume)
    else:
        say(tx, "pause_client_open", people=(standing.person,), first=first)
    return saved


def resume(tx: Transaction, act: Act, client: int, day: str = "") -> Client:
    """Meals again from that day on, today if none is said.  Refuses `not_paused`."""
    staff.acting(tx, act)
    standing = client_of(tx, client)
    day = clean_day(day) if day else act.day
    hold = hold_on(tx, client, day)
    if hold is None:
        raise Refusal("not_paused", person=standing.person, day=day)
    if day == hold.first:
        tx.remove(hold)
    else:
        tx.put(replace(hold, resume=day))
    say(tx, "resume_client", people=(standing.person,), first=day)
    return standing


def review(tx: Transaction, act: Act, client: int) -> Hold:
    """Somebody looked at a pause without an end and leaves it so for a week.  Refuses `not_paused`."""
    staff.acting(tx, act)
    hold = hold_on(tx, client, act.day)
    if hold is None or hold.resume:
        raise Refusal("not_paused", person=client_of(tx, client).person, day=act.day)
    saved = tx.put(replace(hold, reviewed=act.day))
    say(tx, "review_pause", people=(client_of(tx, client).person,))
    return saved


def to_review(reader: Reader, act: Act) -> list[Hold]:
    """The pauses without an end at which nobody has looked for a week."""
    before = next_day(act.day, -REVIEW_AFTER)
    return [
        hold
        for hold in reader.all(Hold)
        if not hold.resume and hold.first <= act.day and max(hold.reviewed, hold.first) <= before
    ]


def _checked(reader: Reader, client: Client) -> Client:
    since = clean_day(client.since)
    until = clean_day(client.until) if client.until else ""
    if until and until < since:
        raise Refusal("days_reversed", first=since, last=until)
    if not 1 <= client.portions <= MOST_PORTIONS or client.size not in SIZES:
        raise Refusal("bad_portions", limit=MOST_PORTIONS)
    if client.route and reader.get(Route, client.route) is None:
        raise Refusal("unknown_route", route=client.route)
    if client.contact == client.person:
        raise Refusal("own_contact", person=client.person)
    if client.contact:
        people.known(reader, client.contact)
    return replace(
        as_kept(reader, client),
        since=since,
        until=until,
        rule=clean_rule(client.rule, since, until) if client.delivery == "ongoing" else "",
        avoid=clean_words(client.avoid),
        delivery_note=clean_line(client.delivery_note),
        relation=clean_line(client.relation),
    )


def _join_route(tx: Transaction, client: Client) -> None:
    route = tx.get(Route, client.route) if client.route else None
    if route is not None and client.id not in route.stops:
        tx.put(replace(route, stops=(*route.stops, client.id)))


def _leave_routes(tx: Transaction, client: Client) -> None:
    for route in tx.all(Route):
        if route.id != client.route and client.id in route.stops:
            tx.put(replace(route, stops=tuple(stop for stop in route.stops if stop != client.id)))
