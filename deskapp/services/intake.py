"""Taking people in at the desk, without any list: an adult of a child, somebody who lives with somebody."""

from __future__ import annotations

from collections.abc import Collection

from db import Transaction
from deskapp.services import collectors, households, people
from deskapp.services.act import Act
from deskapp.services.homes import CHILD, guardians, is_child, of_person
from deskapp.services.labels import say
from deskapp.services.records import Collector, Household, Member, Person


def add_adult(
    tx: Transaction,
    act: Act,
    child: int,
    adult: int | Person,
    *,
    relation: str = "",
    guardian: bool = False,
    lives_with: bool = False,
    despite: Collection[int] = (),
) -> Collector:
    """Puts an adult on a child's pick-up list, not confirmed: somebody on file (an id) or somebody new.

    A guardian comes last on the call ladder.  `lives_with`: in the child's household, too, made if the
    child has none.  Refuses `looks_blocked`, and as people.add_person and collectors.add_collector.
    """
    if isinstance(adult, Person):
        for phone in [phone.number for phone in adult.phones] or [""]:
            collectors.refuse_look_alike(tx, child, adult.name, adult.latin_name, phone)
        number = people.add_person(tx, act, adult, despite).id
    else:
        number = adult
    rung = max((entry.rung for entry in guardians(tx, child)), default=0) + 1 if guardian else 0
    entry = collectors.add_collector(
        tx,
        act,
        Collector(child=child, adult=number, relation=relation, guardian=guardian, rung=rung),
    )
    if lives_with and not any(_lives_in(home, number) for home in of_person(tx, child)):
        live_with(tx, act, child, number, relation)
    say(tx, "add_adult", children=(child,), adult=number)
    return entry


def live_with(
    tx: Transaction, act: Act, person: int, member: int, relation: str = "", household: int = 0
) -> Household:
    """`member` moves in with `person`: into that household, else their first one, else a new one of the two.

    Refuses as households.add_member and households.add_household.
    """
    homes = of_person(tx, person)
    if household or homes:
        return households.add_member(tx, act, household or homes[0].id, member, relation)
    own = Member(person=person, relation=CHILD if is_child(tx, person) else "")
    return households.add_household(
        tx, act, Household(members=(own, Member(person=member, relation=relation)))
    )


def _lives_in(household: Household, person: int) -> bool:
    return any(member.person == person for member in household.members)


def change_entry(
    tx: Transaction,
    act: Act,
    child: int,
    adult: int,
    *,
    relation: str,
    guardian: bool,
    rung: int,
    until: str = "",
    only_on: str = "",
) -> Collector:
    """What an adult on a child's list is to the child, their place on the call ladder, and for how long.

    Refuses as collectors.set_rung and, where the time changes, collectors.set_until.
    """
    saved = collectors.set_rung(tx, act, child, adult, guardian=guardian, rung=rung, relation=relation)
    if (saved.until, saved.only_on) != (until, only_on):
        saved = collectors.set_until(tx, act, child, adult, until, only_on)
    return saved
