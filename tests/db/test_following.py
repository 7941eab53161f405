"""Several desks on one folder: everybody sees everything, in order, once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from db import Busy, JournalDB
from db.fold import fold

from .things import KINDS, Opener, Person, Visit, add_person, everything

SPAWN = multiprocessing.get_context("spawn")


def test_poll_tells_what_others_changed_once(store: JournalDB, opened: Opener) -> None:
    other = opened()
    lin = add_person(other, "Lin")
    with other.transaction("day") as tx:
        visit = tx.put(Visit(day="2026-11-23", person=lin.id))
    with other.transaction("move") as tx:
        tx.put(msgspec.structs.replace(visit, day="2026-12-01"))
    changes = store.poll()
    assert changes is not None
    assert changes.records == {
        ("people", lin.id, ()),
        ("visits", visit.id, ("2026-11-23",)),
        ("visits", visit.id, ("2026-12-01",)),
    }
    assert changes.lsns == (tx.lsn - 2, tx.lsn - 1, tx.lsn)
    assert not changes.reloaded
    assert store.poll() is None
    assert other.poll() is None, "one's own changes are no news"
    assert everything(store) == everything(other)


def test_what_a_transaction_caught_up_with_is_still_told(store: JournalDB, opened: Opener) -> None:
    lin = add_person(opened(), "Lin")
    add_person(store, "Mo")
    changes = store.poll()
    assert changes is not None
    assert changes.records == {("people", lin.id, ())}


def test_reading_again_catches_up_only_when_told(store: JournalDB, opened: Opener) -> None:
    add_person(opened(), "Lin")
    assert store.read().all(Person) == []
    assert len(store.read(catch_up=True).all(Person)) == 1


def test_a_plain_query_is_never_stale(store: JournalDB, opened: Opener) -> None:
    other = opened()

    def even(document: dict[str, int]) -> bool:
        return document["n"] % 2 == 0

    store.insert({"n": 2})
    assert other.search(even) == [{"n": 2}]
    store.insert({"n": 4})
    assert other.search(even) == [{"n": 2}, {"n": 4}]
    with other.transaction("not to be"):
        other.insert({"n": 6})
        assert other.count(even) == 3
        other.transaction_open.already = 1  # leave without writing
    assert other.count(even) == 2


def test_documents_handed_out_are_copies(store: JournalDB) -> None:
    given = {"words": ["a"]}
    store.insert(given)
    given["words"].append("b")

    def always(document: object) -> bool:
        return True

    for got in (
        store.all()[0],
        store.get(doc_id=1),
        store.search(always)[0],
        store.get(doc_ids=[1])[0],
        *store,
    ):
        got["words"].append("c")
    assert store.search(always) == store.all() == [{"words": ["a"]}]


def test_a_lagging_reader_finds_its_way_through_folds(store: JournalDB, opened: Opener) -> None:
    slow, slower = opened(), opened(read_only=True)
    for day in range(1, 4):
        with store.transaction("day") as tx:
            tx.put(Visit(day=f"2026-11-0{day}", person=day))
        assert fold(store)
        if day == 2:
            assert slow.poll() is not None
    assert store.read().on(Visit, "2026-11-03") == slow.read().on(Visit, "2026-11-03"), "newer than the place"
    assert slow.poll() is not None
    assert slower.poll() is not None
    assert everything(slow) == everything(slower) == everything(store)
    assert slow.last_lsn == slower.last_lsn == store.last_lsn


def test_a_remembered_place_that_was_written_anew_is_not_trusted(store: JournalDB, opened: Opener) -> None:
    """A writer's disk failed after others had read its line; another line stands there now."""
    reader = opened()
    place = store.journal.end
    add_person(store, "Lin")
    assert reader.poll() is not None
    os.pwrite(store.journal.descriptor, bytes(4096), place)
    writer = opened()
    add_person(writer, "Mo")
    mo = add_person(reader, "Yue")
    assert [person.name for person in reader.read().all(Person)] == ["Mo", "Yue"]
    assert mo.id == 2
    changes = reader.poll()
    assert changes is not None
    assert changes.reloaded


def test_the_lock_is_waited_for_only_so_long(store: JournalDB, opened: Opener) -> None:
    hurried = opened(lock_seconds=0.05)
    with store.transaction("slow") as tx:
        with pytest.raises(Busy):
            add_person(hurried, "Mo")
        tx.put(Person(name="Lin"))
    assert add_person(hurried, "Mo").id == 2, "a wait given up must not keep the lock"
    add_person(store, "Yue")


