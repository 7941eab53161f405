"""`deskapp import`: brings a list in, all of it or nothing.

What is the same for every list is here, and what is the children's own; the meals' is in bring_meals.py.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from db import Reader, Transaction
from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.commands.printing import put, put_json, tell
from deskapp.exchange.children import read_children
from deskapp.exchange.headings import CHILDREN, Headings
from deskapp.exchange.importing import Outcome, Plan, bring, plan
from deskapp.exchange.mapping import Columns, by_headings, by_map, read_map
from deskapp.exchange.problems import BadFile, Problem
from deskapp.exchange.tables import Row, read_table
from deskapp.names import readings
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.words import field_name
from deskapp.words.joins import listed
from deskapp.words.problems import problem_text, row_text


class Brought(NamedTuple):
    """How one kind of list is brought in, and what is said of it.

    `read` makes items of rows (each with `line` and `name`), `plan` says what bringing them in would do and
    `bring` does it: what it returns has that `plan`.  `sums` are the counts for programs, `totals` says them.
    """

    headings: Headings
    read: Callable[[Sequence[Row], Columns, date], tuple[list[Any], list[Problem]]]
    plan: Callable[[Reader, Act, Sequence[Any]], Any]
    bring: Callable[[Transaction, Act, Sequence[Any]], Any]
    sums: Callable[[Any], dict[str, int]]
    totals: Callable[[Namespace, Any], None]


class OnlyALook(Exception):
    """Rolls a dry run back; nothing of it was written."""


def kind_of(what: str) -> Brought:
    """How the list that the command line names is brought in."""
    if what == "children":
        return Brought(CHILDREN, read_children, planned, bring, sums, totals)
    from deskapp.commands.bring_meals import KINDS

    return KINDS[what]


def run(options: Namespace) -> int:
    """Imports, or shows what an import would do; exit status 1 where anything in the file is wrong."""
    kind = kind_of(options.what)
    if options.template:
        put(",".join(kind.headings.fields))
        return 0
    with open_office(options) as office:
        act = office.act(office.acting().id)
        staff_rules.acting(office.reader, act)
        try:
            items, problems, unread = read_file(office, options, kind)
        except BadFile as bad:
            facts = {"path": options.file, "problem": problem_text(bad.problem)}
            raise Failure("import_refused_file", facts) from bad
        outcome, lsn = None, 0
        if not problems:
            outcome, lsn = write(office, act, items, kind, dry=options.dry_run)
            problems = list(outcome.plan.problems)
        else:  # what the good rows would come to is said with the bad ones
            problems = sorted([*problems, *kind.plan(office.reader, act, items).problems], key=line_of)
        if problems or outcome is None:
            report_problems(options, problems)
            raise Failure("import_refused", {"count": len(problems), "path": options.file})
        report(options, kind, outcome, unread, lsn)
    return 0


def read_file(
    office: Office, options: Namespace, kind: Brought
) -> tuple[list[Any], list[Problem], tuple[str, ...]]:
    """The items of the file, everything wrong with it by line, and the columns that nothing reads."""
    wanted = read_map(Path(options.map), kind.headings) if options.map else None
    table = read_table(Path(options.file))
    columns = by_map(wanted, table.headings) if wanted else by_headings(table.headings, kind.headings)
    today = office.clock.now().astimezone(office.zone).date()
    items, problems = kind.read(table.rows, columns, today)
    return items, sorted([*table.problems, *problems], key=line_of), columns.unread


def line_of(problem: Problem) -> int:
    """The line of a problem, by which they are listed."""
    return problem.line


def write(office: Office, act: Act, items: Sequence[Any], kind: Brought, *, dry: bool) -> tuple[Any, int]:
    """Imports in one transaction; a dry run does the same and takes it back before anything is written."""
    for item in items[:1]:
        readings(item.name, "")  # loads the dictionary before the lock is taken
    try:
        with office.transaction(f"import_{kind.headings.part}", act) as tx:
            outcome = kind.bring(tx, act, items)
            if dry:
                raise OnlyALook
    except OnlyALook:
        pass
    return outcome, tx.lsn


def report_problems(options: Namespace, problems: Sequence[Problem]) -> None:
    """Every bad row with its line and reason, on stdout."""
    if options.json:
        put_json({"imported": False, "problems": [as_object(problem) for problem in problems]})
        return
    for problem in problems:
        put(row_text(problem))


def report(options: Namespace, kind: Brought, outcome: Any, unread: Sequence[str], lsn: int) -> None:
    """What came, or would come."""
    plan = outcome.plan
    if options.json:
        put_json(
            {
                "imported": not options.dry_run,
                "line": lsn or None,
                "new": [{"line": item.line, "name": item.name} for item in plan.new],
                "changed": [
                    {"line": known.line, "name": known.name, "fields": known.fields} for known in plan.changed
                ],
                "known": len(plan.known),
                **kind.sums(outcome),
                "left": [as_object(problem) for problem in plan.left],
                "columns_not_read": list(unread),
            }
        )
        return
    if options.dry_run:
        for item in plan.new:
            tell("row_new", line=item.line, name=item.name)
    for known in plan.changed:
        tell(
            "row_changed",
            line=known.line,
            name=known.name,
            fields=listed(map(field_name, known.fields)),
        )
    for problem in plan.left:
        put(row_text(problem))
    kind.totals(options, outcome)
    if unread:
        tell("import_unread", headings=listed(unread))
    if options.dry_run:
        tell("import_dry")
    elif lsn:
        tell("import_line", lsn=lsn)


def planned(reader: Reader, _act: Act, children: Sequence[Any]) -> Plan:
    """What importing these children would do."""
    return plan(reader, children)


def sums(outcome: Outcome) -> dict[str, int]:
    """What came with the children, for programs."""
    return {
        "adults": outcome.plan.guardians,
        "households": outcome.households,
        "families_proposed": outcome.proposals,
    }


def totals(options: Namespace, outcome: Outcome) -> None:
    """The sums, each in a line."""
    plan = outcome.plan
    if not plan.new and not plan.changed:
        tell("import_nothing_new", path=options.file, known=len(plan.known))
        return
    code = "import_would" if options.dry_run else "import_done"
    tell(code, new=len(plan.new), guardians=plan.guardians, households=outcome.households)
    if outcome.proposals:
        tell("import_proposed", count=outcome.proposals)
    if plan.changed:
        tell("import_changed", count=len(plan.changed))
    if len(plan.known) > len(plan.changed):
        tell("import_unchanged", count=len(plan.known) - len(plan.changed))


def as_object(problem: Problem) -> dict[str, object]:
    """A problem for programs."""
    return {
        "line": problem.line,
        "code": problem.code,
        **problem.facts,
        "text": problem_text(problem),
    }
