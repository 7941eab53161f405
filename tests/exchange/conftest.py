"""A small centre in a folder of its own, and lists to bring into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db import JournalDB, Reader
from deskapp.exchange import mealimport, mealplan, menus
from deskapp.exchange.children import read_children
from deskapp.exchange.headings import Headings
from deskapp.exchange.importing import Outcome, bring
from deskapp.exchange.mapping import Source, by_headings, by_map
from deskapp.exchange.mealheadings import MEALS, MENUS
from deskapp.exchange.meals import read_meals
from deskapp.exchange.problems import Problem
from deskapp.exchange.tables import read_table
from deskapp.services import centre
from deskapp.services.act import Act
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ROSTER = Path(__file__).parents[3] / "shared" / "data" / "school-roster.csv"
ROSTER_MAP = Path(__file__).parents[2] / "docs" / "examples" / "school-roster.toml"

needs_roster = pytest.mark.skipif(not ROSTER.exists(), reason=f"the school's roster is not at {ROSTER}")


@dataclass
class Place:
    """An open data folder and who acts in it."""

    store: JournalDB
    act: Act
    folder: Path

    @property
    def reader(self) -> Reader:
        return self.store.read()

    def bring(
        self, path: Path, wanted: dict[str, Source] | None = None
    ) -> tuple[Outcome | None, list[Problem]]:
        """Imports a file as the command does: nothing at all where anything is wrong."""
        table = read_table(path)
        columns = by_map(wanted, table.headings) if wanted else by_headings(table.headings)
        children, problems = read_children(table.rows, columns, TODAY)
        problems = sorted([*table.problems, *problems], key=lambda problem: problem.line)
        if problems:
            return None, problems
        with self.store.transaction("import_children", who=self.act.staff) as tx:
            outcome = bring(tx, self.act, children)
        return outcome, list(outcome.plan.problems)

    def bring_meals(
        self, path: Path, wanted: dict[str, Source] | None = None
    ) -> tuple[mealplan.Plan, list[Problem]]:
        """Imports a list of meals as the command does; what is wrong with rows and what with the plan."""
        items, problems = self.read(path, MEALS, read_meals, wanted)
        if problems:
            found = mealplan.plan(self.reader, self.act, items)
            return found, sorted([*problems, *found.problems], key=lambda problem: problem.line)
        with self.store.transaction("import_meals", who=self.act.staff) as tx:
            outcome = mealimport.bring(tx, self.act, items)
        return outcome.plan, list(outcome.plan.problems)

    def bring_menus(
        self, path: Path, wanted: dict[str, Source] | None = None
    ) -> tuple[menus.Plan, list[Problem]]:
        """Imports menus as the command does."""
        items, problems = self.read(path, MENUS, menus.read_menus, wanted)
        if problems:
            found = menus.plan(self.reader, self.act, items)
            return found, sorted([*problems, *found.problems], key=lambda problem: problem.line)
        with self.store.transaction("import_menus", who=self.act.staff) as tx:
            outcome = menus.bring(tx, self.act, items)
        return outcome.plan, list(outcome.plan.problems)

    def read(
        self, path: Path, kind: Headings, reading: Any, wanted: dict[str, Source] | None
    ) -> tuple[list[Any], list[Problem]]:
        table = read_table(path)
        columns = by_map(wanted, table.headings) if wanted else by_headings(table.headings, kind)
        items, problems = reading(table.rows, columns, TODAY)
        return items, sorted([*table.problems, *problems], key=lambda problem: problem.line)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "centre"
    store = JournalDB(folder, KINDS, create=True)
    act = Act(0, "test", NOW, ZONE)
    with store.transaction("open_centre") as tx:
        _, manager = centre.open_centre(tx, act, Centre(name="Test Centre"), "Made Up")
    yield Place(store, Act(manager.id, "test", NOW, ZONE), folder)
    store.close()


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    """Writes a list: text, or rows under headings, in an encoding."""

    def write(text: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write
