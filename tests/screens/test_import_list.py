"""A list of children comes in from the desk: looked at first, then all of it or nothing."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskapp.screens import import_list
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


@pytest.mark.parametrize(
    ("language", "said"), [("en", "birth date: there is no day 2031-02-30"), ("zh_CN", "出生日期：")]
)
async def test_a_problem_names_the_field_as_people_do(
    open_desk: Opener, tmp_path: Path, language: str, said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(BAD, encoding="utf-8")
    async with open_desk(page=6, language=language) as terminal:
        await terminal.type("i{" + str(path) + "}<enter><enter>")
        assert said in terminal.text
        assert "born" not in terminal.text


async def test_what_is_no_list_is_said_in_one_line(open_desk: Opener, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0\0")
    async with open_desk(page=6) as terminal:
        await terminal.type("i{" + str(tmp_path / "picture.png") + "}<ctrl+s>")
        assert "Nothing was imported from" in terminal.status
        await terminal.type("<ctrl+u>{/nowhere/at/all.csv}<ctrl+s>")
        assert "/nowhere/at/all.csv: No such file" in terminal.status
        await terminal.type("<ctrl+u>{" + str(tmp_path) + "}<ctrl+s>")
        assert "Nothing was imported from" in terminal.status


async def test_a_pipe_is_refused_at_once(open_desk: Opener, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    async with open_desk(page=6) as terminal:
        await asyncio.wait_for(terminal.type("i{" + str(tmp_path / "pipe") + "}<ctrl+s>"), 20)
        assert "a pipe or a device, not a file" in " ".join(terminal.text.split())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A list that is read only once this is set."""
    event, known = threading.Event(), import_list.read_list

    def read(*arguments: Any) -> import_list.Read:
        event.wait(60)
        return known(*arguments)

    monkeypatch.setattr(import_list, "read_list", read)
    yield event
    event.set()


async def test_keys_go_on_while_a_list_is_read(
    open_desk: Opener, tmp_path: Path, slow: threading.Event
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(GOOD, encoding="utf-8")
    async with open_desk(page=6) as terminal:
        await asyncio.wait_for(terminal.type("i{" + str(path) + "}<ctrl+s>"), 20)
        assert "Being read" in terminal.text
        await terminal.type("<esc>")
        assert "Given up" in terminal.status
        await terminal.type("<ctrl+s><f12>")
        assert "LOCKED" in terminal.text
        await terminal.type("<enter>1")
        assert "Being read" in terminal.text
        slow.set()
        while "Being read" in terminal.text:
            await terminal.pilot.pause()
        await terminal.settled()
        assert "Would come: children 3, adults 2" in terminal.text


async def test_the_desk_is_left_while_a_list_is_read(
    open_desk: Opener, tmp_path: Path, slow: threading.Event
) -> None:
    (tmp_path / "list.csv").write_text(GOOD, encoding="utf-8")
    async with open_desk(page=6) as terminal:
        await asyncio.wait_for(terminal.type("i{" + str(tmp_path / "list.csv") + "}<ctrl+s>"), 20)
        await terminal.type("<ctrl+q>")
        assert terminal.app.return_value == 0
        assert not slow.is_set()
