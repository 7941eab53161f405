"""What happens when a screen cannot be drawn: one clear line, a note, and the desk goes on."""

from __future__ import annotations

from deskapp.screens.children import Children
from deskapp.screens.details import DetailsDialog


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
