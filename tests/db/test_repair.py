"""A damaged folder laid out anew: nothing is lost that anything still holds, and what is lost is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from db import JournalDB, NotADataFolder, NotSaved, check, create
from db.fold import fold
from db.history import all_segments
from db.repair import Repaired, repair
from db.salvage import salvage
from db.segments import segments

from .things import KINDS, Person, Visit, add_person, everything, live_segment, log_of


@pytest.fixture
def full(folder: Path) -> JournalDB:
    """Three folds and a journal; records changed, moved and removed across all of them."""
    store = create(folder, KINDS)
    people = [add_person(store, name, code=name[:1]) for name in ("Lin", "Mo", "Yue")]
    with store.transaction("day") as tx:
        visits = [tx.put(Visit(day=f"2026-1{n}-23", person=person.id)) for n, person in enumerate(people)]
    store.insert({"plain": 1})
    fold(store)
    with store.transaction("more", {"visit": visits[0].id}, who=7, on="gate") as tx:
        tx.put(msgspec.structs.replace(visits[0], words=("late",)))
        tx.put(msgspec.structs.replace(visits[1], day="2026-12-24"))
    add_person(store, "An", code="A")
    fold(store)
    with store.transaction("gone", who=7, on="gate") as tx:
        tx.remove(visits[2])
    store.insert({"plain": 2})
    fold(store)
    with store.transaction("renamed", who=8, on="front") as tx:
        tx.put(msgspec.structs.replace(tx.get(Person, people[1].id), name="Moe"))  # type: ignore[type-var]
    add_person(store, "Last", code="Z")
    return store


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repaired(folder: Path, target: Path) -> tuple[Repaired, JournalDB]:
    """The repair, with what holds of every one: the old is untouched, the new is sound and goes on."""
    before = contents(folder)
    done = repair(folder, target, KINDS)
    assert contents(folder) == before
    assert done.report.findings == ()
    store = JournalDB(target, KINDS)
    assert store.read_only is None
    return done, store


def goes_on(store: JournalDB, target: Path) -> None:
    number = add_person(store, "New").id
    assert fold(store)
    assert check(target, KINDS).sound
    store.undo(store.history(id=number).__next__().n, who=1, on="")
    assert JournalDB(target, KINDS).read().get(Person, number) is None


def flip(path: Path, place: int, bits: int = 4) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= bits
    path.write_bytes(data)


def spoil(path: Path, number: int, *, beyond: bool = False) -> None:
    """Writes over the beginning of line `number` (from 1), and over its operations too with `beyond`."""
    lines = path.read_bytes().split(b"\n")
    line = lines[number - 1]
    lines[number - 1] = b"x" * (len(line) if beyond else 30) + (b"" if beyond else line[30:])
    path.write_bytes(b"\n".join(lines))


def test_a_sound_folder_comes_out_the_same(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    done, store = repaired(folder, tmp_path / "new")
    assert (done.lost, done.mended, done.rebuilt, done.complete) == ((), (), (), True)
    assert everything(store) == everything(full)
    old = b"".join(map(log_of, all_segments(folder)))
    assert b"".join(map(log_of, all_segments(tmp_path / "new"))).startswith(old), "every line as it was"
    goes_on(store, tmp_path / "new")


def test_a_flipped_bit_anywhere_is_put_right(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    wanted = salvage(folder).lines
    for path in all_segments(folder):
        data, log = path.read_bytes(), log_of(path)
        for place in range(0, len(log), 97):
            flip(path, place)
            found = salvage(folder)
            assert found.lines == wanted
            assert len(found.mended) >= 1
            path.write_bytes(data)


@pytest.mark.parametrize("which", [0, 1, -1])
def test_the_newline_between_two_lines_is_put_right(
    full: JournalDB, folder: Path, tmp_path: Path, which: int
) -> None:
    wanted = salvage(folder).lines
    path = all_segments(folder)[which]
    for bit in (1, 2, 32, 64):
        flip(path, log_of(path).index(b"\n"), bit)
        assert salvage(folder).lines == wanted
        flip(path, path.read_bytes().index(b"}" + bytes([10 ^ bit]) + b"{") + 1, bit)
    done, store = repaired(folder, tmp_path / "new")
    assert done.complete
    assert everything(store) == everything(full)


def test_a_sign_that_became_a_newline_is_put_right(full: JournalDB, folder: Path) -> None:
    add_person(full, "Joy")
    wanted, path = salvage(folder).lines, live_segment(folder)
    flip(path, path.read_bytes().index(b"Joy"), ord("J") ^ 10)
    assert salvage(folder).lines == wanted


HARMS: dict[str, Callable[[Path], object]] = {
    "centre missing": lambda folder: (folder / "centre.json").unlink(),
    "centre empty": lambda folder: (folder / "centre.json").write_bytes(b""),
    "centre changed": lambda folder: (folder / "centre.json").write_bytes(
        (folder / "centre.json").read_bytes().replace(b"Yue", b"You")
    ),
    "a month missing": lambda folder: (folder / "2026-12.json").unlink(),
    "all snapshots missing": lambda folder: [path.unlink() for path in folder.glob("*.json")],
    "locks missing": lambda folder: [(folder / name).unlink() for name in ("lock", "fold.lock")],
    "an old snapshot": lambda folder: shutil.copy(folder / "2026-10.json", folder / "2026-12.json"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_with_every_line_there_nothing_is_lost(
    full: JournalDB, folder: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    expected, head = everything(full), full.head
    harm(folder)
    done, store = repaired(folder, tmp_path / "new")
    assert done.complete
    assert everything(store) == expected
    assert any(line == full.last_lsn for line in (line.n for line in store.history()))
    assert head.encode() in b"".join(map(log_of, all_segments(tmp_path / "new"))), "the same chain"
    goes_on(store, tmp_path / "new")


@pytest.mark.parametrize("number", range(1, 8))
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_lost_line_that_was_folded_takes_no_record_with_it(
    full: JournalDB, folder: Path, tmp_path: Path, which: int, number: int
) -> None:
    expected = everything(full)
    path = segments(folder / "archive")[which]
    count = log_of(path).count(b"\n")
    if number > count:
        pytest.skip("no such line")
    spoil(path, number, beyond=True)
    done, store = repaired(folder, tmp_path / "new")
    (lost,) = done.lost
    assert (lost.n, lost.file, lost.line) == (int(path.stem) + number - 1, f"archive/{path.name}", number)
    assert lost.contained
    assert done.complete
    assert everything(store) == expected
    goes_on(store, tmp_path / "new")


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_missing_segment_takes_no_record_with_it(
    full: JournalDB, folder: Path, tmp_path: Path, which: int
) -> None:
    expected = everything(full)
    segments(folder / "archive")[which].unlink()
    done, store = repaired(folder, tmp_path / "new")
    assert len(done.lost) > 1
    assert done.complete
    assert everything(store) == expected
    goes_on(store, tmp_path / "new")


def test_a_missing_archive_takes_no_record_with_it(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    expected = everything(full)
    shutil.rmtree(folder / "archive")
    done, store = repaired(folder, tmp_path / "new")
    assert done.complete
    assert everything(store) == expected
    goes_on(store, tmp_path / "new")


def test_a_truncated_segment(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    expected = everything(full)
    path = segments(folder / "archive")[1]
    path.write_bytes(path.read_bytes()[:900])
    done, store = repaired(folder, tmp_path / "new")
    assert done.complete
    assert everything(store) == expected


def test_without_a_journal_what_was_folded_is_there(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    live_segment(folder).unlink()
    _, store = repaired(folder, tmp_path / "new")
    assert [person.name for person in store.read().all(Person)] == ["Lin", "Mo", "Yue", "An"]
    shutil.rmtree(tmp_path / "new")
    shutil.rmtree(folder / "archive")
    _, store = repaired(folder, tmp_path / "new")  # from the snapshots alone
    assert [person.name for person in store.read().all(Person)] == ["Lin", "Mo", "Yue", "An"]
    goes_on(store, tmp_path / "new")


def test_what_only_the_lost_line_knew_is_named(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    path = live_segment(folder)
    add_person(full, "After", code="F")
    number = log_of(path).count(b"\n") - 1  # "Last"
    lines = path.read_bytes().split(b"\n")
    lines[number - 1] = lines[number - 1].replace(b'"name":"Last"', b'"name":"\xff\xfe\xfd\xfc"')
    path.write_bytes(b"\n".join(lines))
    done, store = repaired(folder, tmp_path / "new")
    (lost,) = done.lost
    assert lost[:4] == (full.last_lsn - 1, f"journal/{path.name}", number, lost.time)
    assert (lost.who, lost.on, lost.code, lost.contained, lost.records) == (
        1,
        "front",
        "new_person",
        False,
        (),
    )
    assert not done.complete
    names = [person.name for person in store.read().all(Person)]
    assert names == ["Lin", "Moe", "Yue", "An", "After"]
    assert [line.code for line in store.history(first=lost.n)] == ["new_person", "lost_line"]
    goes_on(store, tmp_path / "new")


def test_what_a_later_line_found_there_is_put_back(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    """The line is gone, but the record that it made was changed again afterwards."""
    (last,) = full.read().by(Person, "name", "Last")
    with full.transaction("again") as tx:
        tx.put(msgspec.structs.replace(last, name="Lasting"))
    expected, path = everything(full), live_segment(folder)
    spoil(path, log_of(path).count(b"\n") - 1, beyond=True)
    done, store = repaired(folder, tmp_path / "new")
    assert done.lost[0].records == (("people", last.id),)
    assert everything(store) == expected


def test_operations_that_are_still_proved_are_put_back(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    with full.transaction("two", who=3) as tx:
        first, second = tx.put(Person(name="First")), tx.put(Person(name="Second"))
    path = live_segment(folder)
    content = path.read_bytes().replace(b'"name":"Second"', b'"name":"\\u0001"')
    path.write_bytes(content)
    add_after = content.split(b"\0", 1)[0].count(b"\n")
    done, store = repaired(folder, tmp_path / "new")
    (lost,) = done.lost
    assert (lost.n, lost.line, lost.contained) == (full.last_lsn, add_after, False)
    assert store.read().get(Person, second.id) is None
    assert first.id == second.id - 1


def test_a_damaged_snapshot_and_a_lost_line_of_the_archive(
    full: JournalDB, folder: Path, tmp_path: Path
) -> None:
    """What only the two of them knew is gone; what the snapshot still says is taken, as unproved."""
    expected = everything(full)
    path = folder / "centre.json"
    path.write_bytes(path.read_bytes().replace(b"Yue", b"You"))
    spoil(segments(folder / "archive")[0], 4, beyond=True)
    done, store = repaired(folder, tmp_path / "new")
    assert done.unproved == ("centre",)
    assert not done.complete
    assert done.lost[0].records == (("people", 3),)
    assert everything(store) == expected.replace("Yue", "You")
    shutil.rmtree(tmp_path / "new")
    path.write_bytes(b"")
    done, store = repaired(folder, tmp_path / "new")
    assert not done.complete
    assert [person.name for person in store.read().all(Person)] == ["Lin", "Moe", "An", "Last"]


def test_nothing_is_ever_written_over(full: JournalDB, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for target in (folder, tmp_path / "there"):
        with pytest.raises(NotSaved) as raised:
            repair(folder, target, KINDS)
        assert raised.value.facts["reason"] == "EEXIST"
    with pytest.raises(NotADataFolder):
        repair(tmp_path / "there", tmp_path / "new", KINDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "there"]
    JournalDB(tmp_path / "empty", create=True).close()
    shutil.rmtree(tmp_path / "empty" / "journal")
    with pytest.raises(NotADataFolder):
        repair(tmp_path / "empty", tmp_path / "new", KINDS)
