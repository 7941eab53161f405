"""How much is tried: a little in every test run, much in `make torture`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

TORTURE = os.environ.get("TORTURE", "") not in ("", "0")
SEED = int(os.environ.get("TORTURE_SEED", "20261126"))
"""Every random choice hangs on it, so that what was found once is found again."""


def much(short: int, long: int) -> int:
    """So many in a test run, so many under torture."""
    return long if TORTURE else short


def quick_place(otherwise: Path) -> Path:
    """A place in memory, where there is one: thousands of folders are made, and none must outlive a cut."""
    shm = Path("/dev/shm")
    if not os.access(shm, os.W_OK | os.X_OK):
        return otherwise
    return Path(tempfile.mkdtemp(prefix="faults-", dir=shm))
