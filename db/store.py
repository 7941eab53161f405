"""The store: transactions, readers, undo and history over one process's view of a data folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from . import acknowledged, history, undo
from .check import Report, check
from .elsewhere import Elsewhere
from .errors import NotSaved
from .following import Following
from .history import Line
from .lines import drawn, plain
from .records import Kind, Made, Reader, Rows
from .segments import segments
from .shards import TableData
from .transaction import Layer, Transaction

FOLD_AFTER = 250
"""Lines since the last fold that make the next one worth while."""


class Committed(Reader):
    """Reads what is committed, as far as this process has followed."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.kinds, store.made)
        self._store = store

    def _rows(self, shard: str, table: str) -> Rows:
        return self._store.base(shard, table)

    def _months(self) -> list[str]:
        return self._store.months()


class Store(Following):
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
        self.transaction_open: Transaction | None = None
        self.made: dict[str, dict[str, Made]] = {}
        self._settled: acknowledged.Note | None = None
        super().__init__(folder, kinds, read_only=read_only, lock_seconds=lock_seconds, label=label)
        self._reader = Committed(self)
        self._folding = Elsewhere("db", "fold", os.path.abspath(folder))

    def refresh(self) -> None:
        """Catch up if something was written; inside a transaction nobody else can have written."""
        if self.transaction_open is None:
            super().refresh()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def read(self, *, catch_up: bool = False) -> Reader:
        """A reader of what is committed: as of the last poll or transaction, or of now with `catch_up`."""
        if catch_up:
            self.refresh()
        return self._reader

    def rows(self, shard: str, table: str) -> TableData | Layer:
        """A table as a plain TinyDB view sees it: up to date, with what the open transaction does to it."""
        tx = self.transaction_open
        if tx is None:
            self.refresh()
        layer = tx.layers.get((shard, table)) if tx is not None else None
        return self.base(shard, table) if layer is None else layer

    def table_names(self, shard: str) -> set[str]:
        """The tables of a shard, empty ones too, with what the open transaction does to them."""
        self.base(shard, "")
        names = set(self.memory.shard(shard).tables)
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
            raise self.read_only_error()
        self._lock.acquire(self._lock_seconds, self.refresh)
        try:
            if not self.journal.at_end():
                self.follow(locked=True)
                if self.read_only is not None:
                    raise self.read_only_error()
            tx.next_lsn = self.journal.lsn + 1
            tx.next_id = self.memory.next_id
            if tx.token:
                tx.already = self._written_as(tx.token)
        except BaseException:
            self._lock.release()
            raise
        self.transaction_open = tx

    def finish(self, tx: Transaction, *, failed: bool) -> None:
        """Write what the transaction did unless it failed, and let others write."""
        try:
            try:
                if not failed and not tx.already:
                    self._commit(tx)
                tx.lsn = tx.lsn or tx.already
            finally:
                if self.journal.unsynced:
                    self.journal.sync()  # even a refusal may rest on another's line
        except NotSaved as error:
            if self.journal.failed:
                self.read_only = ("disk_failed", str(error.facts["path"]), 0)
            raise
        finally:
            self.transaction_open = None
            self._lock.release()
            if tx.layers:
                self.changed()

    def _commit(self, tx: Transaction) -> None:
        if self.checked:
            tx.check()
        operations = tx.operations()
        if not operations:
            return
        if self.read_only is not None:  # what it read was found to be damaged
            raise self.read_only_error()
        header = {
            "id": tx.token or drawn(),
            "w": tx.who,
            "on": tx.terminal,
            "code": tx.code,
            "args": plain(tx.args),
        }
        if tx.at:
            header["at"] = tx.at
        if tx.undoes:
            header["undoes"] = tx.undoes
        line = self.journal.append("tx", header, operations)
        self.memory.apply(line)
        tx.lsn = line["n"]

    def _written_as(self, token: str) -> int:
        known = self.memory.tokens.get(token, 0)
        if known:
            return known
        archived = segments(self.folder / "archive")[-1:]
        needle = b'"id":"%s"' % token.encode()
        for path in archived:
            for raw in path.read_bytes().splitlines():
                if needle in raw:
                    return int(raw[5 : raw.index(b",")])
        return 0

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

    def undo(
        self,
        lsn: int,
        *,
        who: int,
        on: str,
        code: str = "undo",
        at: str = "",
        allow: undo.Allow | None = None,
    ) -> int:
        """Write a new line that takes line `lsn` back; its number.  All of it or nothing.

        Its arguments are those of the line undone, and that one's code as "code".  `allow(tx, line)` is asked
        in the same transaction, and raises what forbids it.  Raises CannotUndo when a
        record was changed later or a record made by it is referred to; also what a transaction raises.
        """
        return undo.undo(self, lsn, who=who, on=on, code=code, at=at, allow=allow)

    def check(self) -> Report:
        """Prove everything in the folder; changes nothing.  Raises Busy."""
        return check(self.folder, self.kinds.values())

    def settle(self) -> None:
        """Note beside the journal that its last line was saved; for when nobody is waiting.

        Only of lines that this process wrote, or made durable itself; costs nothing when that is noted.
        """
        journal = self.journal
        note = acknowledged.Note(journal.history, journal.lsn, journal.head)
        if self.read_only is None and not journal.unsynced and note != self._settled:
            acknowledged.write(self.folder, note)
            self._settled = note

    # ── folding ──────────────────────────────────────────────────────────────────────────────────────────

    def fold_due(self) -> bool:
        """Whether the journal has grown enough to be folded."""
        return self.read_only is None and self.last_lsn - self.memory.folded >= FOLD_AFTER

    def fold_soon(self) -> bool:
        """Start a fold in a niced process of its own, unless one was started within the last minute."""
        return self._folding.start()

    @property
    def ballast_gone(self) -> bool:
        """Whether a full disk has used up the room that was kept: close the day and make room."""
        return not (self.folder / "ballast").exists()
