"""Writes deskapp/demo/readings.py anew: `python -m tests.demo.spell`, after a name or a reading changed."""

from __future__ import annotations

from pathlib import Path

from deskapp import demo
from deskapp.demo import neighbours, people
from deskapp.names import readings

FILE = Path(demo.__file__).with_name("readings.py")
HEAD = '''"""How the names of the demo are read, worked out beforehand: loading the dictionary takes 0.6 s.

Made by `python -m tests.demo.spell`; a test compares it with what names.readings says.
"""

# ruff: noqa: E501

READINGS: dict[str, str] = {
'''


def everybody() -> list[tuple[str, str]]:
    """Name and Latin name of everybody in the demo, each once."""
    found: dict[tuple[str, str], None] = {}
    for family in people.families():
        for person in (*family.children, *family.adults):
            found[person.name, person.latin_name] = None
    for entry in neighbours.everybody():
        found[entry] = None
    return list(found)


def main() -> None:
    """Writes the file."""
    lines = [f'    "{name}": "{"|".join(readings(name, latin))}",\n' for name, latin in everybody()]
    FILE.write_text(HEAD + "".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
