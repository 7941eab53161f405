"""The power goes while a folder is made, copied, or put back from a copy."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from db import Damaged, NotADataFolder, StoreError, backup, check, restore
from db.check import findings_of
from db.fold import fold
from tests.db.things import everything

from .accounts import KINDS, opened, opened_bank, transfer
from .cuts import cut_everywhere
from .disk import Disk
from .recording import Recording, recorded
from .scale import SEED, much
from .test_power_cut import intact

MOST = much(24, 400)
Count = Callable[..., None]


def a_bank(folder: Path, changes: int) -> str:
    """A folder with something in its archive, its snapshots and its journal; what it holds."""
    opened_bank(folder).close()
    dice = random.Random(SEED)
    with opened(folder) as store:
        for number in range(changes):
            transfer(store, 0, dice)
            if number == changes // 2:
                fold(store)
        return everything(store)


def made(place: Path) -> tuple[Disk, Recording]:
    """A folder's first minute; the place before, and what happened."""
    place.mkdir()
    before = Disk(place)
    with recorded(place) as recording:
        with opened(place / "data", create=True) as store:
            recording.acknowledge(everything(store))
        with opened(place / "data") as store:
            store.insert({"first": "change"})
            recording.acknowledge(everything(store))
    return before, recording


def made_or_not_yet(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with a folder that need not be there before anything was said."""
    if texts[0]:
        return intact(place, texts)
    try:
        opened(place / "data").close()
    except (NotADataFolder, Damaged):  # said, and nothing was in it
        return []
    return intact(place, texts)


def test_a_new_folder_is_there_once_it_was_said(area: Path, count: Count) -> None:
    before, recording = made(area / "place")
    tried, found = cut_everywhere(before, recording, made_or_not_yet, area / "after", most=MOST, seed=SEED)
    count(states=tried, losses=len(found))
    assert found == []


def test_a_backup_is_whole_or_not_there(area: Path, count: Count) -> None:
    place = area / "place"
    held = a_bank(place / "data", 4)
    before = Disk(place)
    with recorded(place) as recording:
        recording.acknowledge("not made")
        backup(place / "data", place / "copy.tar.gz", KINDS)
        recording.acknowledge("made")

    def judged(after: Path, texts: list[str]) -> list[str]:
        copy = after / "copy.tar.gz"
        if not copy.exists():
            return [] if "not made" in texts else ["the backup is gone"]
        try:
            restore(copy, area / "restored", KINDS)
            with opened(area / "restored") as again:
                whole = everything(again) == held
        except StoreError as error:
            return [f"{type(error).__name__}: {error}"]
        finally:
            shutil.rmtree(area / "restored", ignore_errors=True)
        return ([] if whole else ["the backup holds something else"]) + intact(after, [held])

    tried, found = cut_everywhere(before, recording, judged, area / "after", most=MOST // 3, seed=SEED)
    count(states=tried, losses=len(found))
    assert found == []


def contents(folder: Path) -> set[bytes]:
    """What the files below hold, without the room made beforehand."""
    return {path.read_bytes().rstrip(b"\0") for path in folder.rglob("*.json*") if path.is_file()}


def test_a_restore_keeps_the_former_content_and_can_be_done_again(area: Path, count: Count) -> None:
    place = area / "place"
    copied = a_bank(place / "data", 3)
    backup(place / "data", place / "copy.tar.gz", KINDS)
    with opened(place / "data") as store:
        transfer(store, 0, random.Random(1))
        former, held = everything(store), contents(place / "data")
    before = Disk(place)
    with recorded(place) as recording:
        recording.acknowledge(former)
        restore(place / "copy.tar.gz", place / "data", KINDS)
        recording.acknowledge(copied)

    def judged(after: Path, texts: list[str]) -> list[str]:
        found = [] if held <= contents(after) else ["something of the former content is nowhere"]
        wrong = intact(after, texts)
        if not wrong or "neither" in wrong[0] or copied == texts[0]:
            return found + wrong
        try:  # it cannot be used, and says so: the restore is done again
            restore(after / "copy.tar.gz", after / "data", KINDS)
        except StoreError as error:
            return [*found, f"{type(error).__name__}: {error}"]
        kept = [] if held <= contents(after) else ["the second restore lost something"]
        return [*found, *kept, *intact(after, [copied]), *findings_of(check(after / "data", KINDS))]

    tried, found = cut_everywhere(before, recording, judged, area / "after", most=MOST, seed=SEED, enough=9)
    count(states=tried, losses=len(found))
    assert found == []
