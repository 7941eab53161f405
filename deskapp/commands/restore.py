"""`deskapp restore FILE`: puts a backup in the data folder's place; what was there is kept."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from db.backup import restore
from db.errors import Damaged, StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import data_folder
from deskapp.commands.printing import tell
from deskapp.exchange.files import require_plain
from deskapp.exchange.problems import BadFile
from deskapp.services.kinds import KINDS
from deskapp.words import cause, place


def run(options: Namespace) -> int:
    """Restores, if the backup is sound; open desks read everything anew."""
    file, folder = Path(options.file), data_folder(options)
    if options.demo:
        raise Failure("not_in_demo")
    try:
        require_plain(file, file.stat())
    except BadFile as bad:
        raise Failure(bad.problem.code, {"path": str(file)}) from bad
    try:
        kept = restore(file, folder, KINDS)
    except Damaged as damage:
        raise Failure("backup_unsound", {"path": str(file), "reason": told(damage)}) from damage
    except StoreError as error:
        raise Failure(error.code, error.facts) from error
    if kept is None:
        tell("restored_new", path=str(folder))
    else:
        tell("restored", path=str(folder), kept=str(kept))
    return 0


def told(damage: Damaged) -> str:
    """What is wrong with a backup: the first finding of its check, as "file:line code detail", or a code."""
    reason = str(damage.facts["reason"])
    found = re.match(r"(\S+):(\d+) (\w+)", reason)
    if found is None:
        return cause(reason)
    return f"{place(found[1], int(found[2]))}: {cause(found[3])}"
