"""Copies of a data folder, proved by reading them back, and putting one in the folder's place."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from . import folder as folders
from .check import WAIT, Report, check, findings_of
from .errors import Damaged, NotADataFolder, NotSaved
from .files import sync_folder
from .journal import Journal
from .lines import digest
from .lock import FolderLock
from .records import Kind
from .segments import segments

_NAME = re.compile(r"(journal|archive)/\d{12}\.jsonl|centre\.json|\d{4}-\d\d\.json")
_PLACES = ("archive", "journal")
"""The journal last: a folder without it is no store, so that a restore cut short is seen and done again."""


class Backup(Struct, frozen=True):
    """A copy that was made: its file and size in bytes, and what a check of it, read back, has found."""

    file: Path
    size: int
    report: Report


def backup(
    folder: str | os.PathLike[str], file: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = ()
) -> Backup:
    """Write a consistent copy of a data folder to `file` (a .tar.gz), and prove it by reading it back.

    Desks may go on meanwhile; folds wait.  Raises NotSaved (reason EEXIST when the file is there already,
    "not_read_back" when the disk gives back something else), NotADataFolder, NoAccess, Busy.
    """
    source, target = Path(folder), Path(file)
    if not folders.is_data_folder(source):
        raise NotADataFolder(path=str(source), reason="no_store")
    temporary = target.with_name(f".{target.name}.new")
    try:
        if target.exists():
            raise NotSaved(reason="EEXIST", path=str(target))
        with _still(source) as logs:
            written = _pack(source, logs, temporary)
        with _laid_out(target.with_name(f".{target.name}.read-back")) as again:
            if _unpack(temporary, again) != written:
                raise NotSaved(reason="not_read_back", path=str(target))
            report = check(again, kinds)
        os.rename(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        raise NotSaved.of(error, target) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Backup(target, target.stat().st_size, report)


def restore(
    file: str | os.PathLike[str], folder: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = ()
) -> Path | None:
    """Put a backup in a data folder's place, or make one of it; where the former content is kept, if any.

    Open desks notice and read everything anew.  The copy is proved first: raises Damaged, with nothing
    changed, unless it is sound; also NotSaved, NotADataFolder, NoAccess, Busy.
    """
    target = Path(folder)
    if not os.path.exists(target / "lock"):
        folders.make(target)
    locks = [FolderLock(target / "fold.lock"), FolderLock(target / "lock")]
    try:
        for lock in locks:
            lock.acquire(WAIT)
        with _laid_out(target / ".restoring") as fresh:
            _unpack(Path(file), fresh)
            report = check(fresh, kinds)
            if not report.intact:
                raise Damaged(file=str(file), line=0, reason=next(findings_of(report)))
            _begin_history(fresh)
            kept = _set_aside(target)
            _move_in(fresh, target)
        return kept
    except OSError as error:
        raise NotSaved.of(error, target) from None
    finally:
        for lock in locks:
            lock.close()


@contextmanager
def _still(folder: Path) -> Iterator[dict[str, bytes]]:
    """Hold folds off; the journal's segments, read between two commits."""
    fold_lock, lock = FolderLock(folder / "fold.lock"), FolderLock(folder / "lock")
    try:
        fold_lock.acquire(WAIT)
        lock.acquire(WAIT)
        try:
            logs = {path.name: path.read_bytes() for path in segments(folder / "journal")}
        finally:
            lock.release()
        yield {f"journal/{name}": data.split(b"\0", 1)[0] for name, data in logs.items()}
    finally:
        lock.close()
        fold_lock.close()


@contextmanager
def _laid_out(folder: Path) -> Iterator[Path]:
    """An empty folder for a while; what an earlier attempt left there goes first."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(folder: Path, logs: dict[str, bytes], into: Path) -> dict[str, str]:
    """Write the archive; the digest of each file in it."""
    import tarfile

    written: dict[str, str] = {}

    def add(name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(data), 0o600, int(time.time())
        archive.addfile(member, io.BytesIO(data))
        written[name] = digest(data)

    descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
            for path in sorted(folder.glob("*.json")):
                if _NAME.fullmatch(path.name):
                    add(path.name, path.read_bytes())
            for path in segments(folder / "archive"):
                add(f"archive/{path.name}", path.read_bytes())
            for name, data in logs.items():
                add(name, data)
        raw.flush()
        os.fsync(raw.fileno())
    return written


def _unpack(file: Path, into: Path) -> dict[str, str]:
    """Lay a backup out as a data folder; the digest of each file.  Raises Damaged for what is no backup."""
    import tarfile

    for name in (*folders.FOLDERS,):
        (into / name).mkdir(mode=0o700)
    for name in ("lock", "fold.lock"):
        (into / name).touch(mode=0o600)
    found: dict[str, str] = {}
    try:
        with tarfile.open(file, mode="r:*") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None or not _NAME.fullmatch(member.name):
                    raise Damaged(file=str(file), line=0, reason="not_a_backup")
                data = content.read()
                found[member.name] = digest(data)
                with open(into / member.name, "xb") as written:
                    os.fchmod(written.fileno(), 0o600)
                    written.write(data)
                    written.flush()
                    os.fsync(written.fileno())
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise Damaged(file=str(file), line=0, reason=f"not_a_backup: {error}") from None
    if not any(name.startswith("journal/") for name in found):
        raise Damaged(file=str(file), line=0, reason="not_a_backup")
    return found


def _begin_history(folder: Path) -> None:
    """Seal the copy's journal and go on in a segment with a history of its own."""
    counter = [1]

    def counted(line: dict[str, Any]) -> None:
        ids = [operation[4] + 1 for operation in line["c"] if operation[5] and "rev" in operation[5]]
        counter.extend([line.get("next_id", 1), *ids])

    journal = Journal(folder, writable=True)
    try:
        journal.start()
        journal.catch_up(counted, locked=True)
        journal.append("seal", {}, [])
        journal.begin_segment(next_id=max(counter), history=os.urandom(8).hex())
    finally:
        journal.close()


def _set_aside(folder: Path) -> Path | None:
    """Move what is in the folder to backups/; where it is now."""
    kept = folder / "backups" / time.strftime("before-restore-%Y%m%dT%H%M%SZ", time.gmtime())
    present = [folder / name for name in reversed(_PLACES) if os.path.exists(folder / name)]
    present += sorted(folder.glob("*.json"))
    if not any(path.is_file() or any(path.iterdir()) for path in present):
        for path in present:
            path.rmdir()
        return None
    while kept.exists():
        kept = kept.with_name(f"{kept.name}-again")
    kept.mkdir(mode=0o700, parents=True)
    sync_folder(kept.parent)
    for path in present:  # the journal first, and on the disk: without it nobody takes the rest for a store
        os.rename(path, kept / path.name)
        sync_folder(kept)
        sync_folder(folder)
    return kept


def _move_in(fresh: Path, folder: Path) -> None:
    snapshots = sorted(path.name for path in fresh.glob("*.json"))
    for name in (*snapshots, *_PLACES):
        if name in _PLACES:
            sync_folder(fresh / name)
            sync_folder(folder)  # whatever came before is there when the journal is
        os.rename(fresh / name, folder / name)
    sync_folder(folder)
