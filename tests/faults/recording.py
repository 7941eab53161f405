"""Writing down what reaches the disk, in order, with what was acknowledged in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .calls import NAMES, SYNCS, Call, path_of, watched

Event = tuple[Any, ...]
"""(what, path, …): create, mkdir, write, size, sync, sync failed, move, link, remove.

Or (acknowledged, text, perhaps).
"""


@dataclass
class Recording:
    """What happened in a place; paths are relative to it, and those of open files are as they are now."""

    place: Path
    events: list[Event] = field(default_factory=list)

    def acknowledge(self, text: str, perhaps: str = "") -> None:
        """From here on that much was acknowledged; `perhaps` may have been on the disk until then."""
        self.events.append(("acknowledged", text, perhaps))

    def __call__(self, name: str, call: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        path = self._short(path_of(arguments[0], options))
        before = self._before(name, arguments, path)
        try:
            done = call(*arguments, **options)
        except OSError:
            if name in SYNCS:
                self.events.append(("sync failed", path))
            raise
        self.events += self._after(name, arguments, path, done, before)
        return done

    def _short(self, path: str) -> str:
        return os.path.relpath(os.path.abspath(path), self.place)

    def _before(self, name: str, arguments: tuple[Any, ...], path: str) -> Any:
        if name == "open":
            return os.path.lexists(self.place / path)
        if name == "write":
            return os.lseek(arguments[0], 0, os.SEEK_CUR)
        return None

    def _after(
        self, name: str, arguments: tuple[Any, ...], path: str, done: Any, before: Any
    ) -> Iterator[Event]:
        if name == "open":
            if not before:
                yield "create", path
            elif arguments[1] & os.O_TRUNC:
                yield "size", path, 0
        elif name in ("write", "pwrite"):
            offset = before if name == "write" else arguments[2]
            yield "write", path, offset, bytes(arguments[1])[:done]
        elif name in SYNCS:
            yield "sync", path
        elif name in ("ftruncate", "posix_fallocate"):
            yield "size", path, arguments[1] if name == "ftruncate" else arguments[1] + arguments[2]
        elif name in NAMES:
            kind = {"replace": "move", "rename": "move", "link": "link", "mkdir": "mkdir"}.get(name, "remove")
            more = (self._short(path_of(arguments[1])),) if kind in ("move", "link") else ()
            yield kind, path, *more


@contextmanager
def recorded(place: Path) -> Iterator[Recording]:
    """Record what happens inside that place."""
    recording = Recording(Path(os.path.realpath(place)))
    with watched(recording, place):
        yield recording
