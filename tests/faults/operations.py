"""What may be cut short anywhere: each operation of the store, and what must be found afterwards."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import NotADataFolder, NotSaved, StoreError, backup, check, daily, restore
from db.check import findings_of
from db.fold import fold
from db.repair import repair
from db.segments import segments
from tests.db.things import everything, live_segment, log_of

from .accounts import KINDS, opened, opened_bank, transfer
from .scale import SEED

Judge = Callable[[Path, list[str]], list[str]]
"""What is wrong with a place, given what it may hold: what was acknowledged, and what was being written."""


@dataclass(frozen=True)
class Operation:
    """Something done in a place with a data folder: `do` answers what is acknowledged when it returns."""

    name: str
    prepare: Callable[[Path], str]
    do: Callable[[Path], str]
    judge: Judge


def filled(place: Path) -> str:
    """A folder with something in its archive, its snapshots and its journal; what it holds."""
    opened_bank(place / "data").close()
    dice = random.Random(SEED)
    with opened(place / "data") as store:
        for turn in range(4):
            transfer(store, 0, dice)
            if turn == 1:
                fold(store)
        return everything(store)


def intact(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with a folder that must hold one of these, be writable, and sound."""
    folder = place / "data"
    try:
        with opened(folder) as store:
            if store.read_only is not None:
                return [f"read-only: {store.read_only}"]
            if everything(store) not in texts:
                return ["what it holds is neither what was acknowledged nor what was being written"]
            store.insert({"a": "short line"})  # shorter than what may have been torn there
            after = everything(store)
        with opened(folder) as again:
            if everything(again) != after:
                return ["it does not go on"]
        return list(findings_of(check(folder, KINDS)))
    except StoreError as error:
        return [f"{type(error).__name__}: {error}"]


def contents(folder: Path) -> set[bytes]:
    """What the files below hold, without the room made beforehand."""
    return {path.read_bytes().rstrip(b"\0") for path in folder.rglob("*.json*") if path.is_file()}


DAY = datetime(2026, 11, 26, 18, tzinfo=UTC)


def with_a_stick(place: Path) -> str:
    """A folder with yesterday's copy, and a second folder for copies; what it holds."""
    held = filled(place)
    daily.prepare_second(place / "stick", "for copies")
    daily.back_up(place / "data", KINDS, also=str(place / "stick"), at=DAY - timedelta(days=1))
    return held


def copied_today(place: Path) -> str:
    """The daily copy, and the second one; the folder stays as it was."""
    state = daily.back_up(place / "data", KINDS, also=str(place / "stick"), at=DAY)
    assert state is not None
    if reason := state.tried.reason or state.tried.second_reason:
        raise NotSaved(reason=reason, path="")
    with opened(place / "data") as store:
        return everything(store)


def good_copies(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with any copy that is called good, or with making today's after all."""
    found, elsewhere = [], place / "elsewhere"
    try:
        for where in (place / "data" / "backups", place / "stick"):
            for made in daily.copies(where):
                restore(daily.file_of(where, made), elsewhere / "data", KINDS)
                found += [] if made.good else ["a sound folder's copy is called damaged"]
                found += intact(elsewhere, texts)
                shutil.rmtree(elsewhere)
            found += [] if daily.copies(where) else [f"no copy is left in {where.name}"]
        copied_today(place)
    except StoreError as error:
        return [f"a copy: {type(error).__name__}: {error}"]
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
    return found + intact(place, texts)


def rotten(place: Path) -> str:
    """A folder in whose archive a bit has flipped, as it was beside it, and a place for a new one; what was
    held.
    """
    held = filled(place)
    path = segments(place / "data" / "archive")[0]
    data = bytearray(path.read_bytes())
    data[data.index(b'"code"') + 9] ^= 1
    path.write_bytes(data)
    shutil.copytree(place / "data", place / "former")
    (place / "made").mkdir()
    return held


def salvaged(place: Path) -> str:
    """A new folder of what the rotten one holds."""
    assert repair(place / "data", place / "made" / "data", KINDS).complete
    with opened(place / "made" / "data") as store:
        return everything(store)


def untouched_and_whole(place: Path, texts: list[str]) -> list[str]:
    """What is wrong after a repair: it may have to be done again; the old folder is never touched."""
    if not (place / "made" / "data").exists():
        try:
            salvaged(place)
        except StoreError as error:
            return [f"again: {type(error).__name__}: {error}"]
    before, now = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (place / "former", place / "data")
    )
    return intact(place / "made", texts) + (["the damaged folder is another now"] if before != now else [])


