"""Opening a data folder: reading it, judging what lies at its end, noticing damage."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import folder as folders
from .errors import Damaged, NewerFormat, NoAccess, NotADataFolder, NotSaved
from .folder import CENTRE
from .journal import Journal, OutOfStep
from .lines import Decoded
from .lock import FolderLock
from .records import Kind, Record
from .segments import segments
from .shards import Memory


class Opening:
    """One process's view of a data folder, as it was read."""

    def __init__(
        self,
        folder: Path,
        kinds: Iterable[Kind[Any]],
        *,
        read_only: bool,
        lock_seconds: float,
        label: Mapping[str, str | int],
    ) -> None:
        self.folder = folder
        self.kinds: dict[type[Record], Kind[Any]] = {kind.record: kind for kind in kinds}
        self.read_only: tuple[str, str, int] | None = ("asked", "", 0) if read_only else None
        self._newer: NewerFormat | None = None
        self._by_table = {kind.table: kind for kind in self.kinds.values()}
        self.checked = {kind.table for kind in self.kinds.values() if kind.checks}
        self._keys = {kind.table: kind.keys() for kind in self.kinds.values()}
        self._lock_seconds = lock_seconds
        self._label = label
        self._foreign: list[Decoded] = []
        self._reloaded = False
        self._verify_folder()
        self._may_not_write = self.read_only
        self._lock = FolderLock(folder / "lock")
        self.journal = Journal(folder, writable=self.read_only is None)
        self.memory = Memory(folder, self._keys)
        try:
            self._open()
        except BaseException:
            self.release()
            raise

    def _verify_folder(self) -> None:
        path = str(self.folder)
        if os.path.isdir(path) and not os.access(path, os.R_OK | os.X_OK, effective_ids=True):
            raise NoAccess(path=path, reason="may_not_read")
        if not folders.is_data_folder(path):
            raise NotADataFolder(path=path, reason="no_store" if os.path.isdir(path) else "missing")
        folders.refuse_network(self.folder)
        needed = [self.folder, self.folder / "journal", *segments(self.folder / "journal")]
        for place in needed:
            readable = os.access(place, os.R_OK, effective_ids=True)
            writable = os.access(place, os.W_OK, effective_ids=True)
            if not place.exists():  # moved by a fold this moment
                continue
            if not readable:
                raise NoAccess(path=str(place), reason="may_not_read")
            if self.read_only is None and not writable:
                self.read_only = ("not_writable", str(place), 0)

    def _open(self) -> None:
        """Read the folder; then, if nobody holds the lock, what only its holder may judge and mend.

        The reading takes as long as there is much to read: meanwhile others write.
        """
        if self.read_only is None and not segments(self.folder / "journal") and self._lock.try_acquire():
            try:
                if not segments(self.folder / "journal"):
                    self._first_segment()
            finally:
                self._lock.release()
        try:
            self._read_anew(locked=False)
            sound = self.read_only == self._may_not_write
        except (Damaged, OutOfStep):  # or somebody is putting it in order at this moment
            sound = False
        if not self._lock.try_acquire():
            if not sound:
                self._read_again(locked=False)
            return
        try:
            if not sound or not self._judge_the_end():
                self._read_again(locked=True)
        except NotSaved:  # a torn line can be set aside only where there is room: until then it is read
            self._read_again(locked=False)
        finally:
            self._lock.release()

    def _read_again(self, *, locked: bool) -> None:
        self.read_only = self._may_not_write
        self._read_anew(locked=locked)

    def _judge_the_end(self) -> bool:
        """Follow to the very end while nobody writes; False where what was read is not what is there now."""
        before = self.journal.lsn
        try:
            self.journal.catch_up(self.memory.apply, locked=True)
            if self.journal.lsn != before:
                self.memory.verify_manifest()
            self.memory.prove(CENTRE)
        except (Damaged, OutOfStep):
            return False
        self._heed()
        return True

    def _first_segment(self) -> None:
        if segments(self.folder / "archive") or any(self.folder.glob("*.json")):
            return  # not a new folder but one without its journal: damage, found by the reading
        self.journal.begin_segment(next_id=1, history=os.urandom(8).hex(), label=self._label)

    def _read_anew(self, *, locked: bool) -> None:
        """Read everything from the disk.  Raises Damaged, with nothing changed, when there is no journal."""
        journal = Journal(self.folder, writable=self.read_only is None)
        memory = Memory(self.folder, self._keys)
        journal.torn = self.journal.torn
        journal.highest_id = lambda: memory.next_id
        damage: Damaged | None = None
        try:
            journal.start()
            try:
                journal.catch_up(memory.apply, locked=locked)
                memory.verify_manifest()
                memory.shard(CENTRE)
                if locked:  # else a fold may have gone on since
                    memory.prove(CENTRE)
            except Damaged as found:
                damage = found
        except BaseException:
            journal.close()
            raise
        self.journal.close()
        self.journal, self.memory = journal, memory
        if damage is not None:
            self._refuse_writing(damage)
        self._heed()

    def _refuse_writing(self, damage: Damaged) -> None:
        facts = damage.facts
        self.read_only = (str(facts["reason"]), str(facts["file"]), int(facts["line"]))

    def _heed(self) -> None:
        """Refuse writing once a snapshot was found that is not what the last fold listed."""
        if self.memory.damage is not None:
            self._refuse_writing(self.memory.damage)

    def release(self) -> None:
        """Give every descriptor back."""
        self._lock.close()
        self.journal.close()
