"""Proving a data folder: every line, the chain, each snapshot against a replay of all lines, every record."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from . import acknowledged
from . import folder as folders
from .errors import NotADataFolder
from .files import end_of_bytes
from .lock import FolderLock
from .records import Kind
from .segments import segments
from .snapshots import no_collecting

WAIT = 30.0
"""Seconds for which a fold or a commit in another process is waited for."""


class Finding(NamedTuple):
    """Something that is not as it must be.  `line` counts from 1 in `file`, 0 for the file as a whole."""

    file: str
    line: int
    what: str
    detail: str = ""


class Report(Struct, frozen=True):
    """What a check found, and how much it looked at.  `lsn` and `head` are those of the last line."""

    findings: tuple[Finding, ...]
    lines: int
    records: int
    lsn: int
    head: str

    @property
    def sound(self) -> bool:
        """Whether everything is as it must be."""
        return not self.findings

    @property
    def intact(self) -> bool:
        """Whether everything is as it was written; a record may still refer to one that is not there."""
        return all(finding.what == "dangling" for finding in self.findings)


def check(folder: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = ()) -> Report:
    """Look at everything in a data folder; changes nothing, and desks may go on.

    In memory are one line, one snapshot, a few bytes for each record, and what no snapshot holds yet.
    Raises NotADataFolder, NoAccess, Busy.
    """
    path = Path(folder)
    if not folders.is_data_folder(path):
        raise NotADataFolder(path=str(path), reason="no_store")
    from .checking import Checking  # when it is asked for: a desk starts sooner without

    fold_lock, lock = FolderLock(path / "fold.lock"), FolderLock(path / "lock")
    try:
        fold_lock.acquire(WAIT)  # snapshots and archive stand still
        lock.acquire(WAIT)
        try:
            note = acknowledged.read(path)
            ends = {file.name: end_of_bytes(file) for file in segments(path / "journal")}
        finally:
            lock.release()
        checking = Checking(path, tuple(kinds), ends, note)
        with no_collecting():
            checking.lines()
            return checking.records()
    finally:
        lock.close()
        fold_lock.close()


def findings_of(report: Report) -> Iterator[str]:
    """Each finding as "file:line what detail"."""
    for finding in report.findings:
        yield " ".join(filter(None, (f"{finding.file}:{finding.line}", finding.what, finding.detail)))
