"""docs/keys.md, written from where the keys are declared: `python -m tests.keys_table` (`make keys`)."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from deskapp.i18n import _
from deskapp.keys import DAYS, EVERYWHERE, LIST, Key
from deskapp.screens.dialog import Dialog
from deskapp.screens.finding import KEYS as FIND
from deskapp.screens.page import Page

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "keys.md"
PAGES = ("today", "children", "meals", "people")
HEAD = """# The keys

Written by `make keys` from where each key is declared; on the desk, `?` shows those of the open screen.
Keys ignore case and width: `？` is `?`, `、` is `/`, `【】` are `[]`. In a text field, letters are text.
"""


def table(keys: Iterable[Key]) -> str:
    """The keys as a table, one a row."""
    rows = [f"| `{key.face}` | {_(key.label)} | {key.help} |" for key in keys if key.help]
    return "\n".join(["| key | short | what it does |", "|---|---|---|", *rows])


def title(class_: type) -> str:
    """The first sentence of the class's docstring, or of its module's."""
    module = inspect.getmodule(class_)
    text = (module.__doc__ if module else None) or class_.__doc__ or class_.__name__
    return text.strip().splitlines()[0].rstrip(".").partition(":")[0]


def classes(kind: type) -> list[type]:
    """Every page or dialog that declares keys of its own, by module."""
    found = []
    for path in sorted((ROOT / "deskapp" / "screens").glob("[a-z]*.py")):
        module = import_module(f"deskapp.screens.{path.stem}")
        for one in vars(module).values():
            mine = inspect.isclass(one) and issubclass(one, kind) and one.__module__ == module.__name__
            if mine and one.__dict__.get("KEYS"):
                found.append(one)
    return found


def text() -> str:
    """The whole page."""
    parts = [HEAD, "## Everywhere\n", table(EVERYWHERE), "\n## On every list\n", table((*LIST, *DAYS))]
    parts += ["\n## The line below a list, while it is open\n", table(FIND)]
    pages = sorted(classes(Page), key=lambda one: PAGES.index(one.__module__.rpartition(".")[2]))
    for one in (*pages, *classes(Dialog)):
        parts += [f"\n## {title(one)}\n", table(one.KEYS)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text())
