"""Figures and their budgets, printed one a line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure.  `budget` is the largest that is within what was promised; None: only told."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    note: str = ""

    def line(self) -> str:
        """The line that is printed: ok, OVER, or nothing where there is no budget."""
        verdict = "" if self.budget is None else "ok  " if self.value <= self.budget else "OVER"
        limit = "" if self.budget is None else f"≤ {self.budget:g}"
        return f"{verdict:4} {self.name:58} {self.value:9.2f} {self.unit:5} {limit:10} {self.note}".rstrip()


def p95(values: Sequence[float]) -> float:
    """The 95th percentile: the value that 95 of 100 do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


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
