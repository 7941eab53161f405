"""One transaction: what is changed in it, seen by it alone until its line is durable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from .errors import Conflict, StoreError, Taken
from .folder import CENTRE
from .history import last_change, line_at
from .lines import Document, same
from .records import Kind, R, Reader
from .shards import Key, KeysOf, TableData

if TYPE_CHECKING:
    from .store import Store


class Layer:
    """A table with a transaction's changes laid over it; a change costs its own size."""

    __slots__ = ("base", "gone", "mine")

    def __init__(self, base: TableData, keys: Mapping[str, KeysOf]) -> None:
        self.base = base
        self.mine = TableData({}, keys)
        self.gone: dict[str, None] = {}

    def get(self, number: str) -> Document | None:
        """The document of that id as this transaction sees it; not a copy."""
        document = self.mine.documents.get(number)
        if document is not None or number in self.gone:
            return document
        return self.base.get(number)

    def items(self) -> Iterable[tuple[str, Document]]:
        """Every id with its document, in the table's order; not copies."""
        mine, gone = self.mine.documents, self.gone
        kept = ((n, mine.get(n, document)) for n, document in self.base.items() if n not in gone)
        return chain(kept, ((n, document) for n, document in mine.items() if n not in self.base))

    def ids(self, index: str, key: Key) -> Iterable[str]:
        """The ids under `key` as this transaction sees them."""
        mine, gone = self.mine.documents, self.gone
        theirs = (n for n in self.base.ids(index, key) if n not in mine and n not in gone)
        return chain(theirs, self.mine.ids(index, key))

    def __len__(self) -> int:
        new = sum(number not in self.base for number in self.mine.documents)
        return len(self.base) - len(self.gone) + new

    def __contains__(self, number: object) -> bool:
        return number in self.mine or (number in self.base and number not in self.gone)

    def set(self, number: str, document: Document | None) -> None:
        """Put a document in its place, or None to take it away."""
        if document is not None:
            self.gone.pop(number, None)
            self.mine.put(number, document)
            return
        self.mine.remove(number)
        if number in self.base:
            self.gone[number] = None

    @property
    def next(self) -> int:
        """TinyDB's numbering: one above the highest id."""
        return max(self.base.next, self.mine.next)