# ── one after the other ────────────────────────────────────────────────────────────────────────────────


def nothing(place: Path) -> str:
    """An empty place."""
    place.mkdir(exist_ok=True)
    return ""


def create(place: Path) -> str:
    """Make a folder and write into it."""
    opened(place / "data", create=True).close()
    return commit(place)


def made_or_not_yet(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with a folder that need not be there before anything was said, but can then be made."""
    if texts[0]:
        return intact(place, texts)
    try:
        with opened(place / "data", create=True) as store:
            empty = everything(store)
    except StoreError as error:
        return [f"{type(error).__name__}: {error}"]
    return intact(place, [*texts, empty])


def commit(place: Path) -> str:
    """A change of one record, and a large one of several in several files."""
    with opened(place / "data") as store:
        if store.tables():
            transfer(store, 0, random.Random(SEED + 1))
        else:
            store.insert({"first": "change"})
        return everything(store)


def folded(place: Path) -> str:
    """A fold; what is held stays as it was."""
    with opened(place / "data") as store:
        fold(store)
        return everything(store)


def torn(place: Path) -> str:
    """A folder whose last line was cut short; what it holds."""
    held = filled(place)
    path = live_segment(place / "data")
    with path.open("r+b") as file:
        file.seek(len(log_of(path)))
        file.write(b'{"n":' + b"x" * 700)
    return held


def copied(place: Path) -> str:
    """A backup."""
    backup(place / "data", place / "copy.tar.gz", KINDS)
    with opened(place / "data") as store:
        return everything(store)


def whole_copy(place: Path, texts: list[str]) -> list[str]:
    """What is wrong with a copy, if it is there; and with the folder that it was made of."""
    copy, elsewhere = place / "copy.tar.gz", place / "elsewhere"
    try:
        if copy.exists():
            restore(copy, elsewhere / "data", KINDS)
            found = intact(elsewhere, texts)
        else:
            found = []
    except StoreError as error:
        return [f"the copy: {type(error).__name__}: {error}"]
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
    return found + intact(place, texts)


def older_copy(place: Path) -> str:
    """A folder that went on after a copy of it was made, and what it held is noted beside it."""
    copy = filled(place)
    backup(place / "data", place / "copy.tar.gz", KINDS)
    (place / "copied").write_text(copy)
    with opened(place / "data") as store:
        transfer(store, 0, random.Random(SEED + 2))
        held = everything(store)
    (place / "former").mkdir()
    for number, content in enumerate(contents(place / "data")):
        (place / "former" / str(number)).write_bytes(content)
    return held


def restored(place: Path) -> str:
    """The copy, put in the folder's place."""
    restore(place / "copy.tar.gz", place / "data", KINDS)
    return (place / "copied").read_text()


def former_or_copy(place: Path, texts: list[str]) -> list[str]:
    """What is wrong after a restore: it may have to be done again, which is said, and loses nothing ever."""
    former = {path.read_bytes() for path in (place / "former").iterdir()}
    copy = (place / "copied").read_text()
    lost = [] if former <= contents(place / "data") else ["something of the former content is nowhere"]
    try:
        opened(place / "data").close()
        return lost + intact(place, texts)
    except NotADataFolder:
        if texts == [copy]:
            return ["what was restored is no store"]
    try:
        restore(place / "copy.tar.gz", place / "data", KINDS)
    except StoreError as error:
        return [*lost, f"again: {type(error).__name__}: {error}"]
    kept = [] if former <= contents(place / "data") else ["the second restore lost something"]
    return [*lost, *kept, *intact(place, [copy])]


OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("create", nothing, create, made_or_not_yet),
        Operation("commit", filled, commit, intact),
        Operation("repair", torn, commit, intact),
        Operation("fold", filled, folded, intact),
        Operation("backup", filled, copied, whole_copy),
        Operation("daily", with_a_stick, copied_today, good_copies),
        Operation("salvage", rotten, salvaged, untouched_and_whole),
        Operation("restore", older_copy, restored, former_or_copy),
    )
}
