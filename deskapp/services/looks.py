"""Looking at what is kept from everybody's eyes: one deliberate act, by somebody named, written down."""

from __future__ import annotations

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.labels import say
from deskapp.services.people import known
from deskapp.services.pickuplist import blocks_for
from deskapp.services.records import Looked
from deskapp.services.refusal import Refusal


def see_address(tx: Transaction, act: Act, person: int) -> str:
    """The withheld address of a person.  Refuses `unknown_person`, `not_withheld_address`, `no_staff`."""
    staff.acting(tx, act)
    found = known(tx, person)
    if not found.address_withheld:
        raise Refusal("not_withheld_address", person=person)
    tx.put(Looked(day=act.day, at=act.instant, by=act.staff, person=person, what="address"))
    say(tx, "look", person=person, what="address")
    return found.address


def see_orders(tx: Transaction, act: Act, child: int) -> dict[int, str]:
    """Why there are orders about a child: adult → the reason on file.  Refuses `no_order`, `no_staff`."""
    staff.acting(tx, act)
    known(tx, child)
    orders = {entry.adult: entry.order_reason for entry in blocks_for(tx, child)}
    if not orders:
        raise Refusal("no_order", child=child)
    tx.put(Looked(day=act.day, at=act.instant, by=act.staff, person=child, what="order"))
    say(tx, "look", person=child, what="order")
    return orders
