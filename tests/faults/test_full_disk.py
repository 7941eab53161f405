"""A small disk that is really full: where root runs the tests, a file system of eight megabytes in memory."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import NotSaved, backup
from db.fold import fold
from tests.db.things import everything

from .accounts import ACCOUNTS, KINDS, Account, Ack, losses, opened, opened_bank, transfer

SIZE = 8 * 1024 * 1024
Count = Callable[..., None]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, two of which the ballast takes."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "small", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> None:
    """Leave no more than so many bytes on the disk."""
    with (place / "something else").open("ab", buffering=0) as file:
        while (free := os.statvfs(place).f_bavail * os.statvfs(place).f_frsize) > leave:
            file.write(bytes(min(65536, free - leave)))


def until_it_is_full(store: object, dice: random.Random, told: list[Ack]) -> NotSaved:
    """Transfer until the disk takes no more."""
    for _ in range(20000):
        try:
            told.append(transfer(store, 0, dice))  # type: ignore[arg-type]
        except NotSaved as error:
            return error
    raise AssertionError("it never was full")


def test_a_full_disk_is_said_and_loses_nothing(small: Path, count: Count) -> None:
    folder, dice, told = small / "data", random.Random(1), list[Ack]()
    opened_bank(folder).close()
    with opened(folder) as store, opened(folder) as other:
        told.append(transfer(store, 0, dice))
        fold(store)
        assert not store.ballast_gone
        fill(small)
        assert until_it_is_full(store, dice, told).facts["reason"] == "ENOSPC"
        assert store.ballast_gone
        assert len(told) > 10, "the ballast was given away for these"
        held = everything(store)
        fill(small)
        for _ in range(3):
            until_it_is_full(store, dice, told)
            with pytest.raises(NotSaved):
                fold(store)
            with pytest.raises(NotSaved):
                backup(folder, small / "copy.tar.gz", KINDS)
        other.poll()
        assert everything(other) == everything(store) == held
        with opened(folder) as again:
            assert (again.read_only, everything(again)) == (None, held)
        (small / "something else").unlink()
        told.append(transfer(store, 0, dice))
        assert fold(store)
        assert backup(folder, small.with_name("copy.tar.gz"), KINDS).report.sound
    assert not any(path.name.startswith(".") for path in folder.rglob("*")), "nothing is left lying about"
    assert losses(folder, told, in_flight=0) == []
    count(changes_until_full=len(told))


def test_no_folder_can_be_made_on_a_full_disk_and_then_it_can(small: Path) -> None:
    fill(small)
    with pytest.raises(NotSaved):
        opened_bank(small / "data")
    (small / "something else").unlink()
    opened(small / "data", create=True).close()


def test_a_torn_line_waits_while_the_disk_is_full(small: Path) -> None:
    """It can be set aside only where there is room; until then the folder is read, and nothing is written."""
    from tests.db.things import live_segment, log_of

    opened_bank(small / "data").close()
    path = live_segment(small / "data")
    with path.open("r+b") as file:
        file.seek(len(log_of(path)))
        file.write(b'{"n":')
    (small / "data" / "ballast").unlink()
    fill(small)
    before = path.read_bytes()
    with opened(small / "data") as store:
        assert len(store.read().all(Account)) == ACCOUNTS
        with pytest.raises(NotSaved):
            transfer(store, 0, random.Random(1))
        assert store.read_only is None
    assert path.read_bytes() == before
    (small / "something else").unlink()
    with opened(small / "data") as store:
        assert [tail for _, tail in store.torn] == [b'{"n":']
        transfer(store, 0, random.Random(1))
