"""Typed records: putting, finding, moving, refusing."""

from __future__ import annotations

import msgspec
import pytest

from db import Conflict, JournalDB, Record, Taken

from .things import KINDS, Matter, NotWelcome, Opener, Person, Visit, add_person, everything


def test_a_record_gets_the_next_id_and_the_line_as_its_rev(store: JournalDB) -> None:
    with store.transaction("new_person", {"count": 2}, who=7, on="front") as tx:
        one, two = tx.put(Person(name="Lin")), tx.put(Person(name="Mo"))
        assert tx.get(Person, two.id) == two
    assert (one.id, two.id) == (1, 2)
    assert one.rev == two.rev == tx.lsn == store.last_lsn
    assert store.read().all(Person) == [one, two]
    line = store.line(tx.lsn)
    assert (line.code, line.args, line.who, line.on, line.kind) == (
        "new_person",
        {"count": 2},
        7,
        "front",
        "tx",
    )
    assert [(o.action, o.shard, o.table, o.id) for o in line.operations] == [
        ("put", "centre", "people", 1),
        ("put", "centre", "people", 2),
    ]


def test_nothing_changed_writes_nothing(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    before = store.head
    with store.transaction("look") as tx:
        assert tx.put(lin) == lin
    assert tx.lsn == 0
    assert store.head == before


def test_what_is_raised_inside_rolls_all_of_it_back(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    before = everything(store)
    with pytest.raises(ZeroDivisionError), store.transaction("rename") as tx:  # noqa: PT012
        tx.put(Person(name="Mo"))
        tx.put(msgspec.structs.replace(lin, name="Lin Yue"))
        assert [person.name for person in tx.all(Person)] == ["Lin Yue", "Mo"]
        raise ZeroDivisionError
    assert everything(store) == before
    assert add_person(store, "Mo").id == 2


def test_indexes_see_what_the_transaction_does(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    with store.transaction("rename") as tx:
        tx.put(msgspec.structs.replace(lin, name="Yue"))
        mo = tx.put(Person(name="Lin"))
        assert tx.by(Person, "name", "Lin") == [mo]
        tx.remove(mo)
        assert tx.by(Person, "name", "Lin") == []
        assert [person.id for person in tx.by(Person, "name", "Yue")] == [lin.id]
    assert store.read().by(Person, "name", "Lin") == []
    assert [person.id for person in store.read().by(Person, "name", "Yue")] == [lin.id]


def test_dated_records_live_in_their_month_and_standing_ones_in_the_centre(store: JournalDB) -> None:
    with store.transaction("day") as tx:
        first = tx.put(Visit(day="2026-11-23", person=5))
        other = tx.put(Visit(day="2026-11-24", person=5))
        later = tx.put(Visit(day="2026-12-01", person=5))
    read = store.read()
    assert read.all(Visit) == []
    assert read.on(Visit, "2026-11-23") == [first]
    assert read.by(Visit, "person", 5, "2026-11-01") == [first, other]
    assert read.get(Visit, first.id) is None
    assert read.get(Visit, first.id, "2026-11-30") == first
    assert list(read.between(Visit, "2026-11-24", "2026-12-31")) == [other, later]
    assert store.months() == ["2026-11", "2026-12"]


def test_moving_to_another_day_keeps_the_id(store: JournalDB) -> None:
    with store.transaction("day") as tx:
        visit = tx.put(Visit(day="2026-11-23", person=5))
    with store.transaction("move") as tx:
        moved = tx.put(msgspec.structs.replace(visit, day="2026-12-01"))
    assert moved.id == visit.id
    assert store.read().on(Visit, "2026-11-23") == []
    assert store.read().on(Visit, "2026-12-01") == [moved]
    assert [operation.action for operation in store.line(tx.lsn).operations] == ["del", "put"]


def test_a_record_is_found_in_a_month_that_is_not_in_memory(store: JournalDB, opened: Opener) -> None:
    with store.transaction("day") as tx:
        visit = tx.put(Visit(day="2026-03-02", person=5))
    other = opened()
    with other.transaction("move") as tx:
        tx.put(msgspec.structs.replace(visit, day="2026-12-01"))
    assert [held.day for held in other.read().between(Visit, "2026-01-01", "2026-12-31")] == ["2026-12-01"]


def test_a_closed_matter_is_filed_and_a_reopened_one_comes_back(store: JournalDB) -> None:
    with store.transaction("open") as tx:
        matter = tx.put(Matter(day="2026-11-02"))
    assert store.read().all(Matter) == store.read().on(Matter, "2026-11-02") == [matter]
    with store.transaction("close") as tx:
        closed = tx.put(msgspec.structs.replace(matter, closed_day="2026-12-24"))
    assert store.read().all(Matter) == []
    assert store.read().get(Matter, matter.id, "2026-12-24") == closed
    with store.transaction("reopen") as tx:
        again = tx.put(msgspec.structs.replace(closed, closed_day=""))
    assert store.read().all(Matter) == [again]


def test_who_changed_it_meanwhile_is_named(store: JournalDB, opened: Opener) -> None:
    lin = add_person(store, "Lin")
    other = opened()
    with other.transaction("rename", who=4, on="kitchen", at="2026-11-23T08:00:00Z") as tx:
        tx.put(msgspec.structs.replace(lin, name="Lin Yue"))
    with pytest.raises(Conflict) as raised, store.transaction("archive") as late:
        late.put(msgspec.structs.replace(lin, archived=True))
    assert raised.value.facts == {
        "table": "people",
        "record": lin.id,
        "who": 4,
        "at": "2026-11-23T08:00:00Z",
        "on": "kitchen",
        "lsn": tx.lsn,
        "label": "rename",
    }


@pytest.mark.parametrize("way", ["put", "remove"])
def test_a_record_removed_meanwhile_is_a_conflict(store: JournalDB, way: str) -> None:
    lin = add_person(store, "Lin")
    with store.transaction("delete", who=4) as tx:
        tx.remove(lin)
    with pytest.raises(Conflict) as raised, store.transaction("late") as late:
        getattr(late, way)(msgspec.structs.replace(lin, name="Lin Yue"))
    assert (raised.value.facts["who"], raised.value.facts["lsn"]) == (4, tx.lsn)


def test_an_older_self_is_refused_within_one_transaction_too(store: JournalDB) -> None:
    lin = add_person(store, "Lin")
    with pytest.raises(Conflict), store.transaction("twice") as tx:  # noqa: PT012
        tx.put(msgspec.structs.replace(lin, name="Yue"))
        tx.put(msgspec.structs.replace(lin, archived=True))


def test_a_unique_key_is_held_by_one(store: JournalDB) -> None:
    lin = add_person(store, "Lin", code="L")
    mo = add_person(store, "Mo", code="M")
    with pytest.raises(Taken) as raised, store.transaction("code") as tx:
        tx.put(msgspec.structs.replace(mo, code="L"))
    assert raised.value.facts == {"table": "people", "key": "L", "index": "code", "other": lin.id}
    with store.transaction("swap") as tx:
        tx.put(msgspec.structs.replace(lin, code=""))
        tx.put(msgspec.structs.replace(mo, code="L"))
    with pytest.raises(Taken), store.transaction("same day twice") as tx:  # noqa: PT012
        tx.put(Visit(day="2026-11-23", person=5))
        tx.put(Visit(day="2026-11-23", person=5))


def test_checks_see_before_and_after_and_roll_back(store: JournalDB) -> None:
    gone = add_person(store, "Lin", archived=True)
    with pytest.raises(NotWelcome), store.transaction("day") as tx:
        tx.put(Visit(day="2026-11-23", person=gone.id))
    with pytest.raises(NotWelcome):
        store.month("2026-11").table("visits").insert({"day": "2026-11-23", "person": gone.id})
    assert store.read().on(Visit, "2026-11-23") == []


def test_a_retry_with_the_same_token_is_written_once(store: JournalDB, opened: Opener) -> None:
    with store.transaction("pay", token="t-1") as tx:
        tx.put(Person(name="Lin"))
    for again in (store, opened()):
        with again.transaction("pay", token="t-1") as retry:
            assert retry.already == tx.lsn
            retry.put(Person(name="Lin"))
        assert retry.lsn == tx.lsn
    assert len(store.read(catch_up=True).all(Person)) == 1


def test_a_transaction_inside_a_transaction_is_a_mistake(store: JournalDB) -> None:
    with store.transaction("outer"), pytest.raises(RuntimeError), store.transaction("inner"):
        pass
    add_person(store, "Lin")


def test_months_stay_few_in_memory(store: JournalDB) -> None:
    with store.transaction("year") as tx:
        for month in range(1, 13):
            tx.put(Visit(day=f"2026-{month:02}-01", person=month))
    assert [visit.person for visit in store.read().between(Visit, "2026-01-01", "2026-12-31")] == list(
        range(1, 13)
    )
    assert len(store.loaded()) <= 5
    assert store.read().on(Visit, "2026-01-01")[0].person == 1


def test_kinds_share_one_counter_across_shards(store: JournalDB, opened: Opener) -> None:
    with store.transaction("mixed") as tx:
        ids = [
            tx.put(Person(name="Lin")).id,
            tx.put(Visit(day="2026-11-23", person=1)).id,
            tx.put(Person(name="Mo")).id,
        ]
    assert ids == [1, 2, 3]
    with store.transaction("gone") as tx:
        tx.remove(tx.by(Person, "name", "Mo")[0])
    assert add_person(opened(), "Yue").id == 4


def test_every_kind_is_a_record() -> None:
    assert all(issubclass(kind.record, Record) for kind in KINDS)
