"""TinyDB's own calls beside the typed records, and what can be stored at all."""

from __future__ import annotations

import pytest

from db import Damaged, JournalDB, NotStorable, Taken, TooLarge

from .things import Opener, Person, add_person


def test_plain_tinydb_calls_hold_to_the_declared_kinds(store: JournalDB) -> None:
    lin = add_person(store, "Lin", code="L")
    people = store.table("people")
    assert people.get(doc_id=lin.id) == {"name": "Lin", "code": "L", "rev": lin.rev}
    with pytest.raises(Taken):
        people.insert({"name": "Mo", "code": "L"})
    with pytest.raises(NotStorable):
        people.insert({"name": 5})
    with pytest.raises(NotStorable):
        store.table("visits").insert({"day": "2026-11-23", "person": 1})
    number = people.insert({"name": "Mo"})
    assert number == lin.id + 1
    people.update({"name": "Mo Li"}, doc_ids=[number])
    assert store.read().by(Person, "name", "Mo Li") == [
        Person(id=number, rev=store.last_lsn, name="Mo Li"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        {"a": float("nan")},
        {"a": [float("inf")]},
        {"a": 2**64},
        {"a": -(2**63) - 1},
        {"a": object()},
        {"a": b"bytes"},
        {"a": {1, 2}},
        {"a": "\ud800"},
        {(1, 2): "a"},
    ],
)
def test_what_json_cannot_hold_is_refused(store: JournalDB, document: dict[object, object]) -> None:
    before = store.head
    with pytest.raises(NotStorable):
        store.insert(document)
    assert (store.head, len(store)) == (before, 0)


@pytest.mark.parametrize(
    "value", [2**64 - 1, -(2**63), 0.1, 1e300, "𝄞 中 \x00 \n", True, None, [[]], {"": {}}]
)
def test_what_json_holds_comes_back_the_same(store: JournalDB, opened: Opener, value: object) -> None:
    store.insert({"a": value})
    assert opened().all() == [{"a": value}]
    assert type(opened().all()[0]["a"]) is type(value)


def test_a_field_of_another_type_is_not_stored(store: JournalDB) -> None:
    with pytest.raises(NotStorable), store.transaction("wrong") as tx:
        tx.put(Person(name=5))  # type: ignore[arg-type]


def test_a_document_of_another_shape_is_named_as_damage(store: JournalDB, folder: object) -> None:
    plain = JournalDB(store.folder)
    plain.table("people").insert({"nickname": "Lin"})
    plain.close()
    with pytest.raises(Damaged) as raised:
        store.read(catch_up=True).all(Person)
    assert "record 1" in str(raised.value.facts["reason"])
    assert store.read().by(Person, "name", "Lin") == []
    assert add_person(store, "Lin").id == 1 + 1
    assert len(store.read().by(Person, "name", "Lin")) == 1


def test_too_much_at_once_is_refused_as_a_whole(store: JournalDB) -> None:
    with pytest.raises(TooLarge):
        store.insert_multiple({"n": n} for n in range(10_001))
    with pytest.raises(TooLarge):
        store.insert({"text": "x" * (8 * 1024 * 1024)})
    assert len(store) == 0
    assert len(store.insert_multiple({"n": n} for n in range(10_000))) == 10_000
    store.insert({"text": "x" * (7 * 1024 * 1024)})


def test_one_transaction_spans_views_and_records(store: JournalDB, opened: Opener) -> None:
    with store.transaction("all at once") as tx:
        person = tx.put(Person(name="Lin"))
        store.insert({"plain": 1})
        store.month("2026-11").insert({"plain": 2})
        assert store.table("people").get(doc_id=person.id)["name"] == "Lin"
        assert len(store) == 1
    assert len(store.line(tx.lsn).operations) == 3
    assert opened().month("2026-11").all() == [{"plain": 2}]
