"""A day's orders: drawn, changed for the day, out, delivered, not home, refused, cancelled; one step back.

The steps are told of clients, and answer (Done) with whose they were: ids of people, as names are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import concerns, staff
from deskapp.services.act import Act
from deskapp.services.answers import Done, each
from deskapp.services.clocks import next_day, not_to_come, said_when
from deskapp.services.daybook import Concern
from deskapp.services.entries import clean_day, clean_line
from deskapp.services.labels import say
from deskapp.services.meals.clients import MOST_PORTIONS, client_of
from deskapp.services.meals.dayorders import as_asked, asked_for, day_orders
from deskapp.services.meals.records import Change, Order, State, Step
from deskapp.services.refusal import Refusal

MAY_FOLLOW: dict[State, tuple[State, ...]] = {
    "out": ("ordered",),
    "delivered": ("ordered", "out", "not_home"),
    "not_home": ("ordered", "out"),
    "refused": ("ordered", "out", "not_home"),
    "cancelled": ("ordered", "out"),
}
"""What an order must be for a step: a step names the states that it expects."""


def order_of(reader: Reader, day: str, client: int) -> Order | None:
    """The client's order of a day on file."""
    return next(iter(reader.by(Order, "pair", (day, client), day)), None)


def draw(tx: Transaction, act: Act, day: str) -> int:
    """Writes down what is asked for on a day; how many orders were new, other or gone.

    Again it changes nothing.  An order that somebody has touched stays as it is, and a cancelled one is never
    drawn again; one that nobody has touched goes where it is asked for no more.
    """
    if day < act.day:
        raise Refusal("day_over", day=day)
    wanted = {order.client: order for order in day_orders(tx, act, day)}
    changed = 0
    for standing in tx.on(Order, day):
        if standing.client not in wanted:
            tx.remove(standing)
            changed += 1
        elif wanted[standing.client] != standing:
            tx.put(wanted[standing.client])
            changed += 1
    for order in wanted.values():
        if not order.id:
            tx.put(order)
            changed += 1
    say(tx, "draw_orders", day=day, count=changed)
    return changed


def to_draw(reader: Reader, act: Act, day: str) -> bool:
    """Whether drawing would change anything."""
    wanted = {order.client: order for order in day_orders(reader, act, day)}
    return {order.client: order for order in reader.on(Order, day)} != wanted


def ask(tx: Transaction, act: Act, day: str, client: int, portions: int, words: str = "") -> Order | None:
    """So many portions for a client on one day, whatever the sheet says; 0: none.  A paused one can be given
    one.  The order as it is now, None for none.

    Refuses `bad_portions`, `deceased`, `day_over`, and `order_settled` where the meal is out already.
    """
    staff.acting(tx, act)
    day = clean_day(day)
    if day < act.day:
        raise Refusal("day_over", day=day)
    standing = client_of(tx, client)
    if not 0 <= portions <= MOST_PORTIONS:
        raise Refusal("bad_portions", limit=MOST_PORTIONS)
    if standing.status == "deceased" and portions:
        raise Refusal("deceased", person=standing.person)
    order = order_of(tx, day, client)
    if order is not None and order.steps:
        raise _settled(tx, order)
    change = next((one for one in tx.on(Change, day) if one.client == client), None)
    change = change or Change(day=day, client=client, portions=portions)
    tx.put(replace(change, portions=portions, words=clean_line(words), by=act.staff))
    asked = asked_for(tx, day).get(client)
    if asked is None:
        if order is not None:
            tx.remove(order)
        say(tx, "no_meal", people=(standing.person,), day=day)
        return None
    saved = tx.put(as_asked(order or Order(day=day, client=client), asked))
    say(
        tx, "extra_meal" if asked.extra else "change_meal", people=(standing.person,), day=day, count=portions
    )
    return saved


def send_out(tx: Transaction, act: Act, clients: Iterable[int]) -> Done:
    """The meals leave.  Refuses `order_settled`, `no_meal_ordered`."""
    return _steps(tx, act, clients, "out", "")


def deliver(tx: Transaction, act: Act, clients: Iterable[int], to: str = "") -> Done:
    """Handed to the client, or by another hand: `to` whom.  Refuses `order_settled`, `no_meal_ordered`.

    A client who was not home and is seen now: that closes the search; a neighbour who takes it in does not.
    """
    return _steps(tx, act, clients, "delivered", clean_line(to))


def not_home(tx: Transaction, act: Act, clients: Iterable[int]) -> Done:
    """Nobody opened: no food is left, and somebody must see or speak to the client.

    Refuses `order_settled`, `no_meal_ordered`.
    """
    return _steps(tx, act, clients, "not_home", "")


def refuse(tx: Transaction, act: Act, clients: Iterable[int], why: str) -> Done:
    """The client did not take it.  Twice in a row opens a follow-up.

    Refuses `words_missing`, `order_settled`, `no_meal_ordered`.
    """
    why = clean_line(why)
    if not why:
        raise Refusal("words_missing")
    return _steps(tx, act, clients, "refused", why)


