"""Runs TinyDB's own tests with JournalDB in TinyDB's place.

    python -m tests.db.tinydb_suite [path of an unpacked sdist or of its .tar.gz]

Without a path the sdist of the pinned version is downloaded with pip.  Exit status: 0 all held, 1 some did
not, 2 the sdist could not be had.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PINNED = "tinydb==4.9.0"
ROOT = Path(__file__).resolve().parents[2]

JSON_STORAGE = "its subject is the class JSONStorage, or its file"
OTHER_STORAGE = "its subject is a storage class given by the caller; a JournalDB has the one storage"
LEFT_OUT = {
    "test_storages.py::test_json_kwargs": JSON_STORAGE,
    "test_storages.py::test_json_read": JSON_STORAGE,
    "test_storages.py::test_json_invalid_directory": JSON_STORAGE,
    "test_storages.py::test_read_once": OTHER_STORAGE,
    "test_storages.py::test_custom_with_exception": OTHER_STORAGE,
    "test_middlewares.py::test_caching_json_write": OTHER_STORAGE,
    "test_tinydb.py::test_access_storage": OTHER_STORAGE,
    "test_tinydb.py::test_storage_access": OTHER_STORAGE,
    "test_tables.py::test_table_repr": "it asks for the names of TinyDB's own table and storage classes",
}

# Placed before TinyDB's own conftest: whatever `TinyDB(…)` a test makes is a JournalDB in a folder of its
# own, the same one for the same path.
SHIM = """
import os, tempfile
import tinydb
from db import JournalDB
_folders = {}
class TinyDB(JournalDB):
    default_storage_class = tinydb.JSONStorage
    def __init__(self, path=None, *, storage=None, **options):
        name = os.fspath(path) if path is not None else object()
        if name not in _folders:
            _folders[name] = os.path.join(tempfile.mkdtemp(dir=os.environ["SUITE_FOLDERS"]), "data")
        super().__init__(_folders[name], create=True)
tinydb.TinyDB = TinyDB
"""


def main(arguments: list[str]) -> int:
    """Run the suite; its exit status."""
    with tempfile.TemporaryDirectory(prefix="tinydb-suite-") as name:
        temporary = Path(name)
        source = Path(arguments[0]) if arguments else download(temporary)
        if source is None:
            return 2
        return run(unpacked(source, temporary), temporary)


def download(into: Path) -> Path | None:
    """The sdist of the pinned version; None when no registry can be reached."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--retries=1",
    ]
    command += ["--timeout=10", "--no-deps", "--no-binary", "tinydb", "--dest", str(into), PINNED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = list(into.glob("tinydb-*.tar.gz"))
    if done.returncode or not found:
        print(done.stderr.strip().splitlines()[-1:] or "pip gave no reason", file=sys.stderr)
        return None
    return found[0]


def unpacked(source: Path, temporary: Path) -> Path:
    """A folder with the tests alone, so that `import tinydb` finds the installed one."""
    if source.is_file():
        with tarfile.open(source) as archive:
            if hasattr(tarfile, "data_filter"):  # not before 3.11.4
                archive.extraction_filter = tarfile.data_filter
            archive.extractall(temporary / "sdist")
        source = next((temporary / "sdist").iterdir())
    tests = temporary / "suite" / "tinydb_tests"
    shutil.copytree(source / "tests", tests)
    conftest = tests / "conftest.py"
    conftest.write_text(SHIM + conftest.read_text())
    return tests


def run(tests: Path, temporary: Path) -> int:
    """Run what is not left out; 0 when it all holds."""
    folders = temporary / "folders"
    folders.mkdir()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-c",
        "/dev/null",
    ]
    command += [f"--rootdir={tests.parent}", f"--basetemp={temporary / 'tmp'}", str(tests)]
    command += [f"--deselect=tinydb_tests/{test}" for test in LEFT_OUT]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SUITE_FOLDERS": str(folders)}
    return 1 if subprocess.run(command, cwd=tests.parent, env=environment, check=False).returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
