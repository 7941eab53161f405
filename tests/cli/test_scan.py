"""`deskapp scan`: one line in, one line out, durable before it is answered; never a departure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from deskapp import cli
from deskapp.commands.scan import LONGEST_READ, lines
from deskapp.names import new_card
from tests.cli.conftest import ROOT

Scan = Callable[..., list[str]]


class Stdin:
    """Standard input that holds these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = BytesIO(content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training folder with eleven children."""
    monkeypatch.setenv("DESKAPP_DATA", str(tmp_path / "centre"))
    listed = tmp_path / "list.csv"
    more = "".join(f"Child {number},c{number},1-7\n" for number in range(9))
    listed.write_text(f"name,code,weekdays\n马青青,8,Mon-Sun\n[bold]Ann,a9,Mon-Sun\n{more}")
    assert cli.run(["init", "--centre", "Test", "--manager", "Made Up", "--training"]) == 0
    assert cli.run(["import", "children", str(listed), "--now", "2026-11-23T08:00"]) == 0
    return tmp_path / "centre"


@pytest.fixture
def scan(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Scan:
    """The answers to these codes, scanned at this time."""

    def go(content: str | bytes, at: str = "16:30", *more: str, day: str = "2026-11-23") -> list[str]:
        capsys.readouterr()
        data = content if isinstance(content, bytes) else content.encode()
        monkeypatch.setattr(sys, "stdin", Stdin(data))
        status = cli.run(["scan", "--now", f"{day}T{at}", *more])
        answers = capsys.readouterr().out.splitlines()
        assert status == int(any(answer.startswith("no ") for answer in answers))
        return answers

    return go


def give_card(folder: Path, name: str, card: str) -> None:
    from msgspec.structs import replace

    from db import JournalDB
    from deskapp.services.kinds import KINDS
    from deskapp.services.records import Person

    store = JournalDB(folder, KINDS)
    with store.transaction("card") as tx:
        (person,) = tx.by(Person, "name", name)
        tx.put(replace(person, card=card))
    store.close()


def test_a_day_of_scans(scan: Scan) -> None:
    (first,) = scan("8\n")
    word, lsn, *rest = first.split(" ", 3)
    assert (word, rest) == ("ok", ["arrived", "16:30 马青青"])
    assert int(lsn) > 2
    (again,) = scan("8\n", "16:39")
    assert again.startswith("no ALREADY_HERE ")
    assert "16:30" in again
    (later,) = scan("8\n", "17:50")
    assert later.startswith("no COLLECT_AT_DESK ")
    assert scan("A9\n", "16:31")[0].endswith("[bold]Ann")


def test_who_is_here_since_yesterday_is_told_with_the_day(scan: Scan) -> None:
    assert scan("8\n")[0].startswith("ok ")
    (later,) = scan("8\n", "00:05", day="2026-11-24")
    assert later.startswith("no COLLECT_AT_DESK ")
    assert "since Mon 16:30" in later


def test_today_after_midnight_says_who_is_left_from_yesterday(
    scan: Scan, capsys: pytest.CaptureFixture[str]
) -> None:
    scan("8\na9\n")
    assert cli.run(["today", "--now", "2026-11-24T00:05"]) == 0
    told = capsys.readouterr().out
    assert "In the building: 2." in told
    assert "Here since an earlier day, not collected or never signed out: 2." in told
    assert "马青青  never signed out Mon 23 Nov" in told
    assert cli.run(["today", "--now", "2026-11-24T00:05", "--json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert (page["in_building"], page["counts"]["unclosed"], page["counts"]["late"]) == (2, 2, 0)
    kinds = [need["kind"] for need in page["needs"]]
    assert kinds.count("not_accounted") == page["counts"]["not_accounted"]
    assert len({need["child"] for need in page["needs"]}) == len(kinds)


def test_an_import_that_a_day_builds_on_is_not_taken_back(
    scan: Scan, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "".join(f"{code}\n" for code in ("8", "a9"))
    assert all(answer.startswith("ok ") for answer in scan(more))
    assert cli.run(["undo", "3"]) == 1
    assert "Line 3 stays" in capsys.readouterr().err


def test_cards_with_their_check_digit(folder: Path, scan: Scan) -> None:
    card = new_card(1234)
    give_card(folder, "马青青", card)
    wrong = card[:5] + str((int(card[5]) + 1) % 10)
    answers = scan(f";{wrong}\n；{card}\n")
    assert answers[0].startswith("no UNKNOWN_CARD ")
    assert answers[1].startswith("ok ")


def test_what_is_no_code(scan: Scan) -> None:
    answers = scan(
        b"nobody\n\n   \n" + b"x" * 300 + b"\n\xff\xfe\x1b[2J\n" + b"y" * 3 * LONGEST_READ + b"\n8\n"
    )
    assert [answer.split(" ")[:2] for answer in answers] == [
        ["no", "UNKNOWN_CODE"],
        ["no", "EMPTY_CODE"],
        ["no", "EMPTY_CODE"],
        ["no", "UNKNOWN_CODE"],
        ["no", "UNKNOWN_CODE"],
        ["no", "UNKNOWN_CODE"],
        ["ok", answers[-1].split(" ")[1]],
    ]
    assert all(len(answer) < 120 and "\x1b" not in answer for answer in answers)


def test_nothing_is_scanned_without_a_name(scan: Scan, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["staff", "add", "Other", "--role", "manager"]) == 0
    assert cli.run(["scan"]) == 1
    assert "--as" in capsys.readouterr().err
    assert scan("8\n", "16:30", "--as", "Other")[0].startswith("ok ")


def test_lines_end_in_any_way_and_the_last_one_in_none() -> None:
    assert list(lines(BytesIO(b"1\r\n 2 \n\n3"))) == ["1", "2", "", "3"]
    assert list(lines(BytesIO(b""))) == []
    assert [len(line) for line in lines(BytesIO(b"x" * (LONGEST_READ + 5) + b"\n2"))] == [LONGEST_READ, 1]


def test_each_line_is_answered_before_the_next_is_read(folder: Path) -> None:
    command = [sys.executable, "-m", "deskapp", "scan", "--now", "2026-11-23T16:30"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ}, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for code, answer in (("8", "ok "), ("8", "no ALREADY_HERE"), ("a9", "ok ")):
            process.stdin.write(code + "\n")
            process.stdin.flush()
            assert process.stdout.readline().startswith(answer)
        process.stdin.close()
        assert process.wait(timeout=30) == 1
