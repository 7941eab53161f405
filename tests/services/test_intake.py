"""Adults taken in by hand, who lives with whom, looks that are written down."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import collectors, enrolment, households, intake, looks, people
from deskapp.services.peoplelist import family_rows, people_rows
from deskapp.services.records import Collector, Enrolment, Household, Looked, Member, Person, Phone
from deskapp.services.refusal import Refusal
from tests.services.conftest import MANAGER, MakeAct


@pytest.fixture
def child(store: JournalDB, act: MakeAct) -> int:
    """A child with a place, nobody on its list, no household."""
    with store.transaction("add") as tx:
        child = people.add_person(tx, act(), Person(name="林小满", born="2018-05-31"))
        enrolment.enrol(tx, act(), Enrolment(child=child.id))
    return child.id


def grown_up(name: str, phone: str = "") -> Person:
    """An adult as typed."""
    return Person(name=name, phones=(Phone(number=phone),) if phone else ())


def test_a_new_guardian_is_unconfirmed_and_lives_with_the_child(
    store: JournalDB, act: MakeAct, child: int
) -> None:
    with store.transaction("add") as tx:
        first = intake.add_adult(
            tx,
            act(),
            child,
            grown_up("林红", "13800000001"),
            relation="mother",
            guardian=True,
            lives_with=True,
        )
        second = intake.add_adult(
            tx, act(), child, grown_up("张三"), relation="father", guardian=True, lives_with=True
        )
        assert (tx.code, tx.args) == ("add_adult", {"children": [child], "adult": second.adult})
    reader = store.read()
    assert [first.standing, second.standing] == ["unconfirmed"] * 2
    assert [first.rung, second.rung] == [1, 2]
    (home,) = households.of_person(reader, child)
    assert [(one.person, one.relation) for one in home.members] == [
        (child, "child"),
        (first.adult, "mother"),
        (second.adult, "father"),
    ]


def test_somebody_on_file_is_not_typed_twice(store: JournalDB, act: MakeAct, child: int) -> None:
    with store.transaction("add") as tx:
        aunt = people.add_person(tx, act(), grown_up("林芳", "13800000002"))
        entry = intake.add_adult(tx, act(), child, aunt.id, relation="aunt")
    assert (entry.adult, entry.guardian, entry.rung) == (aunt.id, False, 0)
    assert households.of_person(store.read(), child) == []
    with pytest.raises(Refusal, match="looks_like"), store.transaction("add") as tx:
        intake.add_adult(tx, act(), child, grown_up("林芳芳", "13800000002"))
    with store.transaction("add") as tx:
        other = intake.add_adult(tx, act(), child, grown_up("林芳芳", "13800000002"), despite=(aunt.id,))
    assert other.adult != aunt.id


@pytest.mark.parametrize("again", [grown_up("张坏"), grown_up("别名", "138 0000 0666")])
def test_an_order_holds_under_any_record(store: JournalDB, act: MakeAct, child: int, again: Person) -> None:
    with store.transaction("add") as tx:
        father = intake.add_adult(tx, act(), child, grown_up("张坏", "13800000666")).adult
    with store.transaction("block") as tx:
        collectors.block(tx, act(MANAGER), child, father, reason="court")
    with pytest.raises(Refusal, match="looks_blocked"), store.transaction("add") as tx:
        intake.add_adult(tx, act(), child, again)
    with pytest.raises(Refusal, match="order_on_file"), store.transaction("add") as tx:
        intake.add_adult(tx, act(), child, father)
    assert len(store.read().by(Collector, "child", child)) == 1


def test_an_entry_changes_in_one_act(store: JournalDB, act: MakeAct, child: int) -> None:
    with store.transaction("add") as tx:
        adult = intake.add_adult(tx, act(), child, grown_up("林红")).adult
    with store.transaction("change") as tx:
        saved = intake.change_entry(
            tx, act(), child, adult, relation="aunt", guardian=True, rung=3, until="2026-12-31"
        )
    assert (saved.relation, saved.guardian, saved.rung, saved.until) == ("aunt", True, 3, "2026-12-31")
    with pytest.raises(Refusal, match="bad_day"), store.transaction("change") as tx:
        intake.change_entry(tx, act(), child, adult, relation="uncle", guardian=False, rung=0, only_on="x")
    assert store.read().by(Collector, "child", child)[0].relation == "aunt"


def test_each_look_is_on_file_and_needs_a_name(store: JournalDB, act: MakeAct, child: int) -> None:
    with store.transaction("add") as tx:
        hidden = people.add_person(
            tx, act(), Person(name="王芳", address="7 Hidden Lane", address_withheld=True)
        ).id
    with pytest.raises(Refusal, match="no_staff"), store.transaction("look") as tx:
        looks.see_address(tx, act(code=""), hidden)
    with pytest.raises(Refusal, match="not_withheld_address"), store.transaction("look") as tx:
        looks.see_address(tx, act(), child)
    with pytest.raises(Refusal, match="no_order"), store.transaction("look") as tx:
        looks.see_orders(tx, act(), child)
    assert list(store.read().on(Looked, "2026-11-23")) == []
    with store.transaction("look") as tx:
        assert looks.see_address(tx, act(), hidden) == "7 Hidden Lane"
    (look,) = store.read().on(Looked, "2026-11-23")
    assert (look.person, look.what, look.by) == (hidden, "address", act().staff)


def test_rows_of_everybody(store: JournalDB, act: MakeAct, child: int) -> None:
    with store.transaction("add") as tx:
        intake.add_adult(
            tx,
            act(),
            child,
            grown_up("安红", "13800000001"),
            relation="mother",
            guardian=True,
            lives_with=True,
        )
    mother, girl = people_rows(store.read(), act())
    assert (mother.name, mother.what, mother.age, mother.lives_with, mother.phone_tail) == (
        "安红",
        ("guardian",),
        -1,
        ("林小满",),
        "0001",
    )
    assert (girl.what, girl.age, girl.lives_with) == (("child",), 8, ("安红",))
    assert [flag.code for flag in girl.flags] == ["not_asked"]


def test_a_family_says_why_and_what_speaks_against_it(store: JournalDB, act: MakeAct, child: int) -> None:
    with store.transaction("add") as tx:
        brother = people.add_person(tx, act(), Person(name="林小强", born="2016-01-01"))
        enrolment.enrol(tx, act(), Enrolment(child=brother.id))
        mother = intake.add_adult(tx, act(), child, grown_up("林红", "13800000001"), guardian=True).adult
        intake.add_adult(tx, act(), brother.id, mother, guardian=True)
        father = people.add_person(tx, act(), grown_up("张坏", "138-0000-0001"), (mother,)).id
    with store.transaction("block") as tx:
        collectors.block(tx, act(MANAGER), child, father, reason="court")
    with store.transaction("home") as tx:
        households.add_household(tx, act(), Household(members=(Member(person=child),)))
        households.add_household(tx, act(), Household(members=(Member(person=brother.id),)))
        households.propose(tx, act(), (child, brother.id, mother, father))
    (row,) = family_rows(store.read())
    assert {one.person for one in row.children} == {child, brother.id}
    assert {one.person for one in row.adults} == {mother, father}
    assert [(flag.code, flag.facts.get("count")) for flag in row.reasons] == [
        ("same_guardian", 2),
        ("same_phone", 2),
        ("merges", 2),
    ]
    assert [(flag.code, flag.facts["name"]) for flag in row.warnings] == [("order_inside", "张坏")]
