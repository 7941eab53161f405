"""What ten years behind a folder cost: opening it, reading a month, going through all of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from db import JournalDB
from deskapp.services.kinds import KINDS
from deskapp.services.records import Attendance
from tests.bench import folders
from tests.bench.figures import Figure, median, p95, spread
from tests.bench.terminal import ENVIRONMENT

ROUNDS = 25
MONTHS = 60
OPEN = (
    "import sys\nfrom db import JournalDB\nfrom deskapp.services.kinds import KINDS\n"
    "JournalDB(sys.argv[1], KINDS).close()"
)
REPORT = """
import sys
from db import JournalDB
from deskapp.services.kinds import KINDS
from deskapp.services.records import Attendance

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

store = JournalDB(sys.argv[1], KINDS, read_only=True)
came, peaks, year = dict(), [], ""
for stay in store.read().between(Attendance, "0000", "9999"):
    if stay.day[:4] != year:
        year = stay.day[:4]
        peaks.append(peak())
    came[stay.child] = came.get(stay.child, 0) + 1
print(peaks[0], peaks[2], peak(), sum(came.values()))
"""


def measure(place: Path) -> Iterator[Figure]:
    """Ten years beside an empty folder; a month; a report on all of it."""
    years, empty = place / "years", place / "nothing"
    if not years.exists():
        folders.with_children(years, 50, 10)
    folders.empty(empty)
    yield opening(years, empty)
    yield month(years)
    yield report(years)


def opening(years: Path, empty: Path) -> Figure:
    """A process that opens a folder, from its start to its end: what ten years add to that."""
    environment = {**os.environ, **ENVIRONMENT}
    times: dict[Path, list[float]] = {years: [], empty: []}
    for turn in range(ROUNDS + 1):
        for folder in random.Random(turn).sample([years, empty], 2):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", OPEN, str(folder)], env=environment, check=True)
            if turn:
                times[folder].append((time.perf_counter() - start) * 1000)
    more = (median(times[years]) / median(times[empty]) - 1) * 100
    note = f"{spread(times[years])}, empty {median(times[empty]):.1f} ms"
    return Figure("a process opens ten years, more than an empty folder", more, "%", 5, note)


def month(years: Path) -> Figure:
    """Every attendance of a month that was not in memory."""
    taken, found = [], 0
    store = JournalDB(years, KINDS, read_only=True)
    for name in random.Random(1).sample(store.months(), MONTHS):
        start = time.perf_counter()
        found += len(list(store.read().between(Attendance, f"{name}-01", f"{name}-31")))
        taken.append((time.perf_counter() - start) * 1000)
    store.close()
    note = f"{spread(taken)}, {found // MONTHS:,} records each"
    return Figure("a month's daybook read, p95", p95(taken), "ms", 20, note)


def report(years: Path) -> Figure:
    """How much the memory grows from the beginning of the third year of a report to its end."""
    start = time.perf_counter()
    command = [sys.executable, "-c", REPORT, str(years)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken = time.perf_counter() - start
    *peaks, records = done.stdout.split()
    first, third, last = map(float, peaks)
    note = f"{first:.0f}, {third:.0f}, {last:.0f} MiB, {int(records):,} records in {taken:.1f} s"
    return Figure("a report on ten years: memory after the second year", last - third, "MiB", 8, note)
