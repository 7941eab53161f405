"""One process's place in the journal, and the lines from there on, each proved before it is handed on.

Segments are preallocated with NULs, so the log ends at the end of the file *or at its first NUL*.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from . import files
from .durable import Durable, State, segment_key
from .errors import Damaged, NewerFormat
from .lines import FORMAT, BrokenLine, Decoded, decode
from .segments import segments


class OutOfStep(Exception):
    """What this process remembers of the journal is no longer what lies there: read everything anew."""


class Reading:
    """Every line up to `lsn` was read here, proved and handed on."""

    def __init__(self, folder: Path, durable: Durable | None) -> None:
        """`durable` is None for whoever only reads."""
        self.folder = folder
        self.durable = durable
        self.descriptor = -1
        self.path = folder
        self.lsn = 0
        self.head = ""
        self.history = ""
        self.time = ""
        self.lines = 0
        self.end = 0
        self.sealed = False
        self.unsynced = False
        """Whether the last line may not be on the disk yet."""
        self.stuck = False
        """Whether something not intact lies past this place: a line being written, a torn one, or damage."""
        self.told = durable.glance() if durable is not None else State()
        """What writers told of the journal when it was last caught up with."""
        self._last = b""
        self._checked_beyond = False
        self._name = ""
        self._identity = (0, 0)
        self._segment = b""
        self._size = 0

    # ── finding one's place ──────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Stand before the first line that is not archived.  Raises Damaged when there is no journal."""
        for _ in range(20):  # a fold may move a segment between the listing and the opening
            found = segments(self.folder / "journal")
            if not found:
                raise Damaged(file="journal", line=0, reason="no_journal")
            try:
                self._enter(found[0])
            except FileNotFoundError:
                continue
            self.lsn, self.head, self.history = int(found[0].stem) - 1, "", ""
            return
        raise Damaged(file="journal", line=0, reason="no_journal")

    def _enter(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY if self.durable is None else os.O_RDWR)
        self.close()
        self.descriptor, self.path, self._name = descriptor, path, str(path)
        status = os.fstat(descriptor)
        self._identity, self._size = (status.st_dev, status.st_ino), status.st_size
        self._segment = segment_key(status)
        self.end = self.lines = 0
        self.sealed = self._checked_beyond = False
        self._last = b""

    def close(self) -> None:
        """Give the descriptor back."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    # ── following ────────────────────────────────────────────────────────────────────────────────────────

    def stirred(self) -> bool:
        """Whether there is something past this place, something before it was taken back, or the file
        followed is no longer the folder's.

        Costs two `pread` of a few bytes and a `stat`.
        """
        if self.sealed or os.pread(self.descriptor, 1, self.end) not in (b"", b"\0") or self._replaced():
            return True
        return self.durable is not None and self.durable.glance().epoch != self.told.epoch

    def _heed(self, told: State) -> None:
        """Raise OutOfStep if lines were taken back since the last look, the last one read among them."""
        if told.epoch != self.told.epoch and not self.stands():
            raise OutOfStep
        self.told = told

    def stands(self) -> bool:
        """Whether the last line that was read still lies where it was."""
        length = len(self._last)
        return os.pread(self.descriptor, length, self.end - length) == self._last

    def _follow(self, deliver: Callable[[Decoded], object]) -> bytes:
        data = files.read_log(self.descriptor, self.end)
        position = 0
        while not self.sealed:
            stop = data.find(b"\n", position) + 1
            if not stop:
                break
            raw = data[position:stop]
            try:
                line = decode(raw)
            except BrokenLine:
                break
            if line["n"] != self.lsn + 1 or (self.head and line["p"] != self.head):
                if line["k"] == "head" and line["history"] != self.history:
                    raise OutOfStep  # restored from a copy
                break
            self._accept(line, raw)
            deliver(line)
            position = stop
        if position < len(data) and not self.stands():
            raise OutOfStep
        return data[position:]

    def _accept(self, line: Decoded, raw: bytes) -> None:
        if line["k"] == "head":
            if line["format"] > FORMAT:
                raise NewerFormat(path=str(self.path), theirs=line["format"], ours=FORMAT)
            self.history = line["history"]
        self.sealed = line["k"] == "seal"
        self.lsn, self.head, self.time = line["n"], line["h"], line["t"]
        self._last = raw
        self.end += len(raw)
        self.lines += 1
        self.unsynced = True

    def _replaced(self) -> bool:
        """Whether the file followed is no longer the folder's: archived since, or restored from a copy."""
        try:
            there = os.stat(self._name)
        except FileNotFoundError:
            return True
        self._size = there.st_size
        return (there.st_dev, there.st_ino) != self._identity
