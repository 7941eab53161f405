"""Looking back: the lines of the journal and its archive, found by their bytes before they are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from .errors import Damaged
from .lines import BrokenLine, Decoded, Document, decode
from .segments import segments

if TYPE_CHECKING:
    from .store import Store


class Operation(NamedTuple):
    """What a line did to one record.  `action` is put or del ("new" and "drop": a plain table as a whole)."""

    action: str
    shard: str
    table: str
    id: int
    document: Document | None
    was: Document | None


class Line(Struct, frozen=True):
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
    found = {path.name: path for place in ("archive", "journal") for path in segments(folder / place)}
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


def newest_first(folder: Path, upto: int, pattern: bytes, *, after: int = 0) -> Iterator[Decoded]:
    """The lines after number `after` up to `upto` whose bytes match `pattern`, or that undo something."""
    wanted = re.compile(pattern + rb'|"undoes":')
    paths = all_segments(folder)
    firsts = [int(path.stem) for path in paths]
    for path, first, following in reversed(list(zip(paths, firsts, [*firsts[1:], upto + 1], strict=True))):
        if first > upto or following <= after + 1:
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
            if line is not None and after < line["n"] <= upto:
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


def mentioned(id: int) -> bytes:
    """The pattern of a number that stands as a JSON value."""
    return rb"[,:\[]%d[,}\]]" % id


def last_change(store: Store, table: str, id: int) -> Line | None:
    """The last line that touched that record."""
    for line in newest_first(store.folder, store.last_lsn, b'"%s",%d,' % (re.escape(table).encode(), id)):
        if any(operation[3:5] == [table, id] for operation in line["c"]):
            return to_line(line)
    return None


def line(store: Store, lsn: int) -> Line:
    """See Store.line."""
    found = line_at(store.folder, lsn)
    if found is None:
        raise Damaged(file="journal", line=lsn, reason="no_such_line")
    undone_by = 0
    for later in newest_first(store.folder, store.last_lsn, b'"undoes":%d,' % lsn, after=lsn):
        undone_by = later["n"] if later.get("undoes") == lsn else undone_by
    return to_line(found, undone_by)


def lines(
    store: Store, *, id: int | None, first: int | str | None, last: int | str | None, day: str | None
) -> Iterator[Line]:
    """See Store.history."""
    pattern = b'"k":"tx"'
    if id is not None:
        pattern = mentioned(id)
    elif day is not None:
        pattern = b'"day":"%s"' % re.escape(day).encode()
    after = first - 1 if isinstance(first, int) else 0
    undone: dict[int, int] = {}
    for found in newest_first(store.folder, store.last_lsn, pattern, after=after):
        if found.get("undoes"):
            undone[found["undoes"]] = found["n"]
        if found["k"] != "tx" or not _between(found, first, last):
            continue
        if id is not None and not _mentions(found, id):
            continue
        if day is not None and not _of_day(found, day):
            continue
        yield to_line(found, undone.get(found["n"], 0))


def _between(found: Decoded, first: int | str | None, last: int | str | None) -> bool:
    when = found.get("at") or found["t"]
    early = found["n"] < first if isinstance(first, int) else first is not None and when < first
    late = found["n"] > last if isinstance(last, int) else last is not None and when > last
    return not early and not late


def _of_day(found: Decoded, day: str) -> bool:
    sides = (side for operation in found["c"] for side in operation[5:] if side is not None)
    return any(side.get("day") == day for side in sides)


def _mentions(found: Decoded, id: int) -> bool:
    if any(operation[4] == id for operation in found["c"]):
        return True
    return _holds([found.get("args", {}), [operation[5:] for operation in found["c"]]], id)


def _holds(value: Any, id: int) -> bool:
    if isinstance(value, dict):
        return any(_holds(item, id) for item in value.values())
    if isinstance(value, list):
        return any(_holds(item, id) for item in value)
    return type(value) is int and value == id
