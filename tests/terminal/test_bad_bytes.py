"""Wrong bytes, a thread that fails, a file that never ends: the desk goes on, or ends as it should."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import Copier
from tests.terminal.desks import DAY, ENVIRONMENT, Desk
from tests.terminal.driver import Terminal

FAILING = """
import sys
from deskapp import escape
from deskapp.__main__ import main

known = escape.LoneEscapeParser.feed

def feed(self, data):
    if "Z" in data:
        raise ValueError("no such byte")
    return known(self, data)

escape.LoneEscapeParser.feed = feed
main()
"""


@pytest.mark.parametrize("sent", [b"\xff", "马".encode("gb18030"), b"\x80\xfe\xff", b"\xe9\xa9"])
def test_bytes_that_are_no_text_do_nothing(centre_at: Copier, sent: bytes) -> None:
    folder = centre_at()
    with Desk(folder) as desk:
        desk.finished()
        desk.settle()
        before = desk.text
        os.write(desk._fd, sent)
        desk.finished()
        desk.wait_until(lambda: desk.text == before, why="the screen as it was")
        os.write(desk._fd, b"/x" + sent + b"jh\r")
        desk.expect("徐静好 Xu Jinghao arrived")
        assert desk.goodbye() == 0
    assert not (folder / "logs").exists()


def test_a_terminal_set_to_gb18030_types_chinese(centre_at: Copier) -> None:
    environment = {"PYTHONIOENCODING": "gb18030"}
    with Desk(centre_at(), page=0, environment=environment) as desk:
        desk.expect(r"\[1 ")
        os.write(desk._fd, b"2/" + "徐".encode("gb18030"))
        desk.wait_until(lambda: "徐静好".encode("gb18030") in desk.sent, why="the child that was found")
        desk.press("esc")
        assert desk.goodbye() == 0


def test_a_thread_that_fails_ends_the_desk_in_one_line(centre_at: Copier) -> None:
    folder = centre_at()
    words = [sys.executable, "-c", FAILING, "--data", str(folder), "--now", f"{DAY}T16:20", "--as", "CL"]
    with Terminal(words, environment=ENVIRONMENT, columns=200) as terminal:
        terminal.expect(r"\[1 ")
        terminal.press("Z")
        assert terminal.wait_for_exit() == 1
        assert terminal.is_cooked
        left_behind = terminal.sent.rpartition(b"\x1b[?1049l")[2].decode()
    shown = re.sub(r"\x1b\[[?<]?[0-9;]*[a-z]|\x07", "", left_behind)  # the bell may ring for who is late
    (line,) = [line for line in shown.split("\r\n") if line]
    log = folder / "logs" / "desk.log"
    assert re.fullmatch(rf"deskapp: .*ValueError.*{re.escape(str(log))}\.?", line)
    assert_noted(log)


def assert_noted(log: Path) -> None:
    """The log holds the whole error."""
    assert "no such byte" in log.read_text()
    assert "Traceback" in log.read_text()


WAITING = """
import threading
from deskapp.screens import import_list
from deskapp.__main__ import main

import_list.read_list = lambda *arguments: threading.Event().wait()
main()
"""


@pytest.mark.parametrize("end", ["ctrl+q", "SIGTERM", "SIGHUP"])
def test_a_list_that_is_read_for_ever_keeps_nobody(centre_at: Copier, end: str) -> None:
    words = [sys.executable, "-c", WAITING, "--data", str(centre_at()), "--now", f"{DAY}T16:20", "--as", "CL"]
    with Terminal(words, environment=ENVIRONMENT) as terminal:
        terminal.expect(r"\[1 ")
        terminal.press("6", "i", "list.csv", "ctrl+s")
        terminal.expect("Being read")
        if end == "ctrl+q":
            terminal.press(end)
        else:
            terminal.kill(signal.Signals[end])
        assert terminal.wait_for_exit() == 0
        assert terminal.is_cooked
