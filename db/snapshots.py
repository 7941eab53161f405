"""Snapshot files: ordinary TinyDB JSON with a `_meta` table, and what the last fold says of each."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from msgspec import Struct

from .errors import Damaged, NewerFormat, NoAccess, NotSaved
from .files import write_file
from .lines import FORMAT, Document, digest

META = "_meta"
_META = re.compile(rb'^{"_meta": ?{"1": ?({[^{}]*})')
_LSN = re.compile(rb'"lsn":\s?(\d+)')


class Listed(Struct, frozen=True):
    """What the last fold says of a snapshot file: up to which line it goes, its size in bytes, its digest."""

    lsn: int
    size: int
    digest: str


Tables = dict[str, dict[str, Document]]


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the garbage collector from looking through a hundred thousand new dicts that are no garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_snapshot(path: Path, listed: Listed | None) -> tuple[dict[str, Any], Tables, Damaged | None]:
    """The `_meta` record and the tables of a snapshot file, and its damage if it is not what the fold listed.

    Nothing in both where there is no file and none is listed.  Newer than listed is what a fold has begun: no
    damage. Raises Damaged when there is nothing to be read, NoAccess, NewerFormat.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if listed is not None:
            raise Damaged(file=path.name, line=0, reason="missing") from None
        return {}, {}, None
    except PermissionError:
        raise NoAccess(path=str(path), reason="may_not_read") from None
    except IsADirectoryError:
        raise Damaged(file=path.name, line=0, reason="not_a_snapshot") from None
    return parse_snapshot(path, data, listed)


def parse_snapshot(
    path: Path, data: bytes, listed: Listed | None
) -> tuple[dict[str, Any], Tables, Damaged | None]:
    """What read_snapshot answers, of the bytes that were read."""
    try:
        with no_collecting():
            tables = orjson.loads(data)
        meta: dict[str, Any] = tables.pop(META)["1"]
        lsn, theirs = int(meta["lsn"]), int(meta["format"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged(file=path.name, line=0, reason="not_a_snapshot") from None
    if theirs > FORMAT:
        raise NewerFormat(path=str(path), theirs=theirs, ours=FORMAT)
    damage = compared(path.name, listed, lsn, len(data), data)
    proved = damage is None and listed is not None and lsn == listed.lsn
    if not proved and not all(map(_is_table, tables.values())):
        raise Damaged(file=path.name, line=0, reason="not_a_snapshot")
    return meta, tables, damage


def _is_table(table: Any) -> bool:
    """Whether it can be read as one: documents by number."""
    return isinstance(table, dict) and all(
        number.isdecimal() and isinstance(document, dict) for number, document in table.items()
    )


def read_meta(path: Path) -> dict[str, Any]:
    """The `_meta` record alone, from a snapshot's first bytes.  Raises what read_snapshot raises."""
    try:
        with path.open("rb") as file:
            start = _META.match(file.read(1024))
        meta: dict[str, Any] = orjson.loads(start[1]) if start else {}
    except (OSError, ValueError):
        meta = {}
    if isinstance(meta.get("lsn"), int) and meta.get("format") == FORMAT:
        return meta
    return read_snapshot(path, None)[0]


def compared(name: str, listed: Listed | None, lsn: int, size: int, data: bytes | None) -> Damaged | None:
    """The damage of a snapshot file that is older than the last fold listed it, or different."""
    if listed is not None and lsn < listed.lsn:
        return Damaged(file=name, line=0, reason="older")
    if listed is None or lsn > listed.lsn:
        return None
    if size != listed.size or (data is not None and digest(data) != listed.digest):
        return Damaged(file=name, line=0, reason="different")
    return None


def verify_head(path: Path, listed: Listed) -> None:
    """Look at the first bytes of a listed snapshot.

    Raises Damaged when it is missing, older or different.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)  # a hundred and twenty of them after ten years
    except FileNotFoundError:
        raise Damaged(file=path.name, line=0, reason="missing") from None
    try:
        found, size = _LSN.search(os.pread(descriptor, 512, 0)), os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    damage = compared(path.name, listed, int(found[1]) if found else -1, size, None)
    if damage is not None:
        raise damage


def write_snapshot(path: Path, meta: dict[str, Any], tables: Tables) -> Listed:
    """Put a snapshot in place for good; how to list it.  Raises NotSaved."""
    data = orjson.dumps({META: {"1": meta}, **tables})
    try:
        write_file(path, data)
    except OSError as error:
        raise NotSaved.of(error, path) from None
    return Listed(meta["lsn"], len(data), digest(data))
