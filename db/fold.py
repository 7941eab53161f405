"""Folding: the journal's lines go into the snapshots, its sealed segments into the archive.

Every crash point is harmless: a snapshot carries the number of the line it goes up to, and whoever replays
the journal over it skips the lines at or below that number.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import folder as folders
from .errors import NotSaved
from .files import sync_folder
from .lines import FORMAT
from .lock import FolderLock
from .segments import segments
from .shards import Shard
from .snapshots import Listed, write_snapshot

if TYPE_CHECKING:
    from .store import Store


def fold(store: Store) -> int:
    """Fold what the journal holds; up to which line the snapshots now go, 0 when nothing was done.

    Nothing is done while another process folds.  Raises NotSaved when the disk is too full, ReadOnly, Busy.
    """
    lock = FolderLock(store.folder / "fold.lock")
    try:
        return _fold(store) if lock.try_acquire() else 0
    finally:
        lock.close()


def _fold(store: Store) -> int:
    store.refresh()
    if store.read_only is not None:
        raise store.read_only_error()
    if not store.memory.dirty():
        with store.locked():
            store.follow(locked=True)
            _archive(store)
        return 0
    _refuse_full_disk(store)
    for name in store.memory.dirty():  # before the lock is taken: reading them may take a while
        store.base(name, "")
    with store.locked():
        store.follow(locked=True)
        if store.read_only is not None:
            raise store.read_only_error()
        seal = store.journal.append("seal", {}, [])
        store.memory.apply(seal)
        store.follow(locked=True)  # goes on into the next segment, and makes it
        next_id, history = store.memory.next_id, store.journal.history
        shards = {name: store.memory.shard(name) for name in store.memory.dirty()}
    # From here on this process does not follow the journal: its tables stand still at the seal.
    meta = {"format": FORMAT, "lsn": seal["n"], "hash": seal["h"], "next_id": next_id, "history": history}
    written = {name: _write(store.folder, name, shard, meta) for name, shard in shards.items()}
    with store.locked():
        store.follow(locked=True)
        manifest = {**store.memory.manifest, **written}
        fields = {
            "manifest": {name: [listed.lsn, listed.size, listed.digest] for name, listed in manifest.items()}
        }
        store.memory.apply(store.journal.append("fold", fields, []))
        _archive(store)
    return int(seal["n"])


def _write(folder: Path, name: str, shard: Shard, meta: dict[str, Any]) -> Listed:
    tables = {table: data.documents for table, data in shard.tables.items()}
    return write_snapshot(folders.shard_file(folder, name), meta, tables)


def _archive(store: Store) -> None:
    """Move the segments that the snapshots hold wholly; the commit lock is held."""
    folded = store.memory.folded
    done = [
        path
        for path, following in pairwise(segments(store.folder / "journal"))
        if int(following.stem) <= folded + 1
    ]
    try:
        for path in done:
            os.rename(path, store.folder / "archive" / path.name)
        if done:
            sync_folder(store.folder / "archive")
            sync_folder(store.folder / "journal")
    except OSError as error:  # the next fold moves what is left
        raise NotSaved.of(error, store.folder / "archive") from None
    if done:
        folders.ensure_ballast(store.folder)


def _refuse_full_disk(store: Store) -> None:
    """A fold needs room for the largest shard twice: its new file beside the old one."""
    files = [folders.shard_file(store.folder, name) for name in store.memory.dirty()]
    largest = max((path.stat().st_size for path in files if path.exists()), default=0)
    disk = os.statvfs(store.folder)
    if disk.f_bavail * disk.f_frsize < 2 * largest + 2 * folders.BALLAST:
        raise NotSaved(reason="ENOSPC", path=str(store.folder))
