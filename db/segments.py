"""The journal's files: each named by its first line, preallocated, headed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import NotSaved
from .files import PAGE, write_file
from .lines import FORMAT, encode, utc_now

PREALLOCATED = 256 * 1024
"""Bytes by which a segment grows: a line written into what is there already is durable sooner."""


def segment_name(first: int) -> str:
    """The file name of the journal segment whose first line is number `first`."""
    return f"{first:012d}.jsonl"


def segments(folder: Path) -> list[Path]:
    """The segments in `folder` (journal/ or archive/), oldest first."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl") and name[:-6].isdigit())
    except FileNotFoundError:
        return []
    return [folder / name for name in names]


def head_fields(next_id: int, history: str) -> dict[str, Any]:
    """What a segment's head line says: the format, the history it belongs to and the next id to give out."""
    return {"format": FORMAT, "history": history, "next_id": next_id}


def write_segment(folder: Path, number: int, previous: str, fields: Mapping[str, Any]) -> None:
    """Make the segment that begins with line `number`, its head durable before its name appears.

    Raises NotSaved.
    """
    path = folder / "journal" / segment_name(number)
    head = encode({"n": number, "k": "head", "p": previous, "t": utc_now(), **fields}, [])
    try:
        write_file(path, head + bytes(PREALLOCATED - len(head)), PAGE)
    except OSError as error:
        raise NotSaved.of(error, path) from None
