"""The store: one process's view of a data folder, kept up with all others; every change passes here."""

from __future__ import annotations

import os
import time
from calendar import timegm
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import folder as folders
from . import history, undo
from .errors import Damaged, NewerFormat, NoAccess, NotADataFolder, NotSaved, ReadOnly
from .history import Line
from .journal import Journal, OutOfStep
from .lines import Decoded, plain
from .lock import FolderLock
from .records import Kind, Reader, Record, Rows
from .shards import Memory, TableData, Touched
from .transaction import Layer, Transaction

FOLD_AFTER = 250


@dataclass(frozen=True)
class Changes:
    """What other processes changed: (table, id, days) of each record, and the numbers of the lines.

    `reloaded`: the folder was restored or repaired from outside; everything may be different.
    """

    records: frozenset[Touched] = frozenset()
    lsns: tuple[int, ...] = ()
    reloaded: bool = False


class Committed(Reader):
    """Reads what is committed, as far as this process has followed."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.kinds)
        self._store = store

    def _rows(self, shard: str, table: str) -> Rows:
        return self._store.base(shard, table)

    def _months(self) -> list[str]:
        return self._store.months()


class Store:
    """The engine beneath JournalDB.  One store belongs to one thread at a time."""

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
        self.transaction_open: Transaction | None = None
        self._by_table = {kind.table: kind for kind in self.kinds.values()}
        self._keys = {kind.table: kind.keys() for kind in self.kinds.values()}
        self._lock_seconds = lock_seconds
        self._label = label
        self._foreign: set[Touched] = set()
        self._lsns: list[int] = []
        self._reloaded = False
        if not folders.is_data_folder(folder):
            raise NotADataFolder(path=str(folder), reason="no_store" if folder.is_dir() else "missing")
        folders.refuse_network(folder)
        if not os.access(folder, os.R_OK | os.X_OK):
            raise NoAccess(path=str(folder), reason="may_not_read")
        if self.read_only is None and not os.access(folder / "journal", os.W_OK):
            self.read_only = ("not_writable", str(folder), 0)
        self._lock = FolderLock(folder / "lock")
        self._journal = Journal(self.folder, writable=self.read_only is None)
        self._memory = Memory(self.folder, self._keys)
        self._reader = Committed(self)
        try:
            self._open()
        except BaseException:
            self.release()
            raise

    # ── opening and following ────────────────────────────────────────────────────────────────────────────

    def _open(self) -> None:
        """Read the folder; with the lock if nobody holds it, so that a torn tail is repaired now."""
        locked = self._lock.try_acquire()
        try:
            if locked and self.read_only is None and not any(folders.segments(self.folder / "journal")):
                self._first_segment()
            self._read_anew(locked=locked)
        finally:
            if locked:
                self._lock.release()

    def _first_segment(self) -> None:
        if folders.segments(self.folder / "archive") or any(self.folder.glob("*.json")):
            return  # not a new folder but one without its journal: damage, found by the reading
        self._journal.begin_segment(next_id=1, history=os.urandom(8).hex(), label=self._label)

    def _read_anew(self, *, locked: bool) -> None:
        torn = self._journal.torn
        self._journal.close()
        self._journal = Journal(self.folder, writable=self.read_only is None)
        self._journal.torn = torn
        self._memory = Memory(self.folder, self._keys)
        self._journal.highest_id = lambda: self._memory.next_id
        self._journal.start()
        for line in self._judged(locked=locked):
            self._memory.apply(line)
        self._verify_manifest()

    def _judged(self, *, locked: bool) -> list[Decoded]:
        try:
            return self._journal.catch_up(locked=locked)
        except Damaged as damage:
            self._refuse_writing(damage)
            return self._journal.catch_up(locked=False)

    def _verify_manifest(self) -> None:
        for shard, listed in self._memory.manifest.items():
            try:
                size = folders.shard_file(self.folder, shard).stat().st_size
            except FileNotFoundError:
                self._refuse_writing(Damaged(file=f"{shard}.json", line=0, reason="missing"))
                continue
            del size, listed

    def _refuse_writing(self, damage: Damaged) -> None:
        facts = damage.facts
        self.read_only = (str(facts["reason"]), str(facts["file"]), int(facts["line"]))

    def follow(self, *, locked: bool = False) -> None:
        """Catch up with what other processes wrote.  Raises ReadOnly for damage found with the lock held."""
        try:
            lines = self._journal.catch_up(locked=locked)
        except OutOfStep:
            if not locked:
                self._lock.acquire(self._lock_seconds)
            try:
                self._read_anew(locked=True)
            finally:
                if not locked:
                    self._lock.release()
            self._reloaded = True
            self.changed()
            return
        except Damaged as damage:
            self._refuse_writing(damage)
            raise self._read_only_error() from None
        except NewerFormat:
            self.read_only = ("newer_format", str(self._journal.path), 0)
            raise
        for line in lines:
            self._foreign |= self._memory.apply(line)
            self._lsns.append(line["n"])
        if lines:
            self.changed()

    def changed(self) -> None:
        """Called when what was read before may no longer hold."""

    def poll(self) -> Changes | None:
        """What other processes changed since the last poll; None when nothing: then it costs one `pread`."""
        self.refresh()
        if not self._lsns and not self._reloaded:
            return None
        changes = Changes(frozenset(self._foreign), tuple(self._lsns), self._reloaded)
        self._foreign, self._lsns, self._reloaded = set(), [], False
        return changes

    # ── what is in memory ────────────────────────────────────────────────────────────────────────────────

    def read(self, *, catch_up: bool = False) -> Reader:
        """A reader of what is committed: as of the last poll or transaction, or of now with `catch_up`."""
        if catch_up:
            self.refresh()
        return self._reader

    def base(self, shard: str, table: str) -> TableData:
        """A committed table.  Raises Damaged when its snapshot is not what the last fold listed."""
        try:
            found = self._memory.shard(shard)
        except Damaged as damage:
            self._refuse_writing(damage)
            raise
        if found.lsn > self._memory.lsn:  # another process has folded lines that were not read here yet
            self.follow(locked=self.transaction_open is not None)
        return found.table(table)

    def rows(self, shard: str, table: str) -> TableData | Layer:
        """A table as a plain TinyDB view sees it: up to date, with what the open transaction does to it."""
        tx = self.transaction_open
        if tx is None:
            self.refresh()
        layer = tx.layers.get((shard, table)) if tx is not None else None
        return self.base(shard, table) if layer is None else layer

    def refresh(self) -> None:
        """Catch up if something was written; the changes are still reported by the next poll."""
        if self.transaction_open is None and self._journal.stirred():
            self.follow()

    def months(self) -> list[str]:
        """Every month that has a daybook, oldest first."""
        return self._memory.months()

    def loaded(self) -> list[str]:
        """The shards in memory."""
        return self._memory.loaded()

    def table_names(self, shard: str) -> set[str]:
        """The tables of a shard, empty ones too, with what the open transaction does to them."""
        self.base(shard, "")
        names = set(self._memory.shard(shard).tables)
        tx = self.transaction_open
        if tx is not None:
            names -= {table for place, table in tx.dropped if place == shard}
            names |= {table for place, table in tx.made if place == shard}
            names |= {
                table
                for (place, table), layer in tx.layers.items()
                if place == shard and layer.mine.documents
            }
        return names

    def kind_of(self, table: str) -> Kind[Any] | None:
        """The kind declared for a table."""
        return self._by_table.get(table)

    @property
    def last_lsn(self) -> int:
        """The number of the last line read or written here."""
        return self._journal.lsn

    @property
    def head(self) -> str:
        """The chain's head: the hash, in hex, that stands for every line up to `last_lsn`."""
        return self._journal.head

    @property
    def torn(self) -> list[tuple[str, bytes]]:
        """The torn tails put into quarantine by this store: (file in torn/, bytes)."""
        return self._journal.torn

    @property
    def clock_behind(self) -> int:
        """By how many seconds this machine's clock is behind the last line; 0 when it is not."""
        if not self._journal.time:
            return 0
        return max(0, timegm(time.strptime(self._journal.time, "%Y-%m-%dT%H:%M:%SZ")) - int(time.time()))

    # ── transactions ─────────────────────────────────────────────────────────────────────────────────────

    def transaction(
        self,
        code: str,
        args: Mapping[str, Any] | None = None,
        *,
        who: int = 0,
        on: str = "",
        at: str = "",
        token: str | None = None,
    ) -> Transaction:
        """A transaction, for `with`: takes the lock and catches up; durable at the end, or nothing of it.

        `code` and `args` (ids, instants, counts) label the line; `at` is a pretended instant; `token` makes a
        retry idempotent.  Raises Busy, ReadOnly, NewerFormat; at the end NotSaved, TooLarge, NotStorable.
        """
        return Transaction(self, code, args or {}, who=who, on=on, at=at, token=token)

    def begin(self, tx: Transaction) -> None:
        """Take the lock and catch up."""
        if self.transaction_open is not None:
            raise RuntimeError("a transaction is open already; nothing may be asked or nested inside one")
        if self.read_only is not None:
            raise self._read_only_error()
        self._lock.acquire(self._lock_seconds)
        try:
            self.follow(locked=True)
            if self.read_only is not None:
                raise self._read_only_error()
            tx.next_lsn = self._journal.lsn + 1
            tx.next_id = self._memory.next_id
            tx.already = self._written_as(tx.token) if tx.token else 0
        except BaseException:
            self._lock.release()
            raise
        self.transaction_open = tx

    def finish(self, tx: Transaction, *, failed: bool) -> None:
        """Write what the transaction did unless it failed, and let others write."""
        try:
            if not failed and not tx.already:
                self._commit(tx)
            tx.lsn = tx.lsn or tx.already
            self._journal.sync()
        except NotSaved as error:
            if self._journal.failed:
                self.read_only = ("disk_failed", str(error.facts["path"]), 0)
            raise
        finally:
            self.transaction_open = None
            self._lock.release()
            if tx.layers:
                self.changed()

    def _commit(self, tx: Transaction) -> None:
        tx.check()
        operations = tx.operations()
        if not operations:
            return
        header = {"id": tx.token or os.urandom(8).hex(), "w": tx.who, "on": tx.terminal, "code": tx.code}
        header |= {"args": plain(dict(tx.args))}
        header |= {"at": tx.at} if tx.at else {}
        header |= {"undoes": tx.undoes} if tx.undoes else {}
        line = self._journal.append("tx", header, operations)
        self._memory.apply(line)
        tx.lsn = line["n"]

    def _written_as(self, token: str) -> int:
        known = self._memory.tokens.get(token, 0)
        if known:
            return known
        archived = folders.segments(self.folder / "archive")[-1:]
        needle = b'"id":"%s"' % token.encode()
        for path in archived:
            for raw in path.read_bytes().splitlines():
                if needle in raw:
                    return int(raw[5 : raw.index(b",")])
        return 0

    def _read_only_error(self) -> ReadOnly:
        reason, file, line = self.read_only or ("", "", 0)
        return ReadOnly(reason=reason, file=file, line=line)

    # ── looking back ─────────────────────────────────────────────────────────────────────────────────────

    def line(self, lsn: int) -> Line:
        """The line of that number.  Raises Damaged when there is none, or none that is intact."""
        return history.line(self, lsn)

    def history(
        self,
        *,
        id: int | None = None,
        first: int | str | None = None,
        last: int | str | None = None,
        day: str | None = None,
    ) -> Iterator[Line]:
        """The transactions' lines, newest first.

        `id`: those that touched the record, name it in their arguments or touched one that refers to it.
        `first` and `last`, both included: line numbers, or UTC instants as text.  `day`: those that touched a
        record of that business day.
        """
        return history.lines(self, id=id, first=first, last=last, day=day)

    def undo(self, lsn: int, *, who: int, on: str, code: str = "undo", at: str = "") -> int:
        """Write a new line that takes line `lsn` back; its number.  All of it or nothing.

        Its arguments are those of the line undone, and that one's code as "code".  Raises CannotUndo when a
        record was changed later or a record made by it is referred to; also what a transaction raises.
        """
        return undo.undo(self, lsn, who=who, on=on, code=code, at=at)

    def release(self) -> None:
        """Give every descriptor back."""
        self._lock.close()
        self._journal.close()
