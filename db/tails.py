"""What lies behind the last intact line: the torn end of a line that was being written, or damage."""

from __future__ import annotations

import re

from .lines import BrokenLine, decode

_LINES = re.compile(rb'(?=(\{"n":\d+,"k":[^\0\n]*\n))')
SECTOR = 512
"""The least that a disk writes or loses as a whole, in bytes."""


def is_damage(tail: bytes, offset: int) -> bool:
    """Whether these bytes, from `offset` of the file to its last that is no NUL, are damage.

    A line is written by one write into room that is NUL.  A crash can lose any of its sectors, and what is
    lost is NUL; a line holds none.  So a tail whose every sector is there, and its newline, was written to
    its end: if it does not prove, it has rotted since.  See docs/decisions/0010-rot-or-tear.md.
    """
    if any(map(_proves, _LINES.findall(tail))):
        return True  # the line before this intact one, or the newline between them
    if _proves(tail[:-1] + b"\n"):
        return (tail[-1] ^ 10).bit_count() == 1  # whole, but for one bit of its newline
    return tail.endswith(b"\n") and not _lacks_a_sector(tail, offset)


def _lacks_a_sector(tail: bytes, offset: int) -> bool:
    ends = [*range(SECTOR - offset % SECTOR, len(tail), SECTOR), len(tail)]
    return any(not tail[start:end].strip(b"\0") for start, end in zip([0, *ends], ends, strict=False))


def _proves(raw: bytes) -> bool:
    try:
        decode(raw)
    except BrokenLine:
        return False
    return True
