"""Who waits for the lock gets it in turn; a desk that dies or is stopped in the queue holds nobody up."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import db.lock
from db import Busy, check, turns
from db.lock import FolderLock
from tests.db.things import KINDS, add_person, fresh

from .desks import Desk, Say, running
from .scale import much
from .test_lagging import names, opened


class Waiter:
    """A lock of its own, as another process has one, and a thread that waits for it."""

    def __init__(self, path: Path, name: str, order: list[str]) -> None:
        self.lock, self.name, self.order = FolderLock(path), name, order
        self.error: Exception | None = None
        self.has_it, self.let_go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        try:
            self.lock.acquire(60)
        except Exception as error:
            self.error = error
            self.has_it.set()
            return
        self.order.append(self.name)
        self.has_it.set()
        self.let_go.wait()
        self.lock.release()

    def end(self) -> None:
        self.let_go.set()
        self.thread.join()
        self.lock.close()


@contextmanager
def queue(path: Path, many: int) -> Iterator[tuple[FolderLock, list[Waiter]]]:
    """A lock that is held, and those who wait for it, having come one after the other."""
    held, order = FolderLock(path), list[str]()
    waiters = [Waiter(path, str(number), order) for number in range(many)]
    drawn, draw = threading.Semaphore(0), turns._draw

    def told(descriptor: int) -> int:
        number = draw(descriptor)
        drawn.release()
        return number

    assert held.try_acquire()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "_draw", told)
        for waiter in waiters:
            waiter.thread.start()
            drawn.acquire()
    try:
        yield held, waiters
    finally:
        held.release()
        for waiter in waiters:
            waiter.end()
        held.close()


def out_of_turn(path: Path, many: int) -> list[str]:
    """The order in which they got it, if not that in which they came; who has just had it asks again."""
    with queue(path, many) as (held, waiters):
        order = waiters[0].order
        for waiter in waiters:
            waiter.let_go.set()
        held.release()
        held.acquire(60)
        order.append("again")
        held.release()
        for waiter in waiters:
            waiter.has_it.wait()
        expected = [*(waiter.name for waiter in waiters), "again"]
        return [] if order == expected else order


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, it is not taken for a queue that stands still."""
    monkeypatch.setattr(db.lock, "PATIENCE", 60.0)


@pytest.fixture
def lock_file(area: Path) -> Path:
    path = area / "lock"
    path.touch()
    return path


def test_who_waits_gets_it_in_the_order_of_coming(lock_file: Path, unhurried: None) -> None:
    for _ in range(much(3, 30)):
        assert out_of_turn(lock_file, 8) == []
        assert not turns.anybody(os.open(lock_file, os.O_RDWR)), "all numbers are given back"


def test_who_gives_up_waiting_keeps_nobody_waiting(lock_file: Path, unhurried: None) -> None:
    with queue(lock_file, 3) as (held, waiters):
        hurried = FolderLock(lock_file)
        with pytest.raises(Busy):
            hurried.acquire(0.01)
        late = Waiter(lock_file, "late", waiters[0].order)
        late.thread.start()
        held.release()
        for waiter in [*waiters, late]:
            waiter.let_go.set()
            waiter.has_it.wait()
        late.end()
        assert waiters[0].order == ["0", "1", "2", "late"]
        hurried.acquire(60)
        hurried.close()
        assert held.try_acquire()


def test_the_next_one_reads_while_the_holder_writes(area: Path, unhurried: None) -> None:
    """What others wrote meanwhile is known before the lock is there, and told by the next poll as ever."""
    fresh(area / "data").close()
    with opened(area / "data") as writing, opened(area / "data", lock_seconds=60) as waiting:
        read = threading.Event()

        class Seen(type(waiting)):  # type: ignore[misc]
            def refresh(self) -> None:
                super().refresh()
                read.set()

        waiting.__class__ = Seen
        add_person(writing, "Lin")
        with writing.transaction("slow"):
            thread = threading.Thread(target=add_person, args=(waiting, "Mo"))
            thread.start()
            read.wait()
            assert waiting.last_lsn == writing.last_lsn
        thread.join()
        changes = waiting.poll()
        assert changes is not None
        assert len(changes.lsns) == 1
        assert names(waiting) == ["Lin", "Mo"]


@pytest.mark.parametrize("content", [b"", b"\xff" * 8, b"a text that somebody put there"])
def test_whatever_the_counter_holds(content: bytes, lock_file: Path, unhurried: None) -> None:
    lock_file.write_bytes(content)
    assert out_of_turn(lock_file, 3) == []


