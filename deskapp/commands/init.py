"""`deskapp init`: makes a data folder and opens its centre."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from db import JournalDB
from db.errors import StoreError
from deskapp import i18n, settings
from deskapp.clock import Clock
from deskapp.commands.failure import Failure
from deskapp.commands.office import data_folder, made_whole
from deskapp.commands.printing import tell
from deskapp.services import centre as centre_rules
from deskapp.services.act import Act
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Staff
from deskapp.services.refusal import Refusal


def run(options: Namespace) -> int:
    """Makes the folder; a refused centre leaves none behind that was not there."""
    folder = data_folder(options)
    centre = Centre(
        name=options.centre, timezone=options.timezone, language=i18n.language(), training=options.training
    )
    try:
        zone = centre_rules.zone_of(options.timezone)
        act = Act(0, settings.terminal_name(options.terminal), Clock().now(), zone)
        with made_whole(folder):
            opened, manager = open_centre(folder, act, centre, options.manager)
    except Refusal as refusal:
        if refusal.code == "already_open":
            raise Failure("desk_there", {"path": str(folder)}) from refusal
        raise Failure(refusal.code, refusal.facts) from refusal
    except StoreError as error:
        raise Failure(error.code, error.facts) from error
    tell("made_desk", centre=opened.name, path=str(folder))
    if manager is None:
        tell("add_manager")
    else:
        tell("made_manager", name=manager.name, code=manager.code)
    return 0


def open_centre(folder: Path, act: Act, centre: Centre, manager: str | None) -> tuple[Centre, Staff | None]:
    """Makes the folder where there is none, and puts the centre and its first manager into it."""
    store = JournalDB(folder, KINDS, create=True)
    try:
        with store.transaction("open_centre", on=act.terminal) as tx:
            if manager:
                return centre_rules.open_centre(tx, act, centre, manager)
            return centre_rules.put_centre(tx, centre), None
    finally:
        store.close()
