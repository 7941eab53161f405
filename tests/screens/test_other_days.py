"""Another day on the screen: an earlier one may be completed, one to come is only read."""

from __future__ import annotations

from msgspec.structs import replace

from deskapp.clock import StillClock
from deskapp.services.records import Absence, Attendance, Collector, Person, Withheld
from tests.screens.centre import MONDAY
from tests.screens.family import EVENING, make_family


async def test_a_day_to_come_is_never_opened(open_desk):
    async with open_desk() as terminal:
        await terminal.type("]e")
        assert "STILL TO COME" in terminal.lines[1]
        assert "still to come" in terminal.status
        for keys in ("a", "@1640a", "<space>", "n", "h"):
            await terminal.type(keys)
            assert "still to come" in terminal.status
        await terminal.type("[")
        assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-24"))) == []


async def test_nobody_is_handed_over_by_tomorrows_rules(open_desk, tmp_path):
    """Found unfit today, allowed only tomorrow, 14 tomorrow: each would pass if it were tomorrow."""
    family = make_family(tmp_path / "family")
    async with open_desk(folder=family.folder, clock=StillClock(EVENING)) as terminal:
        mother, grandmother = family.ids["Ma Hong"], family.ids["Wang Xiuying"]

        def unsafe(store):
            with store.transaction("unsafe") as tx:
                tx.put(
                    Withheld(
                        day="2026-11-23",
                        child=family.qing,
                        adult=mother,
                        at="2026-11-23T10:00:00Z",
                        by=1,
                        reason="drink",
                    )
                )
                entry = next(iter(tx.by(Collector, "pair", (family.qing, grandmother))))
                tx.put(replace(entry, only_on="2026-11-24", until=""))
                tx.put(replace(tx.get(Person, grandmother), born="2012-11-24"))

        await terminal.elsewhere(unsafe)
        for keys in ("]ec1i", "0]ec2i"):
            await terminal.type("/mqq<tab>" + keys)
            await terminal.type("0<esc>0")
            record = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
            assert [one.stays[-1].departed for one in record] == ["", ""]


async def test_an_absence_of_a_coming_day_is_told_from_its_list(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<tab>]")
        assert terminal.desk.page.list.choose(terminal.ids["Ma Qingqing"])
        await terminal.type("xs1")
        told = await terminal.store(lambda reader: list(reader.all(Absence)))
        assert [(one.child, one.first, one.last) for one in told] == [
            (terminal.ids["Ma Qingqing"], "2026-11-24", "2026-11-24")
        ]
        assert told[0].taken_at == "2026-11-23T08:40:00Z"
        assert "absent" in terminal.row("Ma Qingqing")
        await terminal.type("xr")
        assert await terminal.store(lambda reader: list(reader.all(Absence))) == []


async def test_yesterdays_forgotten_collection_is_entered_on_yesterdays_list(open_desk, tmp_path):
    family = make_family(tmp_path / "family")
    tuesday = StillClock(MONDAY.replace(day=24, hour=9, minute=0))
    async with open_desk(folder=family.folder, clock=tuesday) as terminal:
        await terminal.type("[e")
        assert terminal.desk.page.list.choose(family.qing)
        await terminal.type("c1k")
        assert "Nothing of Mon 23 Nov" in terminal.status
        await terminal.type("@1820k")
        record = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
        assert next(one for one in record if one.child == family.qing).stays[-1].departed == (
            "2026-11-23T10:20:00Z"
        )


async def test_a_day_to_come_that_has_come_is_today(open_desk):
    async with open_desk() as terminal:
        await terminal.type("]")
        assert "STILL TO COME" in terminal.lines[1]
        terminal.clock.move(8 * 3600)
        await terminal.desk.refresh()
        terminal.desk.repaint()
        assert "Tue 24 Nov" in terminal.lines[0]
        assert "STILL TO COME" not in terminal.lines[1]
        await terminal.type("<space>")
        assert "arrived" in terminal.status
