"""A disk that is full, fails, or takes half: at every call that changes it, once or from there on."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from db import NotSaved, ReadOnly, StoreError
from db.fold import fold
from tests.db.things import everything

from .accounts import losses, opened, transfer
from .calls import Failing, watched
from .operations import OPERATIONS, filled
from .scale import much
from .test_steps import prepared, some

Count = Callable[..., None]
FOREVER = 10**9
HOW = {
    "full": {"number": errno.ENOSPC, "times": FOREVER},
    "full, half written": {"number": errno.ENOSPC, "times": FOREVER, "half": True},
    "full once": {"number": errno.ENOSPC},
    "failing once": {"number": errno.EIO},
    "failing": {"number": errno.EIO, "times": FOREVER},
    "failing, half written": {"number": errno.EIO, "times": 2, "half": True},
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_disk_that_fails_at_any_step_is_said(name: str, how: str, area: Path, count: Count) -> None:
    """An error of the store is raised and no other; once the disk is well, all is as before, or done."""
    (texts, calls), place, tried = prepared(name, area / "before"), area / "failing", 0
    for at in some(list(range(1, len(calls) + 1)), 9):
        shutil.copytree(area / "before", place)
        failing, may = Failing(at, **HOW[how]), texts
        with watched(failing, place):
            try:
                may = [OPERATIONS[name].do(place)]
            except StoreError:
                assert failing.failed
        assert OPERATIONS[name].judge(place, may) == [], f"{how} at call {at}, {calls[at - 1]}"
        shutil.rmtree(place)
        tried += bool(failing.failed)
    assert tried
    count(faults=tried)


@pytest.mark.parametrize("how", HOW)
def test_a_desk_whose_disk_failed_goes_on_or_says_why_not(how: str, area: Path, count: Count) -> None:
    """The same desk, and another that was open all the while: neither loses or invents anything."""
    filled(area)
    faults = 0
    for at in range(1, much(7, 9)):
        folder = area / f"data {at}"
        shutil.copytree(area / "data", folder)
        dice = random.Random(at)
        with opened(folder) as desk, opened(folder) as other:
            told = [transfer(desk, 0, dice), transfer(other, 1, dice)]
            failing = Failing(at, **HOW[how])
            with watched(failing, folder):
                for turn in range(4):
                    try:
                        told.append(transfer(desk, 0, dice))
                        if turn % 2:
                            fold(desk)
                    except (NotSaved, ReadOnly):
                        assert failing.failed
                other.poll()
            faults += failing.failed > 0
            told.append(transfer(other, 1, dice))
            with suppress(ReadOnly):
                told.append(transfer(desk, 0, dice))
            assert desk.read_only is None or desk.read_only[0] == "disk_failed"
            desk.poll()
            other.poll()
            assert everything(other) == everything(desk)
        # A line that can be neither synced nor wiped nor cut off may stay: then it is not known.
        assert losses(folder, told, in_flight=how == "failing") == []
    count(faults=faults)
