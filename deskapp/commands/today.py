"""`deskapp today`: the day's counts, and what needs a person now, without the full screen."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from deskapp.commands.office import Office, open_office
from deskapp.commands.printing import put, put_json, put_row, say_backup, say_reading_only, tell
from deskapp.i18n import _, day_text
from deskapp.names import full_name
from deskapp.services.today import WRONG, TodayPage, TodayRow, today
from deskapp.upkeep import troubles
from deskapp.words import say_flag

COUNTS = (
    "coming",
    "here",
    "unclosed",
    "gone",
    "absent",
    "late",
    "not_accounted",
    "missing",
    "not_collected",
    "extra",
)


def run(options: Namespace) -> int:
    """Prints the page; reading only."""
    with open_office(options) as office:
        act = office.act()
        page = today(office.reader, act)
        backup = troubles(office.folder, office.centre)
        if options.json:
            put_json({**as_object(office, act.day, act.clock, page), "backup": [code for code, _ in backup]})
        else:
            show(office, act.day, act.clock, page)
        say_reading_only(office.store.read_only)
        say_backup(backup)
    return 0


def show(office: Office, day: str, clock: str, page: TodayPage) -> None:
    """The page for people."""
    put_row(office.centre.name, day_text(day), clock)
    counts = page.counts
    tell("today_building", count=page.in_building)
    tell("today_counts", **counts)
    if counts["unclosed"]:
        tell("today_left", count=counts["unclosed"])
    if counts["late"] or counts["not_collected"]:
        tell("today_late", **counts)
    for row in page.rows:
        put_row("! " + full_name(row) if row.severity < WRONG else "- " + full_name(row), what(row), who(row))
        if row.next is not None:
            put(say_flag(*row.next), indented=True)
        for line in row.lines:
            put(say_flag(*line), indented=True)
    if not page.rows:
        tell("today_nothing")


def what(row: TodayRow) -> str:
    """What is wrong."""
    return say_flag(*row.flag)


def who(row: TodayRow) -> str:
    """Who has it."""
    if row.claimed_name:
        return _("{name} has it").format(name=row.claimed_name)
    return _("nobody has it") if row.severity < WRONG else ""


def as_object(office: Office, day: str, clock: str, page: TodayPage) -> dict[str, Any]:
    """The page for programs."""
    return {
        "centre": office.centre.name,
        "day": day,
        "time": clock,
        "in_building": page.in_building,
        "counts": {name: page.counts[name] for name in COUNTS},
        "needs": [
            {
                "kind": row.kind,
                "child": row.child or None,
                "name": row.name or None,
                "latin_name": row.latin_name or None,
                "since": row.since or None,
                "claimed_by": row.claimed_name or None,
                "code": row.flag.code,
                "facts": row.flag.facts,
                "text": what(row),
                "next": say_flag(*row.next) if row.next else None,
            }
            for row in page.rows
        ],
    }
