"""Whose turn it is: who waits for a lock gets it in the order in which they came.

`flock` gives a free lock to whoever asks at that moment: one who has just let it go takes it again and again,
and all who wait are woken each time.  So a number is drawn before waiting, from a counter that the lock's
file holds.  The byte of that number is locked, too, for as long as its owner waits or holds the lock, and who
comes next waits for that byte alone.  These are locks of an open file (F_OFD_…), which the kernel frees when
their owner dies; on `flock` they have no effect, and it alone says who may write.
"""

from __future__ import annotations

import fcntl
import os
import struct

_LOCK = struct.Struct("hhqqi0q")
_COUNTER = 8
_FIRST = 1024
"""The byte of number 0.  What lies before is the counter; its first byte is locked to draw."""

MOST = 1 << 48


def _lock(kind: int, start: int, length: int) -> bytes:
    return _LOCK.pack(kind, os.SEEK_SET, start, length, 0)


_DRAWING, _DRAWN = _lock(fcntl.F_WRLCK, 0, 1), _lock(fcntl.F_UNLCK, 0, 1)
_ALL, _NONE = _lock(fcntl.F_RDLCK, _FIRST, 0), _lock(fcntl.F_UNLCK, _FIRST, 0)


def anybody(descriptor: int) -> bool:
    """Whether another process waits for its turn, or has had one."""
    return fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _ALL)[:2] != _NONE[:2]


def wait(descriptor: int) -> None:
    """Draw a number and come back when nobody waits who came before.  Raises OSError."""
    number = _draw(descriptor)
    before = number - 1
    while before >= 0:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLKW, _lock(fcntl.F_RDLCK, _FIRST + before, 1))
        before = _waiting_before(
            descriptor, number
        )  # the one before may have died in the middle of the queue


def _draw(descriptor: int) -> int:
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLKW, _DRAWING)
    try:
        number = int.from_bytes(os.pread(descriptor, _COUNTER, 0), "little") % MOST
        os.pwrite(descriptor, (number + 1).to_bytes(_COUNTER, "little"), 0)
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _lock(fcntl.F_WRLCK, _FIRST + number, 1))
    finally:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _DRAWN)
    return number


def _waiting_before(descriptor: int, number: int) -> int:
    """The number of somebody who came before and waits still, or holds the lock; -1 for nobody."""
    if not number:
        return -1
    held = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _lock(fcntl.F_RDLCK, _FIRST, number))
    kind, _, start, _, _ = _LOCK.unpack(held)
    return -1 if kind == fcntl.F_UNLCK else start - _FIRST


def done(descriptor: int) -> None:
    """Let the next one have its turn."""
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _NONE)
