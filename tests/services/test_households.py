"""Households: who lives with whom, families proposed by an import, and the page that shows all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import JournalDB
from deskapp.services import households
from deskapp.services.householdpage import household_page
from deskapp.services.meals.records import Client, Hold, Route
from deskapp.services.meals.recurrence import weekly
from deskapp.services.records import (
    Attendance,
    Collector,
    Concern,
    Enrolment,
    Household,
    Member,
    Note,
    Person,
    Phone,
    Stay,
)
from deskapp.services.refusal import Refusal

from .conftest import MakeAct


class Families:
    """Two children of 马红, each in a household of their own; a third child of another family."""

    def __init__(self, store: JournalDB) -> None:
        self.store = store
        phone = (Phone(number="138 1234 5678"),)
        self.mother = self.put(Person(name="马红", phones=phone))
        self.qing = self.put(Person(name="马青青"))
        self.li = self.put(Person(name="马丽丽"))
        self.other = self.put(Person(name="王芳"))
        self.father = self.put(Person(name="王强", phones=phone))
        for child, adult in ((self.qing, self.mother), (self.li, self.mother), (self.other, self.father)):
            self.put(Enrolment(child=child))
            self.put(Collector(child=child, adult=adult, guardian=True, rung=1, relation="parent"))
        self.home_of_qing = self.home(self.qing, self.mother)
        self.home_of_li = self.home(self.li, self.mother)

    def put(self, record: object) -> int:
        with self.store.transaction("test") as tx:
            return tx.put(record).id  # type: ignore[type-var]

    def home(self, *people: int, **fields: object) -> int:
        members = tuple(Member(person=person) for person in people)
        return self.put(Household(members=members, **fields))  # type: ignore[arg-type]

    def get(self, household: int) -> Household:
        found = self.store.read().get(Household, household)
        assert found is not None
        return found

    def people(self, household: int) -> set[int]:
        return {member.person for member in self.get(household).members}


@pytest.fixture
def families(store: JournalDB) -> Families:
    return Families(store)


def code_of(rule: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        rule()
    return caught.value.code


# ── made by hand ──


def test_siblings_are_the_enrolled_children_of_confirmed_households(families: Families) -> None:
    reader = families.store.read()
    assert households.siblings(reader, families.qing) == ()
    families.home(families.qing, families.li, proposed=True)
    families.home(families.qing, families.other, archived=True)
    assert households.siblings(reader, families.qing) == ()
    grown = families.put(Person(name="马强", archived=True))
    families.put(Enrolment(child=grown))
    families.home(families.qing, families.father, families.other, grown)  # the second household
    families.home(families.li, families.qing)
    assert set(households.siblings(reader, families.qing)) == {families.other, families.li}
    assert households.siblings(reader, families.other) == (families.qing,)


@pytest.mark.parametrize(
    ("people", "code"),
    [((), "no_members"), ((9999,), "unknown_person"), ("twice", "twice_a_member")],
)
def test_a_household_that_cannot_be(
    families: Families, act: MakeAct, people: tuple[int, ...] | str, code: str
) -> None:
    ids = (families.qing, families.qing) if people == "twice" else people
    members = tuple(Member(person=int(person)) for person in ids)
    with families.store.transaction("test") as tx:
        assert code_of(lambda: households.add_household(tx, act(), Household(members=members))) == code


def test_moving_in_and_out(families: Families, act: MakeAct) -> None:
    with families.store.transaction("test") as tx:
        home = families.home_of_qing
        households.add_member(tx, act(), home, families.father, " step\x1b[2Jfather ")
        assert code_of(lambda: households.add_member(tx, act(), home, families.father)) == "already_member"
        assert code_of(lambda: households.add_member(tx, act(), home, 9999)) == "unknown_person"
        changed = households.set_relation(tx, act(), home, families.mother, "mother")
        assert [member.relation for member in changed.members] == ["", "mother", "stepfather"]
        assert code_of(lambda: households.set_relation(tx, act(), home, families.li, "x")) == "not_a_member"
        households.remove_member(tx, act(), home, families.mother)
        assert code_of(lambda: households.remove_member(tx, act(), home, families.mother)) == "not_a_member"
        households.remove_member(tx, act(), home, families.father)
        assert households.remove_member(tx, act(), home, families.qing).archived
        assert code_of(lambda: households.known(tx, home)) == "unknown_household"
        assert households.of_person(tx, families.qing) == []


RULES: list[Callable[..., object]] = [
    households.add_household,
    lambda tx, act, home: households.change_household(tx, act, home.id, name="", address=""),
    lambda tx, act, home: households.add_member(tx, act, home.id, 1),
    lambda tx, act, home: households.remove_member(tx, act, home.id, 1),
    lambda tx, act, home: households.set_relation(tx, act, home.id, 1, ""),
    lambda tx, act, home: households.propose(tx, act, [1, 2]),
    lambda tx, act, home: households.confirm(tx, act, home.id),
    lambda tx, act, home: households.reject(tx, act, home.id),
]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_changes_without_a_name(
    families: Families, act: MakeAct, rule: Callable[..., object]
) -> None:
    with families.store.transaction("test") as tx:
        home = households.known(tx, families.home_of_qing)
        assert code_of(lambda: rule(tx, act(""), home)) == "no_staff"


# ── proposed families ──


def propose(families: Families, act: MakeAct, *people: int) -> Household | None:
    with families.store.transaction("test") as tx:
        return households.propose(tx, act(), people)


def test_a_proposal_is_nobodys_home_until_a_yes(families: Families, act: MakeAct) -> None:
    home = propose(families, act, families.qing, families.li, families.mother)
    assert home is not None
    assert home.merges == (families.home_of_qing, families.home_of_li)
    reader = families.store.read()
    (row,) = households.proposals(reader)
    assert (row.household, row.children) == (home.id, (families.li, families.qing))
    assert (row.adults, row.phone) == ((families.mother,), "138 1234 5678")
    assert households.siblings(reader, families.qing) == ()
    assert household_page(reader, act(), families.qing).proposals == (home.id,)


def test_yes_makes_one_household_of_several(families: Families, act: MakeAct) -> None:
    home = propose(families, act, families.qing, families.li)
    assert home is not None
    aunt = families.put(Person(name="马兰"))
    with families.store.transaction("test") as tx:
        households.add_member(tx, act(), families.home_of_li, aunt, "aunt")  # meanwhile
        households.set_relation(tx, act(), families.home_of_li, families.mother, "mother")
    with families.store.transaction("test") as tx:
        confirmed = households.confirm(tx, act(), home.id)
        assert tx.code == "confirm_family"
    assert {(member.person, member.relation) for member in confirmed.members} == {
        (families.qing, "child"),
        (families.li, "child"),
        (families.mother, "mother"),
        (aunt, "aunt"),
    }
    assert families.get(families.home_of_qing).archived
    assert families.get(families.home_of_li).archived
    reader = families.store.read()
    assert households.siblings(reader, families.qing) == (families.li,)
    assert households.of_person(reader, families.mother) == [confirmed]
    assert households.proposals(reader) == []
    with families.store.transaction("test") as tx:
        assert code_of(lambda: households.confirm(tx, act(), home.id)) == "not_proposed"
        assert code_of(lambda: households.reject(tx, act(), home.id)) == "not_proposed"


def test_a_yes_is_undone_as_one(families: Families, act: MakeAct) -> None:
    home = propose(families, act, families.qing, families.li)
    assert home is not None
    with families.store.transaction("test") as tx:
        households.confirm(tx, act(), home.id)
    families.store.undo(tx.lsn, who=act().staff, on="reception-1")
    assert families.get(home.id).proposed
    assert not families.get(families.home_of_qing).archived


@pytest.mark.parametrize(
    ("addresses", "kept"),
    [
        (("Lake Road 1", "Lake Road 1"), "Lake Road 1"),
        (("Lake Road 1", "Hill Street 2"), ""),
        (("Lake Road 1", ""), ""),  # nobody inherits an address
        (("", ""), ""),
    ],
)
def test_addresses_are_never_inherited(
    families: Families, act: MakeAct, addresses: tuple[str, str], kept: str
) -> None:
    with families.store.transaction("test") as tx:
        for home, address in zip((families.home_of_qing, families.home_of_li), addresses, strict=True):
            households.change_household(tx, act(), home, name="", address=address)
        home = households.propose(tx, act(), (families.qing, families.li))
        assert home is not None
        assert home.address == ""
        assert households.confirm(tx, act(), home.id).address == kept


def test_a_yes_about_a_sibling_leaves_separated_parents_apart(families: Families, act: MakeAct) -> None:
    with_father = families.home(families.qing, families.father)
    home = propose(families, act, families.qing, families.li, families.mother)
    assert home is not None
    with families.store.transaction("test") as tx:
        confirmed = households.confirm(tx, act(), home.id)
    assert not families.get(families.home_of_qing).archived
    assert not families.get(with_father).archived
    assert families.get(families.home_of_li).archived
    assert families.li in {member.person for member in confirmed.members}
    assert households.siblings(families.store.read(), families.li) == (families.qing,)


def test_no_leaves_everybody_where_they_live(families: Families, act: MakeAct) -> None:
    home = propose(families, act, families.qing, families.li, families.other)
    assert home is not None
    with families.store.transaction("test") as tx:
        made = households.reject(tx, act(), home.id)
    reader = families.store.read()
    assert [{member.person for member in one.members} for one in made] == [{families.other, families.father}]
    assert households.of_person(reader, families.other) == list(made)
    assert [one.id for one in households.of_person(reader, families.qing)] == [families.home_of_qing]
    assert households.proposals(reader) == []
    assert households.siblings(reader, families.qing) == ()


def test_a_household_of_ones_own_leaves_a_blocked_guardian_out(families: Families, act: MakeAct) -> None:
    with families.store.transaction("test") as tx:
        (entry,) = tx.by(Collector, "child", families.other)
        tx.put(Collector(child=families.other, adult=families.mother, guardian=True, standing="blocked"))
        home = households.propose(tx, act(), (families.other, families.qing))
        assert home is not None
        (made,) = households.reject(tx, act(), home.id)
    assert {member.person for member in made.members} == {families.other, entry.adult}


def test_nobody_is_asked_twice(families: Families, act: MakeAct) -> None:
    first = propose(families, act, families.qing, families.li)
    assert first is not None
    assert propose(families, act, families.li, families.qing) is None  # waits already
    with families.store.transaction("test") as tx:
        households.reject(tx, act(), first.id)
    assert propose(families, act, families.qing, families.li) is None  # was rejected
    bigger = propose(families, act, families.qing, families.li, families.other)
    assert bigger is not None
    with families.store.transaction("test") as tx:
        households.confirm(tx, act(), bigger.id)
    assert propose(families, act, families.qing, families.other) is None  # is one household
    with families.store.transaction("test") as tx:
        assert code_of(lambda: households.propose(tx, act(), [])) == "no_members"


# ── the page ──


def test_the_page_shows_every_service_each_member_uses(families: Families, act: MakeAct) -> None:
    families.put(
        Collector(
            child=families.qing,
            adult=families.father,
            standing="blocked",
            order_until="2026-11-22",
            order_reason="secret",
        )
    )
    families.put(Concern(day="2026-11-23", kind="not_accounted", child=families.qing))
    families.put(
        Concern(day="2026-11-20", kind="missing", child=families.qing, closed_at="x", closed_day="2026-11-20")
    )
    families.put(Note(day="2026-11-23", text="trip money", shown="collection", person=families.qing))
    stay = Stay(
        arrived="2026-10-30T08:31:00Z",
        arrived_by=1,
        departed="2026-10-30T10:07:00Z",
        collected_by=families.mother,
        how="known",
    )
    families.put(Attendance(day="2026-10-30", child=families.qing, stays=(stay,)))
    families.put(
        Attendance(
            day="2026-11-23",
            child=families.qing,
            stays=(Stay(arrived="2026-11-23T08:36:00Z", arrived_by=1),),
        )
    )
    page = household_page(families.store.read(), act(), families.mother)
    assert [home.household for home in page.homes] == [families.home_of_qing, families.home_of_li]
    child, mother = page.homes[0].members
    assert (child.person, mother.person) == (families.qing, families.mother)
    assert child.place is not None
    assert child.place.now
    assert mother.place is None
    assert [(row.name, row.standing) for row in child.collectors] == [
        ("马红", "unconfirmed"),
        ("王强", "review"),
    ]
    assert [row.person for row in mother.collects] == [families.qing, families.li]
    assert [row.kind for row in child.concerns] == ["not_accounted"]
    assert [(row.day, row.in_, row.out, row.collected_name) for row in child.days] == [
        ("2026-11-23", "16:36", "", ""),
        ("2026-10-30", "16:31", "18:07", "马红"),
    ]
    assert [row.text for row in child.notes] == ["trip money"]
    assert "secret" not in repr(page)


def test_a_withheld_address_is_on_no_page(families: Families, act: MakeAct) -> None:
    hidden = families.put(Person(name="林月", address="Hidden Lane 9", address_withheld=True))
    with families.store.transaction("test") as tx:
        households.add_member(tx, act(), families.home_of_qing, hidden)
        households.change_household(tx, act(), families.home_of_qing, name="", address="Hidden Lane 9")
    for person in (hidden, families.qing):
        page = household_page(families.store.read(), act(), person)
        assert "Hidden Lane" not in repr(page)
        assert page.homes[0].address_withheld


@pytest.mark.parametrize(
    ("own", "addresses", "shown"),
    [
        ("", ("3 River Lane", "3 River Lane"), "3 River Lane"),
        ("", ("", "3 River Lane"), "3 River Lane"),
        ("", ("3 River Lane", "9 Hill Road"), ""),
        ("1 Own Street", ("3 River Lane", "3 River Lane"), "1 Own Street"),
        ("", ("", ""), ""),
    ],
)
def test_the_one_address_of_its_members_is_the_households(
    families: Families, act: MakeAct, own: str, addresses: tuple[str, str], shown: str
) -> None:
    children = [
        families.put(Person(name=name, address=one)) for name, one in zip("甲乙", addresses, strict=True)
    ]
    members = tuple(Member(person=child, relation="child") for child in children)
    families.put(Household(members=members, address=own))
    (home,) = household_page(families.store.read(), act(), children[1]).homes
    assert home.address == shown
    hidden = families.put(Person(name="丙", address="3 River Lane", address_withheld=True))
    with families.store.transaction("test") as tx:
        households.add_member(tx, act(), home.household, hidden)
    (home,) = household_page(families.store.read(), act(), children[1]).homes
    assert (home.address, home.address_withheld) == ("", True)


def test_a_meal_client_of_the_household_and_nobody_else(families: Families, act: MakeAct) -> None:
    route = families.put(Route(name="River", number=2))
    client = families.put(
        Client(person=families.mother, status="active", rule=weekly((1, 3)), since="2026-10-01", route=route)
    )
    families.put(Hold(client=client, first="2026-11-01", why="in hospital"))
    families.put(Concern(day="2026-11-23", kind="not_home", child=families.mother))
    child, mother = household_page(families.store.read(), act(), families.mother).homes[0].members
    assert child.meals is None
    assert mother.meals is not None
    assert (mother.meals.client.id, mother.meals.standing) == (client, "paused")
    assert mother.meals.hold is not None
    assert mother.meals.hold.why == "in hospital"
    assert mother.meals.route is not None
    assert mother.meals.route.number == 2
    assert [one.kind for one in mother.concerns] == ["not_home"]


def test_who_has_no_household_is_shown_alone(families: Families, act: MakeAct) -> None:
    page = household_page(families.store.read(), act(), families.father)
    (home,) = page.homes
    assert home.household == 0
    assert [row.person for row in home.members] == [families.father]
    assert code_of(lambda: household_page(families.store.read(), act(), 9999)) == "unknown_person"
