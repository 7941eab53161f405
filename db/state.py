"""A folder's records as bytes, brought from line to line: what a repair reckons with."""

from __future__ import annotations

from typing import NamedTuple

import orjson

from .proof import Change

NONE = b"null"


class Place(NamedTuple):
    """Where a record lies; `id` is 0 for a table as a whole."""

    shard: str
    table: str
    id: int


class State:
    """Every shard's tables: documents, as the bytes of their JSON, by id."""

    def __init__(self) -> None:
        self.shards: dict[str, dict[str, dict[int, bytes]]] = {}
        self.next_id = 1

    def get(self, place: Place) -> bytes | None:
        """The document there; None where there is none."""
        return self.shards.get(place.shard, {}).get(place.table, {}).get(place.id)

    def put(self, place: Place, document: bytes | None) -> None:
        """Put a document in its place, None to take it away; id 0: the table as a whole, empty or gone."""
        tables = self.shards.setdefault(place.shard, {})
        if not place.id:
            if document is None:
                tables.pop(place.table, None)
            else:
                tables.setdefault(place.table, {})
        elif document is None:
            tables.setdefault(place.table, {}).pop(place.id, None)
        else:
            tables.setdefault(place.table, {})[place.id] = document
            if revision(document):
                self.next_id = max(self.next_id, place.id + 1)

    def apply(self, change: Change) -> None:
        """Do what an operation says."""
        whole = change.action in ("new", "drop")
        place = Place(change.shard, change.table, 0 if whole else change.id)
        self.put(place, {"new": b"", "drop": None, "del": None}.get(change.action, bytes(change.document)))

    def load(self, shard: str, tables: dict[str, dict[str, object]]) -> None:
        """Take a snapshot's tables for a shard."""
        for name, documents in tables.items():
            self.put(Place(shard, name, 0), b"")
            for id, document in documents.items():
                self.put(Place(shard, name, int(id)), orjson.dumps(document))

    def places(self, shard: str) -> set[Place]:
        """Every record and every table of a shard."""
        tables = self.shards.get(shard, {})
        whole = {Place(shard, name, 0) for name in tables}
        return whole | {Place(shard, name, id) for name, documents in tables.items() for id in documents}

    def holds(self, place: Place) -> bytes | None:
        """As `get`; for a table as a whole b"" where there is one."""
        if place.id:
            return self.get(place)
        return b"" if place.table in self.shards.get(place.shard, {}) else None


def document_of(raw: bytes) -> bytes | None:
    """The bytes of a document in an operation; None for null."""
    return None if raw == NONE else raw


def revision(document: bytes | None) -> int:
    """The line that wrote a document, as it says itself; 0 where it does not."""
    if document is None:
        return 0
    found = orjson.loads(document).get("rev", 0) if b'"rev":' in document else 0
    return found if isinstance(found, int) else 0
