"""`deskapp import`: brings a list of children in, all of it or nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.commands.printing import put, put_json, tell
from deskapp.exchange.children import Child, read_children
from deskapp.exchange.headings import FIELDS
from deskapp.exchange.importing import Known, Outcome, bring
from deskapp.exchange.mapping import by_headings, by_map, read_map
from deskapp.exchange.problems import BadFile, Problem
from deskapp.exchange.tables import read_table
from deskapp.names import readings
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.words import field_name
from deskapp.words.joins import listed
from deskapp.words.problems import problem_text, row_text


class OnlyALook(Exception):
    """Rolls a dry run back; nothing of it was written."""


def run(options: Namespace) -> int:
    """Imports, or shows what an import would do; exit status 1 where anything in the file is wrong."""
    if options.template:
        put(",".join(FIELDS))
        return 0
    with open_office(options) as office:
        act = office.act(office.acting().id)
        staff_rules.acting(office.reader, act)
        try:
            children, problems, unread = read_file(office, options)
        except BadFile as bad:
            facts = {"path": options.file, "problem": problem_text(bad.problem)}
            raise Failure("import_refused_file", facts) from bad
        outcome, lsn = None, 0
        if not problems:
            outcome, lsn = write(office, act, children, dry=options.dry_run)
            problems = list(outcome.plan.problems)
        if problems or outcome is None:
            report_problems(options, problems)
            raise Failure("import_refused", {"count": len(problems), "path": options.file})
        report(options, outcome, unread, lsn)
    return 0


def read_file(office: Office, options: Namespace) -> tuple[list[Child], list[Problem], tuple[str, ...]]:
    """The children of the file, everything wrong with it by line, and the columns that nothing reads."""
    wanted = read_map(Path(options.map)) if options.map else None
    table = read_table(Path(options.file))
    columns = by_map(wanted, table.headings) if wanted else by_headings(table.headings)
    today = office.clock.now().astimezone(office.zone).date()
    children, problems = read_children(table.rows, columns, today)
    return children, sorted([*table.problems, *problems], key=lambda problem: problem.line), columns.unread


def write(office: Office, act: Act, children: Sequence[Child], *, dry: bool) -> tuple[Outcome, int]:
    """Imports in one transaction; a dry run does the same and takes it back before anything is written."""
    for child in children[:1]:
        readings(child.name, "")  # loads the dictionary before the lock is taken
    try:
        with office.transaction("import_children", act) as tx:
            outcome = bring(tx, act, children)
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


def report(options: Namespace, outcome: Outcome, unread: Sequence[str], lsn: int) -> None:
    """What came, or would come."""
    plan = outcome.plan
    if options.json:
        put_json(
            {
                "imported": not options.dry_run,
                "line": lsn or None,
                "new": [{"line": child.line, "name": child.name} for child in plan.new],
                "changed": [
                    {"line": known.child.line, "name": known.child.name, "fields": fields_of(known)}
                    for known in plan.changed
                ],
                "known": len(plan.known),
                "adults": plan.guardians,
                "households": outcome.households,
                "families_proposed": outcome.proposals,
                "left": [as_object(problem) for problem in plan.left],
                "columns_not_read": list(unread),
            }
        )
        return
    if options.dry_run:
        for child in plan.new:
            tell("row_new", line=child.line, name=child.name)
    for known in plan.changed:
        tell(
            "row_changed",
            line=known.child.line,
            name=known.child.name,
            fields=listed(map(field_name, fields_of(known))),
        )
    for problem in plan.left:
        put(row_text(problem))
    totals(options, outcome)
    if unread:
        tell("import_unread", headings=listed(unread))
    if options.dry_run:
        tell("import_dry")
    elif lsn:
        tell("import_line", lsn=lsn)


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


def fields_of(known: Known) -> list[str]:
    """What is brought up to date of somebody on file."""
    return sorted(known.changes) + ([] if known.enrolment else ["enrolment"])


def as_object(problem: Problem) -> dict[str, object]:
    """A problem for programs."""
    return {
        "line": problem.line,
        "code": problem.code,
        **problem.facts,
        "text": problem_text(problem),
    }
