"""Taking lines back, and looking back."""

from __future__ import annotations

import msgspec
import pytest

from db import CannotUndo, Damaged, JournalDB
from db.fold import fold

from .things import Matter, NotWelcome, Opener, Person, Visit, add_person, everything


def test_undo_puts_every_record_back_where_it_was(store: JournalDB, opened: Opener) -> None:
    lin = add_person(store, "Lin", code="L")
    with store.transaction("day") as tx:
        visit = tx.put(Visit(day="2026-11-23", person=lin.id))
    with store.transaction("much", {"person": 1}, who=2, on="front") as tx:
        tx.put(msgspec.structs.replace(lin, code="", name="Yue"))
        tx.put(msgspec.structs.replace(visit, day="2026-12-01"))
        new = tx.put(Person(name="Mo", code="L"))
        store.insert({"plain": [1]})
    number = store.undo(tx.lsn, who=9, on="kitchen")
    read = opened().read()
    assert read.all(Person) == [Person(id=lin.id, rev=number, name="Lin", code="L")]
    assert read.on(Visit, "2026-12-01") == []
    assert read.get(Visit, visit.id, "2026-11-23") == Visit(
        id=visit.id, rev=number, day="2026-11-23", person=lin.id
    )
    assert len(store) == 0
    line = store.line(number)
    assert (line.undoes, line.who, line.on, line.code) == (tx.lsn, 9, "kitchen", "undo")
    assert line.args == {"person": 1, "code": "much"}
    assert store.line(tx.lsn).undone_by == number
    assert add_person(store, "An").id > new.id


