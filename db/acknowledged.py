"""The last line that was surely saved, noted beside the journal once nobody is waiting.

It costs no commit anything: the note is written when a desk has been quiet for a moment, and when it closes.
Should the disk lose that line whole, so that nothing of it is left to be judged, the note is what tells.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from .lines import digest

NAME = "acknowledged"
_SIZE = 512
"""Bytes: one sector, which a disk writes as a whole."""


class Note(msgspec.Struct, frozen=True):
    """A line that is on the disk: the folder's history, the line's number and hash."""

    history: str
    n: int
    h: str


class _Signed(msgspec.Struct):
    note: msgspec.Raw
    d: str


def read(folder: Path) -> Note | None:
    """The note; None where there is none that proves."""
    try:
        signed = msgspec.json.decode((folder / NAME).read_bytes().rstrip(b"\0"), type=_Signed)
        if digest(bytes(signed.note)) != signed.d:
            return None
        return msgspec.json.decode(signed.note, type=Note)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write(folder: Path, note: Note) -> None:
    """Put the note on the disk, unless as late a line of the same history is noted.

    Several processes may do so at once: whichever comes last, what stands there is true.
    """
    known = read(folder)
    if known is not None and known.history == note.history and known.n >= note.n:
        return
    raw = msgspec.json.encode(note)
    data = msgspec.json.encode(_Signed(note=msgspec.Raw(raw), d=digest(raw)))
    try:
        descriptor = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, data.ljust(_SIZE, b"\0"), 0)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:  # a full disk, or one that has failed: what was saved is no less saved without
        return


def contradicted(note: Note | None, history: str, lsn: int, head: str) -> bool:
    """Whether a log that ends with line `lsn`, of hash `head`, lacks a line that the note says was saved.

    `history` is "" where not even the segment's head could be read.
    """
    if note is None or history not in ("", note.history):
        return False  # another history: restored from a copy since
    return note.n > lsn or (note.n == lsn and bool(head) and note.h != head)
