"""A card scanned while a dialog is open is refused, and passes nothing below."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


OPENED = {
    "CollectDialog": "c",
    "GuardianCall": "c9",
    "SomeoneElse": "c91y",
    "Withhold": "c1w",
    "WhoCame": "cb",
    "AtTheDoor": "cb1",
    "AbsentDialog": "x",
    "LadderDialog": "t",
    "NoteDialog": "m",
    "RollCallDialog": "r",
    "HeadCountDialog": "rh",
    "SupperDialog": "w",
    "ExtraChildDialog": "+",
    "DetailsDialog": "<enter>",
}


@pytest.mark.parametrize("name", OPENED)
async def test_a_scan_is_refused_and_no_page_is_switched(open_family, family, name):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type(OPENED[name])
        assert type(terminal.desk.dialogs[-1]).__name__ == name
        written = await terminal.desk.job(lambda store: store.last_lsn)
        open_now = list(terminal.desk.dialogs)
        await terminal.type(";123456<enter>")
        assert terminal.desk.dialogs == open_now
        assert "scan" in terminal.status
        assert await terminal.desk.job(lambda store: store.last_lsn) == written
        form = terminal.desk.dialogs[-1].form
        assert form is None or form.now.text == ""
        await terminal.type("<f6><f2><f1>")
        assert terminal.desk.page.number == 2
        assert type(terminal.desk.dialogs[-1]).__name__ == "Help"
        assert await terminal.desk.job(lambda store: store.last_lsn) == written
