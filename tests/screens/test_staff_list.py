"""Who works at the desk: added, changed and archived by a manager, and by nobody else."""

from __future__ import annotations

from deskapp.services.records import Staff
from tests.screens.conftest import Opener, Terminal


async def everybody(terminal: Terminal) -> dict[str, Staff]:
    """All staff by name."""
    found = await terminal.store(lambda reader: list(reader.all(Staff)))
    return {one.name: one for one in found}


async def test_a_manager_adds_somebody_who_is_chosen_at_once(open_desk: Opener) -> None:
    async with open_desk(staff="WM", page=6) as terminal:
        await terminal.type("s+赵敏<tab>Zhao Min<tab><tab><left><tab>13800000001<enter>")
        added = (await everybody(terminal))["赵敏"]
        assert (added.code, added.role, added.phone) == ("ZM", "social_worker", "13800000001")
        assert "赵敏 Zhao Min" in terminal.cursor
        await terminal.type("0<f9>zm<enter>")
        assert "Zhao Min @" in terminal.lines[0]


async def test_the_list_is_reached_from_who_is_here(open_desk: Opener) -> None:
    async with open_desk(staff="WM") as terminal:
        await terminal.type("<f9>++安安<ctrl+s>0")
        assert "安安" in terminal.text
        assert "WHO IS AT THIS TERMINAL?" in terminal.text


async def test_others_are_refused(open_desk: Opener) -> None:
    async with open_desk(staff="CL", page=6) as terminal:
        for key in "+ez":
            await terminal.type("s" + key)
            assert "Only a manager may do this" in terminal.status
            assert "WHO WORKS HERE" in terminal.text
            await terminal.type("0")
        assert not any(one.archived for one in (await everybody(terminal)).values())


async def test_a_taken_code_keeps_what_was_typed(open_desk: Opener) -> None:
    async with open_desk(staff="WM", page=6) as terminal:
        await terminal.type("s+赵敏<tab><tab>cl<ctrl+s>")
        assert "The code CL is" in terminal.status
        assert "赵敏" in terminal.text
        await terminal.type("2<ctrl+s>")
        assert (await everybody(terminal))["赵敏"].code == "CL2"


async def test_left_and_back_but_never_without_a_manager(open_desk: Opener) -> None:
    async with open_desk(staff="WM", page=6) as terminal:
        await terminal.type("s")
        assert "陈丽" in terminal.cursor
        await terminal.type("z")
        assert (await everybody(terminal))["陈丽"].archived
        assert "left" in terminal.row("陈丽")
        terminal.clock.move(3)
        await terminal.type("<end>z")
        assert not (await everybody(terminal))["陈丽"].archived
        await terminal.type("<end>z")
        assert "is the only manager" in terminal.status
        assert not (await everybody(terminal))["王敏"].archived
