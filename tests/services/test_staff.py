"""Staff: every act has a name, and some are a manager's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from db import JournalDB, Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.records import Staff
from deskapp.services.refusal import Refusal

from .conftest import MANAGER, RECEPTION, MakeAct


def of(store: JournalDB, code: str) -> Staff:
    found = staff.by_code(store.read(), code)
    assert found is not None
    return found


def code_of(rule: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        rule()
    return caught.value.code


@pytest.mark.parametrize("typed", ["CL", "cl", " cl ", "ｃｌ"])
def test_somebody_is_chosen_by_their_code(store: JournalDB, typed: str) -> None:
    assert of(store, typed).name == "陈丽"


@pytest.mark.parametrize("typed", ["", "C", "CLX", "\x1b"])
def test_no_code_is_nobody(store: JournalDB, typed: str) -> None:
    assert staff.by_code(store.read(), typed) is None


def test_an_act_needs_somebody_who_works_here(store: JournalDB, act: MakeAct) -> None:
    assert staff.acting(store.read(), act()).name == "陈丽"
    leaving = act()
    with store.transaction("test") as tx:
        staff.archive_staff(tx, act(MANAGER), leaving.staff)
    for nobody in (leaving, act(""), replace_staff(act(), 9999)):
        assert code_of(lambda who=nobody: staff.acting(store.read(), who)) == "no_staff"
    assert staff.by_code(store.read(), RECEPTION) is None
    assert [one.name for one in staff.all_staff(store.read())] == ["林梅"]
    assert [one.name for one in staff.all_staff(store.read(), archived=True)] == ["林梅", "陈丽"]


def replace_staff(act: Act, who: int) -> Act:
    return Act(staff=who, terminal=act.terminal, now=act.now, zone=act.zone)


RULES: dict[str, Callable[[Transaction, Act], object]] = {
    "add": lambda tx, act: staff.add_staff(tx, act, Staff(name="Sun Yue")),
    "change": lambda tx, act: staff.change_staff(tx, act, Staff(id=1, name="Sun Yue")),
    "archive": lambda tx, act: staff.archive_staff(tx, act, act.staff),
    "unarchive": lambda tx, act: staff.unarchive_staff(tx, act, act.staff),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("who", "code"), [(RECEPTION, "manager_only"), ("", "no_staff")])
def test_staff_are_a_managers_matter(store: JournalDB, act: MakeAct, rule: str, who: str, code: str) -> None:
    with store.transaction("test") as tx:
        assert code_of(lambda: RULES[rule](tx, act(who))) == code


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (Staff(name="Sun Yue"), "SY"),
        (Staff(name="孙悦"), "SY"),
        (Staff(name="欧阳明"), "OM"),
        (Staff(name="陈 兰", latin_name="Chen Lan"), "CL2"),
        (Staff(name="Sun Yue", code="ｓ 7"), "S7"),
        (Staff(name="😀"), "😀"),
    ],
)
def test_who_has_no_code_gets_initials(store: JournalDB, act: MakeAct, new: Staff, code: str) -> None:
    with store.transaction("test") as tx:
        assert staff.add_staff(tx, act(MANAGER), new).code == code
    assert of(store, code).name == new.name


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (Staff(name=" "), "empty_name"),
        (Staff(name="Sun Yue", code="cl"), "staff_code_taken"),
        (Staff(name="Sun Yue", phone="x"), "bad_phone"),
        (Staff(name="Sun Yue", role="boss"), "unknown_role"),  # type: ignore[arg-type]
    ],
)
def test_staff_that_cannot_be_added(store: JournalDB, act: MakeAct, new: Staff, code: str) -> None:
    with store.transaction("test") as tx:
        assert code_of(lambda: staff.add_staff(tx, act(MANAGER), new)) == code


def test_there_is_always_a_manager(store: JournalDB, act: MakeAct) -> None:
    manager = of(store, MANAGER)
    with store.transaction("test") as tx:
        by = act(MANAGER)
        assert code_of(lambda: staff.archive_staff(tx, by, manager.id)) == "last_manager"
        demoted = replace(manager, role="reception")
        assert code_of(lambda: staff.change_staff(tx, by, demoted)) == "last_manager"
        staff.change_staff(tx, by, replace(staff.known(tx, by.staff), phone="110"))
        second = staff.add_staff(tx, by, Staff(name="Sun Yue", role="manager"))
        assert staff.archive_staff(tx, by, manager.id).archived
        other = replace_staff(by, second.id)
        assert code_of(lambda: staff.archive_staff(tx, other, manager.id)) == "staff_left"
        assert not staff.unarchive_staff(tx, other, manager.id).archived
        assert code_of(lambda: staff.unarchive_staff(tx, other, manager.id)) == "staff_not_left"
        assert code_of(lambda: staff.archive_staff(tx, other, 9999)) == "unknown_staff"


def test_the_first_of_all_is_a_manager(empty_store: JournalDB, act: MakeAct) -> None:
    nobody = replace_staff(act(""), 0)
    with empty_store.transaction("test") as tx:
        for one in tx.all(Staff):
            tx.remove(one)
        assert code_of(lambda: staff.add_staff(tx, nobody, Staff(name="Ann Lee"))) == "first_is_manager"
        assert staff.add_staff(tx, nobody, Staff(name="Ann Lee", role="manager")).code == "AL"
