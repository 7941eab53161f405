"""Notes: left by a line, shown when they are needed, ticked off."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.services.records import Concern, Note
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def notes_of(terminal, person):
    """The notes about the person, (text, when shown, done)."""
    found = await terminal.store(lambda reader: list(reader.all(Note)))
    return [(one.text, one.shown, bool(one.done_at)) for one in found if one.person == person]


async def test_a_note_is_typed_and_left(open_family, family):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.lili)
        await terminal.type("mno pool on Friday; 20 yuan<enter>")
        assert await notes_of(terminal, family.lili) == [("no pool on Friday; 20 yuan", "collection", False)]
        assert terminal.desk.dialogs == []
        await terminal.type("m<tab>ask about the bus<enter>")
        assert (await notes_of(terminal, family.lili))[1] == ("ask about the bus", "arrival", False)


async def test_an_open_note_is_done(open_family, family):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("m<up><up><space>")
        open_now = [text for text, _shown, done in await notes_of(terminal, family.qing) if not done]
        assert open_now == ["blue medicine bag, office fridge"]
        await terminal.type("<down>later<enter>")
        assert [text for text, *_ in await notes_of(terminal, family.qing)][-1] == "later"


async def test_an_empty_note_is_refused_and_esc_leaves(open_family, family):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.lili)
        await terminal.type("m <enter>")
        assert "empty" in terminal.status
        await terminal.type("<esc>")
        assert await notes_of(terminal, family.lili) == []


async def test_notes_for_the_shift_from_today(open_family, family):
    from deskapp.services import notes
    from tests.screens.centre import act

    async with open_family(page=1) as terminal:

        def other(store):
            with store.transaction("add_note") as tx:
                notes.add(tx, act(family.ids["Wang Min"], EVENING), "hall key is with Zhou", "shift")

        await terminal.elsewhere(other)
        terminal.desk.page.list.choose(("notes", 0, 0))
        await terminal.type("<enter>")
        assert "hall key is with Zhou" in terminal.text
        await terminal.type("<up><space>")
        assert await notes_of(terminal, 0) == []


@pytest.mark.parametrize("staff", ["CL", "WM"])
async def test_only_a_manager_writes_the_outcome(open_family, family, staff):
    from deskapp.services import collectors
    from tests.screens.centre import act

    async with open_family(page=1, staff=staff) as terminal:

        def other(store):
            with store.transaction("blocked_came") as tx:
                doing = act(family.ids["Chen Li"], EVENING)
                collectors.blocked_came(tx, doing, family.qing, family.ids["Li Gang"])

        await terminal.elsewhere(other)
        terminal.desk.page.list.choose(("blocked_came", family.qing, 0))
        await terminal.type("<enter>")
        if staff == "CL":
            assert "manager" in terminal.status
            assert terminal.desk.dialogs == []
            return
        assert "李刚 Li Gang" in terminal.text
        await terminal.type("left when told; child stayed inside<enter>")
        closed = await terminal.store(
            lambda reader: list(reader.by(Concern, "child", family.qing, "2026-11-23"))
        )
        assert [(one.closing, one.outcome) for one in closed] == [
            ("written", "left when told; child stayed inside")
        ]
        assert terminal.desk.dialogs == []


@pytest.mark.parametrize("keys", ["a", "<space>", "/hyt<enter>"])
async def test_a_note_for_the_arrival_is_said_then(open_family, family, keys):
    async with open_family() as terminal:
        terminal.desk.page.list.choose(family.ids["He Yutong"])
        await terminal.type("m<tab>swimming bag?<enter>")
        await terminal.type(keys)
        assert "何雨桐 He Yutong: swimming bag?" in terminal.status
        assert "here" in terminal.row("何雨桐")
