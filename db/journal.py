"""The journal's bytes: keeping up with it, judging its tail, appending to it.

Everything that writes here is called with the folder's lock held; `settle` alone is called behind it.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from . import files
from . import folder as folders
from .durable import Durable, State, TakenBack, Written, segment_key
from .errors import Busy, Damaged, NotSaved, ReadOnly
from .lines import BrokenLine, Decoded, decode, encode, utc_now
from .reading import OutOfStep, Reading
from .segments import PREALLOCATED, head_fields, segment_name, segments, write_segment


class Journal(Reading):
    """A place in the journal that also writes, where the folder may be written to."""

    def __init__(self, folder: Path, durable: Durable | None) -> None:
        super().__init__(folder, durable)
        self.torn: list[tuple[str, bytes]] = []
        self.failed = ""
        self.highest_id: Callable[[], int] = lambda: 1
        """The next id to give out, for a segment's head; the store puts its own counter here."""

    # ── keeping up ─────────────────────────────────────────────────────────────────────────────────────────

    def catch_up(self, deliver: Callable[[Decoded], object], *, locked: bool) -> None:
        """Hand on the intact lines past this place, oldest first; this place moves past them.

        With the lock held nobody is writing, so what is not intact then is judged: the torn end of a line
        that was never acknowledged is put into quarantine, anything else raises Damaged.  Raises OutOfStep,
        NewerFormat.
        """
        if self.durable is not None:
            told = self.durable.glance()
            if locked and told.doubtful:
                told = self._take_back(self.durable, told)
            self._heed(told)
        if locked and self._nothing_new():
            return
        while True:
            rest = self._follow(deliver)
            self.stuck = bool(rest)
            if not self.sealed and self._replaced():
                rest = self._follow(deliver)  # sealed and moved by a fold since it was read to here, or
                if not self.sealed:
                    raise OutOfStep  # restored from a copy
            if locked and (rest or (not self.sealed and not self._checked_beyond)):
                self._judge()
                self.stuck = False
            if not self.sealed or not self._next_segment(locked=locked):
                return

    def _next_segment(self, *, locked: bool) -> bool:
        name = segment_name(self.lsn + 1)
        for place in ("journal", "archive", "journal"):
            try:
                self._enter(self.folder / place / name)
            except FileNotFoundError:
                continue
            return True
        if locked:
            if self._replaced():
                raise OutOfStep
            self._refuse_gap()
            if self.durable is None:
                return False
            self.begin_segment()  # its maker died between the seal and here
            self._enter(self.folder / "journal" / name)
        return locked

    def _nothing_new(self) -> bool:
        """Whether this place is the log's end.  Raises OutOfStep unless the last line read still stands.

        A remembered offset is never trusted: a writer whose disk failed may have taken that line back.
        """
        length = len(self._last)
        seen = os.pread(self.descriptor, length + 1, self.end - length)
        if not seen.startswith(self._last):
            raise OutOfStep
        ended = seen[length:] in (b"", b"\0") and self._checked_beyond
        return ended and not self.sealed and not self._replaced()

    # ── judging a tail ───────────────────────────────────────────────────────────────────────────────────

    def _judge(self) -> None:
        """Put a torn tail into quarantine, or raise Damaged when an intact line follows it."""
        self._checked_beyond = True
        self._refuse_gap()
        tail = files.read_rest(self.descriptor, self.end).rstrip(b"\0")
        if not tail:
            return
        for piece in re.findall(rb"[^\0\n]*\n", tail):
            try:
                decode(piece)
            except BrokenLine:
                continue
            where = self.path.relative_to(self.folder)
            raise Damaged(file=str(where), line=self.lines + 1, reason="broken_line")
        if self.durable is None:
            return
        name = f"{self.path.stem}-{self.end}-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}.bytes"
        try:
            files.write_file(self.folder / "torn" / name, tail)
            files.write_at(self.descriptor, bytes(len(tail)), self.end)
            os.fsync(self.descriptor)
        except OSError as error:
            raise NotSaved.of(error, self.path) from None
        self.torn.append((name, tail))
        if not self.lines:  # not even the head was whole
            self._put_head()

    def _refuse_gap(self) -> None:
        """Raise Damaged when lines are missing: a later segment exists that this one has not led to."""
        later = segments(self.folder / "journal")[-1:] + segments(self.folder / "archive")[-1:]
        if any(int(path.stem) > self.lsn for path in later):
            where = self.path.relative_to(self.folder)
            raise Damaged(file=str(where), line=self.lines + 1, reason="lines_missing")

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def write(
        self,
        kind: str,
        header: dict[str, Any],
        operations: list[list[Any]],
        wanted: Callable[[], bool] = lambda: False,
    ) -> Decoded:
        """Write one line after the last; the line as everybody will read it.

        It is durable, unless others are `wanted` to write on meanwhile: then once it is settled.
        Raises NotSaved, Busy (nothing was changed then), ReadOnly after the disk has failed once,
        NotStorable, TooLarge.
        """
        if self.failed or self.durable is None:
            raise ReadOnly(reason="disk_failed", file=str(self.path), line=0)
        raw = encode({"n": self.lsn + 1, "k": kind, "p": self.head, "t": utc_now(), **header}, operations)
        size, end = self._size, self.end + len(raw)
        payload = raw if end <= size else raw + bytes(-end % PREALLOCATED)
        try:
            self._put(raw, payload, size)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not folders.drop_ballast(self.folder):
                raise NotSaved.of(error, self.path) from None
            try:
                self._put(raw, raw, size)  # with the room that was kept for this
            except OSError as again:
                raise NotSaved.of(again, self.path) from None
        try:
            in_flight = self._tell(self.durable, end, wanted)
        except (NotSaved, Busy):
            self._wipe(len(raw), size)
            raise
        self._size = max(size, self.end + len(payload))
        line: Decoded = orjson.loads(raw)
        self._accept(line, raw)
        self.unsynced = in_flight
        return line

    def _tell(self, durable: Durable, end: int, wanted: Callable[[], bool]) -> bool:
        """Sync the line just written, or leave that for later and tell others of it; whether it was left."""
        line = self._written(self.lsn + 1, end)
        if not self.told.in_flight(line.segment) and not wanted():
            self._sync()
            return False
        if durable.wrote(line, None if self.unsynced else (self.lsn, self.end)):
            return True
        self._sync()
        durable.begin(line)
        return False

    def _sync(self) -> None:
        try:
            os.fdatasync(self.descriptor)
        except OSError as error:
            # The kernel may drop the pages and call the next sync a success: never try again.
            self.failed = errno.errorcode.get(error.errno or 0, "EIO")
            raise NotSaved.of(error, self.path) from None

    def append(self, kind: str, header: dict[str, Any], operations: list[list[Any]]) -> Decoded:
        """Write one line after the last and make it durable before anybody else may write.

        Raises as `write` and `settle`.
        """
        line = self.write(kind, header, operations)
        self.settle()
        return line

    def settle(self) -> None:
        """Come back once every line read or written here is on the disk: an answer may rest on them.

        Raises NotSaved when the disk has failed; what is not on it is taken back then by whoever next holds
        the folder's lock.  The lock need not be held.
        """
        if not self.unsynced or self.durable is None:
            return
        try:
            self.durable.settle(self._written(self.lsn, self.end))
        except OSError as error:
            self.failed = errno.errorcode.get(error.errno or 0, "EIO")  # as in _sync
            raise NotSaved.of(error, self.path) from None
        except TakenBack:
            raise NotSaved(reason="EIO", path=str(self.path)) from None
        self.unsynced = False

    def _written(self, lsn: int, end: int) -> Written:
        return Written(self.descriptor, self._segment, lsn, end, self.told.epoch)

    def _put(self, raw: bytes, payload: bytes, size: int) -> None:
        """Write the line and what is preallocated after it.  Raises OSError, leaving nothing of the line."""
        try:
            if files.write_at(self.descriptor, payload, self.end) < len(raw):
                raise OSError(errno.ENOSPC, "short write")
        except OSError:
            self._wipe(len(raw), size)
            raise

    def _wipe(self, length: int, size: int) -> None:
        """Leave nothing of a line nobody was told of; what cannot be wiped is a torn tail to the next."""
        try:
            os.ftruncate(self.descriptor, max(size, self.end))
            files.write_at(self.descriptor, bytes(min(length, max(0, size - self.end))), self.end)
        except OSError:
            self.failed = self.failed or "EIO"

    def _take_back(self, durable: Durable, told: State) -> State:
        """Leave nothing of the lines that a failed sync has left in doubt: none of them was acknowledged."""
        for path in segments(self.folder / "journal"):
            descriptor = os.open(path, os.O_RDWR)
            try:
                if segment_key(os.fstat(descriptor)) == told.segment:
                    os.ftruncate(descriptor, told.end)
            except OSError as error:
                raise NotSaved.of(error, path) from None
            finally:
                os.close(descriptor)
        return durable.taken_back()

    def begin_segment(
        self, next_id: int = 0, history: str = "", label: Mapping[str, str | int] | None = None
    ) -> None:
        """Make the segment that follows `lsn`.  Raises NotSaved."""
        fields = head_fields(next_id or self.highest_id(), history or self.history)
        write_segment(self.folder, self.lsn + 1, self.head, {**fields, **(label or {})})

    def _put_head(self) -> None:
        self.append("head", head_fields(self.highest_id(), self.history or os.urandom(8).hex()), [])