def test_undo_of_an_undo_is_a_redo(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    with store.transaction("rename") as tx:
        tx.put(msgspec.structs.replace(lin, name="Yue"))
    undone = store.undo(tx.lsn, who=1, on="")
    store.undo(undone, who=1, on="")
    assert store.read().all(Person)[0].name == "Yue"
    assert store.history(id=lin.id) is not None
    assert [(line.code, line.undone_by) for line in store.history(id=lin.id)] == [
        ("undo", 0),
        ("undo", undone + 1),
        ("rename", undone),
        ("new_person", 0),
    ]


def test_lines_are_undone_one_after_the_other_back_to_the_first(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    lines = []
    for name in ("Yue", "Mo", "An"):
        with store.transaction("rename") as tx:
            tx.put(msgspec.structs.replace(store.read().all(Person)[0], name=name))
        lines.append(tx.lsn)
    for lsn, name in zip(reversed(lines), ("Mo", "Yue", "Lin"), strict=True):
        store.undo(lsn, who=1, on="")
        assert store.read().all(Person)[0].name == name
    with pytest.raises(CannotUndo) as raised:
        store.undo(lines[0], who=1, on="")
    assert raised.value.facts["reason"] == "already_undone"
    store.undo(lin.rev, who=1, on="")
    assert store.read().all(Person) == []


def test_a_record_changed_back_by_hand_is_not_as_it_was_left(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    for name in ("Yue", "Lin"):
        with store.transaction("rename") as tx:
            tx.put(msgspec.structs.replace(store.read().all(Person)[0], name=name))
    with pytest.raises(CannotUndo) as raised:
        store.undo(lin.rev, who=1, on="")
    assert (raised.value.facts["reason"], raised.value.facts["later"]) == ("changed_later", tx.lsn)


def test_undo_names_who_changed_it_later(store: JournalDB) -> None:
    with store.transaction("two") as first:
        lin, mo = first.put(Person(name="Lin")), first.put(Person(name="Mo"))
    with store.transaction("rename", who=4, on="kitchen") as later:
        later.put(msgspec.structs.replace(mo, name="Yue"))
    before = everything(store)
    with pytest.raises(CannotUndo) as raised:
        store.undo(first.lsn, who=1, on="front")
    facts = raised.value.facts
    assert (facts["reason"], facts["record"], facts["who"], facts["on"]) == (
        "changed_later",
        mo.id,
        4,
        "kitchen",
    )
    assert (facts["label"], facts["lsn"], facts["later"]) == ("rename", first.lsn, later.lsn)
    assert everything(store) == before
    del lin


@pytest.mark.parametrize("made", [True, False])
def test_undone_once_is_enough(store: JournalDB, made: bool) -> None:
    lin = add_person(store, "Lin")
    number = store.last_lsn
    if not made:
        with store.transaction("gone") as tx:
            tx.remove(lin)
        number = tx.lsn
    undone = store.undo(number, who=3, on="front")
    with pytest.raises(CannotUndo) as raised:
        store.undo(number, who=1, on="")
    assert (raised.value.facts["reason"], raised.value.facts["later"]) == ("already_undone", undone)


def test_a_creation_that_others_refer_to_stays(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    number = store.last_lsn
    with store.transaction("day", who=5) as tx:
        visit = tx.put(Visit(day="2026-11-23", person=lin.id))
    with pytest.raises(CannotUndo) as raised:
        store.undo(number, who=1, on="")
    assert (raised.value.facts["reason"], raised.value.facts["later"]) == ("referred_to", tx.lsn)
    with store.transaction("gone") as tx:
        tx.remove(visit)
    store.undo(number, who=1, on="")
    assert store.read().all(Person) == []


def test_what_was_made_together_is_undone_together(store: JournalDB) -> None:
    with store.transaction("arrival") as tx:
        lin = tx.put(Person(name="Lin"))
        tx.put(Visit(day="2026-11-23", person=lin.id))
    store.undo(tx.lsn, who=1, on="")
    assert list(store.read().between(Visit, "2026-01-01", "2026-12-31")) == []


def test_checks_hold_for_undo_too(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    with store.transaction("day") as tx:
        visit = tx.put(Visit(day="2026-11-23", person=lin.id))
    with store.transaction("gone") as tx:
        tx.remove(visit)
    with store.transaction("archive") as later:
        later.put(msgspec.structs.replace(lin, archived=True))
    with pytest.raises(NotWelcome):
        store.undo(tx.lsn, who=1, on="")


@pytest.mark.parametrize("number", [0, 1, 99])
def test_what_is_no_change_cannot_be_undone(store: JournalDB, number: int) -> None:
    with pytest.raises(CannotUndo) as raised:
        store.undo(number, who=1, on="")
    assert raised.value.facts["reason"] == "unknown"


def test_undo_reaches_folded_lines_and_plain_tables(store: JournalDB) -> None:
    store.insert_multiple({"n": n} for n in range(3))
    store.drop_tables()
    number = store.last_lsn
    fold(store)
    store.undo(number, who=1, on="")
    assert store.all() == [{"n": 0}, {"n": 1}, {"n": 2}]
    store.update({"n": 5}, doc_ids=[1])
    with pytest.raises(CannotUndo):
        store.undo(number + 3 + 1, who=1, on="")


def test_history_is_newest_first_and_finds_by_record_day_line_and_instant(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    with store.transaction("day", {"child": lin.id}, at="2026-11-23T08:00:00Z") as tx:
        visit = tx.put(Visit(day="2026-11-23", person=lin.id))
    day = tx.lsn
    fold(store)
    with store.transaction("open", at="2026-11-24T08:00:00Z") as tx:
        tx.put(Matter(day="2026-11-24", person=lin.id))
    matter = tx.lsn
    for _ in range(17):
        add_person(store, "Somebody")
    with store.transaction("move", at="2026-11-25T08:00:00Z") as tx:
        tx.put(msgspec.structs.replace(visit, day="2026-12-01"))
    move = tx.lsn

    def codes(**chosen: object) -> list[str]:
        return [line.code for line in store.history(**chosen)]  # type: ignore[arg-type]

    assert codes(id=lin.id) == ["move", "open", "day", "new_person"]
    assert codes(day="2026-11-23") == ["move", "day"]
    assert codes(day="2026-12-01") == ["move"]
    assert codes(first=matter, last=matter + 1) == ["new_person", "open"]
    assert [line.n for line in store.history(last=day)] == [day, 2]
    assert codes(first="2026-11-23T00:00:00Z", last="2026-11-24T23:59:59Z")[-2:] == ["open", "day"]
    assert len(codes()) == 21
    assert next(iter(store.history())).n == move


def test_a_line_that_is_not_there_is_named(store: JournalDB) -> None:
    assert store.line(1).kind == "head"
    with pytest.raises(Damaged):
        store.line(12)
