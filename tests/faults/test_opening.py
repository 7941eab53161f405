"""Opening a folder at an awkward moment."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from db.fold import fold
from db.segments import segments

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
