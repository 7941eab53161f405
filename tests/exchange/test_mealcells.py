"""What a cell of a list of meals or of a menu may say, as tables."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.exchange import mealcells
from deskapp.exchange.cells import BadCell
from deskapp.exchange.headings import fold
from deskapp.exchange.mealcells import Said
from deskapp.exchange.mealheadings import MEAL_SYNONYMS, MEALS, MENU_SYNONYMS, MENUS
from deskapp.services.meals.records import Client
from deskapp.services.refusal import Refusal

TODAY = "2026-11-23"


@pytest.mark.parametrize(("kind", "synonyms"), [(MEALS, MEAL_SYNONYMS), (MENUS, MENU_SYNONYMS)])
def test_every_heading_means_one_field(kind, synonyms) -> None:  # type: ignore[no-untyped-def]
    for field, others in synonyms.items():
        for word in (field, *others.split("|")):
            assert kind.meaning[fold(word)] == field, word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", Said()),
        ("active", Said("active")),
        ("在送", Said("active")),
        ("PENDING", Said("pending")),
        ("stopped", Said("stopped")),
        ("已去世", Said("deceased")),
        ("paused", Said("paused")),
        ("on hold until 2026-12-01", Said("paused", "2026-12-01")),
        ("paused until 2026-12-01", Said("paused", "2026-12-01")),
        ("Paused, till 2026/12/1", Said("paused", "2026-12-01")),
        ("暂停至2026-12-01", Said("paused", "2026-12-01")),
        ("暂停到2026年12月1日", Said("paused", "2026-12-01")),
        ("ｐａｕｓｅｄ　ｕｎｔｉｌ　２０２６－１２－０１", Said("paused", "2026-12-01")),
    ],
)
def test_status(text: str, said: Said) -> None:
    assert mealcells.status(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("maybe", "unknown_status"),
        ("active until 2026-12-01", "unknown_status"),
        ("until 2026-12-01", "unknown_status"),
        ("paused until", "unknown_status"),
        ("paused until 2026-11-23", "pause_over"),
        ("paused until 2025-12-01", "pause_over"),
        ("paused until 2026-02-30", "no_such_date"),
        ("paused until Monday", "unknown_date"),
        ("paused until 9999-12-31", "bad_day"),
        ("在", "unknown_status"),
    ],
)
def test_bad_status(text: str, code: str) -> None:
    with pytest.raises((BadCell, Refusal)) as bad:
        mealcells.status(text, TODAY)
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", None),
        ("Mon-Fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("135", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("rrule:freq=daily", "FREQ=DAILY"),
        ("on request", ""),
        ("按需", ""),
        ("FREQ=DAILY;UNTIL=20201231", "FREQ=DAILY;UNTIL=20201231"),  # judged with the client's own first day
    ],
)
def test_recurrence(text: str, rule: str | None) -> None:
    assert mealcells.recurrence(text, TODAY) == rule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("weekly", "unknown_weekday"),
        ("8", "unknown_weekday"),
        (",", "unknown_weekday"),
        ("FREQ=SECONDLY", "bad_rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "bad_rule"),
        ("FREQ=", "bad_rule"),
        ("=1+1", "bad_rule"),
        ("FREQ=DAILY\nRRULE:FREQ=DAILY", "bad_rule"),
        ("FREQ=DAILY;" + "X" * 300, "bad_rule"),
    ],
)
def test_bad_recurrence(text: str, code: str) -> None:
    with pytest.raises((BadCell, Refusal)) as bad:
        mealcells.recurrence(text, TODAY)
    assert bad.value.code == code


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=999999",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=YEARLY;BYYEARDAY=400",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
    ],
)
def test_a_rule_that_goes_nowhere_costs_nothing(rule: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(BadCell, Refusal):
        mealcells.recurrence(rule, TODAY)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(("text", "stop"), [("", 0), ("1", 1), (" 12 ", 12), ("３", 3), ("9999", 9999)])
def test_stop(text: str, stop: int) -> None:
    assert mealcells.number(text) == stop


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "first", "10000", "1e3", "٣", "1 2"])
def test_bad_stop(text: str) -> None:
    with pytest.raises(BadCell):
        mealcells.number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("Route 3", 3), ("3号路线", 3), ("路线 3", 3), ("３", 3), ("River", None), ("3 Mills", None), ("", None), ("9" * 30, 99999)],
)  # fmt: skip
def test_route_number(text: str, number: int | None) -> None:
    assert mealcells.route_number(text) == number


@pytest.mark.parametrize(
    ("text", "diets"),
    [
        ("", ()),
        ("none", ()),
        ("普通", ()),
        ("soft", ("soft",)),
        ("soft, low-salt", ("soft", "low-salt")),
        ("清真、低盐", ("清真", "低盐")),
        ("soft and halal", ("soft", "halal")),
        ("soft/halal + diabetic", ("soft", "halal", "diabetic")),
        ("low-salt (3 g, doctor); soft", ("low-salt (3 g, doctor)", "soft")),
        ("rice and peas;", ("rice and peas",)),
        ("soft, soft", ("soft",)),
    ],
)
def test_diets(text: str, diets: tuple[str, ...]) -> None:
    assert mealcells.diets(text) == diets


@pytest.mark.parametrize(
    ("word", "usual"),
    [("清真", "halal"), ("Low Salt", "low-salt"), ("软食", "soft"), ("糖尿病餐", "diabetic"), ("素食", "vegetarian"), ("keto", "")],
)  # fmt: skip
def test_whoever_writes_halal_in_chinese_gets_no_pork(word: str, usual: str) -> None:
    assert mealcells.usual(word) == usual


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("none", ()),
        ("无", ()),
        ("-", ()),
        ("n/a", ()),
        ("—; 无", ()),
        ("Fish, EGG", ("fish", "egg")),
        ("fish and egg", ("fish", "egg")),
        ("no fish; without nuts (cashew, almond)", ("fish", "nuts", "cashew", "almond")),
        ("不吃鱼和虾", ("鱼", "虾")),
        ("忌辣、葱、蒜", ("辣", "葱", "蒜")),
        ("nougat", ("nougat",)),
        ("sandwich", ("sandwich",)),
    ],
)
def test_avoid(text: str, words: tuple[str, ...]) -> None:
    assert mealcells.avoid(text) == words


def test_ingredients_are_single_words() -> None:
    assert mealcells.ingredients("Rice, EGG；葱、姜 / oil (peanut)") == (
        "rice",
        "egg",
        "葱",
        "姜",
        "oil",
        "peanut",
    )
    assert mealcells.ingredients(" , ") == ()
    with pytest.raises(Refusal):
        mealcells.ingredients("x" * 501)


@pytest.mark.parametrize(
    ("text", "part"), [("main", "main"), ("Side dish", "side"), ("主菜", "main"), ("配菜", "side"), ("汤", "side"), ("主食", "side")]
)  # fmt: skip
def test_part(text: str, part: str) -> None:
    assert mealcells.part(text) == part


@pytest.mark.parametrize(("text", "code"), [("", "no_part"), ("starter", "unknown_part")])
def test_bad_part(text: str, code: str) -> None:
    with pytest.raises(BadCell) as bad:
        mealcells.part(text)
    assert bad.value.code == code


name = (
    st.text("abc清真低盐 -,(", min_size=1, max_size=8)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(sign.isalnum() for sign in text) and fold(text) not in ("no", "无"))
)


@given(st.lists(name, max_size=3, unique=True).map(tuple))
def test_diets_come_back_as_they_were_written(names: tuple[str, ...]) -> None:
    assert mealcells.diets(mealcells.write_diets(names)) == names


@pytest.mark.parametrize(
    ("client", "text"),
    [
        (Client(person=1, rule="FREQ=WEEKLY;BYDAY=MO,WE", since=TODAY), "1 3"),
        (Client(person=1, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", since=TODAY), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        (Client(person=1, rule="FREQ=WEEKLY;BYDAY=MO", since=TODAY, until="2026-12-31"), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231"),
        (Client(person=1, rule="FREQ=DAILY;COUNT=9", since=TODAY, until="2026-12-31"), "FREQ=DAILY;COUNT=9"),
        (Client(person=1, delivery="episodic", since=TODAY), "on request"),
    ],
)  # fmt: skip
def test_a_recurrence_as_a_list_holds_it(client: Client, text: str) -> None:
    assert mealcells.write_recurrence(client) == text
    assert mealcells.recurrence(text, TODAY) is not None
