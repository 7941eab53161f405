"""The store, broken on purpose: each variant leaves out one rule, and must be caught by these tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import db.backup
import db.files
import db.fold
import db.folder
import db.journal
import db.lock
import db.snapshots
import db.turns
from db import acknowledged
from db.journal import Journal
from db.lines import decode
from db.lock import FolderLock

Patch = pytest.MonkeyPatch


def no_fdatasync(patch: Patch) -> None:
    """A commit that is acknowledged from the page cache."""

    def forget(journal: Journal) -> None:
        journal.unsynced = False

    patch.setattr(Journal, "_sync", forget)


def no_folder_sync(patch: Patch) -> None:
    """Names that are not made durable."""
    for module in (db.files, db.fold, db.folder, db.backup):
        if hasattr(module, "sync_folder"):
            patch.setattr(module, "sync_folder", lambda folder: None)


def no_lock(patch: Patch) -> None:
    """Whoever wants to write writes."""
    patch.setattr(FolderLock, "acquire", lambda lock, *limits: None)
    patch.setattr(FolderLock, "try_acquire", lambda lock: True)


def fold_without_fsync(patch: Patch) -> None:
    """Snapshots that take the old one's name before they are on the disk."""

    def hasty(path: Path, data: bytes) -> None:
        temporary = path.with_name(f".{path.name}.new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, data)
        os.close(descriptor)
        os.replace(temporary, path)
        db.files.sync_folder(path.parent)

    patch.setattr(db.snapshots, "write_file", hasty)


def archive_before_snapshot(patch: Patch) -> None:
    """Segments leave the journal as soon as they are sealed."""
    write = db.fold._write

    def late(folder: Path, name: str, shard: Any, meta: dict[str, Any]) -> Any:
        for path in db.fold.segments(folder / "journal")[:-1]:
            os.rename(path, folder / "archive" / path.name)
        db.files.sync_folder(folder / "archive")
        db.files.sync_folder(folder / "journal")
        return write(folder, name, shard, meta)

    patch.setattr(db.fold, "_write", late)


def no_tail_repair(patch: Patch) -> None:
    """The torn end of a line is left where it is, and written over by the next one."""

    def look_away(journal: Journal) -> None:
        journal._checked_beyond = True

    patch.setattr(Journal, "_judge", look_away)


def sync_tried_again(patch: Patch) -> None:
    """An fdatasync that failed is tried once more, and its second answer believed."""

    def twice(journal: Journal) -> None:
        try:
            os.fdatasync(journal.descriptor)
        except OSError:
            os.fdatasync(journal.descriptor)
        journal.unsynced = False

    patch.setattr(Journal, "_sync", twice)


def acknowledged_before_written(patch: Patch) -> None:
    """The change is in memory, and said to be saved, while its line waits for the next one."""
    held: list[tuple[Journal, Callable[[], None]]] = []
    sync = Journal._sync

    def later(journal: Journal) -> None:
        for before, do in held:
            if before is journal:
                do()
        held[:] = [(journal, lambda: sync(journal))]
        journal.unsynced = False

    patch.setattr(Journal, "_sync", later)


def noted_too_soon(patch: Patch) -> None:
    """A line is noted as saved before it is synced."""
    put = Journal._put

    def hasty(journal: Journal, raw: bytes, size: int) -> None:
        put(journal, raw, size)
        line = decode(raw)
        acknowledged.write(journal.folder, acknowledged.Note(journal.history, line["n"], line["h"]))

    patch.setattr(Journal, "_put", hasty)


def note_never_written(patch: Patch) -> None:
    """What was saved last is noted nowhere."""
    patch.setattr(acknowledged, "write", lambda folder, note: None)


def rot_taken_for_a_tear(patch: Patch) -> None:
    """A last line that does not prove is set aside, whatever it looks like."""
    patch.setattr(db.journal, "is_damage", lambda tail, offset: False)
    patch.setattr(acknowledged, "contradicted", lambda note, history, lsn, head: False)


def no_turns(patch: Patch) -> None:
    """A free lock is whoever's who asks first, though others have waited for long."""

    def only_drawn(descriptor: int) -> None:
        db.turns._draw(descriptor)

    patch.setattr(db.turns, "anybody", lambda descriptor: False)
    patch.setattr(db.turns, "wait", only_drawn)


def endless_patience(patch: Patch) -> None:
    """A queue is kept to, though somebody in it is stopped."""
    patch.setattr(db.lock, "PATIENCE", 1e9)


VARIANTS: dict[str, Callable[[Patch], None]] = {
    variant.__name__: variant
    for variant in (
        no_fdatasync,
        no_folder_sync,
        no_lock,
        fold_without_fsync,
        archive_before_snapshot,
        no_tail_repair,
        sync_tried_again,
        acknowledged_before_written,
        noted_too_soon,
        note_never_written,
        rot_taken_for_a_tear,
        no_turns,
        endless_patience,
    )
}


@contextmanager
def broken(variant: str) -> Iterator[None]:
    """The store with that rule left out; "" leaves it as it is."""
    with pytest.MonkeyPatch.context() as patch:
        if variant:
            VARIANTS[variant](patch)
        yield
