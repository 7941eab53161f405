"""These tests can fail: a store that leaves one rule out loses something, and it is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import db.lock
from tests.db.things import everything, live_segment, log_of

from .accounts import Account, Ack, Slip, losses, opened, opened_bank, transfer
from .cuts import cut_everywhere
from .desks import acknowledged
from .disk import Disk
from .operations import OPERATIONS, filled, intact
from .recording import recorded
from .scale import SEED
from .test_kill import storm
from .test_power_cut import a_day
from .test_turns import held_up, out_of_turn
from .variants import VARIANTS, broken

Caught = Callable[[str, Path], list[str]]


def by_a_power_cut(variant: str, place: Path, bad_sync: int = 0) -> list[str]:
    """What is lost when the power goes in the course of a day; what is mended then is the variant's too."""
    before, recording = a_day(place, SEED, variant, bad_sync)

    def judged(after: Path, texts: list[str]) -> list[str]:
        with broken(variant if variant == "no_tail_repair" else ""):
            return intact(after, texts)

    return cut_everywhere(before, recording, judged, place / "after", most=24, seed=SEED)[1]


def by_a_failing_sync(variant: str, place: Path) -> list[str]:
    """What is lost when the power goes after a sync has failed."""
    return by_a_power_cut(variant, place, bad_sync=3)


def by_kills(variant: str, place: Path) -> list[str]:
    """What is lost when several desks write at once and are killed; as often as it takes."""
    found: list[str] = []
    for turn in range(10):
        desks = storm(place / f"data {turn}", SEED + turn, 6, variant)
        found = losses(place / f"data {turn}", acknowledged(desks))
        if found:
            break
    return found


def by_rot(variant: str, place: Path) -> list[str]:
    """What is lost without a word when the last line, acknowledged long since, loses a bit or all of it."""
    found: list[str] = []
    with broken(variant):
        held = filled(place)
        path = live_segment(place / "data")
        whole, log = path.read_bytes(), log_of(path)
        last = log.rindex(b"\n", 0, -1) + 1
        middle = (last + len(log)) // 2
        for rotten in (
            log[:middle] + bytes([log[middle] ^ 4]) + log[middle + 1 :],
            log[:last],
        ):
            path.write_bytes(rotten.ljust(len(whole), b"\0"))
            with opened(place / "data") as store:
                if store.read_only is None and everything(store) != held:
                    found.append("a saved change is gone, and nothing is said")
    return found


def by_who_waits(variant: str, place: Path) -> list[str]:
    """Who was served out of turn; as often as it takes."""
    (place / "lock").touch()
    with broken(variant):
        return next(filter(None, (out_of_turn(place / "lock", 4) for _ in range(20))), [])


def by_who_is_stopped(variant: str, place: Path) -> list[str]:
    """Who was kept out by a desk that is stopped in the queue."""
    with broken(variant):
        return held_up(place / "data", "waiting", db.lock.PATIENCE, 1)


CAUGHT: dict[str, Caught] = {
    "no_fdatasync": by_a_power_cut,
    "no_folder_sync": by_a_power_cut,
    "fold_without_fsync": by_a_power_cut,
    "archive_before_snapshot": by_a_power_cut,
    "acknowledged_before_written": by_a_power_cut,
    "no_tail_repair": by_a_power_cut,
    "sync_tried_again": by_a_failing_sync,
    "noted_too_soon": by_a_power_cut,
    "note_never_written": by_rot,
    "rot_taken_for_a_tear": by_rot,
    "no_lock": by_kills,
    "no_turns": by_who_waits,
    "endless_patience": by_who_is_stopped,
}


def test_every_variant_is_tried() -> None:
    assert CAUGHT.keys() == VARIANTS.keys()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_store_that_leaves_a_rule_out_is_caught(variant: str, area: Path) -> None:
    assert CAUGHT[variant](variant, area)


def test_the_whole_store_says_what_has_rotted(area: Path) -> None:
    assert by_rot("", area) == []


def test_a_creation_that_syncs_no_names_is_caught(area: Path) -> None:
    """A new folder whose names were never synced is gone after a cut, though its journal was synced."""
    (area / "place").mkdir()
    before = Disk(area / "place")
    with broken("no_folder_sync"), recorded(area / "place") as recording:
        recording.acknowledge("")
        recording.acknowledge(OPERATIONS["create"].do(area / "place"))
    judge = OPERATIONS["create"].judge
    assert cut_everywhere(before, recording, judge, area / "after", most=24, seed=SEED)[1]


def test_the_books_show_what_is_missing(area: Path) -> None:
    """The audit itself: a lost change, half of a change, money from nowhere, and a slip that is another's."""
    folder = area / "data"
    opened_bank(folder).close()
    dice = random.Random(SEED)
    with opened(folder) as store:
        told = [transfer(store, 0, dice) for _ in range(3)]
        assert losses(folder, told) == []
        assert any("was told 9" in loss for loss in losses(folder, [*told, Ack(0, 9, 99, (1, 2))]))
        with store.transaction("half") as tx:
            tx.remove(next(iter(tx.between(Slip, "2026-10-01", "2026-11-30"))))
            account = tx.all(Account)[0]
            tx.put(msgspec.structs.replace(account, balance=account.balance + 1))
    found = losses(folder, told)
    assert any("half of change" in loss for loss in found)
    assert any("on the accounts" in loss for loss in found)
    assert any(loss.startswith("slip ") for loss in found)
