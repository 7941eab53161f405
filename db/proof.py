"""Proving lines as they lie there: what was hashed when it was written is hashed again, byte for byte.

`lines.decode` proves a line, too, and serves whoever needs all of it as a dict.  Here a line
stays bytes: ten years of them are proved at the pace at which they can be hashed.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

from .lines import BrokenLine

_BUFFER = 1024 * 1024


class Proved(msgspec.Struct, gc=False):
    """An intact line: number, kind, the hash before it, its own, and its operations as bytes."""

    n: int
    k: str
    p: str
    h: str
    d: list[str]
    c: list[msgspec.Raw]


class Change(msgspec.Struct, array_like=True, gc=False):
    """One operation; `document` and `was` are the bytes of JSON ("null" for none)."""

    salt: str
    action: str
    shard: str
    table: str
    id: int
    document: msgspec.Raw
    was: msgspec.Raw


_line = msgspec.json.Decoder(Proved)
changed = msgspec.json.Decoder(Change).decode
"""The operation of its bytes."""


def prove(raw: bytes) -> Proved:
    """The line that ends with a newline, proved against its hash and digests.  Raises BrokenLine."""
    try:
        line = _line.decode(raw)
        if not _as_written(line, raw):
            raise BrokenLine("header or operation")
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BrokenLine("not a line") from error
    return line


def _as_written(line: Proved, raw: bytes) -> bool:
    """Whether every byte of the line is covered: the header by `h`, each operation by its digest."""
    operations, digests, said = line.c, line.d, line.h
    many = len(operations)
    if many == 1:  # nearly all lines are such, and ten years are many
        end = len(raw) - len(operations[0]) - 3
    else:
        end = len(raw) - sum(map(len, operations)) - max(many - 1, 0) - len(b"]}\n")
    joint = b',"h":"%b","c":[' % said.encode()
    cut = end - len(joint)
    if cut < 0 or raw[cut:end] != joint or many != len(digests):
        return False
    if blake2b(raw[:cut] + b"}", digest_size=16).hexdigest() != said:
        return False
    for operation, digest in zip(operations, digests):  # noqa: B905 - as many, that was asked above
        if blake2b(operation, digest_size=16).hexdigest() != digest:
            return False
    return True


def read_lines(path: Path, upto: int | None = None) -> Iterator[tuple[bytes, bool]]:
    """Each line of a segment with its newline, and True; at the end what is no whole line, and False.

    The log ends at the end of the file, at byte `upto`, or at its first NUL; nothing else than NULs may
    follow.  One line at a time is in memory.
    """
    position = 0
    with path.open("rb", buffering=_BUFFER) as file:
        for raw in file:
            if upto is not None and position + len(raw) > upto:
                raw = raw[: upto - position]  # noqa: PLW2901
            position += len(raw)
            if raw.endswith(b"\n") and b"\0" not in raw:
                yield raw, True
                continue
            if raw.strip(b"\0") or (upto is None and any(more.strip(b"\0") for more in file)):
                yield raw, False
            return
