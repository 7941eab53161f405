"""`deskapp backup FILE`: one file that holds everything, read back to be sure of it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from db.backup import backup
from db.errors import StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import demo_or, is_vacant
from deskapp.commands.printing import tell
from deskapp.services.kinds import KINDS


def run(options: Namespace) -> int:
    """Makes the copy; desks may go on meanwhile.  A copy of damaged records is kept, and said to be one."""
    file = Path(options.file)
    if file.exists():
        raise Failure("file_exists", {"path": str(file)})
    if not file.absolute().parent.is_dir():
        raise Failure("file_missing", {"path": str(file.parent)})
    with demo_or(options) as folder:
        if is_vacant(folder):
            raise Failure("no_desk_yet", {"path": str(folder)})
        try:
            made = backup(folder, file, KINDS)
        except StoreError as error:
            raise Failure(error.code, error.facts) from error
        if not made.report.sound:
            raise Failure("backed_up_damaged", {"path": str(file), "count": len(made.report.findings)})
        tell("backed_up", path=str(file), lines=made.report.lines, records=made.report.records)
    return 0
