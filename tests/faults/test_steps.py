"""SIGKILL at every call that changes the disk, one after the other, and with half of a write done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .calls import Killing, watched
from .desks import Desk, Say, running
from .operations import OPERATIONS
from .scale import TORTURE, little_room

Count = Callable[..., None]
STRACE = shutil.which("strace")
STATE = "pwrite64,write,fsync,fdatasync,rename,openat,ftruncate,fallocate,unlink,unlinkat,mkdir,rmdir,chmod,fchmod"


def step(place: Path, number: int, say: Say, name: str, half: bool) -> None:
    """Do the operation until call `number`; say what is acknowledged if it comes to that."""
    with little_room():
        with watched(Killing(number, half=half), place):
            held = OPERATIONS[name].do(place)
    say(held)


def prepared(name: str, place: Path) -> list[str]:
    """Prepare an operation; what is held before and after it, the latter found out on a copy."""
    operation = OPERATIONS[name]
    held = [operation.prepare(place)]
    shutil.copytree(place, place.with_name("rehearsal"))
    return [*held, operation.do(place.with_name("rehearsal"))]


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_step_loses_nothing(name: str, half: bool, area: Path, count: Count) -> None:
    texts, at, said = prepared(name, area / "before"), 0, list[str]()
    while not said:
        at += 1
        place = area / "killed"
        shutil.copytree(area / "before", place)
        with running([Desk(step, place, at, name, half)]) as [desk]:
            code = desk.end()
        said = desk.said
        assert code == (0 if said else -9)
        assert OPERATIONS[name].judge(place, said or texts) == [], f"killed at call {at}"
        shutil.rmtree(place)
    assert at > 2
    count(kills=at - 1)


@pytest.mark.skipif(not STRACE, reason="needs strace")
@pytest.mark.skipif(not TORTURE, reason="takes minutes: make torture")
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_system_call_loses_nothing(name: str, area: Path, count: Count) -> None:
    """From outside: nothing the store does goes unseen."""
    texts, at, done = prepared(name, area / "before"), first_call_of_its_own(area), False
    kills = 0
    while not done:
        place = area / "killed"
        shutil.copytree(area / "before", place)
        inject = f"inject={STATE}:signal=KILL:when={at}"
        run = traced(["-e", inject], name, place)
        done = run.returncode == 0
        said = [run.stdout] if done else texts
        assert OPERATIONS[name].judge(place, said) == [], f"killed at system call {at}"
        shutil.rmtree(place)
        at, kills = at + 1, kills + (not done)
    assert kills > 3
    count(kills_by_strace=kills)
