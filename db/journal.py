"""The journal's bytes: following it, proving it, appending to it, repairing its tail.

Segments are preallocated with NULs, so the log ends at the end of the file *or at its first NUL*.  Everything
that writes here is called with the folder's lock held.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from . import acknowledged, files
from . import folder as folders
from .errors import Damaged, NewerFormat, NotSaved, ReadOnly
from .lines import FORMAT, BrokenLine, Decoded, decode, encode, utc_now
from .names import Named
from .segments import PREALLOCATED, head_fields, segment_name, segments, write_segment
from .tails import is_damage

_NOTHING = (b"", b"\0")
"""What stands behind the last line: the end of the file, or room made beforehand."""


class OutOfStep(Exception):
    """What this process remembers of the journal is no longer what lies there: read everything anew."""


class Journal:
    """One process's place in the journal: every line up to `lsn` was read here, proved and handed on."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.folder = folder
        self.writable = writable
        self.descriptor = -1
        self.path = folder
        self.lsn = 0
        self.head = ""
        self.history = ""
        self.time = ""
        self.lines = 0
        self.end = 0
        self.sealed = False
        self.torn: list[tuple[str, bytes]] = []
        self.unsynced = False
        self.stuck = False
        """Whether something not intact lies past this place: a line being written, a torn one, or damage."""
        self.failed = ""
        self._last = b""
        self._checked_beyond = False
        self._named: Named
        self.highest_id: Callable[[], int] = lambda: 1
        """The next id to give out, for a segment's head; the store puts its own counter here."""

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
        descriptor = os.open(path, os.O_RDWR if self.writable else os.O_RDONLY)
        self.close()
        self.descriptor, self.path = descriptor, path
        self._named = Named(path, descriptor)
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
        """Whether there is something past this place, or the file followed is no longer the folder's.

        Costs a `pread` of the last line and a `stat`.
        """
        last = self._last[-4096:]
        seen = os.pread(self.descriptor, len(last) + 1, self.end - len(last))
        behind = seen[len(last) :]
        return self.sealed or behind not in _NOTHING or not seen.startswith(last) or self._named.gone()

    def catch_up(self, deliver: Callable[[Decoded], object], *, locked: bool) -> None:
        """Hand on the intact lines past this place, oldest first; this place moves past them.

        With the lock held nobody is writing, so what is not intact then is judged: the torn end of a line
        that was never acknowledged is put into quarantine, anything else raises Damaged.  Raises OutOfStep,
        NewerFormat.
        """
        if locked and self.at_end():
            return
        self._must_stand()
        while True:
            rest = self._follow(deliver)
            self.stuck = bool(rest)
            if not self.sealed and self._named.gone():
                rest = self._follow(deliver)  # sealed and moved by a fold since it was read to here, or
                if not self.sealed:
                    raise OutOfStep  # restored from a copy
            if locked and (rest or (not self.sealed and not self._checked_beyond)):
                self._judge()
                self.stuck, self._checked_beyond = False, True
            if not self.sealed or not self._next_segment(locked=locked):
                return

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
            self.unsynced = True
            deliver(line)
            position = stop
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

    def _next_segment(self, *, locked: bool) -> bool:
        name = segment_name(self.lsn + 1)
        for place in ("journal", "archive", "journal"):
            try:
                self._enter(self.folder / place / name)
            except FileNotFoundError:
                continue
            return True
        if locked:
            if self._named.gone():
                raise OutOfStep
            self._refuse_gap()
            if not self.writable:
                return False
            self.begin_segment()  # its maker died between the seal and here
            self._enter(self.folder / "journal" / name)
        return locked

    def at_end(self) -> bool:
        """Whether, with the lock held, this place is for certain where the next line belongs."""
        last = self._last
        length = len(last)
        seen = os.pread(self.descriptor, length + 1, self.end - length)
        if seen[length:] not in _NOTHING or not seen.startswith(last):
            return False
        return self._checked_beyond and not self.sealed and not self._named.gone()

    def _must_stand(self) -> None:
        """Raise OutOfStep unless the last line read still stands where it was.

        A remembered offset is never trusted: a writer whose disk failed may have taken that line back.
        """
        length = len(self._last)
        if os.pread(self.descriptor, length, self.end - length) != self._last:
            raise OutOfStep

    # ── judging a tail ───────────────────────────────────────────────────────────────────────────────────

    def _judge(self) -> None:
        """Put a torn tail into quarantine, or raise Damaged when it is none or a saved line is gone."""
        self._refuse_gap()
        tail = files.read_rest(self.descriptor, self.end).rstrip(b"\0")
        if tail and is_damage(tail, self.end):
            raise self._damaged("broken_line")
        if acknowledged.contradicted(acknowledged.read(self.folder), self.history, self.lsn, self.head):
            raise self._damaged("saved_line_lost")
        if not tail:
            return
        if not self.writable:
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
            raise self._damaged("lines_missing")

    def _damaged(self, reason: str) -> Damaged:
        return Damaged(file=str(self.path.relative_to(self.folder)), line=self.lines + 1, reason=reason)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def append(self, kind: str, header: dict[str, Any], operations: list[list[Any]]) -> Decoded:
        """Write one line after the last and make it durable; what was written, as everybody will read it.

        Raises NotSaved (nothing was changed then), ReadOnly after the disk has failed once, NotStorable,
        TooLarge.
        """
        if self.failed:
            raise ReadOnly(reason="disk_failed", file=str(self.path), line=0)
        raw = encode({"n": self.lsn + 1, "k": kind, "p": self.head, "t": utc_now(), **header}, operations)
        end = self.end + len(raw)
        size = self._named.size if end <= self._named.size else self._named.measure()
        try:
            self._put(raw, size)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not folders.drop_ballast(self.folder):
                raise NotSaved.of(error, self.path) from None
            try:
                self._put(raw, size)  # with the room that was kept for this
            except OSError as again:
                raise NotSaved.of(again, self.path) from None
        if end > size:
            self._named.size = files.make_room(self.descriptor, end, end + -end % PREALLOCATED)
        try:
            self._sync()
        except NotSaved:
            self._take_back(len(raw), size)
            raise
        line: Decoded = orjson.loads(raw)
        self._accept(line, raw)
        return line

    def _put(self, raw: bytes, size: int) -> None:
        """Write the line.  Raises OSError, leaving nothing of it."""
        try:
            if files.write_at(self.descriptor, raw, self.end) < len(raw):
                raise OSError(errno.ENOSPC, "short write")
        except OSError:
            self._take_back(len(raw), size)
            raise

    def sync(self) -> None:
        """Make lines durable that this process read but did not write: its answer may rest on them."""
        if self.unsynced and not self.failed:
            self._sync()

    def _sync(self) -> None:
        try:
            os.fdatasync(self.descriptor)
        except OSError as error:
            # The kernel may drop the pages and call the next sync a success: never try again.
            self.failed = errno.errorcode.get(error.errno or 0, "EIO")
            raise NotSaved.of(error, self.path) from None
        self.unsynced = False

    def _take_back(self, length: int, size: int) -> None:
        """Leave nothing of an unacknowledged line; what cannot be wiped is a torn tail to the next writer."""
        if not files.wipe(self.descriptor, length, self.end, size):
            self.failed = self.failed or "EIO"

    def begin_segment(
        self, next_id: int = 0, history: str = "", label: Mapping[str, str | int] | None = None
    ) -> None:
        """Make the segment that follows `lsn`.  Raises NotSaved."""
        fields = head_fields(next_id or self.highest_id(), history or self.history)
        write_segment(self.folder, self.lsn + 1, self.head, {**fields, **(label or {})})

    def _put_head(self) -> None:
        self.append("head", head_fields(self.highest_id(), self.history or os.urandom(8).hex()), [])
