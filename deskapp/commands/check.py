"""`deskapp check`: verifies every line, snapshot and record, and says what is wrong and where."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from db.check import Report, check
from db.errors import StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import demo_or, is_vacant, open_store
from deskapp.commands.printing import put_json, put_row, say_backup, tell
from deskapp.services.kinds import KINDS
from deskapp.services.refusal import Fact
from deskapp.upkeep import centre_of, troubles
from deskapp.words import cause, place


def run(options: Namespace) -> int:
    """Prints the report; exit status 1 where anything is wrong."""
    with demo_or(options) as folder:
        if is_vacant(folder):
            raise Failure("no_desk_yet", {"path": str(folder)})
        try:
            report = check(folder, KINDS)
        except StoreError as error:
            raise Failure(error.code, error.facts) from error
        backup = backup_troubles(folder)
        if options.json:
            put_json({**as_object(report), "backup": [code for code, _ in backup]})
        elif report.sound:
            tell("check_good", lines=report.lines, records=report.records)
            tell("check_head", head=report.head)
        else:
            for finding in report.findings:
                put_row(place(finding.file, finding.line), cause(finding.what), finding.detail)
        say_backup(backup)
        if not report.sound:
            raise Failure("check_bad", {"count": len(report.findings)})
    return 0


def backup_troubles(folder: Path) -> list[tuple[str, dict[str, Fact]]]:
    """What is wrong with the copies; nothing can be said of them where the centre cannot be read."""
    try:
        store = open_store(folder, read_only=True)
    except Failure:
        return []
    try:
        return troubles(folder, centre_of(store))
    except StoreError:
        return []
    finally:
        store.close()


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
                "text": cause(finding.what),
            }
            for finding in report.findings
        ],
    }
