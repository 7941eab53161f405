"""Making a sound folder of what a damaged one still holds.  The damaged one is only read.

Every line keeps its number and its content.  In the place of one that is lost stands a line with the code
"lost_line" and whatever it is known to have done: an operation of its own that is still proved, what a later
line found there, what a snapshot holds.  From the first lost line on the lines are chained anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from . import acknowledged
from . import folder as folders
from .check import WAIT, Report, check
from .errors import NotADataFolder, NotSaved
from .files import sync_folder, write_file
from .inferring import Inferred, Snapshots, last_manifest
from .lines import FORMAT, digest, encode, utc_now
from .lock import FolderLock
from .proof import changed, prove
from .records import Kind
from .salvage import Lost, Salvaged, salvage
from .segments import PREALLOCATED, head_fields, segment_name
from .snapshots import Listed, write_snapshot
from .state import State


@dataclass(frozen=True)
class Repaired:
    """What a repair came to.

    `lost` lines, `mended` ones (number, file, line) that a flipped bit had spoilt, snapshots `rebuilt` from
    the lines, `partial` ones of which only what is left of the lines tells, and `unproved` ones that are all
    there is.  `report` is the check of the new folder.
    """

    folder: Path
    lines: int
    lost: tuple[Lost, ...]
    mended: tuple[tuple[int, str, int], ...]
    rebuilt: tuple[str, ...]
    partial: tuple[str, ...]
    unproved: tuple[str, ...]
    report: Report

    @property
    def complete(self) -> bool:
        """Whether every record is as it was last saved."""
        return not self.unproved and not self.partial and all(lost.contained for lost in self.lost)


def repair(
    folder: str | os.PathLike[str], target: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = ()
) -> Repaired:
    """Lay what `folder` holds out anew in `target`, and check it.

    Raises NotSaved (reason EEXIST when something is at `target`), NotADataFolder when there is nothing to
    start from, NoAccess, Busy.
    """
    source, new = Path(folder), Path(target)
    if not any((source / place).is_dir() for place in ("archive", "journal")):
        raise NotADataFolder(path=str(source), reason="no_store")
    if os.path.lexists(new):
        raise NotSaved(reason="EEXIST", path=str(new))
    fresh = new.with_name(f".{new.name}.repairing")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        with _still(source):
            salvaged = salvage(source)
            snapshots = Snapshots(source, *last_manifest(salvaged.lines))
            note = acknowledged.read(source)
        salvaged.last = max(salvaged.last, snapshots.last)
        if note is not None and salvaged.history in ("", note.history):
            salvaged.last = max(salvaged.last, note.n)
        if not salvaged.last:
            raise NotADataFolder(path=str(source), reason="no_store")
        inferred = Inferred(salvaged, snapshots)
        folders.make(fresh)
        _Laying(fresh, salvaged, inferred, snapshots.next_id).run()
        report = check(fresh, kinds)
        os.rename(fresh, new)
        sync_folder(new.parent)
    except OSError as error:
        raise NotSaved.of(error, new) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Repaired(
        folder=new,
        lines=len(salvaged.lines),
        lost=tuple(_lost(salvaged, inferred, snapshots.folded)),
        mended=tuple(salvaged.mended),
        rebuilt=tuple(inferred.rebuilt),
        partial=tuple(inferred.partial),
        unproved=tuple(inferred.unproved),
        report=report,
    )


@contextmanager
def _still(folder: Path) -> Iterator[None]:
    """Hold writers and folds off, where there still are locks."""
    locks = [FolderLock(folder / name) for name in ("fold.lock", "lock") if (folder / name).is_file()]
    try:
        for lock in locks:
            lock.acquire(WAIT)
        yield
    finally:
        for lock in locks:
            lock.close()


def _lost(salvaged: Salvaged, inferred: Inferred, folded: int) -> Iterator[Lost]:
    """Each lost line with what is known of it, and what was put back of it."""
    rests = {lost.n: lost for lost, _ in salvaged.broken}
    for n in sorted({*inferred.missing, *rests}):
        records = tuple((place.table, place.id) for place in inferred.done.get(n, ()) if place.id)
        yield rests.get(n, Lost(n))._replace(contained=n <= folded, records=records)


class _Laying:
    """Writes the new folder: the lines in the archive, every shard's snapshot, and an empty journal."""

    def __init__(self, folder: Path, salvaged: Salvaged, inferred: Inferred, next_id: int) -> None:
        self.folder = folder
        self.lines, self.last = salvaged.lines, salvaged.last
        self.done = inferred.done
        self.state = State()
        self.state.next_id = next_id
        self.head = ""
        self.time = next((orjson.loads(raw)["t"] for _, raw in sorted(self.lines.items())), utc_now())
        self.first, self.segment = 1, bytearray()

    def run(self) -> None:
        """Write everything, durably."""
        last, kind = self.last, ""
        for n in range(1, last + 1):
            kind = self._kept(self.lines[n]) if n in self.lines else self._lost(n)
            if kind == "seal":
                self._archive(n)
        if kind != "seal":
            last += 1
            self._add(encode(self._header(last, "seal"), []))
            self._archive(last)
        self._open(last)

    def _header(self, n: int, kind: str) -> dict[str, Any]:
        return {"n": n, "k": kind, "p": self.head, "t": utc_now()}

    def _add(self, raw: bytes) -> None:
        self.head = prove(raw).h
        self.segment += raw

    def _kept(self, raw: bytes) -> str:
        """Take a line over, chained anew where the one before it is another now; its kind."""
        line, whole = prove(raw), orjson.loads(raw)
        self.time = whole["t"]
        self.state.next_id = max(self.state.next_id, whole.get("next_id", 1))
        if line.p != self.head:
            header = {key: value for key, value in whole.items() if key not in ("h", "c")} | {"p": self.head}
            head = orjson.dumps(header)
            operations = b",".join(map(bytes, line.c))
            raw = b"".join((head[:-1], b',"h":"', digest(head).encode(), b'","c":[', operations, b"]}\n"))
        self._add(raw)
        for operation in line.c:
            self.state.apply(changed(operation))
        return line.k

    def _lost(self, n: int) -> str:
        """Put a line in a lost one's place."""
        operations: list[list[Any]] = []
        done = self.done.get(n, {})
        for place in sorted(done, key=lambda place: not place.id and done[place] is None):  # drops at the end
            document = done[place]
            was = self.state.get(place)
            if place.id:
                action = "del" if document is None else "put"
                operations.append([action, *place, _json(document), _json(was)])
            else:
                operations.append(["drop" if document is None else "new", *place, None, None])
            self.state.put(place, document)
        header = {**self._header(n, "tx"), "t": self.time, "id": os.urandom(8).hex(), "w": 0, "on": ""}
        self._add(encode({**header, "code": "lost_line", "args": {}}, operations))
        return "tx"

    def _archive(self, n: int) -> None:
        write_file(self.folder / "archive" / segment_name(self.first), bytes(self.segment))
        self.first, self.segment = n + 1, bytearray()

    def _open(self, seal: int) -> None:
        """The snapshots as of the last seal, and a journal with a history of its own that lists them."""
        history, next_id = os.urandom(8).hex(), self.state.next_id
        meta = {"format": FORMAT, "lsn": seal, "hash": self.head, "next_id": next_id, "history": history}
        manifest: dict[str, Listed] = {}
        for name, tables in self.state.shards.items():
            content = {
                table: {str(id): orjson.Fragment(document) for id, document in documents.items()}
                for table, documents in tables.items()
            }
            path = folders.shard_file(self.folder, name)
            manifest[name] = write_snapshot(path, meta, content)  # type: ignore[arg-type]
        listed = {name: [one.lsn, one.size, one.digest] for name, one in manifest.items()}
        self._add(encode({**self._header(seal + 1, "head"), **head_fields(next_id, history)}, []))
        if listed:
            self._add(encode({**self._header(seal + 2, "fold"), "manifest": listed}, []))
        room = bytes(max(0, PREALLOCATED - len(self.segment)))
        write_file(self.folder / "journal" / segment_name(self.first), bytes(self.segment) + room)


def _json(document: bytes | None) -> Any:
    return None if document is None else orjson.loads(document)
