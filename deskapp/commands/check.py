"""`deskapp check`: verifies every line, snapshot and record, and says what is wrong and where."""

from __future__ import annotations

from argparse import Namespace

from db.check import Finding, Report, check
from db.errors import StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import demo_or, is_vacant
from deskapp.commands.printing import put_json, put_row, tell
from deskapp.i18n import _
from deskapp.services.kinds import KINDS
from deskapp.words import say
from deskapp.words.commands import FINDINGS


def run(options: Namespace) -> int:
    """Prints the report; exit status 1 where anything is wrong."""
    with demo_or(options) as folder:
        if is_vacant(folder):
            raise Failure("no_desk_yet", {"path": str(folder)})
        try:
            report = check(folder, KINDS)
        except StoreError as error:
            raise Failure(error.code, error.facts) from error
        if options.json:
            put_json(as_object(report))
        elif report.sound:
            tell("check_good", lines=report.lines, records=report.records)
            tell("check_head", head=report.head)
        else:
            for finding in report.findings:
                put_row(place(finding), what(finding), finding.detail)
        if not report.sound:
            raise Failure("check_bad", {"count": len(report.findings)})
    return 0


def place(finding: Finding) -> str:
    """The file, and the line in it if it is one."""
    if not finding.line:
        return finding.file
    return say("at_line", {"file": finding.file, "line": finding.line})


def what(finding: Finding) -> str:
    """What is wrong, in the language of the screen."""
    return _(FINDINGS.get(finding.what, finding.what))


def as_object(report: Report) -> dict[str, object]:
    """The report for programs."""
    return {
        "sound": report.sound,
        "lines": report.lines,
        "records": report.records,
        "last_line": report.lsn,
        "head": report.head,
        "findings": [
            {
                "file": finding.file,
                "line": finding.line or None,
                "code": finding.what,
                "detail": finding.detail or None,
                "text": what(finding),
            }
            for finding in report.findings
        ],
    }
