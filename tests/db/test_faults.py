"""Torn tails, rotten bytes, full and failing disks, foreign folders: named, never written over."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import orjson
import pytest

import db
from db import JournalDB, NewerFormat, NotSaved, ReadOnly
from db.lines import decode, encode

from .things import KINDS, Opener, Person, add_person, everything, live_segment, log_of


@pytest.mark.parametrize("where", [b'"name":"Mo"', b'"k":"tx"', b'"p":"', b'","c":['])
def test_rot_before_intact_lines_makes_the_folder_read_only(
    store: JournalDB, folder: Path, where: bytes
) -> None:
    for name in ("Lin", "Mo", "Yue"):
        add_person(store, name)
    path = live_segment(folder)
    data = path.read_bytes()
    place = data.index(where, data.index(b"\n", data.index(b"Lin")))
    flipped = data[: place + 2] + bytes([data[place + 2] ^ 1]) + data[place + 3 :]
    for rotten in (flipped, data[:place] + data[place + 9 :]):
        path.write_bytes(rotten)
        again = JournalDB(folder, KINDS)
        assert again.read_only == ("broken_line", f"journal/{path.name}", 3)
        assert [person.name for person in again.read().all(Person)] == ["Lin"]
        with pytest.raises(ReadOnly) as raised:
            add_person(again, "An")
        assert raised.value.facts == {"reason": "broken_line", "file": f"journal/{path.name}", "line": 3}
        assert path.read_bytes() == rotten
        again.close()


def test_rot_while_a_desk_is_open_is_found_by_it(store: JournalDB, opened: Opener, folder: Path) -> None:
    place = store.journal.end
    other = opened()
    add_person(other, "Lin")
    add_person(other, "Mo")
    path = live_segment(folder)
    with path.open("r+b") as file:
        file.seek(place + 5)
        file.write(b"x")
    assert store.poll() is None
    assert store.read_only == ("broken_line", f"journal/{path.name}", 2)


def test_a_line_taken_out_of_the_middle_is_missed(store: JournalDB, folder: Path) -> None:
    for name in ("Lin", "Mo", "Yue"):
        add_person(store, name)
    path = live_segment(folder)
    lines = log_of(path).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    assert JournalDB(folder, KINDS).read_only == ("broken_line", f"journal/{path.name}", 3)


def test_a_lost_segment_is_missed_and_never_made_anew(store: JournalDB, folder: Path) -> None:
    from db.fold import fold

    add_person(store, "Lin")
    fold(store)
    add_person(store, "Mo")
    archived = sorted((folder / "archive").iterdir())[0]
    os.rename(archived, folder / "journal" / archived.name)
    live = live_segment(folder)
    lines = log_of(folder / "journal" / archived.name).splitlines(keepends=True)
    (folder / "journal" / archived.name).write_bytes(b"".join(lines[:-1]))
    again = JournalDB(folder, KINDS)
    assert again.read_only == ("lines_missing", f"journal/{archived.name}", len(lines))
    assert live.exists()


def test_a_folder_without_its_journal_is_not_taken_for_a_new_one(store: JournalDB, folder: Path) -> None:
    (folder / "centre.json").write_text("{}")
    live_segment(folder).unlink()
    with pytest.raises(db.Damaged):
        JournalDB(folder, KINDS)
    assert list((folder / "journal").iterdir()) == []


Call = Callable[..., object]


def failing(call: Call, number: int, times: list[int]) -> Call:
    """The system call, failing as often as `times` says, with the error `number`."""

    def called(*arguments: object, **options: object) -> object:
        if times and times.pop():
            raise OSError(number, os.strerror(number))
        return call(*arguments, **options)

    return called


def test_a_full_disk_loses_nothing_and_writes_again_later(
    store: JournalDB, opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = add_person(store, "Lin")
    before, head = everything(store), store.head
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", failing(os.pwrite, errno.ENOSPC, [0, 1, 0, 1]))
        with pytest.raises(NotSaved) as raised:
            add_person(store, "Mo")
    assert raised.value.facts["reason"] == "ENOSPC"
    assert (everything(store), store.head) == (before, head)
    assert store.ballast_gone
    assert everything(opened()) == before
    assert add_person(store, "Mo").id == lin.id + 1


def test_the_room_kept_lets_a_full_disk_take_one_more_day(
    store: JournalDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not store.ballast_gone
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", failing(os.pwrite, errno.ENOSPC, [1]))
        add_person(store, "Lin")
    assert store.ballast_gone
    assert len(store.read().all(Person)) == 1


def test_a_short_write_is_taken_back(store: JournalDB, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_person(store, "Lin")
    (folder / "ballast").unlink()
    before, real = log_of(live_segment(folder)), os.pwrite
    answers = [OSError(errno.EIO, "gone"), None]

    def short(descriptor: int, data: bytes, offset: int) -> int:
        if answers:
            answer = answers.pop()
            if answer is not None:
                raise answer
            return real(descriptor, bytes(data[:40]), offset)
        return real(descriptor, data, offset)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", short)
        with pytest.raises(NotSaved):
            add_person(store, "Mo")
    assert log_of(live_segment(folder)) == before
    add_person(store, "Mo")


def test_a_sync_that_fails_is_never_tried_again(
    store: JournalDB, opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(store, "Lin")
    before = log_of(live_segment(folder))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", failing(os.fdatasync, errno.EIO, [1]))
        with pytest.raises(NotSaved) as raised:
            add_person(store, "Mo")
    assert raised.value.facts["reason"] == "EIO"
    assert log_of(live_segment(folder)) == before
    assert store.read_only is not None
    assert store.read_only[0] == "disk_failed"
    with pytest.raises(ReadOnly):
        add_person(store, "Mo")
    assert [person.name for person in store.read().all(Person)] == ["Lin"]
    assert add_person(opened(), "Mo").id == 2


def test_a_refusal_that_rests_on_anothers_line_makes_it_durable_first(
    store: JournalDB, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction("settle"):
        pass
    add_person(opened(), "Lin", code="L")
    synced: list[int] = []
    monkeypatch.setattr(os, "fdatasync", synced.append)
    with pytest.raises(db.Taken):
        add_person(store, "Mo", code="L")
    assert synced == [store.journal.descriptor]
    with store.transaction("nothing new"):
        pass
    assert len(synced) == 1


def test_a_newer_programs_segment_is_not_written_into(store: JournalDB, opened: Opener, folder: Path) -> None:
    add_person(store, "Lin")
    other = opened()
    store.journal.append("seal", {}, [])
    head = {"n": store.last_lsn + 1, "k": "head", "p": store.head, "t": "2030-01-01T00:00:00Z"}
    head |= {"format": 2, "history": store.journal.history, "next_id": 9}
    (folder / "journal" / f"{store.last_lsn + 1:012d}.jsonl").write_bytes(encode(head, []))
    assert other.poll() is None
    assert other.read_only is not None
    assert other.read_only[0] == "newer_format"
    with pytest.raises(NewerFormat) as raised:
        add_person(other, "Mo")
    assert (raised.value.facts["theirs"], raised.value.facts["ours"]) == (2, 1)
    with pytest.raises(NewerFormat):
        JournalDB(folder, KINDS)


def test_a_clock_that_went_back_is_noticed_and_order_kept(
    store: JournalDB, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = add_person(store, "Lin")
    now = __import__("time").time()
    monkeypatch.setattr("time.time", lambda: now - 600)
    assert 598 <= opened().clock_behind <= 601
    monkeypatch.setattr("db.lines.utc_now", lambda: "2001-01-01T00:00:00Z")
    with store.transaction("rename") as tx:
        tx.put(msgspec.structs.replace(lin, name="Yue"))
    assert [line.n for line in store.history()] == [tx.lsn, tx.lsn - 1]


def test_a_line_is_proved_by_its_own_bytes() -> None:
    line = encode(
        {"n": 2, "k": "tx", "args": {"h": "x", "c": [1]}}, [["put", "centre", "t", 1, {"c": '"h":"'}, None]]
    )
    assert decode(line)["args"] == {"h": "x", "c": [1]}
    for place in range(len(line) - 1):
        for changed in (line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :], line[:place]):
            with pytest.raises(ValueError):
                decode(changed)
    assert orjson.loads(line)["c"][0][0] != decode(encode({}, [["put"]]))["c"][0][0], "salted"
