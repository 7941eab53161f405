"""The roll call on paper: everyone in the building now, by group, with a box to tick."""

from __future__ import annotations

from deskapp.i18n import _, day_text
from deskapp.names import full_name
from deskapp.papers.paper import BOX, Column, Paper, Table
from deskapp.services.act import Act
from deskapp.services.rollcall import RollCallPage


def roll_call_paper(page: RollCallPage, act: Act, centre: str) -> Paper:
    """Every head that is in the building by the list, by group and surname; who needs help to leave stands
    out.
    """
    columns = (Column("", 6), Column(_("name"), 34), Column(_("in"), 8), Column(_("care"), 30))
    tables = []
    count = 0
    for group, heads in page.groups:
        listed = [head for head in heads if head.inside]
        count += len(listed)
        rows = [
            (
                BOX,
                full_name(head.row),
                head.row.in_,
                _("needs help to leave") if head.needs_help else "",
            )
            for head in listed
        ]
        strong = frozenset(at for at, head in enumerate(listed) if head.needs_help)
        if rows:
            tables.append(Table(group, columns, rows, strong))
    title = _("Roll call, {day} {clock}").format(day=day_text(act.day), clock=act.clock)
    return Paper(title, (centre, _("{count} in the building").format(count=count)), tables)
