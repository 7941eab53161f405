"""Typed records over the tables: where each kind lives, and reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from .errors import Damaged, NotStorable
from .folder import CENTRE
from .lines import Document, plain
from .shards import MONTHS_IN_MEMORY, Key, KeysOf

if TYPE_CHECKING:
    from .transaction import Transaction


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every record has: `id`, 0 until it is stored, and `rev`, the line that last changed it."""

    id: int = 0
    rev: int = 0


R = TypeVar("R", bound=Record)
Made = dict[str, tuple[Document, Any]]
"""By id: a document and the struct made of it."""


def in_centre(_document: Document) -> str | None:
    """The home of standing records: centre.json."""
    return None


def refers_to_nothing(_document: Document) -> Iterable[int]:
    """The ids in records that refer to no other."""
    return ()


class Kind(Struct, Generic[R], frozen=True):
    """A kind of record, and what the store must know of it.  The functions get the record's JSON document.

    `home` says where it lives: None for centre.json, "2026-11" for that month's daybook; it may change with
    the document.  `indexes` and `unique` give the keys it is found by, the latter held by one record of a
    shard only. `refers` gives the ids of other records it refers to.  `checks` are called as (before, after,
    transaction) for each record that a transaction changes, before it is written; what they raise rolls it
    back.
    """

    record: type[R]
    table: str
    home: Callable[[Document], str | None] = in_centre
    indexes: Mapping[str, KeysOf] = {}
    unique: Mapping[str, KeysOf] = {}
    refers: Callable[[Document], Iterable[int]] = refers_to_nothing
    checks: tuple[Callable[[R | None, R | None, Transaction], None], ...] = ()

    def keys(self) -> dict[str, KeysOf]:
        """Every index of this kind; by "day" there is always one."""
        return {"day": _day, **self.indexes, **self.unique}

    def shard(self, document: Document) -> str:
        """The shard that is the document's home."""
        return self.home(document) or CENTRE

    def document(self, record: R) -> Document:
        """The record as stored, without id and rev.  Raises NotStorable when a field is not of its type."""
        return self.checked(record)[0]

    def checked(self, record: R) -> tuple[Document, R]:
        """The record as stored, and as it will be read, all but id and rev.  Raises NotStorable."""
        try:
            document: Document = msgspec.to_builtins(record)
            read = msgspec.convert(document, self.record)
        except (msgspec.ValidationError, TypeError, ValueError) as error:
            raise NotStorable(table=self.table, reason=str(error)) from None
        document.pop("id", None)
        document.pop("rev", None)
        for key, value in document.items():
            if type(value) is not str and type(value) is not bool:
                document[key] = plain(value, self.table)
        return document, read

    def struct(self, number: str, document: Document) -> R:
        """The record of a document.  Raises Damaged when the document is not one of this kind."""
        try:
            return msgspec.convert({**document, "id": int(number)}, self.record)
        except (msgspec.ValidationError, TypeError) as error:
            raise Damaged(file=self.table, line=0, reason=f"record {number}: {error}") from None


def _day(document: Document) -> Iterable[Key]:
    day = document.get("day")
    return (day,) if isinstance(day, str) else ()


class Rows(Protocol):
    """A table to read from: committed, or with a transaction's changes over it."""

    def get(self, number: str) -> Document | None:
        """The document of that id."""

    def items(self) -> Iterable[tuple[str, Document]]:
        """Every id with its document."""

    def ids(self, index: str, key: Key) -> Iterable[str]:
        """The ids that an index holds under `key`."""

    def __len__(self) -> int: ...
    def __contains__(self, number: object) -> bool: ...