class Transaction(Reader):
    """The inside of `with store.transaction(…) as tx`: the lock is held and every other change is known.

    `lsn` is, after the end, the number of the line it became; 0 when nothing was changed.  `already` is the
    number of the line that the same `token` became earlier, else 0: then nothing is written again.  `code`
    and `args` may be set until the end.
    """

    lsn = already = next_lsn = next_id = 0

    def __init__(
        self,
        store: Store,
        code: str,
        args: Mapping[str, Any],
        *,
        who: int,
        on: str,
        at: str,
        token: str | None,
        undoes: int = 0,
    ) -> None:
        self._kinds, self._made = store.kinds, store.made
        self.code, self.args = code, args
        self.who, self.terminal, self.at, self.token, self.undoes = who, on, at, token, undoes
        self.layers: dict[tuple[str, str], Layer] = {}
        self._seen: dict[tuple[str, str], TableData | Layer] = {}
        self.made: dict[tuple[str, str], None] = {}
        self.dropped: dict[tuple[str, str], None] = {}
        self._store = store

    def __enter__(self) -> Transaction:
        self._store.begin(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.finish(self, failed=kind is not None)
        self._seen = {}

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, shard: str, table: str) -> TableData | Layer:
        rows = self._seen.get((shard, table))
        if rows is None:  # looked up once: nobody changes it while the lock is held
            rows = self._seen[shard, table] = self._store.base(shard, table)
        return rows

    def _months(self) -> list[str]:
        return sorted({*self._store.months(), *(shard for shard, _ in self.layers if shard != CENTRE)})

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def put(self, record: R) -> R:
        """Store a record: a new one (id 0) gets its id, any other takes the place of its former self.

        Returns the record with its id and rev.  Raises Conflict when somebody else changed or removed it
        since it was read, Taken when a unique key is another's, NotStorable.
        """
        kind: Kind[R] = self._kinds[type(record)]
        document, checked = kind.checked(record)
        shard = kind.home(document) or CENTRE
        rows = self._rows(shard, kind.table)
        if record.id == 0:
            number = str(self.new_id())
            while number in rows:  # put there by one who did not know the kind
                number = str(self.new_id())
        else:
            number = str(record.id)
            was = rows.get(number)
            if was is None or was.get("rev", 0) != record.rev:
                home, was = self._held(kind, record, shard)
                if home != shard:
                    self.write(home, kind.table, number, None)
            elif same(was, document):
                return kind.struct(number, was)
        self._lay(kind, self.layer(shard, kind.table), number, document)
        return replace(checked, id=int(number), rev=self.next_lsn)

    def remove(self, record: R) -> None:
        """Take a record away.  Raises Conflict when somebody else changed or removed it since it was read."""
        kind = self._kind(type(record))
        home, _ = self._held(kind, record, kind.shard(kind.document(record)))
        self.write(home, kind.table, str(record.id), None)

    def new_id(self) -> int:
        """The next id of the folder's counter; given back if this transaction does not end well."""
        self.next_id += 1
        return self.next_id - 1

    def write(self, shard: str, table: str, number: str, document: Document | None) -> None:
        """Put a document (JSON values, owned by nobody else) in its place, or None to remove.

        Raises Taken.
        """
        kind = self._store.kind_of(table)
        layer = self.layer(shard, table)
        if kind is None or document is None:
            layer.set(number, document)
        else:
            self._lay(kind, layer, number, document)

    def _lay(self, kind: Kind[Any], layer: Layer, number: str, document: Document) -> None:
        """Put a document of that kind in its place.  Raises Taken."""
        document["rev"] = self.next_lsn
        if int(number) >= self.next_id:
            self.next_id = int(number) + 1
        for index, keys_of in kind.unique.items():
            for key in keys_of(document):
                for other in layer.ids(index, key):
                    if other != number:
                        raise Taken(table=kind.table, key=_fact(key), index=index, other=int(other))
        layer.gone.pop(number, None)
        layer.mine.put(number, document)

    def layer(self, shard: str, table: str) -> Layer:
        """The layer over that table."""
        rows = self._rows(shard, table)
        if isinstance(rows, Layer):
            return rows
        layer = Layer(rows, self._store.keys_of(table))
        self.layers[shard, table] = self._seen[shard, table] = layer
        return layer

    def _held(self, kind: Kind[R], record: R, shard: str) -> tuple[str, Document]:
        """Where a record lies now, and its document.  Raises Conflict unless its revision is the record's."""
        number = str(record.id)
        for home in self._likely(kind, record, shard):
            document = self._rows(home, kind.table).get(number)
            if document is not None:
                if document.get("rev", 0) != record.rev:
                    break
                return home, document
        raise self._conflict(kind, record)

    def _likely(self, kind: Kind[R], record: R, shard: str) -> Iterable[str]:
        yield shard
        yield CENTRE
        mine = [home for home, table in self.layers if table == kind.table]
        known = dict.fromkeys((*mine, *self._store.loaded()))
        yield from known
        line = line_at(self._store.folder, record.rev) if record.rev else None
        for operation in line["c"] if line else ():
            if operation[1] == "put" and operation[3:5] == [kind.table, record.id]:
                yield operation[2]

    def _conflict(self, kind: Kind[R], record: R) -> StoreError:
        here = any(str(record.id) in (*layer.mine.documents, *layer.gone) for layer in self.layers.values())
        line = None if here else last_change(self._store, kind.table, record.id)
        if line is None:  # changed earlier in this transaction, or never stored
            facts = changed_by(self.who, self.at, self.terminal, 0, self.code)
        else:
            facts = changed_by(line.who, line.at or line.time, line.on, line.n, line.code)
        return Conflict(table=kind.table, record=record.id, **facts)

    # ── ending ───────────────────────────────────────────────────────────────────────────────────────────

    def operations(self) -> list[list[Any]]:
        """What the transaction did, as it stands in its line: [action, shard, table, id, document, was]."""
        done: list[list[Any]] = []
        for (shard, table), layer in self.layers.items():
            was = layer.base.documents
            for number in layer.gone:
                done.append(["del", shard, table, int(number), None, was.get(number)])
            for number, new in layer.mine.documents.items():
                done.append(["put", shard, table, int(number), new, was.get(number)])
        if not self.dropped and not self.made:
            return done
        empty = [place for place in self.dropped if place not in self.layers or not len(self.layers[place])]
        done += [["drop", *place, 0, None, None] for place in empty if place not in self.made]
        done += [["new", *place, 0, None, None] for place in self.made]
        return done

    def check(self) -> None:
        """Call the checks of every kind on every record changed, as it was and as it will be."""
        if self._store.checked.isdisjoint(table for _, table in self.layers):
            return
        before: dict[tuple[str, str], Document] = {}
        after: dict[tuple[str, str], Document] = {}
        for (_, table), layer in self.layers.items():
            for number in [*layer.gone, *layer.mine.documents]:
                was, new = layer.base.get(number), layer.mine.get(number)
                before |= {} if was is None else {(table, number): was}
                after |= {} if new is None else {(table, number): new}
        for table, number in {**before, **after}:  # a record that moved to another month is one change
            kind = self._store.kind_of(table)
            if kind is None or not kind.checks:
                continue
            was, new = before.get((table, number)), after.get((table, number))
            before_it = None if was is None else kind.struct(number, was)
            after_it = None if new is None else kind.struct(number, new)
            for check in kind.checks:
                check(before_it, after_it, self)


def changed_by(who: int, at: str, on: str, lsn: int, label: str) -> dict[str, str | int]:
    """The facts of Conflict and CannotUndo that say who changed it, when, where and how."""
    return {"who": who, "at": at, "on": on, "lsn": lsn, "label": label}


def _fact(key: Key) -> str | int:
    return " ".join(map(str, key)) if isinstance(key, tuple) else key
