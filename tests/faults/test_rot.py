"""Bytes that rot on the disk: what was acknowledged is intact, or the damage named and nothing written."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import Damaged, JournalDB, ReadOnly, StoreError, acknowledged, check
from db.fold import fold
from tests.db.things import KINDS, Visit, add_person, everything, fresh, live_segment, log_of

from .scale import SEED, TORTURE, much

Count = Callable[..., None]


def desk(folder: Path) -> str:
    """A folder with folded months and lines since; what it holds."""
    store = fresh(folder)
    lin = add_person(store, "Lin", code="L")
    with store.transaction("day") as tx:
        for month in ("10", "11"):
            tx.put(Visit(day=f"2026-{month}-23", person=lin.id, words=("late @ the door",)))
    fold(store)
    for name in ("Mo", "Yue", "An"):
        add_person(store, name, code=name)
    held = everything(store)
    store.close()
    return held


def bits(data: bytes, few: int = 0) -> Iterator[tuple[int, bytes]]:
    """Each bit flipped, with the place of its byte; outside torture a choice of so many."""
    places = range(8 * len(data))
    for place in sorted(random.Random(SEED).sample(places, few)) if few and not TORTURE else places:
        byte, bit = divmod(place, 8)
        yield byte, data[:byte] + bytes([data[byte] ^ 1 << bit]) + data[byte + 1 :]


def may_not_write(store: JournalDB) -> bool:
    """Whether a change is refused, and leaves the folder as it was."""
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    with pytest.raises(ReadOnly):
        add_person(store, "Nobody")
    return before == {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}


def test_a_bit_that_rots_in_a_line_is_named(area: Path, count: Count) -> None:
    """In any line, the last one too: that was written to its end, and was acknowledged."""
    desk(area / "data")
    path = live_segment(area / "data")
    whole, log = path.read_bytes(), log_of(path)
    last, tried = log.rindex(b"\n", 0, -1) + 1, 0
    for start, end, few in ((0, last, 80), (last, len(log), 60)):
        for place, rotten in bits(log[start:end], few):
            path.write_bytes(whole[:start] + rotten + whole[end:])
            with JournalDB(area / "data", KINDS) as store:
                line = log.count(b"\n", 0, start + place) + 1
                assert store.read_only is not None
                assert store.read_only[1:] == (f"journal/{path.name}", line), (place, rotten[place])
                assert may_not_write(store)
                assert store.torn == []
            tried += 1
    count(bits=tried)


@pytest.mark.parametrize("noted", [True, False])
def test_sectors_of_the_last_line_that_rot_are_named(noted: bool, area: Path, count: Count) -> None:
    """Filled with noise, the line was written to its end.  Emptied, it looks torn: then the note tells."""
    desk(area / "before")
    log, dice, tried = log_of(live_segment(area / "before")), random.Random(SEED), 0
    last = log.rindex(b"\n", 0, -1) + 1
    for _ in range(much(20, 400)):
        shutil.copytree(area / "before", area / "data")
        if not noted:
            (area / "data" / acknowledged.NAME).unlink()
        path, emptied = live_segment(area / "data"), dice.randrange(2)
        if emptied:
            rotten = log[last : dice.randrange(last, len(log))]
        else:
            place = dice.randrange(last, len(log) - 1)
            length = len(log) - 1 - place
            noise = bytes(dice.randrange(1, 256) for _ in range(dice.randint(1, length)))
            rotten = log[last:place] + noise + log[place + len(noise) :]
        path.write_bytes((log[:last] + rotten).ljust(path.stat().st_size, b"\0"))
        with JournalDB(area / "data", KINDS) as store:
            if emptied and not noted:
                assert [tail for _, tail in store.torn] == [rotten] * bool(rotten)
                assert store.read_only is None
            elif rotten != log[last:]:
                reason = "saved_line_lost" if emptied else "broken_line"
                assert store.read_only == (reason, f"journal/{path.name}", log.count(b"\n"))
                assert may_not_write(store)
                assert store.torn == []
        shutil.rmtree(area / "data")
        tried += 1
    count(tails=tried)


def written_to_its_end(tail: bytes, offset: int) -> bool:
    """Whether no sector is missing of these bytes at `offset`, nor their end."""
    sectors: dict[int, bytes] = {}
    for place, byte in enumerate(tail, offset):
        sectors[place // 512] = sectors.get(place // 512, b"") + bytes([byte])
    return tail.endswith(b"\n") and all(any(sector) for sector in sectors.values())


@pytest.mark.parametrize("kind", ["noise", "newlines", "zeros", "old lines"])
def test_whatever_lies_past_the_last_line_is_no_line(kind: str, area: Path, count: Count) -> None:
    """What a disk may have had there before: nothing of it is believed.

    It is set aside; but where it ends as a line does, it may have been one, and is left where it is.
    """
    held, dice, tried = desk(area / "before"), random.Random(SEED), 0
    old = log_of(live_segment(area / "before"))[:-1]
    for turn in range(much(12, 300)):
        length = dice.randrange(1, 3000)
        noise = {
            "noise": dice.randbytes(length),
            "newlines": bytes(dice.choice(b'\n\0{"n":1}') for _ in range(length)),
            "zeros": bytes(length) + b"\1",
            "old lines": old[dice.randrange(len(old)) :].rpartition(b"\n")[2],
        }[kind]
        shutil.copytree(area / "before", area / "data")
        path = live_segment(area / "data")
        log = log_of(path)
        path.write_bytes(log + noise)
        with JournalDB(area / "data", KINDS) as store:
            assert everything(store) == held, turn
            if written_to_its_end(noise.rstrip(b"\0"), len(log)):
                assert store.read_only == ("broken_line", f"journal/{path.name}", log.count(b"\n") + 1)
                assert may_not_write(store)
            else:
                assert store.read_only is None
                add_person(store, "Wei")
                with JournalDB(area / "data", KINDS) as again:
                    assert (again.read_only, again.torn) == (None, [])
                assert check(area / "data", KINDS).sound
        shutil.rmtree(area / "data")
        tried += 1
    count(tails=tried)


@pytest.mark.parametrize("name", ["centre", "2026-10"])
def test_a_bit_that_rots_in_a_snapshot_is_named(name: str, area: Path, count: Count) -> None:
    desk(area / "data")
    path, tried = area / "data" / f"{name}.json", 0
    whole = path.read_bytes()
    about = whole.index(b'"hash"')  # how far it says to go: all is tried there
    for _, rotten in (*bits(whole, 40), *((0, b + whole[about:]) for _, b in bits(whole[:about]))):
        path.write_bytes(rotten)
        assert _is_named(area / "data", path.name), rotten[:about]
        tried += 1
    count(bits=tried)


@pytest.mark.parametrize("name", ["centre", "2026-10"])
def test_a_snapshot_cut_short_or_emptied_is_named(name: str, area: Path, count: Count) -> None:
    desk(area / "data")
    path, tried = area / "data" / f"{name}.json", 0
    whole = path.read_bytes()
    for length in range(0, len(whole), much(9, 1)):
        for cut in (whole[:length], whole[:length] + bytes(len(whole) - length)):
            path.write_bytes(cut)
            assert _is_named(area / "data", path.name), length
            tried += 1
    count(snapshots=tried)


def _is_named(folder: Path, file: str) -> bool:
    """Whether opening and reading says which file is damaged, and nothing is written then."""
    try:
        with JournalDB(folder, KINDS) as store:
            with suppress(Damaged):
                store.read().on(Visit, "2026-10-23")
            assert may_not_write(store)
            return store.read_only is not None and store.read_only[1] == file
    except StoreError as error:
        return file in str(error)


def test_two_lines_that_run_together_are_damage_and_no_torn_line(area: Path) -> None:
    """The newline between the last two rots: both were acknowledged, and the second is still whole."""
    desk(area / "data")
    path = live_segment(area / "data")
    whole, log = path.read_bytes(), log_of(path)
    newline = log.rindex(b"\n", 0, -1)
    for _, rotten in bits(b"\n"):
        path.write_bytes(whole[:newline] + rotten + whole[newline + 1 :])
        with JournalDB(area / "data", KINDS) as store:
            assert store.read_only == ("broken_line", f"journal/{path.name}", log.count(b"\n") - 1)
            assert may_not_write(store)


def test_a_change_that_first_finds_the_damage_is_refused(area: Path) -> None:
    """The month is first read by the change itself."""
    desk(area / "data")
    path = area / "data" / "2026-10.json"
    path.write_bytes(path.read_bytes().replace(b"late", b"soon"))
    with JournalDB(area / "data", KINDS) as store:
        last = store.last_lsn
        with pytest.raises(ReadOnly), store.transaction("day") as tx:
            tx.put(Visit(day="2026-10-24", person=1))
        assert store.last_lsn == last
        assert store.read_only == ("different", "2026-10.json", 0)


@pytest.mark.parametrize("harm", [(b'"2":', b'":":'), (b'{"day"', b'["day"'), (b'"2":{', b'"2":7,"x":{')])
def test_a_month_that_is_no_table_any_more_is_named_and_not_stumbled_over(
    harm: tuple[bytes, bytes], area: Path
) -> None:
    """An id that is no number, a record that is none."""
    desk(area / "data")
    path = area / "data" / "2026-10.json"
    path.write_bytes(path.read_bytes().replace(*harm))
    assert _is_named(area / "data", path.name)
