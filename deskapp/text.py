"""Text from people and files, made safe to show and fit to compare."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, clearing
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS: titles
    r"|\x1b[ -/]*[0-~]?"
)


def visible(text: str) -> str:
    """`text` without terminal sequences, control, format (bidi, zero-width) and unpaired characters.

    Line ends and tabs become blanks, runs of blanks one; the result is NFC and may be empty.  Letters, signs,
    emoji and brackets stay as they are.
    """
    kept = text
    if not text.isprintable():
        kept = "".join(
            " " if sign.isspace() else sign
            for sign in re.sub(_SEQUENCE, "", text)
            if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
        )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def cells_of(text: str) -> int:
    """How many columns the text takes where a Chinese sign takes two, as printers and terminals set it."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.category(sign) in ("Mn", "Me") for sign in text)


def fold(text: str) -> str:
    """`text` as it is compared: width, case, accents and surplus blanks make no difference."""
    if text.isascii():
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn")
    return " ".join(unicodedata.normalize("NFKC", text).split())


def bare(text: str) -> str:
    """A name's letters alone, as they are compared, without what stands in brackets: "Ma Hong (aunt)." and
    "MA-HONG" are one.
    """
    for bracket in "(（[【":
        text = text.split(bracket, 1)[0] or text
    return "".join(sign for sign in fold(text) if sign.isalnum())


def name_and_number(text: str) -> tuple[str, str]:
    """A contact that was written in one line, as the name and the telephone number at its end: ("He Jun",
    "139-0000-0190"); either may be empty.
    """
    found = re.search(r"[+(（]?\d[\d\s()（）/-]{3,}$|^\d+$", text)
    if found is None:
        return text, ""
    return text[: found.start()].strip(" ,，:：;；"), found.group().strip()


def digits_of(text: str) -> str:
    """The decimal digits of a phone number, ASCII, in order."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")
