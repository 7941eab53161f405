"""Lists of meals and menus on the command line, in both languages."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, listed

LIST = (
    "name,code,phone,address,route,stop,weekdays,diet,contact,contact_phone,status\n"
    "许国强,101,13900000042,River Lane 3,River,2,1-7,halal,许明,13900000099,active\n"
    "潘淑兰,102,13900000043,River Lane 4,River,1,1-7,keto,,,paused\n"
)
MENU = "day,component,part,ingredients\n2026-11-24,fish,main,fish\n2026-11-24,rice,side,rice\n"


def test_import_of_meals_says_what_came_and_twice_is_once(opened: Run, tmp_path: Path) -> None:
    path = listed(tmp_path, LIST)
    look = opened("import", "meals", path, "--dry-run", "--as", "MU")
    assert look.status == 0
    assert "line 2: 许国强, new" in look.out
    assert "line 3: the diet keto is new and excludes nothing yet" in look.out
    assert "line 2: the route River is new, with the number 1; clients on it: 2." in look.out
    assert "Would come: clients 2, contacts 1, routes 1, diets 1." in look.out
    assert opened("export", "meals", "--as", "MU", "--format", "json").json == []
    done = opened("import", "meals", path, "--as", "MU", "--json").json
    assert [one["name"] for one in done["new"]] == ["许国强", "潘淑兰"]
    assert (done["imported"], done["contacts"], done["routes"], done["diets"]) == (True, 1, 1, 1)
    again = opened("import", "meals", path, "--as", "MU", "--json").json
    assert (again["new"], again["changed"], again["known"], again["line"]) == ([], [], 2, None)
    assert (
        f"Nothing new in {path}. On file already: clients 2."
        in opened("import", "meals", path, "--as", "MU").out
    )
    (line,) = opened("history", "--person", "101", "--json").json
    assert (line["staff"], line["code"], line["line"]) == ("Made Up", "import_meals", done["line"])
    assert "2 meal clients imported" in opened("history").out
    assert opened("kitchen", "--json").json["orders"] == 1
    assert opened("undo", str(done["line"]), "--as", "SP").status == 0
    assert opened("kitchen", "--json").json["orders"] == 0


def test_what_is_brought_up_to_date_is_said(opened: Run, tmp_path: Path) -> None:
    opened("import", "meals", listed(tmp_path, LIST), "--as", "MU", code=0)
    other = (
        LIST.replace("River,2", "Mill,1")
        .replace("halal", "soft")
        .replace("13900000099,active", "13900000099,stopped")
    )
    done = opened("import", "meals", listed(tmp_path, other), "--as", "MU")
    assert "line 2: 许国强, diet, route, status" in done.out
    assert "Brought up to date: clients 1." in done.out


def test_bad_rows_stand_on_stdout_and_one_line_on_stderr(opened: Run, tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "name,route,stop,weekdays,status,delivery_note\nAnn,R,x,weekly,dunno,"
        + "x" * 1500
        + "\nBob,R,1,,,\nCid,R,1,,,",
    )
    done = opened("import", "meals", path, "--as", "MU")
    assert done.refused("above: 5", path)
    assert [line.partition(" is ")[0] for line in done.out.splitlines()] == [
        "line 2: stop: x",
        "line 2: weekdays: weekly",
        "line 2: delivery note: " + "x" * 40 + "…",
        "line 2: status: dunno",
        "line 4: stop 1 of route R",
    ]
    problems = opened("import", "meals", path, "--as", "MU", "--json").json["problems"]
    assert {problem["code"] for problem in problems} == {
        "bad_stop",
        "unknown_weekday",
        "text_too_long",
        "unknown_status",
        "stop_twice",
    }
    assert all(problem["text"] for problem in problems)
    assert opened("export", "people", "--as", "MU", "--format", "json").json == []


def test_import_of_menus(opened: Run, tmp_path: Path) -> None:
    path = listed(tmp_path, MENU)
    assert "Would come: menus 1, dishes 2." in opened("import", "menus", path, "--dry-run", "--as", "MU").out
    assert opened("import", "menus", path, "--as", "MU", "--json").json["dishes"] == 2
    again = opened("import", "menus", path, "--as", "MU")
    assert f"Nothing new in {path}. On file already: menus 1." in again.out
    assert opened("kitchen", "--day", "2026-11-24", "--json").json["components"] == {"fish": 0, "rice": 0}
    other = listed(tmp_path, MENU.replace("2026-11-24,rice,side,rice", "2026-11-24,soup,side,"))
    done = opened("import", "menus", other, "--as", "MU")
    assert done.refused("above: 2")
    assert done.out.splitlines() == [
        "line 2: two menus for one day: 2026-11-24 has another one on file; change that at the desk, or leave the day out.",
        "line 3: soup: write what is in it; without that nobody knows whom it harms.",
    ]


@pytest.mark.parametrize(
    ("what", "first"), [("meals", "name,latin_name,code,phone,"), ("menus", "day,component,")]
)
def test_the_template_is_an_empty_list_that_can_be_read(
    opened: Run, tmp_path: Path, what: str, first: str
) -> None:
    template = opened("import", what, "--template").out
    assert template.startswith(first)
    assert opened("import", what, listed(tmp_path, template), "--as", "MU").status == 0


@pytest.mark.parametrize(
    ("what", "text", "words"),
    [
        ("meals", "", "empty"),
        ("meals", "route,stop\n1,2\n", "no column holds the name"),
        ("meals", "name,姓名\n1,2\n", "two columns"),
        ("menus", "day,component,part\n2026-11-24,x,main\n", "no column holds this: ingredients"),
        ("menus", "root:*:1\n", "no headings"),
    ],
)
def test_a_file_that_is_no_such_list(opened: Run, tmp_path: Path, what: str, text: str, words: str) -> None:
    done = opened("import", what, listed(tmp_path, text), "--as", "MU")
    assert done.refused("list.csv", words)
    assert "root:" not in done.err


def test_the_example_map_reads_its_example(opened: Run, tmp_path: Path) -> None:
    text = (
        "ClientNo,First,Last,Tel,Street,Town,Run,DropNo,Days,MealType,Dislikes,Directions,NokName,NokPhone,State\n"
        "501,Ann,Lee,139-0000-0001,Elm Street 1,Riverside,R2,1,MTWTF,DB,fish,blue gate,Bo Lee,139-0000-0002,A\n"
        "502,Cid,Ash,139-0000-0003,Elm Street 2,Riverside,R2,2,MWF,HL,,,,,H\n"
    )
    example = ROOT / "docs" / "examples" / "meal-clients.toml"
    done = opened("import", "meals", listed(tmp_path, text), "--map", str(example), "--as", "MU", "--json")
    assert done.status == 0, done.out
    first, second = opened("export", "meals", "--as", "MU", "--format", "json").json
    assert (first["name"], first["code"], first["address"], first["route"]) == (
        "Ann Lee",
        "501",
        "Elm Street 1, Riverside",
        "2",
    )
    assert (first["weekdays"], first["diet"], first["contact"]) == ("1 2 3 4 5", "diabetic", "Bo Lee")
    assert (second["weekdays"], second["diet"], second["status"]) == (
        "1 3 5",
        "halal",
        "paused",
    )
    menu = "Date,Dish,Course,Recipe\n24/11/2026,Fish pie,M,fish potato\n24/11/2026,Peas,V,peas\n"
    done = opened("import", "menus", listed(tmp_path, menu), "--map", str(example), "--as", "MU", "--json")
    assert done.json["dishes"] == 2, done.out


def test_exports_are_a_managers_and_in_the_history(opened: Run, tmp_path: Path) -> None:
    opened("import", "meals", listed(tmp_path, LIST), "--as", "MU", code=0)
    opened("staff", "add", "Third Person", "--as", "MU", "--code", "TP", code=0)
    assert opened("export", "meals", "--as", "TP").refused("manager")
    out = tmp_path / "meals.xlsx"
    assert opened("export", "meals", "--out", str(out), "--as", "SP").status == 0
    assert out.stat().st_mode & 0o777 == 0o600
    again = opened("import", "meals", str(out), "--as", "MU", "--json").json
    assert (again["known"], again["new"], again["changed"], again["left"]) == (2, [], [], [])
    orders = opened("export", "orders", "--format", "json", "--as", "SP").json
    assert [list(one) for one in orders] == [["day", "name", "code", "route", "stop", "status", "at", "by"]]
    assert (orders[0]["status"], orders[0]["stop"], orders[0]["at"], orders[0]["by"]) == (
        "ordered",
        "1",
        None,
        None,
    )
    assert opened("export", "orders", "--month", "2020-01", "--format", "json", "--as", "SP").json == []
    assert opened("export", "orders", "--day", "x", "--as", "SP").refused("x is no day")
    exports = [line["args"]["what"] for line in opened("history", "--json").json if line["code"] == "export"]
    assert exports == ["meals", "orders", "orders"]


def test_what_is_wrong_is_said_in_chinese(opened: Run, tmp_path: Path) -> None:
    path = listed(tmp_path, "姓名,路线,站,状态\n许国强,东线,甲,随便\n")
    done = opened("import", "meals", path, "--as", "MU", "--lang", "zh_CN")
    assert done.status == 1
    assert done.out.splitlines() == [
        "第 2 行：站：甲 不是站号；请写 1 到 9999。",
        "第 2 行：状态：随便 无法识别；请写待定、在送、暂停、暂停至2026-12-01、已停或已去世。",
    ]
    path = listed(tmp_path, "姓名,路线,站,状态\n许国强,东线,1,暂停\n")
    done = opened("import", "meals", path, "--as", "MU", "--lang", "zh_CN")
    assert "已导入：送餐对象 1，紧急联系人 0，路线 1，饮食 0。" in done.out


def test_a_dry_run_leaves_every_byte_as_it_was(opened: Run, tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in (tmp_path / "centre").rglob("*") if path.is_file()}

    before = state()
    for what, text in (("meals", LIST), ("menus", MENU)):
        assert opened("import", what, listed(tmp_path, text), "--dry-run", "--as", "MU").status == 0
    assert state() == before
