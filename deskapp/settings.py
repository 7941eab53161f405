"""What kind of terminal this is: its name, what it can draw, and whether it is far away."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Symbols(NamedTuple):
    """The marks that stand before a state's word, and where text was cut."""

    coming: str = "○"
    here: str = "●"
    gone: str = "✓"
    absent: str = "–"
    alert: str = "!"
    saved: str = " ✓"
    cut: str = "…"
    bar: str = "│"
    rule: str = "─"
    signs: Mapping[int, str] = MappingProxyType({})
    """What is painted instead of a sign that may stand anywhere in a text; each takes one cell."""


UNICODE = Symbols()
ASCII = Symbols(
    *("o", "*", "v", "-"),
    saved="",
    cut="..",
    bar="|",
    rule="-",
    signs=MappingProxyType(dict(zip(map(ord, "↑↓…“”’×–—"), '^v.""\'x--', strict=True))),
)


def remote() -> bool:
    """Whether this terminal is reached over a network."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def terminal_name(asked: str | None = None) -> str:
    """What this terminal is called in the records: as asked (--terminal), else host and line
    ("front-desk/pts/0").
    """
    if asked:
        return asked
    if name := os.environ.get("DESKAPP_TERMINAL"):
        return name
    host = os.uname().nodename.split(".")[0]
    try:
        line = os.ttyname(sys.stdin.fileno()).removeprefix("/dev/")
    except (OSError, ValueError, AttributeError):
        line = ""
    return f"{host}/{line}" if line else host


def prepare_terminal() -> None:
    """Set what Textual reads when it is imported: call it before that."""
    # With the Kitty protocol on, iTerm2 keeps Chinese input to itself.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")


def utf8() -> bool:
    """Whether the terminal is said to understand UTF-8."""
    import locale

    return "utf" in (locale.getpreferredencoding(False) or "").lower() or "utf" in sys.stdout.encoding.lower()


def first_symbols() -> Symbols:
    """The symbols until the terminal has told how wide it draws: ASCII, or what DESKAPP_SYMBOLS says."""
    return UNICODE if os.environ.get("DESKAPP_SYMBOLS") == "unicode" and utf8() else ASCII


def asks_for_width() -> bool:
    """Whether the terminal's own measure decides about the symbols."""
    return "DESKAPP_SYMBOLS" not in os.environ and utf8() and os.environ.get("TERM") not in ("linux", "dumb")
