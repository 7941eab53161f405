"""A check, step by step: every line, then every snapshot and record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from . import acknowledged
from . import folder as folders
from .check import Finding, Report
from .errors import Damaged, NewerFormat
from .folder import CENTRE, MONTH
from .history import all_segments
from .lines import FORMAT, BrokenLine, Decoded
from .proof import Proved, changed, prove, read_lines
from .proving import Proving
from .records import Kind
from .replay import Replayed, all_ids
from .snapshots import Listed, Tables, parse_snapshot, read_meta


class Checking:
    """A check in two steps: every line, then every snapshot and record.

    `ends`: of each segment of the journal, where its log ends; `note`: the line that was surely saved before
    they were looked up.  Folds are held off meanwhile.
    """

    def __init__(
        self,
        folder: Path,
        kinds: tuple[Kind[Any], ...],
        ends: Mapping[str, int],
        note: acknowledged.Note | None = None,
    ) -> None:
        self.folder = folder
        self.note = note
        self.kinds = kinds
        self.ends = ends
        self.findings: list[Finding] = []
        self.shards: defaultdict[str, Replayed] = defaultdict(Replayed)
        self.manifest: dict[str, Listed] = {}
        self.seals: dict[int, str] = {}
        self.count = self.lsn = self.next_id = 0
        self.head = self.history = ""
        self.whole = True
        """Whether no line is missing or broken, so that a replay comes to what must be."""
        self._tables = {kind.table for kind in kinds}
        self.snapshots = self._snapshots()
        for name, (lsn, _) in self.snapshots.items():
            self.shards[name].upto = lsn

    def _say(self, file: str, line: int, what: str, detail: str = "") -> None:
        self.findings.append(Finding(file, line, what, detail))

    def _snapshots(self) -> dict[str, tuple[int, str]]:
        """Every snapshot's name with the line it goes up to and that line's hash."""
        found: dict[str, tuple[int, str]] = {}
        for path in sorted(self.folder.glob("*.json")):
            if path.stem != CENTRE and not MONTH.fullmatch(path.stem):
                self._say(path.name, 0, "foreign_file")
                continue
            try:
                meta = read_meta(path)
                found[path.stem] = (meta["lsn"], str(meta.get("hash", "")))
            except Damaged as damage:
                self._say(path.name, 0, str(damage.facts["reason"]))
            except NewerFormat:
                self._say(path.name, 0, "newer_format")
        return found

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self) -> None:
        """Prove every line, hold it against the one before it and against what was there before."""
        for path in all_segments(self.folder):
            self._segment(path)

    def _segment(self, path: Path) -> None:
        file = f"{path.parent.name}/{path.name}"
        if int(path.stem) != self.lsn + 1:
            self._say(file, 0, "lines_missing", f"{self.lsn + 1}-{int(path.stem) - 1}")
            self.whole, self.lsn, self.head = False, int(path.stem) - 1, ""
        sealed, number = False, 0
        for number, (raw, ended) in enumerate(read_lines(path, self.ends.get(path.name)), 1):
            if not ended:
                self._say(file, number, "torn_tail")
                number -= 1  # noqa: PLW2901
                break
            if sealed:
                self._say(file, number, "after_seal")
            sealed = self._line(file, number, raw)
        if not sealed and path.name != max(self.ends, default=""):
            self._say(file, number, "not_sealed")

    def _line(self, file: str, number: int, raw: bytes) -> bool:
        """Prove one line and replay it; whether it seals the segment."""
        self.count += 1
        try:
            line = prove(raw)
        except BrokenLine as error:
            self._say(file, number, "broken_line", str(error))
            self.whole, self.lsn, self.head = False, self.lsn + 1, ""
            return False
        if line.n != self.lsn + 1 or (self.head and line.p != self.head):
            self._say(file, number, "chain_broken")
            self.whole = False
        self.lsn, self.head = line.n, line.h
        if line.k == "tx":
            self._replay(file, number, line)
        elif line.k == "seal":
            self.seals[line.n] = line.h
        elif line.k in ("head", "fold"):
            self._heed(file, number, orjson.loads(raw))
        return line.k == "seal"

    def _heed(self, file: str, number: int, line: Decoded) -> None:
        if line["k"] == "fold":
            self.manifest = {name: Listed(*listed) for name, listed in line["manifest"].items()}
            return
        self.next_id = max(self.next_id, line["next_id"])
        self.history = line["history"]
        if line["format"] > FORMAT:
            self._say(file, number, "newer_format")

    def _replay(self, file: str, number: int, line: Proved) -> None:
        revision = b'"rev":%d}' % line.n
        for operation in line.c:
            change = changed(operation)
            document, was = bytes(change.document), bytes(change.was)
            before = self.shards[change.shard].apply(line.n, change, document)
            if before != (None if was == b"null" else hash(was)) and self.whole:
                self._say(file, number, "was_differs", f"{change.table} {change.id}")
            if document != b"null" and change.table in self._tables:
                if not document.endswith(revision) and orjson.loads(document).get("rev") != line.n:
                    self._say(file, number, "rev_differs", f"{change.table} {change.id}")
                if change.id >= self.next_id:
                    self.next_id = change.id + 1

    # ── snapshots ────────────────────────────────────────────────────────────────────────────────────────

    def records(self) -> Report:
        """Hold every snapshot against the list, the chain and the replay, and prove every record."""
        if acknowledged.contradicted(self.note, self.history, self.lsn, self.head):
            self._say("journal", 0, "saved_line_lost")
        proving = Proving(
            self.kinds, self.next_id, all_ids(self.shards, self._tables) if self.whole else None
        )
        for name in sorted({*self.shards, *self.manifest}, key=lambda name: (name != CENTRE, name)):
            tables = self._snapshot(name)
            for what, detail in proving.shard(name, self.shards[name].brought_up(tables)):
                self._say(f"{name}.json", 0, what, detail)
        return Report(tuple(self.findings), self.count, proving.count, self.lsn, self.head)

    def _snapshot(self, name: str) -> Tables:
        """The tables of a shard's snapshot, held against the list, the chain and the replay."""
        path = folders.shard_file(self.folder, name)
        if name not in self.snapshots:
            if name in self.manifest and not path.exists():
                self._say(path.name, 0, "missing")
            return {}
        data = path.read_bytes()
        try:
            _, tables, damage = parse_snapshot(path, data, self.manifest.get(name))
        except Damaged as error:
            tables, damage = {}, error
        if damage is not None:
            self._say(path.name, 0, str(damage.facts["reason"]))
        if self.whole:
            lsn, hash = self.snapshots[name]
            if self.seals.get(lsn) != hash:
                self._say(path.name, 0, "chain_broken")
            if self.shards[name].differs(data, tables):
                self._say(path.name, 0, "content_differs")
        return tables
