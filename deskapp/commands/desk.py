"""`deskapp` without a command: opens the full screen."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from db import JournalDB, is_data_folder
from db.errors import ReadOnly, StoreError
from deskapp import i18n
from deskapp.clock import Clock
from deskapp.commands.failure import Failure
from deskapp.commands.office import (
    centre_of,
    clock_of,
    data_folder,
    demo_or,
    is_remote,
    is_vacant,
    made_whole,
    open_store,
)
from deskapp.i18n import N_, _
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre

DEMO_BANNER = N_("DEMO: a made-up centre, thrown away at the end. Its clock is not the real one.")
TRAINING_BANNER = N_("TRAINING: the time is not the real one.")


def run(options: Namespace) -> int:
    """Opens the desk until it is left; without a terminal it only says what to do instead."""
    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if not terminal:
        folder = data_folder(options)
        if not options.demo and is_vacant(folder):
            raise Failure("no_desk_yet", {"path": str(folder)})
        raise Failure("no_terminal")
    with demo_or(options) as folder:
        if not options.demo and is_vacant(folder):
            make(folder)
        elif not is_data_folder(folder):
            open_store(folder).close()  # says why not
        clock = Clock(options.pretended) if options.demo else clock_here(options, folder)
        return open_desk(options, folder, clock)


def open_desk(options: Namespace, folder: Path, clock: Clock | None) -> int:
    """The full screen on a folder; its imports begin here."""
    from deskapp import start

    banner = ""
    if clock is not None and clock.pretends:
        banner = _(DEMO_BANNER) if options.demo else _(TRAINING_BANNER)
    try:
        return start.run(
            folder,
            language=options.lang or (i18n.language() if options.demo else None),
            staff=options.staff,
            terminal=options.terminal,
            remote=is_remote(options),
            clock=clock,
            banner=banner,
            upkeep=not options.demo,
        )
    except start.Broken as broken:
        raise Failure("unforeseen", {"kind": broken.kind, "file": broken.file}) from broken
    except ReadOnly as error:
        raise Failure("reading_only", error.facts) from error
    except StoreError as error:
        raise Failure(error.code, error.facts) from error


def make(folder: Path) -> None:
    """A folder without a centre, which the first screen asks about."""
    try:
        with made_whole(folder):
            JournalDB(folder, KINDS, create=True).close()
    except StoreError as error:
        raise Failure(error.code, error.facts) from error


def clock_here(options: Namespace, folder: Path) -> Clock | None:
    """The pretended clock of a training folder; None for the real one.  Raises Failure."""
    if not options.now:
        return None
    from zoneinfo import ZoneInfo

    store = open_store(folder, read_only=True)
    try:
        centre = next(iter(store.read().all(Centre)), None)
    finally:
        store.close()
    if centre is None:  # why not is found only by whoever may mend what a crash left
        store = open_store(folder)
        try:
            centre = centre_of(store)
        finally:
            store.close()
    return clock_of(options, ZoneInfo(centre.timezone), training=centre.training)
