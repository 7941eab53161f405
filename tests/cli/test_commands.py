"""The command line from outside: exit status, one clear line for every failure, nothing imported that costs."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from deskapp import cli, i18n
from tests.cli.conftest import ROOT, Run, fresh, listed

# ── a folder and who acts ────────────────────────────────────────────────────────────────────────────────


def test_a_folder_is_made_once(run: Run, tmp_path: Path) -> None:
    done = run("init", "--centre", "Sunshine", "--manager", "Chen Li")
    assert done.status == 0
    assert "code CL" in done.out
    assert run("init", "--centre", "Other", "--manager", "X").refused(str(tmp_path / "centre"))
    assert run("staff", "list", "--json").json[0]["role"] == "manager"


def test_a_folder_without_anybody_takes_a_manager_first(run: Run) -> None:
    run("init", "--centre", "Sunshine", code=0)
    assert run("export", "staff").refused("Nobody works here yet")
    assert run("staff", "add", "Ann").refused()
    run("staff", "add", "Ann", "--role", "manager", code=0)
    run("staff", "add", "Bo", code=0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--centre", "X", "--timezone", "Mars/Base"), ("Mars/Base",)),
        (("--centre", " \x1b[2J "), ()),
        (("--centre", "X" * 101), ()),
    ],
)
def test_a_centre_that_cannot_be(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert run("init", *arguments).refused(*words)
    assert run("init", "--centre", "Good").status == 0


def test_without_a_folder_it_says_how_to_make_one(run: Run) -> None:
    for command in (("today",), ("export", "people"), ("staff", "list"), ("history",), ()):
        assert run(*command).refused("deskapp init", "centre")


def test_what_is_no_data_folder_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "centre").mkdir()
    (tmp_path / "centre" / "letter.txt").write_text("mine")
    for command in (("today",), ("init", "--centre", "X"), ("staff", "list")):
        assert run(*command).refused("centre")
    (tmp_path / "file").write_text("mine")
    assert run("--data", str(tmp_path / "file"), "today").refused("file")
    assert [path.name for path in (tmp_path / "centre").iterdir()] == ["letter.txt"]


def test_who_acts(opened: Run) -> None:
    assert opened("export", "staff").refused("--as", "MU Made Up", "SP Second Person")
    assert opened("export", "staff", "--as", "sp").status == 0
    assert opened("--as", "made up", "export", "staff").status == 0
    assert opened("export", "staff", "--as", "Nobody").refused("Nobody", "MU Made Up")
    opened("staff", "add", "Third", "--as", "MU", code=0)
    assert opened("export", "staff", "--as", "Third").refused("manager")
    opened("staff", "archive", "SP", "--as", "MU", code=0)
    assert opened("export", "staff").status == 0  # the only manager left
    assert opened("staff", "archive", "MU").refused("only manager")


# ── wrong use ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("meals",),
        ("import",),
        ("import", "children"),
        ("export", "attendance", "--day", "2026-11-23", "--month", "2026-11"),
        ("import", "events", "x.csv"),
        ("undo",),
        ("undo", "x"),
        ("export", "children", "--format", "pdf"),
        ("today", "--lang", "tlh"),
        ("--nonsense",),
        ("staff",),
        ("init",),
    ],
)
def test_wrong_use_is_one_line_and_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "--help" in done.err


def test_help_lists_the_commands_that_work_and_no_other(run: Run) -> None:
    done = run("--help")
    assert done.status == 0
    for command in (
        "init",
        "import",
        "export",
        "today",
        "scan",
        "kitchen",
        "print",
        "history",
        "undo",
        "check",
        "backup",
        "restore",
        "staff",
    ):
        assert f"    {command} " in done.out
    for command in ("meals", "events", "appointments"):
        assert f"\n    {command} " not in done.out


@pytest.mark.parametrize("now", ["0001-01-01", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "later"])
def test_a_time_that_no_calendar_reaches(run: Run, now: str) -> None:
    run("init", "--centre", "Test", "--manager", "Made Up", "--training", code=0)
    assert run("today", "--now", now).refused(now, "2026")


def test_a_day_that_is_none_is_named(opened: Run) -> None:
    assert opened("history", "--day", "2026-1-1").refused("2026-1-1")
    assert opened("export", "attendance", "--day", "x", "--as", "MU").refused("x is no day")


@pytest.mark.parametrize("arguments", [("today",), ("history",), ("export", "people"), ("scan",)])
def test_streams_that_were_closed_before_the_start(opened: Run, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "deskapp", "--as", "MU", *arguments]
    closed = shlex.join(command) + " <&- >&-"
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", closed], capture_output=True, text=True, env=where, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_list_is_never_written_over_records_or_a_device(opened: Run, tmp_path: Path) -> None:
    own = tmp_path / "centre" / "centre.json"
    assert opened("export", "people", "--as", "MU", "--out", str(own)).refused("own records")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert opened("export", "people", "--as", "MU", "--out", str(pipe)).status == 0
    assert b"latin_name" in os.read(reading, 1000)
    os.close(reading)
    assert pipe.is_fifo()
    assert opened("export", "people", "--as", "MU", "--out", str(tmp_path)).refused(f"{tmp_path} is a folder")
    nowhere = tmp_path / "none" / "people.csv"
    assert opened("export", "people", "--as", "MU", "--out", str(nowhere)).refused(f"no file {nowhere}")


def test_now_is_only_for_training(opened: Run, run: Run, tmp_path: Path) -> None:
    assert opened("today", "--now", "2026-11-23T17:40").refused("--training")
    training = ("--data", str(tmp_path / "training"))
    run("init", "--centre", "T", "--manager", "Made Up", "--training", *training, code=0)
    assert run("today", "--json", "--now", "2026-11-23T17:40", *training).json["time"] == "17:40"
    assert run("today", "--json", "--now", "2026-11-23T17:40+09:00", *training).json["time"] == "16:40"
    assert run("today", "--now", "yesterday", *training).refused("yesterday")


# ── import and export ────────────────────────────────────────────────────────────────────────────────────

LIST = "name,born,code,phone,guardian_1,address\n马青青,2017-03-02,8,139-0000-0001,马红,Made-up Street 1\nAnn,2016-01-01,9,,,\n"


def test_import_says_what_came_and_twice_is_once(opened: Run, tmp_path: Path) -> None:
    path = listed(tmp_path, LIST)
    look = opened("import", "children", path, "--dry-run", "--as", "MU")
    assert look.status == 0
    assert "line 2: 马青青, new" in look.out
    assert "only a look" in look.out
    assert opened("export", "children", "--as", "MU", "--format", "json").json == []
    done = opened("import", "children", path, "--as", "MU", "--json").json
    assert [child["name"] for child in done["new"]] == ["马青青", "Ann"]
    assert (done["adults"], done["households"]) == (1, 1)
    again = opened("import", "children", path, "--as", "MU", "--json").json
    assert (again["new"], again["known"], again["line"]) == ([], 2, None)
    (line,) = opened("history", "--person", "8", "--json").json
    assert (line["staff"], line["terminal"], line["code"]) == ("Made Up", "test", "import_children")
    assert opened("undo", str(line["line"]), "--as", "SP").status == 0
    assert opened("undo", str(line["line"]), "--as", "SP").refused("already")
    assert opened("undo", "999", "--as", "SP").refused("999")


def test_who_may_take_a_line_back(opened: Run) -> None:
    """An order, or who works here, is a manager's; what has left the desk stays in the history."""
    opened("staff", "add", "Third Person", "--as", "MU", "--code", "TP", code=0)
    added = opened("history", "--json").json[-1]["line"]
    opened("export", "people", "--as", "MU", code=0)
    taken = opened("history", "--json").json[-1]["line"]
    assert opened("undo", str(added), "--as", "TP").refused("Only a manager")
    assert opened("undo", str(taken), "--as", "MU").refused(f"Line {taken} stays")
    assert opened("undo", "2", "--as", "MU").refused("Line 2 stays"), "the centre itself"
    assert opened("undo", str(added), "--as", "SP").status == 0
    assert [one["code"] for one in opened("staff", "list", "--json").json] == ["MU", "SP"]


