"""What the lines of a folder come to, without holding it: a fingerprint a record, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
import orjson

from .proof import Change
from .snapshots import META, Tables

Prints = dict[str, dict[int, int]]
"""By table and id, the hash of a document's bytes: 64 bits, keyed anew in each process."""

NOT_LATER = b""

_documents = msgspec.json.Decoder(dict[str, dict[int, msgspec.Raw]]).decode


class Replayed(msgspec.Struct):
    """One shard, replayed: what its snapshot must hold, and what later lines did."""

    upto: int = 0
    """The line up to which the shard's snapshot goes; 0 where there is none that can be read."""
    prints: Prints = {}
    later: dict[str, dict[int, bytes | None]] = {}

    def apply(self, number: int, change: Change, document: bytes) -> int | None:
        """Do what one operation of line `number` says; the fingerprint of what was there before."""
        if number > self.upto:
            return self._apply_later(change, document)
        prints = self.prints.get(change.table)
        if prints is None:
            prints = self.prints[change.table] = {}
        if change.action == "put":
            before = prints.get(change.id)
            prints[change.id] = hash(document)
            return before
        if change.action == "del":
            return prints.pop(change.id, None)
        if change.action == "drop":
            self.prints.pop(change.table, None)
        return None

    def _apply_later(self, change: Change, document: bytes) -> int | None:
        prints = self.prints.get(change.table, {})
        if change.action == "drop":
            self.later[change.table] = dict.fromkeys(prints)
            return None
        later = self.later.setdefault(change.table, {})
        if change.action == "new":
            return None
        former = later.get(change.id, NOT_LATER)
        later[change.id] = document if change.action == "put" else None
        if former is NOT_LATER:
            return prints.get(change.id)
        return None if former is None else hash(former)

    def ids(self, table: str) -> Iterator[int]:
        """The ids that the table has now."""
        later = self.later.get(table, {})
        yield from (id for id in self.prints.get(table, ()) if id not in later)
        yield from (id for id, document in later.items() if document is not None)

    def differs(self, data: bytes, tables: Tables) -> bool:
        """Whether a snapshot (its bytes, the tables in them) holds anything else than what was replayed."""
        try:
            raw = _documents(data)
            raw.pop(META, None)
            if self.prints == {
                name: dict(zip(documents, map(hash, map(bytes, documents.values())), strict=True))
                for name, documents in raw.items()
            }:
                return False  # written as the store writes: each document the bytes that its line holds
            return self.prints != {
                name: {int(id): hash(orjson.dumps(document)) for id, document in documents.items()}
                for name, documents in tables.items()
            }
        except (msgspec.MsgspecError, ValueError):  # an id that is no number
            return True

    def brought_up(self, tables: Tables) -> Tables:
        """The tables of the snapshot with the later documents put into them."""
        for name, changes in self.later.items():
            documents = tables.setdefault(name, {})
            for id, document in changes.items():
                if document is None:
                    documents.pop(str(id), None)
                else:
                    documents[str(id)] = orjson.loads(document)
        return tables


def all_ids(shards: Mapping[str, Replayed], tables: Iterable[str]) -> set[int]:
    """The ids of every record in these tables, of all shards."""
    return {id for table in tables for shard in shards.values() for id in shard.ids(table)}
