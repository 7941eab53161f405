"""Handing over: what a digit and a letter record, and what nothing records."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.services.childday import ChildRow, row_of
from tests.screens.driving import Driven, desk_on
from tests.screens.family import EVENING, Family, make_family


@pytest.fixture
def family(tmp_path: Path) -> Family:
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "data")


async def row(driven: Driven, child: int) -> ChildRow:
    """The child's row of the day."""
    found = await driven.read(row_of, child)
    assert isinstance(found, ChildRow)
    return found


async def test_known(family: Family) -> None:
    async with desk_on(family.folder, moment=EVENING) as driven:
        await driven.choose(family.qing)
        await driven.type("c")
        print(driven.screen)
        assert driven.dialogs == ["CollectDialog"]
        await driven.type("1k")
        print(driven.screen)
        found = await row(driven, family.qing)
        assert (found.state, found.collected_by) == ("gone", family.ids["Ma Hong"])
        assert (await row(driven, family.lili)).state == "here"
