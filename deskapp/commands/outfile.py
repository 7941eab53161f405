"""Where a list or a paper is written to: a file for its owner alone, or what is no file."""

from __future__ import annotations

import errno
import os
from argparse import Namespace
from pathlib import Path

from deskapp.commands.failure import Failure


def outside(options: Namespace, folder: Path) -> int | None:
    """Raises Failure where --out lies among the records; else what `opened` says of it."""
    if options.out and Path(options.out).resolve().is_relative_to(folder.resolve()):
        raise Failure("out_in_records", {"path": options.out})
    return opened(Path(options.out)) if options.out else None


def opened(path: Path) -> int | None:
    """What is there and is no file, such as a device, opened to be written to; it is never replaced.

    Raises Failure for a pipe that nobody reads, which would be waited for.
    """
    if not path.exists() or path.is_file():
        return None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise Failure("file_not_plain", {"path": str(path)}) from error
    os.set_blocking(descriptor, True)
    return descriptor


def write(path: Path, content: bytes, special: int | None) -> None:
    """Writes the file for its owner alone; an older one is replaced only once the new one is whole.  What is
    no file is written to as it was opened.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if special is not None:
            with open(special, "wb") as device:
                device.write(content)
            return
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
