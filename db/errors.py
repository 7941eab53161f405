"""What can go wrong in the store, each as a type of its own with the facts a person needs."""

from __future__ import annotations

import errno
import os


class StoreError(Exception):
    """Any failure of the store.

    `code` names it in the catalogue of sentences, `facts` fill the sentence.
    """

    code = "store_error"

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{key}={value}" for key, value in self.facts.items())


class Busy(StoreError):
    """Another process held the lock for longer than the limit.  Nothing was changed.  facts: seconds."""

    code = "busy"


class NotSaved(StoreError):
    """The disk did not take the change.  Nothing was changed.  facts: reason (ENOSPC, EIO, …), path."""

    code = "not_saved"

    @classmethod
    def of(cls, error: OSError, path: str | os.PathLike[str]) -> NotSaved:
        """What the system's error about that file means to a person."""
        return cls(reason=errno.errorcode.get(error.errno or 0, "EIO"), path=os.fspath(path))


class ReadOnly(StoreError):
    """The folder can be read but not written now.  facts: reason, file, line where known."""

    code = "read_only"


class Damaged(StoreError):
    """A file holds what the store never wrote.  facts: file, line, reason."""

    code = "damaged"


class NotADataFolder(StoreError):
    """The folder is not one of ours (or does not exist).  facts: path, reason."""

    code = "not_a_data_folder"


class NewerFormat(StoreError):
    """A newer program wrote this folder; this one must not write into it.  facts: path, theirs, ours."""

    code = "newer_format"


class UnsafeFileSystem(StoreError):
    """The folder lies where flock and fsync do not mean what the store needs.  facts: path, kind."""

    code = "unsafe_file_system"


class NoAccess(StoreError):
    """The folder or one of its files may not be read or written by this account.  facts: path, reason."""

    code = "no_access"


class TooLarge(StoreError):
    """A transaction is above 8 MiB or 10,000 operations.  Nothing was changed.  facts: size, limit."""

    code = "too_large"


class NotStorable(StoreError, TypeError):
    """A value is not JSON, or an integer is beyond 64 bits.  Nothing was changed.  facts: table, reason."""

    code = "not_storable"


class Taken(StoreError):
    """A declared unique key is held by another record.  facts: table, key, index, other (its id)."""

    code = "taken"


class Conflict(StoreError):
    """The record was changed meanwhile.

    facts: table, record, who (staff id), at (UTC instant), on (terminal), lsn, label.
    """

    code = "conflict"


class CannotUndo(StoreError):
    """A line cannot be undone.

    facts: lsn, reason (changed_later, referred_to, unknown, already_undone), who, at, on, record, label.
    """

    code = "cannot_undo"
