"""What `pip install .` brings: both packages, the styles and the languages, and a command that starts."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built the way pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    copy.mkdir()
    for name in ("deskapp", "db", "pyproject.toml", "README.md", "LICENSE"):
        subprocess.run(["cp", "-r", str(ROOT / name), str(copy)], check=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(copy),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and (
        "No matching distribution" in done.stderr or "Could not find a version" in done.stderr
    ):
        pytest.skip("the build back end cannot be had: no package registry is reached")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("deskapp-*.whl"))


def test_the_wheel_holds_styles_and_languages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "deskapp/deskapp.tcss" in names
    assert "deskapp/locales/zh_CN/LC_MESSAGES/deskapp.mo" in names
    assert "db/__main__.py" in names
    assert not [name for name in names if name.startswith("tests")]


def test_every_module_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {str(p.relative_to(ROOT)) for place in ("deskapp", "db") for p in (ROOT / place).rglob("*.py")}
    assert sources <= names
