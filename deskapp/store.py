"""What the desk needs of db.JournalDB, how it is opened, and when a centre may be laid into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class Store(Protocol):
    """What the desk needs of db.JournalDB."""

    def read(self) -> Any:
        """A Reader of what is in the store now."""

    def transaction(self, code: str, /, *, who: int = 0, on: str = "", at: str = "") -> Any:
        """A context manager that gives a transaction."""

    def poll(self) -> Any:
        """What other processes have changed since the last look, None if nothing."""

    def undo(
        self, lsn: int, *, who: int, on: str, at: str = "", allow: Callable[[Any, Any], None] | None = None
    ) -> int:
        """Take a line back by a new one, whose number this is; `allow` is asked in the same transaction."""

    def line(self, lsn: int) -> Any:
        """That line of the history."""

    def history(self, *, id: int | None = None, first: int | None = None) -> Any:
        """The lines of the history, newest first: those about a record, from a line on."""

    folder: Path
    read_only: tuple[str, str, int] | None
    torn: list[tuple[str, bytes]]

    @property
    def clock_behind(self) -> int:
        """Seconds by which this machine's clock is behind the last line."""

    def settle(self) -> None:
        """Note beside the journal that the last change was saved."""

    def fold_due(self) -> bool:
        """Whether the journal has grown enough to be folded."""

    def fold_soon(self) -> bool:
        """Start a fold in a process of its own."""

    def close(self) -> None:
        """Let go of the files."""


def open_store(folder: Path) -> Store:
    """The store of this folder, with the records of the centre."""
    from db import JournalDB
    from deskapp.services.kinds import KINDS

    return JournalDB(folder, kinds=KINDS)


def require_new(store: Store) -> None:
    """Where no centre is found, the folder must be a new one: it is asked for a centre.

    Raises ReadOnly and Damaged where the centre was there and is only not to be read.
    """
    from db.errors import Damaged, ReadOnly
    from deskapp.services.records import Person, Staff

    if store.read_only is not None and store.read_only[0] != "asked":
        reason, file, line = store.read_only
        raise ReadOnly(reason=reason, file=file, line=line)
    whole = [path for path in sorted((store.folder / "torn").glob("*")) if b"\n" in path.read_bytes()]
    if whole:
        raise Damaged(file=f"torn/{whole[-1].name}", line=0, reason="set_aside")
    reader = store.read()
    if any(next(iter(reader.all(kind)), None) for kind in (Staff, Person)):
        raise Damaged(file="centre.json", line=0, reason="no_centre")
