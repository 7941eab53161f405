"""The copy that is made every day: in the folder's own backups/, and on a second disk if one is named.

One process at a time makes it (backups/daily.lock); what came of it stands in backups/daily.json, where every
desk reads it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from . import folder as folders
from .backup import backup
from .errors import NotADataFolder, NotSaved, StoreError
from .files import end_of_bytes, read_rest, sync_folder, write_at, write_file
from .history import all_segments
from .lines import digest
from .lock import FolderLock
from .records import Kind
from .rotation import Made, kept

MARKER = "deskapp-backups.txt"
"""The file that says that a folder is meant for copies: a stick that is not plugged in has none."""
TOO_OLD = timedelta(days=2)
TRY_AGAIN = timedelta(hours=1)
"""After which a copy that failed, or a second folder that was not there, is tried again."""

_STAMP = "%Y%m%dT%H%M%SZ"
_UNPROVED = ".unproved"


class Tried(msgspec.Struct, omit_defaults=True):
    """What came of the last try.  Reasons are codes ("ENOSPC", "busy"), "" where it went well."""

    at: str = ""
    reason: str = ""
    second: str = ""
    """The second folder that it was about."""
    second_reason: str = ""
    """Why nothing was copied there: "missing", or as above."""


class State(msgspec.Struct, frozen=True):
    """How a folder stands with its copies: what there is, what came of the last try, when it was made."""

    made: tuple[Made, ...]
    tried: Tried
    since: datetime

    @property
    def newest(self) -> datetime | None:
        """When the newest good copy was made."""
        return max((one.at for one in self.made if one.good), default=None)


def state(folder: Path) -> State:
    """How the folder stands; costs a listing and a small file."""
    try:
        tried = msgspec.json.decode((folder / "backups" / "daily.json").read_bytes(), type=Tried)
    except (OSError, msgspec.MsgspecError):
        tried = Tried()
    since = datetime.fromtimestamp(os.stat(folder / "lock").st_mtime, UTC)
    return State(tuple(copies(folder / "backups")), tried, since)


def due(now: State, also: str, at: datetime) -> bool:
    """Whether a copy should be made at `at`, whose zone says which day it is.

    One a day; after a failure again in an hour.  Also while the second folder has not got the newest.
    """
    tried = _instant(now.tried.at)
    lately = tried is not None and abs(at - tried) < TRY_AGAIN
    if not any(one.at.astimezone(at.tzinfo).date() == at.date() for one in now.made):
        return not lately or not now.tried.reason
    if also != now.tried.second:
        return bool(also)
    return bool(now.tried.second_reason) and not lately


def troubles(now: State, also: str, at: datetime) -> list[tuple[str, dict[str, str | int]]]:
    """What somebody must be told about the copies: codes of sentences with their facts."""
    found: list[tuple[str, dict[str, str | int]]] = []
    newest, tried = now.newest, now.tried
    if tried.reason:
        found.append(("backup_failed", {"reason": tried.reason}))
    if now.made and not max(now.made).good:
        found.append(("backup_of_damage", {}))
    if newest is None and at - now.since > TOO_OLD:
        found.append(("backup_none", {}))
    elif newest is not None and at - newest > TOO_OLD:
        found.append(("backup_old", {"days": (at - newest).days}))
    if also and also == tried.second and tried.second_reason == "missing":
        found.append(("backup_second_missing", {"path": also}))
    elif also and also == tried.second and tried.second_reason:
        found.append(("backup_second_failed", {"path": also, "reason": tried.second_reason}))
    return found


def back_up(
    folder: str | os.PathLike[str], kinds: Iterable[Kind[Any]] = (), *, also: str = "", at: datetime
) -> State | None:
    """Make today's copy unless there is one, bring the newest to the second folder, let old ones go.

    None when another process is at it.  What failed is in the state; raises NotADataFolder, NoAccess, and
    NotSaved where not even that could be written down.
    """
    path = Path(folder)
    if not folders.is_data_folder(path):
        raise NotADataFolder(path=str(path), reason="no_store")
    try:
        (path / "backups").mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path / "backups" / "daily.lock", os.O_RDWR | os.O_CREAT, 0o600))
        lock = FolderLock(path / "backups" / "daily.lock")
        try:
            return _back_up(path, tuple(kinds), also, at) if lock.try_acquire() else None
        finally:
            lock.close()
    except OSError as error:
        raise NotSaved.of(error, path / "backups") from None


def _back_up(folder: Path, kinds: tuple[Kind[Any], ...], also: str, at: datetime) -> State:
    tried = Tried(at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), second=also)
    tried.reason = _reason(lambda: _make(folder, kinds, at))
    if also:
        tried.second_reason = _reason(lambda: _bring(folder / "backups", Path(also), at))
    write_file(folder / "backups" / "daily.json", msgspec.json.encode(tried))
    return state(folder)


def _reason(work: Callable[[], None]) -> str:
    """Why it could not be done; "" when it was."""
    try:
        work()
    except StoreError as error:
        return str(error.facts.get("reason", error.code))
    except OSError as error:
        return str(NotSaved.of(error, "").facts["reason"])
    return ""


def copies(place: Path) -> list[Made]:
    """The daily copies that lie in a folder, oldest first; none where it cannot be read."""
    try:
        return sorted(filter(None, map(_made, os.listdir(place))))
    except OSError:
        return []


def _made(name: str) -> Made | None:
    """The copy of that file name; None for any other file."""
    stamp, damaged = name[6:22], name[22:-7]
    at = _instant(stamp) if len(stamp) == 16 and stamp.endswith("Z") else None
    if at is None or damaged not in ("", "-damaged"):
        return None
    made = Made(at, not damaged)
    return made if name == file_of(Path(), made).name else None


def file_of(place: Path, made: Made) -> Path:
    """The file of a copy."""
    return place / f"daily-{made.at:{_STAMP}}{'' if made.good else '-damaged'}.tar.gz"


def _make(folder: Path, kinds: tuple[Kind[Any], ...], at: datetime) -> None:
    place = folder / "backups"
    _tidy(place)
    if not any(one.at.astimezone(at.tzinfo).date() == at.date() for one in copies(place)):
        _refuse_full_disk(folder)
        at_once = at.astimezone(UTC).replace(microsecond=0)
        made = backup(folder, place / f"daily-{at_once:{_STAMP}}{_UNPROVED}", kinds)
        os.rename(
            made.file, file_of(place, Made(at_once, made.report.intact))
        )  # named for what was read back
        sync_folder(place)
    _let_go(place, at)


def _tidy(place: Path) -> None:
    """Take away what a copy left that was cut short."""
    import shutil

    for path in (*place.glob(".daily-*"), *place.glob(f"daily-*{_UNPROVED}")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _let_go(place: Path, at: datetime) -> None:
    made = copies(place)
    for one in set(made) - kept(made, at.tzinfo or UTC):
        file_of(place, one).unlink(missing_ok=True)


def _refuse_full_disk(folder: Path) -> None:
    """A copy and its reading back need the room of the folder twice, and must leave some to the desk."""
    size = sum(map(end_of_bytes, [*all_segments(folder), *folder.glob("*.json")]))
    disk = os.statvfs(folder)
    if disk.f_bavail * disk.f_frsize < 2 * size + 2 * folders.BALLAST:
        raise NotSaved(reason="ENOSPC", path=str(folder))


# ── the second folder ────────────────────────────────────────────────────────────────────────────────────


def prepare_second(place: Path, text: str) -> None:
    """Make a folder for copies, with a marker that says so to whoever finds it.  Raises NotSaved."""
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        write_file(place / MARKER, text.encode())
    except OSError as error:
        raise NotSaved.of(error, place) from None


def _bring(place: Path, second: Path, at: datetime) -> None:
    """Copy the newest good one there, read back from the disk; what is too old there goes."""
    if not (second / MARKER).is_file():
        raise NotSaved(reason="missing", path=str(second))
    good = [one for one in copies(place) if one.good]
    if not good:
        return
    _tidy(second)
    source, target = file_of(place, good[-1]), file_of(second, good[-1])
    if not target.exists():
        _copy(source, target)
    _let_go(second, at)


def _copy(source: Path, target: Path) -> None:
    data, temporary = source.read_bytes(), target.with_name(f".{target.name}.new")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        if write_at(descriptor, data, 0) < len(data):
            raise OSError(errno.ENOSPC, "short write")
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)  # what is read back comes from the disk
        if digest(read_rest(descriptor, 0)) != digest(data):
            raise NotSaved(reason="not_read_back", path=str(target))
    finally:
        os.close(descriptor)
    os.replace(temporary, target)
    sync_folder(target.parent)


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
