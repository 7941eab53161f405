"""Proving records: each of its kind, at home, with keys and an id of its own, referring to what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import chain
from typing import Any

import msgspec

from .errors import Damaged
from .folder import CENTRE
from .lines import Document
from .records import Kind, refers_to_nothing
from .snapshots import Tables

Found = Iterator[tuple[str, str]]
"""What is wrong (a code of findings), and with which record."""


class Proving:
    """Proves one shard after the other, and counts the records.

    `next_id`: every id is below it.  `ids`: those of all records, for what refers to one; None where they are
    not all known.
    """

    def __init__(self, kinds: tuple[Kind[Any], ...], next_id: int, ids: Set[int] | None) -> None:
        self.count = 0
        self._kinds = kinds
        self._next_id = next_id
        self._ids = ids

    def shard(self, name: str, tables: Tables) -> Found:
        """What is wrong with the records of one shard."""
        for kind in self._kinds:
            rows = tables.get(kind.table)
            if rows and not self._sound(kind, name, rows):
                yield from self._wrong(kind, name, rows)
        self.count += sum(map(len, tables.values()))

    def _sound(self, kind: Kind[Any], name: str, rows: Mapping[str, Document]) -> bool:
        """Whether nothing is wrong with these records: asked of all at once, for that is quick."""
        documents = rows.values()
        try:
            msgspec.convert(rows, dict[str, kind.record])  # type: ignore[name-defined]
            homes = {home or CENTRE for home in set(map(kind.home, documents))}
            if homes != {name} or max(map(int, rows)) >= self._next_id:
                return False
        except (msgspec.ValidationError, ValueError, TypeError):
            return False
        for keys_of in kind.unique.values():
            keys = list(chain.from_iterable(map(keys_of, documents)))
            if len(set(keys)) < len(keys):
                return False
        if self._ids is None or kind.refers is refers_to_nothing:
            return True
        referred = set(chain.from_iterable(map(kind.refers, documents)))
        return referred - {0} <= self._ids

    def _wrong(self, kind: Kind[Any], name: str, rows: Mapping[str, Document]) -> Found:
        """What is wrong, record by record."""
        held: set[Any] = set()
        for number, document in rows.items():
            what = f"{kind.table} {number}"
            try:
                kind.struct(number, document)
            except (Damaged, ValueError) as error:
                reason = error.facts["reason"] if isinstance(error, Damaged) else "no number"
                yield "not_a_record", f"{what}: {reason}"
                continue
            if kind.shard(document) != name:
                yield "not_at_home", what
            keys = {(index, key) for index, keys_of in kind.unique.items() for key in keys_of(document)}
            if held & keys:
                yield "not_unique", what
            held |= keys
            if int(number) >= self._next_id:
                yield "id_beyond_counter", what
            if self._ids is not None:
                for other in kind.refers(document):
                    if other and other not in self._ids:
                        yield "dangling", f"{what}: {other}"
