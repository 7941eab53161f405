"""Menus from a list: a day's rows are one menu; a day has one menu, and twice is once."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from deskapp.exchange.mapping import read_map
from deskapp.exchange.mealheadings import MENUS
from deskapp.services.daybook import Dish
from deskapp.services.dishes import MOST_DISHES
from deskapp.services.meals import menus as menu_rules
from deskapp.services.meals.menus import menu_of
from deskapp.services.meals.records import Menu
from deskapp.words.problems import problem_text
from tests.exchange.conftest import Place
from tests.exchange.test_importing import digest

Write = Callable[..., Path]

HEAD = "day,component,part,ingredients\n"
LIST = HEAD + (
    '2026-11-24,braised fish,main,"fish, soy sauce"\n'
    "2026-11-25,noodles,main,wheat; egg\n"
    "2026-11-24,tofu,main,tofu\n"
    "2026-11-24,rice,side,rice\n"
)
FISH = Dish(name="braised fish", ingredients=("fish", "soy sauce"))
TOFU = Dish(name="tofu", ingredients=("tofu",))
RICE = Dish(name="rice", ingredients=("rice",), part="side")


def codes(problems: Any) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems]


def test_a_list_comes_in_once(place: Place, listed: Write) -> None:
    plan, problems = place.bring_menus(listed(LIST))
    assert not problems
    assert [(menu.line, menu.day, len(menu.dishes)) for menu in plan.new] == [
        (2, "2026-11-24", 3),
        (3, "2026-11-25", 1),
    ]
    menu = menu_of(place.reader, "2026-11-24")
    assert menu is not None
    assert menu.dishes == (FISH, TOFU, RICE)
    before = digest(place.folder)
    again, problems = place.bring_menus(listed(LIST))
    assert not problems
    assert (again.new, len(again.known)) == ((), 2)
    assert digest(place.folder) == before


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (",fish,main,fish\n", [(2, "no_day")]),
        ("2026-02-30,fish,main,fish\n", [(2, "no_such_date")]),
        ("24/11/2026,fish,main,fish\n", [(2, "unknown_date")]),
        ("9999-12-31,fish,main,fish\n", [(2, "bad_day")]),
        ("0001-01-01,fish,main,fish\n", [(2, "bad_day")]),
        ("2026-11-24,,main,fish\n", [(2, "no_dish")]),
        ("2026-11-24,\u200b,main,fish\n", [(2, "empty_name")]),
        ("2026-11-24,fish,,fish\n", [(2, "no_part")]),
        ("2026-11-24,fish,starter,fish\n", [(2, "unknown_part")]),
        ("2026-11-24,fish,main,\n", [(2, "nothing_in_it")]),
        ('2026-11-24,fish,main,", ;"\n', [(2, "nothing_in_it")]),
        *((f"2026-11-24,fish,main,{said}\n", [(2, "nothing_in_it")]) for said in ("none", "无", "没有。", "-", "n/a", "N/A", "no; none")),
        ("2026-11-24,fish,main," + "x" * 501 + "\n", [(2, "text_too_long")]),
        ("2026-11-24," + "x" * 101 + ",main,fish\n", [(2, "name_too_long")]),
        ("2026-11-24,fish,main,fish\n2026-11-24,FISH,side,fish\n", [(3, "dish_listed_twice")]),
        ("2026-11-24,fish,main,fish\n2026-11-2", [(3, "cut_off")]),
        ("".join(f"2026-11-24,dish {n},side,rice\n" for n in range(MOST_DISHES + 1)), [(MOST_DISHES + 2, "too_many_on_a_day")]),
        (",fish,main,fish\n2026-11-24,,x,\n2026-11-25,fish,main,fish\n", [(2, "no_day"), (3, "no_dish"), (3, "unknown_part"), (3, "nothing_in_it")]),
    ],
)  # fmt: skip
def test_bad_rows_bring_nothing_and_are_all_listed(
    place: Place, listed: Write, rows: str, found: Any
) -> None:
    before = digest(place.folder)
    _, problems = place.bring_menus(listed(HEAD + rows))
    assert codes(problems) == found
    assert all(problem_text(problem) != problem.code for problem in problems)
    assert digest(place.folder) == before
    assert not place.reader.on(Menu, "2026-11-24")


@pytest.mark.parametrize(
    ("on_file", "known"),
    [
        ((FISH, TOFU, RICE), True),
        ((FISH, RICE, TOFU), True),  # where the sides stand makes no difference
        ((TOFU, FISH, RICE), False),  # the first main is the dish of the day
        ((FISH, TOFU), False),
        ((FISH, TOFU, Dish(name="rice", ingredients=("rice", "peanut"), part="side")), False),
    ],
)
def test_a_day_has_one_menu(place: Place, listed: Write, on_file: tuple[Dish, ...], known: bool) -> None:
    with place.store.transaction("menu", who=place.act.staff) as tx:
        menu_rules.set_menu(tx, place.act, "2026-11-24", on_file)
    _, problems = place.bring_menus(listed(LIST))
    assert codes(problems) == ([] if known else [(2, "two_menus")])
    assert bool(place.reader.on(Menu, "2026-11-25")) == known
    menu = menu_of(place.reader, "2026-11-24")
    assert menu is not None
    assert menu.dishes == on_file


def test_a_menu_that_was_emptied_is_written(place: Place, listed: Write) -> None:
    with place.store.transaction("menu", who=place.act.staff) as tx:
        menu_rules.set_menu(tx, place.act, "2026-11-24", ())
    plan, problems = place.bring_menus(listed(LIST))
    assert not problems
    assert len(plan.new) == 2


def test_what_is_wrong_with_rows_and_with_days_is_said_at_once(place: Place, listed: Write) -> None:
    with place.store.transaction("menu", who=place.act.staff) as tx:
        menu_rules.set_menu(tx, place.act, "2026-11-24", (TOFU,))
    _, problems = place.bring_menus(listed(LIST + "2026-11-26,soup,side,\n"))
    assert codes(problems) == [(2, "two_menus"), (6, "nothing_in_it")]


def test_a_workbook_and_words_in_chinese(place: Place, tmp_path: Path, listed: Write) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["日期", "菜名", "类别", "食材"],
        [date(2026, 11, 24), "红烧鱼", "主菜", "鱼、酱油"],
        [date(2026, 11, 24), "米饭", "主食", "大米"],
    ):
        sheet.append(row)
    book.save(tmp_path / "menus.xlsx")
    _, problems = place.bring_menus(tmp_path / "menus.xlsx")
    assert not problems
    text = "日期,菜名,类别,食材\n2026年11月24日,红烧鱼,主菜,酱油；鱼\n2026-11-24,米饭,汤,大米\n"
    again, problems = place.bring_menus(listed(text, encoding="gb18030"))
    assert not problems
    assert (again.new, len(again.known)) == ((), 1)


def test_a_map_says_how_days_are_written(place: Place, listed: Write) -> None:
    text = (
        '[menus]\nday = { from = "{When}", format = "%d/%m/%Y" }\ncomponent = "{What}"\n'
        'part = { from = "{Kind}", words = { H = "main" } }\ningredients = "{What}, {In}"\n'
    )
    wanted = read_map(listed(text, "map.toml"), MENUS)
    _, problems = place.bring_menus(listed("When,What,Kind,In\n24/11/2026,Tofu,H,soy\n"), wanted)
    assert not problems
    menu = menu_of(place.reader, "2026-11-24")
    assert menu is not None
    assert menu.dishes == (Dish(name="Tofu", ingredients=("tofu", "soy")),)
