"""Plain files, and nothing that waits: a pipe or a device would be read, or waited for, for ever."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from deskapp.exchange.problems import BadFile


def read_plain(path: Path, most: int = -1) -> bytes:
    """What is in a file, no more than `most` bytes.  Raises BadFile where it is none, OSError where it cannot
    be read.
    """
    require_plain(path, path.stat())
    with open(path, "rb", opener=_at_once) as file:
        require_plain(path, os.fstat(file.fileno()))
        return file.read(most)


def require_plain(path: Path, found: os.stat_result) -> None:
    """Raises BadFile for a pipe, a socket or a device, IsADirectoryError for a folder."""
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise BadFile("file_not_plain")


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting for whoever is at a pipe's other end: it may have become one meanwhile."""
    return os.open(path, flags | os.O_NONBLOCK)
