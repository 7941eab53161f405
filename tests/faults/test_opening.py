"""Opening a folder at an awkward moment."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import db.shards
from db import JournalDB, backup, check, restore
from db.fold import fold
from db.segments import segments
from db.snapshots import Listed
from tests.db.things import KINDS, add_person, everything, fresh, live_segment

from .accounts import opened, opened_bank, transfer


def test_a_segment_that_a_fold_moves_while_the_folder_is_opened_is_no_refusal(
    area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was listed, and is gone when it is asked whether it may be read."""
    store = opened_bank(area / "data")
    transfer(store, 0, random.Random(1))
    [segment] = segments(area / "data" / "journal")
    may = os.access

    def folded_just_now(path: Path, mode: int, **options: bool) -> bool:
        if Path(path) == segment and segment.exists():
            fold(store)
        return may(path, mode, **options)

    monkeypatch.setattr(os, "access", folded_just_now)
    with opened(area / "data") as again:
        assert again.read_only is None
        assert again.last_lsn == store.last_lsn
    store.close()


def test_nobody_waits_for_a_desk_that_is_opened(area: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a large folder takes a while: another desk saves meanwhile, and that is seen, too."""
    store, dice = opened_bank(area / "data"), random.Random(1)
    fold(store)
    read = db.shards.read_snapshot
    saved: list[int] = []

    def read_slowly(path: Path, listed: Listed | None) -> Any:
        if not saved:
            saved.append(0)
            saved.append(transfer(store, 0, dice).lsn)
        return read(path, listed)

    monkeypatch.setattr(db.shards, "read_snapshot", read_slowly)
    with opened(area / "data", lock_seconds=1) as again:
        assert saved[1] == again.last_lsn
        assert again.read_only is None
        assert again.poll() is None
        assert everything(again) == everything(store)
    store.close()


def test_a_fold_while_a_desk_is_opened_is_no_damage(area: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, dice = opened_bank(area / "data"), random.Random(1)
    transfer(store, 0, dice)
    read = db.shards.read_snapshot
    folded: list[int] = []

    def read_slowly(path: Path, listed: Listed | None) -> Any:
        if not folded:
            folded.append(0)
            folded.append(fold(store))
            transfer(store, 0, dice)
        return read(path, listed)

    monkeypatch.setattr(db.shards, "read_snapshot", read_slowly)
    with opened(area / "data") as again:
        assert folded[1]
        assert again.read_only is None
        assert everything(again) == everything(store)
        transfer(again, 1, dice)
    store.close()


@pytest.fixture
def while_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something done when a desk that opens has read the journal and comes to centre.json."""

    def once(do: Callable[[], object]) -> None:
        read, left = db.shards.read_snapshot, [do]

        def and_done(*arguments: object) -> object:
            if left:
                left.pop()()
            return read(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(db.shards, "read_snapshot", and_done)

    return once


Once = Callable[[Callable[[], object]], None]


def test_a_desk_that_opens_keeps_nobody_from_writing(area: Path, while_reading: Once) -> None:
    store = fresh(area / "data")
    add_person(store, "Lin")
    store._lock_seconds = 0.05
    while_reading(lambda: add_person(store, "Mo"))
    with JournalDB(area / "data", KINDS) as again:
        assert again.read_only is None
        assert everything(again) == everything(store)
        assert add_person(again, "Yue").id == 3
    store.close()
    assert check(area / "data", KINDS).sound


def test_a_fold_while_a_desk_opens_is_no_damage(area: Path, while_reading: Once) -> None:
    store = fresh(area / "data")
    add_person(store, "Lin")
    fold(store)
    add_person(store, "Mo")
    while_reading(lambda: (fold(store), add_person(store, "Yue")))
    with JournalDB(area / "data", KINDS) as again:
        assert again.read_only is None
        assert everything(again) == everything(store)
    store.close()


def test_a_restore_while_a_desk_opens_is_no_damage(area: Path, while_reading: Once) -> None:
    store = fresh(area / "data")
    add_person(store, "Lin")
    backup(area / "data", area / "copy", KINDS)
    fold(store)
    add_person(store, "Mo")
    while_reading(lambda: restore(area / "copy", area / "data", KINDS))
    with JournalDB(area / "data", KINDS) as again:
        assert again.read_only is None
        assert [person["name"] for person in again.table("people")] == ["Lin"]
        assert add_person(again, "Yue").id == 2
    store.close()
    assert check(area / "data", KINDS).sound


def test_a_torn_end_is_set_aside_though_the_long_file_was_read_without_the_lock(area: Path) -> None:
    store = fresh(area / "data")
    add_person(store, "Lin")
    end = store.journal.end
    store.close()
    with live_segment(area / "data").open("r+b") as file:
        file.seek(end)
        file.write(b'{"n":3,"k":"tx","torn')
    with JournalDB(area / "data", KINDS) as again:
        assert again.read_only is None
        assert len(again.torn) == 1
        assert add_person(again, "Mo").id == 2
    assert check(area / "data", KINDS).sound
