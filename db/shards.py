"""The one truth in memory: each shard's tables as JSON documents, and the indexes over them."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from . import folder as folders
from .errors import Damaged
from .folder import CENTRE
from .lines import Decoded, Document
from .snapshots import Listed, read_snapshot, verify_head

Key = str | int | tuple[Any, ...]
KeysOf = Callable[[Document], Iterable[Key]]
MONTHS_IN_MEMORY = 4
"""The current month and three others."""


class TableData:
    """One table of one shard: documents by id (text, as in the file); indexes are built when first asked."""

    __slots__ = ("_built", "_keys", "_next", "documents")

    def __init__(self, documents: dict[str, Document], keys: Mapping[str, KeysOf]) -> None:
        self.documents = documents
        self._keys = keys
        self._built: dict[str, dict[Key, dict[str, None]]] = {}
        self._next: int | None = None

    def get(self, number: str) -> Document | None:
        """The document of that id; not a copy."""
        return self.documents.get(number)

    def items(self) -> Iterable[tuple[str, Document]]:
        """Every id with its document; not copies."""
        return self.documents.items()

    def __len__(self) -> int:
        return len(self.documents)

    def __contains__(self, number: object) -> bool:
        return number in self.documents

    def ids(self, index: str, key: Key) -> Iterable[str]:
        """The ids that a declared index holds under `key`.

        Raises KeyError for an index that is not declared.
        """
        built = self._built.get(index)
        if built is None:
            built = self._build(index)
        return built.get(key, ())

    def _build(self, index: str) -> dict[Key, dict[str, None]]:
        keys_of = self._keys[index]
        built: dict[Key, dict[str, None]] = {}
        for number, document in self.documents.items():
            for key in _keys(keys_of, document):
                built.setdefault(key, {})[number] = None
        self._built[index] = built
        return built

    def put(self, number: str, document: Document) -> None:
        """Hold `document` under `number`, in place of what was there."""
        documents = self.documents
        was = documents.get(number) if self._built else None
        documents[number] = document
        if self._next is not None:
            self._next = max(self._next, int(number) + 1)
        for index, built in self._built.items():
            keys_of = self._keys[index]
            keys = _keys(keys_of, document)
            if was is not None:
                before = _keys(keys_of, was)
                if before == keys:
                    continue
                _forget(built, before, number)
            for key in keys:
                built.setdefault(key, {})[number] = None

    def remove(self, number: str) -> None:
        """Hold `number` no more."""
        was = self.documents.pop(number, None)
        if was is not None:
            for index, built in self._built.items():
                _forget(built, _keys(self._keys[index], was), number)
        if not self.documents:
            self._next = None

    @property
    def next(self) -> int:
        """TinyDB's own numbering: one above the highest id."""
        if self._next is None:
            self._next = max(map(int, self.documents), default=0) + 1
        return self._next


def _keys(keys_of: KeysOf, document: Document) -> tuple[Key, ...]:
    """The keys of a document; none for one that is no record of its kind, which reading it will say."""
    try:
        keys = tuple(keys_of(document))
        hash(keys)
    except (LookupError, TypeError, ValueError, AttributeError):
        return ()
    return keys


def _forget(built: dict[Key, dict[str, None]], keys: Iterable[Key], number: str) -> None:
    for key in keys:
        held = built.get(key)
        if held is not None:
            held.pop(number, None)
            if not held:
                del built[key]


class Shard:
    """A snapshot and what the journal did to it since: the tables of centre.json or of one month."""

    def __init__(
        self,
        tables: dict[str, dict[str, Document]],
        meta: Mapping[str, Any],
        keys: Mapping[str, Mapping[str, KeysOf]],
    ) -> None:
        self._keys = keys
        self.lsn: int = meta.get("lsn", 0)
        self.hash: str = meta.get("hash", "")
        self.tables = {name: self._table(name, documents) for name, documents in tables.items()}

    def _table(self, name: str, documents: dict[str, Document]) -> TableData:
        return TableData(documents, self._keys.get(name, {}))

    def table(self, name: str) -> TableData:
        """That table; an empty one, not kept, where there is none."""
        table = self.tables.get(name)
        return self._table(name, {}) if table is None else table

    def apply(self, operation: list[Any]) -> None:
        """Do what one operation of a line says."""
        _, action, _, name, number, document, _ = operation
        if action == "drop":
            self.tables.pop(name, None)
            return
        table = self.tables.get(name)
        if table is None:
            table = self.tables[name] = self._table(name, {})
        if action == "put":
            table.put(str(number), document)
        elif action == "del":
            table.remove(str(number))


Touched = tuple[str, int, tuple[str, ...]]
"""(table, id, days) of a record that a line touched."""


