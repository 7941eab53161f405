"""Two desks on one folder, doing anything in any order, against a model that is two dicts."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from db import CannotUndo, Conflict, JournalDB, Taken
from db.fold import fold

from .things import KINDS, Matter, Person, Visit, everything

DAYS = st.sampled_from(["2026-10-31", "2026-11-01", "2026-11-30", "2026-12-24", "2027-01-01", "2027-02-28"])
CODES = st.sampled_from(["", "", "A", "B"])
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.text(min_size=1, max_size=3), VALUES, max_size=3)
DESK = st.integers(0, 1)


class Desks(RuleBasedStateMachine):
    records = Bundle("records")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desks-")) / "data"
        self.desks = [JournalDB(self.folder, KINDS, create=True), JournalDB(self.folder, KINDS)]
        self.held: dict[int, Any] = {}
        self.plain: dict[int, Any] = {}
        self.lines: dict[int, tuple[dict[int, Any], dict[int, Any]]] = {}
        self.seen = [0, 0]

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder.parent)

    def _keep(self, lsn: int, held: dict[int, Any], plain: dict[int, Any]) -> None:
        if lsn:
            self.lines[lsn] = (self.held, self.plain)
        self.held, self.plain = held, plain

    def _put(self, desk: int, record: Any) -> Any:
        taken = (
            isinstance(record, Person)
            and record.code
            and any(
                isinstance(other, Person) and other.code == record.code and other.id != record.id
                for other in self.held.values()
            )
        )
        stale = record.id and (record.id not in self.held or self.held[record.id].rev != record.rev)
        try:
            with self.desks[desk].transaction("put") as tx:
                stored = tx.put(record)
        except Conflict:
            assert stale
            return multiple()
        except Taken:
            assert taken
            return multiple()
        assert not taken
        assert not stale
        if not record.id:
            assert stored.id not in self.held
        self._keep(tx.lsn, {**self.held, stored.id: stored}, self.plain)
        return stored

    @rule(target=records, desk=DESK, name=st.text(max_size=4), code=CODES)
    def new_person(self, desk: int, name: str, code: str) -> Any:
        return self._put(desk, Person(name=name, code=code))

    @rule(target=records, desk=DESK, day=DAYS, words=st.lists(st.text(max_size=3), max_size=2))
    def new_matter(self, desk: int, day: str, words: list[str]) -> Any:
        return self._put(desk, Matter(day=day))

    @rule(target=records, desk=DESK, record=records, day=DAYS, code=CODES)
    def change(self, desk: int, record: Any, day: str, code: str) -> Any:
        match record:
            case Person():
                return self._put(desk, msgspec.structs.replace(record, code=code))
            case Matter():
                return self._put(desk, msgspec.structs.replace(record, closed_day=day if code else ""))
        raise AssertionError

    @rule(desk=DESK, record=consumes(records))
    def remove(self, desk: int, record: Any) -> None:
        try:
            with self.desks[desk].transaction("remove") as tx:
                tx.remove(record)
        except Conflict:
            assert record.id not in self.held or self.held[record.id].rev != record.rev
            return
        assert self.held[record.id] == record
        self._keep(tx.lsn, {id: held for id, held in self.held.items() if id != record.id}, self.plain)

    @rule(desk=DESK, document=DOCUMENTS)
    def insert(self, desk: int, document: dict[str, Any]) -> None:
        number = self.desks[desk].insert(document)
        assert number not in self.plain
        self._keep(self.desks[desk].last_lsn, self.held, {**self.plain, number: document})

    @rule(desk=DESK, document=DOCUMENTS, odd=st.booleans())
    def update(self, desk: int, document: dict[str, Any], odd: bool) -> None:
        wanted = [number for number in self.plain if number % 2 == odd]
        self.desks[desk].poll()
        before = self.desks[desk].last_lsn
        assert self.desks[desk].update(document, doc_ids=wanted) == wanted
        changed = {number: {**self.plain[number], **document} for number in wanted}
        after = self.desks[desk].last_lsn
        self._keep(after if after != before else 0, self.held, {**self.plain, **changed})

    @rule(desk=DESK, record=records, document=DOCUMENTS)
    def roll_back(self, desk: int, record: Any, document: dict[str, Any]) -> None:
        with pytest.raises(ZeroDivisionError), self.desks[desk].transaction("never") as tx:  # noqa: PT012
            self.desks[desk].insert(document)
            tx.put(Visit(day="2026-11-01", person=1))
            raise ZeroDivisionError

    @rule(desk=DESK)
    def undo_the_last(self, desk: int) -> None:
        if not self.lines:
            return
        last = max(self.lines)
        before = self.lines[last]
        try:
            number = self.desks[desk].undo(last, who=1, on="")
        except (CannotUndo, Taken):
            raise AssertionError("the last line can always be undone") from None
        changed = {id for id in {*self.held, *before[0]} if self.held.get(id) != before[0].get(id)}
        held = {
            id: msgspec.structs.replace(record, rev=number) if id in changed else record
            for id, record in before[0].items()
        }
        self._keep(number, held, before[1])

    @rule(desk=DESK)
    def fold(self, desk: int) -> None:
        fold(self.desks[desk])

    @rule(desk=DESK)
    def reopen(self, desk: int) -> None:
        self.desks[desk].close()
        self.desks[desk] = JournalDB(self.folder, KINDS)

    @rule(desk=DESK)
    def poll(self, desk: int) -> None:
        changes = self.desks[desk].poll()
        assert self.desks[desk].poll() is None
        assert changes is None or not changes.reloaded

    @rule(desk=DESK)
    def read(self, desk: int) -> None:
        store = self.desks[desk]
        reader = store.read(catch_up=True)
        matters = [*reader.all(Matter)]
        for month in store.months():
            table = store.month(month).table("matters")
            matters += [
                found for row in table for found in [reader.get(Matter, row.doc_id, f"{month}-01")] if found
            ]
        found = {record.id: record for record in (*reader.all(Person), *matters)}
        assert found == self.held
        assert {row.doc_id: dict(row) for row in store.all()} == self.plain
        for code in "AB":
            wanted = [
                record for record in self.held.values() if isinstance(record, Person) and record.code == code
            ]
            assert reader.by(Person, "code", code) == wanted

    @invariant()
    def nothing_is_damaged(self) -> None:
        assert all(desk.read_only is None and desk.torn == [] for desk in self.desks)


class Agreeing(Desks):
    """Also: what is in memory is what a new process would read."""

    @rule(desk=DESK)
    def agree(self, desk: int) -> None:
        again = JournalDB(self.folder, KINDS)
        self.desks[desk].poll()
        assert everything(again) == everything(self.desks[desk])
        again.close()


TestDesks = Agreeing.TestCase
TestDesks.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
