"""Folding: what is read stays the same, at whichever step it is cut short."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB

import db.fold
from db import JournalDB, NotSaved, ReadOnly
from db.fold import fold

from .things import KINDS, Opener, Person, Visit, add_person, everything, fresh, live_segment


class Crash(BaseException):
    """The process is gone: nothing after this happens, not even tidying up."""


class Crashing:
    """Lets the system calls that change the disk happen up to number `at`, half of which is done."""

    CALLS = ("pwrite", "write", "fsync", "fdatasync", "replace", "rename", "unlink")

    def __init__(self, patch: pytest.MonkeyPatch, at: int) -> None:
        self.left = at
        for name in self.CALLS:
            patch.setattr(os, name, self._crashing(name, getattr(os, name)))

    def _crashing(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Crash
            if self.left == 0 and name in ("pwrite", "write"):
                call(arguments[0], bytes(arguments[1][: len(arguments[1]) // 2]), *arguments[2:])
                raise Crash
            return call(*arguments, **options)

        return called


def filled(folder: Path) -> JournalDB:
    """A store with something in the archive, in snapshots of two months, and in the journal."""
    store = fresh(folder)
    lin = add_person(store, "Lin")
    with store.transaction("day") as tx:
        visits = [tx.put(Visit(day=f"2026-1{month}-23", person=lin.id)) for month in range(3)]
    fold(store)
    with store.transaction("more") as tx:
        tx.put(msgspec.structs.replace(visits[0], words=("late",)))
        tx.put(msgspec.structs.replace(visits[1], day="2026-12-24"))
        tx.remove(visits[2])
        store.insert({"plain": 1})
    return store


def test_a_fold_changes_nothing_that_is_read(folder: Path) -> None:
    store = filled(folder)
    before = everything(store)
    assert fold(store) == store.last_lsn - 2, "the seal, before the head and the fold line"
    assert fold(store) == 0
    again = JournalDB(folder, KINDS)
    assert everything(store) == everything(again) == before
    assert again.read_only is None
    assert len(list((folder / "journal").iterdir())) == 1
    assert len(list((folder / "archive").iterdir())) == 2
    assert add_person(again, "Mo").id == 5


def test_snapshots_are_plain_tinydb_files(folder: Path) -> None:
    store = filled(folder)
    fold(store)
    for name, view in (
        ("centre", store),
        ("2026-10", store.month("2026-10")),
        ("2026-12", store.month("2026-12")),
    ):
        plain = TinyDB(folder / f"{name}.json", access_mode="r")
        assert plain.tables() - {"_meta"} == view.tables()
        for table in view.tables():
            assert plain.table(table).all() == view.table(table).all()
            assert [row.doc_id for row in plain.table(table)] == [row.doc_id for row in view.table(table)]
        assert plain.table("_meta").get(doc_id=1)["format"] == 1
        plain.close()


def test_only_what_changed_is_written_again(folder: Path) -> None:
    store = filled(folder)
    fold(store)
    before = {path.name: path.stat().st_ino for path in folder.glob("*.json")}
    with store.transaction("day") as tx:
        tx.put(Visit(day="2026-12-05", person=9))
    fold(store)
    after = {path.name: path.stat().st_ino for path in folder.glob("*.json")}
    assert {name for name in after if after[name] != before[name]} == {"2026-12.json"}
    assert JournalDB(folder, KINDS).read_only is None


def crash_points(what: Callable[[JournalDB], object], tmp_path: Path) -> Iterator[Path]:
    """The folder as a crash at each step of `what` leaves it."""
    filled(tmp_path / "before").close()
    step = 0
    while True:
        step += 1
        folder = tmp_path / "crashed"
        shutil.copytree(tmp_path / "before", folder)
        with pytest.MonkeyPatch.context() as patch:
            store = JournalDB(folder, KINDS)
            crashing = Crashing(patch, step)
            with contextlib.suppress(Crash):
                what(store)
        store.release()
        yield folder
        shutil.rmtree(folder)
        if crashing.left > 0:
            return


def test_a_fold_may_crash_anywhere(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    expected, steps = everything(store), 0
    for folder in crash_points(fold, tmp_path):
        steps += 1
        again = JournalDB(folder, KINDS)
        assert everything(again) == expected
        assert again.read_only is None
        assert all(not tail.endswith(b"\n") for _, tail in again.torn)
        add_person(again, "Mo")
        fold(again)
        fold(again)
        other = JournalDB(folder, KINDS)
        assert other.read_only is None
        assert [person.name for person in other.read().all(Person)] == ["Lin", "Mo"]
        assert other.read().get(Visit, 2, "2026-10-01") == again.read().get(Visit, 2, "2026-10-01")
        assert len(list((folder / "journal").iterdir())) == 1
        again.close()
        other.close()
    assert steps > 15


def test_a_commit_may_crash_anywhere(tmp_path: Path) -> None:
    def change(store: JournalDB) -> None:
        with store.transaction("both") as tx:
            tx.put(Person(name="Mo"))
            tx.put(Visit(day="2026-12-05", person=9))

    seen = set()
    for folder in crash_points(change, tmp_path):
        again = JournalDB(folder, KINDS)
        assert again.read_only is None
        people, visits = len(again.read().all(Person)), len(again.read().on(Visit, "2026-12-05"))
        assert (people, visits) in {(1, 0), (2, 1)}, "all of it or nothing"
        seen.add(people)
        add_person(again, "Yue")
        again.close()
    assert seen == {1, 2}


@pytest.mark.parametrize("shard", ["centre", "2026-10", "2026-12"])
@pytest.mark.parametrize("harm", ["missing", "older", "different", "edited", "not_a_snapshot"])
def test_a_snapshot_that_is_not_what_was_folded_is_named(folder: Path, shard: str, harm: str) -> None:
    store = filled(folder)
    path = folder / f"{shard}.json"
    older = path.read_bytes() if path.exists() else b""
    fold(store)
    data = path.read_bytes()
    path.unlink()
    match harm:
        case "older":
            path.write_bytes(older)
        case "different":
            path.write_bytes(data.replace(b'"rev":', b'"rev": '))
        case "edited":
            path.write_bytes(data)
            with TinyDB(path) as plain:
                plain.table("people").insert({"name": "Nobody"})
        case "not_a_snapshot":
            path.write_bytes(b"[]")
    before = path.read_bytes() if path.exists() else b""
    again = JournalDB(folder, KINDS)
    assert again.read_only is not None
    reason = {"edited": "different", "not_a_snapshot": "older"}.get(harm, harm)
    assert again.read_only[1:] == (f"{shard}.json", 0)
    assert again.read_only[0] in (reason, "missing" if not older else reason, "not_a_snapshot")
    for writing in (lambda: add_person(again, "Mo"), lambda: fold(again)):
        with pytest.raises(ReadOnly):
            writing()
    assert (path.read_bytes() if path.exists() else b"") == before


def test_a_month_changed_within_its_size_is_found_when_it_is_read(folder: Path) -> None:
    store = filled(folder)
    fold(store)
    path = folder / "2026-10.json"
    path.write_bytes(path.read_bytes().replace(b"late", b"soon"))
    again = JournalDB(folder, KINDS)
    assert again.read_only is None
    assert again.read().on(Visit, "2026-10-23")[0].words == ("soon",)
    assert again.read_only == ("different", "2026-10.json", 0)


def test_no_fold_onto_a_disk_that_is_nearly_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(folder)
    before = everything(store)
    real = os.statvfs(folder)

    class Nearly:
        f_bavail, f_frsize = 900, real.f_frsize

    monkeypatch.setattr(os, "statvfs", lambda path: Nearly)
    with pytest.raises(NotSaved):
        fold(store)
    monkeypatch.undo()
    assert everything(store) == before
    add_person(store, "Mo")


def test_one_fold_at_a_time(folder: Path) -> None:
    store, other = filled(folder), JournalDB(folder, KINDS)
    lock = db.fold.FolderLock(folder / "fold.lock")
    assert lock.try_acquire()
    assert fold(other) == 0
    lock.close()
    assert fold(other) > 0
    del store


def test_desks_write_on_while_a_fold_is_at_work(
    opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(folder)
    desk, reader = opened(), opened()
    real = db.fold.write_snapshot

    def slowly(*arguments: Any) -> Any:
        add_person(desk, "Mo")
        with desk.transaction("plain"):
            desk.insert({"plain": 2})
        assert reader.poll() is not None
        assert [person.name for person in reader.read().all(Person)][-1] == "Mo"
        return real(*arguments)

    monkeypatch.setattr("db.fold.write_snapshot", slowly)
    fold(store)
    again = opened()
    store.poll()
    assert everything(again) == everything(desk) == everything(store)
    assert len(again.read().all(Person)) == 1 + 4, "one for each of the shards"
    names = [segment.name for segment in (folder / "journal").iterdir()]
    assert names == [live_segment(folder).name]
