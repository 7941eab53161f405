"""The power goes while desks write, fold, back up and restore: what was acknowledged is on the disk."""

from __future__ import annotations

import errno
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db import JournalDB, NotSaved
from db.fold import fold
from tests.db.things import everything

from .accounts import opened, opened_bank, shred, transfer
from .calls import Failing, watched
from .cuts import cut_everywhere
from .disk import Disk
from .operations import intact
from .recording import Recording, recorded
from .scale import SEED, much
from .variants import broken

MOST = much(16, 400)


def a_day(place: Path, seed: int, variant: str = "", bad_sync: int = 0) -> tuple[Disk, Recording]:
    """Two desks change, fold and note what is saved; the disk before, and what happened to it.

    `bad_sync`: the how manieth fdatasync fails; the desk that heard of it is started again.
    """
    dice = random.Random(seed)
    opened_bank(place / "data").close()
    with opened(place / "data") as store:
        transfer(store, 0, dice)
        fold(store)
    before = Disk(place)
    failing = Failing(bad_sync, errno.EIO, of=("fdatasync",))
    with broken(variant), watched(failing, place), recorded(place) as recording:
        desks = [opened(place / "data") for _ in range(2)]
        recording.acknowledge(everything(desks[0]))
        turns = ["fold"] * much(2, 4) + ["shred", "settle"] * 2 + ["transfer"] * much(6, 16)
        dice.shuffle(turns)
        for what in turns:
            number, thrown, perhaps = dice.randrange(2), dice.getstate(), ""
            try:
                _turn(desks[number], what, dice)
            except NotSaved:
                desks[number].close()
                desks[number] = opened(place / "data")
                dice.setstate(thrown)
                perhaps = _as_if_saved(place / "data", what, dice)
            recording.acknowledge(everything(desks[number]), perhaps)
        for desk in desks:
            desk.close()
    return before, recording


def _turn(desk: JournalDB, what: str, dice: random.Random) -> None:
    if what == "fold":
        fold(desk)
    elif what == "shred":
        shred(desk, 0, dice.randrange(1, 4))
    elif what == "settle":
        desk.settle()
    else:
        transfer(desk, 0, dice)


def _as_if_saved(folder: Path, what: str, dice: random.Random) -> str:
    with tempfile.TemporaryDirectory() as elsewhere:
        shutil.copytree(folder, Path(elsewhere) / "data")
        with opened(Path(elsewhere) / "data") as desk:
            _turn(desk, what, dice)
            return everything(desk)


@pytest.mark.parametrize("round_", range(much(2, 10)))
def test_nothing_acknowledged_is_lost_by_a_power_cut(
    round_: int, area: Path, count: Callable[..., None]
) -> None:
    before, recording = a_day(area, SEED + round_)
    tried, found = cut_everywhere(before, recording, intact, area / "after", most=MOST, seed=SEED)
    count(states=tried, losses=len(found))
    assert found == []
    assert tried > much(60, 300)


@pytest.mark.parametrize("bad_sync", range(1, much(3, 12)))
def test_a_sync_that_failed_is_not_believed_later(
    bad_sync: int, area: Path, count: Callable[..., None]
) -> None:
    """The system forgets what it could not write, and calls the next sync of the file a success."""
    before, recording = a_day(area, SEED, bad_sync=bad_sync)
    assert "sync failed" in {event[0] for event in recording.events}
    tried, found = cut_everywhere(before, recording, intact, area / "after", most=MOST // 2, seed=SEED)
    count(states=tried, losses=len(found))
    assert found == []
