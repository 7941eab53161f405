"""Proving a data folder: every line, the chain, each snapshot against a replay of all lines, every record."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from . import folder as folders
from .errors import Damaged, NewerFormat, NotADataFolder
from .folder import CENTRE, MONTH
from .history import all_segments
from .lines import FORMAT, BrokenLine, Decoded, decode
from .lock import FolderLock
from .records import Kind
from .segments import segments
from .shards import Shard
from .snapshots import Listed, read_snapshot

WAIT = 30.0
"""Seconds for which a fold or a commit in another process is waited for."""


class Finding(NamedTuple):
    """Something that is not as it must be.  `line` counts from 1 in `file`, 0 for the file as a whole."""

    file: str
    line: int
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """What a check found, and how much it looked at.  `lsn` and `head` are those of the last line."""

    findings: tuple[Finding, ...]
    lines: int
    records: int
    lsn: int
    head: str

    @property
    def sound(self) -> bool:
        """Whether everything is as it must be."""
        return not self.findings


def check(folder: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = ()) -> Report:
    """Look at everything in a data folder; changes nothing, and desks may go on.

    Raises NotADataFolder, NoAccess, Busy.
    """
    path = Path(folder)
    if not folders.is_data_folder(path):
        raise NotADataFolder(path=str(path), reason="no_store")
    fold_lock, lock = FolderLock(path / "fold.lock"), FolderLock(path / "lock")
    try:
        fold_lock.acquire(WAIT)  # snapshots and archive stand still
        lock.acquire(WAIT)
        try:
            logs = {file.name: file.read_bytes() for file in segments(path / "journal")}
        finally:
            lock.release()
        return _Check(path, tuple(kinds), logs).run()
    finally:
        lock.close()
        fold_lock.close()


class _Check:
    def __init__(self, folder: Path, kinds: tuple[Kind[Any], ...], logs: dict[str, bytes]) -> None:
        self.folder = folder
        self.kinds = kinds
        self.logs = logs
        self.findings: list[Finding] = []
        self.shards: dict[str, Shard] = {}
        self.manifest: dict[str, Listed] = {}
        self.lines = self.lsn = self.next_id = 0
        self.head = ""
        self.whole = True
        self.snapshots = self._snapshots()

    def _say(self, file: str, line: int, what: str, detail: str = "") -> None:
        self.findings.append(Finding(file, line, what, detail))

    def run(self) -> Report:
        for path in all_segments(self.folder):
            self._segment(path)
        self._listed()
        records = sum(self._records(name, shard) for name, shard in self.shards.items())
        return Report(tuple(self.findings), self.lines, records, self.lsn, self.head)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────

    def _segment(self, path: Path) -> None:
        file = f"{path.parent.name}/{path.name}"
        data = self.logs[path.name] if path.name in self.logs else path.read_bytes()
        if int(path.stem) != self.lsn + 1:
            self._say(file, 0, "lines_missing", f"{self.lsn + 1}-{int(path.stem) - 1}")
            self.whole, self.lsn, self.head = False, int(path.stem) - 1, ""
        log, _, beyond = data.partition(b"\0")
        *lines, tail = log.split(b"\n")
        sealed = False
        for number, raw in enumerate(lines, 1):
            if sealed:
                self._say(file, number, "after_seal")
            sealed = self._line(file, number, raw)
        if tail or beyond.strip(b"\0"):
            self._say(file, len(lines) + 1, "torn_tail")
        if not sealed and path.name != max(self.logs, default=""):
            self._say(file, len(lines), "not_sealed")

    def _line(self, file: str, number: int, raw: bytes) -> bool:
        """Prove one line and replay it; whether it seals the segment."""
        self.lines += 1
        try:
            line = decode(raw)
        except BrokenLine as error:
            self._say(file, number, "broken_line", str(error))
            self.whole, self.lsn, self.head = False, self.lsn + 1, ""
            return False
        if line["n"] != self.lsn + 1 or (self.head and line["p"] != self.head):
            self._say(file, number, "chain_broken")
            self.whole = False
        self.lsn, self.head = line["n"], line["h"]
        if line["k"] == "head":
            self.next_id = max(self.next_id, line["next_id"])
            if line["format"] > FORMAT:
                self._say(file, number, "newer_format")
        elif line["k"] == "tx":
            self._replay(file, number, line)
        elif line["k"] == "fold":
            self.manifest = {name: Listed(*listed) for name, listed in line["manifest"].items()}
        elif line["k"] == "seal":
            self._compare(line)
        return bool(line["k"] == "seal")

    def _replay(self, file: str, number: int, line: Decoded) -> None:
        for operation in line["c"]:
            _, action, name, table, id, document, was = operation
            shard = self.shards.setdefault(name, Shard({}, {}, {}))
            held = shard.table(table).get(str(id)) if action in ("put", "del") else None
            if self.whole and orjson.dumps(held) != orjson.dumps(was):
                self._say(file, number, "was_differs", f"{table} {id}")
            if document is not None and table in {kind.table for kind in self.kinds}:
                if document.get("rev") != line["n"]:
                    self._say(file, number, "rev_differs", f"{table} {id}")
                self.next_id = max(self.next_id, id + 1)
            shard.apply(operation)

    # ── snapshots ────────────────────────────────────────────────────────────────────────────────────────

    def _snapshots(self) -> dict[str, tuple[int, str]]:
        """Every snapshot's name with the line it goes up to and that line's hash."""
        found: dict[str, tuple[int, str]] = {}
        for path in sorted(self.folder.glob("*.json")):
            if path.stem != CENTRE and not MONTH.fullmatch(path.stem):
                self._say(path.name, 0, "foreign_file")
                continue
            try:
                meta, _, _ = read_snapshot(path, None)
                found[path.stem] = (meta["lsn"], str(meta.get("hash", "")))
            except Damaged as damage:
                self._say(path.name, 0, str(damage.facts["reason"]))
            except NewerFormat:
                self._say(path.name, 0, "newer_format")
        return found

    def _compare(self, seal: Decoded) -> None:
        """Hold the snapshots that go up to this line against the replay."""
        for name, (lsn, hash) in self.snapshots.items():
            if lsn != seal["n"]:
                continue
            if hash != seal["h"]:
                self._say(f"{name}.json", 0, "chain_broken")
            if self.whole:
                _, tables, _ = read_snapshot(folders.shard_file(self.folder, name), None)
                shard = self.shards.get(name, Shard({}, {}, {}))
                replayed = {table: data.documents for table, data in shard.tables.items()}
                if orjson.dumps(tables, option=orjson.OPT_SORT_KEYS) != _sorted(replayed):
                    self._say(f"{name}.json", 0, "content_differs")

    def _listed(self) -> None:
        """Hold the files against what the last fold listed."""
        for name, listed in self.manifest.items():
            path = folders.shard_file(self.folder, name)
            if not path.exists():
                self._say(path.name, 0, "missing")
            elif name in self.snapshots:
                _, _, damage = read_snapshot(path, listed)
                if damage is not None:
                    self._say(path.name, 0, str(damage.facts["reason"]))

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────

    def _records(self, name: str, shard: Shard) -> int:
        for kind in self.kinds:
            rows = shard.table(kind.table)
            held: set[Any] = set()
            for number, document in rows.items():
                what = f"{kind.table} {number}"
                try:
                    kind.struct(number, document)
                except Damaged as damage:
                    self._say(f"{name}.json", 0, "not_a_record", f"{what}: {damage.facts['reason']}")
                    continue
                if kind.shard(document) != name:
                    self._say(f"{name}.json", 0, "not_at_home", what)
                keys = {(index, key) for index, keys_of in kind.unique.items() for key in keys_of(document)}
                if held & keys:
                    self._say(f"{name}.json", 0, "not_unique", what)
                held |= keys
                if int(number) >= self.next_id:
                    self._say(f"{name}.json", 0, "id_beyond_counter", what)
        return sum(len(table) for table in shard.tables.values())


def _sorted(tables: dict[str, Any]) -> bytes:
    return orjson.dumps(tables, option=orjson.OPT_SORT_KEYS)


def findings_of(report: Report) -> Iterator[str]:
    """Each finding as "file:line what detail"."""
    for finding in report.findings:
        yield " ".join(filter(None, (f"{finding.file}:{finding.line}", finding.what, finding.detail)))
