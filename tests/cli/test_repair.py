"""`deskapp repair`: what is lost is listed with whose it was, and the new folder works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import JournalDB
from db.fold import fold
from db.salvage import Lost
from deskapp.commands.repair import ranges, runs
from deskapp.services.kinds import KINDS
from tests.cli.conftest import Run


def segment(tmp_path: Path, place: str = "journal") -> Path:
    return sorted((tmp_path / "centre" / place).glob("*.jsonl"))[-1]


def spoil(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def test_a_flipped_bit_is_put_right(opened: Run, tmp_path: Path) -> None:
    opened("staff", "add", "Third Person", "--as", "MU", code=0)
    spoil(segment(tmp_path), b'"name":"Second Person"', b'"name":"Second Qerson"')
    assert opened("check").status == 1
    new = str(tmp_path / "new")
    done = opened("repair", new, code=0)
    assert f"journal/{segment(tmp_path).name}, line 3: one flipped bit" in done.out
    assert f"{new} is sound" in done.out
    assert "all as they were last saved" in done.out
    assert opened("check", "--data", new).status == 0
    assert [one["name"] for one in opened("staff", "list", "--json", "--data", new).json] == [
        "Made Up",
        "Second Person",
        "Third Person",
    ]
    assert opened("check").status == 1, "the damaged folder is as it was"


def test_what_is_lost_is_listed_with_whose_it_was(opened: Run, tmp_path: Path) -> None:
    opened("staff", "add", "Third Person", "--as", "SP", code=0)
    opened("staff", "add", "Fourth Person", "--as", "SP", code=0)
    spoil(segment(tmp_path), b'"name":"Third Person"', b'"name":"\xff\xff\xff\xff\xff"')
    new = str(tmp_path / "new")
    done = opened("repair", new, "--data", str(tmp_path / "centre"), code=0)
    assert f"line 4 (journal/{segment(tmp_path).name}, line 4)" in done.out
    assert "Second Person" in done.out
    assert "not known" in done.out
    assert "Lost, and listed above: 1" in done.out
    assert "A line that was lost" in opened("history", "--data", new, code=0).out
    assert opened("undo", "4", "--as", "MU", "--data", new).status == 1
    report = opened("repair", new + "2", "--json", code=0).json
    assert (report["sound"], report["complete"]) == (True, False)
    (lost,) = report["lost"]
    assert (lost["n"], lost["who"], lost["code"], lost["on"]) == (4, "Second Person", "add_staff", "test")


def test_a_snapshot_is_made_anew(opened: Run, tmp_path: Path) -> None:
    with JournalDB(tmp_path / "centre", KINDS) as store:
        fold(store)
    os.truncate(tmp_path / "centre" / "centre.json", 40)
    done = opened("repair", str(tmp_path / "new"), code=0)
    assert "centre.json: made anew" in done.out
    assert len(opened("staff", "list", "--json", "--data", str(tmp_path / "new")).json) == 2


def test_what_it_refuses(opened: Run, tmp_path: Path) -> None:
    assert opened("repair", str(tmp_path / "centre")).refused("there already")
    assert opened("--demo", "repair", str(tmp_path / "new")).refused("demo")
    assert opened("repair", str(tmp_path / "new"), "--data", str(tmp_path / "none")).refused("deskapp init")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a").touch()
    assert opened("repair", str(tmp_path / "new"), "--data", str(tmp_path / "notes")).refused("not a folder")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ([], []),
        ([Lost(1, contained=True), Lost(2, contained=True), Lost(3, contained=True)], [(1, 3)]),
        ([Lost(1, contained=True), Lost(3, contained=True)], [(1, 1), (3, 3)]),
        ([Lost(1, contained=True), Lost(2), Lost(3, contained=True)], [(1, 1), (2, 2), (3, 3)]),
        ([Lost(2, "archive/x", 1, contained=True), Lost(3, contained=True)], [(2, 2), (3, 3)]),
    ],
)
def test_runs_of_lines_that_are_gone_are_one_row(lost: list[Lost], expected: list[tuple[int, int]]) -> None:
    assert [(first.n, last.n) for first, last in runs(lost)] == expected


def test_saved_lines_that_vanished_are_listed(opened: Run, tmp_path: Path) -> None:
    """Nothing is left of them but the note that the last one was saved."""
    with JournalDB(tmp_path / "centre", KINDS) as store:
        fold(store)
        last = store.last_lsn
    for number in (3, 4):
        opened("staff", "add", f"Person {number}", "--as", "MU", code=0)
    segment(tmp_path).unlink()
    done = opened("repair", str(tmp_path / "new"), code=0)
    gone = f"lines {last - 1} to {last + 2} are gone"  # the segment's head and the fold with them
    assert gone in done.out
    assert "not known" in done.out
    assert "all as they were" not in done.out
    assert opened("check", "--data", str(tmp_path / "new"), code=0)


def test_a_centre_that_is_lost_is_said(opened: Run, tmp_path: Path) -> None:
    opened("backup", "--daily", code=0)
    with JournalDB(tmp_path / "centre", KINDS) as store:
        fold(store)
    for path in (*(tmp_path / "centre" / "archive").iterdir(), tmp_path / "centre" / "centre.json"):
        path.unlink()
    done = opened("repair", str(tmp_path / "new"))
    assert done.refused("centre itself is lost", "backup")
    assert "centre.json: gone, and lines that made it too" in done.out
    (copy,) = (tmp_path / "centre" / "backups").glob("daily-*.tar.gz")
    assert str(copy) in done.out


def test_ids_that_follow_one_another_are_listed_as_one() -> None:
    records = [("stays", 9), ("people", 3), ("people", 1), ("people", 2), ("stays", 4)]
    assert list(ranges(records)) == ["people 1-3", "stays 4", "stays 9"]
    assert list(ranges([])) == []
