"""A durable one-record change: the store against SQLite (WAL, synchronous=FULL), interleaved on one disk.

Beside them plain TinyDB, which writes its whole file for a record and syncs nothing: so often as time allows.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from pathlib import Path

import orjson
from tinydb import TinyDB

from db import JournalDB, Kind, Record
from db import create as create_folder
from tests.bench.figures import Figure, median, spread

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 600
PLAIN_EVERY = {100: 2, 1_000: 4, 10_000: 30, 100_000: 120}
"""In every how manieth round plain TinyDB has its turn: it takes seconds where there is much."""
PLAIN_BUDGETS = {10_000: 20.0, 100_000: 200.0}
"""How many times as long it must take, at least."""
KEYS = ("sqlite", "journal")


class Thing(Record):
    """A record of the size of an attendance."""

    child: int
    arrived: str = ""
    words: str = "homework, supper, collected by her mother at the door"


KINDS = (Kind(Thing, "things", indexes={"child": lambda document: (document["child"],)}),)


class SQLiteSide:
    """The same records in an SQLite table of JSON texts."""

    def __init__(self, folder: Path, size: int) -> None:
        self.base = sqlite3.connect(folder / "base.sqlite", isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=FULL")
        self.base.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, child INTEGER, document TEXT)")
        self.base.execute("CREATE INDEX by_child ON things (child)")
        self.base.execute("BEGIN")
        self.base.executemany(
            "INSERT INTO things (child, document) VALUES (?, ?)",
            ((n, f'{{"child": {n}, "arrived": "2026-11-23T08:40:00Z"}}') for n in range(size)),
        )
        self.base.execute("COMMIT")
        # As every morning: the last to close a base leaves no log behind. Else the log of a large filling
        # would be room that SQLite need not ask for, at the one size and not at the others.
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def change(self, number: int, turn: int) -> None:
        """One durable change of one record, never to what it already was."""
        self.base.execute("BEGIN IMMEDIATE")
        self.base.execute(
            "UPDATE things SET document = ? WHERE id = ?",
            (f'{{"child": {number}, "arrived": "turn {turn:06}, 08:41:00Z"}}', number + 1),
        )
        self.base.execute("COMMIT")


class JournalSide:
    """The same records in the store."""

    def __init__(self, folder: Path, size: int) -> None:
        create_folder(folder, KINDS)
        self.store = JournalDB(folder, KINDS)
        self.ids: list[int] = []
        for start in range(0, size, 5000):
            with self.store.transaction("fill") as tx:
                self.ids += [tx.put(Thing(child=n)).id for n in range(start, min(size, start + 5000))]

    def change(self, number: int, turn: int) -> None:
        """One durable change of one record, as a rule does it: look, then write."""
        with self.store.transaction("change", {"thing": number}, who=1, on="bench") as tx:
            thing = tx.get(Thing, self.ids[number])
            assert thing
            tx.put(
                Thing(
                    id=thing.id,
                    rev=thing.rev,
                    child=thing.child,
                    arrived=f"turn {turn:06}, 08:41:00Z",
                )
            )


class PlainSide:
    """The same records in a plain TinyDB file."""

    def __init__(self, folder: Path, size: int) -> None:
        records = {str(n): {"child": n, "arrived": "2026-11-23T08:40:00Z"} for n in range(1, size + 1)}
        (folder / "base.json").write_bytes(orjson.dumps({"_default": records}))
        self.base = TinyDB(folder / "base.json")

    def insert(self, number: int) -> None:
        """One record more, on no disk yet."""
        self.base.insert({"child": number, "arrived": "2026-11-23T08:41:00Z"})


def measure(where: Path | None = None) -> list[Figure]:
    """The ratios at each size, and how flat the store is from the smallest to the largest."""
    with tempfile.TemporaryDirectory(dir=where) as name:
        times = _interleaved(Path(name))
    figures = []
    for size in SIZES:
        store, sqlite, plain = (times[size, side] for side in ("journal", "sqlite", "plain"))
        note = f"store {spread(store)}, SQLite {median(sqlite):.2f} ms"
        ratio = median(store) / median(sqlite)
        figures.append(Figure(f"durable commit / SQLite WAL FULL, {size:,} records", ratio, "×", 0.7, note))
        figures.append(
            Figure(
                f"plain TinyDB, unsynced / durable commit, {size:,} records",
                median(plain) / median(store),
                "×",
                PLAIN_BUDGETS.get(size),
                f"TinyDB {spread(plain)}, {len(plain)} rounds",
                at_least=True,
            )
        )
    flat = median(times[SIZES[-1], "journal"]) / median(times[SIZES[0], "journal"])
    figures.append(Figure("durable commit, 100,000 records / 100 records", flat, "×", 1.25))
    return figures


def _interleaved(place: Path) -> dict[tuple[int, str], list[float]]:
    """Milliseconds of every change, by size and side."""
    pairs, plains = {}, {}
    for size in SIZES:
        for side in (*KEYS, "plain"):
            (place / f"{side}{size}").mkdir()
        pairs[size] = (
            SQLiteSide(place / f"sqlite{size}", size),
            JournalSide(place / f"journal{size}", size),
        )
        plains[size] = PlainSide(place / f"plain{size}", size)
    times: dict[tuple[int, str], list[float]] = {(s, side): [] for s in SIZES for side in (*KEYS, "plain")}
    for turn in range(ROUNDS + 20):
        # The order changes from turn to turn: a sync is cheaper or dearer by what came before it.
        sides = [(size, key, pair[key == "journal"]) for size, pair in pairs.items() for key in KEYS]
        random.Random(turn).shuffle(sides)
        for size, key, side in sides:
            number = turn * 7 % size
            start = time.perf_counter()
            side.change(number, turn)
            if turn >= 20:
                times[size, key].append((time.perf_counter() - start) * 1000)
        for size, plain in plains.items():
            if turn >= 20 and not turn % PLAIN_EVERY[size]:
                start = time.perf_counter()
                plain.insert(turn)
                times[size, "plain"].append((time.perf_counter() - start) * 1000)
    return times
