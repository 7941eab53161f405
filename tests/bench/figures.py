"""Figures and their budgets, printed one a line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    `budget` is the largest that is within what was promised, with `at_least` the smallest; None: only told.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    note: str = ""
    at_least: bool = False

    def line(self) -> str:
        """The line that is printed: ok, OVER (LESS), or nothing where there is no budget."""
        verdict = limit = ""
        if self.budget is not None:
            good = self.value >= self.budget if self.at_least else self.value <= self.budget
            verdict = "ok  " if good else "LESS" if self.at_least else "OVER"
            limit = f"{'≥' if self.at_least else '≤'} {self.budget:g}"
        return f"{verdict:4} {self.name:58} {self.value:9.2f} {self.unit:5} {limit:10} {self.note}".rstrip()


def percentile(values: Sequence[float], of_100: int) -> float:
    """The value that so many of 100 do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * of_100 // 100)]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return percentile(values, 95)


def p99(values: Sequence[float]) -> float:
    """The 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def spread(values: Sequence[float], unit: str = "ms") -> str:
    """Least, median and greatest, for the note beside a ratio."""
    return f"{min(values):.1f} / {median(values):.1f} / {max(values):.1f} {unit}"
