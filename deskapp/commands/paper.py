"""`deskapp print`: a paper of a day, as PDF or plain text."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, day_of, open_office
from deskapp.commands.outfile import outside, write
from deskapp.i18n import _
from deskapp.papers.meals import kitchen_paper, label_papers, route_papers
from deskapp.papers.paper import Paper
from deskapp.papers.plain import as_text
from deskapp.papers.rollcall import roll_call_paper
from deskapp.services.exports import took
from deskapp.services.meals.kitchen import count
from deskapp.services.meals.mealday import meal_day
from deskapp.services.rollcall import page

KINDS = (".pdf", ".txt")
WITH_ADDRESSES = ("route", "labels")
"""Papers that say where somebody lives: who took one is written down, and it must be somebody."""


def run(options: Namespace) -> int:
    """Writes the paper to --out, or as text to stdout."""
    ending = Path(options.out).suffix.lower() if options.out else ".txt"
    if ending not in KINDS:
        raise Failure("paper_kind", {"path": options.out})
    with open_office(options) as office:
        special = outside(options, office.folder)
        day = day_of(options.day, office.act().day)
        papers = papers_of(office, options.what, day)
        if not papers:
            raise Failure("nothing_to_print", {"what": options.what, "day": day})
        if options.what in WITH_ADDRESSES:
            record(office, options.what, papers, day)
    content = pdf(papers) if ending == ".pdf" else as_text(papers)
    if options.out:
        write(Path(options.out), content, special)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def papers_of(office: Office, what: str, day: str) -> list[Paper]:
    """The papers that are asked for."""
    act, name = office.act(), office.centre.name
    if what == "kitchen":
        return [kitchen_paper(count(office.reader, act, day), name)]
    if what == "rollcall":
        return [roll_call_paper(page(office.reader, act), act, name)]
    meals = meal_day(office.reader, act, day)
    return route_papers(meals, name) if what == "route" else label_papers(meals)


def pdf(papers: Sequence[Paper]) -> bytes:
    """The papers as PDF; reportlab is imported only here."""
    from deskapp.papers.pdf import as_pdf

    return as_pdf(papers, page=_("Page {page}"))


def record(office: Office, what: str, papers: Sequence[Paper], day: str) -> None:
    """Writes to the history that this paper was taken out.  Nobody in particular takes none."""
    act = office.act(office.acting().id)
    rows = sum(len(table.rows) for paper in papers for table in paper.tables)
    rows += sum(len(paper.labels) for paper in papers)
    with office.transaction("export", act) as tx:
        took(tx, act, what, rows=rows, first=day, last=day)
