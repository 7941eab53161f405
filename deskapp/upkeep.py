"""The daily copy: started beside the desk while nobody presses a key, and what to say when there is none."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from db import daily
from db.elsewhere import Elsewhere
from deskapp.services.centre import zone_of
from deskapp.services.records import Centre
from deskapp.services.refusal import Fact

LOOK_EVERY = 60.0
"""Seconds between two looks whether a copy is due."""
FIRST = 600.0
"""Seconds after its start for which a desk does not complain of an old copy: it is just having one made."""
AGE = ("backup_none", "backup_old")


class Upkeep:
    """What a desk starts beside itself; DESKAPP_BACKUP=off leaves it to somebody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copying = Elsewhere("deskapp", "backup", "--daily", "--data", os.path.abspath(folder))
        self._off = os.environ.get("DESKAPP_BACKUP", "") == "off"
        self._looked = -LOOK_EVERY

    def rest(self, store: Any) -> None:
        """Start the daily copy where one is due; called on the store's thread while it has nothing to do."""
        now = time.monotonic()
        if self._off or now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        centre = centre_of(store)
        if centre is None or centre.training:
            return
        if daily.due(daily.state(self._folder), centre.backup_folder, here_now(centre)):
            self._copying.start()


def centre_of(store: Any) -> Centre | None:
    """The centre; None where there is none yet."""
    return next(iter(store.read().all(Centre)), None)


def here_now(centre: Centre | None) -> datetime:
    """The real time, never a pretended one, in the centre's zone."""
    zone: tzinfo = UTC if centre is None else zone_of(centre.timezone)
    return datetime.now(zone)


def troubles(
    folder: Path, centre: Centre | None, *, since_start: float = FIRST
) -> list[tuple[str, dict[str, Fact]]]:
    """What is wrong with the copies: codes of sentences with their facts; nothing for a training folder."""
    if centre is None or centre.training:
        return []
    found = daily.troubles(daily.state(folder), centre.backup_folder, here_now(centre))
    return [(code, {**facts}) for code, facts in found if since_start >= FIRST or code not in AGE]
