"""What lost lines did, inferred from what later lines found there and from the snapshots."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import orjson

from . import folder as folders
from .errors import StoreError
from .folder import CENTRE, MONTH
from .proof import Change, changed, prove
from .salvage import Salvaged
from .snapshots import Listed, Tables, compared, parse_snapshot
from .state import Place, State, document_of, revision

MOST = 5000
"""Records put back in the place of one lost line, where they do not say themselves which line wrote them."""


class Snapshots:
    """The snapshots of a folder: which are proved, which are only readable, which are of no use.

    `last`: the last line that is in one of them.  `folded`: the line up to which everything is in them; 0
    unless all that the last fold listed are proved.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Listed], seals: Mapping[int, str]) -> None:
        self.tables: dict[str, tuple[int, Tables]] = {}
        self.proved: set[str] = set()
        self.damaged: dict[str, str] = {}
        self.next_id = 1
        names = {path.stem for path in folder.glob("*.json")} | set(manifest)
        for name in sorted(names):
            if name == CENTRE or MONTH.fullmatch(name):
                self._read(folders.shard_file(folder, name), name, manifest.get(name), seals)
        self.last = max((lsn for lsn, _ in self.tables.values()), default=0)
        self.folded = 0
        if manifest.keys() <= self.proved:
            self.folded = max((listed.lsn for listed in manifest.values()), default=0)

    def _read(self, path: Path, name: str, listed: Listed | None, seals: Mapping[int, str]) -> None:
        try:
            data = path.read_bytes()
            meta, tables, _ = parse_snapshot(path, data, None)
        except OSError:
            self.damaged[name] = "missing"
            return
        except StoreError as error:
            self.damaged[name] = str(error.facts.get("reason", error.code))
            return
        lsn = meta["lsn"]
        damage = compared(path.name, listed, lsn, len(data), data)
        self.tables[name] = (lsn, tables)
        if isinstance(meta.get("next_id"), int):
            self.next_id = max(self.next_id, meta["next_id"])
        if damage is not None:
            self.damaged[name] = str(damage.facts["reason"])
        elif seals.get(lsn, meta.get("hash")) != meta.get("hash"):
            self.damaged[name] = "chain_broken"
        else:
            self.proved.add(name)


class Inferred:
    """Goes through the lines and collects what the lost ones must have done: `done`, by line and place."""

    def __init__(self, salvaged: Salvaged, snapshots: Snapshots) -> None:
        self.done: defaultdict[int, dict[Place, bytes | None]] = defaultdict(dict)
        self.missing = salvaged.missing
        self.rebuilt: list[str] = []
        self.unproved: list[str] = []
        self._lost = set(self.missing)
        self._state = State()
        self._snapshots = snapshots
        self._rests = {lost.n: raw for lost, raw in salvaged.broken}
        ends = defaultdict(list)
        for name, (lsn, _) in snapshots.tables.items():
            ends[lsn].append(name)
        for n in range(1, salvaged.last + 1):
            if n in self._lost:
                self._from_rest(n)
            else:
                self._from_line(n, salvaged.lines[n])
            for name in ends.get(n, ()):
                self._from_snapshot(name, n)
        lacking = [name for name in snapshots.damaged if name not in self.unproved + self.rebuilt]
        self.partial = lacking if self.missing else []
        self.rebuilt += [] if self.missing else lacking

    def _from_rest(self, n: int) -> None:
        """The operations of a broken line whose own digests still hold."""
        for change in operations_left(self._rests.get(n, b"")):
            whole = change.action in ("new", "drop")
            place = Place(change.shard, change.table, 0 if whole else change.id)
            put = change.action in ("put", "new")
            self.done[n][place] = (b"" if whole else bytes(change.document)) if put else None
            self._state.apply(change)

    def _from_line(self, n: int, raw: bytes) -> None:
        line = prove(raw)
        for operation in line.c if line.k == "tx" else ():
            change = changed(operation)
            if change.action in ("put", "del"):
                place, was = Place(change.shard, change.table, change.id), document_of(bytes(change.was))
                if self._state.get(place) != was:
                    self._attribute(place, was, n)
            self._state.apply(change)

    def _from_snapshot(self, name: str, lsn: int) -> None:
        """What a snapshot holds and no line has put there; where every line is there, the lines are right."""
        there = State()
        there.load(name, self._snapshots.tables[name][1])  # type: ignore[arg-type]
        places = there.places(name) | self._state.places(name)
        differing = [place for place in places if there.holds(place) != self._state.holds(place)]
        if not differing:
            return
        if not self.missing or self.missing[0] > lsn:
            self.rebuilt.append(name)
            return
        if name not in self._snapshots.proved:
            self.unproved.append(name)
        for place in sorted(differing):
            self._attribute(place, there.holds(place), lsn + 1)

    def _attribute(self, place: Place, document: bytes | None, before: int) -> None:
        """Say that a lost line before line `before` left this document there."""
        index = bisect_left(self.missing, before) - 1
        if index < 0:
            return
        written = revision(document) if document else 0
        n = written if written in self._lost and written < before else self.missing[index]
        while n != written and index > 0 and len(self.done[n]) >= MOST:
            index -= 1
            n = self.missing[index]
        self.done[n][place] = document
        self._state.put(place, document)


class _Rest(msgspec.Struct):
    d: list[str]
    c: list[msgspec.Raw]


def operations_left(raw: bytes) -> list[Change]:
    """The operations of a broken line that their digests still prove."""
    try:
        rest = msgspec.json.decode(raw, type=_Rest)
        if len(rest.c) != len(rest.d):
            return []
        pairs: list[tuple[Any, str]] = list(zip(rest.c, rest.d, strict=True))
        return [changed(op) for op, d in pairs if blake2b(op, digest_size=16).hexdigest() == d]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []


def last_manifest(lines: Mapping[int, bytes]) -> tuple[dict[str, Listed], dict[int, str]]:
    """What the last fold line that is left lists, and the hash of each seal by its number."""
    manifest: dict[str, Listed] = {}
    seals: dict[int, str] = {}
    for n in sorted(lines):
        raw = lines[n]
        if raw.startswith(b'{"n":%d,"k":"seal"' % n):
            seals[n] = prove(raw).h
        elif raw.startswith(b'{"n":%d,"k":"fold"' % n):
            manifest = {name: Listed(*one) for name, one in orjson.loads(raw)["manifest"].items()}
    return manifest, seals
