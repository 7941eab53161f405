"""The lock that lets one process at a time write.

`flock` on a descriptor that is kept: the kernel frees it when its holder dies, kill -9 included, and it
queues fairly. Not `lockf`: that one is lost when any descriptor of the file is closed.
"""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

from .errors import Busy, NoAccess, NotADataFolder

_TRY = fcntl.LOCK_EX | fcntl.LOCK_NB


class FolderLock:
    """An exclusive lock on `path`, which is created once and never renamed or unlinked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = os.fspath(path)
        self._hold(self._open())

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDONLY)
        except PermissionError:
            raise NoAccess(path=str(self._path), reason="may_not_read") from None
        except FileNotFoundError:
            raise NotADataFolder(path=str(self._path.parent), reason="missing") from None

    def _hold(self, descriptor: int) -> None:
        """Keep that descriptor, and what tells its file from every other while it is open."""
        status = os.fstat(descriptor)
        self._descriptor, self._device, self._inode = descriptor, status.st_dev, status.st_ino

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it."""
        while True:
            try:
                fcntl.flock(self._descriptor, _TRY)
            except BlockingIOError:
                return False
            try:
                there = os.stat(self._name)
            except FileNotFoundError:  # moved away: whoever reads on will miss the journal
                return True
            if there.st_ino == self._inode and there.st_dev == self._device:
                return True  # else another folder was put in the place of the one whose lock this is
            descriptor = self._open()
            os.close(self._descriptor)
            self._hold(descriptor)

    def acquire(self, seconds: float) -> None:
        """Take the lock, waiting in the kernel's queue for at most `seconds`.  Raises Busy."""
        if self.try_acquire():
            return
        waiting = _Waiting(self._open())
        threading.Thread(target=waiting.wait, name="waiting for the store's lock", daemon=True).start()
        if not waiting.done.wait(seconds) and waiting.give_up():
            raise Busy(seconds=int(seconds))
        if waiting.error is not None:
            os.close(waiting.descriptor)
            raise waiting.error
        os.close(self._descriptor)
        self._hold(waiting.descriptor)

    def release(self) -> None:
        """Let others write."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptor back, and the lock with it."""
        os.close(self._descriptor)


class _Waiting:
    """A wait on a descriptor of its own: given up, it must never take the lock from under a later attempt."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.done = threading.Event()
        self.error: OSError | None = None
        self._given_up = False
        self._deciding = threading.Lock()

    def wait(self) -> None:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        except OSError as error:
            self.error = error
        with self._deciding:
            if self._given_up:
                os.close(self.descriptor)
            else:
                self.done.set()

    def give_up(self) -> bool:
        """Stop waiting; False when the lock came at the last moment."""
        with self._deciding:
            self._given_up = not self.done.is_set()
            return self._given_up
