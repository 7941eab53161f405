"""A real terminal for tests: the program runs on a pty of its own, pyte keeps the screen it paints.

Nothing here sleeps: every wait reads what the program paints until a condition holds or the limit is reached.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "backtab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f6": "\x1b[17~",
    "f9": "\x1b[20~",
    "f12": "\x1b[24~",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
}
_PRIVATE = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[PX^_].*?\x1b\\", re.S)


class _Screen(pyte.Screen):
    """pyte's screen, deaf to the private sequences that it would print or stumble over."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False, **_: object) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def report_device_status(self, *_: object, **__: object) -> None:
        return


class Terminal:
    """A program on its own pty; use it as a context manager.

    `painted` counts the bytes it has sent, `sent` holds them.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.painted = 0
        self.sent = bytearray()
        self.ended = False
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._kept = b""
        self.came_at = 0.0
        """When the last bytes came; to lay them out on the screen takes longer than to paint them."""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            self._become(command, environment or {}, folder)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @staticmethod
    def _become(command: Sequence[str], environment: Mapping[str, str], folder: Path | None) -> None:
        surroundings = {k: v for k, v in os.environ.items() if k not in ("LINES", "COLUMNS", "NO_COLOR")}
        surroundings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
        try:
            if folder:
                os.chdir(folder)
            os.execvpe(command[0], list(command), surroundings)
        finally:
            os._exit(127)

    # ── what it shows ──

    @property
    def lines(self) -> list[str]:
        """The screen, a string a row, without trailing blanks."""
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return ["".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    # ── what is typed ──

    def send(self, text: str) -> None:
        """Type this as it stands, in one burst."""
        os.write(self._fd, text.encode())

    def press(self, *keys: str) -> None:
        """Type keys by name ("enter") or as text, in one burst."""
        self.send("".join(KEYS.get(key, key) for key in keys))

    def press_apart(self, keys: Sequence[str], seconds: float = 0.005) -> None:
        """Type keys one by one, so many seconds apart, whatever the program is doing meanwhile."""
        due = time.perf_counter()
        for key in keys:
            while (left := due - time.perf_counter()) > 0:
                self.read(left)
            self.send(KEYS.get(key, key))
            due += seconds

    # ── waiting ──

    def read(self, seconds: float = 0.05) -> int:
        """Take what it has painted within so many seconds; the number of bytes, 0 for silence or its end."""
        if self.ended:
            return 0
        if not select.select([self._fd], [], [], seconds)[0]:
            return 0
        try:
            data = os.read(self._fd, 65536)
            self.came_at = time.perf_counter()
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return 0
        self.painted += len(data)
        self.sent += data
        text = (self._kept + data).decode("utf-8", "surrogateescape")
        # An escape sequence or a character cut in half waits for its rest.
        cut = text.rfind("\x1b")
        whole = (
            cut < 0
            or len(text) - cut > 64
            or re.match(r"\x1b(\[[0-9;?<>=$ ]*[@-~]|[()#].|[^\[PX^_()#])", text[cut:])
        )
        end = len(text) if whole else cut
        if end == len(text) and "\udc80" <= text[-1:] <= "\udcff":
            end = len(text.rstrip("".join(chr(code) for code in range(0xDC80, 0xDD00))))
        self._kept = text[end:].encode("utf-8", "surrogateescape")
        self._stream.feed(_PRIVATE.sub("", text[:end]).encode("utf-8", "replace"))
        return len(data)

    def wait_until(
        self, condition: Callable[[], object], seconds: float = 20.0, why: str = "the condition"
    ) -> None:
        """Read until the condition holds; AssertionError with the screen when it does not in time."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end or (self.ended and not self.read(0)):
                if condition():
                    return
                raise AssertionError(f"{why} did not come; the screen:\n{self.text}")
            self.read(0.02)

    def expect(self, pattern: str, seconds: float = 20.0) -> re.Match[str]:
        """Wait until the regular expression is on the screen; the match."""
        self.wait_until(lambda: re.search(pattern, self.text), seconds, repr(pattern))
        found = re.search(pattern, self.text)
        assert found
        return found

    def expect_gone(self, pattern: str, seconds: float = 20.0) -> None:
        """Wait until the regular expression is no longer on the screen."""
        self.wait_until(lambda: not re.search(pattern, self.text), seconds, f"the end of {pattern!r}")

    def settle(self, quiet: float = 0.25, seconds: float = 20.0) -> None:
        """Read until it has painted nothing for `quiet` seconds."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and not self.ended:
            if not self.read(quiet):
                return

    def wait_for_exit(self, seconds: float = 10.0) -> int:
        """Read until the program ends; its exit code (negative: the signal)."""
        self.wait_until(lambda: self.ended, seconds, "the end of the program")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    # ── figures and the end ──

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal echoes and takes lines, as a shell expects it."""
        flags = termios.tcgetattr(self._fd)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)

    def hang_up(self, seconds: float = 10.0) -> int:
        """Take the terminal away, as a broken connection does; the exit status (negative: a signal)."""
        waiting = os.pidfd_open(self.pid)
        os.close(self._fd)
        self.ended = True
        assert select.select([waiting], [], [], seconds)[0], "the program goes on without a terminal"
        os.close(waiting)
        self._fd = os.open(os.devnull, os.O_RDWR)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def memory(self) -> float:
        """Resident memory of the program itself, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def cpu_seconds(self) -> float:
        """Processor time used so far by the program itself."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self, signal_number: int = signal.SIGKILL) -> None:
        """Send it a signal."""
        os.kill(self.pid, signal_number)

    def close(self) -> None:
        """End the program, kindly and then not, and give back the pty."""
        if not self.ended:
            for number, seconds in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
                try:
                    os.kill(self.pid, number)
                except ProcessLookupError:
                    break
                end = time.perf_counter() + seconds
                while not self.ended and time.perf_counter() < end:
                    self.read(0.05)
                if self.ended:
                    break
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
