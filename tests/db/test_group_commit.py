"""While others wait to write, one sync makes the lines of many durable; one that fails takes back none that
was acknowledged.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db import JournalDB, NotSaved, StoreError
from db.lock import QUEUE, FolderLock

from .things import KINDS, Opener, Person, add_person, live_segment, log_of

DESKS = st.integers(0, 2)


class Killed(BaseException):
    """The process came to its sync and no further."""


class Disk:
    """In fdatasync's place: does it, fails, or is killed there; remembers what the disk held after each."""

    def __init__(self) -> None:
        self.real = os.fdatasync
        self.mode = "good"
        self.syncs = 0
        self.image = b""

    def fdatasync(self, descriptor: int) -> None:
        if self.mode == "killed":
            raise Killed
        if self.mode == "failing":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.syncs += 1
        self.real(descriptor)
        self.image = os.pread(descriptor, os.fstat(descriptor).st_size, 0)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "fdatasync", disk.fdatasync)
    return disk


def write_while_wanted(store: JournalDB, name: str) -> None:
    """Add a person while another desk waits for the lock."""
    queue = FolderLock(store.folder / QUEUE)
    try:
        with store.transaction("new_person") as tx:
            tx.put(Person(name=name))
            assert queue.try_acquire()
    finally:
        queue.close()


def leave_in_flight(store: JournalDB, name: str, disk: Disk) -> None:
    """Write a line and come to no sync of it."""
    disk.mode = "killed"
    with pytest.raises(Killed):
        write_while_wanted(store, name)
    disk.mode = "good"


def names(store: JournalDB) -> list[str]:
    return sorted(person.name for person in store.read(catch_up=True).all(Person))


def test_one_sync_serves_all_written_before_it(store: JournalDB, opened: Opener, disk: Disk) -> None:
    others = [opened(), opened()]
    write_while_wanted(store, "An")
    for name, other in zip(("Bo", "Cai"), others, strict=True):
        leave_in_flight(other, name, disk)
    before = disk.syncs
    write_while_wanted(store, "Di")
    for other in others:
        other.journal.settle()
    assert disk.syncs == before + 1
    assert disk.image.split(b"\0", 1)[0] == log_of(live_segment(store.folder))


def test_nobody_waits_and_the_line_is_synced_before_the_lock_is_given_back(
    store: JournalDB, opened: Opener, disk: Disk
) -> None:
    add_person(store, "An")
    disk.mode = "killed"
    with pytest.raises(Killed):
        add_person(store, "Bo")
    disk.mode = "good"
    before = disk.syncs
    add_person(opened(), "Cai")
    assert disk.syncs == before + 1
    assert names(opened()) == ["An", "Bo", "Cai"], "whole on the disk, if unacknowledged"


def test_a_failed_sync_takes_back_all_in_flight_and_nothing_else(
    store: JournalDB, opened: Opener, disk: Disk
) -> None:
    killed, reader, failing = opened(), opened(), opened()
    write_while_wanted(store, "An")
    acknowledged = log_of(live_segment(store.folder))
    leave_in_flight(killed, "Bo", disk)
    assert names(reader) == ["An", "Bo"]
    disk.mode = "failing"
    with pytest.raises(NotSaved):
        write_while_wanted(failing, "Cai")
    disk.mode = "good"
    assert log_of(live_segment(store.folder)) == acknowledged
    assert failing.read_only is not None
    assert reader.poll() is not None, "it has to read anew"
    for desk in (store, reader, failing):
        assert names(desk) == ["An"]
    with pytest.raises(NotSaved):
        killed.journal.settle()
    write_while_wanted(store, "Di")
    assert names(reader) == ["An", "Di"]


