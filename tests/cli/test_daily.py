"""The daily copy by command, and what is said when it is missing; what a desk starts beside itself."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import JournalDB, daily
from db.rotation import Made
from deskapp import upkeep
from deskapp.services.kinds import KINDS
from deskapp.upkeep import Upkeep
from tests.cli.conftest import Run

THREE_DAYS = timedelta(days=3, minutes=1)


@pytest.fixture
def backups(opened: Run, tmp_path: Path) -> Path:
    """The folder for copies of a centre that is three days old."""
    old = datetime.now(UTC) - THREE_DAYS
    os.utime(tmp_path / "centre" / "lock", (old.timestamp(), old.timestamp()))
    return tmp_path / "centre" / "backups"


def test_todays_copy_is_made_once(opened: Run, backups: Path) -> None:
    assert opened("today", "--json").json["backup"] == ["backup_none"]
    done = opened("backup", "--daily", code=0)
    (made,) = daily.copies(backups)
    assert str(daily.file_of(backups, made)) in done.out
    assert "Kept: 1" in opened("backup", "--daily", code=0).out
    assert opened("today", "--json").json["backup"] == []
    assert opened("restore", str(daily.file_of(backups, made))).status == 0
    assert opened("check").status == 0


def test_an_old_copy_is_said_by_today_and_check(opened: Run, backups: Path) -> None:
    opened("backup", "--daily", code=0)
    (made,) = daily.copies(backups)
    old = made._replace(at=made.at - THREE_DAYS)
    daily.file_of(backups, made).rename(daily.file_of(backups, old))
    for command in ("today", "check"):
        done = opened(command, code=0)
        assert "3 days old" in done.err
        assert done.err.count("\n") == 1
        assert opened(command, "--json").json["backup"] == ["backup_old"]


def test_the_newest_goes_to_a_second_folder(opened: Run, backups: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert opened("backup", "--daily-to", str(tmp_path / "no" / "where"), "--as", "MU").refused("ENOENT")
    done = opened("backup", "--daily-to", str(stick), "--as", "MU", code=0)
    assert str(stick) in done.out
    assert daily.copies(stick) == daily.copies(backups)
    assert "Test Centre" in (stick / daily.MARKER).read_text()
    stick.rename(tmp_path / "unplugged")
    assert opened("backup", "--daily").refused("plug", str(stick))
    assert "plug" in opened("today", code=0).err
    assert opened("check", "--json").json["backup"] == ["backup_second_missing"]
    opened("backup", "--daily-to", "", "--as", "MU", code=0)
    assert opened("today", code=0).err == ""
    assert opened("backup", "--daily", code=0).out.count("\n") == 1


def test_only_a_manager_says_where_copies_go(opened: Run, tmp_path: Path) -> None:
    opened("staff", "add", "At Desk", "--role", "reception", "--code", "AD", "--as", "MU", code=0)
    assert opened("backup", "--daily-to", str(tmp_path / "stick"), "--as", "AD").status == 1
    assert not (tmp_path / "stick").exists()


def test_a_damaged_folder_is_copied_and_said_to_be(opened: Run, backups: Path, tmp_path: Path) -> None:
    (segment,) = (tmp_path / "centre" / "journal").iterdir()
    content = bytearray(segment.read_bytes())
    content[content.index(b"Made Up")] ^= 1
    segment.write_bytes(content)
    done = opened("backup", "--daily")
    assert done.refused("deskapp check"), done.err
    assert [made.good for made in daily.copies(backups)] == [False]


@pytest.mark.parametrize("words", [("backup",), ("backup", "--daily", "file"), ("backup", "--daily-to")])
def test_wrong_use(opened: Run, words: tuple[str, ...]) -> None:
    assert opened(*words).status == 2


def test_a_desk_starts_it_beside_itself_once_a_day(
    opened: Run, backups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = JournalDB(tmp_path / "centre", KINDS)
    beside = Upkeep(tmp_path / "centre")
    beside.rest(store)
    assert os.waitstatus_to_exitcode(os.waitpid(beside._copying._process, 0)[1]) == 0
    (made,) = daily.copies(backups)
    assert made.good
    started: list[Made] = []
    monkeypatch.setattr(upkeep.Elsewhere, "start", lambda _self: started.append(made))
    Upkeep(tmp_path / "centre").rest(store)
    assert started == [], "there is one of today"
    daily.file_of(backups, made).unlink()
    beside.rest(store)
    assert started == [], "looked a moment ago"
    Upkeep(tmp_path / "centre").rest(store)
    assert started == [made]
    monkeypatch.setenv("DESKAPP_BACKUP", "off")
    Upkeep(tmp_path / "centre").rest(store)
    assert started == [made]
    store.close()
