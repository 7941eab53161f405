"""What the font of the PDF papers draws, and what stands for the signs that it does not draw.

The font is not in the file: a reader takes its own Chinese font, and reaches it by the table UniGB-UCS2-H.
Of a sign that is not in this table nothing is drawn, and one beyond the first 65,536 garbles what follows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GETA = "〓"
"""What a printer sets for a sign that it does not have."""

BEYOND_GBK = (
    (0x20AC, 0x20AC),
    (0x2E80, 0x2E99),
    (0x2E9B, 0x2EF3),
    (0x2F00, 0x2FD5),
    (0x30FB, 0x30FB),
    (0x3400, 0x4DB5),
)
"""What the table has and GBK has not: the euro, the radicals, the dot within a name, rare Chinese signs."""
NOT_IN_TABLE = frozenset(
    map(chr, (0xB7, 0x144, 0x148, 0x251, 0x261, 0xF979, 0xF995, 0xF9E7, 0xF9F1, 0xFA0C, 0xFE31))
) | frozenset(map(chr, range(0xFE33, 0xFE45)))
"""What GBK has, and the table has not."""

IN_ITS_PLACE = {
    **dict(zip("ıƏəɑɡŊŋÐð", "iAaagNnDd", strict=True)),
    **{
        "ß": "ss",
        "ẞ": "SS",
        "Æ": "AE",
        "æ": "ae",
        "Œ": "OE",
        "œ": "oe",
        "Þ": "Th",
        "þ": "th",
        "ʼ": "'",
        "ʻ": "'",
    },
    **{"·": "・", "•": "・", "‑": "-", "−": "-", "✓": "√", "✔": "√", "☐": "□", "ʼ": "'", "ʻ": "'"},
    **{"£": "￡", "¥": "￥", "¢": "￠"},
}
"""Signs that do not come apart into a letter and its accent."""
WITH_STROKE = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


def drawable(text: str) -> str:
    """The text in signs that the font draws: letters without an accent that it lacks, and "〓" for each sign
    that it has nothing for; no sign goes missing.
    """
    return text if text.isascii() else "".join(map(_drawn, text))


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> str:
    if _has(sign):
        return sign
    kind, name = unicodedata.category(sign), unicodedata.name(sign, "")
    if kind == "Mn" and name.startswith(("COMBINING", "VARIATION")):
        return ""
    apart = unicodedata.normalize("NFKD", sign) if kind.startswith("L") else sign
    drawn = "".join(_base(part) for part in apart if unicodedata.category(part) != "Mn")
    return drawn if drawn and all(map(_has, drawn)) else GETA


def _base(letter: str) -> str:
    if letter in IN_ITS_PLACE:
        return IN_ITS_PLACE[letter]
    found = WITH_STROKE.match(unicodedata.name(letter, ""))
    if found is None:
        return letter
    return found[2].lower() if found[1] == "SMALL" else found[2]


def _has(sign: str) -> bool:
    """Whether the font draws it."""
    if any(first <= ord(sign) <= last for first, last in BEYOND_GBK):
        return True
    if sign in NOT_IN_TABLE:
        return False
    try:
        sign.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
