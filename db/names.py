"""Whether a name in a folder still stands for the file that was opened by it."""

from __future__ import annotations

import os
import time
from pathlib import Path

SETTLED = 2_000_000_000
"""Nanoseconds after which a folder that is changed again shows another time: no file system is coarser."""


class Named:
    """An open file and the name by which it was opened.

    Not the file is asked each time, but its folder, which shows every name that is put into it or taken away.
    To ask the file would make its next write dearer: a file whose times somebody has seen gets new ones.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self._name, self._folder = str(path), str(path.parent)
        self._descriptor = descriptor
        status = os.fstat(descriptor)
        self._identity = (status.st_dev, status.st_ino)
        self._seen = (0, 0, 0)
        self.size = status.st_size

    def measure(self) -> int:
        """The size of the file now: another process may have made room in it."""
        self.size = os.fstat(self._descriptor).st_size
        return self.size

    def gone(self) -> bool:
        """Whether the name stands for nothing now, or for another file."""
        try:
            folder = os.stat(self._folder)
            seen = (folder.st_ino, folder.st_mtime_ns, folder.st_dev)
            if seen == self._seen:
                return False
            there = os.stat(self._name)
        except FileNotFoundError:
            return True
        if (there.st_dev, there.st_ino) != self._identity:
            return True
        if time.time_ns() - folder.st_mtime_ns > SETTLED:
            self._seen = seen
        return False
