"""TinyDB's own tests, run on JournalDB."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import tinydb_suite


def test_tinydbs_own_tests_hold(tmp_path: Path) -> None:
    source = tinydb_suite.download(tmp_path)
    if source is None:
        pytest.skip(f"the sdist of {tinydb_suite.PINNED} could not be had: no package registry was reached")
    assert tinydb_suite.run(tinydb_suite.unpacked(source, tmp_path), tmp_path) == 0


def test_the_pinned_version_is_the_one_installed() -> None:
    import tinydb

    assert f"tinydb=={tinydb.__version__}" == tinydb_suite.PINNED
