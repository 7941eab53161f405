"""How long a change waits while twenty processes write to one folder: none may be kept waiting for long."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from db import JournalDB
from db import create as create_folder
from tests.bench.commits import KINDS, Thing
from tests.bench.figures import Figure, median, p99

WRITERS = 20
SECONDS = 4.0
THINKING = (0, 50)
"""Milliseconds between a writer's changes."""


def write(folder: str, pause: float) -> None:
    """Write as long as told, one change after the other; print how long each took.

    Nobody ends, which is work, too, while others still write.
    """
    times: list[float] = []
    with JournalDB(folder, KINDS, lock_seconds=60) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            start = time.perf_counter()
            with store.transaction("new", who=1, on="bench") as tx:
                tx.put(Thing(child=len(times)))
            times.append((time.perf_counter() - start) * 1000)
            if pause:
                time.sleep(pause)
        print("done", flush=True)
        sys.stdin.readline()
    print(json.dumps(times), flush=True)


def measure(place: Path) -> Iterable[Figure]:
    """What half and what 99 of 100 changes wait, with and without a pause between a writer's changes."""
    for pause in THINKING:
        folder = place / f"writers{pause}"
        create_folder(folder, KINDS).close()
        command = [sys.executable, "-m", "tests.bench.writers", str(folder), str(pause / 1000)]
        writers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(WRITERS)
        ]
        _hear(writers, "ready")
        _hear(writers, "done")
        told: list[list[float]] = [json.loads(writer.communicate()[0]) for writer in writers]
        assert not any(writer.returncode for writer in writers)
        waits = [wait for times in told for wait in times]
        counts = [len(times) for times in told]
        yield Figure(
            f"a change, {WRITERS} writing processes, {pause} ms pause, p99",
            p99(waits),
            "ms",
            50,
            f"median {median(waits):.1f}, longest {max(waits):.0f} ms; "
            f"{sum(counts) / SECONDS:.0f} a second, of one {min(counts)} to {max(counts)}",
        )


def _hear(writers: list[subprocess.Popen[str]], said: str) -> None:
    """Wait until all have said that, then let all go on."""
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == f"{said}\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()


if __name__ == "__main__":
    write(sys.argv[1], float(sys.argv[2]))
