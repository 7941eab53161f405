"""Work that must never be done in the desk's own process, nor again and again."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

RETRY_AFTER = 60.0
"""Seconds after which the same work may be started again, however the last one ended."""


class Elsewhere:
    """Starts `python -m …` beside the desk, detached from it; the program makes itself nice.

    One at a time, and none within a minute of the last.
    """

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process = 0
        self._started = -RETRY_AFTER

    def start(self) -> bool:
        """Start one, unless it is too soon; whether one was started."""
        if self._process:
            done, _ = os.waitpid(self._process, os.WNOHANG)
            self._process = 0 if done else self._process
        if self._process or time.monotonic() - self._started < RETRY_AFTER:
            return False
        self._started = time.monotonic()
        home = str(Path(__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        self._process = os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", *self._arguments],
            {**os.environ, "PYTHONPATH": path},
            file_actions=null,
            setsid=True,
        )
        return True
