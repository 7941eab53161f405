"""The last line: torn and never acknowledged, it is set aside; rotten or gone, it is damage and named."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from db import JournalDB, ReadOnly, backup, check, create, restore
from db.acknowledged import NAME, Note, contradicted, read, write
from db.fold import fold
from db.repair import repair
from db.tails import is_damage
from deskapp.store_thread import StoreThread

from .things import KINDS, Opener, Person, add_person, everything, live_segment, log_of


@pytest.fixture
def path(folder: Path) -> Path:
    """The segment of a folder with two people, its desk gone without a word."""
    store = create(folder, KINDS)
    add_person(store, "Lin")
    add_person(store, "Mo @ J*", code="a b")
    store.release()
    (folder / "ballast").unlink()
    return live_segment(folder)


def last_line(path: Path) -> tuple[int, int]:
    """Where the last line begins and ends."""
    log = log_of(path)
    return log.rindex(b"\n", 0, -1) + 1, len(log)


def test_any_flipped_bit_of_the_last_line_is_damage_and_never_set_aside(folder: Path, path: Path) -> None:
    whole = path.read_bytes()
    start, end = last_line(path)
    for place in range(start, end):
        for bit in (0, 3, 5, 6):
            data = bytearray(whole)
            data[place] ^= 1 << bit
            path.write_bytes(data)
            desk = JournalDB(folder, KINDS)
            assert desk.read_only == ("broken_line", f"journal/{path.name}", 3), (place, bit)
            desk.release()
            assert path.read_bytes() == data
    assert list((folder / "torn").iterdir()) == []


def test_such_a_flip_is_put_right_by_a_repair(folder: Path, path: Path, tmp_path: Path) -> None:
    desk = JournalDB(folder, KINDS)
    expected = everything(desk)
    desk.release()
    data = bytearray(path.read_bytes())
    data[last_line(path)[0] + 90] ^= 16
    path.write_bytes(data)
    with pytest.raises(ReadOnly):
        add_person(JournalDB(folder, KINDS), "An")
    assert repair(folder, tmp_path / "new", KINDS).complete
    assert everything(JournalDB(tmp_path / "new", KINDS)) == expected


@pytest.mark.parametrize("noted", [False, True])
def test_a_line_that_lost_sectors_is_set_aside_only_if_it_was_never_acknowledged(
    folder: Path, path: Path, noted: bool
) -> None:
    desk = JournalDB(folder, KINDS)
    add_person(desk, "Yue" * 500)
    if noted:
        desk.settle()
    desk.release()
    whole = path.read_bytes()
    start, end = last_line(path)
    sectors = [(max(start, at), min(end, at + 512)) for at in range(start // 512 * 512, end, 512)]
    for kept in range(2 ** len(sectors) - 1):
        data = bytearray(whole)
        for number, (first, last) in enumerate(sectors):
            if not kept >> number & 1:
                data[first:last] = bytes(last - first)
        path.write_bytes(data)
        again = JournalDB(folder, KINDS)
        if noted:
            assert again.read_only == ("saved_line_lost", f"journal/{path.name}", 4)
            assert path.read_bytes() == data
        else:
            assert again.read_only is None
            assert len(again.torn) == (kept > 0)
        assert len(again.read().all(Person)) == 2
        again.release()
    assert ("saved_line_lost" in {finding.what for finding in check(folder, KINDS).findings}) is noted


A = b"a" * 700 + b"\n"


@pytest.mark.parametrize(
    ("tail", "offset", "expected"),
    [
        (A, 0, True),
        (A[:-1], 0, False),
        (A[:512], 0, False),
        (bytes(512) + A[512:], 0, False),
        (A[:512] + bytes(188) + b"\n", 0, True),  # the newline shares its sector with these NULs
        (A[:100] + b"\0" + A[101:], 0, True),
        (A[:100] + bytes(512) + A[612:], 0, True),  # no sector as a whole
        (A[:100] + bytes(512) + A[612:], 412, False),
        (bytes(1) + A[1:], 511, False),
        (bytes(1) + A[1:], 510, True),
        (A[:512] + b"\0" * 512 + b"\n", 0, False),
        (b'{"n":4,"k":"tx"', 7, False),
        (b"\n", 512, True),
    ],
)
def test_what_is_damage(tail: bytes, offset: int, expected: bool) -> None:
    assert is_damage(tail, offset) is expected


# ── the note ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_commit_costs_one_sync_and_the_note_comes_later(
    store: JournalDB, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(store, "Lin")
    synced: list[int] = []
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda fd, real=real: (synced.append(fd), real(fd)))  # type: ignore[misc]
    for name in ("Mo", "Yue"):
        add_person(store, name)
    assert len(synced) == 2
    assert read(folder) is None
    store.settle()
    assert read(folder) == Note(store.journal.history, store.last_lsn, store.head)
    store.settle()
    assert len(synced) == 3, "once"


def test_a_desk_notes_when_it_closes_and_a_reader_never(folder: Path) -> None:
    store = create(folder, KINDS)
    add_person(store, "Lin")
    number = store.last_lsn
    for options in ({"read_only": True}, {}):
        JournalDB(folder, KINDS, **options).close()  # type: ignore[arg-type]
        assert read(folder) is None, "what was only read may not be on the disk yet"
    store.close()
    note = read(folder)
    assert note is not None
    assert note.n == number


def test_the_note_only_grows(folder: Path, store: JournalDB) -> None:
    write(folder, Note("a", 5, "x"))
    write(folder, Note("a", 4, "y"))
    assert read(folder) == Note("a", 5, "x")
    write(folder, Note("b", 2, "z"))
    assert read(folder) == Note("b", 2, "z")
    for content in (b"", bytes(512), b"{}", (folder / NAME).read_bytes().replace(b'"n":2', b'"n":9')):
        (folder / NAME).write_bytes(content)
        assert read(folder) is None, "one that does not prove says nothing"
    assert JournalDB(folder, KINDS).read_only is None


@pytest.mark.parametrize(
    ("history", "lsn", "head", "expected"),
    [
        ("a", 7, "h7", False),
        ("a", 8, "h8", False),
        ("a", 6, "h6", True),
        ("a", 7, "other", True),
        ("", 6, "", True),
        ("", 7, "", False),
        ("b", 1, "h1", False),
    ],
)
def test_what_contradicts_a_note(history: str, lsn: int, head: str, expected: bool) -> None:
    assert contradicted(Note("a", 7, "h7"), history, lsn, head) is expected
    assert not contradicted(None, history, lsn, head)


def test_a_saved_line_that_vanished_whole_is_missed(folder: Path, path: Path) -> None:
    desk = JournalDB(folder, KINDS)
    add_person(desk, "Yue")
    desk.close()
    start, end = last_line(path)
    data = path.read_bytes()
    path.write_bytes(data[:start] + bytes(end - start) + data[end:])
    again = JournalDB(folder, KINDS)
    assert again.read_only == ("saved_line_lost", f"journal/{path.name}", 4)
    assert [finding.what for finding in check(folder, KINDS).findings] == ["saved_line_lost"]


OLDER: dict[str, Callable[[Path, Path], object]] = {
    "restored": lambda folder, copy: restore(copy, folder, KINDS),
    "folded": lambda folder, copy: fold(JournalDB(folder, KINDS)),
    "written on": lambda folder, copy: add_person(JournalDB(folder, KINDS), "An"),
}


@pytest.mark.parametrize("after", OLDER.values(), ids=OLDER)
def test_a_note_stands_in_nobodys_way(
    folder: Path, path: Path, tmp_path: Path, after: Callable[[Path, Path], object]
) -> None:
    backup(folder, tmp_path / "copy.tar.gz", KINDS)
    desk = JournalDB(folder, KINDS)
    for name in ("Yue", "Gao", "He"):
        add_person(desk, name)
    desk.close()
    after(folder, tmp_path / "copy.tar.gz")
    again = JournalDB(folder, KINDS)
    assert again.read_only is None
    assert check(folder, KINDS).sound
    add_person(again, "Xu")
    again.close()
    note = read(folder)
    assert note is not None
    assert (note.n, note.history) == (again.last_lsn, again.journal.history)


def test_a_desk_that_is_quiet_for_a_moment_notes_its_last_line(
    folder: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    noted = threading.Event()

    class Noting(JournalDB):
        def settle(self) -> None:
            super().settle()
            if read(folder) is not None:
                noted.set()

    monkeypatch.setattr("deskapp.store_thread.SETTLE_AFTER", 0.0)
    thread = StoreThread(lambda: Noting(folder, KINDS))
    thread.start()
    try:
        thread.run(lambda store: add_person(store, "Lin")).result()  # type: ignore[arg-type]
        assert noted.wait(20)
    finally:
        thread.close()
    shutil.rmtree(folder)
