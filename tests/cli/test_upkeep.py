"""check, backup, restore; and a folder that is damaged, on a network disk, or written by a newer program."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp import cli
from deskapp.commands.failure import Failure
from deskapp.i18n import N_
from deskapp.text import cells_of as width
from deskapp.words import SENTENCES
from deskapp.words.commands import FINDINGS, PROBLEMS
from deskapp.words.meallists import MEAL_PROBLEMS
from tests.cli.conftest import Run, listed

SOURCES = Path(cli.__file__).parent


def journal(tmp_path: Path) -> Path:
    return sorted((tmp_path / "centre" / "journal").glob("*.jsonl"))[-1]


def damage(tmp_path: Path, text: bytes) -> None:
    """Turns one byte of the journal, where `text` stands."""
    content = bytearray(journal(tmp_path).read_bytes())
    content[content.index(text)] ^= 1
    journal(tmp_path).write_bytes(content)


def test_a_good_folder_is_called_good(opened: Run) -> None:
    done = opened("check")
    assert done.status == 0
    assert "all good" in done.out
    report = opened("check", "--json").json
    assert report["sound"]
    assert report["findings"] == []
    assert opened("--demo", "check").status == 0


def test_damage_is_named_by_file_and_line_and_the_rest_can_be_read(opened: Run, tmp_path: Path) -> None:
    opened("import", "children", listed(tmp_path, "name,weekdays\nAnn,1-7\n"), "--as", "MU", code=0)
    opened("staff", "add", "Third Person", "--as", "MU", code=0)
    damage(tmp_path, b'"name":"Ann"')
    done = opened("check")
    assert done.refused("above: ")
    assert f"journal/{journal(tmp_path).name}, line 4  a damaged line" in done.out
    finding = opened("check", "--json").json["findings"][0]
    assert (finding["line"], finding["code"]) == (4, "broken_line")
    page = opened("today")
    assert page.status == 0
    assert journal(tmp_path).name in page.err
    assert "line 4" in page.err
    assert "line 4" in opened("history").err, "what came later is not shown"
    assert opened("staff", "add", "Fourth", "--as", "MU").refused("(a damaged line)")
    assert opened("export", "people", "--as", "MU").status == 1


def test_a_torn_last_line_is_cleared_and_kept(opened: Run, tmp_path: Path) -> None:
    path = journal(tmp_path)
    content = path.read_bytes().rstrip(b"\0")
    path.write_bytes(content + b'{"n":99,"k":"tx"')
    assert opened("staff", "list").status == 0
    opened("staff", "add", "Third", "--as", "MU", code=0)
    assert opened("check").status == 0
    assert list((tmp_path / "centre" / "torn").iterdir())


def test_a_backup_comes_back(opened: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar.gz")
    assert opened("backup", file).status == 0
    assert opened("backup", file).refused(file, "overwritten")
    opened("staff", "add", "Third", "--as", "MU", code=0)
    done = opened("restore", file)
    assert done.status == 0
    assert "kept in" in done.out
    assert len(opened("staff", "list", "--json").json) == 2
    assert opened("check").status == 0
    assert opened("restore", file, "--data", str(tmp_path / "other")).status == 0
    assert opened("check", "--data", str(tmp_path / "other")).status == 0


def test_what_is_no_backup_changes_nothing(opened: Run, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (tmp_path / "centre").rglob("*") if path.is_file()}
    assert opened("restore", listed(tmp_path, "name\nAnn\n")).refused("no backup")
    assert opened("restore", str(tmp_path / "none")).refused("none")
    assert opened("backup", str(tmp_path / "none" / "x")).refused("none")
    assert {path: path.read_bytes() for path in (tmp_path / "centre").rglob("*") if path.is_file()} == before


def test_a_network_disk_is_refused(opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.folder.file_system", lambda *_: "nfs4")
    assert opened("today").refused("nfs4", str(tmp_path))
    assert opened("init", "--centre", "X", "--data", str(tmp_path / "new")).refused("nfs4")


@pytest.mark.parametrize("command", ["check", "backup", "today"])
def test_a_folder_that_is_not_there(run: Run, tmp_path: Path, command: str) -> None:
    more = [str(tmp_path / "file")] if command == "backup" else []
    assert run(command, *more).refused("deskapp init")


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def codes_in(pattern: str) -> set[str]:
    import re

    found: set[str] = set()
    for place in ("commands", "exchange", "cli.py"):
        for path in [SOURCES / place] if place.endswith(".py") else (SOURCES / place).glob("*.py"):
            found |= set(re.findall(pattern, path.read_text(encoding="utf-8")))
    return found


def test_everything_that_a_command_says_has_a_sentence() -> None:
    said = codes_in(r'(?:Failure|tell|warn|say)\(\s*"(\w+)"')
    assert len(said) > 30
    assert said <= set(SENTENCES)
    problems = codes_in(r'(?:BadFile|BadCell|wrong)\(\s*"(\w+)"')
    problems |= codes_in(r'(?:Problem|leave)\([\w., ]*"(\w+)"')
    assert len(problems) > 30
    assert problems <= set(PROBLEMS) | set(MEAL_PROBLEMS)
    assert {"torn_tail", "broken_line"} <= set(FINDINGS)


def test_a_failure_is_one_line_whatever_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    cli.complain(Failure("file_missing", {"path": "a\nb\x1b[2J"}).sentence())
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_columns_are_measured_in_places() -> None:
    assert [width(text) for text in ("abc", "马青青", "é", "e\u0301", N_(""))] == [3, 6, 1, 1, 0]
