"""SIGKILL at every call that changes the disk, one after the other, and with half of a write done."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from .calls import WRITES, Counting, Killing, watched
from .desks import Desk, Say, running
from .operations import OPERATIONS
from .scale import SEED, TORTURE, little_room

Count = Callable[..., None]
STRACE = shutil.which("strace")
STATE = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "fallocate", "chmod", "fchmod")
STATE += ("rename", "unlink", "unlinkat", "mkdir", "rmdir")
"""Not openat: what a new file is like is seen at the next call."""
ROOT = Path(__file__).parent.parent.parent


def step(place: Path, number: int, say: Say, name: str, half: bool) -> None:
    """Do the operation until call `number`; say what is acknowledged if it comes to that."""
    with little_room():
        with watched(Killing(number, half=half), place):
            held = OPERATIONS[name].do(place)
    say(held)


def prepared(name: str, place: Path) -> tuple[list[str], list[str]]:
    """Prepare an operation; what is held before and after it and its calls, found out on a copy."""
    operation, rehearsal = OPERATIONS[name], place.with_name("rehearsal")
    held, calls = operation.prepare(place), Counting()
    shutil.copytree(place, rehearsal)
    with watched(calls, rehearsal):
        after = operation.do(rehearsal)
    return [held, after], calls.names


def some(steps: list[int], few: int) -> list[int]:
    """All of them under torture, else a choice with both ends."""
    if TORTURE or len(steps) <= few:
        return steps
    return sorted({steps[0], steps[-1], *random.Random(SEED).sample(steps, few - 2)})


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_step_loses_nothing(name: str, half: bool, area: Path, count: Count) -> None:
    texts, calls = prepared(name, area / "before")
    steps = [at for at, call in enumerate(calls, 1) if not half or call in WRITES]
    place = area / "killed"
    for at in some(steps, 24):
        shutil.copytree(area / "before", place)
        with running([Desk(step, place, at, name, half)]) as [desk]:
            assert desk.end() == -9
        assert desk.said == []
        assert OPERATIONS[name].judge(place, texts) == [], f"killed at call {at}, {calls[at - 1]}"
        shutil.rmtree(place)
    count(kills=len(some(steps, 24)))


def traced(options: list[str], name: str, place: Path) -> subprocess.CompletedProcess[str]:
    """The operation in a fresh process, under strace."""
    return subprocess.run(
        [str(STRACE), "-f", "-qq", *options, sys.executable, "-m", "tests.faults.traced", name, str(place)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
    )


def calls_of(name: str, area: Path) -> Counter[str]:
    """How often each changing system call is made."""
    shutil.copytree(area / "before", area / "counted")
    log = area / "calls"
    run = traced(["-o", str(log), "-e", f"trace={','.join(STATE)}"], name, area / "counted")
    assert run.returncode == 0, run.stderr
    names = re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text(), re.MULTILINE)
    return Counter(call for call in names if call in STATE)


@pytest.mark.skipif(not STRACE, reason="needs strace")
@pytest.mark.skipif(not TORTURE, reason="takes minutes: make torture")
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_system_call_loses_nothing(name: str, area: Path, count: Count) -> None:
    """From outside: nothing that the store does goes unseen."""
    (texts, _), kills = prepared(name, area / "before"), 0
    for call, many in calls_of(name, area).items():
        for at in range(1, many + 1):
            place = area / "killed"
            shutil.copytree(area / "before", place)
            run = traced(["-e", f"inject={call}:signal=KILL:when={at}"], name, place)
            done = run.returncode == 0
            assert done or run.returncode in (-9, 137), run.stderr
            found = OPERATIONS[name].judge(place, [run.stdout] if done else texts)
            assert found == [], f"killed at {call} number {at}"
            shutil.rmtree(place)
            kills += not done
    assert kills > 2
    count(kills_at_system_calls=kills)
