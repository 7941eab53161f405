"""The lock that lets one process at a time write.

`flock` on a descriptor that is kept: the kernel frees it when its holder dies, kill -9 included. Not
`lockf`: that one is lost when any descriptor of the file is closed. Who has to wait takes a turn (`turns`).
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from . import turns
from .errors import Busy, NoAccess, NotADataFolder

_TRY = fcntl.LOCK_EX | fcntl.LOCK_NB
PATIENCE = 1.0
"""Seconds in a queue that does not move, after which its order is given up: somebody in it is stopped."""
HASTE = 30.0
"""Seconds for which no other queue is joined then."""


def _nothing() -> None:
    """What is done meanwhile unless something is asked for."""


class FolderLock:
    """An exclusive lock on `path`, which is created once and never renamed or unlinked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = os.fspath(path)
        self._queues = True
        self._hasty_until = 0.0
        self._hold(self._open())

    def _open(self) -> int:
        try:
            return os.open(self._name, os.O_RDWR if self._queues else os.O_RDONLY)
        except PermissionError:
            if self._queues:  # who may not write into the file draws no number
                self._queues = False
                return self._open()
            raise NoAccess(path=self._name, reason="may_not_read") from None
        except FileNotFoundError:
            raise NotADataFolder(path=str(self._path.parent), reason="missing") from None

    def _hold(self, descriptor: int) -> None:
        """Keep that descriptor, and what tells its file from every other while it is open."""
        status = os.fstat(descriptor)
        self._descriptor, self._device, self._inode = descriptor, status.st_dev, status.st_ino

    def _take(self, descriptor: int) -> None:
        """Keep that descriptor in place of the one that was kept."""
        os.close(self._descriptor)
        self._hold(descriptor)

    def _replaced(self) -> bool:
        """Whether another folder was put in the place of the one whose lock this is."""
        try:
            there = os.stat(self._name)
        except FileNotFoundError:  # moved away: whoever reads on will miss the journal
            return False
        return there.st_ino != self._inode or there.st_dev != self._device

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it."""
        while True:
            try:
                fcntl.flock(self._descriptor, _TRY)
            except BlockingIOError:
                return False
            if not self._replaced():
                return True
            self._take(self._open())

    def acquire(self, seconds: float, meanwhile: Callable[[], object] = _nothing) -> None:
        """Take the lock, waiting for one's turn for at most `seconds`.  Raises Busy.

        `meanwhile` is done once, when only the lock's holder is to be waited for.
        """
        if not (self._queues and turns.anybody(self._descriptor)) and self.try_acquire():
            return
        until = time.monotonic() + seconds
        if until - seconds < self._hasty_until and self.try_acquire():
            return
        while True:
            self._take(self._wait(seconds, until, meanwhile))
            if not self._replaced():
                return
            self._take(self._open())

    def _wait(self, seconds: float, until: float, meanwhile: Callable[[], object]) -> int:
        """Wait for the lock; the descriptor that has it."""
        descriptor, now = self._open(), time.monotonic()
        queues = self._queues and now >= self._hasty_until
        waiting = _Waiting(descriptor, queues=queues)
        limit = min(until, now + PATIENCE) if queues else until
        try:
            threading.Thread(target=waiting.wait, name="waiting for the store's lock", daemon=True).start()
            while True:
                try:
                    told = waiting.told.get(timeout=max(0.0, limit - time.monotonic()))
                except Empty:
                    if waiting.give_up():
                        break
                    continue  # it came at the last moment
                if told is None:
                    return waiting.descriptor
                if isinstance(told, OSError):
                    raise told
                limit = until
                meanwhile()
        except BaseException:
            if not waiting.give_up():
                os.close(waiting.descriptor)
            raise
        if limit >= until:
            raise Busy(seconds=int(seconds))
        self._hasty_until = time.monotonic() + HASTE
        return self._wait(seconds, until, meanwhile)

    def release(self) -> None:
        """Let others write."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptor back, and the lock with it."""
        os.close(self._descriptor)


class _Waiting:
    """A wait on a descriptor of its own: given up, it must never take the lock from under a later attempt.

    `told`: True when this one is the next, then None when it has the lock, or the error.
    """

    def __init__(self, descriptor: int, *, queues: bool) -> None:
        self.descriptor = descriptor
        self.told: SimpleQueue[bool | OSError | None] = SimpleQueue()
        self._queues = queues
        self._ended = self._given_up = False
        self._deciding = threading.Lock()

    def wait(self) -> None:
        error: OSError | None = None
        try:
            if self._queues and self._turn():
                self.told.put(True)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)
            if self._queues:
                turns.done(self.descriptor)
        except OSError as failed:
            error = failed
        with self._deciding:
            self._ended = True
            if self._given_up:
                os.close(self.descriptor)
            else:
                self.told.put(error)

    def _turn(self) -> bool:
        """Wait for one's turn; False where no number could be drawn, as on a full disk: then without one."""
        try:
            turns.wait(self.descriptor)
        except OSError:
            self._queues = False
        return self._queues

    def give_up(self) -> bool:
        """Stop waiting; False when the wait is over already."""
        with self._deciding:
            self._given_up = not self._ended
            return self._given_up
