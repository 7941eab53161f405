"""Where a store may be, and who may have it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import JournalDB, NoAccess, NotADataFolder, ReadOnly, UnsafeFileSystem, create
from db.folder import file_system, refuse_network

from .things import KINDS, Person, add_person, live_segment


def test_only_an_empty_folder_becomes_a_store(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear all")
    (tmp_path / "file").write_text("")
    for foreign, reason in (("letters", "not_empty"), ("file", "not_a_folder")):
        with pytest.raises(NotADataFolder) as raised:
            create(tmp_path / foreign)
        assert raised.value.facts["reason"] == reason
    for absent in ("letters", "nowhere"):
        with pytest.raises(NotADataFolder):
            JournalDB(tmp_path / absent)
    create(folder).close()
    with pytest.raises(NotADataFolder):
        create(folder)
    assert oct(folder.stat().st_mode)[-3:] == "700"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {oct(path.stat().st_mode)[-3:] for path in files} == {"600"}


def test_a_creation_cut_short_is_finished(folder: Path) -> None:
    create(folder).close()
    live_segment(folder).unlink()
    assert add_person(JournalDB(folder, KINDS), "Lin").id == 1


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_network_file_systems_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    (tmp_path / "with space").mkdir()
    escaped = str(tmp_path).replace(" ", "\\040") + "/with\\040space"
    mounts.write_text(
        "20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        f"21 20 8:2 / {escaped} rw master:2 - {kind} host:/share rw\n"
        f"22 20 8:2 / {escaped}-not rw - tmpfs tmpfs rw\n"
    )
    assert file_system(tmp_path / "with space" / "below", str(mounts)) == kind
    assert file_system(tmp_path, str(mounts)) == "ext4"
    monkeypatch.setattr("db.folder.file_system", lambda folder: kind)
    with pytest.raises(UnsafeFileSystem):
        refuse_network(tmp_path)


@pytest.fixture
def theirs() -> Iterator[JournalDB]:
    """A store that another account has, in a place that everybody may enter."""
    if os.geteuid() != 0:
        pytest.skip("needs to be root to become somebody else")
    place = Path(tempfile.mkdtemp(prefix="theirs-"))
    place.chmod(0o755)
    store = create(place / "data", KINDS)
    add_person(store, "Lin")
    yield store
    os.seteuid(0)
    store.close()
    shutil.rmtree(place)


def test_another_account_is_told_so(theirs: JournalDB) -> None:
    os.seteuid(65534)
    with pytest.raises(NoAccess):
        JournalDB(theirs.folder, KINDS)
    for place in (theirs.folder / "deeper", theirs.folder.parent / "beside"):
        with pytest.raises(NoAccess):
            create(place)


def test_a_folder_that_may_only_be_read_is_read(theirs: JournalDB) -> None:
    for path in (theirs.folder, *theirs.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    os.seteuid(65534)
    reader = JournalDB(theirs.folder, KINDS)
    assert reader.read_only is not None
    assert reader.read_only[0] == "not_writable"
    assert len(reader.read().all(Person)) == 1
    with pytest.raises(ReadOnly):
        add_person(reader, "Mo")
    reader.close()


def test_a_file_that_may_not_be_read_is_named(theirs: JournalDB) -> None:
    for path in (theirs.folder, *theirs.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    live_segment(theirs.folder).chmod(0o600)
    os.seteuid(65534)
    with pytest.raises(NoAccess) as raised:
        JournalDB(theirs.folder, KINDS)
    assert raised.value.facts["path"] == str(live_segment(theirs.folder))
