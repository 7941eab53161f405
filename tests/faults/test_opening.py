"""Opening a folder at an awkward moment."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

import db.shards
from db.fold import fold
from db.segments import segments
from db.snapshots import Listed
from tests.db.things import everything

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
