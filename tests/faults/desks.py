"""Desks in processes of their own, which are told what to do and can be killed at any moment."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.fold import fold

from .accounts import Ack, opened, shred, transfer
from .variants import broken

Say = Callable[[Any], None]


class Desk:
    """A process that does `work(folder, number, say, …)`; what it has said, as it comes through a pipe.

    Forked, since hundreds are started; nothing that the store keeps open may be open here then.
    """

    def __init__(self, work: Callable[..., None], folder: Path, number: int = 0, *more: Any) -> None:
        self.said: list[Any] = []
        self.exitcode: int | None = None
        self._rest = b""
        self.pipe, theirs = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that this process has threads
            self.pid = os.fork()
        if not self.pid:
            _work_and_leave(theirs, lambda say: work(folder, number, say, *more))
        os.close(theirs)

    def hear(self, seconds: float = 0) -> bool:
        """Take in what it has said by now, or says within `seconds`; False when it will say no more."""
        while self.pipe >= 0 and select.select([self.pipe], [], [], seconds)[0]:
            data = os.read(self.pipe, 65536)
            *whole, self._rest = (self._rest + data).split(b"\n")
            self.said += map(json.loads, whole)
            seconds = 0
            if not data:
                os.close(self.pipe)
                self.pipe = -1
        return self.pipe >= 0

    def hear_until(self, many: int, seconds: float = 30) -> None:
        """Wait until it has said so many things; an error when it never does."""
        while len(self.said) < many:
            before = len(self.said)
            assert self.hear(seconds) or len(self.said) >= many, f"ended, having said {self.said[-3:]}"
            assert len(self.said) > before, "silent for too long"

    def wait_until_stopped(self) -> None:
        """Wait until it has stopped itself."""
        os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL; then what it had still said."""
        self.signal(signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Wait for its end, hearing it out; its exit code, or minus the signal that ended it."""
        while self.hear(60):
            pass
        if self.exitcode is None:
            self.exitcode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.exitcode


def _work_and_leave(pipe: int, work: Callable[[Say], None]) -> None:
    """Never come back: what the tests still have to do is not this process's."""
    try:
        work(lambda what: _whole(pipe, json.dumps(what).encode() + b"\n"))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _whole(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


@contextmanager
def running(desks: list[Desk]) -> Iterator[list[Desk]]:
    """The desks, none of which outlives the block."""
    try:
        yield desks
    finally:
        for desk in desks:
            if desk.exitcode is None:
                desk.kill()


def first_to_speak(desks: list[Desk], seconds: float = 60) -> list[Desk]:
    """Hear all; those of whom something came."""
    ends = [desk.pipe for desk in desks]
    ready, _, _ = select.select(ends, [], [], seconds)
    assert ready, "all are silent"
    spoken = [desk for desk, end in zip(desks, ends, strict=True) if end in ready]
    for desk in spoken:
        desk.hear()
    return spoken


def transfers(folder: Path, number: int, say: Say, seed: int, variant: str = "") -> None:
    """Transfers without end; now and then slips go, and the journal is folded."""
    dice = random.Random(seed * 1000 + number)
    with broken(variant), opened(folder, lock_seconds=60) as store:
        while True:
            ack = transfer(store, number, dice)
            say(ack)
            if ack.turn % 4 == 0:
                shred(store, number, ack.turn - 3)
            if dice.random() < 0.06:
                fold(store)
            if dice.random() < 0.2:
                store.poll()


def acknowledged(desks: list[Desk]) -> list[Ack]:
    """What the desks were told was saved."""
    return [Ack(*what[:3], tuple(what[3])) for desk in desks for what in desk.said]
