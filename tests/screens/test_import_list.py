"""A list of children comes in from the desk: looked at first, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from deskapp.services.records import Enrolment
from tests.screens.conftest import Opener, Terminal

GOOD = """name,born,school,guardian 1,relation 1,phone 1
林小满,2018-05-31,Yucai,林红,mother,13800000001
林小强,2016-02-29,Yucai,林红,mother,13800000001
王一,2017-07-07,Yucai,王二,father,13800000002
"""
BAD = GOOD + ",2017-01-01,Yucai,,,\n赵三,2031-02-30,Yucai,,,\n"


async def children(terminal: Terminal) -> int:
    """How many children have a place."""
    return len(await terminal.store(lambda reader: list(reader.all(Enrolment))))


async def test_looked_at_then_brought_in_and_undone(open_desk: Opener, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(GOOD, encoding="utf-8")
    async with open_desk(page=6) as terminal:
        before = await children(terminal)
        await terminal.type("i{" + str(path) + "}<enter><enter>")
        assert "Would come: children 3, adults 2" in terminal.text
        assert "line 2: 林小满, new" in terminal.text
        assert await children(terminal) == before
        await terminal.type("y")
        assert await children(terminal) == before + 3
        assert "3 children imported" in terminal.status
        assert "! families to confirm: 1 (f)" in terminal.text
        await terminal.type("i{" + str(path) + "}<enter><enter>")
        assert "Nothing new: all 3 are on file" in terminal.text
        await terminal.type("y")
        assert await children(terminal) == before + 3
        await terminal.type("00<esc>")
        await terminal.type("u")
        assert await children(terminal) == before


async def test_every_bad_row_is_listed_and_nothing_comes(open_desk: Opener, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(BAD, encoding="utf-8")
    async with open_desk(page=6) as terminal:
        before = await children(terminal)
        await terminal.type("i{" + str(path) + "}<enter><enter>")
        assert "Lines that are wrong: 2" in terminal.text
        assert "line 5: " in terminal.text
        assert "line 6: " in terminal.text
        await terminal.type("y")
        assert await children(terminal) == before


async def test_what_is_no_list_is_said_in_one_line(open_desk: Opener, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0\0")
    async with open_desk(page=6) as terminal:
        await terminal.type("i{" + str(tmp_path / "picture.png") + "}<ctrl+s>")
        assert "Nothing was imported from" in terminal.status
        await terminal.type("<ctrl+u>{/nowhere/at/all.csv}<ctrl+s>")
        assert "/nowhere/at/all.csv: No such file" in terminal.status
        await terminal.type("<ctrl+u>{" + str(tmp_path) + "}<ctrl+s>")
        assert "Nothing was imported from" in terminal.status
