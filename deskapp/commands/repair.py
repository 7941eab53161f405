"""`deskapp repair NEW`: a sound folder of what a damaged one still holds, and a list of what is lost."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from db import JournalDB, daily
from db.errors import NotSaved, StoreError
from db.repair import Repaired, repair
from db.salvage import Lost
from deskapp.commands.failure import Failure
from deskapp.commands.office import data_folder, is_vacant
from deskapp.commands.printing import put_json, put_row, tell
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Staff
from deskapp.upkeep import centre_of
from deskapp.words import say, say_done


def run(options: Namespace) -> int:
    """Makes the new folder; exit status 1 only where it is not sound or could not be made."""
    source, target = data_folder(options), Path(options.folder).expanduser()
    if options.demo:
        raise Failure("not_in_demo")
    if is_vacant(source):
        raise Failure("no_desk_yet", {"path": str(source)})
    try:
        done = repair(source, target, KINDS)
    except NotSaved as error:
        if error.facts["reason"] == "EEXIST":
            raise Failure("repair_there", {"path": str(target)}) from error
        raise Failure(error.code, error.facts) from error
    except StoreError as error:
        raise Failure(error.code, error.facts) from error
    centre, names = who_is_there(target)
    if options.json:
        put_json(as_object(done, names))
    else:
        show(done, names, source)
    if centre is None:
        raise Failure("repair_no_centre", {"path": str(target), "old": str(source)})
    if not done.report.intact:
        count = len(done.report.findings)
        raise Failure("repair_still_bad", {"path": str(target), "count": count})
    return 0


def who_is_there(folder: Path) -> tuple[Centre | None, dict[int, str]]:
    """The centre of the new folder, and who is who there."""
    store = JournalDB(folder, KINDS, read_only=True)
    try:
        return centre_of(store), {one.id: one.name for one in store.read().all(Staff)}
    finally:
        store.close()


def show(done: Repaired, names: dict[int, str], source: Path) -> None:
    """The report for people."""
    for _, file, line in done.mended:
        tell("repair_mended", file=file, line=line)
    for name in done.rebuilt:
        tell("repair_rebuilt", file=f"{name}.json")
    for name in done.partial:
        tell("repair_partial", file=f"{name}.json")
    for name in done.unproved:
        tell("repair_unproved", file=f"{name}.json")
    for first, last in runs(done.lost):
        if first is last:
            put_row(where(first), signed(first, names), fate(first))
        else:
            put_row(say("repair_lines_gone", {"first": first.n, "last": last.n}), fate(first))
    facts = {"path": str(done.folder), "records": done.report.records}
    if done.complete:
        tell("repair_whole", **facts)
    else:
        missing = [lost for lost in done.lost if not lost.contained]
        tell("repair_lacking", **facts, count=len(missing) + len(done.unproved) + len(done.partial))
        good = [made for made in daily.copies(source / "backups") if made.good]
        if good:
            tell("repair_copy", path=str(daily.file_of(source / "backups", good[-1])))
    if dangling := sum(finding.what == "dangling" for finding in done.report.findings):
        tell("repair_dangling", count=dangling, path=str(done.folder))
    tell("repair_next", path=str(done.folder), old=str(source))


def runs(lost: Sequence[Lost]) -> Iterator[tuple[Lost, Lost]]:
    """Each lost line as first and last of a run; runs of those of which nothing is left, with one fate."""
    first = last = None
    for one in lost:
        plain = not one.file and (one.contained or not one.records)
        on = last is not None and plain and (one.n, one.contained) == (last.n + 1, last.contained)
        if first is not None and last is not None and not on:
            yield first, last
            first = last = None
        if plain:
            first, last = first or one, one
        else:
            yield one, one
    if first is not None and last is not None:
        yield first, last


def where(lost: Lost) -> str:
    """Which line it was, and what it was called."""
    what = say_done(lost.code, {}) if lost.code else "?"
    if not lost.file:
        return say("repair_line_gone", {"n": lost.n, "what": what})
    place = say("at_line", {"file": lost.file, "line": lost.line})
    return say("repair_line", {"n": lost.n, "place": place, "what": what})


def signed(lost: Lost, names: dict[int, str]) -> str:
    """Who did it, when and where, as far as it can be read."""
    if not lost.time and not lost.who:
        return ""
    who = names.get(lost.who, str(lost.who or "-"))
    return say("repair_signed", {"who": who, "time": lost.time or "?", "on": lost.on or "?"})


def fate(lost: Lost) -> str:
    """What became of what it did."""
    if lost.contained:
        return say("repair_contained", {})
    if lost.records:
        return say("repair_put_back", {"records": ", ".join(ranges(lost.records))})
    return say("repair_unknown", {})


def ranges(records: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Ids that follow one another as one: "attendance 3-17"."""
    table, first, last = "", 0, 0
    for name, number in (*sorted(records), ("", 0)):
        if table and (name, number) != (table, last + 1):
            yield f"{table} {first}-{last}" if last > first else f"{table} {first}"
            first = number
        elif not table:
            first = number
        table, last = name, number


def as_object(done: Repaired, names: dict[int, str]) -> dict[str, object]:
    """The report for programs."""
    return {
        "folder": str(done.folder),
        "complete": done.complete,
        "sound": done.report.sound,
        "lines": done.lines,
        "records": done.report.records,
        "mended": [{"n": n, "file": file, "line": line} for n, file, line in done.mended],
        "rebuilt": [f"{name}.json" for name in done.rebuilt],
        "partial": [f"{name}.json" for name in done.partial],
        "unproved": [f"{name}.json" for name in done.unproved],
        "lost": [
            {
                "n": lost.n,
                "file": lost.file or None,
                "line": lost.line or None,
                "time": lost.time or None,
                "who": names.get(lost.who) or lost.who or None,
                "on": lost.on or None,
                "code": lost.code or None,
                "contained": lost.contained,
                "put_back": [{"table": table, "id": number} for table, number in lost.records],
            }
            for lost in done.lost
        ],
    }
