"""`deskapp export`: a list leaves the desk, by a manager, written to the history."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.exchange import lists
from deskapp.exchange.writing import WRITERS
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.records import Exported


def run(options: Namespace) -> int:
    """Writes the list to stdout or --out."""
    ending = Path(options.out or "").suffix.removeprefix(".").lower()
    kind = options.format or (ending if ending in WRITERS else "csv")
    if kind == "xlsx" and not options.out and sys.stdout.isatty():
        raise Failure("xlsx_to_terminal")
    with open_office(options) as office:
        if options.out and Path(options.out).resolve().is_relative_to(office.folder.resolve()):
            raise Failure("out_in_records", {"path": options.out})
        act = office.act(office.acting().id)
        staff_rules.acting_manager(office.reader, act)
        first, last = span(options, act.day)
        rows = rows_of(office, act, options.what, first, last)
        special = opened(Path(options.out)) if options.out else None
        content = WRITERS[kind](lists.HEADINGS[options.what], rows)
        record(office, act, options.what, rows=len(rows), first=first, last=last)
    if options.out:
        write(Path(options.out), content, special)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def span(options: Namespace, today: str) -> tuple[str, str]:
    """The first and last day of an attendance list; a month ends today at the latest.  Raises Failure."""
    if options.month:
        try:
            first = date.fromisoformat(options.month + "-01")
        except ValueError:
            raise Failure("no_such_month", {"text": options.month}) from None
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return first.isoformat(), max(first.isoformat(), min(last.isoformat(), today))
    try:
        day = date.fromisoformat(options.day).isoformat() if options.day else today
    except ValueError:
        raise Failure("no_such_day", {"text": options.day}) from None
    return day, day


def rows_of(office: Office, act: Act, what: str, first: str, last: str) -> list[lists.Row]:
    """The rows of the list that is asked for."""
    if what == "children":
        return lists.children(office.reader, act.day)
    if what == "people":
        return lists.people(office.reader)
    if what == "staff":
        return lists.staff(staff_rules.all_staff(office.reader))
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [(day + timedelta(days=number)).isoformat() for number in range((end - day).days + 1)]
    return lists.attendance(office.reader, act, days)


def record(office: Office, act: Act, what: str, *, rows: int, first: str, last: str) -> None:
    """Writes to the history that this list was taken out."""
    dated = what == "attendance"
    with office.transaction("export", act, what=what, rows=rows) as tx:
        tx.put(
            Exported(
                day=act.day,
                at=act.instant,
                by=act.staff,
                what=what,
                rows=rows,
                first=first if dated else "",
                last=last if dated else "",
            )
        )


def opened(path: Path) -> int | None:
    """What is there and is no file, such as a device, opened to be written to; it is never replaced.

    Raises Failure for a pipe that nobody reads, which would be waited for.
    """
    if not path.exists() or path.is_file():
        return None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise Failure("file_not_plain", {"path": str(path)}) from error
    os.set_blocking(descriptor, True)
    return descriptor


def write(path: Path, content: bytes, special: int | None) -> None:
    """Writes the file for its owner alone; an older one is replaced only once the new one is whole.  What is
    no file is written to as it was opened.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if special is not None:
            with open(special, "wb") as device:
                device.write(content)
            return
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
