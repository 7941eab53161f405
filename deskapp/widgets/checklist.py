"""The checklist: rows in fixed columns with a cursor and marks.  It pages instead of scrolling by a line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from deskapp.widgets.cells import Align, Line, Span, clean, cut, fit, fit_line, width

Id = Hashable


class Column(NamedTuple):
    """A column: its heading (translated) and width in cells.  `flex` columns share what is left over."""

    title: str
    width: int
    align: Align = "left"
    flex: int = 0


class Cell(NamedTuple):
    """What stands in one column of a row.  A row's cell may hold several spans, as alerts do.

    A long text: `wide` lets it go on over the columns behind it that are empty, `short` stands for it where
    it does not fit, and `end` stands behind it however much of it is cut.
    """

    text: str
    style: str = ""
    more: tuple[Span, ...] = ()
    short: str = ""
    end: str = ""
    wide: bool = False


class Checklist:
    """Which rows there are, where the cursor is and what is marked; `lines` draws the page the cursor is on.

    Rows are known by `row_id`: when rows are filled again, the cursor and the marks stay on theirs.
    """

    def __init__(self, row_id: Callable[[Any], Id]) -> None:
        self.row_id = row_id
        self.rows: Sequence[Any] = ()
        self.marks: set[Id] = set()
        self.cursor: Id | None = None
        self.top = 0
        self.height = 1
        self.selectable: Callable[[Any], bool] = lambda _row: True
        """Whether the cursor may stand on a row; a row's further lines are rows of their own that it
        passes.
        """
        self.begins: Callable[[Any], bool] = lambda _row: False
        """Whether a row is a heading, with which a page begins."""
        self._place = 0

    def fill(self, rows: Sequence[Any]) -> None:
        """Show these rows.  If the cursor's row is gone, the one that now stands in its place has the
        cursor.
        """
        self.rows = rows
        ids = [self.row_id(row) for row in rows]
        self.marks.intersection_update(ids)
        if self.cursor in ids:
            self._go(ids.index(self.cursor))
        elif rows:
            self._go(min(self._place, len(rows) - 1))
        else:
            self.cursor, self._place, self.top = None, 0, 0

    @property
    def row(self) -> Any | None:
        """The row the cursor is on."""
        return self.rows[self._place] if self.cursor is not None and self._place < len(self.rows) else None

    @property
    def place(self) -> int:
        """Which row the cursor is on, counted from 0."""
        return self._place

    def chosen(self) -> list[Any]:
        """The marked rows in their order, or the cursor's row when none is marked."""
        marked = [row for row in self.rows if self.row_id(row) in self.marks]
        return marked or ([self.row] if self.row is not None else [])

    def choose(self, row_id: Id) -> bool:
        """Put the cursor on this row; False if it is not shown."""
        for number, row in enumerate(self.rows):
            if self.row_id(row) == row_id:
                self._go(number)
                return True
        return False

    def key(self, name: str) -> bool:
        """Move or mark by one key; False if the key is none of the list's own."""
        last = len(self.rows) - 1
        match name:
            case "up":
                self._step(-1)
            case "down":
                self._step(1)
            case "pageup":
                self._go(max(0, self.top - self.height))
            case "pagedown":
                self._go(min(last, self.top + self.height))
            case "home":
                self._go(0)
            case "end":
                self._go(last)
            case "v":
                if self.cursor is not None:
                    self.marks.symmetric_difference_update({self.cursor})
                    self._step(1)
            case "*":
                ids = {self.row_id(row) for row in self.rows}
                self.marks = set() if self.marks == ids else ids
            case _:
                return False
        return True

    def _step(self, by: int) -> None:
        place = self._place + by
        while 0 <= place < len(self.rows) and not self.selectable(self.rows[place]):
            place += by
        if 0 <= place < len(self.rows):
            self._go(place)

    def _go(self, place: int) -> None:
        if not self.rows:
            return
        place = max(0, place)
        while place > 0 and not self.selectable(self.rows[place]):
            place -= 1
        after = range(place, len(self.rows))
        self._place = next((at for at in after if self.selectable(self.rows[at])), place)
        self.cursor = self.row_id(self.rows[self._place])
        self.top = self._page_of(self._place)

    def _page_of(self, place: int) -> int:
        """Where the page of a row begins: whole pages from the last heading on that leaves room for it."""
        heading = next((at for at in range(place, 0, -1) if self.begins(self.rows[at])), 0)
        return place - (place - heading) % self.height

    def resize(self, height: int) -> None:
        """So many rows are shown on a page."""
        self.height = max(1, height)
        if self.rows:
            self.top = self._page_of(self._place)

    @property
    def page_text(self) -> str:
        """Which rows are shown: "1-17"; empty without rows."""
        return f"{self.top + 1}-{min(len(self.rows), self.top + self.height)}" if self.rows else ""

    # ── drawing ──

    def lines(
        self,
        columns: Sequence[Column],
        cells: Callable[[Any], Sequence[Cell]],
        room: int,
        active: bool = True,
    ) -> list[Line]:
        """The rows of this page, each in `room` cells; `active` draws the cursor.

        A row of one cell where there are several columns is a heading over all of them.
        """
        widths = shares(columns, room - 1)
        drawn: list[Line] = []
        for row in self.rows[self.top : self.top + self.height]:
            row_id = self.row_id(row)
            here = active and row_id == self.cursor
            marked = row_id in self.marks
            shown = cells(row)
            if len(shown) == 1 < len(columns):
                drawn.append(fit_line([(shown[0].text, shown[0].style), *shown[0].more], room))
            else:
                drawn.append(row_line(shown, columns, widths, here, marked))
        return drawn


