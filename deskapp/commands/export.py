"""`deskapp export`: a list leaves the desk, by a manager, written to the history."""

from __future__ import annotations

import sys
from argparse import Namespace
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, day_of, open_office
from deskapp.commands.outfile import outside, write
from deskapp.exchange import lists, meallists
from deskapp.exchange.mealheadings import MEALS
from deskapp.exchange.writing import WRITERS
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.exports import took

HEADINGS = {**lists.HEADINGS, "meals": MEALS.fields, "orders": meallists.ORDERS}
DATED = ("attendance", "orders")
"""Lists of days, not of what holds now."""


def run(options: Namespace) -> int:
    """Writes the list to stdout or --out."""
    ending = Path(options.out or "").suffix.removeprefix(".").lower()
    kind = options.format or (ending if ending in WRITERS else "csv")
    if kind == "xlsx" and not options.out and sys.stdout.isatty():
        raise Failure("xlsx_to_terminal")
    with open_office(options) as office:
        special = outside(options, office.folder)
        act = office.act(office.acting().id)
        staff_rules.acting_manager(office.reader, act)
        first, last = span(options, act.day)
        rows = rows_of(office, act, options.what, first, last)
        content = WRITERS[kind](HEADINGS[options.what], rows)
        days = {"first": first, "last": last} if options.what in DATED else {}
        with office.transaction("export", act) as tx:
            took(tx, act, options.what, rows=len(rows), **days)
    if options.out:
        write(Path(options.out), content, special)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def span(options: Namespace, today: str) -> tuple[str, str]:
    """The first and last day of a list of days; a month ends today at the latest.  Raises Failure."""
    if options.month:
        try:
            first = date.fromisoformat(options.month + "-01")
        except ValueError:
            raise Failure("no_such_month", {"text": options.month}) from None
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return first.isoformat(), max(first.isoformat(), min(last.isoformat(), today))
    day = day_of(options.day, today)
    return day, day


def rows_of(office: Office, act: Act, what: str, first: str, last: str) -> list[lists.Row]:
    """The rows of the list that is asked for."""
    if what == "children":
        return lists.children(office.reader, act.day)
    if what == "people":
        return lists.people(office.reader)
    if what == "meals":
        return meallists.clients(office.reader, act)
    if what == "staff":
        return lists.staff(staff_rules.all_staff(office.reader))
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [(day + timedelta(days=number)).isoformat() for number in range((end - day).days + 1)]
    listed = meallists.orders if what == "orders" else lists.attendance
    return listed(office.reader, act, days)
