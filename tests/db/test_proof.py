"""Lines proved as bytes: whatever is not as it was written is seen, and where the log ends."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from db.lines import BrokenLine, decode, encode
from db.proof import changed, prove, read_lines

HEADER = {"n": 7, "k": "tx", "p": "00", "t": "2026-11-23T08:40:00Z", "args": {"h": "x", "c": [1], "d": "中"}}
OPERATIONS = [
    ["put", "2026-11", "visits", 41, {"day": "2026-11-23", "words": ['],["', '","c":['], "rev": 7}, None],
    ["del", "centre", "people", 5, None, {"name": "Lin", "rev": 3}],
]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_line_is_proved_as_it_lies_there(count: int) -> None:
    raw = encode(HEADER, OPERATIONS[:count])
    line, wanted = prove(raw), decode(raw)
    assert (line.n, line.k, line.p, line.h) == (7, "tx", "00", wanted["h"])
    for operation, expected in zip(line.c, wanted["c"], strict=True):
        change = changed(operation)
        assert [change.salt, change.action, change.shard, change.table, change.id] == expected[:5]
        assert [orjson.loads(bytes(change.document)), orjson.loads(bytes(change.was))] == expected[5:]


def test_no_bit_may_flip_and_no_byte_may_come_or_go() -> None:
    raw = encode(HEADER, OPERATIONS)
    for place in range(len(raw) - 1):
        harmed = [raw[:place] + raw[place + 1 :], raw[:place] + b"0" + raw[place:]]
        harmed += [raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :] for bit in range(8)]
        for other in harmed:
            try:
                same = decode(other) == decode(raw)
            except BrokenLine:
                with pytest.raises(BrokenLine):
                    prove(other)
            else:
                assert same, "a blank that means nothing"
                assert prove(other).h == prove(raw).h


def test_what_another_hand_wrote_with_blanks_is_no_line() -> None:
    raw = encode(HEADER, OPERATIONS)
    spaced = orjson.dumps(orjson.loads(raw), option=orjson.OPT_INDENT_2).replace(b"\n", b" ") + b"\n"
    for proved in (prove, decode):
        with pytest.raises(BrokenLine):
            proved(spaced)


@pytest.mark.parametrize(
    ("content", "upto", "expected"),
    [
        (b"a\nb\n", None, [(b"a\n", True), (b"b\n", True)]),
        (b"a\nb\n" + bytes(900), None, [(b"a\n", True), (b"b\n", True)]),
        (b"a\nb", None, [(b"a\n", True), (b"b", False)]),
        (b"a\nb\n", 3, [(b"a\n", True), (b"b", False)]),
        (b"a\nb\n", 2, [(b"a\n", True)]),
        (b"a\n" + bytes(600) + b"b\nc\n", None, [(b"a\n", True), (bytes(600) + b"b\n", False)]),
        (b"a\n" + bytes(9) + b"\n" + bytes(9), None, [(b"a\n", True), (bytes(9) + b"\n", False)]),
        (b"", None, []),
        (bytes(512), None, []),
    ],
)
def test_the_log_ends_at_its_first_nul(
    tmp_path: Path, content: bytes, upto: int | None, expected: list[tuple[bytes, bool]]
) -> None:
    path = tmp_path / "000000000001.jsonl"
    path.write_bytes(content)
    assert list(read_lines(path, upto)) == expected