def touched(line: Decoded) -> Iterable[Touched]:
    """Every record that a line touched."""
    for _, _, _, table, record, document, was in line["c"]:
        days = {
            side["day"] for side in (document, was) if side is not None and isinstance(side.get("day"), str)
        }
        yield table, record, tuple(sorted(days))


class Memory:
    """What this process holds of a folder: centre.json always, a few months when asked for."""

    def __init__(self, folder: Path, keys: Mapping[str, Mapping[str, KeysOf]]) -> None:
        self.folder = folder
        self.next_id = 1
        self.manifest: dict[str, Listed] = {}
        self.lsn = 0
        self.tokens: dict[str, int] = {}
        self.damage: Damaged | None = None
        self._keys = keys
        self._later: dict[str, list[tuple[int, list[Any]]]] = {}
        self._seals: dict[int, str] = {}
        self._shards: OrderedDict[str, Shard] = OrderedDict()

    def at_hand(self, name: str, table: str) -> TableData | None:
        """That table, if nothing has to be done or said before it is read."""
        shard = self._shards.get(name)
        if shard is None or name != CENTRE or self.damage is not None or shard.lsn > self.lsn:
            return None
        return shard.tables.get(table)

    def shard(self, name: str) -> Shard:
        """That shard, read from its snapshot and brought up to the line this process has reached.

        Raises Damaged.  `lsn` of the answer may be above the store's when another process has folded
        meanwhile.
        """
        shard = self._shards.get(name)
        if shard is None:
            shard = self._load(name)
        elif name != CENTRE:
            self._shards.move_to_end(name)
        return shard

    def _load(self, name: str) -> Shard:
        path = folders.shard_file(self.folder, name)
        meta, tables, damage = read_snapshot(path, self.manifest.get(name))
        self.damage = damage or self.damage
        shard = Shard(tables, meta, self._keys)
        for number, operation in self._later.get(name, ()):
            if number > shard.lsn:
                shard.apply(operation)
        months = [other for other in self._shards if other != CENTRE]
        if name != CENTRE and len(months) >= MONTHS_IN_MEMORY:
            del self._shards[months[0]]
        self._shards[name] = shard
        if shard.lsn <= self.lsn:
            self.prove(name)
        return shard

    def prove(self, name: str) -> None:
        """Hold a shard that says to go further than it is listed against the line it says to go up to.

        A fold that was cut short leaves such a one, and the seal it goes up to.  Nothing else may: lines that
        it says to hold are not read again.
        """
        shard, listed = self._shards[name], self.manifest.get(name)
        if shard.lsn > (listed.lsn if listed else 0) and self._seals.get(shard.lsn) != shard.hash:
            self.damage = Damaged(file=f"{name}.json", line=0, reason="different")

    def verify_manifest(self) -> None:
        """Look at the first bytes of every listed snapshot; Damaged for one missing, older or different.

        Its whole content is proved when it is read.
        """
        for name, listed in self.manifest.items():
            verify_head(folders.shard_file(self.folder, name), listed)

    def loaded(self) -> list[str]:
        """The shards in memory."""
        return list(self._shards)

    @property
    def folded(self) -> int:
        """The number of the line up to which the last fold went."""
        return max((listed.lsn for listed in self.manifest.values()), default=0)

    def dirty(self) -> list[str]:
        """The shards that lines since the last fold have changed."""
        return sorted(self._later)

    def months(self) -> list[str]:
        """Every month that has a daybook, oldest first."""
        files = (name[:-5] for name in os.listdir(self.folder) if name.endswith(".json"))
        return sorted({name for name in (*files, *self._later) if folders.MONTH.fullmatch(name)})

    def apply(self, line: Decoded) -> None:
        """Do what a line says."""
        kind, number = line["k"], line["n"]
        self.lsn = number
        if kind == "tx":
            self.tokens[line["id"]] = number
            for operation in line["c"]:
                _, _, name, table, record, document, _ = operation
                later = self._later.get(name)
                if later is None:
                    later = self._later[name] = []
                later.append((number, operation))
                shard = self._shards.get(name)
                if shard is not None and number > shard.lsn:
                    shard.apply(operation)
                if record >= self.next_id and document is not None:
                    counted = "rev" in document or table in self._keys
                    self.next_id = record + 1 if counted else self.next_id
        elif kind == "head":
            self.next_id = max(self.next_id, line["next_id"])
        elif kind == "seal":
            self._seals[number] = line["h"]
        elif kind == "fold":
            self._folded({shard: Listed(*listed) for shard, listed in line["manifest"].items()})

    def _folded(self, manifest: dict[str, Listed]) -> None:
        self.manifest = manifest
        for name, listed in manifest.items():
            left = [entry for entry in self._later.get(name, ()) if entry[0] > listed.lsn]
            if left:
                self._later[name] = left
            else:
                self._later.pop(name, None)
