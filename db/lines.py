"""One line of the journal: how it is written and how it is proved intact.

A line is `{header…, "d": [digest of each operation], "h": digest of the header, "c": [operations]}`.  `h`
covers the header alone and the digests cover the operations, so that a later erasure can take one operation's
content away without breaking the chain that `p` (the previous line's `h`) makes of all lines.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from .errors import NotStorable, TooLarge

FORMAT = 1
LARGEST_LINE = 8 * 1024 * 1024
MOST_OPERATIONS = 10_000

Document = dict[str, Any]
Decoded = dict[str, Any]


class BrokenLine(ValueError):
    """These bytes are no intact line of the journal."""


def digest(data: bytes) -> str:
    """The blake2b-128 of `data`, 32 hex digits."""
    return blake2b(data, digest_size=16).hexdigest()


def utc_now() -> str:
    """The real clock as it stands in every line: "2026-11-23T08:40:00Z"."""
    return _instant(int(time.time()))


@lru_cache(maxsize=1)
def _instant(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


_DRAWN: list[str] = []
os.register_at_fork(after_in_child=_DRAWN.clear)  # two processes never use the same


def drawn() -> str:
    """Eight random bytes as 16 hex digits: a salt, or what names a transaction."""
    try:
        return _DRAWN.pop()
    except IndexError:  # the system is asked once for many
        text = os.urandom(8 * 256).hex()
        _DRAWN.extend(text[start : start + 16] for start in range(16, len(text), 16))
        return text[:16]


def encode(header: Mapping[str, Any], operations: list[list[Any]]) -> bytes:
    """The bytes of a line, newline included.  Raises TooLarge, and NotStorable for what JSON cannot hold.

    Each operation gets a random salt before it, so that the digest of an erased one gives nothing away.
    """
    if len(operations) > MOST_OPERATIONS:
        raise TooLarge(size=len(operations), limit=MOST_OPERATIONS)
    packed, digests = [], []
    try:
        for operation in operations:
            raw = orjson.dumps([drawn(), *operation])
            packed.append(raw)
            digests.append(blake2b(raw, digest_size=16).hexdigest())
        head = orjson.dumps({**header, "d": digests})
    except TypeError as error:  # a lone surrogate, or an integer beyond 64 bits
        raise NotStorable(table=str(operations[0][2]) if operations else "", reason=str(error)) from None
    line = b"".join((head[:-1], b',"h":"', digest(head).encode(), b'","c":[', b",".join(packed), b"]}\n"))
    if len(line) > LARGEST_LINE:
        raise TooLarge(size=len(line), limit=LARGEST_LINE)
    return line


def decode(raw: bytes) -> Decoded:
    """The line as a dict, its bytes proved against the digests in it.  Raises BrokenLine."""
    try:
        line: Decoded = orjson.loads(raw)
        head, _, rest = raw.partition(b',"h":"%b","c":[' % line["h"].encode())
        if digest(head + b"}") != line["h"]:
            raise BrokenLine("header")
        content = rest[: rest.rfind(b"]}")]
        packed = [content] if len(line["c"]) == 1 else [orjson.dumps(operation) for operation in line["c"]]
        if [digest(operation) for operation in packed] != line["d"] or b",".join(packed) != content:
            raise BrokenLine("operation")
        if rest[len(content) :] not in (b"]}\n", b"]}"):
            raise BrokenLine("end")
    except BrokenLine:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenLine("not a line") from error
    return line


def plain(value: Any, table: str = "") -> Any:
    """A copy of `value` made of JSON values alone, nested ones too.

    Keys become text as in JSON, tuples lists.  Raises NotStorable (also a TypeError) for anything else, for
    NaN and infinities, and for integers beyond 64 bits.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int and -(2**63) <= value < 2**64:
        return value
    if kind is dict:
        return {key if type(key) is str else _key(key, table): plain(v, table) for key, v in value.items()}
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            raise NotStorable(table=table, reason="integer beyond 64 bits")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotStorable(table=table, reason="not a finite number")
        return float(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {key if type(key) is str else _key(key, table): plain(v, table) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, table) for item in value]
    raise NotStorable(table=table, reason=f"{kind.__name__} is not JSON")


def _key(key: Any, table: str) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    if key is None or isinstance(key, bool | int | float):
        return orjson.dumps(plain(key, table)).decode()
    raise NotStorable(table=table, reason=f"{type(key).__name__} as a key is not JSON")


def copied(value: Any) -> Any:
    """A copy of a JSON value, nested values too."""
    kind = type(value)
    if kind is dict:
        return {key: copied(v) if type(v) in (dict, list) else v for key, v in value.items()}
    if kind is list:
        return [copied(item) for item in value]
    return value


def same(one: Document, other: Document) -> bool:
    """Whether two documents are written alike, `rev` aside (1, 1.0 and true differ, unlike with ==)."""
    for key, value in one.items():
        if key != "rev" and (key not in other or other[key] != value):
            return False
    if len(one) - ("rev" in one) != len(other) - ("rev" in other):
        return False
    if "rev" in one:
        one = {key: value for key, value in one.items() if key != "rev"}
    if "rev" in other:
        other = {key: value for key, value in other.items() if key != "rev"}
    return orjson.dumps(one) == orjson.dumps(other)
