"""Desks in processes of their own, which are told what to do and can be killed at any moment."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import random
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.fold import fold

from .accounts import Ack, opened, shred, transfer

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.desks"])

Say = Callable[[Any], None]


class Desk:
    """A process that does `work(folder, number, say, …)`; what it has said, as it comes through a pipe."""

    def __init__(self, work: Callable[..., None], folder: Path, number: int = 0, *more: Any) -> None:
        self._end, theirs = SERVER.Pipe(duplex=False)
        where = (work.__module__, work.__qualname__)
        self.process = SERVER.Process(target=_run, args=(where, folder, number, theirs, more))
        self.process.start()
        theirs.close()
        self.said: list[Any] = []

    def hear(self, seconds: float = 0) -> bool:
        """Take in what it has said by now, or says within `seconds`; False when it will say no more."""
        try:
            while self._end.poll(seconds):
                self.said.append(json.loads(self._end.recv_bytes()))
                seconds = 0
        except (EOFError, OSError):
            return False
        return True

    def hear_until(self, many: int, seconds: float = 30) -> None:
        """Wait until it has said so many things; an error when it never does."""
        while len(self.said) < many:
            before = len(self.said)
            assert self.hear(seconds), f"ended with {self.process.exitcode}, having said {self.said[-3:]}"
            assert len(self.said) > before, "silent for too long"

    def kill(self) -> None:
        """SIGKILL; then what it had still said."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.end()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def end(self) -> int:
        """Wait for its end, hearing it out; its exit code."""
        while self.hear(60):
            pass
        self.process.join()
        return self.process.exitcode or 0


def _run(where: tuple[str, str], folder: Path, number: int, pipe: Any, more: tuple[Any, ...]) -> None:
    work = getattr(importlib.import_module(where[0]), where[1])
    work(folder, number, lambda what: pipe.send_bytes(json.dumps(what).encode()), *more)


@contextmanager
def running(desks: list[Desk]) -> Iterator[list[Desk]]:
    """The desks, none of which outlives the block."""
    try:
        yield desks
    finally:
        for desk in desks:
            if desk.process.is_alive():
                desk.signal(signal.SIGCONT)
                desk.kill()


def first_to_speak(desks: list[Desk], seconds: float = 60) -> list[Desk]:
    """Hear all; those of whom something came."""
    ends = [desk._end for desk in desks]
    ready, _, _ = select.select(ends, [], [], seconds)
    assert ready, "all are silent"
    spoken = [desk for desk in desks if desk._end in ready]
    for desk in spoken:
        desk.hear()
    return spoken


def transfers(folder: Path, number: int, say: Say, seed: int, variant: str = "") -> None:
    """Transfers without end; now and then slips go, and the journal is folded."""
    from .variants import broken

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
