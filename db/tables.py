"""TinyDB's own API over the store: JournalDB is the view of centre.json, `month` gives the daybooks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from .errors import Damaged, NotStorable
from .folder import CENTRE, MONTH, make
from .lines import Document, copied
from .records import Kind
from .shards import TableData
from .snapshots import META
from .store import Store
from .touched import Seen, Touched
from .transaction import Layer, Transaction


class JournalStorage(Storage):
    """What `view.storage` is: a shard as a whole, for whoever goes past the tables.  Reads give copies."""

    def __init__(self, store: Store, shard: str) -> None:
        self.store = store
        self.shard = shard

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table of the shard, copied; None when there is none."""
        names = self.store.table_names(self.shard)
        return {name: dict(copied(dict(self.store.rows(self.shard, name).items()))) for name in names} or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the shard hold these tables and no others; only what differs is written."""
        with joined(self.store, "tinydb"):
            for name in self.store.table_names(self.shard) - set(data):
                drop(self.store, self.shard, name)
            for name, documents in data.items():
                table = JournalTable(self, name, persist_empty=True)
                table.replace({int(number): document for number, document in documents.items()})

    def close(self) -> None:
        """Nothing: the store has the files."""


class JournalTable(Table):
    """A TinyDB table whose every writing call is a transaction, or part of the one that is open.

    Documents handed out are copies, nested values too.  Its query cache is dropped whenever anybody writes.
    """

    def __init__(
        self,
        storage: JournalStorage,
        name: str,
        cache_size: int = Table.default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        if name == META:
            raise ValueError(f"{META} is the store's own table")
        super().__init__(storage, name, cache_size)
        self._store, self._shard = storage.store, storage.shard
        if persist_empty and name not in self._store.table_names(self._shard):
            with self._writing() as tx:
                tx.made[self._shard, name] = None

    def _writing(self) -> AbstractContextManager[Transaction]:
        return joined(self._store, "tinydb")

    def _rows(self) -> TableData | Layer:
        return self._store.rows(self._shard, self.name)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _read_table(self) -> Mapping[str, Mapping[str, Any]]:  # type: ignore[override]
        rows = self._rows()
        return rows.documents if isinstance(rows, TableData) else Seen(rows)

    def _copy(self, document: Any) -> Any:
        return self.document_class(copied(dict(document)), document.doc_id)

    def __iter__(self) -> Iterator[TinyDocument]:
        for number, document in list(self._read_table().items()):
            yield self.document_class(copied(document), self.document_id_class(number))

    def search(self, cond: QueryLike) -> list[TinyDocument]:
        """The documents that match, as copies."""
        self._store.refresh()
        if self._store.transaction_open is not None:  # what is seen now may never come to be
            self.clear_cache()
        return [self._copy(document) for document in super().search(cond)]

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """One document, or those of `doc_ids`, as copies."""
        found = super().get(*args, **kwargs)
        if isinstance(found, list):
            return [self._copy(document) for document in found]
        return found if found is None else self._copy(found)

    # ── writing: the lock before the look ────────────────────────────────────────────────────────────────

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; its id."""
        with self._writing():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents; their ids."""
        with self._writing():
            return super().insert_multiple(documents)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update the documents that match; their ids."""
        with self._writing():
            if doc_ids is None and cond is not None:  # match first, so that only those that match are copied
                doc_ids = [int(number) for number, document in self._read_table().items() if cond(document)]
            return super().update(fields, doc_ids=doc_ids)

    def update_multiple(
        self,
        updates: Iterable[tuple[Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None], QueryLike]],
    ) -> list[int]:
        """Update documents, each by every (fields, condition) that it matches in turn; their ids."""
        given = list(updates)
        updated: list[int] = []

        def update(touched: Any) -> None:
            for number, document in list(self._read_table().items()):
                for fields, cond in given:
                    if cond(touched[int(number)] if updated and updated[-1] == int(number) else document):
                        updated.append(int(number))
                        if callable(fields):
                            fields(touched[int(number)])
                        else:
                            touched[int(number)].update(fields)

        self._update_table(update)
        return updated

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one; their ids."""
        with self._writing():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents that match; their ids."""
        with self._writing():
            if doc_ids is None and cond is not None:
                doc_ids = [int(number) for number, document in self._read_table().items() if cond(document)]
            return super().remove(doc_ids=doc_ids)

    def _get_next_id(self) -> int:
        tx = self._store.transaction_open
        if tx is not None and self._store.kind_of(self.name) is not None:
            return tx.new_id()
        number: int = max(self._next_id or 0, self._rows().next)
        self._next_id = number + 1  # type: ignore[assignment]
        return number

    def _update_table(self, updater: Callable[[Any], Any]) -> None:
        with self._writing() as tx:
            touched = Touched(self._rows())
            updater(touched)
            for number, document in list(touched.changes(self.name)):
                if document is not None:
                    self._must_fit(number, document)
                tx.write(self._shard, self.name, number, document)
        self.clear_cache()

    def replace(self, documents: Mapping[int, Document]) -> None:
        """Hold these documents and no others."""

        def updater(touched: Touched) -> None:
            touched.clear()
            touched.update(documents)

        self._update_table(updater)

    def _must_fit(self, number: str, document: Document) -> None:
        """Refuse what is no record of the kind declared for this table, or lives elsewhere."""
        kind = self._store.kind_of(self.name)
        if kind is None:
            return
        document.pop("rev", None)
        try:
            kind.struct(number, document)
        except Damaged as error:
            raise NotStorable(table=self.name, reason=str(error.facts["reason"])) from None
        if kind.shard(document) != self._shard:
            raise NotStorable(table=self.name, reason=f"its home is {kind.shard(document)}.json")


