"""Whatever stands in the cells of a list of meals or menus: a problem by its line, or a list that comes twice
as once; never anything that was not foreseen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.exchange import meallists, menus
from deskapp.exchange.headings import Headings
from deskapp.exchange.mealheadings import MEALS, MENUS
from deskapp.exchange.mealplan import plan
from deskapp.exchange.meals import read_meals
from deskapp.exchange.writing import WRITERS
from deskapp.words.problems import row_text
from tests.exchange import conftest
from tests.exchange.conftest import Place
from tests.exchange.test_importing import digest
from tests.exchange.test_meal_lists import other_place

RULE = st.builds(
    "FREQ={};{}={}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "daily", "", "SECONDLY"]),
    st.sampled_from(
        ["BYDAY", "INTERVAL", "COUNT", "UNTIL", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "WKST", "X", ""]
    ),
    st.sampled_from(
        ["MO", "1MO", "0", "-1", "99", "2026", "20261231", "20261231T000000Z", "MO,,", "", "=", "٣"]
    ),
)
WORDS = [
    "",
    "Ann",
    "Bea",
    "River",
    "1",
    "2",
    "0",
    "1.5",
    "Mon-Fri",
    "135",
    "halal; soft",
    "清真、低盐",
    "none",
    "无",
    "13900000001",
    "139-0000-0002 (not safe)",
    "active",
    "paused",
    "paused until 2026-12-01",
    "暂停至",
    "main",
    "2026-11-24",
    "2026年11月24日",
    "0000-00-00",
    "side",
    "=1+1",
    "'=x",
    "\x1b[2J",
    "\u202e",
]
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELL = st.one_of(RULE, st.sampled_from([*WORDS, "x" * 501, "9" * 600]), st.text(SIGNS, max_size=12))


def listed(kind: Headings, rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(
        [kind.fields, *(row[: len(kind.fields)] for row in rows)]
    )
    return text.getvalue().encode("utf-8")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from conftest.place.__wrapped__(tmp_path_factory.mktemp("any"))  # type: ignore[attr-defined]


rows = st.lists(st.lists(CELL, min_size=14, max_size=14), max_size=6)


@settings(max_examples=300, deadline=timedelta(seconds=20))
@given(rows)
def test_any_cells_are_problems_or_a_plan(empty: Place, rows: list[list[str]]) -> None:
    path = empty.folder.parent / "any.csv"
    for kind, reading, planning in ((MEALS, read_meals, plan), (MENUS, menus.read_menus, menus.plan)):
        path.write_bytes(listed(kind, rows))
        items, problems = empty.read(path, kind, reading, None)
        found = planning(empty.reader, empty.act, items)  # type: ignore[operator]
        for problem in (*problems, *found.problems, *found.left):
            assert "{" not in row_text(problem) or "{" in str(problem.facts)


@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(MEALS.fields, CELL)), max_size=4))
def test_what_comes_in_comes_twice_as_once_and_out_again(rows: list[dict[str, str]]) -> None:
    with other_place() as place:
        path = Path(place.folder.parent) / "any.csv"
        for number, row in enumerate(rows):
            one = {**row, "name": f"{row['name']} {number} x", "stop": "", "code": ""}
            path.write_bytes(listed(MEALS, [list(one.values())]))
            _, problems = place.bring_meals(path)
            if problems:
                continue
            before = digest(place.folder)
            again, problems = place.bring_meals(path)
            assert not problems
            assert (again.new, [known.fields for known in again.changed]) == ((), [])
            assert digest(place.folder) == before
        path.write_bytes(WRITERS["csv"](MEALS.fields, meallists.clients(place.reader, place.act)))
        before = digest(place.folder)
        again, problems = place.bring_meals(path)
        assert not problems
        assert (again.new, [known.fields for known in again.changed]) == ((), [])
        assert digest(place.folder) == before