def test_what_a_failed_sync_leaves_in_doubt_is_taken_back_by_the_next_to_write(
    store: JournalDB, opened: Opener, disk: Disk
) -> None:
    dying, other = opened(), opened()
    write_while_wanted(store, "An")
    leave_in_flight(dying, "Bo", disk)
    disk.mode = "failing"
    with pytest.raises(NotSaved):
        dying.journal.settle()  # and no further: its process dies here
    disk.mode = "good"
    add_person(other, "Cai")
    assert names(other) == names(opened()) == ["An", "Cai"]


class Desks(RuleBasedStateMachine):
    """Three desks that write, come to their sync sooner or later, fail, die; a power cut at every moment."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="group-")) / "data"
        self.disk = Disk()
        os.fdatasync = self.disk.fdatasync  # type: ignore[assignment]
        self.desks = [JournalDB(self.folder, KINDS, create=True), *(self._desk() for _ in range(2))]
        self.acknowledged: set[str] = set()
        self.in_flight: list[set[str]] = [set(), set(), set()]
        self.written = 0

    def _desk(self) -> JournalDB:
        return JournalDB(self.folder, KINDS)

    def teardown(self) -> None:
        os.fdatasync = self.disk.real
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder.parent)

    def _name(self) -> str:
        self.written += 1
        return f"{self.written:04}"

    def _dies(self, desk: int) -> None:
        self.disk.mode = "good"
        self.desks[desk].close()
        self.desks[desk] = self._desk()
        self.in_flight[desk] = set()

    def _fails(self, desk: int, do: Callable[[], object]) -> None:
        self.disk.mode = "failing"
        try:
            do()
        except StoreError:
            self._dies(desk)
        finally:
            self.disk.mode = "good"

    @rule(desk=DESKS, wanted=st.booleans())
    def write(self, desk: int, wanted: bool) -> None:
        name = self._name()
        (write_while_wanted if wanted else add_person)(self.desks[desk], name)
        self.acknowledged |= {name, *self.in_flight[desk]}
        self.in_flight[desk] = set()

    @precondition(lambda self: sum(map(len, self.in_flight)) < 4)
    @rule(desk=DESKS)
    def come_to_no_sync(self, desk: int) -> None:
        name = self._name()
        self.disk.mode = "killed"
        before = self.desks[desk].last_lsn
        try:
            write_while_wanted(self.desks[desk], name)
        except Killed:
            if self.desks[desk].last_lsn == before:  # killed with the lock held: it knows nothing of its line
                self._dies(desk)
            else:
                self.in_flight[desk].add(name)
        finally:
            self.disk.mode = "good"

    @rule(desk=DESKS)
    def come_to_it(self, desk: int) -> None:
        try:
            self.desks[desk].journal.settle()
        except NotSaved:
            self._dies(desk)
        self.acknowledged |= self.in_flight[desk]
        self.in_flight[desk] = set()

    @rule(desk=DESKS)
    def sync_fails(self, desk: int) -> None:
        self._fails(desk, self.desks[desk].journal.settle)

    @rule(desk=DESKS, wanted=st.booleans())
    def write_and_fail(self, desk: int, wanted: bool) -> None:
        write = write_while_wanted if wanted else add_person
        self._fails(desk, lambda: write(self.desks[desk], self._name()))

    @rule(desk=DESKS)
    def die(self, desk: int) -> None:
        self._dies(desk)

    @rule(desk=DESKS)
    def look(self, desk: int) -> None:
        """A desk that looks sees what was acknowledged."""
        self.desks[desk].poll()
        assert self.acknowledged <= set(names(self.desks[desk]))

    @invariant()
    def power_cut(self) -> None:
        """Of the segment, the disk holds what it held after the last sync; the rest never came to it."""
        if not self.acknowledged:
            return
        after = self.folder.parent / "after"
        shutil.copytree(self.folder, after)
        live_segment(after).write_bytes(self.disk.image)
        survivor = JournalDB(after, KINDS)
        assert survivor.read_only is None
        assert self.acknowledged <= set(names(survivor))
        survivor.close()
        shutil.rmtree(after)


TestDesks = Desks.TestCase
TestDesks.settings = settings(
    max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
