"""Pipes, devices and folders in the place of a file: refused at once and by name, never waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
