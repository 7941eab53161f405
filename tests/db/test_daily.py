"""The daily copy: made once, proved, rotated, brought to a second folder, restored from."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import db.daily
from db import JournalDB, NotADataFolder, check, restore
from db.daily import MARKER, State, Tried, back_up, copies, due, prepare_second, state, troubles
from db.lock import FolderLock
from db.rotation import Made

from .test_check_backup import harm
from .test_fold import filled
from .things import KINDS, Opener, Person, add_person, everything

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def full(folder: Path) -> JournalDB:
    return filled(folder)


def made(folder: Path, at: datetime = NOON, also: Path | str = "") -> State:
    done = back_up(folder, KINDS, also=str(also), at=at)
    assert done is not None
    return done


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_one_copy_a_day_that_restores_to_the_same(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    expected = everything(full)
    assert due(state(folder), "", NOON)
    assert made(folder).newest == NOON
    assert not due(state(folder), "", NOON + timedelta(hours=11))
    add_person(full, "Later")
    made(folder, NOON + timedelta(hours=11))
    assert names(folder / "backups") == ["daily-20261123T120000Z.tar.gz", "daily.json", "daily.lock"]
    assert due(state(folder), "", NOON + DAY)
    assert made(folder, NOON + DAY).made == (Made(NOON), Made(NOON + DAY))
    restore(folder / "backups" / "daily-20261123T120000Z.tar.gz", folder, KINDS)
    again = JournalDB(folder, KINDS)
    assert everything(again) == expected
    assert check(folder, KINDS).sound
    assert len(copies(folder / "backups")) == 2, "a restore leaves the copies"


def test_old_copies_go(full: JournalDB, folder: Path) -> None:
    first = made(folder).made[0]
    source = db.daily.file_of(folder / "backups", first)
    for day in range(1, 40):
        shutil.copy(source, db.daily.file_of(folder / "backups", Made(NOON - day * DAY)))
    held = made(folder, NOON + DAY).made
    assert len(held) < 25
    assert held[-1] == Made(NOON + DAY)


def test_a_copy_of_a_damaged_folder_pushes_no_good_one_out(full: JournalDB, folder: Path) -> None:
    good = made(folder).made
    harm(folder, "torn_tail")
    harm(folder, "different")
    for day in range(1, 6):
        now = made(folder, NOON + day * DAY)
    assert now.made[0] == good[0]
    assert [one.good for one in now.made] == [True, False, False, False]
    assert [code for code, _ in troubles(now, "", NOON + 5 * DAY)] == ["backup_of_damage", "backup_old"]


def test_one_process_at_a_time(full: JournalDB, folder: Path) -> None:
    made(folder)
    lock = FolderLock(folder / "backups" / "daily.lock")
    assert lock.try_acquire()
    assert back_up(folder, KINDS, at=NOON + DAY) is None
    lock.close()
    assert made(folder, NOON + DAY).newest == NOON + DAY


def test_a_full_disk_is_said_and_tried_again(
    full: JournalDB, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.statvfs(folder)

    class Nearly:
        f_bavail, f_frsize = 900, real.f_frsize

    monkeypatch.setattr(os, "statvfs", lambda path: Nearly)
    failed = made(folder)
    assert (failed.made, failed.tried.reason) == ((), "ENOSPC")
    assert troubles(failed, "", NOON) == [("backup_failed", {"reason": "ENOSPC"})]
    assert not due(failed, "", NOON + timedelta(minutes=59))
    assert due(failed, "", NOON + timedelta(minutes=61))
    monkeypatch.undo()
    again = made(folder, NOON + timedelta(minutes=61))
    assert troubles(again, "", NOON + DAY) == []


def test_what_was_cut_short_is_tidied_up(full: JournalDB, folder: Path) -> None:
    place = folder / "backups"
    (place / ".daily-20261122T120000Z.tar.gz.read-back").mkdir(parents=True)
    (place / ".daily-20261122T120000Z.tar.gz.new").write_bytes(b"half")
    made(folder)
    assert not [name for name in names(place) if name.startswith(".")]


def test_the_second_folder(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    prepare_second(stick, "copies")
    now = made(folder, also=stick)
    assert names(stick) == ["daily-20261123T120000Z.tar.gz", MARKER]
    assert not due(now, str(stick), NOON)
    (stick / MARKER).rename(tmp_path / MARKER)  # as when it is unplugged: the place it is mounted on stays
    now = made(folder, NOON + DAY, stick)
    assert troubles(now, str(stick), NOON + DAY) == [("backup_second_missing", {"path": str(stick)})]
    assert now.newest == NOON + DAY
    assert not due(now, str(stick), NOON + DAY)
    assert due(now, str(stick), NOON + DAY + timedelta(hours=1)), "it may have been plugged in"
    (tmp_path / MARKER).rename(stick / MARKER)
    now = made(folder, NOON + DAY + timedelta(hours=1), stick)
    assert troubles(now, str(stick), NOON + DAY) == []
    assert len(copies(stick)) == 2
    restore(stick / "daily-20261124T120000Z.tar.gz", tmp_path / "again", KINDS)
    assert everything(JournalDB(tmp_path / "again", KINDS)) == everything(full)


def test_another_second_folder_is_served_at_once(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    now = made(folder)
    assert due(now, str(tmp_path / "stick"), NOON)
    now = made(folder, also=tmp_path / "stick")
    assert now.tried.second_reason == "missing"
    assert not due(now, "", NOON), "and none that is no longer asked for"
    assert troubles(now, "", NOON) == []


def test_a_stick_that_takes_nothing_is_said(
    full: JournalDB, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    prepare_second(stick, "copies")
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if stick in Path(target).parents:
            raise OSError(errno.EIO, "no")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    now = made(folder, also=stick)
    facts = {"path": str(stick), "reason": "EIO"}
    assert troubles(now, str(stick), NOON) == [("backup_second_failed", facts)]
    assert now.newest == NOON


@pytest.mark.parametrize(
    ("made", "since", "expected"),
    [
        ((), NOON, []),
        ((), NOON - 3 * DAY, ["backup_none"]),
        ((Made(NOON - 2 * DAY),), NOON - 9 * DAY, []),
        ((Made(NOON - 3 * DAY),), NOON - 9 * DAY, ["backup_old"]),
        ((Made(NOON, False),), NOON, ["backup_of_damage"]),
        ((Made(NOON - DAY, False), Made(NOON)), NOON, []),
    ],
)
def test_what_somebody_must_be_told(made: tuple[Made, ...], since: datetime, expected: list[str]) -> None:
    assert [code for code, _ in troubles(State(made, Tried(), since), "", NOON)] == expected


def test_a_folder_that_is_none(tmp_path: Path, opened: Opener, folder: Path) -> None:
    with pytest.raises(NotADataFolder):
        back_up(tmp_path, at=NOON)
    add_person(opened(), "Lin")
    (folder / "backups").rmdir()
    assert len(made(folder).made) == 1
    assert opened().read().all(Person)
