"""Looking back: the lines of the journal and its archive, found by their bytes before they are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from . import folder as folders
from .lines import BrokenLine, Decoded, Document, decode


class Operation(NamedTuple):
    """What a line did to one record.  `action` is put or del ("new" and "drop": a plain table as a whole)."""

    action: str
    shard: str
    table: str
    id: int
    document: Document | None
    was: Document | None


@dataclass(frozen=True)
class Line:
    """One line of the journal; `kind` is "tx" for a transaction.

    `time` is the real instant, `at` a pretended one.  `undoes` and `undone_by` are line numbers, 0 for none.
    """

    n: int
    kind: str
    time: str
    at: str
    who: int
    on: str
    code: str
    args: dict[str, Any]
    undoes: int
    undone_by: int
    operations: tuple[Operation, ...]


def to_line(line: Decoded, undone_by: int = 0) -> Line:
    """A decoded line as handed out."""
    return Line(
        n=line["n"],
        kind=line["k"],
        time=line["t"],
        at=line.get("at", ""),
        who=line.get("w", 0),
        on=line.get("on", ""),
        code=line.get("code", ""),
        args=line.get("args", {}),
        undoes=line.get("undoes", 0),
        undone_by=undone_by,
        operations=tuple(Operation(*operation[1:]) for operation in line["c"]),
    )


def all_segments(folder: Path) -> list[Path]:
    """Every segment, archived or not, oldest first."""
    found = {path.name: path for place in ("archive", "journal") for path in folders.segments(folder / place)}
    return [found[name] for name in sorted(found)]


def read_segment(path: Path) -> bytes:
    """The lines of a segment, without what was preallocated.  A fold may have moved it meanwhile."""
    for place in (path.parent.name, "archive", "journal"):
        try:
            data = (path.parent.parent / place / path.name).read_bytes()
        except FileNotFoundError:
            continue
        stop = data.find(0)
        return data if stop < 0 else data[:stop]
    return b""


def newest_first(folder: Path, upto: int, pattern: bytes) -> Iterator[Decoded]:
    """The lines up to number `upto` whose bytes match the regular expression `pattern`, or undo something."""
    wanted = re.compile(pattern + rb'|"undoes":')
    for path in reversed(all_segments(folder)):
        if int(path.stem) > upto:
            continue
        data = read_segment(path)
        found: list[Decoded] = []
        position = 0
        while match := wanted.search(data, position):
            start = data.rfind(b"\n", 0, match.start()) + 1
            position = data.find(b"\n", start) + 1
            if not position:
                break
            line = _intact(data[start:position])
            if line is not None and line["n"] <= upto:
                found.append(line)
        yield from reversed(found)


def _intact(raw: bytes) -> Decoded | None:
    try:
        return decode(raw)
    except BrokenLine:  # check() names it; looking back goes on around it
        return None


def line_at(folder: Path, lsn: int) -> Decoded | None:
    """The line of that number."""
    holding = [path for path in all_segments(folder) if int(path.stem) <= lsn]
    if not holding:
        return None
    data = read_segment(holding[-1])
    start = data.find(b'{"n":%d,' % lsn)
    stop = data.find(b"\n", start) + 1
    return _intact(data[start:stop]) if start >= 0 and stop else None


def mentions(line: Decoded, id: int) -> bool:
    """Whether a line touched record `id`, names it in its arguments, or touched one that holds it as a value."""
    return any(operation[4] == id for operation in line["c"]) or _holds(
        [line.get("args", {}), [operation[5:] for operation in line["c"]]], id
    )


def _holds(value: Any, id: int) -> bool:
    if isinstance(value, dict):
        return any(_holds(item, id) for item in value.values())
    if isinstance(value, list):
        return any(_holds(item, id) for item in value)
    return type(value) is int and value == id
