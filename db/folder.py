"""A data folder: which files stand in it, how one is made, and where one may not stand."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .errors import NoAccess, NotADataFolder, NotSaved, UnsafeFileSystem
from .files import sync_folder
from .segments import segments

CENTRE = "centre"
"""The shard of standing records, centre.json; every other shard is a month: "2026-11"."""

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
BALLAST = 2 * 1024 * 1024
FOLDERS = ("journal", "archive", "torn", "backups")
NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "lustre",
    }
    | {"ncpfs", "ocfs2", "vboxsf", "vmhgfs", "prl_fs"}
)


def is_data_folder(folder: str | os.PathLike[str]) -> bool:
    """Whether a store was made here."""
    return os.path.isfile(os.path.join(folder, "lock")) and os.path.isdir(os.path.join(folder, "journal"))


def not_writable(folder: Path) -> tuple[str, str, int] | None:
    """Why an existing folder can be read but not written, if so.

    Raises NoAccess, NotADataFolder, UnsafeFileSystem where it cannot even be read.
    """
    path, found = str(folder), None
    if os.path.isdir(path) and not os.access(path, os.R_OK | os.X_OK, effective_ids=True):
        raise NoAccess(path=path, reason="may_not_read")
    if not is_data_folder(path):
        raise NotADataFolder(path=path, reason="no_store" if os.path.isdir(path) else "missing")
    refuse_network(folder)
    for place in [folder, folder / "journal", *segments(folder / "journal")]:
        readable = os.access(place, os.R_OK, effective_ids=True)
        writable = os.access(place, os.W_OK, effective_ids=True)
        if not place.exists():  # moved by a fold this moment
            continue
        if not readable:
            raise NoAccess(path=str(place), reason="may_not_read")
        if not writable:
            found = found or ("not_writable", str(place), 0)
    return found


def shard_file(folder: Path, shard: str) -> Path:
    """The snapshot of a shard: an ordinary TinyDB file."""
    return folder / f"{shard}.json"


def make(folder: Path) -> None:
    """Make the folder and what stands in it, all but the journal; go on where a crash cut that short.

    The lock comes last: where it is, the rest is, on the disk too.
    Raises NotADataFolder, NoAccess, NotSaved, UnsafeFileSystem.
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise NotADataFolder(path=str(folder), reason="not_a_folder")
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_network(folder)
        if not _only_begun(folder):
            raise NotADataFolder(path=str(folder), reason="not_empty")
        folder.chmod(0o700)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        ensure_ballast(folder)
        for name in ("fold.lock", "lock"):
            os.close(os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600))
            sync_folder(folder)
        for path in missing:
            sync_folder(path.parent)
    except PermissionError as error:
        raise NoAccess(path=str(error.filename or folder), reason="may_not_write") from None
    except OSError as error:
        raise NotSaved.of(error, folder) from None


def _only_begun(folder: Path) -> bool:
    """Whether nothing is in the folder but what `make` puts there first."""
    return all(
        path.name in ("fold.lock", "ballast")
        or (path.name in FOLDERS and path.is_dir() and not any(path.iterdir()))
        for path in folder.iterdir()
    )


def ensure_ballast(folder: Path) -> None:
    """Keep some room on the disk, if there is any: a full disk then still takes the close of the day."""
    path = folder / "ballast"
    if path.exists():
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, BALLAST)
        finally:
            os.close(descriptor)
    except OSError:  # no room, or a file system that cannot keep any
        path.unlink(missing_ok=True)


def drop_ballast(folder: Path) -> bool:
    """Give the kept room away; False when it was gone already."""
    try:
        (folder / "ballast").unlink()
    except FileNotFoundError:
        return False
    return True


def refuse_network(folder: Path) -> None:
    """Raise UnsafeFileSystem where flock and fsync may not reach the other desks."""
    kind = file_system(folder)
    if kind in NETWORK or kind.startswith("fuse."):
        raise UnsafeFileSystem(path=str(folder), kind=kind)


def file_system(folder: Path, mounts: str = "/proc/self/mountinfo") -> str:
    """The kind of file system `folder` lies on ("ext4"); "" where the system does not tell."""
    try:
        text = Path(mounts).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    real = os.path.realpath(folder)
    longest, kind = "", ""
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(longest):  # a later mount on the same point lies over the earlier
            longest, kind = point, after.split(" ")[0]
    return kind
