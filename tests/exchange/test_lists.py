"""Lists that leave the desk: what an import reads again, nothing that is withheld, nothing that runs."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from deskapp.exchange import lists
from deskapp.exchange.headings import FIELDS
from deskapp.exchange.writing import WRITERS, as_csv, as_xlsx
from deskapp.services.records import Absence, Attendance, Collector, Person, Phone, Stay
from tests.exchange.conftest import Place

Write = Callable[..., Path]

LIST = ",".join(FIELDS) + (
    "\n马青青,Ma Qingqing,8,f,2017-03-02,Sunflower,2,Mon-Fri,16:30,马红,mother,139-0000-0001,王秀兰,grandmother,"
    '139-0000-0002 (not safe),Made-up Street 1,"peanut [peanut, satay] (pen, then 120); milk",1,Bus 7,likes tea\n'
    "'=Ann,,9,,,,,1 3,17:10,'+Bo,,'+86 139 0000 0003,,,,,none,yes,,'-\n"
    "Cid,,,,2016-01-01,,,,,,,,,,,,,,,\n"
)


def test_what_is_exported_comes_in_again_the_same(place: Place, listed: Write, tmp_path: Path) -> None:
    place.bring(listed(LIST))
    rows = lists.children(place.reader, place.act.day)
    assert [row["name"] for row in rows] == ["=Ann", "Cid", "马青青"]
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"out.{kind}"
        path.write_bytes(WRITERS[kind](FIELDS, rows))
        with other_place(tmp_path / kind) as other:
            outcome, problems = other.bring(path)
            assert not problems
            assert outcome is not None
            assert len(outcome.plan.new) == 3
            again = lists.children(other.reader, other.act.day)
        assert [filled(row) for row in again] == [filled(row) for row in rows]


def filled(row: lists.Row) -> lists.Row:
    return {heading: text for heading, text in row.items() if text}


def other_place(folder: Path):  # type: ignore[no-untyped-def]
    from contextlib import contextmanager

    from tests.exchange import conftest

    @contextmanager
    def opened():  # type: ignore[no-untyped-def]
        folder.mkdir()
        yield from conftest.place.__wrapped__(folder)  # type: ignore[attr-defined]

    return opened()


def test_withheld_addresses_and_blocked_adults_are_on_no_list(place: Place, listed: Write) -> None:
    place.bring(listed(LIST))
    (child,) = place.reader.by(Person, "name", "马青青")
    (grandmother,) = place.reader.by(Person, "name", "王秀兰")
    with place.store.transaction("change") as tx:
        tx.put(replace(child, address_withheld=True))
        for entry in tx.by(Collector, "adult", grandmother.id):
            tx.put(replace(entry, standing="blocked"))
    text = as_csv(FIELDS, lists.children(place.reader, place.act.day)).decode("utf-8-sig")
    people = as_csv(lists.PEOPLE, lists.people(place.reader)).decode("utf-8-sig")
    assert "Made-up Street" not in text + people
    assert "王秀兰" not in text
    assert "马红" in text


def test_a_withheld_address_is_not_given_away_by_who_lives_there_too(place: Place, listed: Write) -> None:
    place.bring(listed(LIST))
    (child,) = place.reader.by(Person, "name", "马青青")
    (mother,) = place.reader.by(Person, "name", "马红")
    with place.store.transaction("change") as tx:
        tx.put(replace(mother, address=child.address.upper(), address_withheld=True))
    children, people = lists.children(place.reader, place.act.day), lists.people(place.reader)
    assert {row["address"] for row in [*children, *people] if row["name"] == "马青青"} == {""}


def test_csv_is_made_for_spreadsheets(place: Place, listed: Write) -> None:
    place.bring(listed(LIST))
    content = as_csv(FIELDS, lists.children(place.reader, place.act.day))
    assert content.startswith(b"\xef\xbb\xbfname,")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert all(len(row) == len(FIELDS) for row in rows)
    assert rows[1][:1] == ["'=Ann"]
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in "=+-@" and cell]


def test_a_workbook_holds_text_only(place: Place, listed: Write) -> None:
    place.bring(listed(LIST))
    content = as_xlsx(FIELDS, lists.children(place.reader, place.act.day))
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet.cell(2, 1).value == "'=Ann"


def test_json_has_null_where_there_is_nothing(place: Place, listed: Write) -> None:
    place.bring(listed(LIST))
    objects = json.loads(WRITERS["json"](FIELDS, lists.children(place.reader, place.act.day)))
    assert [list(one) for one in objects] == [list(FIELDS)] * 3
    assert objects[0]["name"] == "=Ann"
    assert objects[1]["guardian_1"] is None


@pytest.fixture
def day(place: Place, listed: Write) -> Place:
    """A day with two stays of one child, an absence, one who is here, and one never heard of."""
    rows = "".join(f"Child {letter},2016-01-0{n}\n" for n, letter in enumerate("ABCD", start=1))
    place.bring(listed("name,born\n" + rows))
    a, b, c, _ = (place.reader.by(Person, "name", f"Child {letter}")[0] for letter in "ABCD")
    today = place.act.day
    with place.store.transaction("day") as tx:
        adult = tx.put(Person(name="Adult", phones=(Phone(number="139-0000-0001"),)))
        first = Stay(
            arrived=f"{today}T05:00:00Z",
            arrived_by=1,
            homework=f"{today}T05:10:00Z",
            departed=f"{today}T05:30:00Z",
            collected_by=adult.id,
            how="known",
        )
        second = Stay(arrived=f"{today}T05:40:00Z", arrived_by=1, departed=f"{today}T05:50:00Z", how="alone")
        tx.put(Attendance(day=today, child=a.id, stays=(first, second)))
        tx.put(Attendance(day=today, child=b.id, stays=(Stay(arrived=f"{today}T05:00:00Z", arrived_by=1),)))
        tx.put(Absence(child=c.id, first=today, last=today, reason="sick"))
    return place


def test_attendance(day: Place) -> None:
    rows = [filled(row) for row in lists.attendance(day.reader, day.act, [day.act.day])]
    assert [(row["name"], row["status"]) for row in rows] == [
        ("Child A", "departed"),
        ("Child A", "departed"),
        ("Child B", "present"),
        ("Child C", "absent"),
        ("Child D", "coming"),
    ]
    assert rows[0]["arrived"] == "2026-11-23T13:00:00+08:00"
    assert rows[0]["collected_by"] == "Adult"
    assert rows[1]["collected_by"] == "alone"
    assert rows[3]["absence"] == "sick"
    assert set().union(*rows) <= set(lists.ATTENDANCE)
