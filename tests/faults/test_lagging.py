"""Desks that are behind, or look and write at the same moment."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from db import Conflict, JournalDB, NotSaved, Taken, check
from db.fold import fold
from tests.db.things import KINDS, Person, add_person, everything, fresh

from .calls import Failing, watched
from .desks import Desk, Say, running
from .scale import much


def opened(folder: Path, **options: object) -> JournalDB:
    return JournalDB(folder, KINDS, **options)  # type: ignore[arg-type]


def names(store: JournalDB) -> list[str]:
    return [person.name for person in store.read().all(Person)]


def seen_but_not_saved(writer: JournalDB, reader: JournalDB, name: str, patch: pytest.MonkeyPatch) -> None:
    """The writer's sync fails after the reader has applied its line."""
    sync = os.fdatasync

    def seen_first(descriptor: int) -> None:
        if descriptor != writer.journal.descriptor:
            sync(descriptor)
            return
        assert reader.poll() is not None
        assert names(reader)[-1] == name
        raise OSError(errno.EIO, "gone")

    with patch.context() as failing:
        failing.setattr(os, "fdatasync", seen_first)
        with pytest.raises(NotSaved):
            add_person(writer, name)


@pytest.mark.parametrize("then", ["", "Y", "An", "Yue, with a longer line than that which was taken back"])
def test_what_was_seen_and_then_taken_back_is_seen_no_more(
    then: str, area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether nothing follows, or another's line that is shorter, just as long, or longer."""
    fresh(area / "data").close()
    with opened(area / "data") as writer, opened(area / "data") as reader, opened(area / "data") as third:
        add_person(third, "Lin")
        seen_but_not_saved(writer, reader, "Mo", monkeypatch)
        expected = ["Lin"]
        if then:
            add_person(third, then)
            expected.append(then)
        changes = reader.poll()
        assert changes is not None
        assert changes.reloaded
        assert names(reader) == expected
        third.poll()
        assert everything(reader) == everything(third)
        assert add_person(reader, "Wei").id == len(expected) + 1
    assert check(area / "data", KINDS).sound


def test_a_reader_whose_month_is_folded_and_gone_says_which(area: Path) -> None:
    from db import Damaged
    from tests.db.things import Visit

    store = fresh(area / "data")
    with opened(area / "data") as reader:
        with store.transaction("day") as tx:
            tx.put(Visit(day="2026-10-01", person=1))
        fold(store)
        (area / "data" / "2026-10.json").unlink()
        reader.poll()
        with pytest.raises(Damaged):
            reader.read().on(Visit, "2026-10-01")
        assert reader.read_only == ("missing", "2026-10.json", 0)
    store.close()


def looking_and_writing(folder: Path, number: int, say: Say, turns: int) -> None:
    """Look, then write what rests on it, as often as told: one new code, one record that all change."""
    won = {"taken": 0, "new": 0, "conflict": 0, "changed": 0}
    with opened(folder, lock_seconds=60) as store:
        say("ready")
        for turn in range(turns):
            try:
                add_person(store, f"{number}", code=f"code {turn}")
                won["new"] += 1
            except Taken:
                won["taken"] += 1
            shared = store.read(catch_up=True).by(Person, "code", "shared")[0]
            try:
                with store.transaction("count") as tx:
                    tx.put(msgspec.structs.replace(shared, name=str(int(shared.name) + 1)))
                won["changed"] += 1
            except Conflict:
                won["conflict"] += 1
    say(won)


def test_of_those_who_look_and_write_at_once_one_wins(area: Path, count: Callable[..., None]) -> None:
    store, turns = fresh(area / "data"), much(60, 500)
    add_person(store, "0", code="shared")
    store.close()
    with running([Desk(looking_and_writing, area / "data", number, turns) for number in range(3)]) as desks:
        assert [desk.end() for desk in desks] == [0, 0, 0]
    won = [desk.said[-1] for desk in desks]
    with opened(area / "data") as again:
        people = again.read().all(Person)
        codes = [f"code {number}" for number in range(turns)]
        assert sorted(person.code for person in people) == sorted([*codes, "shared"])
        assert sum(desk["new"] for desk in won) == turns
        assert sum(desk["changed"] for desk in won) == int(people[0].name)
    assert sum(desk["taken"] + desk["new"] + desk["changed"] + desk["conflict"] for desk in won) == 6 * turns
    assert sum(desk["taken"] for desk in won) == 2 * turns
    assert check(area / "data", KINDS).sound
    count(looks_and_writes=6 * turns)


def test_a_desk_far_behind_finds_its_way_while_its_disk_fails(area: Path) -> None:
    """Its own sync of what others wrote fails: it answers nothing that rests on it."""
    store = fresh(area / "data")
    with opened(area / "data") as late:
        for name in ("Lin", "Mo"):
            add_person(store, name)
            fold(store)
        add_person(store, "Yue", code="Y")
        with watched(Failing(1, errno.EIO, of=("fdatasync",)), area):
            with pytest.raises(NotSaved):
                add_person(late, "An", code="Y")
        assert late.read_only == ("disk_failed", str(late.journal.path), 0)
    store.close()
