"""What happens when a screen cannot be drawn: one clear line, a note, and the desk goes on."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.screens.children import Children
from deskapp.screens.details import DetailsDialog
from deskapp.services.records import Attendance

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def broken(*_args, **_named):
    raise ZeroDivisionError("unforeseen")


async def test_a_page_that_cannot_be_drawn_is_said_and_another_page_is_shown(open_desk, monkeypatch):
    async with open_desk() as terminal:
        with monkeypatch.context() as patched:
            patched.setattr(Children, "cells", broken)
            await terminal.type("<down>")
            assert "cannot be shown" in terminal.text
            assert "Traceback" not in terminal.text
            assert "esc leaves it" in terminal.text
            await terminal.type("<space>an")  # what nobody sees is not done
            assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23"))) == []
            await terminal.type("6")
            assert "[6 People]" in terminal.text
        await terminal.type("2<space>")
        assert "arrived" in terminal.status
        log = (terminal.app.logs / "desk.log").read_text()
        assert log.count("ZeroDivisionError: unforeseen") == 1


async def test_a_dialog_that_cannot_be_drawn_is_left_with_esc(open_desk, monkeypatch):
    async with open_desk() as terminal:
        with monkeypatch.context() as patched:
            patched.setattr(DetailsDialog, "lines", broken)
            await terminal.type("<enter>")
            assert "cannot be shown" in terminal.text
            await terminal.type("<esc>")
        assert "[2 Children]" in terminal.text
        await terminal.type("<space>")
        assert "arrived" in terminal.status


async def test_it_is_said_also_where_no_note_can_be_written(open_desk, monkeypatch):
    async with open_desk() as terminal:
        terminal.app.logs.write_text("a file, where the folder should be")
        with monkeypatch.context() as patched:
            patched.setattr(Children, "cells", broken)
            await terminal.type("<down>")
            assert "ZeroDivisionError" in terminal.text
        await terminal.type("<down><space>")
        assert "arrived" in terminal.status


@pytest.mark.parametrize("page", [1, 2, 3, 6])
async def test_every_width_shows_every_page(open_desk, tmp_path, page):
    make_demo(tmp_path / "demo", "en", NOON)
    async with open_desk(folder=tmp_path / "demo", clock=StillClock(NOON), page=page) as terminal:
        for columns in (60, 76, *range(77, 81), 100, *range(109, 117), 160):
            await terminal.pilot.resize_terminal(columns, 24)
            await terminal.type("/zz")  # also what is found elsewhere
            assert "cannot be shown" not in terminal.text, columns
            await terminal.type("<esc>")
            assert "cannot be shown" not in terminal.text, columns
            assert terminal.app.desk_screen.columns == columns
