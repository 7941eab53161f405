"""How far the journal is on the disk: what the writers tell each other, so that one sync serves many.

A writer for whose lock nobody waits syncs its line before it gives the lock back, and needs nothing of this.
While others wait, a line is written under the lock and made durable behind it, as the next writer is at
work: it is in flight.  Whoever syncs does it for every line written until then; the others find in the file
`synced` that theirs is durable, too.  The file is memory, not record: it counts only for the machine's
present run (`boot`) and the segment it names, and is begun anew by whoever finds it counting for another.
"""

from __future__ import annotations

import os
import struct
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .errors import Busy
from .lock import FolderLock

LOCK_SECONDS = 10.0
"""How long the brief hold on `synced` is waited for: longer means that its holder stands still."""
TRIES = 50
"""How often that is tried before waiting for it: it is held for microseconds."""
SYNC_SECONDS = 2.0
"""How long another's sync is waited for before this process syncs by itself."""
SYNCED, SYNC_LOCK = "synced", "sync.lock"
FILES = (SYNCED, SYNC_LOCK)

_SEGMENT = struct.Struct("<16s2Q")
_PLACES = struct.Struct("<6Q")
SIZE = _SEGMENT.size + _PLACES.size


class State(NamedTuple):
    """What stands in `synced`.  A place is a line's number and the byte behind it in its segment.

    `segment` is a key of `segment_key`.  Of the lines in flight the last is `written`, and all up to `lsn`
    are durable; where the two are one, none is in flight, and later lines may lie there that nobody told of.
    `suspect`: a sync has failed, and the lines above `lsn` are to be taken back before anything else is
    written; each time that is done, `epoch` grows.
    """

    segment: bytes = bytes(_SEGMENT.size)
    epoch: int = 0
    lsn: int = 0
    end: int = 0
    written: int = 0
    written_end: int = 0
    suspect: int = 0

    @property
    def doubtful(self) -> bool:
        """Whether there are lines in doubt, in this run of the machine."""
        return bool(self.suspect) and self.segment[:16] == boot()

    def in_flight(self, segment: bytes) -> bool:
        """Whether there are lines of this segment that wait for a sync."""
        return self.written > self.lsn and self.segment == segment


class TakenBack(Exception):
    """A line written here was taken back, since a sync before it has failed: it was never acknowledged."""


