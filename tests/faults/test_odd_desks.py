"""Two versions on one folder, a clock that went back, a desk that is stopped, a folder that is taken away."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import db.journal
import db.lines
from db import Busy, NewerFormat, ReadOnly, StoreError, check
from db.fold import fold
from tests.db.things import KINDS, Person, add_person, everything, fresh

from .desks import Desk, Say, running
from .test_lagging import names, opened


def newer(folder: Path, number: int, say: Say) -> None:
    """The desk of a newer version: its next segment says so."""
    for module in (db.lines, db.journal, db.segments, db.fold, db.snapshots):
        module.FORMAT = 2  # type: ignore[attr-defined]
    os.kill(os.getpid(), signal.SIGSTOP)
    with opened(folder) as store:
        add_person(store, "Mo")
        fold(store)
        add_person(store, "Yue")
    say("done")


def test_an_older_version_writes_nothing_once_a_newer_one_has(area: Path) -> None:
    folder = area / "data"
    fresh(folder).close()
    with running([Desk(newer, folder)]) as [desk]:
        desk.wait_until_stopped()
        with opened(folder) as store:
            add_person(store, "Lin")
            desk.signal(signal.SIGCONT)
            assert desk.end() == 0
            before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
            store.poll()
            assert names(store)[0] == "Lin", "what it knew stays readable"
            for writing in (lambda: add_person(store, "An"), lambda: fold(store), lambda: opened(folder)):
                with pytest.raises(NewerFormat):
                    writing()
            assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_clock_an_hour_back_loses_no_order_and_no_change(
    area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, now = area / "data", time.time()
    store = fresh(folder)
    lin = add_person(store, "Lin")
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    with opened(folder) as other:
        assert 3590 < other.clock_behind <= 3601
        add_person(other, "Mo")
        fold(other)
        assert store.undo(lin.rev, who=1, on="front") > lin.rev
        numbers = [line.n for line in store.history()]
        assert numbers == sorted(numbers, reverse=True)
        other.poll()
        assert names(other) == names(store) == ["Mo"]
        assert store.history(first=lin.rev).__next__().time < store.line(lin.rev).time
    store.close()
    assert check(folder, KINDS).sound


def stopped_inside(folder: Path, number: int, say: Say, call: str) -> None:
    """Take the lock, write, and say so just before that call is made."""
    with opened(folder) as store:
        real = getattr(os, call)

        def asleep(*arguments: object) -> object:
            say("about to")
            os.kill(os.getpid(), signal.SIGSTOP)
            return real(*arguments)

        setattr(os, call, asleep)
        person = add_person(store, "Mo")
        setattr(os, call, real)
        say(person.id)


@pytest.mark.parametrize("call", ["pwrite", "fdatasync"])
@pytest.mark.parametrize("then", [signal.SIGCONT, signal.SIGKILL])
def test_a_desk_that_is_stopped_with_the_lock_keeps_others_out_until_it_goes_on(
    call: str, then: int, area: Path
) -> None:
    folder = area / "data"
    fresh(folder).close()
    with running([Desk(stopped_inside, folder, 0, call)]) as [desk]:
        desk.wait_until_stopped()
        with opened(folder, lock_seconds=0.05) as store:
            with pytest.raises(Busy):
                add_person(store, "Lin")
            desk.signal(then)
            assert desk.end() == (0 if then == signal.SIGCONT else -9)
            assert desk.said[1:] == ([1] if then == signal.SIGCONT else [])
            lin = add_person(store, "Lin")
            stays = then == signal.SIGCONT or call == "fdatasync"
            assert names(store) == (["Mo", "Lin"] if stays else ["Lin"])
            assert lin.id == 1 + stays
    assert check(folder, KINDS).sound


def not_root(folder: Path, number: int, say: Say) -> None:
    """Give up what root may do, then look at a folder that may only be read, and try to write."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    with opened(folder) as store:
        say([names(store), list(store.read_only or ())[:1]])
        for writing in (lambda: add_person(store, "Mo"), lambda: fold(store)):
            try:
                writing()
                say("written")
            except ReadOnly as error:
                say(error.facts["reason"])


def test_a_folder_that_may_only_be_read_is_read(area: Path) -> None:
    folder = area / "data"
    store = fresh(folder)
    add_person(store, "Lin")
    fold(store)
    add_person(store, "Yue")
    store.close()
    area.chmod(0o755)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with running([Desk(not_root, folder)]) as [desk]:
        assert desk.end() == 0
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert desk.said == [[["Lin", "Yue"], ["not_writable"]], "not_writable", "not_writable"]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def taken_away(folder: Path) -> None:
    os.rename(folder, folder.with_name("moved"))


def another_in_its_place(folder: Path) -> None:
    taken_away(folder)
    shutil.copytree(folder.with_name("moved"), folder)


def an_empty_one_in_its_place(folder: Path) -> None:
    taken_away(folder)
    folder.mkdir()


@pytest.mark.parametrize("away", [taken_away, an_empty_one_in_its_place])
def test_a_folder_taken_away_under_a_desk_is_missed(away: Callable[[Path], None], area: Path) -> None:
    folder = area / "data"
    store = fresh(folder)
    add_person(store, "Lin")
    held = everything(store)
    away(folder)
    store.poll()
    assert names(store) == ["Lin"], "what was read stays readable"
    for writing in (lambda: add_person(store, "Mo"), lambda: fold(store)):
        with pytest.raises(StoreError):
            writing()
    assert not folder.exists() or not any(folder.iterdir()), "nothing is written to where it was"
    with opened(area / "moved") as moved:
        assert everything(moved) == held
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(area / "moved", folder)
    store.close()
    with opened(folder) as again:
        assert add_person(again, "Mo").id == 2, "it is back, and so is everything"
    assert check(folder, KINDS).sound


def test_a_folder_with_another_in_its_place_keeps_desks_apart_by_the_new_ones_lock(area: Path) -> None:
    """A desk that was open before holds the lock of what was moved away: nobody else asks for that one."""
    folder = area / "data"
    store = fresh(folder)
    add_person(store, "Lin")
    another_in_its_place(folder)
    with opened(folder, lock_seconds=0.05) as desk, opened(area / "moved") as moved:
        with desk.transaction("slow") as tx:
            store._lock_seconds = 0.05
            with pytest.raises(Busy):
                add_person(store, "Mo")
            tx.put(Person(name="Yue"))
        add_person(store, "Mo")
        desk.poll()
        assert names(desk) == names(store) == ["Lin", "Yue", "Mo"]
        assert moved.poll() is None
        assert names(moved) == ["Lin"]
    store.close()
    assert check(folder, KINDS).sound
