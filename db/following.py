"""Keeping up with a data folder: opening it, catching up with other processes, noticing damage."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from . import folder as folders
from .errors import Damaged, NewerFormat, NotSaved, ReadOnly
from .folder import CENTRE
from .journal import Journal, OutOfStep
from .lines import Decoded
from .lock import FolderLock
from .records import Kind, Record
from .segments import segments
from .shards import KeysOf, Memory, TableData, Touched, touched


class Changes(Struct, frozen=True):
    """What other processes changed: (table, id, days) of each record, and the numbers of the lines.

    `reloaded`: the folder was restored or repaired from outside; everything may be different.
    """

    records: frozenset[Touched] = frozenset()
    lsns: tuple[int, ...] = ()
    reloaded: bool = False


class Following:
    """One process's view of a data folder, as far as it has followed."""

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
        not_writable = folders.not_writable(folder)
        self.read_only: tuple[str, str, int] | None = ("asked", "", 0) if read_only else not_writable
        self._newer: NewerFormat | None = None
        self._by_table = {kind.table: kind for kind in self.kinds.values()}
        self.checked = {kind.table for kind in self.kinds.values() if kind.checks}
        self._keys = {kind.table: kind.keys() for kind in self.kinds.values()}
        self._lock_seconds = lock_seconds
        self._label = label
        self._foreign: list[Decoded] = []
        self._reloaded = False
        self._may_not_write = self.read_only
        self._lock = FolderLock(folder / "lock")
        self.journal = Journal(folder, writable=self.read_only is None)
        self.memory = Memory(folder, self._keys)
        try:
            self._open()
        except BaseException:
            self.release()
            raise

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────

    def _open(self) -> None:
        """Read the folder, then with the lock, if nobody holds it, what came since and a torn tail.

        Others write while a long file is read.  What seems damaged may be so for a moment, by a restore: it
        is read again with the lock.
        """
        if segments(self.folder / "journal"):
            try:
                self._read_anew(locked=False)
            except (Damaged, OutOfStep):
                pass
            else:
                if self.read_only == self._may_not_write and self._end_found():
                    return
            self.read_only = self._may_not_write
        locked = self._lock.try_acquire()
        try:
            if locked and self.read_only is None and not segments(self.folder / "journal"):
                self._first_segment()
            try:
                self._read_anew(locked=locked)
            except NotSaved:  # a torn line can be set aside only where there is room: until then it is read
                self._read_anew(locked=False)
        finally:
            if locked:
                self._lock.release()

    def _end_found(self) -> bool:
        """Read on to the end with the lock, if nobody holds it; False when all is to be read again."""
        if not self._lock.try_acquire():
            return True
        try:
            self.journal.catch_up(self.memory.apply, locked=True)
            self.memory.prove(CENTRE)
        except (Damaged, OutOfStep, NotSaved):
            return False
        finally:
            self._lock.release()
        return self.memory.damage is None

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

    # ── following ────────────────────────────────────────────────────────────────────────────────────────

    def follow(self, *, locked: bool = False) -> None:
        """Catch up with what other processes wrote.  Raises ReadOnly for damage found with the lock held."""
        before = self.journal.lsn
        try:
            self.journal.catch_up(self._arrived, locked=locked)
        except OutOfStep:
            self._follow_anew(locked=locked)
        except Damaged as damage:
            self._refuse_writing(damage)
            raise self.read_only_error() from None
        except NewerFormat as newer:
            self.read_only, self._newer = ("newer_format", str(newer.facts["path"]), 0), newer
            raise
        finally:
            if self.journal.lsn != before:
                self.changed()

    def _follow_anew(self, *, locked: bool) -> None:
        """Read everything anew; later if another process is at work there, a restore perhaps."""
        if not locked and not self._lock.try_acquire():
            return
        if self.read_only is not None and self.read_only[0] != "disk_failed":
            self.read_only, self._newer = self._may_not_write, None  # what was damaged may be restored
        try:
            self._read_anew(locked=True)
        except Damaged as damage:
            self._refuse_writing(damage)
            raise self.read_only_error() from None
        finally:
            if not locked:
                self._lock.release()
        self._reloaded = True
        self.changed()

    def _arrived(self, line: Decoded) -> None:
        self.memory.apply(line)
        if line["k"] == "tx":
            self._foreign.append(line)

    def changed(self) -> None:
        """Called when what was read before may no longer hold."""

    def refresh(self) -> None:
        """Catch up if something was written; the changes are still reported by the next poll."""
        if not self.journal.stirred():
            return
        try:
            self.follow()
            if self.journal.stuck and self.read_only is None and self._lock.try_acquire():
                try:
                    self.follow(locked=True)  # nobody is writing: what is not intact can be judged
                finally:
                    self._lock.release()
        except (ReadOnly, NewerFormat, NotSaved):
            return  # later, or `read_only` says why not; what was read stays readable

    def poll(self) -> Changes | None:
        """What other processes changed since the last poll; None when nothing: then it costs a few µs."""
        self.refresh()
        if not self._foreign and not self._reloaded:
            return None
        records = frozenset(record for line in self._foreign for record in touched(line))
        changes = Changes(records, tuple(line["n"] for line in self._foreign), self._reloaded)
        self._foreign, self._reloaded = [], False
        return changes

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock.  Raises Busy."""
        self._lock.acquire(self._lock_seconds)
        try:
            yield
        finally:
            self._lock.release()

    def read_only_error(self) -> ReadOnly | NewerFormat:
        """Why nothing can be written."""
        reason, file, line = self.read_only or ("", "", 0)
        return self._newer or ReadOnly(reason=reason, file=file, line=line)

    # ── what is in memory ────────────────────────────────────────────────────────────────────────────────

    def base(self, shard: str, table: str) -> TableData:
        """A committed table.  Raises Damaged when its snapshot cannot be read."""
        rows = self.memory.at_hand(shard, table)
        if rows is not None:
            return rows
        try:
            found = self.memory.shard(shard)
        except Damaged as damage:
            self._refuse_writing(damage)
            raise
        self._heed()
        if found.lsn > self.memory.lsn:  # another process has folded lines that were not read here yet
            self.refresh()
            found = self.memory.shard(shard)
            if found.lsn <= self.memory.lsn or not self.journal.stirred():
                self.memory.prove(shard)
                self._heed()
        return found.table(table)

    def months(self) -> list[str]:
        """Every month that has a daybook, oldest first."""
        return self.memory.months()

    def loaded(self) -> list[str]:
        """The shards in memory."""
        return self.memory.loaded()

    def kind_of(self, table: str) -> Kind[Any] | None:
        """The kind declared for a table."""
        return self._by_table.get(table)

    def keys_of(self, table: str) -> Mapping[str, KeysOf]:
        """The indexes declared for a table."""
        return self._keys.get(table, {})

    @property
    def last_lsn(self) -> int:
        """The number of the last line read or written here."""
        return self.journal.lsn

    @property
    def head(self) -> str:
        """The chain's head: the hash, in hex, that stands for every line up to `last_lsn`."""
        return self.journal.head

    @property
    def torn(self) -> list[tuple[str, bytes]]:
        """The torn tails put into quarantine by this store: (file in torn/, bytes)."""
        return self.journal.torn

    @property
    def clock_behind(self) -> int:
        """By how many seconds this machine's clock is behind the last line; 0 when it is not."""
        if not self.journal.time:
            return 0
        return max(0, int(datetime.fromisoformat(self.journal.time).timestamp() - time.time()))

    def release(self) -> None:
        """Give every descriptor back."""
        self._lock.close()
        self.journal.close()