def test_waiting_for_the_lock_succeeds_when_it_is_freed(store: JournalDB, folder: Path) -> None:
    child = SPAWN.Process(target=_add, args=(folder, "child", 1))
    with store.transaction("slow") as tx:
        tx.put(Person(name="Lin"))
        child.start()
    child.join(30)
    assert child.exitcode == 0
    assert [person.name for person in store.read(catch_up=True).all(Person)] == ["Lin", "child"]


def _add(folder: Path, name: str, count: int) -> None:
    store = JournalDB(folder, KINDS, lock_seconds=30)
    for _ in range(count):
        with store.transaction("count") as tx:
            held = tx.by(Person, "name", name)
            tx.put(
                msgspec.structs.replace(held[0], code=str(int(held[0].code) + 1))
                if held
                else Person(name=name, code="1")
            )
    store.close()


def _add_all(folder: Path, count: int) -> None:
    store = JournalDB(folder, KINDS, lock_seconds=30)
    for n in range(count):
        with store.transaction("count") as tx:
            tx.put(Person(name=f"{os.getpid()}-{n}"))
        if n % 20 == 10:
            fold(store)
    store.close()


def test_processes_that_write_and_fold_at_once_lose_nothing(store: JournalDB, folder: Path) -> None:
    desks = [SPAWN.Process(target=_add_all, args=(folder, 60)) for _ in range(3)]
    for desk in desks:
        desk.start()
    while any(desk.is_alive() for desk in desks):
        store.poll()
        for desk in desks:
            desk.join(0.01)
    assert [desk.exitcode for desk in desks] == [0, 0, 0]
    people = store.read(catch_up=True).all(Person)
    assert len({person.name for person in people}) == 180
    assert [person.id for person in people] == list(range(1, 181))
    again = JournalDB(folder, KINDS)
    assert everything(again) == everything(store)
    assert (again.read_only, again.torn, again.head) == (None, [], store.head)
    again.close()


def _storm(folder: Path, acknowledged: Path) -> None:
    store = JournalDB(folder, KINDS)
    with acknowledged.open("ab", buffering=0) as file:
        n = 0
        while True:
            n += 1
            with store.transaction("storm") as tx:
                person = tx.put(Person(name=f"{os.getpid()}-{n}" + "x" * (n % 700)))
            file.write(b"%d %s\n" % (person.id, person.name.encode()))


def test_what_was_acknowledged_survives_kill_9(folder: Path, tmp_path: Path, store: JournalDB) -> None:
    acknowledged = tmp_path / "acknowledged"
    for round_ in range(3):
        desks = [SPAWN.Process(target=_storm, args=(folder, acknowledged)) for _ in range(2)]
        for desk in desks:
            desk.start()
        wanted = (round_ + 1) * 30
        while not acknowledged.exists() or acknowledged.read_bytes().count(b"\n") < wanted:
            time.sleep(0.002)
        for desk in desks:
            assert desk.pid is not None
            os.kill(desk.pid, signal.SIGKILL)
            desk.join()
        fold(store)
    held = {person.id: person.name for person in JournalDB(folder, KINDS).read().all(Person)}
    for line in acknowledged.read_text().splitlines():
        number, name = line.split(" ")
        assert held[int(number)] == name
    assert sorted(held) == list(range(1, len(held) + 1))


def test_a_fold_runs_in_a_process_of_its_own(store: JournalDB, folder: Path) -> None:
    for n in range(249):
        store.insert({"n": n})
    assert store.fold_due()
    assert store.fold_soon()
    assert not store.fold_soon(), "not twice within a minute"
    os.waitpid(store._folding._process, 0)
    store._folding._process = 0
    assert (folder / "centre.json").exists()
    assert store.poll() is None, "a fold changes nothing"
    assert not store.fold_due()
    assert len(store) == 249


def test_the_fold_command_says_in_one_line_why_not(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "db", "fold", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "not_a_data_folder" in done.stderr


def test_importing_the_store_is_cheap() -> None:
    dear = {"asyncio", "subprocess", "textual", "deskapp", "tarfile", "ctypes", "logging"}
    code = f"import sys, db; print(sorted({dear} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
