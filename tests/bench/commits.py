"""A durable one-record change: the store against SQLite (WAL, synchronous=FULL), interleaved on one disk."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from pathlib import Path

from db import JournalDB, Kind, Record
from db import create as create_folder
from tests.bench.figures import Figure, median, spread

SIZES = (100, 10_000, 100_000)
ROUNDS = 600
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


def measure(where: Path | None = None) -> list[Figure]:
    """The ratio at each size, and how flat the store is from the smallest to the largest."""
    with tempfile.TemporaryDirectory(dir=where) as name:
        pairs = {}
        for size in SIZES:
            for side in KEYS:
                (Path(name) / f"{side}{size}").mkdir()
            pairs[size] = (
                SQLiteSide(Path(name) / f"sqlite{size}", size),
                JournalSide(Path(name) / f"journal{size}", size),
            )
        times: dict[tuple[int, str], list[float]] = {(s, side): [] for s in SIZES for side in KEYS}
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
        figures = [
            Figure(
                f"durable commit / SQLite WAL FULL, {size:,} records",
                median(times[size, "journal"]) / median(times[size, "sqlite"]),
                "×",
                1.0,
                f"store {spread(times[size, 'journal'])}, SQLite {median(times[size, 'sqlite']):.2f} ms",
            )
            for size in SIZES
        ]
        flat = median(times[SIZES[-1], "journal"]) / median(times[SIZES[0], "journal"])
        figures.append(Figure("durable commit, 100,000 records / 100 records", flat, "×", 1.25))
        return figures
