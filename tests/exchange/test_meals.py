"""A list of meal clients comes in whole or not at all; twice is once; what is on file is kept from it."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from msgspec.structs import replace

from deskapp.exchange.mapping import read_map
from deskapp.exchange.mealheadings import MEALS
from deskapp.exchange.problems import MOST_RECORDS
from deskapp.services.meals import clients as client_rules
from deskapp.services.meals import diets as diet_rules
from deskapp.services.meals import orders as order_rules
from deskapp.services.meals import routes as route_rules
from deskapp.services.meals.clashes import forbidden, known
from deskapp.services.meals.dayorders import asked_for, hold_on, standing_on
from deskapp.services.meals.records import Client, Diet, Order, Route
from deskapp.services.records import Allergy, Person, Phone
from deskapp.words.problems import problem_text
from tests.exchange.conftest import Place
from tests.exchange.test_importing import digest

Write = Callable[..., Path]

HEAD = "name,code,phone,address,route,stop,weekdays,diet,avoid,delivery_note,contact,contact_phone,status\n"
LIST = HEAD + (
    "许国强,101,13900000042,River Lane 3,River,2,Mon-Fri,halal; low-salt,fish,knock loud,许明,13900000099,active\n"
    "潘淑兰,102,13900000043,River Lane 4,River,1,1 3 5,soft,,,许国强,139 0000 0042,paused until 2026-12-01\n"
    "Ann Lee,,139-0000-0001 (not safe),Elm 1,2,,FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,keto,no eggs,,,,paused\n"
    "Cid,,,,,,on request,,,,,,\n"
)


def client(place: Place, name: str) -> Client:
    (person,) = place.reader.by(Person, "name", name)
    (found,) = place.reader.by(Client, "person", person.id)
    return found


def person(place: Place, name: str) -> Person:
    (found,) = place.reader.by(Person, "name", name)
    return found


def stops(place: Place, number: int) -> list[str]:
    """The names on a route, in order."""
    (route,) = (one for one in place.reader.all(Route) if one.number == number)
    listed = [place.reader.get(Client, one) for one in route.stops]
    return [place.reader.get(Person, one.person).name for one in listed]  # type: ignore[union-attr]


def do(place: Place, rule: Any, *arguments: Any, **more: Any) -> Any:
    with place.store.transaction("rule", who=place.act.staff) as tx:
        return rule(tx, place.act, *arguments, **more)


def codes(problems: Any) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems]


# ── what comes ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_comes_in_once(place: Place, listed: Write) -> None:
    plan, problems = place.bring_meals(listed(LIST))
    assert not problems
    assert (len(plan.new), plan.contacts, len(plan.routes), plan.diets) == (4, 1, 2, ("keto",))
    assert codes(plan.left) == [(2, "route_made"), (4, "route_of_number_made"), (4, "diet_made")]
    first = client(place, "许国强")
    assert (first.status, first.rule, first.since) == (
        "active",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "2026-11-23",
    )
    assert (first.diets, first.avoid, first.delivery_note) == (("halal", "low-salt"), ("fish",), "knock loud")
    assert place.reader.get(Person, first.contact).phones == (Phone(number="13900000099"),)  # type: ignore[union-attr]
    second = client(place, "潘淑兰")
    assert second.contact == first.person, "a neighbour who is in the list is no second person"
    assert standing_on(place.reader, second, place.act.day) == "paused"
    assert hold_on(place.reader, second.id, "2026-12-01") is None
    ann = client(place, "Ann Lee")
    assert (hold_on(place.reader, ann.id, "2030-01-01") or Client(person=0)).id > 0
    assert person(place, "Ann Lee").phones == (Phone(number="139-0000-0001", safe=False),)
    assert (client(place, "Cid").delivery, client(place, "Cid").rule, client(place, "Cid").route) == (
        "episodic",
        "",
        0,
    )
    assert stops(place, 1) == ["潘淑兰", "许国强"]
    assert stops(place, 2) == ["Ann Lee"]
    assert set(asked_for(place.reader, place.act.day)) == {first.id}
    assert "pork" in {one.word for one in forbidden(first, None, known(place.reader))}
    before = digest(place.folder)
    for _ in range(2):
        again, problems = place.bring_meals(listed(LIST))
        assert not problems
        assert (len(again.new), len(again.known), len(again.changed), again.left) == (0, 4, 0, ())
        assert digest(place.folder) == before


def test_what_the_list_does_not_say_is_the_usual(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name\nAnn\n"))
    found = client(place, "Ann")
    assert (found.status, found.rule, found.route) == ("active", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 0)


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("pending", "pending"),
        ("stopped", "stopped"),
        ("deceased", "deceased"),
        ("已停", "stopped"),
        ("待定", "pending"),
    ],
)
def test_status_of_somebody_new(place: Place, listed: Write, status: str, kept: str) -> None:
    place.bring_meals(listed(f"name,status\nAnn,{status}\n"))
    assert client(place, "Ann").status == kept
    assert not asked_for(place.reader, place.act.day)


def test_headings_and_words_in_chinese_and_gb18030(place: Place, listed: Write) -> None:
    text = (
        "姓名,编号,联系电话,地址,路线,站,星期,饮食,忌口,备注,紧急联系人,紧急联系电话,状态\r\n"
        "许国强,101,13900000042,河街3号,东线,1,周一至周五,清真、少盐,不吃鱼和虾,敲门要响,许明,13900000099,暂停至2026年12月1日\r\n"
    )
    plan, problems = place.bring_meals(listed(text, encoding="gb18030"))
    assert not problems
    assert not plan.diets
    found = client(place, "许国强")
    assert (found.diets, found.avoid) == (("halal", "low-salt"), ("鱼", "虾"))
    assert standing_on(place.reader, found, "2026-11-30") == "paused"


def test_a_map_reads_another_systems_list(place: Place, listed: Write) -> None:
    wanted = read_map(
        listed(
            '[children]\nname = "{X}"\n[meals]\nname = "{Last}{First}"\nroute = "Route {Round}"\n'
            'status = { from = "{S}", words = { A = "active", H = "paused" } }\n',
            "map.toml",
        ),
        MEALS,
    )
    _, problems = place.bring_meals(listed("Last,First,Round,S\n许,国强,4,H\n"), wanted)
    assert not problems
    assert standing_on(place.reader, client(place, "许国强"), place.act.day) == "paused"
    assert stops(place, 4) == ["许国强"]


# ── bad rows ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (",1,,,,,,,,,,,\n", [(2, "no_name")]),
        ("\u200b,1,,,,,,,,,,,\n", [(2, "empty_name")]),
        ("A,,12,,,,,,,,,,\n", [(2, "bad_phone")]),
        ("A,,ask,,,,,,,,,,\n", [(2, "phone_without_digits")]),
        ("A,,,,R,first,,,,,,,\n", [(2, "bad_stop")]),
        ("A,,,,,3,,,,,,,\n", [(2, "stop_without_route")]),
        ("A,,,,0,,,,,,,,\n", [(2, "bad_route")]),
        ("A,,,,123456,,,,,,,,\n", [(2, "bad_route")]),
        ("A,,,,,,weekly,,,,,,\n", [(2, "unknown_weekday")]),
        ("A,,,,,,FREQ=HOURLY,,,,,,\n", [(2, "bad_rule")]),
        ("A,,,,,,FREQ=DAILY;UNTIL=20201231,,,,,,\n", [(2, "never_happens")]),
        ("A,,,,,,FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,,,,,,\n", [(2, "never_happens")]),
        ("A,,,,,,,,,,,,dunno\n", [(2, "unknown_status")]),
        ("A,,,,,,,,,,,,paused until 2025-01-01\n", [(2, "pause_over")]),
        ("A,,,,,,,,," + "x" * 1500 + ",,,\n", [(2, "text_too_long")]),
        ("A,,,,,,," + "x" * 120 + ",,,,,\n", [(2, "name_too_long")]),
        ("A,,,,,,,,,,,13900000042,\n", [(2, "phone_without_contact")]),
        ("A,,13900000042,,,,,,,,A,139 0000 0042,\n", [(2, "own_contact")]),
        ("A,,13900000042,,R,,,,,,,,\nA,,13900000042,,S,,,,,,,,\n", [(3, "two_routes")]),
        ("A,7,,,R,,,,,,,,\nA,7,,,S,,,,,,,,\n", [(3, "two_routes")]),
        ("A,7,,,R,,,,,,,,\nA,7,,,r,,,,,,,,\n", [(3, "client_twice")]),
        ("A,7,,,,,,,,,,,\nB,7,,,,,,,,,,,\n", [(3, "code_twice")]),
        ("A,,,,,,,,,,,,\nA,,,,,,,,,,,,\n", [(3, "client_twice")]),
        ("A,,,Elm 1,,,,,,,,,\nA,,,ELM 1,,,,,,,,,\n", [(3, "client_twice")]),
        ("A,,13900000042,Elm 1,,,,,,,,,\nA,,,,,,,,,,,,\n", [(3, "client_twice")]),
        ("A,,,,R,1,,,,,,,\nB,,,,r,1,,,,,,,\n", [(3, "stop_twice")]),
        ("A,,,,3,1,,,,,,,\nB,,,,Route 3,1,,,,,,,\nC,,,,4,1,,,,,,,\n", [(3, "stop_twice")]),
        ("A,,,,,,,,,,,,\nB,,", [(3, "cut_off")]),
        ('A,,,,,,,,,,,,\n"B,,', [(3, "cut_off_quoted")]),
        ("A,,,,,,,,,,,,\n\nB,,,,,,,,,,,,\n", [(3, "empty_line")]),
        ("A,,,,,,,,,,,,,x\n", [(2, "too_many_cells")]),
        (
            ",1,,,,,,,,,,,\nA,2,1,,,x,weekly,,,,,,no\nB,,,,3,1,,,,,,,\nC,,,,3,1,,,,,,,\nD,,,,,,FREQ=DAILY;UNTIL=19991231,,,,,,\n",
            [(2, "no_name"), (3, "bad_phone"), (3, "bad_stop"), (3, "unknown_weekday"), (3, "unknown_status"), (5, "stop_twice"), (6, "never_happens")],
        ),
    ],
)  # fmt: skip
def test_bad_rows_bring_nothing_and_are_all_listed(
    place: Place, listed: Write, rows: str, found: Any
) -> None:
    before = digest(place.folder)
    _, problems = place.bring_meals(listed(HEAD + rows))
    assert codes(problems) == found
    assert all(
        problem_text(problem) != problem.code and "?" not in problem_text(problem) for problem in problems
    )
    assert digest(place.folder) == before
    assert not place.reader.all(Person)


def test_one_name_may_be_two_clients(place: Place, listed: Write) -> None:
    rows = "A,1,13900000042,Elm 3,,,,,,,,,\nA,2,13900000042,Elm 3,,,,,,,,,\nA,,13900000043,Elm 1,,,,,,,,,\nA,,,Elm 2,,,,,,,,,\n"
    plan, problems = place.bring_meals(listed(HEAD + rows))
    assert not problems
    assert len(plan.new) == 4
    again, problems = place.bring_meals(listed(HEAD + rows))
    assert not problems
    assert (len(again.new), len(again.known)) == (0, 4)
    _, problems = place.bring_meals(listed("name\nA\n"))
    assert codes(problems) == [(2, "ambiguous_client")]


def test_a_list_that_is_too_long_for_one_line_of_the_journal_is_refused(place: Place, listed: Write) -> None:
    rows = "".join(f"Client {number}\n" for number in range(MOST_RECORDS // 3 + 1))
    _, problems = place.bring_meals(listed("name\n" + rows))
    assert codes(problems) == [(0, "too_many_rows")]
    assert not place.reader.all(Client)


@pytest.mark.parametrize(
    "row",
    [
        "A,,139{n:08d},,,,,,,,,,",
        "A,{n},,,,,,,,,,,",
        "A,,,Elm {n},,,,,,,,,",
        "A,,,,,,,,,,,,",
        "A{n},,,,R{n},9999,,d{n},,,,,",
        "A{n},,,,R,{n},FREQ=YEARLY;BYYEARDAY={n};BYMONTH=2;BYMONTHDAY=30,,,,,,",
        "A{n},,,,,,,,,,,,paused" + " " * 50 + "until",
    ],
)
def test_a_thousand_hostile_rows_are_read_in_seconds(place: Place, listed: Write, row: str) -> None:
    began = monotonic()
    place.bring_meals(listed(HEAD + "".join(row.format(n=n + 1) + "\n" for n in range(1000))))
    assert monotonic() - began < 60


@pytest.mark.parametrize("field", MEALS.fields)
@pytest.mark.parametrize("sign", [" ", "9", "0", "-", "=", "(", "a until ", "至", ";", "\u3000"])
def test_a_cell_of_a_hundred_thousand_signs_is_refused_at_once(
    place: Place, listed: Write, field: str, sign: str
) -> None:
    began = monotonic()
    heading = "name" if field == "name" else f"name,{field}"
    cell = '"x' + sign * 100_000 + 'x"'
    place.bring_meals(listed(f"{heading}\n{cell if field == 'name' else 'Ann,' + cell}\n"))
    assert monotonic() - began < 5


def test_names_are_cleaned_and_never_obeyed(place: Place, listed: Write) -> None:
    text = "name,delivery_note,route,diet,contact\n[bold]Ann[/bold],\x1b]0;t\x07hi,\x1b[2JRiver,\u202eketo,\x1b[31mBo\n"
    _, problems = place.bring_meals(listed(text))
    assert not problems
    found = client(place, "[bold]Ann[/bold]")
    assert (found.delivery_note, found.diets) == ("hi", ("keto",))
    assert [route.name for route in place.reader.all(Route)] == ["River"]
    assert person(place, "Bo")


# ── who is on file ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("Ann,7,,,,,,,,,,,", True),
        ("ANN,,139 0000 0001,,,,,,,,,,", True),
        ("Ann,,+8613900000001,,,,,,,,,,", True),
        ("Bea,7,13900000001,,,,,,,,,,", True),  # code and phone: a name was corrected
        ("Ann,,,,,,,,,,,,", True),  # the only client of the name, and nothing says another
        ("Ann,,13900000002,Elm 1,,,,,,,,,", True),  # the same address: another telephone
        ("Ann,,13900000002,,,,,,,,,,", False),
        ("Ann,,,Oak 2,,,,,,,,,", False),
        ("Ann,8,,,,,,,,,,,", False),
    ],
)
def test_who_is_taken_for_whom(place: Place, listed: Write, row: str, known: bool) -> None:
    place.bring_meals(listed(HEAD + "Ann,7,13900000001,Elm 1,,,,,,,,,\n"))
    plan, problems = place.bring_meals(listed(HEAD + row + "\n"))
    assert not problems
    assert (len(plan.known), len(plan.new)) == ((1, 0) if known else (0, 1))


def test_a_code_of_somebody_else_is_refused(place: Place, listed: Write) -> None:
    place.bring_meals(listed(HEAD + "Ann,7,13900000001,Elm 1,,,,,,,,,\n"))
    _, problems = place.bring_meals(listed(HEAD + "Bea,7,,,,,,,,,,,\n"))
    assert codes(problems) == [(2, "code_taken")]
    _, problems = place.bring_meals(listed(HEAD + "Ann,7,,,,,,,,,,,\nAnn,,13900000001,,,,,,,,,,\n"))
    assert codes(problems) == [(3, "client_twice")]


def test_somebody_on_file_who_is_no_client_becomes_one(place: Place, listed: Write) -> None:
    with place.store.transaction("add") as tx:
        tx.put(
            Person(name="马红", phones=(Phone(number="139-0000-0001"),), allergies=(Allergy(what="milk"),))
        )
    plan, problems = place.bring_meals(listed(HEAD + "马红,9,13900000001,Elm 1,River,1,,soft,,,,,\n"))
    assert not problems
    assert [one.fields for one in plan.changed] == [["address", "code", "client"]]
    found = person(place, "马红")
    assert (found.code, found.address, found.allergies) == ("9", "Elm 1", (Allergy(what="milk"),))
    assert client(place, "马红").diets == ("soft",)
    assert stops(place, 1) == ["马红"]
    again, _ = place.bring_meals(listed(HEAD + "马红,9,13900000001,Elm 1,River,1,,soft,,,,,\n"))
    assert not again.changed


def test_a_number_that_must_not_be_called_is_said(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,phone\nAnn,13900000001\n"))
    plan, _ = place.bring_meals(listed("name,phone\nAnn,139 0000 0001 (not safe)\n"))
    assert codes(plan.left) == [(2, "left_not_safe")]
    assert person(place, "Ann").phones == (Phone(number="13900000001"),)


def test_an_archived_record_is_left(place: Place, listed: Write) -> None:
    with place.store.transaction("add") as tx:
        tx.put(Person(name="Ann", phones=(Phone(number="13900000001"),), archived=True))
    plan, _ = place.bring_meals(listed(HEAD + "Ann,,13900000001,,New,1,,,,,,,\n"))
    assert codes(plan.left) == [(2, "left_archived")]
    assert not place.reader.all(Client)
    assert not place.reader.all(Route)


def test_the_number_of_somebody_else_is_said(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,phone\n张桂兰,13900000001\n"))
    plan, _ = place.bring_meals(listed("name,phone\n张桂蓝,13900000001\n"))
    assert codes(plan.left) == [(2, "looks_like_other")]


def test_what_protects_somebody_is_never_changed(place: Place, listed: Write) -> None:
    place.bring_meals(listed(HEAD + "Ann,7,13900000001,Elm 1,,,,halal,fish,blue gate,Bo,13900000002,\n"))
    with place.store.transaction("change") as tx:
        tx.put(replace(person(place, "Ann"), allergies=(Allergy(what="milk"),), address_withheld=True))
    before = digest(place.folder)
    plan, problems = place.bring_meals(
        listed(HEAD + "Ann,7,13900000005,Oak 2,,,,none,none,red gate,Cy,13900000003,\n")
    )
    assert not problems
    assert {code for _, code in codes(plan.left)} == {
        "left_phone",
        "left_address",
        "left_note",
        "left_other_contact",
    }
    assert digest(place.folder) == before
    plan, _ = place.bring_meals(listed(HEAD + "Ann,7,,,,,,soft,egg,,Bo,13900000009,\n"))
    assert codes(plan.left) == [(2, "left_phone")]
    found = client(place, "Ann")
    assert (found.diets, found.avoid) == (("halal", "soft"), ("fish", "egg")), "nothing is taken away"


@pytest.mark.parametrize(
    ("standing", "said", "becomes", "left"),
    [
        ("pending", "active", "active", []),
        ("pending", "paused", "paused", []),
        ("active", "paused until 2026-12-01", "paused", []),
        ("active", "stopped", "stopped", []),
        ("active", "deceased", "deceased", []),
        ("active", "pending", "active", ["left_status"]),
        ("active", "", "active", []),
        ("paused", "active", "paused", ["left_status"]),
        ("paused", "paused", "paused", []),
        ("paused", "paused until 2027-01-01", "paused", ["left_pause"]),
        ("paused", "stopped", "stopped", []),
        ("stopped", "active", "stopped", ["left_status"]),
        ("stopped", "paused", "stopped", ["left_status"]),
        ("stopped", "deceased", "deceased", []),
        ("stopped", "", "stopped", ["left_status"]),
        ("deceased", "", "deceased", ["left_status"]),
        ("deceased", "active", "deceased", ["left_status"]),
        ("deceased", "stopped", "deceased", ["left_status"]),
    ],
)
def test_a_list_ends_and_pauses_but_takes_nothing_up_again(
    place: Place, listed: Write, standing: str, said: str, becomes: str, left: list[str]
) -> None:
    place.bring_meals(listed(f"name,status\nAnn,{standing}\n"))
    plan, problems = place.bring_meals(listed(f"name,status\nAnn,{said}\n"))
    assert not problems
    assert [one.code for one in plan.left] == left
    assert standing_on(place.reader, client(place, "Ann"), place.act.day) == becomes
    again, _ = place.bring_meals(listed(f"name,status\nAnn,{said}\n"))
    assert not again.changed


def test_of_the_dead_nothing_is_changed(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,code,status\nAnn,7,deceased\n"))
    before = digest(place.folder)
    plan, _ = place.bring_meals(listed(HEAD + "Ann,7,13900000001,Elm 1,New,1,1,keto,egg,note,Bo,,\n"))
    assert not plan.changed
    assert digest(place.folder) == before


def test_a_pause_to_come_is_not_written_over(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name\nAnn\n"))
    do(place, client_rules.pause, client(place, "Ann").id, "2026-12-24", "2026-12-28")
    plan, _ = place.bring_meals(listed("name,status\nAnn,paused\n"))
    assert codes(plan.left) == [(2, "left_pause")]
    plan, _ = place.bring_meals(listed("name,status\nAnn,paused until 2026-12-01\n"))
    assert [one.fields for one in plan.changed] == [["status"]]


def test_days_are_brought_up_to_date(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,weekdays\nAnn,Mon-Fri\n"))
    plan, _ = place.bring_meals(listed("name,weekdays\nAnn,1 3\n"))
    assert [one.fields for one in plan.changed] == [["weekdays"]]
    assert client(place, "Ann").rule == "FREQ=WEEKLY;BYDAY=MO,WE"
    place.bring_meals(listed("name,weekdays\nAnn,on request\n"))
    assert (client(place, "Ann").delivery, client(place, "Ann").rule) == ("episodic", "")
    place.bring_meals(listed("name,weekdays\nAnn,FREQ=DAILY\n"))
    assert (client(place, "Ann").delivery, client(place, "Ann").rule) == ("ongoing", "FREQ=DAILY")
    _, problems = place.bring_meals(listed("name,weekdays\nAnn,FREQ=DAILY;UNTIL=20200101\n"))
    assert codes(problems) == [(2, "never_happens")]


# ── routes and diets ─────────────────────────────────────────────────────────────────────────────────────


def test_routes_are_found_by_name_and_number_and_made_with_the_next_that_is_free(
    place: Place, listed: Write
) -> None:
    do(place, route_rules.set_route, Route(name="River", number=1))
    do(place, route_rules.set_route, Route(name="Mill", number=3))
    rows = "A,,,,river,,,,,,,,\nB,,,,3,,,,,,,,\nC,,,,Hill,,,,,,,,\nD,,,,2,,,,,,,,\nE,,,,Lake,,,,,,,,\nF,,,,Route 1,,,,,,,,\n"
    plan, problems = place.bring_meals(listed(HEAD + rows))
    assert not problems
    assert [(route.name, route.number) for route in plan.routes] == [("Hill", 4), ("2", 2), ("Lake", 5)]
    assert (stops(place, 1), stops(place, 3), stops(place, 4)) == (["A", "F"], ["B"], ["C"])


def test_two_routes_of_one_name_are_meant_by_number(place: Place, listed: Write) -> None:
    for number in (1, 2):
        with place.store.transaction("test") as tx:
            tx.put(Route(name="River", number=number))
    _, problems = place.bring_meals(listed("name,route\nAnn,River\n"))
    assert codes(problems) == [(2, "routes_of_one_name")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *((cell, "several_routes") for cell in ("River; Hill", "River, Hill", "River；Lake", "1 2", "1、2", "1,2", "1/2", "1 and 2")),
        *((cell, "several_routes") for cell in ("Route 1 + 2", "1号线和2号线", "1-3", "Mill\nRiver", "River / Mill", "River和Mill", "1 & Mill")),
        *((cell, "bad_route") for cell in ("-1", "−1", "0", "100", "1.5", "151", "9999", "#7", "Route 100")),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_one_route_is_refused_with_its_line(
    place: Place, listed: Write, cell: str, code: str
) -> None:
    do(place, route_rules.set_route, Route(name="River", number=1))
    before = digest(place.folder)
    _, problems = place.bring_meals(listed(f'name,route\nAnn,Mill\nBob,"{cell}"\nCid,\nDan,"{cell}"\n'))
    assert codes(problems) == [(3, code), (5 + cell.count("\n"), code)]
    assert problem_text(problems[0]).startswith(("two routes, or more: ", "route: "))
    assert digest(place.folder) == before


@pytest.mark.parametrize(
    "cell", ["River; Hill", "151", "Fish & Chip Lane", "Hill/Oak", "3 Mills", "", "-", "无"]
)
def test_names_and_numbers_that_are_one_route_or_none(place: Place, listed: Write, cell: str) -> None:
    with place.store.transaction("test") as tx:
        for name, number in (("River; Hill", 1), ("Far", 151)):
            tx.put(Route(name=name, number=number))
    _, problems = place.bring_meals(listed(f"name,route\nAnn,{cell}\n"))
    assert not problems
    named = {route.id: route.name for route in place.reader.all(Route)}.get(client(place, "Ann").route, "")
    assert named == {"151": "Far", "-": "", "无": ""}.get(cell, cell)


def test_each_new_route_is_named_with_its_number_and_how_many_are_on_it(place: Place, listed: Write) -> None:
    do(place, route_rules.set_route, Route(name="River", number=1))
    plan, _ = place.bring_meals(listed("name,route\nAnn,Rivr\nBob,River\nCid,rivr\nDan,7\n"))
    assert [(one.line, problem_text(one)) for one in plan.left] == [
        (2, "the route Rivr is new, with the number 2; clients on it: 2."),
        (5, "route 7 is new, and has no name yet; clients on it: 1."),
    ]


def test_stops_that_the_list_does_not_number_stay_between(place: Place, listed: Write) -> None:
    rows = "".join(f"{name},R,{stop}\n" for name, stop in (("A", 10), ("B", 20), ("C", 30), ("D", 40)))
    place.bring_meals(listed("name,route,stop\n" + rows))
    assert stops(place, 1) == ["A", "B", "C", "D"]
    plan, _ = place.bring_meals(listed("name,route,stop\nD,R,1\nE,R,\nF,R,3\n"))
    assert stops(place, 1) == ["D", "A", "F", "B", "C", "E"]
    assert [(one.name, one.fields) for one in plan.changed] == [("D", ["stop"])]
    before = digest(place.folder)
    again, _ = place.bring_meals(listed("name,route,stop\nD,R,1\nE,R,\nF,R,3\n"))
    assert not again.changed
    assert digest(place.folder) == before


def test_another_route_takes_the_client_off_the_old_one(place: Place, listed: Write) -> None:
    place.bring_meals(listed("name,route,stop\nA,R,1\nB,R,2\nC,S,1\n"))
    plan, _ = place.bring_meals(listed("name,route,stop\nA,S,1\n"))
    assert [one.fields for one in plan.changed] == [["route"]]
    assert (stops(place, 1), stops(place, 2)) == (["B"], ["A", "C"])
    assert client(place, "A").route == client(place, "C").route
    assert not do(place, lambda tx, act: client_rules.change(tx, act, client(place, "A"))).until


def test_diets_are_found_by_whatever_word(place: Place, listed: Write) -> None:
    do(place, diet_rules.set_diet, "Gluten-free", ["wheat"])
    rows = "A,gluten free\nB,清真\nC,Low Salt\nD,keto\nE,KETO\nF,none\n"
    plan, problems = place.bring_meals(listed("name,diet\n" + rows))
    assert not problems
    assert plan.diets == ("keto",)
    kept = {name: client(place, name).diets for name in "ABCDEF"}
    assert kept == {
        "A": ("Gluten-free",),
        "B": ("halal",),
        "C": ("low-salt",),
        "D": ("keto",),
        "E": ("keto",),
        "F": (),
    }


def test_a_diet_that_was_put_away_comes_back_with_what_it_excludes(place: Place, listed: Write) -> None:
    with place.store.transaction("add") as tx:
        tx.put(Diet(name="keto", excludes=("rice",), archived=True))
    plan, _ = place.bring_meals(listed("name,diet\nAnn,keto\n"))
    assert codes(plan.left) == [(2, "diet_again")]
    assert [(diet.excludes, diet.archived) for diet in place.reader.all(Diet)] == [(("rice",), False)]


def test_contacts_are_one_person_each(place: Place, listed: Write) -> None:
    rows = "A,Son,13900000001\nB,son,139 0000 0001\nC,Son,\nD,Son,\nE,Zoe,\n"
    plan, _ = place.bring_meals(listed("name,contact,contact_phone\n" + rows))
    assert plan.contacts == 4
    assert client(place, "A").contact == client(place, "B").contact
    assert len({client(place, name).contact for name in "ACDE"}) == 4
    again, _ = place.bring_meals(listed("name,contact,contact_phone\n" + rows))
    assert (again.changed, again.contacts, again.left) == ((), 0, ())
    place.bring_meals(listed("name,contact,contact_phone\nC,Son,13900000003\n"))
    contact = place.reader.get(Person, client(place, "C").contact)
    assert contact is not None
    assert contact.phones == (Phone(number="13900000003"),)


def test_orders_that_are_drawn_already_follow_the_list(place: Place, listed: Write) -> None:
    place.bring_meals(listed(LIST))
    day = place.act.day
    assert place.reader.on(Order, day) == [], "nobody has drawn them yet"
    do(place, order_rules.draw, day)
    before = {order.client for order in place.reader.on(Order, day)}
    ends = "许国强,101,13900000042,River Lane 3,River,,Mon-Fri,,,,,,stopped\nDora,103,,Elm 2,River,,Mon-Fri,,,,,,\n"
    place.bring_meals(listed(HEAD + ends))
    after = {order.client for order in place.reader.on(Order, day)}
    assert after == before - {client(place, "许国强").id} | {client(place, "Dora").id}
    assert not order_rules.to_draw(place.reader, place.act, day)
