"""Pipes, devices and folders in the place of a file: refused at once and by name, never waited for."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Run, listed


def in_time(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which fails the test where it waits."""
    return subprocess.run(
        [sys.executable, "-m", "deskapp", "--data", str(folder), "--as", "MU", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("import", "children", "{pipe}"),
        ("import", "children", "{list}", "--map", "{pipe}"),
        ("restore", "{pipe}"),
        ("export", "people", "--out", "{pipe}"),
    ],
    ids=["import", "map", "restore", "export"],
)
def test_a_pipe_is_refused_at_once(opened: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    places = {"pipe": str(pipe), "list": listed(tmp_path, "name\nAnn\n")}
    before = opened("history").out
    done = in_time(tmp_path / "centre", *(word.format(**places) for word in words))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is a pipe or a device, not a file" in done.stderr
    assert str(pipe) in done.stderr or words[-2] == "--map"
    assert opened("history").out == before


@pytest.mark.parametrize("words", [("import", "children"), ("restore",)], ids=["import", "restore"])
def test_a_device_and_a_folder_are_named(opened: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert opened(*words, "/dev/zero", "--as", "MU").refused("/dev/zero", "a pipe or a device")
    assert opened(*words, str(tmp_path), "--as", "MU").refused(f"{tmp_path} is a folder, not a file.")


# ── what a command says of the file that it was ──


def test_the_file_that_was_not_written_is_the_one_that_is_named(opened: Run) -> None:
    done = opened("export", "people", "--as", "MU", "--out", "/dev/full")
    assert done.refused("The disk is full: /dev/full was not written.")


def test_a_month_that_is_a_folder_is_no_stdout(opened: Run, tmp_path: Path) -> None:
    month = tmp_path / "centre" / f"{datetime.now():%Y-%m}.json"
    month.mkdir()
    done = opened("today")
    assert "stdout" not in done.err
    assert done.refused(f"{month.name}: the file is no snapshot")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("today", "--help"), ("today",)], ids=" ".join
)
def test_what_could_not_be_printed_is_no_success(opened: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "deskapp", "--data", str(tmp_path / "centre"), *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=20,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "deskapp: The disk is full: stdout was not written.\n")


def test_a_data_folder_without_a_name_is_refused(run: Run) -> None:
    assert run("today", "--data", "").refused("--data needs the name of a folder.")
    assert run("init", "--centre", "Test", "--data=").refused("--data needs the name of a folder.")


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
@pytest.mark.parametrize(("call", "good"), [("mkdir", 2), ("open", 2), ("pwrite", 0), ("write", 0)])
def test_an_init_that_found_the_disk_full_leaves_nothing_half_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, good: int, there: bool
) -> None:
    folder = tmp_path / "centre"
    if there:
        folder.mkdir()
    known, left = getattr(os, call), [good]

    def full(*arguments: Any, **named: Any) -> Any:
        makes = folder.exists() and (call != "open" or arguments[1] & os.O_CREAT)
        if makes and not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= bool(makes)
        return known(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        done = run("init", "--centre", "Test", "--manager", "Made Up")
    assert done.status == 1
    assert "disk is full" in done.err.lower(), done.err
    assert "ENOSPC" not in done.err
    assert "stdout" not in done.err
    assert folder.exists() == there
    assert not there or not any(folder.iterdir())
    run("init", "--centre", "Test", "--manager", "Made Up", code=0)


def test_a_refused_centre_leaves_no_folder(run: Run, tmp_path: Path) -> None:
    assert run("init", "--centre", " ", "--manager", "Made Up").status == 1
    assert not (tmp_path / "centre").exists()
