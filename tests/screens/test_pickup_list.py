"""Who may collect a child: kept at the desk; orders by a manager; each look at a reason is written down."""

from __future__ import annotations

from pathlib import Path

from deskapp.services.records import Collector, Looked
from tests.screens.conftest import Opener, Terminal
from tests.screens.family import make_family


async def listed(terminal: Terminal, child: str) -> dict[int, Collector]:
    """The child's list by adult."""
    found = await terminal.store(lambda reader: reader.by(Collector, "child", terminal.ids[child]))
    return {one.adult: one for one in found}


async def test_add_change_and_take_off(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        wu = terminal.ids["Wu Hao"]
        await terminal.type("/mqq<enter>l+wuhao<enter>" + "<space>" * 6 + "<ctrl+s>")
        entry = (await listed(terminal, "Ma Qingqing"))[wu]
        assert (entry.relation, entry.standing, entry.guardian, entry.number) == (
            "uncle",
            "unconfirmed",
            False,
            2,
        )
        assert "吴昊 Wu Hao, uncle: not confirmed" in terminal.cursor
        await terminal.type("e<down><down>20261130<ctrl+s>")
        assert (await listed(terminal, "Ma Qingqing"))[wu].until == "2026-11-30"
        await terminal.type("e<down><down>2026-02-31<ctrl+s>")
        assert "“2026-02-31” is no day" in terminal.status
        await terminal.type("<esc>yx")
        assert (await listed(terminal, "Ma Qingqing"))[wu].archived
        await terminal.type("u")
        assert not (await listed(terminal, "Ma Qingqing"))[wu].archived


async def test_only_a_manager_sets_and_lifts_an_order(open_desk: Opener) -> None:
    async with open_desk(staff="CL", page=6) as terminal:
        mother = terminal.ids["Ma Hong"]
        await terminal.type("/mqq<enter>lb")
        assert "Only a manager may do this" in terminal.status
        assert "WHO COLLECTS" in terminal.text
        assert (await listed(terminal, "Ma Qingqing"))[mother].standing == "authorised"
    async with open_desk(staff="WM", page=6) as terminal:
        await terminal.type("/mqq<enter>lb<ctrl+s>")
        assert "Say why" in terminal.status
        await terminal.type("court 12/26<down><tab>2027-01-31<enter>")
        entry = (await listed(terminal, "Ma Qingqing"))[mother]
        assert (entry.standing, entry.order_until, entry.order_reason) == (
            "blocked",
            "2027-01-31",
            "court 12/26",
        )
        assert "BLOCKED: an order is on file" in terminal.cursor
        assert "court 12/26" not in terminal.text
        await terminal.type("w")
        assert "why: court 12/26" in terminal.text
        looks = await terminal.store(lambda reader: reader.on(Looked, "2026-11-23"))
        assert [(look.person, look.what) for look in looks] == [(terminal.ids["Ma Qingqing"], "order")]
        await terminal.type("y")
        assert "An order is on file" in terminal.status
        await terminal.type("bn")
        assert (await listed(terminal, "Ma Qingqing"))[mother].standing == "blocked"
        await terminal.type("by")
        assert (await listed(terminal, "Ma Qingqing"))[mother].standing == "unconfirmed"


async def test_a_guardian_confirms(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>l+wuhao<enter>" + "<space>" * 6 + "<ctrl+s>y")
        assert "GUARDIAN" in terminal.text.upper()
        await terminal.type("1y")
        entry = (await listed(terminal, "Ma Qingqing"))[terminal.ids["Wu Hao"]]
        assert entry.standing == "authorised"
        assert entry.confirmed_with == terminal.ids["Ma Hong"]


async def test_somebody_with_an_order_does_not_come_in_under_a_new_record(open_desk: Opener) -> None:
    async with open_desk(staff="WM", page=6) as terminal:
        await terminal.type("/mqq<enter>lbcourt<ctrl+s>+马红+13911111111<ctrl+s>")
        assert "STOP: an order is on file" in terminal.status
        assert len(await listed(terminal, "Ma Qingqing")) == 1


async def test_a_scan_into_a_form_saves_nothing(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>e<tab><tab><tab><tab>;000018<enter>")
        assert "A scan is not taken here" in terminal.status
        assert terminal.desk.dialogs[-1].scope == "person_form"


async def test_an_order_stands_before_all_else_and_its_days_are_read_as_days(
    open_desk: Opener, tmp_path: Path
) -> None:
    family = make_family(tmp_path / "family")
    async with open_desk(folder=family.folder, page=6) as terminal:
        await terminal.type("/mqq<enter>")
        assert "李刚 Li Gang: BLOCKED: an order is on file, since 12 Oct 2026" in " ".join(
            line.strip() for line in terminal.lines
        )
        await terminal.type("l<down><down><down>")
        assert "Li Gang: BLOCKED: an order is on file, since 12 Oct" in terminal.cursor
        assert "2026-10-12" not in terminal.text
