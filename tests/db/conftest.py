from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import JournalDB

from .things import KINDS, Opener


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(folder: Path) -> Iterator[Opener]:
    """Opens stores on the same folder, as other desks would, and closes them at the end."""
    stores: list[JournalDB] = []

    def opener(**options: Any) -> JournalDB:
        stores.append(JournalDB(folder, KINDS, **{"create": True, **options}))
        return stores[-1]

    yield opener
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> JournalDB:
    return opened()
