"""`esc` typed ahead: a terminal sends one byte for it, the same that begins every arrow and F-key.

Textual waits a tenth of a second for the rest of such a sequence, takes what was typed within it for a key
with Alt, and loses the `esc` of a longer burst.  But what can follow the escape byte in a sequence is known:
whatever else comes was typed by itself, and so was the byte before it.  Alt is given up for that; the desk
has no use for it.  Only `esc`, `[` and what makes the two an arrow key can still be mistaken, within that
tenth.  What is no text at all is left out before that.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Callable, Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

TOKEN = re.compile(
    r"\x1b\[\[[A-E]?"  # F1 to F5 of the Linux console
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI: parameters, then one last byte
    r"|\x1bO[@-~]?"  # SS3 and one byte
    r"|\x1b"
    r"|[^\x1b]+"
)
CUT = re.compile(r"\x1b|\x1bO|\x1b\[[0-?]*[ -/]*|\x1b\[\[")
"""A sequence whose rest may still come."""


class LoneEscapeParser(XTermParser):
    """Textual's parser of what a terminal sends, told at once when an escape byte was a key of its own."""

    _begun = ""
    """The beginning of a sequence whose rest has not come yet."""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages that the data come to."""
        if not data:
            yield from super().feed(data)
            return
        known = len(self._begun) if self._waits else 0
        text = self._begun[:known] + data
        for token in TOKEN.finditer(text):
            piece = token[0][max(0, known - token.start()) :]
            if not piece and token.end() < known:
                continue
            if piece:
                yield from super().feed(piece)
            self._begun = token[0] if self._waits else ""
            if self._waits and (token.end() < len(text) or not CUT.fullmatch(token[0])):
                self._timeout_time = 0.0
                yield from self.tick()

    @property
    def _waits(self) -> bool:
        return self._timeout_time is not None

    def tick(self) -> Iterable[Message]:
        """What comes of a beginning when its rest has been waited for long enough: the keys one by one."""
        begun, messages = self._begun, list(super().tick())
        if messages:
            self._begun = ""
        if messages and len(begun) > 1:
            yield events.Key("escape", "\x1b")
        for message in messages:
            if isinstance(message, events.Key) and message.key.startswith("alt+") and message.character:
                yield events.Key(message.character, message.character)
            else:
                yield message


class Forgiving:
    """Decodes what a terminal sends; bytes that are no text in its encoding were no key, and do nothing."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text, without what stands for bytes that are none."""
        return self._decoder.decode(data, final).replace("\ufffd", "")


def forgiving(_encoding: str) -> Callable[[], Forgiving]:
    """Makes decoders for this terminal: GB18030 where it is set to that, else UTF-8."""
    stdin = (getattr(sys.__stdin__, "encoding", None) or "").lower()
    return lambda: Forgiving("gb18030" if stdin.startswith(("gb", "cp936", "euc_cn")) else "utf-8")


def parsed_alone(driver: type[Driver]) -> type[Driver]:
    """The driver, whose module then makes parsers and decoders of these kinds; unchanged where it uses none
    (tests).
    """
    module = sys.modules[driver.__module__]
    if not hasattr(module, "XTermParser"):
        return driver
    module.XTermParser = LoneEscapeParser  # type: ignore[attr-defined]
    module.getincrementaldecoder = forgiving  # type: ignore[attr-defined]

    class Heard(driver):  # type: ignore[misc, valid-type]
        """A failure while reading ends the desk, by threading.excepthook; Textual would paint it and leave
        with 0.
        """

        def _run_input_thread(self) -> None:
            self.run_input_thread()

    return Heard