def test_a_dry_run_leaves_every_byte_as_it_was(opened: Run, tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in (tmp_path / "centre").rglob("*") if path.is_file()}

    before = state()
    assert opened("import", "children", listed(tmp_path, LIST), "--dry-run", "--as", "MU").status == 0
    assert state() == before


def test_bad_rows_stand_on_stdout_and_one_line_on_stderr(opened: Run, tmp_path: Path) -> None:
    path = listed(tmp_path, "name,born\nAnn,2031-02-30\n,2016-01-01\nBob,2016-01-01")
    done = opened("import", "children", path, "--as", "MU")
    assert done.refused("above: 2", path)
    assert done.out.splitlines() == ["line 2: birth date: there is no day 2031-02-30.", "line 3: no name."]
    problems = opened("import", "children", path, "--as", "MU", "--json").json["problems"]
    assert [(problem["line"], problem["code"]) for problem in problems] == [
        (2, "no_such_date"),
        (3, "no_name"),
    ]
    assert opened("export", "people", "--as", "MU", "--format", "json").json == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "shoe,size\n1,2\n", "--map"),
        ("a.xlsx", "PK\x03\x04", "workbook"),
        ("a.csv", "name,姓名\n1,2\n", "two columns"),
    ],
)
def test_a_file_that_is_no_list(opened: Run, tmp_path: Path, name: str, text: str, words: str) -> None:
    assert opened("import", "children", listed(tmp_path, text, name), "--as", "MU").refused(name, words)