def heads_line(columns: Sequence[Column], room: int) -> Line:
    """The headings."""
    widths = shares(columns, room - 1)
    text = " ".join(
        fit(column.title, size, column.align) for column, size in zip(columns, widths, strict=True)
    )
    return [(fit(" " + text, room), "heads")]


def row_line(
    cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], here: bool, marked: bool
) -> Line:
    """One row: its cells in their columns, the cursor's row in one style so that it costs few bytes."""
    gutter = "+" if marked else ">" if here else " "
    spans: list[Span] = [(gutter, "")]
    parts = list(zip(cells, columns, widths, strict=True))
    while parts:
        (cell, column, size), *parts = parts
        if len(spans) > 1:
            spans.append((" ", ""))
        if cell.more:
            spans += fit_spans(((cell.text, cell.style), *cell.more), size)
            continue
        while cell.wide and parts and not parts[0][0].text and _needs(cell) > size:
            size += 1 + parts.pop(0)[2]
        spans.append((fit(_text(cell, size), size, column.align), cell.style))
    if here:
        return [("".join(text for text, _ in spans), "cursor")]
    if marked:
        return [(text, style or "marked") for text, style in spans]
    return merged(spans)


def _needs(cell: Cell) -> int:
    """How many cells its whole text takes."""
    return width(clean(cell.text)) + (1 + width(cell.end) if cell.end else 0)


def _text(cell: Cell, size: int) -> str:
    """What is shown of it in so many cells."""
    text = cell.short if cell.short and _needs(cell) > size else cell.text
    if not cell.end:
        return text
    return cut(clean(text), size - 1 - width(cell.end)) + " " + cell.end


def fit_spans(spans: Sequence[Span], cells: int) -> list[Span]:
    """Several spans in exactly so many cells; what does not fit is cut with the mark."""
    whole = "".join(clean(text) for text, _ in spans)
    shown = fit(whole, cells)
    if width(whole) <= cells:
        return [*((clean(text), style) for text, style in spans if text), (" " * (cells - width(whole)), "")]
    fitted: list[Span] = []
    for text, style in spans:
        take = shown[: len(clean(text))]
        fitted.append((take, style))
        shown = shown[len(take) :]
        if not shown:
            break
    if shown:
        fitted.append((shown, ""))
    return fitted


def merged(spans: Sequence[Span]) -> list[Span]:
    """Neighbours of one style as one span: fewer segments, fewer bytes."""
    joined: list[Span] = []
    for text, style in spans:
        if joined and (joined[-1][1] == style or (not text.strip() and style != "field")):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text:
            joined.append((text, style))
    return joined


def shares(columns: Sequence[Column], room: int) -> list[int]:
    """How wide each column is when all of them, one blank between, take `room` cells.

    What is left over goes to the `flex` ones by their share; what is missing is taken from them, down
    to 4 cells.
    """
    left = room - sum(column.width for column in columns) - (len(columns) - 1)
    parts = sum(column.flex for column in columns)
    widths = []
    for column in columns:
        more = left * column.flex // parts if parts else 0
        widths.append(max(4, column.width + more) if column.flex else column.width)
    spare = room - sum(widths) - (len(columns) - 1)
    for number in range(len(columns) - 1, -1, -1):
        if columns[number].flex and spare:
            widths[number] = max(4, widths[number] + spare)
            break
    return widths
