"""The power goes while desks write, fold, back up and restore: what was acknowledged is on the disk."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from db import JournalDB, StoreError, check
from db.check import findings_of
from db.fold import fold
from tests.db.things import everything

from .accounts import KINDS, opened, opened_bank, shred, transfer
from .cuts import cut_everywhere
from .disk import Disk
from .recording import Recording, recorded
from .scale import SEED, much
from .variants import broken

MOST = much(40, 400)


def a_day(place: Path, seed: int, variant: str = "") -> tuple[Disk, Recording]:
    """Two desks change, fold and look; the disk before, and what happened to it."""
    dice = random.Random(seed)
    opened_bank(place / "data").close()
    with opened(place / "data") as store:
        transfer(store, 0, dice)
        fold(store)
    before = Disk(place)
    with broken(variant), recorded(place) as recording:
        desks = [opened(place / "data") for _ in range(2)]
        recording.acknowledge(everything(desks[0]))
        for turn in range(much(8, 30)):
            desk = dice.choice(desks)
            match dice.randrange(6):
                case 0:
                    fold(desk)
                case 1:
                    shred(desk, 0, turn)
                case _:
                    transfer(desk, 0, dice)
            recording.acknowledge(everything(desk))
        for desk in desks:
            desk.close()
    return before, recording


def intact(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with a folder that must hold one of these, be writable, and sound."""
    folder = place / "data"
    try:
        with opened(folder) as store:
            if store.read_only is not None:
                return [f"read-only: {store.read_only}"]
            held = everything(store)
            if held not in texts:
                return ["what it holds is neither what was acknowledged nor what was being written"]
            transfer(store, 1, random.Random(1))
            after = everything(store)
        with opened(folder) as again:
            if everything(again) != after:
                return ["it does not go on"]
        return list(findings_of(check(folder, KINDS)))
    except StoreError as error:
        return [f"{type(error).__name__}: {error}"]


@pytest.mark.parametrize("round_", range(much(2, 12)))
def test_nothing_acknowledged_is_lost_by_a_power_cut(
    round_: int, area: Path, count: Callable[..., None]
) -> None:
    before, recording = a_day(area, SEED + round_)
    tried, found = cut_everywhere(before, recording, intact, area / "after", most=MOST, seed=SEED)
    count(states=tried, losses=len(found))
    assert found == []
    assert tried > much(100, 1000)
