"""Training folders, built once for all tests of a worker and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deskapp.demo import make_demo
from tests.terminal.desks import at

Copier = Callable[[str], Path]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes the demo's centre as it is at a clock, once."""
    folders: dict[str, Path] = {}

    def make(clock: str) -> Path:
        if clock not in folders:
            folders[clock] = tmp_path_factory.mktemp("made") / "data"
            make_demo(folders[clock], "en", at(clock))
        return folders[clock]

    return make


@pytest.fixture
def centre_at(made: Callable[[str], Path], tmp_path: Path) -> Copier:
    """A copy of the demo's centre at a clock: at 16:20 nobody has come yet, at 17:40 it is in full swing."""

    def copy(clock: str = "16:20", name: str = "data") -> Path:
        return Path(shutil.copytree(made(clock), tmp_path / name))

    return copy