class Reader:
    """Reads records.  Each answer is a frozen struct, the same one until its document changes.

    Lists are in the order of ids.
    """

    def __init__(
        self, kinds: Mapping[type[Record], Kind[Any]], made: dict[str, dict[str, Made]] | None = None
    ) -> None:
        self._kinds = kinds
        self._made = {} if made is None else made

    def _rows(self, shard: str, table: str) -> Rows:
        raise NotImplementedError

    def _months(self) -> list[str]:
        raise NotImplementedError

    def _kind(self, record: type[R]) -> Kind[R]:
        return self._kinds[record]

    def get(self, record: type[R], id: int, day: str | None = None) -> R | None:
        """That record, if it is in centre.json or, with `day`, in the daybook of that day's month."""
        kind: Kind[R] = self._kinds[record]
        number = str(id)
        for shard in _shards(day):
            document = self._rows(shard, kind.table).get(number)
            if document is not None:
                return _struct(kind, self._made_of(shard, kind.table), number, document)
        return None

    def several(self, record: type[R], ids: Iterable[int]) -> list[R | None]:
        """What `get` gives for each of these in centre.json, in one go."""
        kind = self._kind(record)
        rows, made = self._rows(CENTRE, kind.table), self._made_of(CENTRE, kind.table)
        numbers = [str(id) for id in ids]
        found = [(number, rows.get(number)) for number in numbers]
        return [_struct(kind, made, number, one) if one is not None else None for number, one in found]

    def all(self, record: type[R]) -> list[R]:
        """Every record of the kind in centre.json."""
        kind = self._kind(record)
        found = sorted(self._rows(CENTRE, kind.table).items(), key=lambda row: int(row[0]))
        made = self._made_of(CENTRE, kind.table)
        return [_struct(kind, made, number, document) for number, document in found]

    def by(self, record: type[R], index: str, key: Key, day: str | None = None) -> list[R]:
        """The records that an index holds under `key`: in centre.json, and in the month of `day` if given."""
        kind = self._kind(record)
        return [found for shard in sorted(_shards(day)) for found in self._found(kind, shard, index, key)]

    def on(self, record: type[R], day: str) -> list[R]:
        """The records whose `day` is `day`, in that month's daybook and in centre.json."""
        return self.by(record, "day", day, day)

    def between(self, record: type[R], first_day: str, last_day: str) -> Iterator[R]:
        """The records with `day` from `first_day` to `last_day`.

        Those in centre.json come first, then each month's, by day; one month is opened at a time.
        """
        kind = self._kind(record)
        months = [month for month in self._months() if first_day[:7] <= month <= last_day[:7]]
        for shard in (CENTRE, *months):
            days = [
                (document["day"], int(number), document)
                for number, document in self._rows(shard, kind.table).items()
                if first_day <= document.get("day", "") <= last_day
            ]
            for _, number, document in sorted(days, key=lambda row: row[:2]):
                yield kind.struct(str(number), document)

    def _found(self, kind: Kind[R], shard: str, index: str, key: Key) -> list[R]:
        rows = self._rows(shard, kind.table)
        made = self._made_of(shard, kind.table)
        found = []
        for number in sorted(rows.ids(index, key), key=int):
            document = rows.get(number)
            if document is not None:
                found.append(_struct(kind, made, number, document))
        return found

    def _made_of(self, shard: str, table: str) -> Made:
        """The structs made of a table, for centre.json and the months last read."""
        tables = self._made.get(shard)
        if tables is None:
            months = [month for month in self._made if month != CENTRE]
            if len(months) >= MONTHS_IN_MEMORY:
                del self._made[months[0]]
            tables = self._made[shard] = {}
        return tables.setdefault(table, {})


def _struct(kind: Kind[R], made: Made, number: str, document: Document) -> R:
    """The record of a document; a change brings another document, so that what is kept is never stale."""
    kept = made.get(number)
    if kept is not None and kept[0] is document:
        struct: R = kept[1]
        return struct
    struct = kind.struct(number, document)
    made[number] = (document, struct)
    return struct


def _shards(day: str | None) -> tuple[str, ...]:
    return (day[:7], CENTRE) if day else (CENTRE,)
