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
from tests.bench import writers
from tests.bench.commits import KINDS, Thing
from tests.bench.figures import Figure, median, spread

LARGE = 100_000
FOLDS = 3


def measure(place: Path) -> Iterator[Figure]:
    """Waits of twenty writers, and of one beside a fold."""
    yield from writers.measure(place)
    yield beside_a_fold(place / "large")


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
