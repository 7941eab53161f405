"""Torn tails: what was not acknowledged is set aside, what was is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import JournalDB, ReadOnly

from .things import KINDS, Opener, Person, add_person, everything, live_segment, log_of


def test_a_tail_torn_at_any_byte_is_put_into_quarantine(
    store: JournalDB, folder: Path, tmp_path: Path
) -> None:
    (folder / "ballast").unlink()
    add_person(store, "Lin")
    before = everything(store)
    kept = len(log_of(live_segment(folder)))
    add_person(store, "Mo", code="中")
    whole = log_of(live_segment(folder))
    torn = tmp_path / "torn"
    for cut in range(kept + 1, len(whole)):
        shutil.copytree(folder, torn)
        path = live_segment(torn)
        path.write_bytes(whole[:cut] + bytes(300) if cut % 2 else whole[:cut])
        again = JournalDB(torn, KINDS)
        assert everything(again) == before
        assert [tail for _, tail in again.torn] == [whole[kept:cut]]
        assert (torn / "torn" / again.torn[0][0]).read_bytes() == whole[kept:cut]
        assert add_person(again, "Yue").id == 2
        assert log_of(path).count(b"\n") == 3
        again.close()
        shutil.rmtree(torn)


def test_a_tail_with_a_hole_in_it_is_put_into_quarantine_whole(store: JournalDB, folder: Path) -> None:
    """A power cut may keep the second page of a line and lose the first."""
    add_person(store, "Lin")
    path = live_segment(folder)
    kept = len(log_of(path))
    with path.open("r+b") as file:
        file.seek(kept + 4096)
        file.write(b"the end of a line}]}\n")
    again = JournalDB(folder, KINDS)
    assert again.torn[0][1] == bytes(4096) + b"the end of a line}]}\n"
    add_person(again, "Mo")
    assert path.read_bytes().rstrip(b"\0") == log_of(path)
    assert len(store.read(catch_up=True).all(Person)) == 2


def test_another_desks_torn_line_is_repaired_by_the_next_to_write(store: JournalDB, folder: Path) -> None:
    add_person(store, "Lin")
    path = live_segment(folder)
    with path.open("r+b") as file:
        file.seek(len(log_of(path)))
        file.write(b'{"n":4,"k":"tx"')
    assert store.poll() is None
    assert add_person(store, "Mo").id == 2
    assert [tail for _, tail in store.torn] == [b'{"n":4,"k":"tx"']


def test_a_reader_mends_nothing(store: JournalDB, opened: Opener, folder: Path) -> None:
    add_person(store, "Lin")
    path = live_segment(folder)
    with path.open("r+b") as file:
        file.seek(len(log_of(path)))
        file.write(b"torn")
    before = path.read_bytes()
    reader = opened(read_only=True)
    assert (reader.read_only, reader.torn) == (("asked", "", 0), [])
    assert reader.poll() is None
    assert path.read_bytes() == before
    with pytest.raises(ReadOnly):
        add_person(reader, "Mo")


def test_a_power_cut_may_keep_any_of_a_lines_sectors(store: JournalDB, folder: Path) -> None:
    add_person(store, "Lin")
    path, before = live_segment(folder), everything(store)
    start = len(log_of(path))
    add_person(store, "Mo" * 900)
    whole, after = path.read_bytes(), everything(store)
    end = len(log_of(path))
    sectors = list(range(start // 512, end // 512 + 1))
    for kept in range(2 ** len(sectors)):
        data = bytearray(whole)
        for bit, sector in enumerate(sectors):
            first, last = max(start, sector * 512), min(end, sector * 512 + 512)
            if not kept >> bit & 1:
                data[first:last] = bytes(last - first)
        path.write_bytes(data)
        again = JournalDB(folder, KINDS)
        assert again.read_only is None
        assert everything(again) == (after if kept == 2 ** len(sectors) - 1 else before)
        assert len(again.torn) == (0 < kept < 2 ** len(sectors) - 1)
        again.close()
