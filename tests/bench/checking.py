"""How fast a folder is proved: ten years of 50 children, as they are made and with one change a line."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.check import check
from db.checking import Checking
from db.files import end_of_bytes
from db.history import all_segments
from db.lines import encode
from db.proof import changed, prove, read_lines
from db.segments import segments
from deskapp.services.kinds import KINDS
from tests.bench import folders
from tests.bench.figures import Figure

MB = 1_000_000
TIMES = 3
"""Each is measured so often, and the best told: a core that others use, too, is slower."""


def measure(place: Path) -> Iterable[Figure]:
    """Megabytes a second of processor time: the chain, every record, and `deskapp check` from end to end."""
    folder = place / "years"
    if not folder.exists():
        folders.with_children(folder, 50, 10)
    small = one_a_line(folder, place / "small.jsonl")
    gc.collect()
    gc.disable()  # as check does
    yield chain("chain and digests, 8,000 changes a line", all_segments(folder))
    yield chain("chain and digests, one change a line", [small])
    ends = {path.name: end_of_bytes(path) for path in segments(folder / "journal")}
    size = sum(path.stat().st_size for path in folder.glob("*.json"))
    taken = 1e9
    for _ in range(TIMES):
        checking = Checking(folder, KINDS, ends)
        checking.lines()
        start = time.process_time()
        report = checking.records()
        taken = min(taken, time.process_time() - start)
    note = f"{report.records:,} records, {size / MB:.0f} MB in {taken:.1f} s"
    yield Figure("records, kinds, keys, ids, references", size / MB / taken, "MB/s", 30, note, at_least=True)
    gc.enable()
    yield whole(folder)


def chain(name: str, paths: Sequence[Path]) -> Figure:
    """Every line of these segments proved by its bytes."""
    taken = 1e9
    for _ in range(TIMES):
        size = lines = 0
        start = time.process_time()
        for path in paths:
            for raw, _whole in read_lines(path):
                prove(raw)
                size += len(raw)
                lines += 1
        taken = min(taken, time.process_time() - start)
    note = f"{lines:,} lines, {size / MB:.0f} MB in {taken:.1f} s"
    return Figure(name, size / MB / taken, "MB/s", 100, note, at_least=True)


def one_a_line(folder: Path, target: Path) -> Path:
    """The changes of a folder written anew, each in a line of its own, as a desk writes them."""
    number, head = 1, ""
    with target.open("wb") as file:
        for path in all_segments(folder):
            for raw, _ in read_lines(path):
                for operation in prove(raw).c:
                    change = changed(operation)
                    header = {"n": number, "k": "tx", "p": head, "t": "2026-11-23T08:40:00Z"}
                    header |= {"id": os.urandom(8).hex(), "w": 2, "on": "reception-1", "code": "arrive"}
                    header["args"] = {"child": change.id}
                    what = [change.action, change.shard, change.table, change.id]
                    line = encode(header, [[*what, bytes(change.document).decode(), None]])
                    head, number = prove(line).h, number + 1
                    file.write(line)
    return target


def whole(folder: Path) -> Figure:
    """The whole check, with the replay and the snapshots held against it; only told."""
    files = [*all_segments(folder), *folder.glob("*.json")]
    size = sum(map(end_of_bytes, files))
    start = time.process_time()
    report = check(folder, KINDS)
    taken = time.process_time() - start
    assert report.sound
    return Figure("deskapp check, all of it", size / MB / taken, "MB/s", None, f"{taken:.1f} s")
