"""How much is tried: a little in every test run, much in `make torture`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import db.folder
import db.journal
import db.segments

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


@contextmanager
def little_room() -> Iterator[None]:
    """Segments that grow by little, and hardly any ballast: files are quickly read, and often made longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.segments, "PREALLOCATED", 4096)
        patch.setattr(db.journal, "PREALLOCATED", 4096)
        patch.setattr(db.folder, "BALLAST", 4096)
        yield