def test_files_that_are_not_there(opened: Run, tmp_path: Path) -> None:
    assert opened("import", "children", str(tmp_path / "no.csv"), "--as", "MU").refused("no.csv")
    assert opened("import", "children", str(tmp_path), "--as", "MU").refused("folder")
    path = listed(tmp_path, LIST)
    assert opened("import", "children", path, "--map", "no.toml", "--as", "MU").refused("no.toml")
    assert opened("export", "people", "--out", str(tmp_path / "no" / "x.csv"), "--as", "MU").refused("no")


def test_the_template_is_an_empty_list_that_can_be_read(opened: Run, tmp_path: Path) -> None:
    template = opened("import", "children", "--template").out
    assert template.startswith("name,latin_name,code,")
    assert opened("import", "children", listed(tmp_path, template), "--as", "MU").status == 0


def test_exports_are_written_to_the_history(opened: Run, tmp_path: Path) -> None:
    opened("import", "children", listed(tmp_path, LIST), "--as", "MU", code=0)
    out = tmp_path / "children.xlsx"
    assert opened("export", "children", "--out", str(out), "--as", "SP").status == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert opened("import", "children", str(out), "--as", "MU", "--json").json["known"] == 2
    assert opened("export", "attendance", "--month", "2026-11", "--as", "SP").status == 0
    exports = [line for line in opened("history", "--json").json if line["code"] == "export"]
    assert [(line["staff"], line["args"]["what"]) for line in exports] == [
        ("Second Person", "children"),
        ("Second Person", "attendance"),
    ]
    assert opened("export", "attendance", "--day", "2026-13-01", "--as", "SP").refused("2026-13-01")
    assert opened("export", "attendance", "--month", "November", "--as", "SP").refused("November")


# ── languages, streams, the unforeseen ───────────────────────────────────────────────────────────────────


def test_every_command_speaks_chinese(opened: Run, tmp_path: Path) -> None:
    assert opened("today", "--lang", "zh_CN").status == 0
    help_text = opened("--help", "--lang=zh_CN").out
    if i18n.FOLDER.joinpath("zh_CN", "LC_MESSAGES", "deskapp.mo").exists():
        assert "导入" in help_text


def test_the_demo_may_be_asked_too(run: Run) -> None:
    page = run("--demo", "today", "--json").json
    assert page["time"] == "17:40"
    assert page["counts"]["here"] > 20


def test_what_is_not_foreseen_is_one_line_and_details_in_the_logs(
    opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("deskapp.commands.today.show", fail)
    done = opened("today")
    assert done.refused("ZeroDivisionError")
    (log,) = (tmp_path / "centre" / "logs").iterdir()
    assert str(log) in done.err
    assert "deep inside" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert opened("staff", "list").status == 0


def test_a_command_imports_no_screen_and_nothing_that_costs(run: Run, tmp_path: Path) -> None:
    run("init", "--centre", "X", "--manager", "Made Up", code=0)
    script = (
        "import sys; from deskapp.cli import run; run(['today']); run(['staff', 'list']); run(['history']);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {
        "textual",
        "rich",
        "pypinyin",
        "openpyxl",
        "tomllib",
        "platformdirs",
        "csv",
        "asyncio",
        "multiprocessing",
    }
    assert not loaded & heavy


def test_a_reader_who_has_gone_is_no_error(run: Run, tmp_path: Path) -> None:
    run("init", "--centre", "X", "--manager", "Made Up", code=0)
    done = subprocess.run(
        f"{sys.executable} -m deskapp export people | true",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stderr == ""


def test_a_terminal_that_is_not_utf8_gets_numbers_for_signs(run: Run, tmp_path: Path) -> None:
    run("init", "--centre", "阳光", "--manager", "陈丽", code=0)
    for encoding in ("ascii", "latin-1"):
        done = fresh("today", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
        assert (done.returncode, done.stderr) == (0, "")
        assert "\\u9633\\u5149" in done.stdout


def test_without_a_terminal_the_desk_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = fresh(stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "deskapp init" in done.stderr
    run("init", "--centre", "X", "--manager", "Made Up", code=0)
    done = fresh(stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "terminal" in done.stderr


def test_no_permission(run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run("init", "--centre", "X", code=0)
    commands = (("today",), ("check",), ("init", "--centre", "Y"), ("staff", "list"))
    for command in commands:
        run(*command)  # imports what it needs, while that may still be read
    (tmp_path / "centre").chmod(0)
    try:
        for command in commands:
            status, err = as_nobody(command, capfd)
            assert (status, err.count("\n")) == (1, 1), err
            assert "ermission" in err
    finally:
        (tmp_path / "centre").chmod(0o700)


def as_nobody(command: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Status and stderr of a command run by an account that may read nothing here; root may read everything."""
    capfd.readouterr()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        os._exit(cli.run(command))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), capfd.readouterr().err
