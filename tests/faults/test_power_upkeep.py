"""The power goes while a folder is made, mended, folded, copied, or put back from a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .cuts import cut_everywhere
from .disk import Disk
from .operations import OPERATIONS
from .recording import recorded
from .scale import SEED, much

MOST = much(10, 200)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_power_may_go_at_any_step(name: str, area: Path, count: Callable[..., None]) -> None:
    operation, place = OPERATIONS[name], area / "place"
    held = operation.prepare(place)
    before = Disk(place)
    with recorded(place) as recording:
        recording.acknowledge(held)
        recording.acknowledge(operation.do(place))
    tried, found = cut_everywhere(
        before, recording, operation.judge, area / "after", most=MOST, seed=SEED, moments=much(30, 10**6)
    )
    count(states=tried, losses=len(found))
    assert found == []
