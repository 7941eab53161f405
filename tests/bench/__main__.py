"""`make bench`: prints every figure beside its budget, ok or OVER.  It takes about five minutes.

`python -m tests.bench paint keys` measures only these parts: paint, keys, meals, idle, commits, crowd, years,
command, check.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import checking, commits, crowd, folders, meals, terminal, years
from tests.bench.figures import Figure, median, spread
from tests.terminal.driver import Terminal

PROGRAM = (sys.executable, "-m", "deskapp")
FRAME = r"1 Today"
ROWS = r"Children \d+/50 came"


def desk(folder: Path) -> list[str]:
    """The command that opens the desk on a folder."""
    return [*PROGRAM, "--data", str(folder), "--as", "ZM", "--terminal", "bench", "--lang", "en"]


def paint(place: Path) -> Iterable[Figure]:
    """First paint and memory: an empty folder, 50 children, 50 children with ten years behind them."""
    made = {
        "empty": folders.empty(place / "empty"),
        "50 children": folders.with_children(place / "fifty", 50),
        "ten years": folders.with_children(place / "years", 50, 10),
    }
    return terminal.first_paint({name: desk(folder) for name, folder in made.items()}, FRAME, ROWS)


def keys(place: Path) -> Iterable[Figure]:
    """What a move and a sign-in cost, with 60 and with 500 rows."""
    for count in (60, 500):
        folder = folders.with_children(place / f"rows{count}", count)
        with Terminal(desk(folder), environment=terminal.ENVIRONMENT) as window:
            window.expect(rf"Children \d+/{count} came")
            window.press("2")
            window.expect(r"\[2 ")
            window.settle(0.5)
            yield from terminal.moves(window, f"{count} rows")
            yield from terminal.sign_ins(window, f"{count} rows")


def idle(place: Path) -> Iterable[Figure]:
    """What a desk costs that nobody touches."""
    folder = folders.with_children(place / "idle", 50)
    with Terminal(desk(folder), environment=terminal.ENVIRONMENT) as window:
        window.expect(ROWS)
        window.press("2")
        window.expect(r"\[2 ")
        window.settle(0.5)
        return terminal.idle(window)


def command(place: Path, rounds: int = 15) -> Iterable[Figure]:
    """`deskapp today` on ten years, beside a Python that does nothing."""
    folder = place / "years"
    if not folder.exists():
        folders.with_children(folder, 50, 10)
    environment = {**os.environ, **terminal.ENVIRONMENT}
    times: dict[str, list[float]] = {"bare": [], "today": []}
    for turn in range(rounds + 1):
        for name, words in (
            ("bare", [sys.executable, "-c", "pass"]),
            ("today", [*PROGRAM, "--data", str(folder), "today"]),
        ):
            start = time.perf_counter()
            subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    more = median(times["today"]) - median(times["bare"])
    note = f"{spread(times['today'])}, Python {median(times['bare']):.0f} ms"
    return [Figure("deskapp today, more than bare Python", more, "ms", 150, note)]


PARTS: dict[str, Callable[[Path], Iterable[Figure]]] = {
    "paint": paint,
    "keys": keys,
    "meals": lambda place: meals.measure(place, desk),
    "idle": idle,
    "commits": commits.measure,
    "crowd": crowd.measure,
    "years": years.measure,
    "command": command,
    "check": checking.measure,
}


def main(wanted: list[str]) -> int:
    """Measure and print."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        for part, measure in PARTS.items():
            if not wanted or part in wanted:
                for figure in measure(Path(name)):
                    print(figure.line(), flush=True)
    print(f"     measured in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
