"""What commands print: text that is safe on a terminal, and JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

from deskapp.text import visible
from deskapp.words import Names, say

__all__ = ["put", "put_json", "put_row", "tell", "warn"]


def put(text: str = "") -> None:
    """One line on stdout, without anything a terminal would obey."""
    print("\n".join(visible(part) if part.strip() else "" for part in text.split("\n")))


def put_row(*cells: str) -> None:
    """One line of columns, kept apart by two blanks; empty cells at the end are left out."""
    print("  ".join(visible(cell) for cell in cells).rstrip())


def put_json(value: Any) -> None:
    """A value as JSON on stdout, for programs: UTF-8 signs stay as they are."""
    print(json.dumps(value, ensure_ascii=sys.stdout.encoding.lower() not in ("utf-8", "utf8"), indent=1))


def tell(sentence: str, /, names: Names | None = None, **facts: Any) -> None:
    """The sentence of a code on stdout."""
    put(say(sentence, facts, names))


def warn(sentence: str, /, **facts: Any) -> None:
    """The sentence of a code on stderr; the command goes on."""
    print("deskapp: " + visible(say(sentence, facts)), file=sys.stderr)
