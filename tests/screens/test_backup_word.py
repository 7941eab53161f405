"""What the desk says when copies are missing."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from db.daily import TOO_OLD


def lay(folder: Path, text: str) -> None:
    (folder / "backups" / "daily.json").write_text(text)


async def test_a_failed_copy_stays_on_the_screen_until_one_is_made(open_desk, folder):
    lay(folder[0], '{"at":"2026-11-23T08:00:00Z","reason":"ENOSPC"}')
    async with open_desk() as terminal:
        assert (
            terminal.lines[2]
            .strip()
            .startswith("Today's backup failed (the disk is full): run deskapp backup")
        )
        lay(folder[0], '{"at":"2026-11-23T09:00:00Z"}')
        await terminal.desk.refresh()
        terminal.desk.repaint()
        await terminal.settled()
        assert terminal.lines[2].startswith("Show: ALL")


@pytest.mark.parametrize(("seconds", "said"), [(0, False), (601, True)])
async def test_an_old_copy_is_said_when_a_new_one_had_time_to_be_made(open_desk, folder, seconds, said):
    lock = folder[0] / "lock"
    old = lock.stat().st_mtime - TOO_OLD.total_seconds() - 60
    os.utime(lock, (old, old))
    async with open_desk() as terminal:
        terminal.desk.opened -= timedelta(seconds=seconds).total_seconds()
        await terminal.desk.refresh()
        terminal.desk.repaint()
        await terminal.settled()
        assert terminal.lines[2].strip().startswith("There is no backup") is said
