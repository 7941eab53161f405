"""`deskapp backup FILE | --daily | --daily-to FOLDER`: everything in one file, read back to be sure of it."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from msgspec.structs import replace

from db import daily
from db.backup import backup
from db.errors import NotSaved, StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import demo_or, is_vacant, open_office, open_store
from deskapp.commands.printing import tell
from deskapp.i18n import N_, _
from deskapp.services.centre import change_centre
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre
from deskapp.upkeep import centre_of, here_now

MARKED = N_("deskapp puts a copy of the records of {centre} here every day. Keep this folder locked away.")


def run(options: Namespace) -> int:
    """Makes the copy that is asked for, or says where copies go from now on."""
    if options.daily_to is not None:
        return daily_to(options)
    return every_day(options) if options.daily else one(options)


def one(options: Namespace) -> int:
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


def every_day(options: Namespace) -> int:
    """Makes today's copy unless there is one: what a desk starts beside itself, out of everybody's way."""
    os.nice(10)
    with demo_or(options) as folder:
        copy_now(folder, centre_here(folder))
    return 0


def copy_now(folder: Path, centre: Centre | None) -> None:
    """Today's copy, in the folder and wherever else it goes.  Raises Failure."""
    also = "" if centre is None else centre.backup_folder
    at = here_now(centre)
    try:
        now = daily.back_up(folder, KINDS, also=also, at=at)
    except StoreError as error:
        raise Failure(error.code, error.facts) from error
    if now is None:
        tell("backup_elsewhere")
        return
    if now.tried.reason:
        raise Failure("backup_not_made", {"reason": now.tried.reason})
    tell("backup_daily", path=str(daily.file_of(folder / "backups", max(now.made))), count=len(now.made))
    for code, facts in daily.troubles(now, also, at):
        raise Failure(code, facts)
    if also:
        tell("backup_second", path=also)


def centre_here(folder: Path) -> Centre | None:
    """The centre of a folder, None where it cannot be read; nothing is mended by looking.  Raises Failure."""
    store = open_store(folder, read_only=True)
    try:
        return centre_of(store)
    except StoreError:
        return None
    finally:
        store.close()


def daily_to(options: Namespace) -> int:
    """Sets the second folder, makes it if need be, and brings the newest copy there; a manager only."""
    second = Path(options.daily_to).expanduser().absolute() if options.daily_to else None
    with open_office(options) as office:
        act = office.act(office.acting().id)
        changed = replace(office.centre, backup_folder="" if second is None else str(second))
        with office.transaction("change_centre", act) as tx:
            centre = change_centre(tx, act, changed)
            if second is not None:
                prepare(second, centre)
        if second is None:
            tell("backup_second_off")
            return 0
        tell("backup_second_set", path=str(second))
        copy_now(office.folder, centre)
    return 0


def prepare(second: Path, centre: Centre) -> None:
    """Makes the folder and marks it.  Raises Failure, and the setting stays as it was."""
    try:
        daily.prepare_second(second, _(MARKED).format(centre=centre.name) + "\n")
    except NotSaved as error:
        raise Failure("file_trouble", {"path": str(second), "reason": str(error.facts["reason"])}) from error
