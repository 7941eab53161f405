"""Damage is said in words, with file and line; a desk whose centre it hides never looks like a new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deskapp.services.records import Person
from tests.terminal.conftest import Copier
from tests.terminal.desks import DAY, Desk, command, opened
from tests.terminal.test_bad_folders import contents, refused_by_the_desk


def worked_in(folder: Path) -> Path:
    """The folder, in which somebody has arrived since."""
    with opened(folder) as store:
        card = [one.card for one in store.read().all(Person) if one.card][store.last_lsn]
    assert command(folder, "scan", "--as", "CL", now="16:20", input=f"{card}\n").returncode == 0
    return folder


def damaged(folder: Path) -> tuple[Path, str]:
    """The folder with its line of the centre damaged, and where that is."""
    segment = min((folder / "journal").iterdir())
    lines = segment.read_bytes().split(b"\n")
    at = next(number for number, line in enumerate(lines) if b'"centre"' in line)
    lines[at] = lines[at].replace(b'"k":"tx"', b'"k":"tz"', 1)
    segment.write_bytes(b"\n".join(lines))
    return folder, f"{segment.name}, line {at + 1}"


def emptied(folder: Path) -> Path:
    """The folder, whose last line lacks a sector, as if the power had gone before it was ever saved."""
    (folder / "acknowledged").unlink(missing_ok=True)
    segment = min((folder / "journal").iterdir())
    content = segment.read_bytes()
    end = len(content.rstrip(b"\0"))
    sector = (end // 512 - 1) * 512
    assert content.rindex(b"\n", 0, end - 1) < sector
    segment.write_bytes(content[:sector] + bytes(512) + content[sector + 512 :])
    return folder


@pytest.mark.parametrize("now", [(), ("--now", f"{DAY}T16:20")], ids=["now", "pretended"])
@pytest.mark.parametrize("last", [False, True], ids=["", "last"])
def test_a_hidden_centre_is_no_new_desk(centre_at: Copier, now: tuple[str, ...], last: bool) -> None:
    folder, where = damaged(centre_at() if last else worked_in(centre_at()))
    before = contents(folder)
    said = refused_by_the_desk("--data", str(folder), "--lang", "en", *now)
    assert "The records can only be read now: a damaged line" in said
    assert where in said
    assert contents(folder) == before
    assert where in command(folder, "today").stderr


@pytest.mark.parametrize("now", [(), ("--now", f"{DAY}T16:20")], ids=["now", "pretended"])
def test_a_centre_that_was_set_aside_is_no_new_desk(centre_at: Copier, now: tuple[str, ...]) -> None:
    folder = emptied(centre_at())
    for _again in range(2):
        said = refused_by_the_desk("--data", str(folder), "--lang", "en", *now)
        (aside,) = (folder / "torn").iterdir()
        assert f"torn/{aside.name}: lines that could not be read were set aside" in said
    assert aside.name in command(folder, "today").stderr


def test_a_folder_without_its_journal_says_so(centre_at: Copier) -> None:
    folder = centre_at()
    shutil.rmtree(folder / "journal")
    (folder / "journal").mkdir()
    (folder / "centre.json").write_text("{}")
    for said in (
        refused_by_the_desk("--data", str(folder), "--lang", "en"),
        command(folder, "--lang", "en", "today").stderr,
    ):
        assert "journal: the journal is missing" in said
        assert "no_journal" not in said
        assert "line 0" not in said


def test_what_was_not_saved_says_why_in_words(centre_at: Copier) -> None:
    folder = worked_in(worked_in(centre_at()))
    segment = max((folder / "journal").iterdir())
    lines = segment.read_bytes().rstrip(b"\0\n").split(b"\n")
    lines[2] = lines[2].replace(b'"k":"tx"', b'"k":"tz"', 1)
    segment.write_bytes(b"\n".join([*lines, b""]))
    with Desk(folder, columns=120) as desk:
        desk.type("a")
        desk.expect(r"NOT SAVED  The records can only be read now \(a damaged line\)")
        assert desk.goodbye() == 0
    scanned = command(folder, "scan", "--as", "CL", now="16:20", input="000017\n")
    assert "(a damaged line)" in scanned.stdout + scanned.stderr
    assert "broken_line" not in scanned.stdout + scanned.stderr
