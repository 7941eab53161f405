"""Which keys there are on the screen that was open, and what each does."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import Dialog
from deskapp.widgets.cells import Line, fit, wrap
from deskapp.words.joins import labelled


class Help(Dialog):
    """The keys of a page or dialog, page by page."""

    scope = "help"
    KEYS = (
        Key(
            "turn",
            ("space", "pagedown", "down", "pageup", "up"),
            N_("next page"),
            N_("The next keys."),
            rank=1,
        ),
        Key(
            "leave",
            ("escape", "0", "?", "f1", "enter", "q"),
            N_("back"),
            N_("Back to where you were."),
            rank=2,
        ),
    )

    def __init__(self, about: str, keys: Sequence[Key]) -> None:
        super().__init__()
        self.title = labelled(_("HELP"), _(about))
        self.about = keys
        self.page = 0
        self.pages = 1

    def lines(self, columns: int, height: int) -> list[Line]:
        """One key a line, its sentence beside it."""
        blocks: list[list[Line]] = []
        for key in self.about:
            names = (
                _(key.face) if key.shown else " ".join(_(Key("", (name,), "", "").face) for name in key.names)
            )
            sentences = wrap(_(key.help), columns - 18)
            block: list[Line] = [[("  ", ""), (fit(names, 14), "key"), (" " + sentences[0], "")]]
            block += [[(" " * 17 + more, "")] for more in sentences[1:]]
            blocks.append(block)
        pages: list[list[Line]] = [[]]
        for block in blocks:
            if len(pages[-1]) + len(block) > height - 1:
                pages.append([])
            pages[-1] += block
        self.pages = len(pages)
        self.page = min(self.page, self.pages - 1)
        foot: Line = [(_("  page {page} of {pages}").format(page=self.page + 1, pages=self.pages), "dim")]
        return [*pages[self.page], *([[]] * (height - 1 - len(pages[self.page]))), foot]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Its own keys: the one that opened it closes it."""
        return self.KEYS

    async def do_turn(self) -> None:
        """Space, PgDn, PgUp."""
        self.page = (self.page + (-1 if self.press.name in ("pageup", "up") else 1)) % self.pages

    async def do_help(self) -> None:
        """Help on help is leaving it."""
        self.close(None)
