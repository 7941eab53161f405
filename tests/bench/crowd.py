"""Many writers at once, and writers beside a fold: how long the longest waits are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from db import JournalDB
from db import create as create_folder
from db.fold import fold
from tests.bench.commits import KINDS, Thing
from tests.bench.figures import Figure, median, percentile, spread

WRITERS = 20
SECONDS = 5.0
THINKING = 0.1
"""Seconds between two changes of a writer that is no machine: still ten a second, each of twenty."""
LARGE = 100_000
FOLDS = 3


def measure(place: Path) -> Iterator[Figure]:
    """Waits of twenty writers, and of one beside a fold."""
    for name, pause, budget in (("back to back", 0.0, 250), ("ten changes a second each", THINKING, 100)):
        folder = place / f"crowd{pause}"
        waits = twenty(folder, pause)
        note = f"{spread(waits)}, {len(waits) / SECONDS:.0f} changes/s"
        what = f"{WRITERS} writers, {name}: wait, p99"
        yield Figure(what, percentile(waits, 99), "ms", budget, note)
    yield beside_a_fold(place / "large")


def twenty(folder: Path, pause: float) -> list[float]:
    """Milliseconds that each change took, the wait for all others included."""
    create_folder(folder, KINDS).close()
    with JournalDB(folder, KINDS) as store, store.transaction("fill") as tx:
        for number in range(WRITERS):
            tx.put(Thing(child=number))
    command = [sys.executable, "-m", "tests.bench.writer", str(folder), str(SECONDS), str(pause)]
    writers = [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout
        writer.stdout.readline()  # it has opened the folder
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return [float(wait) for writer in writers for wait in writer.communicate()[0].split()]


def beside_a_fold(folder: Path) -> Figure:
    """The longest of the changes made while another process folds a large shard."""
    store = create_folder(folder, KINDS)
    ids: list[int] = []
    for start in range(0, LARGE, 5000):
        with store.transaction("fill") as tx:
            ids += [tx.put(Thing(child=n)).id for n in range(start, start + 5000)]
    fold(store)
    longest, made = [], 0
    numbers = count()
    for _ in range(FOLDS):
        change(store, ids[next(numbers)])
        folding = subprocess.Popen([sys.executable, "-m", "db", "fold", str(folder)])
        waits = list(until(folding, lambda: change(store, ids[next(numbers)])))
        assert folding.returncode == 0
        longest.append(max(waits))
        made += len(waits)
    store.close()
    note = f"{spread(longest)} in {FOLDS} folds, {made} changes"
    return Figure(f"longest commit while {LARGE:,} records are folded", median(longest), "ms", 20, note)


def until(process: subprocess.Popen[bytes], change: Iterable[None] | object) -> Iterator[float]:
    """Milliseconds of each change, one every few, until that process has ended."""
    assert callable(change)
    while process.poll() is None:
        start = time.perf_counter()
        change()
        yield (time.perf_counter() - start) * 1000
        time.sleep(0.002)


def change(store: JournalDB, number: int) -> None:
    """One durable change of one record."""
    with store.transaction("change", {"thing": number}, who=1, on="bench") as tx:
        thing = tx.get(Thing, number)
        assert thing
        tx.put(
            Thing(id=thing.id, rev=thing.rev, child=thing.child, arrived=f"{os.getpid()} {time.time_ns()}")
        )
