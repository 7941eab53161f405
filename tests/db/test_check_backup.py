"""Proving a folder, copying it, putting a copy in its place."""

from __future__ import annotations

import json
import shutil
import tarfile
import tracemalloc
from pathlib import Path

import pytest

import db
from db import Busy, Damaged, JournalDB, NotADataFolder, NotSaved, backup, check, restore
from db.fold import fold
from db.lock import FolderLock

from .test_fold import filled
from .things import KINDS, Opener, Person, Visit, add_person, everything, live_segment, log_of


@pytest.fixture
def full(folder: Path) -> JournalDB:
    store = filled(folder)
    fold(store)
    add_person(store, "Mo", code="M")
    return store


def test_a_folder_in_use_is_sound(full: JournalDB) -> None:
    report = full.check()
    assert report.findings == ()
    assert (report.lsn, report.head, report.lines) == (full.last_lsn, full.head, full.last_lsn)
    assert report.records == 5
    full.insert({"still": "open"})
    assert check(full.folder).sound


def test_every_rotten_byte_of_the_audit_trail_is_found(full: JournalDB, folder: Path) -> None:
    for path in (*sorted((folder / "archive").iterdir()), live_segment(folder)):
        data, log = path.read_bytes(), log_of(path)
        for place in range(0, len(log), 37):
            path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
            report = check(folder, KINDS)
            line = log.count(b"\n", 0, place) + 1
            assert (f"{path.parent.name}/{path.name}", line) in {found[:2] for found in report.findings}
        path.write_bytes(data)
    assert check(folder, KINDS).sound


def harm(folder: Path, how: str) -> None:
    archive, live = sorted((folder / "archive").iterdir()), live_segment(folder)
    match how:
        case "lines_missing":
            archive[0].unlink()
        case "chain_broken":
            lines = log_of(live).splitlines(keepends=True)
            live.write_bytes(b"".join([lines[0], *lines[2:]]))
        case "not_sealed":
            archive[1].write_bytes(b"".join(log_of(archive[1]).splitlines(keepends=True)[:-1]))
        case "torn_tail":
            live.write_bytes(log_of(live) + b'{"n":')
        case "missing":
            (folder / "2026-10.json").unlink()
        case "different":
            path = folder / "2026-10.json"
            path.write_bytes(path.read_bytes().replace(b"late", b"soon"))
        case "not_a_snapshot":
            (folder / "centre.json").write_text("{}")
        case "foreign_file":
            (folder / "notes.json").write_text("{}")


HARMS = (
    "lines_missing chain_broken not_sealed torn_tail missing different not_a_snapshot foreign_file".split()  # noqa: SIM905
)


@pytest.mark.parametrize("how", HARMS)
def test_each_harm_is_named(full: JournalDB, folder: Path, how: str) -> None:
    harm(folder, how)
    assert how in {finding.what for finding in check(folder, KINDS).findings}


def test_a_snapshot_is_held_against_a_replay_of_everything(full: JournalDB, folder: Path) -> None:
    """Even one whose size and digest were made to agree with the list."""
    path = folder / "2026-10.json"
    tables = json.loads(path.read_bytes())
    tables["visits"]["2"]["words"] = ["soon"]
    path.write_text(json.dumps(tables))
    whats = {finding.what for finding in check(folder, KINDS).findings}
    assert whats == {"different", "content_differs"}


def test_records_that_are_none_of_their_kind_are_named(folder: Path) -> None:
    store = JournalDB(folder, create=True)
    store.table("people").insert({"nickname": "Lin"})
    store.table("people").insert_multiple(
        [{"name": "Mo", "code": "M", "rev": 3}, {"name": "Yue", "code": "M"}]
    )
    store.month("2026-11").table("visits").insert({"day": "2026-12-01", "person": 1, "rev": 4})
    whats = [finding.what for finding in check(folder, KINDS).findings]
    assert whats == ["rev_differs", "rev_differs", "not_a_record", "not_unique", "not_at_home"]


def test_a_record_that_refers_to_nobody_is_named_and_may_still_be_restored(
    full: JournalDB, folder: Path, tmp_path: Path
) -> None:
    with full.transaction("lost") as tx:
        number = tx.put(Visit(day="2026-12-01", person=99)).id
    for folded in (False, True):
        (finding,) = check(folder, KINDS).findings
        assert finding == ("2026-12.json", 0, "dangling", f"visits {number}: 99")
        assert folded or fold(full)
    assert not backup(folder, tmp_path / "copy.tar.gz", KINDS).report.sound
    restore(tmp_path / "copy.tar.gz", folder, KINDS)
    with full.transaction("found") as tx:
        tx.remove(tx.on(Visit, "2026-12-01")[0])
    assert check(folder, KINDS).sound


def test_what_is_in_the_journal_only_is_checked_too(full: JournalDB, folder: Path) -> None:
    """Removed, put again, a table dropped and filled anew, with a snapshot below it all."""
    (lin,) = full.read().by(Person, "name", "Lin")
    with full.transaction("away") as tx:
        tx.remove(lin)
        for visit in tx.by(Visit, "person", lin.id, "2026-12-24"):
            tx.remove(visit)
    full.drop_table("_default")
    full.insert({"plain": 2})
    report = check(folder, KINDS)
    assert {finding.what for finding in report.findings} == {"dangling"}
    assert report.records == sum(
        len(view.storage.read()[table])
        for view in (full, *map(full.month, full.months()))
        for table in view.tables()
    )


