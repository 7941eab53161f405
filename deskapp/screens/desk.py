"""The desk's one screen: it paints the page or dialog that is on top, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from deskapp.i18n import _
from deskapp.screens.frame import centre_line, last_lines, opening_lines, top_lines
from deskapp.widgets.cells import Line, fit_line, set_cut, wrap
from deskapp.widgets.checklist import heads_line
from deskapp.widgets.paper import Paper

if TYPE_CHECKING:
    from deskapp.screens.dialog import Dialog
    from deskapp.screens.page import Page
    from deskapp.session import Desk

PANEL = 36
NARROW = 78
"""Below these cells a list has fewer columns."""
SMALLEST = (60, 20)


class DeskScreen(Screen[None]):
    """Composes the lines of the screen from the desk's state; `paint` shows them."""

    AUTO_FOCUS = ""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper()
        self.columns = self.height = 0
        self._failing = self._noted = ""

    def compose(self) -> ComposeResult:
        """One paper."""
        yield self.paper

    def on_mount(self) -> None:
        """Paint before Textual's first look at the screen, so that not even that is empty."""
        self.columns, self.height = self.app.size
        self.paint()

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size."""
        if (self.columns, self.height) != event.size:
            self.columns, self.height = event.size
            self.paint()

    def paint(self) -> None:
        """Show the present state; only what differs goes to the terminal.

        Never raises: whoever paints has finished its work, and one screen that cannot be drawn must not
        stop the desk.  That is said in its place, noted once, and another page or dialog is shown as ever.
        """
        try:
            self._paint()
            self._failing = ""
            if hasattr(self, "desk"):
                self.desk.blind = False
        except Exception as error:
            self._cannot_paint(error)

    def _cannot_paint(self, error: Exception) -> None:
        columns, height = self.columns, self.height
        self.desk.blind = True
        if self._failing != repr(error):
            self._failing = repr(error)
            self._noted = self.desk.note_error(error)
            self.desk.bell()
        text = _(
            "This cannot be shown; nothing was changed by that. esc leaves it, 1 2 3 6 show another screen. "
            "It was noted in {file} for whoever looks after the desk."
        ).format(file=self._noted)
        lines: list[Line] = [[(part, "refused")] for part in wrap(text, columns)]
        self.paper.show(lines, columns, height)

    def _paint(self) -> None:
        columns, height = self.columns, self.height
        if not columns or not height:
            return
        if not hasattr(self, "desk"):
            self.paper.show(opening_lines(height), columns, height)
            return
        set_cut(self.desk.symbols.cut)
        self.paper.signs = self.desk.symbols.signs
        self.desk.narrow = columns < NARROW
        self.desk.unseen = columns < SMALLEST[0] or height < SMALLEST[1]
        if self.desk.unseen:
            text = _("The desk needs {columns} × {lines} characters.").format(columns=60, lines=20)
            keys = _("No key does anything here but F12 (lock) and ctrl+q (leave).")
            lines: list[Line] = [[(part, "strong")] for part in wrap(f"{text} {keys}", columns)]
            self.paper.show(lines[:height], columns, height)
            return
        drawn, cursor = self._dialog(columns, height) if self.desk.dialogs else self._page(columns, height)
        self.paper.show(drawn, columns, height, cursor)

    def _dialog(self, columns: int, height: int) -> tuple[list[Line], tuple[int, int]]:
        dialog: Dialog = self.desk.dialogs[-1]
        body = list(dialog.lines(columns, height - 4))[: height - 4]
        body += [[]] * (height - 4 - len(body))
        lines: list[Line] = [
            centre_line(self.desk, columns),
            [(dialog.title, "title")],
            *body,
            *last_lines(self.desk, dialog.keys, columns),
        ]
        at = dialog.cursor
        return lines, ((at[0], at[1] + 2) if at else (0, height - 2))

    def _page(self, columns: int, height: int) -> tuple[list[Line], tuple[int, int]]:
        page = self.desk.page
        if page is None or page.model is None:
            return opening_lines(height), (0, 0)
        top = top_lines(self.desk, columns)
        panel = PANEL if columns - PANEL >= NARROW else 0
        room = columns - panel
        head = page.columns(room)
        body_height = height - len(top) - page.count_lines - 1 - 3
        page.list.resize(body_height)
        counts = list(page.counts(columns))[: page.count_lines]
        rows = page.list.lines(head, page.row_cells, room, active=page.finder.points)
        cursor = (0, len(top) + len(counts) + 1 + page.list.place - page.list.top)
        middle = [heads_line(head, room), *rows, *([[]] * (body_height - len(rows)))]
        if panel:
            middle = self._beside(middle, page, room, panel)
        find, at = page.finder.line(columns)
        if at >= 0:
            cursor = (min(at, columns - 1), height - 3)
        return [*top, *counts, *middle, find, *last_lines(self.desk, page.keys_now, columns)], cursor

    def _beside(self, left: Sequence[Line], page: Page, room: int, panel: int) -> list[Line]:
        row = page.list.row
        right = list(page.details(row, panel - 2)) if row is not None else []
        if len(right) > len(left):
            unseen = _("and {count} more lines").format(count=len(right) - len(left) + 1)
            right = [*right[: len(left) - 1], [(unseen, "dim")]]
        right += [[]] * (len(left) - len(right))
        bar = (self.desk.symbols.bar + " ", "dim")
        return [
            [*fit_line(line, room), bar, *fit_line(more, panel - 2)]
            for line, more in zip(left, right, strict=True)
        ]
