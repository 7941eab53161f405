"""Bytes on the disk: written whole, read to where they end."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_CHUNK = 1024 * 1024
PAGE = 4096
"""What lines will be written into is written in pages: the kernel keeps a file in pieces as large as those
in which it was written, and a sync goes through the whole of each piece that a line has changed.
"""


def write_at(descriptor: int, data: bytes, offset: int) -> int:
    """Write at `offset`; how many bytes the disk took.  Raises OSError when it took none."""
    done = os.pwrite(descriptor, data, offset)
    if done < len(data):
        view = memoryview(data)
        while done < len(data):
            try:
                done += os.pwrite(descriptor, view[done:], offset + done)
            except OSError:
                return done
    return done


def make_room(descriptor: int, start: int, stop: int) -> int:
    """Write NULs from `start` to `stop`; where they end, which is before `stop` on a full disk."""
    while start < stop:
        piece = min(PAGE - start % PAGE, stop - start)
        try:
            start += os.pwrite(descriptor, bytes(piece), start)
        except OSError:
            break
    return start


def wipe(descriptor: int, length: int, offset: int, size: int) -> bool:
    """Leave nothing of what was written at `offset` of a file once `size` long; False when that failed."""
    zeros = bytes(max(0, min(length, size - offset)))
    with suppress(OSError):
        os.ftruncate(descriptor, max(size, offset))
        if write_at(descriptor, zeros, offset) == len(zeros):
            return True
    try:
        os.ftruncate(descriptor, offset)  # cutting it off needs no room
    except OSError:
        return False
    return True


def read_log(descriptor: int, offset: int) -> bytes:
    """What lies from `offset` to the end of the file or its first NUL."""
    parts: list[bytes] = []
    size = 4096
    while chunk := os.pread(descriptor, size, offset):
        stop = chunk.find(0)
        parts.append(chunk if stop < 0 else chunk[:stop])
        if stop >= 0 or len(chunk) < size:
            break
        offset, size = offset + len(chunk), min(4 * size, _CHUNK)
    return b"".join(parts)


def read_rest(descriptor: int, offset: int) -> bytes:
    """What lies from `offset` to the end of the file, NULs and all."""
    parts: list[bytes] = []
    while chunk := os.pread(descriptor, _CHUNK, offset):
        parts.append(chunk)
        offset += len(chunk)
    return b"".join(parts)


def end_of_bytes(path: Path) -> int:
    """Behind the last byte of a file that is not NUL."""
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        while end:
            start = max(0, end - _CHUNK)
            file.seek(start)
            filled = len(file.read(end - start).rstrip(b"\0"))
            if filled:
                return start + filled
            end = start
    return 0


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, data: bytes, piece: int = _CHUNK) -> None:
    """Put `data` at `path` for good: temporary name, fsync, rename, fsync of the folder.  Raises OSError.

    What is long goes to the disk bit by bit: a commit's sync has to wait for what another is at.
    """
    temporary = path.with_name(f".{path.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view[:piece]) :]
            if piece == _CHUNK and len(view) > 0:
                os.fdatasync(descriptor)
        os.fsync(descriptor)
    except OSError:
        temporary.unlink()
        raise
    finally:
        os.close(descriptor)
    os.replace(temporary, path)
    sync_folder(path.parent)
