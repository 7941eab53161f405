"""The locks that let one process at a time write, or sync.

`flock` on a descriptor that is kept: the kernel frees it when its holder dies, kill -9 included, and it
queues. Not `lockf`: that one is lost when any descriptor of the file is closed.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from .errors import Busy, NoAccess

QUEUE = "queue.lock"
QUEUE_SECONDS = 1.0
"""How long a place in the queue is waited for: longer means that the first in it stands still."""


class FolderLock:
    """A lock on the file `path`, which is created once and never renamed or unlinked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = self._open()
        self._waiter: _Waiter | None = None

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDONLY)
        except PermissionError:
            raise NoAccess(path=str(self._path), reason="may_not_read") from None

    def try_acquire(self, *, shared: bool = False) -> bool:
        """Take the lock if nobody holds it; `shared`: together with others who take it so."""
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def acquire(self, seconds: float, *, shared: bool = False) -> None:
        """Take the lock, waiting in the kernel's queue for at most `seconds`.  Raises Busy."""
        if self.try_acquire(shared=shared):
            return
        wait = _Wait(self._descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        self._waiter = self._waiter or _Waiter()
        self._waiter.asked.put(wait)
        if not wait.ended.acquire(timeout=max(0.0, seconds)) and wait.give_up():
            # Given up, it must never take the lock from under a later attempt: it keeps its descriptor.
            self._descriptor, self._waiter = self._open(), None
            raise Busy(seconds=int(seconds))
        if wait.error is not None:
            raise wait.error

    def release(self) -> None:
        """Let others have it."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptor back, and the lock with it."""
        os.close(self._descriptor)
        if self._waiter is not None:
            self._waiter.asked.put(None)


class FairLock(FolderLock):
    """The folder's lock, given to one after the other: who has just had it waits behind those who wait."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._queue = FolderLock(path.with_name(QUEUE)) if path.with_name(QUEUE).exists() else None

    def acquire(
        self, seconds: float, *, shared: bool = False, meanwhile: Callable[[], None] | None = None
    ) -> None:
        """Take the lock, waiting at most `seconds`.  Raises Busy.

        `meanwhile` is called when this one is next and somebody else has the lock still.
        """
        until = time.monotonic() + seconds
        queued = self._queue is not None and self._in_turn(self._queue, seconds)
        try:
            if self.try_acquire(shared=shared):
                return
            if meanwhile is not None:
                meanwhile()
            super().acquire(until - time.monotonic(), shared=shared)
        except Busy:
            raise Busy(seconds=int(seconds)) from None
        finally:
            if queued and self._queue is not None:
                self._queue.release()

    def wanted(self) -> bool:
        """Whether somebody waits for it."""
        if self._queue is None:
            return False
        if self._queue.try_acquire():
            self._queue.release()
            return False
        return True

    @staticmethod
    def _in_turn(queue: FolderLock, seconds: float) -> bool:
        try:
            queue.acquire(min(seconds, QUEUE_SECONDS))
        except Busy:
            return False
        return True

    def close(self) -> None:
        """Give the descriptors back, and the lock with them."""
        super().close()
        if self._queue is not None:
            self._queue.close()


class _Wait:
    """One wait; whoever asked for it goes on when `ended` is free."""

    def __init__(self, descriptor: int, kind: int) -> None:
        self.ended = threading.Lock()
        self.ended.acquire()
        self.error: OSError | None = None
        self._descriptor = descriptor
        self._kind = kind
        self._given_up = self._over = False
        self._deciding = threading.Lock()

    def run(self) -> bool:
        """Wait in the kernel; False when nobody waits for it any more."""
        try:
            fcntl.flock(self._descriptor, self._kind)
        except OSError as error:
            self.error = error
        with self._deciding:
            if self._given_up:
                os.close(self._descriptor)
            else:
                self._over = True
                self.ended.release()
        return not self._given_up

    def give_up(self) -> bool:
        """Stop waiting; False when the lock came at the last moment."""
        with self._deciding:
            self._given_up = not self._over
            return self._given_up


class _Waiter:
    """A thread that waits for locks, since flock knows no limit."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[_Wait | None] = SimpleQueue()
        threading.Thread(target=self._work, name="waiting for the store's lock", daemon=True).start()

    def _work(self) -> None:
        while (wait := self.asked.get()) is not None and wait.run():
            pass
