"""Headings in two languages, and maps for other systems' lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskapp.exchange.headings import FIELDS, HEADINGS, SYNONYMS, Headings, fold
from deskapp.exchange.mapping import Source, by_headings, by_map, read_map
from deskapp.exchange.mealheadings import MEALS, MENUS
from deskapp.exchange.problems import BadFile

Write = Callable[..., Path]


def test_every_heading_means_one_field() -> None:
    words = [fold(word) for field, others in SYNONYMS.items() for word in (field, *others.split("|"))]
    assert set(SYNONYMS) == set(FIELDS)
    assert all(words)
    doubled = {word for word in words if words.count(word) > 1}
    assert all(HEADINGS[word] for word in doubled)
    for field, others in SYNONYMS.items():
        for word in (field, *others.split("|")):
            assert HEADINGS[fold(word)] == field, word


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("name", "born"), {"name", "born"}),
        (("Name", "Birth Date", "Guardian 1", "Phone_1"), {"name", "born", "guardian_1", "phone_1"}),
        (
            ("姓名", "出生日期", "家长1", "联系电话", "过敏史"),
            {"name", "born", "guardian_1", "phone_1", "allergies"},
        ),
        (("ＮＡＭＥ", " 年级 "), {"name", "grade"}),
    ],
)
def test_headings_are_recognised(headings: tuple[str, ...], fields: set[str]) -> None:
    assert set(by_headings(headings).sources) == fields


def test_what_is_not_recognised_is_said() -> None:
    assert by_headings(("name", "shoe size", "", "Alergies")).unread == ("shoe size", "Alergies")


@pytest.mark.parametrize(
    ("headings", "code"),
    [(("born", "phone"), "no_name_column"), (("name", "姓名"), "heading_twice")],
)
def test_headings_that_cannot_be_read(headings: tuple[str, ...], code: str) -> None:
    with pytest.raises(BadFile) as bad:
        by_headings(headings)
    assert bad.value.problem.code == code


def test_a_map_makes_fields_of_columns(listed: Write) -> None:
    path = listed(
        '[children]\nname = "{First} {Last}"\nschool = "Riverside"\nnotes = "bus {Bus}"\n'
        'born = { from = "{Birth}", format = "%d/%m/%Y" }\n'
        'relation_1 = { from = "{Rel}", words = { MTH = "mother" } }\n',
        "map.toml",
    )
    headings = ("First", "Last", "Birth", "Rel", "Bus", "Other")
    columns = by_map(read_map(path), headings)
    row = ("Ann", "Lee", "02/03/2017", "mth", "", "x")
    values = {field: source.value(row) for field, source in columns.sources.items()}
    assert values == {
        "name": "Ann Lee",
        "school": "Riverside",
        "notes": "",
        "born": "02/03/2017",
        "relation_1": "mother",
    }
    assert columns.sources["born"].format == "%d/%m/%Y"
    assert columns.unread == ("Other",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[children", "map_not_toml"),
        ("[people]\nname='{A}'", "map_without_children"),
        ("children = 3", "map_without_children"),
        ("[children]\nborn='{A}'", "map_without_name"),
        ("[children]\nname='{A}'\nnmae='{A}'", "map_unknown_field"),
        ("[children]\nname=3", "map_bad_entry"),
        ("[children]\nname={from='{A}', formt='x'}", "map_bad_entry"),
        ("[children]\nname={form='{A}'}", "map_bad_entry"),
    ],
)
def test_maps_that_cannot_be_read(listed: Write, text: str, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_map(listed(text, "map.toml"))
    assert bad.value.problem.code == code


def test_a_map_that_names_a_column_the_list_has_not(listed: Write) -> None:
    wanted = read_map(listed('[children]\nname = "{Name} {Surname}"', "map.toml"))
    with pytest.raises(BadFile) as bad:
        by_map(wanted, ("Name", "Family"))
    assert bad.value.problem.facts["heading"] == "Surname"


@pytest.mark.parametrize(
    "first",
    [
        ("root:*:19000:0:99999:7:::",),
        ("hunter2",),
        ("-----BEGIN PRIVATE KEY-----", ""),
        ("root:*:1", "daemon:*:2"),
        ("$6$abc", "a=b", "note"),
        ("\x1b[2J", "\u202eab"),
    ],
)
def test_what_is_no_list_is_not_repeated(first: tuple[str, ...]) -> None:
    with pytest.raises(BadFile) as bad:
        by_headings(first)
    assert bad.value.problem.code == "no_headings"
    assert not bad.value.problem.facts
    with pytest.raises(BadFile) as bad:
        by_map({"name": Source("{Pupil}")}, first)
    assert bad.value.problem.facts["headings"] == "?"


def test_of_headings_a_few_are_repeated_each_cut() -> None:
    long = "the day on which it was born"
    with pytest.raises(BadFile) as bad:
        by_headings((long, "电话", "a=b", *(f"column {number}" for number in range(20))))
    listed = str(bad.value.problem.facts["headings"])
    assert listed.startswith("the day on which it , 电话, column 0, ")
    assert listed.count(",") == 8
    assert listed.endswith(", ...")
    assert "a=b" not in listed


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("[children]\nname='{A}'", MEALS, "map_without_meals"),
        ("[meals]\ncode='{A}'", MEALS, "map_without_name"),
        ("[meals]\nname='{A}'\nborn='{A}'", MEALS, "map_unknown_field"),
        ("[meals]\nname='{A}'", MENUS, "map_without_menus"),
        ("[menus]\nday='{A}'\ncomponent='{A}'\npart='main'", MENUS, "map_without"),
    ],
)
def test_maps_of_other_lists(listed: Write, text: str, kind: Headings, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_map(listed(text, "map.toml"), kind)
    assert bad.value.problem.code == code


@pytest.mark.parametrize(
    ("headings", "kind", "code"),
    [
        (("route", "stop"), MEALS, "no_name_column"),
        (("phone", "电话", "name"), MEALS, "heading_twice"),
        (("day", "component", "ingredients"), MENUS, "no_column"),
        (("root:*:1", "daemon:*:2"), MENUS, "no_column_no_headings"),
    ],
)
def test_headings_of_other_lists(headings: tuple[str, ...], kind: Headings, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        by_headings(headings, kind)
    assert bad.value.problem.code == code