def test_a_year_takes_no_more_memory_to_check_than_a_month(folder: Path) -> None:
    store, peaks = db.create(folder, KINDS), []
    for month in range(1, 13):
        with store.transaction("fill") as tx:
            for person in range(100):
                tx.put(Visit(day=f"2026-{month:02}-05", person=person + 1, words=("word " * 600,)))
        fold(store)
        tracemalloc.start()
        assert check(folder).records == month * 100
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[-1] < 1.3 * peaks[0], peaks


def test_a_backup_is_read_back_and_restores_to_the_same(
    full: JournalDB, folder: Path, tmp_path: Path
) -> None:
    made = backup(folder, tmp_path / "copy.tar.gz", KINDS)
    assert made.report.sound
    assert (made.report.head, made.size) == (full.head, (tmp_path / "copy.tar.gz").stat().st_size)
    assert oct((tmp_path / "copy.tar.gz").stat().st_mode)[-3:] == "600"
    assert restore(tmp_path / "copy.tar.gz", tmp_path / "elsewhere", KINDS) is None
    again = JournalDB(tmp_path / "elsewhere", KINDS)
    assert everything(again) == everything(full)
    assert [line.code for line in again.history()] == [line.code for line in full.history()]
    add_person(again, "Yue")
    assert fold(again)
    assert check(tmp_path / "elsewhere", KINDS).sound
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar.gz", "data", "elsewhere"]


def test_open_desks_read_a_restored_folder_anew(
    full: JournalDB, opened: Opener, folder: Path, tmp_path: Path
) -> None:
    expected = everything(full)
    backup(folder, tmp_path / "copy.tar.gz", KINDS)
    idle, busy = opened(), opened()
    with full.transaction("mistake") as tx:
        for person in tx.all(Person):
            tx.remove(person)
    kept = restore(tmp_path / "copy.tar.gz", folder, KINDS)
    assert kept is not None
    changes = idle.poll()
    assert changes is not None
    assert changes.reloaded
    assert idle.poll() is None
    assert add_person(busy, "Yue").id == 6
    assert busy.poll() is not None
    busy.undo(busy.last_lsn, who=1, on="")
    for desk in (idle, busy, full):
        desk.poll()
        held, wanted = json.loads(everything(desk)), json.loads(expected)
        assert (held["centre"], held["2026-10"]) == (wanted["centre"], wanted["2026-10"])
        assert desk.head == busy.head
    assert check(folder, KINDS).sound
    old = tmp_path / "old"
    shutil.copytree(kept, old)
    for name in ("lock", "fold.lock"):
        (old / name).touch()
    assert JournalDB(old, KINDS).read().all(Person) == [], "what was there is kept whole"


def test_a_copy_that_is_not_sound_is_not_put_in_place(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    harm(folder, "different")
    made = backup(folder, tmp_path / "copy.tar.gz", KINDS)
    assert {finding.what for finding in made.report.findings} == {"different", "content_differs"}
    (tmp_path / "letter.tar.gz").write_text("Dear all")
    with tarfile.open(tmp_path / "escape.tar.gz", "w:gz") as archive:
        archive.add(live_segment(folder), "../escape.jsonl")
    before = everything(full)
    for file in ("copy.tar.gz", "letter.tar.gz", "escape.tar.gz"):
        with pytest.raises(Damaged):
            restore(tmp_path / file, folder, KINDS)
    assert everything(JournalDB(folder, KINDS)) == before.replace("late", "soon")
    assert not list(folder.glob(".*"))
    assert not (folder / "escape.jsonl").exists()


def test_a_restore_cut_short_is_done_again(
    full: JournalDB, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = everything(full)
    backup(folder, tmp_path / "copy.tar.gz", KINDS)
    real = db.backup.__globals__["_move_in"]

    def cut(fresh: Path, target: Path) -> None:
        (fresh / "journal").rename(fresh / "gone")
        real(fresh, target)

    monkeypatch.setitem(db.backup.__globals__, "_move_in", cut)
    with pytest.raises(NotSaved):
        restore(tmp_path / "copy.tar.gz", folder, KINDS)
    monkeypatch.undo()
    with pytest.raises(NotADataFolder):
        JournalDB(folder, KINDS)
    assert full.poll() is None
    assert full.read_only == ("no_journal", "journal", 0)
    restore(tmp_path / "copy.tar.gz", folder, KINDS)
    assert everything(JournalDB(folder, KINDS)) == expected
    changes = full.poll()
    assert changes is not None
    assert changes.reloaded
    assert full.read_only is None
    add_person(full, "Yue")
    assert len(list((folder / "backups").iterdir())) == 2


def test_nothing_is_overwritten_and_nothing_half_written_stays(
    full: JournalDB, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy.tar.gz").write_text("last week's")
    with pytest.raises(NotSaved) as raised:
        backup(folder, tmp_path / "copy.tar.gz")
    assert raised.value.facts["reason"] == "EEXIST"
    assert (tmp_path / "copy.tar.gz").read_text() == "last week's"
    with pytest.raises(NotSaved):
        backup(folder, tmp_path / "nowhere" / "copy.tar.gz")
    with pytest.raises(NotADataFolder):
        backup(tmp_path, tmp_path / "other.tar.gz")
    with pytest.raises(NotADataFolder):
        check(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar.gz", "data"]


def test_a_fold_at_work_is_waited_for_only_so_long(
    full: JournalDB, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = FolderLock(folder / "fold.lock")
    assert lock.try_acquire()
    monkeypatch.setitem(db.check.__globals__, "WAIT", 0.01)
    with pytest.raises(Busy):
        check(folder)
    lock.close()
    with full.transaction("day") as tx:
        tx.put(Visit(day="2026-11-02", person=1))
    assert check(folder, KINDS).sound
