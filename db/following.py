"""Keeping up with a data folder: catching up with other processes, noticing damage."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct

from .errors import Damaged, NewerFormat, NotSaved, ReadOnly
from .journal import OutOfStep
from .lines import Decoded
from .opening import Opening
from .records import Kind
from .shards import KeysOf, TableData, Touched, touched


class Changes(Struct, frozen=True):
    """What other processes changed: (table, id, days) of each record, and the numbers of the lines.

    `reloaded`: the folder was restored or repaired from outside; everything may be different.
    """

    records: frozenset[Touched] = frozenset()
    lsns: tuple[int, ...] = ()
    reloaded: bool = False


class Following(Opening):
    """One process's view of a data folder, as far as it has followed."""

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
