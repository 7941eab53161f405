"""Desks killed at random while they write: what one was told is there, and nothing is there by half."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from .accounts import losses, opened, opened_bank
from .desks import Desk, acknowledged, first_to_speak, running, transfers
from .scale import SEED, much

ROUNDS = much(2, 12)
KILLS = much(8, 40)


def storm(folder: Path, seed: int, kills: int, variant: str = "") -> list[Desk]:
    """Desks that transfer until they are killed, each followed by another; all that there were."""
    dice = random.Random(seed)
    opened_bank(folder).close()
    desks = [Desk(transfers, folder, number, seed, variant) for number in range(3)]
    alive = list(desks)
    with running(desks):
        for _ in range(kills):
            victim, heard = dice.choice(alive), dice.randrange(1, 60)
            heard += sum(len(desk.said) for desk in desks)
            while sum(len(desk.said) for desk in desks) < heard and victim in alive:
                spoken = first_to_speak(alive)
                alive = [desk for desk in alive if desk not in spoken or desk.hear()]
            if victim in alive:
                victim.kill()
                alive.remove(victim)
            desks.append(Desk(transfers, folder, len(desks), seed, variant))
            alive.append(desks[-1])
    return desks


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_nothing_acknowledged_is_lost_by_a_kill(round_: int, area: Path, count: Callable[..., None]) -> None:
    desks = storm(area / "data", SEED + round_, KILLS)
    said = acknowledged(desks)
    assert {desk.exitcode for desk in desks} == {-9}, "none ended by itself"
    assert len(said) > KILLS
    found = losses(area / "data", said)
    count(kills=len(desks), acknowledged=len(said), losses=len(found))
    assert found == []


def test_a_killed_desk_leaves_the_lock_to_the_next(area: Path) -> None:
    opened_bank(area / "data").close()
    with running([Desk(holding, area / "data")]) as [desk]:
        desk.hear_until(1)
        desk.kill()
    with opened(area / "data", lock_seconds=0) as store:
        with store.transaction("mine"):
            pass


def holding(folder: Path, number: int, say: Callable[[object], None]) -> None:
    """Take the lock and keep it."""
    import signal

    with opened(folder) as store, store.transaction("hold"):
        say("held")
        signal.pause()
