"""Standing between the store and the system: every call that changes the disk, one after the other."""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Watcher = Callable[[str, Call, tuple[Any, ...], dict[str, Any]], Any]

WRITES = ("pwrite", "write")
SYNCS = ("fsync", "fdatasync")
NAMES = ("replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir")
CHANGING = (*WRITES, *SYNCS, *NAMES, "open", "ftruncate", "posix_fallocate", "chmod", "fchmod")


class Unbuffered(io.FileIO):
    """A file whose bytes take the way of `os.write`, where they can be seen."""

    def write(self, data: Any) -> int:  # type: ignore[override]
        return os.write(self.fileno(), bytes(data))


def _opened(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    if not isinstance(file, int) and set(mode) & set("wx") and "b" in mode:
        created = os.O_EXCL if "x" in mode else os.O_TRUNC
        file = os.open(file, os.O_WRONLY | os.O_CREAT | created, 0o666)
    if isinstance(file, int) and set(mode) & set("wx") and "b" in mode:
        return io.BufferedWriter(Unbuffered(file, "w"))
    return _OPEN(file, mode, *arguments, **options)


_OPEN = builtins.open


@contextmanager
def watched(watcher: Watcher, inside: Path) -> Iterator[None]:
    """Have every changing call on a file or folder inside that place made by the watcher."""
    place = os.path.realpath(inside)
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGING:
            patch.setattr(os, name, _between(name, getattr(os, name), watcher, place))
        patch.setattr(builtins, "open", _opened)
        patch.setattr(os, "fdopen", _opened)
        yield


def _between(name: str, call: Call, watcher: Watcher, place: str) -> Call:
    def called(*arguments: Any, **options: Any) -> Any:
        if name == "open" and not arguments[1] & os.O_CREAT:
            return call(*arguments, **options)
        if not path_of(arguments[0], options).startswith(place):
            return call(*arguments, **options)
        return watcher(name, call, arguments, options)

    return called


def path_of(file: Any, options: dict[str, Any] | None = None) -> str:
    """The path that a descriptor or name stands for now."""
    if isinstance(file, int):
        return os.readlink(f"/proc/self/fd/{file}")
    folder = (options or {}).get("dir_fd")
    path = os.fspath(file)
    return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path) if folder is not None else path


class Counting:
    """Lets every call happen; how many there were, and which."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str, call: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self.names.append(name)
        return call(*arguments, **options)


class Killing:
    """SIGKILL at call number `at`: before it, or with half of its bytes written."""

    def __init__(self, at: int, *, half: bool = False) -> None:
        self.left, self.half = at, half

    def __call__(self, name: str, call: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self.left -= 1
        if self.left == 0:
            if self.half and name in WRITES:
                halved(call, arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)


class Failing:
    """Fails call number `at`, of those named in `of`, with an error; `half`: a write takes half before that.

    `times`: how many calls from there on fail.
    """

    def __init__(
        self, at: int, number: int, *, half: bool = False, times: int = 1, of: Container[str] = CHANGING
    ) -> None:
        self.at, self.number, self.half, self.times, self.of = at, number, half, times, of
        self.seen = self.failed = 0

    def __call__(self, name: str, call: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self.seen += name in self.of
        if name in self.of and self.at <= self.seen < self.at + self.times and self._may_fail(name):
            self.failed += 1
            if self.half and name in WRITES and self.failed == 1:
                return halved(call, arguments)
            raise OSError(self.number, os.strerror(self.number))
        return call(*arguments, **options)

    def _may_fail(self, name: str) -> bool:
        """A full disk still takes names away and makes files shorter."""
        return self.number != errno.ENOSPC or name not in ("unlink", "remove", "rmdir", "ftruncate", "chmod")


def halved(call: Call, arguments: tuple[Any, ...]) -> Any:
    """A write of the first half of its bytes."""
    data = bytes(arguments[1])
    return call(arguments[0], data[: len(data) // 2], *arguments[2:])
