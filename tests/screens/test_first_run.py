"""The first start in an empty folder: four things, checked, and the centre is open."""

from __future__ import annotations

from pathlib import Path

from db import JournalDB
from deskapp.i18n import language
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Staff
from tests.screens.conftest import Opener


def empty(path: Path) -> Path:
    """A data folder without a centre."""
    JournalDB(path, kinds=KINDS, create=True).close()
    return path


async def test_four_things_in_one_burst_open_the_centre(open_desk: Opener, tmp_path: Path) -> None:
    folder = empty(tmp_path / "new")
    async with open_desk(staff=None, folder=folder, page=1, language=None) as terminal:
        assert "A NEW DESK" in terminal.text
        assert "it is 16:40 there" in terminal.text
        await terminal.type("社区中心<tab><tab>Europe/Berlin<tab>林梅<tab>Lin Mei<enter>6+甲一<ctrl+s>")
        (centre,) = await terminal.store(lambda reader: list(reader.all(Centre)))
        (manager,) = await terminal.store(lambda reader: list(reader.all(Staff)))
        assert (centre.name, centre.timezone, centre.language) == ("社区中心", "Europe/Berlin", "en")
        assert (manager.name, manager.latin_name, manager.role, manager.code) == (
            "林梅",
            "Lin Mei",
            "manager",
            "LM",
        )
        assert "社区中心" in terminal.lines[0]
        assert "09:40" in terminal.lines[0]
        assert "Lin Mei @ reception-1" in terminal.lines[0]
        assert "甲一  AND WHO LIVES WITH THEM" in terminal.text


async def test_what_is_wrong_is_said_and_nothing_is_made(open_desk: Opener, tmp_path: Path) -> None:
    async with open_desk(staff=None, folder=empty(tmp_path / "new"), page=1) as terminal:
        await terminal.type("<ctrl+s>")
        assert "A name is needed" in terminal.status
        await terminal.type("Centre<tab><tab>Mars/North")
        assert "no such time zone" in terminal.text
        await terminal.type("<ctrl+s>")
        assert "“Mars/North” is no time zone" in terminal.status
        await terminal.type("{Asia/Shanghai}<ctrl+s>")
        assert "A name is needed" in terminal.status
        assert await terminal.store(lambda reader: list(reader.all(Centre))) == []
        await terminal.type("林梅<enter><enter>")
        assert len(await terminal.store(lambda reader: list(reader.all(Centre)))) == 1


async def test_the_language_shows_at_once(open_desk: Opener, tmp_path: Path) -> None:
    async with open_desk(staff=None, folder=empty(tmp_path / "new"), page=1, language=None) as terminal:
        await terminal.type("Centre<tab><space>")
        assert language() == "zh_CN"
        await terminal.type("<tab><tab>林梅<enter><enter>")
        (centre,) = await terminal.store(lambda reader: list(reader.all(Centre)))
        assert centre.language == "zh_CN"
        assert language() == "zh_CN"


async def test_left_without_an_answer_nothing_is_made(open_desk: Opener, tmp_path: Path) -> None:
    folder = empty(tmp_path / "new")
    async with open_desk(staff=None, folder=folder, page=1) as terminal:
        await terminal.type("Centre<ctrl+q>")
    store = JournalDB(folder, kinds=KINDS)
    assert list(store.read().all(Centre)) == []
    store.close()


async def test_before_the_centre_is_open_nothing_is_called_saved_and_the_clock_is_the_zones(
    open_desk: Opener, tmp_path: Path
) -> None:
    async with open_desk(staff=None, folder=empty(tmp_path / "new"), page=1, language=None) as terminal:
        assert "nothing saved yet" in terminal.status
        assert "saved ✓" not in terminal.text
        assert "16:40" in terminal.lines[0]
        await terminal.type("A<tab><tab>Europe/Berlin")
        assert "09:40" in terminal.lines[0]
        await terminal.type("<tab>B<ctrl+s>")
        assert "saved ✓" in terminal.status
