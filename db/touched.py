"""A transaction's tables as plain TinyDB code wants to see them, without copying more than it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

import orjson

from .lines import Document, copied, plain
from .shards import TableData
from .transaction import Layer


class Seen(Mapping[str, Document]):
    """A table with a transaction's changes over it, read as the dict that it would be."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer

    def __getitem__(self, number: str) -> Document:
        document = self._layer.get(number)
        if document is None:
            raise KeyError(number)
        return document

    def __iter__(self) -> Iterator[str]:
        return (number for number, _ in self._layer.items())

    def __len__(self) -> int:
        return len(self._layer)


class Touched(MutableMapping[int, Document]):
    """A table that is copied document by document as it is touched."""

    def __init__(self, rows: TableData | Layer) -> None:
        self._rows = rows
        self._copies: dict[int, Document] = {}
        self._gone: dict[int, None] = {}

    def __getitem__(self, number: int) -> Document:
        if number in self._copies:
            return self._copies[number]
        document = None if number in self._gone else self._rows.get(str(number))
        if document is None:
            raise KeyError(number)
        copy: Document = copied(document)
        self._copies[number] = copy
        return copy

    def __setitem__(self, number: int, document: Document) -> None:
        self._gone.pop(number, None)
        self._copies[number] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._copies.pop(number, None)
        if str(number) in self._rows:
            self._gone[number] = None

    def __contains__(self, number: object) -> bool:
        return number in self._copies or (number not in self._gone and str(number) in self._rows)

    def __iter__(self) -> Iterator[int]:
        yield from (n for n in [int(text) for text, _ in self._rows.items()] if n not in self._gone)
        yield from [n for n in self._copies if str(n) not in self._rows]

    def __len__(self) -> int:
        new = sum(str(number) not in self._rows for number in self._copies)
        return len(self._rows) - len(self._gone) + new

    def clear(self) -> None:
        """Take every document away."""
        self._gone = dict.fromkeys(int(number) for number, _ in self._rows.items())
        self._copies.clear()

    def changes(self, table: str) -> Iterator[tuple[str, Document | None]]:
        """Every (id, new document or None) that differs from before, removals first.  Raises NotStorable."""
        yield from ((str(number), None) for number in self._gone)
        for number, copy in self._copies.items():
            was, new = self._rows.get(str(number)), plain(copy, table)
            if was is None or orjson.dumps(was) != orjson.dumps(new):
                yield str(number), new
