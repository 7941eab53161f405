"""`make locales`: extract every string of the desk, bring locales/ up to date and compile it.

With `--check` nothing is written; the exit status says whether something would be.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deskapp.i18n import DOMAIN, FOLDER, LANGUAGES

SOURCE = FOLDER.parent
KEYWORDS = ("_", "N_")
IN_CONTEXT = ("C_", "NC_")


class Strings(Catalog):
    """A catalogue whose head holds only what gettext needs: no dates, which would change with every run."""

    language = ""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """The head's fields."""
        return [
            ("Project-Id-Version", "deskapp"),
            ("Language", self.language),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def template(language: str | None = None) -> Strings:
    """Every string that is marked in the source, not translated."""
    catalog = Strings(
        locale=language, header_comment="# deskapp in " + (language or "any language"), fuzzy=False
    )
    catalog.language = language or ""
    for path in sorted(SOURCE.rglob("*.py")):
        for context, text in strings(path.read_text("utf-8")):
            catalog.add(text, None, [(f"deskapp/{path.relative_to(SOURCE).as_posix()}", 0)], context=context)
    return catalog


def strings(source: str) -> Iterator[tuple[str | None, str]]:
    """The marked strings of a module with their contexts, in the order they stand there, those inside of
    f-strings too.
    """
    calls = [
        (call.lineno, call.col_offset, call.func.id, call.args)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    ]
    for _line, _column, called, given in sorted(calls, key=lambda call: call[:2]):
        match given:
            case [ast.Constant(value=str(text))] if text and called in KEYWORDS:
                yield None, text
            case [ast.Constant(value=str(context)), ast.Constant(value=str(text))] if called in IN_CONTEXT:
                yield context, text


def po_file(language: str) -> Path:
    """Where the translations into a language stand."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The translations into a language as they are in the file; empty where there is none."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The translations with every string of the source, and none besides."""
    old, catalog = read(language), template(language)
    for message in catalog:
        known = old.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string, message.flags = known.string, message.flags | (known.flags & {"fuzzy"})
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main() -> int:
    """Write both files of each language; 1 with --check when they were not up to date."""
    stale = 0
    for language in LANGUAGES[1:]:
        catalog = updated(language)
        untranslated = sum(1 for message in catalog if message.id and not message.string)
        path = po_file(language)
        binary = compiled(catalog)
        current = path.with_suffix(".mo").read_bytes() if path.with_suffix(".mo").exists() else b""
        stale |= binary != current
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalog, width=110, omit_header=False, sort_output=False, ignore_obsolete=True)
            path.with_suffix(".mo").write_bytes(binary)
        print(f"{language}: {len(catalog)} strings, {untranslated} untranslated")
    return int(stale) if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