def joined(store: Store, code: str) -> AbstractContextManager[Transaction]:
    """The open transaction, or one of its own."""
    return store.transaction(code) if store.transaction_open is None else nullcontext(store.transaction_open)


def drop(store: Store, shard: str, name: str) -> None:
    """Take a table away, with every document in it."""
    with joined(store, "tinydb") as tx:
        tx.made.pop((shard, name), None)
        tx.dropped[shard, name] = None
        for number, _ in list(store.rows(shard, name).items()):
            tx.write(shard, name, number, None)


class View(TinyDB):
    """A shard as a TinyDB."""

    table_class = JournalTable  # type: ignore[assignment]
    _storage: JournalStorage

    def __init__(self, store: Store, shard: str) -> None:
        self._storage = JournalStorage(store, shard)
        self._opened = True
        self._tables = {}

    def tables(self) -> set[str]:
        """The names of the tables."""
        storage = self._storage
        storage.store.refresh()
        return storage.store.table_names(storage.shard)

    def drop_tables(self) -> None:
        """Take every table away."""
        with joined(self._storage.store, "tinydb"):
            for name in self.tables():
                self.drop_table(name)
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Take a table away; nothing when there is none."""
        self._tables.pop(name, None)
        if name in self.tables():
            drop(self._storage.store, self._storage.shard, name)

    def forget(self) -> None:
        """Drop the query caches."""
        for table in self._tables.values():
            table.clear_cache()


class JournalDB(Store, View):
    """A data folder, opened: a TinyDB of centre.json, and the store with its typed records.

    `create` makes the folder if there is none.  `lock_seconds`: how long a change waits for another process.
    Raises NotADataFolder, NoAccess, UnsafeFileSystem, NewerFormat, Damaged.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        kinds: Iterable[Kind[Any]] = (),
        *,
        create: bool = False,
        read_only: bool = False,
        lock_seconds: float = 5.0,
        label: Mapping[str, str | int] | None = None,
    ) -> None:
        path = Path(folder)
        self._views: dict[str, View] = {}
        View.__init__(self, self, CENTRE)
        if create and not os.path.exists(path / "lock"):
            make(path)
        Store.__init__(self, path, kinds, read_only=read_only, lock_seconds=lock_seconds, label=label or {})

    def month(self, month: str) -> View:
        """The daybook of a month ("2026-11") as a TinyDB.  Raises ValueError for what is no month."""
        if not MONTH.fullmatch(month):
            raise ValueError(f"not a month: {month!r}")
        return self._views.setdefault(month, View(self, month))

    def changed(self) -> None:
        """Drop every query cache."""
        for view in (self, *self._views.values()):
            if view._tables:
                view.forget()

    def __bool__(self) -> bool:
        return True  # however empty its default table is

    def close(self) -> None:
        """Give the files back.  The store cannot be used any more."""
        if self._opened:
            self._opened = False
            self.settle()
            self.release()
