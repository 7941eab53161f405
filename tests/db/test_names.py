"""A name that stands for another file is noticed, whether or not the folder's clock has moved on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.names import SETTLED, Named

LONG_AGO = time.time_ns() - 3 * SETTLED


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"another")
    os.replace(other, path)


def removed(path: Path) -> None:
    path.unlink()


def renamed(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


def folder_replaced(path: Path) -> None:
    folder_moved(path)
    path.parent.mkdir()
    path.write_bytes(b"another")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "file"
    path.parent.mkdir()
    path.write_bytes(b"the first")
    return path


@pytest.fixture
def named(path: Path) -> Iterator[Named]:
    descriptor = os.open(path, os.O_RDONLY)
    yield Named(path, descriptor)
    os.close(descriptor)


def at(path: Path, when: int) -> None:
    os.utime(path.parent, ns=(when, when))


@pytest.mark.parametrize("what", [replaced, removed, renamed, folder_moved, folder_replaced])
@pytest.mark.parametrize("long_ago", [False, True])
def test_what_becomes_of_the_name_is_noticed(
    what: Callable[[Path], None], long_ago: bool, path: Path, named: Named
) -> None:
    if long_ago:
        at(path, LONG_AGO)
    assert [named.gone() for _ in range(3)] == [False] * 3
    what(path)
    assert named.gone()
    assert named.gone()


def test_another_file_within_the_same_tick_of_the_clock_is_noticed(path: Path, named: Named) -> None:
    """A file system that counts seconds shows the same time for a folder changed twice."""
    now = time.time_ns()
    at(path, now)
    assert not named.gone()
    replaced(path)
    at(path, now)
    assert named.gone()


def test_once_the_clock_has_moved_on_the_file_is_not_asked(
    path: Path, named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(path, LONG_AGO)
    assert not named.gone()
    asked: list[object] = []
    stat = os.stat
    monkeypatch.setattr(os, "stat", lambda name: asked.append(name) or stat(name))
    assert not named.gone()
    assert asked == [str(path.parent)]


def test_a_change_beside_it_changes_nothing(path: Path, named: Named) -> None:
    at(path, LONG_AGO)
    assert not named.gone()
    path.with_name("beside").touch()
    assert not named.gone()


def test_room_made_by_another_is_measured(path: Path, named: Named) -> None:
    assert named.size == 9
    with path.open("ab") as file:
        file.write(bytes(100))
    assert (named.measure(), named.size) == (109, 109)
