"""A command line on a folder of its own, in this process or in a fresh one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deskapp import cli, i18n

ROOT = Path(__file__).parents[2]
Run = Callable[..., "Ran"]


class Ran:
    """What a command line came to."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, *words: str) -> bool:
        """Whether it ended with status 1 and one line on stderr that says all of this."""
        return (
            self.status == 1
            and self.err.count("\n") == 1
            and self.err.startswith("deskapp: ")
            and all(word in self.err for word in words)
        )


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SSH_CONNECTION", "SSH_TTY", "DESKAPP_DATA", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESKAPP_LANG", "en")
    yield
    i18n.set_language("en")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line on a folder of its own, in this process."""
    monkeypatch.setenv("DESKAPP_DATA", str(tmp_path / "centre"))
    monkeypatch.setenv("DESKAPP_TERMINAL", "test")

    def go(*arguments: str, code: int | None = None) -> Ran:
        capfd.readouterr()
        status = cli.run(arguments)
        sys.stdout.flush()
        done = Ran(status, *capfd.readouterr())
        assert code is None or status == code, done.err
        return done

    return go


@pytest.fixture
def opened(run: Run) -> Run:
    """The same, with a centre, two managers and a child."""
    run("init", "--centre", "Test Centre", "--manager", "Made Up", code=0)
    run("staff", "add", "Second Person", "--role", "manager", "--code", "SP", code=0)
    return run


def listed(tmp_path: Path, text: str, name: str = "list.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def fresh(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    environment = {**os.environ, "DESKAPP_LANG": "en", "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "deskapp", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
        **more,
    )
