from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .scale import SEED, TORTURE, little_room, quick_place

Count = Callable[..., None]


@pytest.fixture
def area(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory for data folders that are made, harmed, read and thrown away."""
    place = quick_place(tmp_path)
    with little_room():
        yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Count:
    """Adds to the figures that `make torture` prints: count(kills=3)."""

    def add(**figures: int) -> None:
        request.node.user_properties += [("faults", figure) for figure in figures.items()]

    return add


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was tried, under torture."""
    if not TORTURE:
        return
    total: Counter[tuple[str, str]] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, figure in getattr(report, "user_properties", ()):
                if name == "faults" and getattr(report, "when", "") == "call":
                    total[Path(report.fspath).stem, figure[0]] += figure[1]
    terminalreporter.section(f"tried, with seed {SEED}")
    for (file, what), number in sorted(total.items()):
        terminalreporter.write_line(f"{file[5:]:<24}{what.replace('_', ' '):<34}{number:>10,}")
