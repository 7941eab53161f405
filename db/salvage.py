"""Every line that a damaged folder still holds: those intact, or spoilt by one flipped bit."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import orjson

from .lines import BrokenLine
from .proof import Proved, prove
from .segments import segments

LONGEST = 8192
"""Bytes up to which every bit of a broken line is tried: about a second for the longest."""
FAILURES = 50
"""Broken lines that could not be mended after which no more are tried: the damage is of another kind."""

_JOINED = re.compile(rb'(?<=\]\})[^\n](?=\{"n":)')
_KNOWN = {
    "n": re.compile(rb'^\{"n":(\d+),'),
    "t": re.compile(rb'"t":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"'),
    "w": re.compile(rb'"w":(\d+)'),
    "on": re.compile(rb'"on":"([^"\\]*)"'),
    "code": re.compile(rb'"code":"(\w+)"'),
}


class Lost(NamedTuple):
    """A line that is gone, as far as it is known.

    `n` is 0 where its number is not known, `file` and `line` are "" and 0 where nothing is left of it.
    `contained`: what it did is in a snapshot that was proved, so that no record lacks it.
    """

    n: int
    file: str = ""
    line: int = 0
    time: str = ""
    who: int = 0
    on: str = ""
    code: str = ""
    contained: bool = False
    records: tuple[tuple[str, int], ...] = ()
    """(table, id) of what was put back of it: from its own rest, later lines or a snapshot."""


@dataclass
class Salvaged:
    """What was found: intact lines by number, where they stood, those mended, and what is left of others."""

    lines: dict[int, bytes] = field(default_factory=dict)
    mended: list[tuple[int, str, int]] = field(default_factory=list)
    broken: list[tuple[Lost, bytes]] = field(default_factory=list)
    failures: int = 0
    last: int = 0
    """The number of the last line known to have been: the last intact one, or one that a snapshot has."""

    @property
    def history(self) -> str:
        """What the last head that is left calls the folder's history; "" where none is."""
        heads = (raw for n, raw in sorted(self.lines.items()) if raw.startswith(b'{"n":%d,"k":"head"' % n))
        last = next(iter(deque(heads, maxlen=1)), b"{}")
        return str(orjson.loads(last).get("history", ""))

    @property
    def missing(self) -> list[int]:
        """The numbers up to the last of which there is no line."""
        return [n for n in range(1, self.last + 1) if n not in self.lines]


def salvage(folder: Path) -> Salvaged:
    """Read every segment, archived or not, to its very end."""
    found = Salvaged()
    for place in ("archive", "journal"):
        for path in segments(folder / place):
            _segment(found, path)
    found.last = max(found.lines, default=0)
    found.broken = [(lost, raw) for lost, raw in found.broken if lost.n not in found.lines]
    return found


def _segment(found: Salvaged, path: Path) -> None:
    file, last = f"{path.parent.name}/{path.name}", int(path.stem) - 1
    pieces = [piece.strip(b"\0") for piece in path.read_bytes().split(b"\n")]
    if not pieces[-1]:
        pieces.pop()
    skip = False
    for number, piece in enumerate(pieces, 1):
        following = pieces[number] if number < len(pieces) else b""
        if skip or not piece:
            skip = False
            continue
        lines = list(_intact(piece + b"\n"))
        if not lines and found.failures < FAILURES:
            lines = list(_mended(piece, following))
            skip = any(len(raw) > len(piece) + 1 for _, raw in lines)
            found.mended += [(line.n, file, number) for line, _ in lines]
            found.failures += not lines
        for line, raw in lines:
            last = line.n
            found.lines.setdefault(line.n, raw)
        if not lines:
            last += 1
            found.broken.append((_rest(piece, file, number, last), piece))


def _intact(raw: bytes) -> Iterator[tuple[Proved, bytes]]:
    try:
        yield prove(raw), raw
    except BrokenLine:
        return


def _mended(piece: bytes, following: bytes) -> Iterator[tuple[Proved, bytes]]:
    """The line, or two, that come out when one bit is put right: proved by hash, so there is no guessing."""
    for cut in _JOINED.finditer(piece):  # the newline between two lines was hit
        parts = [*_intact(piece[: cut.start()] + b"\n"), *_intact(piece[cut.end() :] + b"\n")]
        if len(parts) == 2:
            yield from parts
            return
    if len(piece) > LONGEST:
        return
    candidates = bytearray(piece + b"\n")
    for place in range(len(piece)):
        for bit in range(8):
            candidates[place] ^= 1 << bit
            if lines := list(_intact(bytes(candidates))):
                yield from lines
                return
            candidates[place] ^= 1 << bit
    for bit in range(8):  # a sign within it became a newline
        if lines := list(_intact(piece + bytes([10 ^ 1 << bit]) + following + b"\n")):
            yield from lines
            return


def _rest(piece: bytes, file: str, line: int, guess: int) -> Lost:
    """What can still be read of a broken line."""
    known = {
        key: found[1].decode("utf-8", "replace")
        for key, one in _KNOWN.items()
        if (found := one.search(piece))
    }
    return Lost(
        n=guess,
        file=file,
        line=line,
        time=known.get("t", ""),
        who=int(known.get("w", 0)),
        on=known.get("on", ""),
        code=known.get("code", ""),
    )
