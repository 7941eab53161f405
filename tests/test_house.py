"""The house rules, held: which arrows may run, what a cheap command may import, how long a file may be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for place in ("deskapp", "db") for p in (ROOT / place).rglob("*.py"))
FULL_SCREEN = {"textual", "rich"}
HEAVY = FULL_SCREEN | {"pypinyin", "openpyxl", "watchfiles", "click"}


def modules_after(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after the statement."""
    script = f"import sys\n{statement}\nprint('\\n'.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(done.stdout.split())


def every_module(place: str) -> str:
    """A statement that imports all modules of a package."""
    return "import " + ", ".join(
        f"deskapp.{place}.{source.stem}" for source in sorted((ROOT / "deskapp" / place).glob("[a-z]*.py"))
    )


@pytest.mark.parametrize(
    "statement",
    [
        "import db",
        every_module("services"),
        every_module("exchange"),
        every_module("words"),
        "import deskapp.session",
        "import deskapp.cli",
    ],
)
def test_everything_below_the_screens_runs_without_them(statement: str) -> None:
    assert not modules_after(statement) & HEAVY


def test_db_knows_nothing_of_the_desk() -> None:
    assert "deskapp" not in modules_after("import db")


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_is_short_and_named_for_what_it_is(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= 300
    assert source.stem not in {"utils", "helpers", "manager", "common", "misc"}


def test_no_address_of_a_machine_or_registry_is_in_the_project() -> None:
    names = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.split("\n")
    if not any(names):
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix in {".svg", ".png", ".raw"} or not path.is_file():
            continue
        if re.search(r"https?://[^\s\"']*/(simple|packages)/", path.read_text(errors="ignore")):
            found.append(name)
    assert not found
