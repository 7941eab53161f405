"""TinyDB's own API over the store: JournalDB is the view of centre.json, `month` gives those of the daybooks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .folder import make
from .records import Kind
from .store import Store


class JournalDB(Store):
    """A data folder, opened."""

    def __init__(
        self,
        folder: str | os.PathLike[str],
        kinds: Iterable[Kind[Any]] = (),
        *,
        create: bool = False,
        read_only: bool = False,
        lock_seconds: float = 5.0,
        label: Mapping[str, str | int] | None = None,
    ) -> None:
        path = Path(folder)
        if create and not (path / "lock").exists():
            make(path)
        Store.__init__(self, path, kinds, read_only=read_only, lock_seconds=lock_seconds, label=label or {})

    def close(self) -> None:
        """Close the store."""
        self.release()
