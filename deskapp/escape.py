"""`esc` typed ahead: a terminal sends one byte for it, the same that begins every arrow and F-key.

Textual waits a tenth of a second for the rest of such a sequence.  Whatever is typed within it would become
one key with Alt, and of a longer burst the `esc` would be lost.  But most keys can follow no escape byte in a
sequence: when one of those comes, the byte before it was the key `esc`.  Alt is given up for that; the desk
has no use for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

ESCAPE = "\x1b"
BEGINS_SEQUENCE = re.escape("[O]P_^X") + ESCAPE
"""What may stand behind the escape byte of a sequence: CSI, SS3, OSC, DCS, APC, PM, SOS, or the next one."""

ALONE = re.compile(f"(?<={ESCAPE})(?=[^{BEGINS_SEQUENCE}])")


class LoneEscapeParser(XTermParser):
    """Textual's parser of what a terminal sends, told at once that an escape byte was a key of its own."""

    _open = False
    """Whether the last byte was an escape byte."""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages that the data come to."""
        if not data:
            yield from super().feed(data)
            return
        if self._open and ALONE.search(ESCAPE + data[0]):
            yield from self._escape()
        for number, part in enumerate(ALONE.split(data)):
            if number:
                yield from self._escape()
            yield from super().feed(part)
        self._open = data.endswith(ESCAPE)

    def _escape(self) -> Iterable[Message]:
        """What comes of the escape byte when nothing is waited for any more."""
        if self._timeout_time is not None:  # else it was taken for a key by now
            self._timeout_time = 0.0
            yield from self.tick()


def parsed_alone(driver: type[Driver]) -> type[Driver]:
    """The driver, whose module then makes parsers of this kind; unchanged where it uses none (tests)."""
    module = sys.modules[driver.__module__]
    if hasattr(module, "XTermParser"):
        module.XTermParser = LoneEscapeParser  # type: ignore[attr-defined]
    return driver
