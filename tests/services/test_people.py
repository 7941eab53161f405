"""People: never typed twice, kept clean, put away only when no child depends on it."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import Conflict, JournalDB
from deskapp.services import people
from deskapp.services.records import (
    Allergy,
    Collector,
    Concern,
    Enrolment,
    Household,
    Member,
    OpenStay,
    Person,
    Phone,
)
from deskapp.services.refusal import Refusal

from .conftest import MakeAct

ODD_NAMES = ["[bold]Max", "\x1b[2JMax", "m" * 100, "😀", "\u202eMax\u2066", "=cmd()", "' OR 1=1", "马" * 100]


def add(store: JournalDB, act: MakeAct, name: str = "马青青", **fields: object) -> Person:
    despite = fields.pop("despite", ())
    with store.transaction("test") as tx:
        return people.add_person(tx, act(), Person(name=name, **fields), despite)  # type: ignore[arg-type]


def put(store: JournalDB, *records: object) -> None:
    with store.transaction("test") as tx:
        for record in records:
            tx.put(record)  # type: ignore[type-var]


def refused(code: str, rule: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        rule()
    assert caught.value.code == code
    return caught.value


def found(store: JournalDB, typed: str, **how: object) -> list[int]:
    return [match.person for match in people.find(store.read(), typed, **how)]  # type: ignore[arg-type]


# ── adding ──


def test_a_new_person_is_cleaned_and_can_be_found(store: JournalDB, act: MakeAct) -> None:
    person = add(
        store,
        act,
        "  马\u202e青青 ",
        latin_name="Ma  Qingqing",
        code="ｃ 17",
        card=";000000",
        born="2018-03-02",
        phones=(Phone(number="138 1234 5678"), Phone(number="13812345678", safe=False)),
        allergies=(Allergy(what="Peanut", words=("Peanut", "peanut", " ")),),
    )
    kept = store.read().get(Person, person.id)
    assert kept == person
    assert (person.name, person.latin_name, person.code, person.card) == (
        "马青青",
        "Ma Qingqing",
        "C17",
        "000000",
    )
    assert person.phones == (Phone(number="138 1234 5678", safe=False),)
    assert person.allergies == (Allergy(what="Peanut", words=("peanut",)),)
    assert person.readings[0] == "ma qing qing"
    assert found(store, "mqq") == found(store, ";000000") == found(store, "5678") == [person.id]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "empty_name"),
        ({"name": " \u200b\x1b[2J"}, "empty_name"),
        ({"name": "\u0301"}, "empty_name"),
        ({"name": "马" * 101}, "name_too_long"),
        ({"name": "m" * 300}, "name_too_long"),
        ({"born": "2031-02-30"}, "bad_birth_date"),
        ({"born": "2026-11-24"}, "bad_birth_date"),  # tomorrow
        ({"born": "1899-12-31"}, "bad_birth_date"),
        ({"born": "yesterday"}, "bad_birth_date"),
        ({"phones": (Phone(number="12"),)}, "bad_phone"),
        ({"phones": (Phone(number="ask him"),)}, "bad_phone"),
        ({"phones": (Phone(number="1" * 21),)}, "bad_phone"),
        ({"card": "123456"}, "bad_card"),
        ({"sex": "x"}, "bad_sex"),
        ({"notes": "n" * 501}, "text_too_long"),
        ({"code": "TAKEN"}, "code_taken"),
        ({"code": " taken "}, "code_taken"),
        ({"card": "000000"}, "card_taken"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    store: JournalDB, act: MakeAct, fields: dict[str, object], code: str
) -> None:
    add(store, act, "王芳", code="TAKEN", card="000000")
    before = len(store.read().all(Person))
    refused(code, lambda: add(store, act, **{"name": "马青青", **fields}))  # type: ignore[arg-type]
    assert len(store.read().all(Person)) == before


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_people_too(store: JournalDB, act: MakeAct, name: str) -> None:
    person = add(store, act, name)
    assert person.id in found(store, person.name)


def test_nobody_is_added_without_a_name_at_the_desk(store: JournalDB, act: MakeAct) -> None:
    with store.transaction("test") as tx:
        refused("no_staff", lambda: people.add_person(tx, act(""), Person(name="Ann")))


@settings(deadline=None)
@given(st.text(max_size=130))
def test_a_clean_name_is_clean_and_stays_so(text: str) -> None:
    refusal = None
    try:
        name = people.clean_name(text)
    except Refusal as error:
        refusal = error
    if refusal is None:
        assert people.clean_name(name) == name
        assert 0 < len(name) <= 100
        assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cf", "Cs"}
    else:
        assert refusal.code in ("empty_name", "name_too_long")


# ── the same person twice ──


@pytest.mark.parametrize(
    ("fields", "alike"),
    [
        ({"name": "马青青", "born": "2018-03-02"}, True),
        ({"name": "MA QINGQING", "born": "2018-03-02"}, True),
        ({"name": "马 青青", "born": "2018-03-02"}, False),
        ({"name": "马青青", "born": "2018-03-03"}, False),
        ({"name": "马青青"}, False),
        ({"name": "王芳", "phones": (Phone(number="138-1234-5678"),)}, True),
        ({"name": "王芳", "phones": (Phone(number="+86 138 1234 5678"),)}, True),
        ({"name": "王芳", "phones": (Phone(number="0086 13812345678"),)}, True),
        ({"name": "王芳", "phones": (Phone(number="138 1234 5679"),)}, False),
    ],
)
def test_who_looks_like_somebody_on_file(
    store: JournalDB, act: MakeAct, fields: dict[str, object], alike: bool
) -> None:
    first = add(
        store,
        act,
        "马青青",
        latin_name="Ma Qingqing",
        born="2018-03-02",
        phones=(Phone(number="138 1234 5678"),),
    )
    if not alike:
        add(store, act, **fields)  # type: ignore[arg-type]
        return
    refusal = refused("looks_like", lambda: add(store, act, **fields))  # type: ignore[arg-type]
    assert refusal.facts == {"person": first.id, "count": 1}
    again = add(store, act, despite=(first.id,), **fields)  # type: ignore[arg-type]
    assert [one.id for one in people.duplicates(store.read(), again)] == [first.id]


def test_all_who_look_alike_must_have_been_looked_at(store: JournalDB, act: MakeAct) -> None:
    one = add(store, act, "王芳", born="2018-01-01")
    two = add(store, act, "王芳", born="2018-01-01", despite=(one.id,))
    refusal = refused("looks_like", lambda: add(store, act, "王芳", born="2018-01-01", despite=(one.id,)))
    assert refusal.facts == {"person": two.id, "count": 1}


@pytest.mark.parametrize(
    ("name", "born", "phones", "matched"),
    [
        ("马青青", "2018-03-02", (), True),
        ("Ma Qingqing", "2018-03-02", (), True),
        ("马青青", "2018-03-01", (), False),
        ("马青青", "", (), False),  # nobody is known by a name alone
        ("马青青", "", ("138 1234 5678",), True),
        ("ma qingqing", "", ("13812345678",), True),
        ("马红", "", ("13812345678",), False),  # a shared phone is not the same person
        ("马青青", "", ("13812345679",), False),
    ],
)
def test_whom_a_line_of_an_import_means(
    store: JournalDB, act: MakeAct, name: str, born: str, phones: tuple[str, ...], matched: bool
) -> None:
    person = add(
        store, act, latin_name="Ma Qingqing", born="2018-03-02", phones=(Phone(number="13812345678"),)
    )
    match = people.match_existing(store.read(), name, born, phones)
    assert (match.id if match else None) == (person.id if matched else None)


# ── finding ──


def test_find_puts_this_screens_rows_first_and_archived_ones_last(store: JournalDB, act: MakeAct) -> None:
    exact = add(store, act, "Anders", code="MA")
    name = add(store, act, "Ma Li")
    here = add(store, act, "Emma Stone")  # only inside
    gone = add(store, act, "Mary Gone")
    with store.transaction("test") as tx:
        people.archive_person(tx, act(), gone.id)
    assert found(store, "ma") == [exact.id, name.id, here.id]
    assert found(store, "ma", first=[here.id]) == [here.id, exact.id, name.id]
    assert found(store, "ma", archived=True) == [exact.id, name.id, here.id, gone.id]
    assert found(store, "ma", limit=1) == [exact.id]


def test_a_match_says_what_somebody_is(store: JournalDB, act: MakeAct) -> None:
    child, mother, uncle, father = (add(store, act, name) for name in ("马青青", "马红", "马强", "李刚"))
    put(
        store,
        Enrolment(child=child.id),
        Collector(child=child.id, adult=mother.id, guardian=True),
        Collector(child=child.id, adult=uncle.id),
        Collector(child=child.id, adult=father.id, standing="blocked", guardian=False),
        Household(members=(Member(person=child.id), Member(person=mother.id))),
        Household(members=(Member(person=uncle.id),), proposed=True),
    )
    match = {one.person: one for one in people.find(store.read(), "m")}
    assert match[child.id].what == ("child",)
    assert match[mother.id].what == ("guardian",)
    assert match[uncle.id].what == ("collector",)
    assert match[child.id].household == match[mother.id].household != 0
    assert match[uncle.id].household == 0
    (blocked,) = people.find(store.read(), "李刚")
    assert blocked.what == ("blocked",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bus 7", ["马丽丽", "马青青"]),
        ("Bus7", ["马丽丽", "马青青"]),
        ("bus", ["马红", "马丽丽", "马青青"]),
        ("bus 71", ["马红"]),
        ("yucai 2", ["马青青"]),
        ("b", []),
        ("train", []),
    ],
)
def test_where_nobody_is_called_so_the_children_of_a_group_are_found(
    store: JournalDB, act: MakeAct, typed: str, expected: list[str]
) -> None:
    groups = {"马青青": "Bus 7", "马丽丽": "Bus 7", "马红": "Bus 71"}
    ids = {name: add(store, act, name).id for name in groups}
    for name, group in groups.items():
        school = "Yucai" if name == "马青青" else ""
        put(store, Enrolment(child=ids[name], group=group, school=school, grade="2"))
    assert found(store, typed, groups=True) == [ids[name] for name in expected]
    assert found(store, typed) == []


def test_who_is_meant_by_initials_is_the_only_match(store: JournalDB, act: MakeAct) -> None:
    meant, other = add(store, act, "刘子豪"), add(store, act, "Lin Zhang")
    assert found(store, "lzh") == [meant.id]
    assert found(store, "lzha") == [other.id]


def test_somebody_called_so_comes_before_a_group(store: JournalDB, act: MakeAct) -> None:
    child, named = add(store, act, "马青青"), add(store, act, "Busra Kaya")
    put(store, Enrolment(child=child.id, group="Bus 7"))
    assert found(store, "bus", groups=True) == [named.id]


def test_a_change_at_another_terminal_is_found_at_once(store: JournalDB, act: MakeAct) -> None:
    person = add(store, act)
    assert found(store, "mqq") == [person.id]
    other = JournalDB(store.folder, kinds=store.kinds.values())
    with other.transaction("change") as tx:
        people.change_person(tx, act(), person.__class__(**{**fields_of(person), "name": "王芳"}))
    other.close()
    store.poll()
    assert found(store, "mqq") == []
    assert found(store, "wf") == [person.id]


def test_finding_in_a_fresh_process_never_loads_the_dictionary_of_chinese(
    store: JournalDB, act: MakeAct
) -> None:
    person = add(store, act)
    script = (
        "import sys\n"
        "from db import JournalDB\n"
        "from deskapp.services import people\n"
        "from deskapp.services.kinds import KINDS\n"
        "store = JournalDB(sys.argv[1], kinds=KINDS, read_only=True)\n"
        "found = [people.find(store.read(), typed) for typed in ('mqq', '马', 'qing', 'majing', 'x')]\n"
        "assert 'pypinyin' not in sys.modules\n"
        "print([[match.person for match in matches] for matches in found])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.folder)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    one = [person.id]
    assert done.stdout.strip() == repr([one, one, one, one, []])


def fields_of(person: Person) -> dict[str, object]:
    return {field: getattr(person, field) for field in person.__struct_fields__}


# ── changing and putting away ──


def test_a_changed_name_is_read_anew_and_an_old_copy_is_a_conflict(store: JournalDB, act: MakeAct) -> None:
    person = add(store, act)
    with store.transaction("test") as tx:
        changed = people.change_person(tx, act(), Person(**{**fields_of(person), "name": "王芳"}))  # type: ignore[arg-type]
    assert changed.readings[0] == "wang fang"
    with pytest.raises(Conflict), store.transaction("test") as tx:
        people.change_person(tx, act(), Person(**{**fields_of(person), "alert": "asthma"}))  # type: ignore[arg-type]


def test_a_change_may_keep_the_own_code_and_cannot_archive(store: JournalDB, act: MakeAct) -> None:
    person = add(store, act, code="C1", card="000000")
    with store.transaction("test") as tx:
        changed = people.change_person(tx, act(), Person(**{**fields_of(person), "archived": True}))  # type: ignore[arg-type]
    assert not changed.archived
    with store.transaction("test") as tx:
        refused("unknown_person", lambda: people.change_person(tx, act(), Person(id=9999, name="X")))


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (lambda child, adult: [OpenStay(child=child, day="2026-11-20", attendance=1)], "still_here"),
        (lambda child, adult: [Enrolment(child=child)], "still_enrolled"),
        (lambda child, adult: [Enrolment(child=child, until="2026-11-23")], "still_enrolled"),
        (lambda child, adult: [Enrolment(child=child, until="2026-11-22")], ""),
        (lambda child, adult: [Concern(day="2026-11-20", kind="not_collected", child=child)], "open_concern"),
        (lambda child, adult: [Collector(child=child, adult=adult)], ""),
    ],
)
def test_a_child_is_put_away_when_nothing_is_open(
    store: JournalDB, act: MakeAct, records: Callable[[int, int], list[object]], code: str
) -> None:
    child, adult = add(store, act), add(store, act, "马红")
    put(store, *records(child.id, adult.id))
    archive_or_refuse(store, act, child.id, code)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({}, "still_collector"),
        ({"guardian": True, "standing": "authorised"}, "still_collector"),
        ({"standing": "blocked"}, "still_blocked"),
        ({"standing": "blocked", "order_until": "2020-01-01"}, "still_blocked"),
        ({"archived": True}, ""),
    ],
)
def test_an_adult_is_put_away_when_no_child_depends_on_it(
    store: JournalDB, act: MakeAct, entry: dict[str, object], code: str
) -> None:
    child, adult = add(store, act), add(store, act, "马红")
    put(store, Collector(child=child.id, adult=adult.id, **entry))  # type: ignore[arg-type]
    archive_or_refuse(store, act, adult.id, code)
    if code:
        with store.transaction("test") as tx:
            people.archive_person(tx, act(), child.id)
        archive_or_refuse(store, act, adult.id, "")


def archive_or_refuse(store: JournalDB, act: MakeAct, person: int, code: str) -> None:
    with store.transaction("test") as tx:
        if code:
            refused(code, lambda: people.archive_person(tx, act(), person))
        else:
            assert people.archive_person(tx, act(), person).archived


def test_put_away_twice_and_taken_out_again(store: JournalDB, act: MakeAct) -> None:
    person = add(store, act)
    with store.transaction("test") as tx:
        refused("not_archived", lambda: people.unarchive_person(tx, act(), person.id))
        people.archive_person(tx, act(), person.id)
        refused("already_archived", lambda: people.archive_person(tx, act(), person.id))
        assert not people.unarchive_person(tx, act(), person.id).archived


def test_a_card_is_new_and_found(store: JournalDB, act: MakeAct) -> None:
    person = add(store, act, card="000000")
    with store.transaction("test") as tx:
        given = people.give_card(tx, act(), person.id)
    assert given.card != "000000"
    assert people.by_card(store.read(), ";" + given.card) == given
    assert people.by_card(store.read(), "000000") is None
    assert people.by_card(store.read(), ";123456") is None


def test_an_initial_and_a_name_inside_another_name_are_both_shown(store: JournalDB, act: MakeAct) -> None:
    """Dee and Ed Rook: "drook" may be either, and Enter must not choose."""
    for latin in ("Dee Rook", "Ed Rook"):
        with store.transaction("add_person", who=act().staff) as tx:
            people.add_person(tx, act(), Person(name=latin))
    assert {match.name for match in people.find(store.read(), "drook")} == {"Dee Rook", "Ed Rook"}
