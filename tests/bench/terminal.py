"""First paint, bytes and milliseconds on a real pty."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure, median, p95, spread
from tests.terminal.driver import Terminal

HELLO = [sys.executable, str(Path(__file__).with_name("hello.py"))]
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "PYTHONDONTWRITEBYTECODE": "",
    "DESKAPP_BACKUP": "off",
}


def paint_times(command: Sequence[str], patterns: Sequence[str]) -> tuple[list[float], float, float]:
    """Milliseconds from exec until each pattern is on the screen and until it is settled; MiB of memory."""
    with Terminal(command, environment=ENVIRONMENT) as terminal:
        moments = []
        for pattern in patterns:
            terminal.wait_until(lambda p=pattern: re.search(p, terminal.text), 20, pattern)  # type: ignore[misc]
            moments.append((terminal.came_at - terminal.started) * 1000)
        while time.perf_counter() - terminal.came_at < 0.4:
            terminal.read(0.02)
        last = terminal.came_at
        return moments, (last - terminal.started) * 1000, terminal.memory()


def key_cost(terminal: Terminal, key: str, quiet: float = 0.06) -> tuple[float, int]:
    """Milliseconds from a key until the last byte it caused, and how many bytes."""
    before, start = terminal.painted, time.perf_counter()
    last = start
    terminal.press(key)
    while time.perf_counter() - last < quiet or terminal.painted == before:
        if terminal.read(0.01):
            last = terminal.came_at
        if time.perf_counter() - start > 2:
            break
    return (last - start) * 1000, terminal.painted - before


def first_paint(desks: dict[str, Sequence[str]], frame: str, rows: str, rounds: int = 9) -> list[Figure]:
    """Ratios to a bare hello, interleaved.  `desks` by name: first the empty folder, last the ten years."""
    hello: list[tuple[float, float]] = []
    seen: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in desks}
    for turn in range(rounds + 1):
        moments, settled, _ = paint_times(HELLO, ["hello"])
        if turn:
            hello.append((moments[0], settled))
        for name, command in desks.items():
            moments, settled, memory = paint_times(command, [frame, rows if name != "empty" else frame])
            if turn:
                seen[name].append((moments[0], moments[1], settled, memory))
    paint = median([h[0] for h in hello])
    quiet = median([h[1] for h in hello])
    figures = []
    for name, runs in seen.items():
        for place, what, base, budget in (
            (0, "frame", paint, 1.25),
            (1, "rows", paint, 1.4),
            (2, "settled", quiet, 1.6),
        ):
            values = [run[place] for run in runs]
            figures.append(
                Figure(
                    f"{name}: {what} / hello",
                    median(values) / base,
                    "×",
                    budget,
                    f"{spread(values)}, hello {base:.0f} ms",
                )
            )
        figures.append(Figure(f"{name}: memory", max(run[3] for run in runs), "MiB", 48))
    first, last = next(iter(seen)), list(seen)[-1]
    ratio = median([run[0] for run in seen[last]]) / median([run[0] for run in seen[first]])
    figures.append(Figure(f"frame of {last} / {first}", ratio, "×", 1.10))
    return figures


def moves(terminal: Terminal, name: str, count: int = 60) -> list[Figure]:
    """What a cursor move costs on the list."""
    costs = [key_cost(terminal, "down" if n // 10 % 2 == 0 else "up") for n in range(count)]
    return [
        Figure(
            f"{name}: cursor move, p95", p95([c[0] for c in costs]), "ms", 10, spread([c[0] for c in costs])
        ),
        Figure(f"{name}: cursor move, most bytes within a page", p95([c[1] for c in costs]), "B", 700),
    ]


def sign_ins(
    terminal: Terminal, name: str, key: str = "a", what: str = "sign-in", count: int = 20
) -> list[Figure]:
    """What a step costs from the key until it is durable and painted, from the first row that waits on."""
    costs = []
    for _ in range(count):
        costs.append(key_cost(terminal, key))
        key_cost(terminal, "down")
    painted = [cost for cost in costs if cost[1] > 0]
    return [
        Figure(
            f"{name}: {what}, p95", p95([c[0] for c in painted]), "ms", 30, spread([c[0] for c in painted])
        ),
        Figure(f"{name}: {what}, bytes (p95)", p95([c[1] for c in painted]), "B", 600),
    ]


def idle(terminal: Terminal, seconds: float = 25.0) -> list[Figure]:
    """Bytes and processor share while nobody touches it, between two minute ticks."""
    while not 2 < time.time() % 60 < 60 - seconds - 2:
        terminal.read(0.5)
    bytes_before, cpu_before, end = terminal.painted, terminal.cpu_seconds(), time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.5)
    return [
        Figure("idle: bytes between minutes", terminal.painted - bytes_before, "B", 0),
        Figure("idle: processor", (terminal.cpu_seconds() - cpu_before) / seconds * 100, "%", 1.0),
    ]