@lru_cache(maxsize=1)
def boot() -> bytes:
    """What tells this run of the machine from every other; 16 bytes."""
    try:
        return bytes.fromhex(Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", ""))
    except (OSError, ValueError):
        return os.urandom(16)  # known to nobody else: then every process syncs for itself


def segment_key(status: os.stat_result) -> bytes:
    """What tells a segment's file, in this run of the machine, from every other."""
    return _SEGMENT.pack(boot(), status.st_dev, status.st_ino)


class Written(NamedTuple):
    """A line in its segment: the descriptor, the segment's key, the line's number, the byte behind it, and
    how often lines had been taken back when it was written.
    """

    descriptor: int
    segment: bytes
    lsn: int
    end: int
    epoch: int


class Durable:
    """One process's hold on `synced`."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the files are not there and cannot be made."""
        for name in FILES:
            if not os.path.exists(folder / name):
                make(folder / name)
        self._descriptor = os.open(folder / SYNCED, os.O_RDWR)
        self._brief = FolderLock(folder / SYNCED)
        self._syncing = FolderLock(folder / SYNC_LOCK)

    def close(self) -> None:
        """Give the descriptors back."""
        os.close(self._descriptor)
        self._brief.close()
        self._syncing.close()

    def glance(self) -> State:
        """What stands there; while somebody writes it, fields may be of two moments."""
        raw = os.pread(self._descriptor, SIZE, 0)
        return State(raw[: _SEGMENT.size], *_PLACES.unpack_from(raw, _SEGMENT.size))

    def _hold(self) -> State:
        """What stands there, which nobody changes until `self._brief.release()`.  Raises Busy."""
        for _ in range(TRIES):
            if self._brief.try_acquire():
                break
            os.sched_yield()
        else:
            self._brief.acquire(LOCK_SECONDS)
        return self.glance()

    def _put(self, state: State) -> None:
        segment, *places = state
        os.pwrite(self._descriptor, segment + _PLACES.pack(*places), 0)

    # ── with the folder's lock held ──────────────────────────────────────────────────────────────────────

    def wrote(self, line: Written, before: tuple[int, int] | None) -> bool:
        """Tell that this line is in flight.  `before`: the place before it, where all up to there is durable
        for certain.  False, and nothing told, where nobody knows that.
        """
        state = self._hold()
        try:
            if state.in_flight(line.segment) or (state.segment == line.segment and state.lsn == line.lsn - 1):
                self._put(state._replace(written=line.lsn, written_end=line.end))
                return True
            if before is not None:
                self._put(State(line.segment, state.epoch, *before, line.lsn, line.end, 0))
            return before is not None
        finally:
            self._brief.release()

    def begin(self, line: Written) -> None:
        """Tell that the segment is durable up to this line."""
        state = self._hold()
        try:
            self._put(State(line.segment, state.epoch, *(line.lsn, line.end) * 2, 0))
        finally:
            self._brief.release()

    def forget(self) -> None:
        """Let it count for no segment: the folder is another one's copy now."""
        state = self._hold()
        try:
            self._put(State(epoch=state.epoch + 1))
        finally:
            self._brief.release()

    def taken_back(self) -> State:
        """Tell that what was above the durable line is gone; what stands there now."""
        state = self._hold()
        try:
            told = State(state.segment, state.epoch + 1, *(state.lsn, state.end) * 2, 0)
            self._put(told)
            return told
        finally:
            self._brief.release()

    # ── behind it ────────────────────────────────────────────────────────────────────────────────────────

    def settle(self, line: Written) -> None:
        """Come back once the line and all before it are on the disk, by this process's sync or by another's.

        Raises OSError when the sync has failed: what is not durable is suspect then.  Raises TakenBack for a
        line behind one that could not be synced.
        """
        alone = self._syncing.try_acquire()
        if not alone:  # somebody syncs: that may be enough for this line, and for all others that wait
            if self._wait_for_sync() and self._still_to_sync(line) is None:
                return
            alone = self._wait_to_sync()
        try:
            upto = self._still_to_sync(line)
            if upto is not None:
                self._sync(line, upto)
        finally:
            if alone:
                self._syncing.release()

    def _wait_for_sync(self) -> bool:
        """Wait until nobody syncs; False when the one who does stands still."""
        try:
            self._syncing.acquire(SYNC_SECONDS, shared=True)
        except Busy:
            return False
        self._syncing.release()
        return True

    def _wait_to_sync(self) -> bool:
        """Wait until this one may sync alone; False when it never comes to that: two at a time do no harm."""
        try:
            self._syncing.acquire(SYNC_SECONDS)
        except Busy:
            return False
        return True

    def _still_to_sync(self, line: Written) -> tuple[int, int] | None:
        """Up to which place a sync now makes the log durable; None when the line is so already."""
        state = self._hold()
        self._brief.release()
        if state.epoch != line.epoch:
            raise TakenBack
        if state.segment != line.segment:
            return line.lsn, line.end
        if state.lsn >= line.lsn:
            return None
        if state.suspect:
            raise TakenBack
        return max((line.lsn, line.end), (state.written, state.written_end))

    def _sync(self, line: Written, upto: tuple[int, int]) -> None:
        try:
            os.fdatasync(line.descriptor)
        except OSError:
            self._suspect(line)
            raise
        state = self._hold()
        try:
            if state.epoch != line.epoch:
                raise TakenBack
            if state.segment != line.segment:  # sealed meanwhile: its last line was made durable by that
                return
            if state.suspect and state.lsn < line.lsn:
                raise TakenBack
            if not state.suspect and state.lsn < upto[0] <= state.written:
                self._put(state._replace(lsn=upto[0], end=upto[1]))
        finally:
            self._brief.release()

    def _suspect(self, line: Written) -> None:
        state = self._hold()
        try:
            told = state.lsn < line.lsn <= state.written
            if told and (state.segment, state.epoch) == (line.segment, line.epoch):
                self._put(state._replace(suspect=1))
        finally:
            self._brief.release()


def make(path: Path) -> None:
    """Make a file of this module, its room taken on the disk.  Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, SIZE)
    finally:
        os.close(descriptor)