def test_who_may_only_read_the_file_waits_without_a_number(lock_file: Path) -> None:
    held, reading = FolderLock(lock_file), FolderLock(lock_file)
    reading._queues = False  # as where opening it for writing was refused
    assert held.try_acquire()
    with pytest.raises(Busy):
        reading.acquire(0.01)
    assert lock_file.read_bytes() == b""
    held.release()
    reading.acquire(60)
    reading.close()
    held.close()


def in_queue(
    folder: Path, number: int, say: Say, patience: float = 60, stop: str = "", seconds: float = 60
) -> None:
    """Wait for the lock, saying so, and write; stop where told, once."""
    db.lock.PATIENCE = patience
    draw, write = turns._draw, os.pwrite

    def drawn(descriptor: int) -> int:
        drawn_number = draw(descriptor)
        say("drawn")
        return drawn_number

    def stopped(*arguments: object) -> int:
        os.pwrite = write
        os.kill(os.getpid(), signal.SIGSTOP)
        return write(*arguments)  # type: ignore[arg-type]

    turns._draw = drawn
    os.kill(os.getpid(), signal.SIGSTOP)
    with opened(folder, lock_seconds=seconds) as store:
        if stop == "drawing":
            os.pwrite = stopped
        try:
            add_person(store, f"{number}")
            say("written")
        except Busy:
            say("busy")


@contextmanager
def desks_in_queue(folder: Path, desks: list[Desk]) -> Iterator[None]:
    """The lock held, and these desks waiting, having come one after the other."""
    for desk in desks:
        desk.wait_until_stopped()
    with opened(folder) as store, store.transaction("slow"):
        for desk in desks:
            desk.signal(signal.SIGCONT)
            desk.hear_until(1)
        yield


def test_desks_that_die_in_the_queue_keep_nobody_waiting(area: Path) -> None:
    folder = area / "data"
    fresh(folder).close()
    with running([Desk(in_queue, folder, number) for number in range(5)]) as desks:
        with desks_in_queue(folder, desks):
            desks[0].kill()
            desks[2].kill()
        assert [desk.end() for desk in desks] == [-9, 0, -9, 0, 0]
    with opened(folder) as store:
        assert names(store) == ["1", "3", "4"]
        assert not turns.anybody(store._lock._descriptor)
    assert check(folder, KINDS).sound


def held_up(folder: Path, stop: str, patience: float = 0.05, seconds: float = 60) -> list[str]:
    """Who was kept out by a desk that was stopped in the queue, or while it drew its number."""
    fresh(folder).close()
    stopped, other = Desk(in_queue, folder, 0, 60, stop), Desk(in_queue, folder, 1, patience, "", seconds)
    with running([stopped, other]):
        for desk in (stopped, other):
            desk.wait_until_stopped()
        with opened(folder) as store, store.transaction("slow"):
            stopped.signal(signal.SIGCONT)
            if stop == "waiting":
                stopped.hear_until(1)
                stopped.signal(signal.SIGSTOP)
            stopped.wait_until_stopped()
            other.signal(signal.SIGCONT)
            if stop == "waiting":
                other.hear_until(1)
        other.end()
        stopped.signal(signal.SIGCONT)
        stopped.end()
    found = [] if other.said[-1] == "written" else [f"{stop}: the other is {other.said[-1]}"]
    with opened(folder) as store:
        if stopped.said[-1] == "written" and names(store)[-1:] != ["0"]:
            found.append("the stopped one's change is not there")
    return found


@pytest.mark.parametrize("stop", ["waiting", "drawing"])
def test_a_desk_that_is_stopped_in_the_queue_keeps_nobody_out(stop: str, area: Path) -> None:
    assert held_up(area / "data", stop) == []
    assert check(area / "data", KINDS).sound


def test_a_full_disk_takes_no_number_and_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter lies in the lock's file, which holds nothing at first: it is not needed to write."""
    (tmp_path / "lock").touch()
    holder, waiter = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    full = OSError(errno.ENOSPC, "No space left on device")

    def no_room(*_arguments: object) -> int:
        holder.release()  # so that it can be had at once, without a turn
        raise full

    monkeypatch.setattr(turns, "_draw", no_room)
    holder.acquire(1)
    waiter.acquire(5)
    assert not holder.try_acquire()
    waiter.release()
    assert holder.try_acquire()
    holder.close()
    waiter.close()