def cancel(tx: Transaction, act: Act, clients: Iterable[int], why: str) -> Done:
    """No meal today after all; it is never drawn again.

    Refuses `words_missing`, `order_settled`, `no_meal_ordered`.
    """
    why = clean_line(why)
    if not why:
        raise Refusal("words_missing")
    return _steps(tx, act, clients, "cancelled", why)


def next_step(tx: Transaction, act: Act, clients: Iterable[int]) -> Done:
    """The next harmless step of each: out, then delivered.  Refuses `no_harmless_meal`, `no_meal_ordered`."""

    def one(client: int) -> str:
        order = _order(tx, act, client)
        following: dict[State, State] = {"ordered": "out", "out": "delivered"}
        if order.state not in following:
            raise Refusal("no_harmless_meal", person=client_of(tx, client).person)
        return _step(tx, act, order, following[order.state], "")

    return _said(tx, act, clients, one, "next_meal")


def take_back(tx: Transaction, act: Act, client: int) -> Order:
    """Takes back the last step of a client's meal; what it opened goes, what it closed is open again.

    Refuses `nothing_to_take_back_meal`.
    """
    staff.acting(tx, act)
    order = order_of(tx, act.list_day, client)
    person = client_of(tx, client).person
    if order is None or not order.steps:
        raise Refusal("nothing_to_take_back_meal", person=person)
    last = order.steps[-1]
    for concern in tx.by(Concern, "child", person):
        if concern.kind in ("not_home", "refused_twice") and concern.opened_at == last.at:
            if concern.calls or concern.claimed_by:
                raise Refusal("went_on", person=person)
            tx.remove(concern)
    concerns.reopen(tx, act, person, ("delivered", "seen"), last.at)
    saved = tx.put(replace(order, steps=order.steps[:-1]))
    say(tx, "take_back_meal", people=(person,), step=last.state)
    return saved


def _steps(tx: Transaction, act: Act, clients: Iterable[int], state: State, words: str) -> Done:
    def one(client: int) -> str:
        order = _order(tx, act, client)
        if order.state not in MAY_FOLLOW[state]:
            raise _settled(tx, order)
        return _step(tx, act, order, state, words)

    return _said(tx, act, clients, one, f"meal_{state}", words)


def _said(
    tx: Transaction, act: Act, clients: Iterable[int], one: Callable[[int], str], code: str, words: str = ""
) -> Done:
    staff.acting(tx, act)
    said_when(act)
    not_to_come(act)
    done = each(clients, one)
    people = tuple(client_of(tx, client).person for client in done.changed)
    left = tuple((client_of(tx, client).person, refusal) for client, refusal in done.skipped)
    say(tx, code if len(done.codes) != 1 else done.codes[0], people=people, clock=act.clock_said, words=words)
    return Done(people, left, done.codes)


def _order(tx: Transaction, act: Act, client: int) -> Order:
    """The client's order of the day, drawn now where nobody has yet."""
    day = act.list_day
    order = order_of(tx, day, client)
    if order is None:
        asked = asked_for(tx, day).get(client) if day >= act.day else None
        if asked is None:
            raise Refusal("no_meal_ordered", person=client_of(tx, client).person, day=day)
        order = tx.put(as_asked(Order(day=day, client=client), asked))
    return order


def _step(tx: Transaction, act: Act, order: Order, state: State, words: str) -> str:
    client = client_of(tx, order.client)
    person = client.person
    if client.status == "deceased" and state != "cancelled":
        raise Refusal("deceased", person=person)
    if order.steps and act.instant < order.steps[-1].at:
        raise Refusal("time_before_meal", person=person, state=order.steps[-1].state, at=order.steps[-1].at)
    saved = tx.put(
        replace(order, steps=(*order.steps, Step(state=state, at=act.instant, by=act.staff, words=words)))
    )
    if state == "not_home":
        concerns.opened(tx, act, person, "not_home")
    elif state == "refused" or (state == "delivered" and not words):  # the client was seen
        concerns.close_for(tx, act, person, ("not_home",), "delivered", act.instant)
    if state == "refused" and _refused_before(tx, saved):
        concerns.opened(tx, act, person, "refused_twice")
    return f"meal_{state}"


def _refused_before(reader: Reader, order: Order) -> bool:
    """Whether the meal before this one, of whatever day this month or the last, was refused too."""
    first = next_day(order.day, -31)
    before = [
        one
        for one in reader.between(Order, first, next_day(order.day, -1))
        if one.client == order.client and one.state in ("delivered", "refused", "not_home")
    ]
    return bool(before) and max(before, key=lambda one: one.day).state == "refused"


def _settled(reader: Reader, order: Order) -> Refusal:
    last = order.steps[-1] if order.steps else Step(state="ordered", at="", by=0)
    person = client_of(reader, order.client).person
    return Refusal("order_settled", person=person, state=last.state, at=last.at, who=last.by)
