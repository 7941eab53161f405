"""Desks on training folders in real terminals: what is typed, what is on the screen, what is in the store."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from db import JournalDB, Line, Reader
from deskapp.demo import ZONE
from deskapp.services.kinds import KINDS
from deskapp.services.records import Attendance, Person
from tests.terminal.driver import KEYS, Terminal

PROGRAM = (sys.executable, "-m", "deskapp")
ROOT = Path(__file__).parents[2]
DAY = "2026-11-23"
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "SSH_CONNECTION": ""}


def at(clock: str) -> datetime:
    """The moment of a clock of the day of these tests, a Monday."""
    return datetime.fromisoformat(f"{DAY}T{clock}").replace(tzinfo=ZONE)


def keys_of(words: str) -> list[str]:
    """The keys of what is written: `<enter>` names a key, everything else is typed character by character."""
    keys = []
    for match in re.finditer(r"<([a-z0-9+]{2,})>|.", words):
        assert not match[1] or match[1] in KEYS, f"the driver knows no {match[1]}"
        keys.append(match[1] or match[0])
    return keys


class Desk(Terminal):
    """A desk in a terminal of its own.  `now` is a clock of the day of these tests."""

    def __init__(
        self,
        folder: Path,
        now: str = "16:20",
        *,
        staff: str | None = "CL",
        name: str = "reception-1",
        page: int = 2,
        language: str = "en",
        environment: Mapping[str, str] | None = None,
        **size: int,
    ) -> None:
        command = [*PROGRAM, "--data", str(folder), "--terminal", name, "--lang", language]
        command += ["--now", f"{DAY}T{now}", *(("--as", staff) if staff else ())]
        super().__init__(command, environment={**ENVIRONMENT, **(environment or {})}, **size)
        self.marks = 0
        if page:
            self.expect(r"\[1 ")
            self.wait_until(lambda: self.status, why="the first rows")
        if page > 1:
            self.type(str(page))
            self.expect(rf"\[{page} ")

    # ── what is typed ──

    def type(self, words: str, apart: float = 0.0) -> int:
        """Type, in one burst or so many seconds apart; how many keys that were."""
        keys = keys_of(words)
        if apart:
            self.press_apart(keys, apart)
        else:
            self.press(*keys)
        return len(keys)

    def finished(self) -> None:
        """Wait until every key was dealt with, by a last word in the find line; fails off the lists."""
        self.marks += 1
        mark = f"zq{self.marks}"
        self.press("/", mark)
        self.expect(rf"(?m)^/ {mark}\b")
        self.press("esc")
        self.expect_gone(rf"(?m)^/ {mark}\b")

    def done(self, words: str) -> None:
        """Type, and wait until it was dealt with."""
        self.type(words)
        self.finished()

    def finished_collecting(self, name: str) -> None:
        """Wait until the collect dialog has closed with this child gone, and leave find."""
        self.expect(rf"(?m)^saved .*{name}.*collected by")
        self.done("<esc>")

    # ── what is on the screen ──

    @property
    def status(self) -> str:
        """The status line."""
        return self.lines[-2]

    @property
    def cursor(self) -> str:
        """The line the cursor is on."""
        return next((line for line in self.lines if line.startswith((">", "+>"))), "")

    def row(self, name: str) -> str:
        """The line of the list that holds this name; empty if none does."""
        return next((line for line in self.lines[3:-3] if name in line), "")

    def expect_row(self, name: str, pattern: str) -> None:
        """Wait until the line of the list with this name holds the pattern."""
        self.wait_until(lambda: re.search(pattern, self.row(name)), why=f"{pattern!r} in the row of {name}")

    def goodbye(self) -> int:
        """Leave by ctrl+q; the exit status."""
        self.press("ctrl+q")
        return self.wait_for_exit()


class Did(NamedTuple):
    """A line of the history: what was done with which children, by the label of the change."""

    code: str
    children: tuple[str, ...] = ()


@contextmanager
def opened(folder: Path) -> Iterator[JournalDB]:
    """The store of the folder, to be read."""
    store = JournalDB(folder, KINDS, read_only=True)
    try:
        yield store
    finally:
        store.close()


def history(folder: Path, after: int = 0) -> list[Line]:
    """The lines of the journal behind that number, oldest first."""
    with opened(folder) as store:
        return [line for line in reversed(list(store.history())) if line.n > after and line.kind == "tx"]


def last_line(folder: Path) -> int:
    """The number of the last line of the journal."""
    return max((line.n for line in history(folder)), default=0)


def did(folder: Path, after: int = 0) -> list[Did]:
    """What people did since that line, oldest first; names as they are written."""
    with opened(folder) as store:
        reader = store.read()
        return [
            Did("undo" if line.undoes else line.code, names_of(reader, line.args))
            for line in reversed(list(store.history()))
            if line.n > after and line.kind == "tx" and line.who
        ]


def names_of(reader: Reader, args: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the children (or the person) a line is about."""
    ids = args.get("children") or ([args["person"]] if "person" in args else [])
    return tuple(person.name if (person := reader.get(Person, one)) else "?" for one in ids)


def person(folder: Path, name: str) -> Person:
    """The first person of this name."""
    with opened(folder) as store:
        return next(one for one in store.read().all(Person) if one.name == name)


def attendances(folder: Path) -> dict[str, Attendance]:
    """The day by the children's names."""
    with opened(folder) as store:
        reader = store.read()
        return {
            child.name: one
            for one in reader.on(Attendance, DAY)
            if (child := reader.get(Person, one.child)) is not None
        }


def steps(folder: Path) -> dict[str, str]:
    """Who has which steps in their last stay, as letters: a arrived, h homework, s supper, d departed."""
    fields = {"a": "arrived", "h": "homework", "s": "supper", "d": "departed"}
    return {
        name: "".join(letter for letter, field in fields.items() if getattr(one.stays[-1], field))
        for name, one in attendances(folder).items()
        if one.stays
    }


def command(folder: Path, *words: str, now: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command on the folder and take what it says."""
    pretended = ["--now", f"{DAY}T{now}"] if now else []
    return subprocess.run(
        [*PROGRAM, "--data", str(folder), *pretended, *words],
        env=surroundings(),
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
        **more,
    )


def surroundings() -> dict[str, str]:
    """The environment of a command."""
    return {**os.environ, **ENVIRONMENT}
