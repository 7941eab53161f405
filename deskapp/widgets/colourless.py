"""What is painted on a terminal whose reader wants no colours (NO_COLOR): bold, reverse, underline and dim
remain.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """Takes every colour away, and puts none in its place: the terminal's own two are used then."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, without colours."""
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]
