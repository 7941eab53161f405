"""How records are kept safe: TinyDB's API and files on a shared, checksummed, fsynced journal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from .backup import Backup, backup, restore
from .check import Finding, Report, check
from .errors import (
    Busy,
    CannotUndo,
    Conflict,
    Damaged,
    NewerFormat,
    NoAccess,
    NotADataFolder,
    NotSaved,
    NotStorable,
    ReadOnly,
    StoreError,
    Taken,
    TooLarge,
    UnsafeFileSystem,
)
from .folder import is_data_folder
from .following import Changes
from .history import Line, Operation
from .records import Kind, Reader, Record
from .tables import JournalDB
from .transaction import Transaction

__all__ = [
    "Backup",
    "Busy",
    "CannotUndo",
    "Changes",
    "Conflict",
    "Damaged",
    "Finding",
    "JournalDB",
    "Kind",
    "Line",
    "NewerFormat",
    "NoAccess",
    "NotADataFolder",
    "NotSaved",
    "NotStorable",
    "Operation",
    "ReadOnly",
    "Reader",
    "Record",
    "Report",
    "StoreError",
    "Taken",
    "TooLarge",
    "Transaction",
    "UnsafeFileSystem",
    "backup",
    "check",
    "create",
    "is_data_folder",
    "restore",
]


def create(
    folder: str | os.PathLike[str],
    kinds: Iterable[Kind[Any]] = (),
    *,
    code: str = "create",
    who: int = 0,
    on: str = "",
) -> JournalDB:
    """Make an empty data folder and open it; `code`, `who` and `on` label its first line.

    Raises NotADataFolder when something else stands there already, NoAccess, UnsafeFileSystem.
    """
    if is_data_folder(folder):
        raise NotADataFolder(path=str(folder), reason="exists")
    return JournalDB(folder, kinds, create=True, label={"code": code, "w": who, "on": on})
