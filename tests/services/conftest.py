"""A real store in a fresh folder with an opened centre, and acts at a frozen Monday afternoon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db import JournalDB
from deskapp.services import centre as centre_rules
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Staff

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=SHANGHAI)  # a Monday
MANAGER, RECEPTION = "LM", "CL"

MakeAct = Callable[..., Act]


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[JournalDB]:
    """A data folder in which no centre was opened yet."""
    store = JournalDB(tmp_path / "data", kinds=KINDS, create=True)
    yield store
    store.close()


@pytest.fixture
def store(empty_store: JournalDB) -> JournalDB:
    """Sunshine Centre with a manager (LM, Lin Mei) and a receptionist (CL, Chen Li)."""
    nobody = Act(staff=0, terminal="reception-1", now=NOW.astimezone(UTC), zone=SHANGHAI)
    with empty_store.transaction("open_centre") as tx:
        _, manager = centre_rules.open_centre(tx, nobody, Centre(name="Sunshine Centre"), "林梅", "Lin Mei")
    by_manager = Act(staff=manager.id, terminal="reception-1", now=NOW.astimezone(UTC), zone=SHANGHAI)
    with empty_store.transaction("add_staff", who=manager.id) as tx:
        staff_rules.add_staff(tx, by_manager, Staff(name="陈丽", latin_name="Chen Li"))
    return empty_store


@pytest.fixture
def act(store: JournalDB) -> MakeAct:
    """Makes acts: `act()` is the receptionist at 16:40 on reception-1; what is given differs."""

    def make(
        code: str = RECEPTION, clock: str = "16:40", day: str = "2026-11-23", terminal: str = "reception-1"
    ) -> Act:
        who = staff_rules.by_code(store.read(), code) if code else None
        moment = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=SHANGHAI)
        return Act(staff=who.id if who else 0, terminal=terminal, now=moment.astimezone(UTC), zone=SHANGHAI)

    return make
