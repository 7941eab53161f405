"""A list comes in whole or not at all; twice is once; what is on file is kept from it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskapp.exchange.importing import MOST_RECORDS, plan
from deskapp.exchange.mapping import read_map
from deskapp.services import collectors, people
from deskapp.services.act import Act
from deskapp.services.childday import child_day
from deskapp.services.enrolment import enrolment_of
from deskapp.services.families import confirm, proposals
from deskapp.services.homes import siblings
from deskapp.services.records import Collector, Concern, Enrolment, Household, Person
from tests.exchange.conftest import NOW, ROSTER, ROSTER_MAP, ZONE, Place, needs_roster

Write = Callable[..., Path]

HEAD = "name,born,code,guardian_1,relation_1,phone_1,guardian_2,phone_2,allergies,may_collect,address\n"


def digest(folder: Path) -> str:
    found = hashlib.blake2b()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def by_name(place: Place, name: str) -> Person:
    (person,) = place.reader.by(Person, "name", name)
    return person


def pickup_list(place: Place, name: str) -> list[Collector]:
    return place.reader.by(Collector, "child", by_name(place, name).id)


# ── the school's own roster ──────────────────────────────────────────────────────────────────────────────


@needs_roster
def test_the_roster_comes_in_once(place: Place) -> None:
    wanted = read_map(ROSTER_MAP)
    outcome, problems = place.bring(ROSTER, wanted)
    assert outcome is not None
    assert not problems
    assert (len(outcome.plan.new), outcome.plan.guardians, outcome.households, outcome.proposals) == (
        240,
        412,
        240,
        0,
    )
    assert len(place.reader.all(Enrolment)) == 240
    assert len(place.reader.all(Person)) == 652
    tyrone = by_name(place, "Tyrone Dyer")
    assert (tyrone.code, tyrone.born) == ("604821", "2014-11-13")
    assert {
        (entry.relation, entry.standing, entry.number) for entry in pickup_list(place, "Tyrone Dyer")
    } == {
        ("mother", "unconfirmed", 1),
        ("father", "unconfirmed", 2),
    }
    assert by_name(place, "Carmen Dyer").phones[0].number == "(950) 342 7522"
    assert by_name(place, "Carmen Dyer").address == ""
    before = digest(place.folder)
    again, problems = place.bring(ROSTER, wanted)
    assert again is not None
    assert not problems
    assert (len(again.plan.new), len(again.plan.known), len(again.plan.changed)) == (0, 240, 0)
    assert not again.plan.left
    assert digest(place.folder) == before


@needs_roster
def test_ten_bad_rows_bring_nothing_and_are_listed(place: Place, listed: Write) -> None:
    rows = list(csv.reader(io.StringIO(ROSTER.read_bytes().decode("utf-8-sig"), newline="")))
    heading = {name: number for number, name in enumerate(rows[0])}

    def spoil(line: int, column: str, value: str) -> None:
        rows[line - 1][heading[column]] = value

    spoil(5, "FirstName", "")
    spoil(5, "LastSurname", "  ")
    spoil(9, "BirthDate", "2031-02-30")
    spoil(14, "BirthDate", "2031-02-03")
    spoil(23, "Contact1Phone", "ask the office")
    rows[29] = list(rows[28])
    spoil(40, "StudentUniqueId", rows[40][0])
    spoil(55, "FirstName", "x" * 200)
    spoil(70, "Contact2Name", "")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    lines = text.getvalue().splitlines(keepends=True)
    lines[99] = "\r\n"
    lines[149] = lines[149].replace(",", ',"', 1)
    lines[-1] = lines[-1][:40]
    before = digest(place.folder)
    outcome, problems = place.bring(listed("".join(lines), encoding="utf-8-sig"), read_map(ROSTER_MAP))
    assert outcome is None
    assert [(problem.line, problem.code) for problem in problems] == [
        (5, "no_name"),
        (9, "no_such_date"),
        (14, "date_in_future"),
        (23, "phone_without_digits"),
        (30, "duplicate_row"),
        (41, "code_twice"),
        (55, "name_too_long"),
        (70, "phone_without_guardian"),
        (100, "empty_line"),
        (150, "broken_quotes"),
        (241, "cut_off_quoted"),
    ]
    assert digest(place.folder) == before
    assert not place.reader.all(Person)


# ── families ─────────────────────────────────────────────────────────────────────────────────────────────


FAMILY = HEAD + (
    "马青青,2017-03-02,1,马红,mother,139-0000-0001,李山,139-0000-0002,,,Made-up Street 1\n"
    "马丽丽,2015-05-06,2,马红,mother,+86 139 0000 0001,,,,,Made-up Street 1\n"
    "Ann Lee,2016-01-01,3,Bo Lee,father,139-0000-0003,,,,,\n"
    "Cid,2016-01-02,4,,,,,,,,\n"
)


def test_siblings_are_proposed_as_one_household_and_confirmed_by_one_act(place: Place, listed: Write) -> None:
    outcome, _ = place.bring(listed(FAMILY))
    assert outcome is not None
    assert (outcome.households, outcome.proposals, outcome.plan.guardians) == (1, 1, 3)
    elder, younger = by_name(place, "马丽丽"), by_name(place, "马青青")
    (family,) = proposals(place.reader)
    assert set(family.children) == {elder.id, younger.id}
    assert set(family.adults) == {by_name(place, "马红").id, by_name(place, "李山").id}
    assert siblings(place.reader, elder.id) == ()
    with place.store.transaction("confirm_family") as tx:
        confirm(tx, place.act, family.household)
    assert siblings(place.reader, elder.id) == (younger.id,)
    assert not proposals(place.reader)
    assert not any(home.address for home in place.reader.all(Household))
    again, _ = place.bring(listed(FAMILY))
    assert again is not None
    assert (len(again.plan.new), again.proposals) == (0, 0)


def test_a_sibling_who_comes_later_is_proposed_into_the_family_on_file(place: Place, listed: Write) -> None:
    place.bring(listed(HEAD + "Ann,2016-01-01,3,Bo Lee,father,139-0000-0003,,,,,\n"))
    outcome, _ = place.bring(listed(HEAD + "Eve,2019-01-01,9,Bo Lee,father,139-0000-0003,,,,,\n"))
    assert outcome is not None
    assert (outcome.proposals, outcome.plan.guardians) == (1, 0)
    (family,) = proposals(place.reader)
    assert set(family.children) == {by_name(place, "Ann").id, by_name(place, "Eve").id}
    assert len(family.merges) == 1


def test_a_number_of_too_many_proposes_nothing(place: Place, listed: Write) -> None:
    rows = "".join(
        f"Child {n},2016-01-{n:02d},,Teacher {n},teacher,139-0000-0007,,,,,\n" for n in range(1, 12)
    )
    outcome, _ = place.bring(listed(HEAD + rows))
    assert outcome is not None
    assert (outcome.proposals, outcome.households) == (0, 11)
    assert [left.code for left in outcome.plan.left] == ["left_shared_phone"]


def test_only_may_collect_makes_a_contact_authorised(place: Place, listed: Write) -> None:
    place.bring(
        listed(
            HEAD
            + "A,2016-01-01,,P,m,139-0000-0001,Q,139-0000-0002,,yes,\n"
            + "B,2016-01-02,,R,m,139-0000-0003,S,139-0000-0004,,2,\n"
            + "C,2016-01-03,,T,m,139-0000-0005,U,139-0000-0006,,,\n"
        )
    )
    standing = {name: [entry.standing for entry in pickup_list(place, name)] for name in "ABC"}
    assert standing == {
        "A": ["authorised", "authorised"],
        "B": ["unconfirmed", "authorised"],
        "C": ["unconfirmed", "unconfirmed"],
    }
    assert all(entry.confirmed_by == place.act.staff for entry in pickup_list(place, "A"))


def test_somebody_with_an_order_against_them_is_authorised_for_nobody(place: Place, listed: Write) -> None:
    place.bring(listed(HEAD + "A,2016-01-01,,Dan,father,139-0000-0001,,,,,\n"))
    (entry,) = pickup_list(place, "A")
    with place.store.transaction("block") as tx:
        tx.put(replace(entry, standing="blocked", number=0))
    place.bring(listed(HEAD + "B,2017-01-01,,Dan,father,139-0000-0001,,,,yes,\n"))
    assert [entry.standing for entry in pickup_list(place, "B")] == ["unconfirmed"]
    assert not proposals(place.reader)


# ── people on file ───────────────────────────────────────────────────────────────────────────────────────


def test_what_protects_a_known_child_is_never_changed(place: Place, listed: Write) -> None:
    place.bring(listed(HEAD + "Ann,2016-01-01,7,Bo,father,139-0000-0001,,,peanut,,Old Street 1\n"))
    child = by_name(place, "Ann")
    (entry,) = pickup_list(place, "Ann")
    with place.store.transaction("block") as tx:
        tx.put(replace(child, address="", address_withheld=True))
        tx.put(replace(entry, standing="blocked", number=0, order_since="2026-01-01"))
    before = (by_name(place, "Ann"), pickup_list(place, "Ann"))
    outcome, problems = place.bring(
        listed(HEAD + "Ann,2016-01-01,7,Bo,father,139-0000-0001,Cy,139-0000-0002,none,yes,New Street 2\n")
    )
    assert not problems
    assert outcome is not None
    assert (by_name(place, "Ann"), pickup_list(place, "Ann")) == before
    assert {left.code for left in outcome.plan.left} == {"left_address", "left_allergies", "left_contact"}
    assert not place.reader.by(Person, "name", "Cy")


def test_a_new_school_year_brings_places_up_to_date(place: Place, listed: Write) -> None:
    head = "name,born,school,grade,group,weekdays,expected,latin_name\n"
    place.bring(listed(head + "Ann,2016-01-01,Sunflower,2,,Mon-Fri,16:30,\n"))
    outcome, _ = place.bring(listed(head + "Ann,2016-01-01,Riverside,3,Bus 7,1 3,17:10,Ann Lee\n"))
    assert outcome is not None
    assert [sorted(known.changes) for known in outcome.plan.changed] == [
        ["expected", "grade", "group", "latin_name", "school", "weekdays"]
    ]
    (enrolment,) = place.reader.all(Enrolment)
    assert (enrolment.school, enrolment.grade, enrolment.group) == ("Riverside", "3", "Bus 7")
    assert (enrolment.weekdays, enrolment.expected) == ((1, 3), "17:10")
    assert "lee ann" in by_name(place, "Ann").readings
    silent, _ = place.bring(listed("name,born\nAnn,2016-01-01\n"))
    assert silent is not None
    assert not silent.plan.changed


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("Ann,2016-01-01,,,,,,,,,", True),  # name and birth date
        ("Somebody else,2016-01-01,7,,,,,,,,", True),  # code and birth date: a name was corrected
        ("Ann,,7,,,,,,,,", True),  # code and name
        ("Ann,,,Bo,father,+8613900000001,,,,,", True),  # name and a guardian's phone
        ("ANN,,,Bo,father,139 0000 0001,,,,,", True),  # case and writing of the number do not matter
        ("Ann,,,,,,,,,,", True),  # the only one of the name, and nothing else said
        ("Ann,2017-01-01,,Bo,father,139-0000-0001,,,,,", False),  # another birth date is another child
        ("Ann,,,Xi,mother,139-0000-0099,,,,,", False),  # another family
        ("Bea,2016-01-01,,,,,,,,,", False),
    ],
)
def test_who_is_taken_for_whom(place: Place, listed: Write, row: str, known: bool) -> None:
    place.bring(listed(HEAD + "Ann,2016-01-01,7,Bo,father,139-0000-0001,,,,,\n"))
    outcome, problems = place.bring(listed(HEAD + row + "\n"))
    assert not problems
    assert outcome is not None
    assert (len(outcome.plan.known), len(outcome.plan.new)) == ((1, 0) if known else (0, 1))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Bea,2017-02-02,7,,,,,,,,", "code_taken"),
        ("Bea,,7,,,,,,,,", "code_taken"),
        ("Ann,2016-01-01,,,,,,,,,\nAnn,,7,,,,,,,,", "duplicate_row"),
    ],
)
def test_what_nobody_but_a_person_can_decide(place: Place, listed: Write, row: str, code: str) -> None:
    place.bring(listed(HEAD + "Ann,2016-01-01,7,Bo,father,139-0000-0001,,,,,\n"))
    before = digest(place.folder)
    _, problems = place.bring(listed(HEAD + row + "\n"))
    assert [problem.code for problem in problems] == [code]
    assert digest(place.folder) == before


def test_one_name_twice_without_anything_else_is_asked_about(place: Place, listed: Write) -> None:
    place.bring(listed(HEAD + "Ann,2016-01-01,,,,,,,,,\nAnn,2018-01-01,,,,,,,,,\n"))
    _, problems = place.bring(listed("name\nAnn\n"))
    assert [problem.code for problem in problems] == ["ambiguous"]


@pytest.mark.parametrize(
    "row",
    [
        "Ann,2016-01-01,,,,,,,,,\nAnn,2016-01-01,,,,,,,,,",
        "Ann,,5,,,,,,,,\nAnn,2016-01-01,5,,,,,,,,",
        "Ann,,,Bo,f,139-0000-0001,,,,,\nann,,,Cy,m,13900000001,,,,,",
        "Ann,,,,,,,,,,\nAnn,,,,,,,,,,",
    ],
)
def test_a_row_twice(place: Place, listed: Write, row: str) -> None:
    outcome, problems = place.bring(listed(HEAD + row + "\n"))
    assert outcome is None
    assert [(problem.line, problem.code, problem.facts["first"]) for problem in problems] == [
        (3, "duplicate_row", 2)
    ]


def test_names_are_cleaned_and_never_obeyed(place: Place, listed: Write) -> None:
    text = "name,notes\n[bold]Ann[/bold],\x1b]0;title\x07hello\n\x1b[2JBob,\u202eabc\n😀,\n"
    outcome, problems = place.bring(listed(text))
    assert not problems
    assert outcome is not None
    assert [child.name for child in outcome.plan.new] == ["[bold]Ann[/bold]", "Bob", "😀"]
    assert [child.notes for child in outcome.plan.new] == ["hello", "abc", ""]
    _, problems = place.bring(listed("name\n\x1b[2J\n"))
    assert [problem.code for problem in problems] == ["empty_name"]


def test_a_list_that_is_too_long_for_one_line_of_the_journal_is_refused(place: Place, listed: Write) -> None:
    rows = "".join(f"Child {number},{2010 + number % 10}-01-01\n" for number in range(MOST_RECORDS // 3 + 1))
    outcome, problems = place.bring(listed("name,born\n" + rows))
    assert [problem.code for problem in problems] == ["too_many_rows"]
    assert outcome is not None
    assert not place.reader.all(Person)


def test_a_plan_reads_only(place: Place) -> None:
    assert plan(place.reader, []) == ((), (), (), 0, (), ())


def left(place: Place, listed: Write, row: str) -> list[str]:
    outcome, problems = place.bring(listed(HEAD + row))
    assert outcome is not None
    assert not problems
    assert not outcome.plan.new
    return [problem.code for problem in outcome.plan.left]


def test_what_an_import_does_not_take_over_is_said(place: Place, listed: Write) -> None:
    """Nothing about a child on file is passed over in silence: somebody must know whom nobody expects."""
    row = "马青青,2017-03-02,A1,马红,mother,139-0000-0001,,,,,\n"
    place.bring(listed(HEAD + row))
    child = by_name(place, "马青青")
    assert left(place, listed, row) == []
    assert left(place, listed, row.replace("0001", "0009")) == ["left_phone"]
    assert left(place, listed, row.replace("139-0000-0001", "+86 13900000001")) == []
    assert left(place, listed, row.replace("马青青", "马蓝蓝")) == ["left_name"]
    assert left(place, listed, row.replace("A1", "A2")) == ["left_code"]
    (enrolment,) = place.reader.by(Enrolment, "child", child.id)
    with place.store.transaction("end") as tx:
        tx.put(replace(enrolment, until="2026-11-01"))
    assert left(place, listed, row) == ["left_ended"]
    with place.store.transaction("archive") as tx:
        people.archive_person(tx, place.act, child.id)
    assert left(place, listed, row) == ["left_archived"]


def test_nobody_with_the_name_of_an_order_is_authorised_by_a_list(place: Place, listed: Write) -> None:
    place.bring(listed(HEAD + "甲,2017-03-02,,马红,,139-0000-0001,李刚,139-0000-0002,,,\n"))
    child, father = by_name(place, "甲"), by_name(place, "李刚")
    with place.store.transaction("block") as tx:
        collectors.block(tx, place.act, child.id, father.id, reason="court")
    place.bring(listed(HEAD + "乙,2018-03-02,,马红,,139-0000-0001,李刚,139-0000-0077,,yes,\n"))
    assert [entry.standing for entry in pickup_list(place, "乙")] == ["authorised", "unconfirmed"]


def test_a_list_with_other_weekdays_hides_nobody_who_is_due_today(place: Place, listed: Write) -> None:
    """Who is expected today is expected as planned; who is not accounted for is written down."""
    heads = "name,born,weekdays\n"
    rows = (("Ann Bell", "2017-03-04"), ("Ben Cole", "2017-03-05"))
    place.bring(listed(heads + "".join(f"{name},{born},1 2\n" for name, born in rows)))
    ann, ben = (by_name(place, name).id for name, _born in rows)
    late = Act(place.act.staff, "test", NOW.replace(hour=9), ZONE)  # 17:00 at the centre
    with place.store.transaction("raise") as tx:
        tx.put(replace(enrolment_of(tx, ann), expected="17:30"))
    place.act = late
    outcome, problems = place.bring(listed(heads + "".join(f"{name},{born},2 3\n" for name, born in rows)))
    assert outcome is not None
    assert not problems
    assert len(outcome.plan.changed) == 2
    states = {row.child: (row.state, row.due) for row in child_day(place.reader, late, "2026-11-23").rows}
    assert states == {ann: ("coming", "17:30")}
    assert [(one.child, one.kind) for one in place.reader.all(Concern)] == [(ben, "not_accounted")]
