"""A paper as PDF, on A4: Chinese and Latin text in one of the fonts that every reader of PDF knows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, KeepInFrame, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from deskapp.papers.paper import Paper, Table
from deskapp.papers.signs import drawable
from deskapp.text import visible

FONT = "STSong-Light"
MARGIN = 15 * mm
LABELS_ACROSS, LABEL_HIGH, LABEL_EDGE = 3, 34 * mm, 6
PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=9.5, leading=12.5, wordWrap="CJK")
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", PLAIN, fontSize=15, leading=20)
HEADING = ParagraphStyle("heading", PLAIN, fontSize=11.5, leading=16, spaceBefore=8)
FIRST = ParagraphStyle("first", PLAIN, fontSize=12, leading=15)
GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def as_pdf(papers: Sequence[Paper], *, page: str = "{page}") -> bytes:
    """The papers as one file, each from a page of its own; `page` numbers them ("Page {page}")."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    content = io.BytesIO()
    document = SimpleDocTemplate(
        content,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=visible(papers[0].title) if papers else "",
        invariant=1,
    )

    def number(canvas: object, drawn: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)  # type: ignore[attr-defined]
        text = drawable(page.format(page=drawn.page))
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, text)  # type: ignore[attr-defined]

    story: list[Flowable] = []
    for paper in papers:
        if story:
            story.append(PageBreak())
        story += _story(paper, A4[0] - 2 * MARGIN)
    document.build(story or [Spacer(1, 1)], onFirstPage=number, onLaterPages=number)
    return content.getvalue()


def _story(paper: Paper, room: float) -> Iterable[Flowable]:
    yield _text(paper.title, TITLE)
    for line in paper.lines:
        yield _text(line, PLAIN)
    for table in paper.tables:
        if table.heading:
            yield _text(table.heading, HEADING)
        if table.rows:
            yield _grid(table, room)
    if paper.labels:
        yield Spacer(1, 6)
        yield _labels(paper.labels, room)


def _grid(table: Table, room: float) -> Grid:
    whole = sum(column.cells for column in table.columns)
    styles = [RIGHT if column.align == "right" else PLAIN for column in table.columns]
    rows: list[list[Paragraph]] = []
    titled = any(column.title for column in table.columns)
    if titled:
        rows.append([_text(column.title, style) for column, style in zip(table.columns, styles, strict=True)])
    for row in table.rows:
        rows.append([_text(cell, style) for cell, style in zip(row, styles, strict=True)])
    marks = [*GRID, *([("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)] if titled else ())]
    marks += [
        ("BACKGROUND", (0, at + titled), (-1, at + titled), colors.Color(0.9, 0.9, 0.9))
        for at in table.strong
    ]
    widths = [room * column.cells / whole for column in table.columns]
    return Grid(rows, colWidths=widths, repeatRows=1 if titled else 0, style=marks, hAlign="LEFT")


def _labels(labels: Sequence[Sequence[str]], room: float) -> Grid:
    cells: list[list[Flowable]] = [[_label(label, room / LABELS_ACROSS)] for label in labels]
    cells += [[] for _ in range(-len(cells) % LABELS_ACROSS)]
    rows = [cells[at : at + LABELS_ACROSS] for at in range(0, len(cells), LABELS_ACROSS)]
    return Grid(
        rows,
        colWidths=[room / LABELS_ACROSS] * LABELS_ACROSS,
        rowHeights=[LABEL_HIGH] * len(rows),
        style=[("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )


def _label(label: Sequence[str], room: float) -> KeepInFrame:
    """The lines of one label; where they are too many for its height, all of them smaller."""
    lines: list[Flowable] = [_text(line, FIRST if at == 0 else PLAIN) for at, line in enumerate(label)]
    return KeepInFrame(room - 2 * LABEL_EDGE, LABEL_HIGH - LABEL_EDGE, lines, mode="shrink")


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(drawable(visible(text))), style)
