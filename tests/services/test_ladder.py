"""The call ladder: who is on it, by when, what each result does, and that only a person closes anything."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.said import line_said
from deskapp.services import absences, attendance, collecting, collectors, enrolment, ladder
from deskapp.services import centre as centres
from deskapp.services.records import Absence, Concern, Phone
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, SUNDAY, TUESDAY, Room, codes


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    return room.child(school="Yucai", escort_phone="130 0000 0000")


@pytest.fixture
def mother(room: Room, child: int) -> int:
    return room.adult(child, relation="mother", guardian=True, rung=1)


def steps(room: Room, child: int, kind: str) -> list[tuple[str, int, str]]:
    return [(rung.code, rung.person, rung.by) for rung in ladder.page(room.read, room.act, child, kind).rungs]


def test_the_ladder_goes_from_the_rooms_to_the_police(room: Room, child: int, mother: int) -> None:
    from msgspec.structs import replace

    father = room.adult(child, "李明", phone="136", guardian=True, rung=2)
    grandmother = room.adult(child, "王秀英", phone="135")
    room.do(
        centres.change_centre, replace(centres.centre(room.read), deputy="131 0000 0000"), act=room.by("LM")
    )
    manager = room.by("LM").staff
    assert steps(room, child, "not_accounted") == [
        ("rooms", 0, "16:52"),
        ("escort", 0, "16:55"),
        ("guardian", mother, "17:00"),
        ("guardian", father, "17:00"),
        ("collector", grandmother, "17:10"),
        ("deputy", 0, "17:15"),
        ("manager", manager, "17:20"),
        ("police", 0, "17:50"),
    ]
    room.do(attendance.arrive, [child])
    assert steps(room, child, "not_collected") == [
        ("guardian", mother, "20:10"),
        ("guardian", father, "20:10"),
        ("collector", grandmother, "20:20"),
        ("deputy", 0, "20:25"),
        ("manager", manager, "20:30"),
        ("police", 0, "21:00"),
    ]


def test_blocked_people_and_unsafe_numbers_are_on_no_ladder(room: Room, child: int, mother: int) -> None:
    room.adult(child, "李刚", "blocked", phone="139", guardian=True)
    room.adult(child, "马兰", "unconfirmed", phone="135")
    room.adult(child, "马涛", phone="134", until="2026-11-01")
    quiet = room.person("马静", phones=(Phone(number="111", safe=False), Phone(number="222")))
    room.listed(child, quiet, guardian=True)
    mute = room.person("马默", phones=(Phone(number="333", safe=False),))
    room.listed(child, mute, guardian=True)
    for kind in ("not_accounted", "not_collected", "unclosed", "missing"):
        rungs = ladder.page(room.read, room.act, child, kind).rungs
        assert {rung.person for rung in rungs if rung.code in ("guardian", "collector")} == {mother, quiet}
        assert {"111", "333", "139"}.isdisjoint({rung.number for rung in rungs})


def test_of_a_missing_child_the_manager_hears_first_then_school_and_police(
    room: Room, child: int, mother: int
) -> None:
    assert [code for code, _, _ in steps(room, child, "missing")] == [
        "manager",
        "escort",
        "police",
        "guardian",
        "rooms",
    ]


@pytest.mark.parametrize(
    ("clock", "arrived"), [("16:50", ""), ("17:30", ""), ("20:10", "16:40"), ("23:00", "16:40")]
)
def test_today_names_the_same_next_rung_as_the_ladder(
    room: Room, child: int, mother: int, clock: str, arrived: str
) -> None:
    if arrived:
        room.at(arrived).do(attendance.arrive, [child])
    row = next(row for row in room.at(clock).today().rows if row.child == child)
    page = ladder.page(room.read, room.act, child, row.kind)
    rung = page.rungs[page.next]
    assert (row.next.facts["rung"], row.next.facts["by"]) == (rung.code, rung.by)


def test_results_are_kept_and_the_next_rung_follows(room: Room, child: int, mother: int) -> None:
    room.at("16:51")
    room.do(ladder.log, child, "not_accounted", "rooms", "looked")
    room.at("16:53").do(ladder.log, child, "not_accounted", "guardian", "left_message", person=mother)
    page = ladder.page(room.read, room.act, child, "not_accounted")
    assert page.rungs[page.next].code == "escort"
    tried = next(rung for rung in page.rungs if rung.code == "guardian").tried
    assert [(call.result, call.number) for call in tried] == [("left_message", "138 0000 1111")]
    row = next(row for row in room.today().rows if row.child == child)
    assert (row.kind, row.next.facts["rung"], row.next.facts["by"]) == ("not_accounted", "escort", "16:55")
    assert [line.facts["at"] for line in row.lines] == ["16:51", "16:53"]


def test_safe_says_who_and_makes_the_child_absent(room: Room, child: int, mother: int) -> None:
    room.at("16:55")
    room.do(ladder.log, child, "not_accounted", "guardian", "safe", person=mother)
    told = next(shown for shown in room.row(child).flags if shown.code == "told")
    assert (room.row(child).state, told.facts["who"], told.facts["at"]) == ("absent", "马红", "16:55")
    closed = room.read.on(Concern, MONDAY)
    assert [(one.closing, one.said_by, one.number) for one in closed] == [("safe", mother, "138 0000 1111")]
    assert room.kinds(child) == []


def test_safe_needs_somebody_who_says_so_and_never_a_blocked_person(
    room: Room, child: int, mother: int
) -> None:
    father = room.adult(child, "李刚", "blocked", phone="139")
    room.at("16:55")
    room.refused("who_said", ladder.log, child, "not_accounted", "escort", "safe")
    room.refused("order_on_file", ladder.log, child, "not_accounted", "escort", "safe", said_by=father)
    room.refused("no_such_rung", ladder.log, child, "not_accounted", "guardian", "safe", person=father)
    room.do(ladder.log, child, "not_accounted", "escort", "safe", said_by_other="teacher Wu")
    assert room.row(child).state == "absent"


def test_who_thinks_the_child_is_here_makes_it_missing(room: Room, child: int, mother: int) -> None:
    room.at("16:55").do(ladder.log, child, "not_accounted", "guardian", "thinks_here", person=mother)
    assert room.kinds(child) == ["missing"]
    row = room.today().rows[0]
    assert (row.severity, row.next.facts["rung"]) == (0, "manager")
    assert len(row.lines) == 1
    room.do(attendance.arrive, [child])
    assert room.kinds(child) == ["missing"], "somebody called the police: only found calls them off"
    room.refused("words_missing", ladder.found, child, "", inside=True)
    room.do(ladder.found, child, "in the library", inside=True)
    assert room.kinds(child) == []
    room.refused("not_missing", ladder.found, child, "again", inside=True)


@pytest.mark.parametrize(
    ("kind", "rung", "result", "code"),
    [
        ("not_accounted", "rooms", "safe", "no_such_result"),
        ("not_accounted", "guardian", "told", "no_such_result"),
        ("not_accounted", "manager", "thinks_here", "no_such_result"),
        ("not_accounted", "deputy", "told", "no_such_rung"),
        ("not_collected", "guardian", "no_answer", "not_in_trouble"),
        ("missing", "manager", "told", "not_in_trouble"),
        ("unclosed", "guardian", "safe", "not_in_trouble"),
    ],
)
def test_what_does_not_fit_is_refused(room: Room, child: int, mother: int, kind, rung, result, code) -> None:
    room.at("16:55").refused(code, ladder.log, child, kind, rung, result)


def test_nobody_who_waits_to_be_collected_is_called_safe(room: Room, child: int, mother: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("20:15")
    room.refused("no_such_result", ladder.log, child, "not_collected", "guardian", "safe", person=mother)
    room.do(ladder.log, child, "not_collected", "guardian", "coming", person=mother, clock="20:40")
    row = room.row(child)
    assert (row.overdue, row.pickup, codes(row) & {"pickup_agreed"}) == ("", "20:40", {"pickup_agreed"})
    assert room.at("20:50").row(child).overdue == "pickup"
    assert room.kinds(child) == ["not_collected"]


def test_a_call_before_the_agreed_time_is_no_trouble_yet(room: Room, child: int, mother: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("18:00").do(ladder.log, child, "not_collected", "guardian", "no_answer", person=mother)
    assert room.kinds(child) == []
    room.at("20:10")
    assert [(row.kind, len(row.lines)) for row in room.today().rows if row.child] == [("not_collected", 1)]


def test_a_bus_that_is_coming_is_expected_then(room: Room, child: int, mother: int) -> None:
    room.at("16:55").do(ladder.log, child, "not_accounted", "escort", "coming", clock="17:10")
    assert (room.row(child).due, room.row(child).overdue) == ("17:10", "")
    assert room.at("17:30").row(child).overdue == "arrival"


def test_a_claim_is_seen_by_others_and_taken_over_only_on_purpose(
    room: Room, child: int, mother: int
) -> None:
    room.at("16:55").do(ladder.claim, child, "not_accounted")
    row = room.today().rows[0]
    assert (row.claimed_by, row.claimed_name) == (room.act.staff, "陈丽")
    manager = room.by("LM")
    refusal = room.refused("already_claimed", ladder.claim, child, "not_accounted", act=manager)
    assert refusal.facts["who"] == room.act.staff
    room.do(ladder.claim, child, "not_accounted", take_over=True, act=manager)
    assert room.row(child).claimed_by == manager.staff
    room.refused("not_in_trouble", ladder.claim, child, "missing")


# ── there is always a next step ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rung", "result", "by"),
    [
        ("guardian", "no_answer", "18:10"),
        ("guardian", "left_message", "18:10"),
        ("guardian", "coming", "18:30"),
        ("guardian", "wrong_number", ""),
        ("rooms", "looked", "18:30"),
        ("manager", "left_message", "18:05"),
        ("manager", "told", "18:30"),
        ("police", "no_answer", "18:05"),
        ("police", "told", "18:30"),
    ],
)
def test_what_was_tried_comes_due_again(
    room: Room, child: int, mother: int, rung: str, result: str, by: str
) -> None:
    person = {"guardian": mother, "manager": room.by("LM").staff}.get(rung, 0)
    room.at("18:00").do(ladder.log, child, "not_accounted", rung, result, person=person)
    page = ladder.page(room.read, room.act, child, "not_accounted")
    assert [one.by for one in page.rungs if one.code == rung] == [by]


def test_who_was_not_reached_is_not_called_before_the_time_that_was_given(
    room: Room, child: int, mother: int
) -> None:
    room.do(attendance.arrive, [child])
    room.at("18:00").do(ladder.log, child, "not_collected", "guardian", "no_answer", person=mother)
    assert steps(room, child, "not_collected")[0] == ("guardian", mother, "20:10")


@pytest.mark.parametrize("kind", ["not_accounted", "not_collected", "missing"])
def test_an_exhausted_ladder_asks_for_more(room: Room, child: int, mother: int, kind: str) -> None:
    if kind != "not_accounted":
        room.do(attendance.arrive, [child])
    room.at("21:30")
    if kind == "missing":
        room.do(ladder.report_missing, child)
    tried = set()
    for _ in range(12):
        page = ladder.page(room.read, room.act, child, kind)
        rung = page.rungs[page.next]
        tried.add(rung.code)
        said = "looked" if rung.code == "rooms" else "no_answer"
        room.do(ladder.log, child, kind, rung.code, said, person=rung.person)
    assert tried >= {"guardian", "manager", "police"}
    (row,) = (row for row in room.today().rows if row.child == child)
    assert (row.next.facts["rung"], row.next.facts["by"]) == ("manager", "21:35")


def test_all_are_called_once_before_anybody_is_called_again(room: Room, child: int, mother: int) -> None:
    room.at("19:00")
    order = []
    for _ in steps(room, child, "not_accounted"):
        page = ladder.page(room.read, room.act, child, "not_accounted")
        order.append(page.rungs[page.next].code)
        rung = page.rungs[page.next]
        said = "looked" if rung.code == "rooms" else "no_answer"
        room.do(ladder.log, child, "not_accounted", rung.code, said, person=rung.person)
    assert order == [code for code, _, _ in steps(room, child, "not_accounted")]


def test_manager_school_and_police_are_told_anew_of_a_missing_child(
    room: Room, child: int, mother: int
) -> None:
    room.at("17:30")
    manager = room.by("LM").staff
    for rung, said, who in (("escort", "no_answer", 0), ("manager", "told", manager), ("police", "told", 0)):
        room.do(ladder.log, child, "not_accounted", rung, said, person=who)
    room.at("17:40").do(ladder.log, child, "not_accounted", "guardian", "thinks_here", person=mother)
    page = ladder.page(room.read, room.act, child, "missing")
    assert {rung.code: rung.by for rung in page.rungs} == {
        "manager": "17:40",
        "escort": "17:42",
        "police": "17:45",
        "guardian": "17:45",
        "rooms": "17:50",
    }
    assert not any(rung.tried for rung in page.rungs)
    assert page.rungs[page.next].code == "manager"
    room.do(ladder.log, child, "missing", "manager", "told", person=manager)
    page = ladder.page(room.read, room.act, child, "missing")
    assert (page.rungs[0].by, page.rungs[page.next].code) == ("18:10", "escort")
    assert len(room.today().rows[0].lines) == 5, "what was done before is not forgotten"


# ── found, and safe elsewhere ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def gone_missing(room: Room, child: int, mother: int) -> int:
    """The child never came, and the mother thinks it is here."""
    room.at("16:55").do(ladder.log, child, "not_accounted", "guardian", "thinks_here", person=mother)
    return child


def said(room: Room, child: int, code: str) -> tuple[str, str, str]:
    facts = next(shown.facts for shown in room.row(child).flags if shown.code == code)
    return facts["at"], facts["words"], facts["who"]


@pytest.mark.parametrize(("inside", "state"), [(True, "here"), (False, "absent")])
def test_a_found_child_is_not_looked_for_again(
    room: Room, gone_missing: int, inside: bool, state: str
) -> None:
    child = gone_missing
    room.at("17:20").do(ladder.found, child, "in the library", inside=inside, said_by_other="teacher Wu")
    for clock in ("17:20", "23:00"):
        room.at(clock).do(ladder.raise_overdue)
        assert [one for one in room.kinds(child) if one != "not_collected"] == []
        assert room.row(child).state == state
    assert said(room, child, "found") == ("17:20", "in the library", "teacher Wu")


def test_a_found_child_can_be_reported_missing_anew(room: Room, gone_missing: int) -> None:
    room.at("17:20").do(ladder.found, gone_missing, "in the library", inside=True)
    room.at("17:40").do(ladder.report_missing, gone_missing)
    assert room.kinds(gone_missing) == ["missing"]


def test_a_child_who_was_here_and_is_found_outside_has_left(room: Room, child: int, mother: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("17:30").do(ladder.report_missing, child)
    room.at("17:50").do(ladder.found, child, "at the bus stop, by the police", inside=False)
    assert (room.row(child).state, room.row(child).out, room.kinds(child)) == ("gone", "17:50", [])


def test_an_arrival_by_being_found_that_is_taken_back_leaves_the_child_missing(
    room: Room, gone_missing: int
) -> None:
    room.at("17:20").do(ladder.found, gone_missing, "in the library", inside=True)
    room.do(attendance.take_back, gone_missing)
    assert room.kinds(gone_missing) == ["missing"]


@pytest.mark.parametrize("arrived", [True, False])
def test_safe_says_on_the_row_who_said_it_and_where_the_child_is(
    room: Room, child: int, mother: int, arrived: bool
) -> None:
    if arrived:
        room.do(attendance.arrive, [child])
        room.at("16:50").do(ladder.report_missing, child)
    kind = "missing" if arrived else "not_accounted"
    room.at("16:55").do(ladder.log, child, kind, "guardian", "safe", person=mother, words="at home, sick")
    assert said(room, child, "safe") == ("16:55", "at home, sick", "马红")


@pytest.mark.parametrize(
    ("result", "facts", "told"),
    [
        ("no_answer", {}, "马青青: guardian 马红, no answer"),
        ("coming", {"clock": "17:10"}, "马青青: guardian 马红, is coming 17:10"),
        ("safe", {"words": "at home, sick"}, "马青青: safe, says 马红: at home, sick"),
        ("safe", {"said_by_other": "teacher Wu"}, "马青青: safe, says teacher Wu"),
    ],
)
def test_the_history_says_who_was_asked_and_what_was_said(
    room: Room, child: int, mother: int, result: str, facts: dict[str, str], told: str
) -> None:
    room.at("16:55").do(ladder.log, child, "not_accounted", "guardian", result, person=mother, **facts)
    line = next(iter(room.store.history()))
    assert line_said(room.read, line, room.act.zone) == told


def test_the_history_says_which_manager_and_where_the_child_was_found(room: Room, gone_missing: int) -> None:
    manager = room.by("LM").staff
    room.do(ladder.log, gone_missing, "missing", "manager", "told", person=manager)
    told = [line_said(room.read, next(iter(room.store.history())), room.act.zone)]
    room.do(ladder.log, gone_missing, "missing", "rooms", "looked")
    told += [line_said(room.read, next(iter(room.store.history())), room.act.zone)]
    room.do(ladder.found, gone_missing, "behind the gym, by Li Qiang", inside=True)
    told += [line_said(room.read, next(iter(room.store.history())), room.act.zone)]
    assert told == [
        "马青青: manager 林梅 Lin Mei, told",
        "马青青: rooms, looked, not there",
        "马青青: found: behind the gym, by Li Qiang",
    ]


# ── a stay never signed out ──────────────────────────────────────────────────────────────────────────────


def test_a_stay_left_open_ends_when_somebody_says_where_the_child_is(
    room: Room, child: int, mother: int
) -> None:
    room.do(attendance.arrive, [child])
    room.at("09:00", TUESDAY)
    room.do(ladder.log, child, "unclosed", "rooms", "looked")
    act = room.happened("18:30", MONDAY)
    room.do(ladder.log, child, "unclosed", "guardian", "safe", person=mother, act=act)
    row = room.row(child, MONDAY)
    assert (row.state, row.out, row.collected_by) == ("gone", "18:30", mother)
    assert room.kinds(child) == []
    entry = collectors.entry_of(room.read, child, mother)
    assert entry.times == 5, "what was told is no pick-up that anybody saw"
    room.at("16:40").do(attendance.arrive, [child])


def test_a_missing_child_who_is_safe_elsewhere_has_left(room: Room, child: int, mother: int) -> None:
    room.do(attendance.arrive, [child])
    room.at("17:30").do(ladder.report_missing, child)
    refusal = room.refused("already_reported", ladder.report_missing, child)
    assert refusal.facts["who"] == room.act.staff
    room.at("17:40").do(ladder.log, child, "missing", "guardian", "safe", person=mother)
    assert (room.row(child).state, room.row(child).out, room.kinds(child)) == ("gone", "17:40", [])
    refusal = room.refused("already_collected", collecting.collect, [child], mother, "known")
    assert refusal.facts["by"] == mother


# ── nothing is closed by the clock ───────────────────────────────────────────────────────────────────────


def test_what_the_desk_wrote_down_is_still_there_after_midnight(room: Room, child: int, mother: int) -> None:
    here = room.child("李娜")
    room.do(attendance.arrive, [here])
    assert room.do(ladder.raise_overdue).changed == ()
    room.at("17:00")
    assert room.today().unwritten == (child,)
    assert room.do(ladder.raise_overdue).changed == (child,)
    assert room.today().unwritten == ()
    lsn = room.store.journal.lsn
    assert room.do(ladder.raise_overdue).changed == ()
    assert room.store.journal.lsn == lsn
    room.at("08:00", "2026-12-01")
    assert room.kinds(child) == ["not_accounted"]
    assert room.kinds(here) == ["unclosed"]
    room.do(ladder.log, child, "not_accounted", "guardian", "safe", person=mother)
    assert [(one.first, one.told_by) for one in room.read.by(Absence, "child", child)] == [(MONDAY, mother)]
    assert room.kinds(child) == []


def test_a_terminal_that_starts_in_the_morning_writes_down_the_day_before(
    room: Room, child: int, mother: int
) -> None:
    room.at("08:00", TUESDAY)
    assert room.do(ladder.raise_overdue, MONDAY).changed == (), "nobody came: the desk was not in use"
    room.at("16:40", MONDAY).do(attendance.arrive, [room.child("李娜")])
    assert child in room.at("08:00", TUESDAY).do(ladder.raise_overdue, MONDAY).changed
    assert room.kinds(child) == ["not_accounted"]


def test_who_was_missed_on_friday_is_written_down_on_monday_and_settled_once(
    room: Room, child: int, mother: int
) -> None:
    room.at("16:40", FRIDAY).do(attendance.arrive, [room.child("李娜")])
    room.at("08:00", MONDAY)
    assert child in room.do(ladder.raise_overdue, SUNDAY).changed
    assert room.kinds(child) == ["not_accounted"]
    room.at("16:40").do(attendance.arrive, [child])
    assert child not in room.do(ladder.raise_overdue, SUNDAY).changed, "the child came: Friday is settled"
    assert room.kinds(child) == []


@pytest.mark.parametrize("arrived", [True, False])
def test_a_missing_child_seen_in_the_rooms_is_neither_gone_nor_absent(
    room: Room, child: int, mother: int, arrived: bool
) -> None:
    room.at("16:55")
    if arrived:
        room.do(attendance.arrive, [child])
        room.do(ladder.report_missing, child)
    else:
        room.do(ladder.log, child, "not_accounted", "guardian", "thinks_here", person=mother)
    room.do(ladder.log, child, "missing", "rooms", "safe", said_by_other="teacher Wu", words="in the library")
    assert room.row(child).state == "here"
    assert room.kinds(child) == []
    assert not room.read.by(Absence, "child", child)


def test_what_was_written_down_stays_on_today_though_the_arrival_was_a_mistake(room: Room) -> None:
    child = room.child(weekdays=(6,))
    room.at("16:20").do(attendance.add_extra, child)
    room.at("23:00").do(ladder.raise_overdue)
    room.do(attendance.take_back, child)
    assert [row.child for row in room.today().rows if row.kind == "not_collected"] == [child]
    room.at("16:20", TUESDAY).do(attendance.add_extra, child)
    assert [row.child for row in room.today().rows if row.kind == "not_collected"] == [child]


def test_no_word_in_the_name_of_a_blocked_person_closes_anything(room: Room, child: int, mother: int) -> None:
    father = room.adult(child, "李刚", "blocked", phone="139")
    room.at("16:55").do(ladder.raise_overdue)
    facts = {"said_by_other": "father 李刚"}
    refusal = room.refused("order_on_file", ladder.log, child, "not_accounted", "police", "safe", **facts)
    assert refusal.facts == {"child": child, "adult": father}
    more = {"told_by_other": " 李 刚"}
    room.refused("teller_blocked", absences.tell, [child], "sick", MONDAY, **more)
    room.do(absences.tell, [child], "sick", MONDAY, told_by_other="李老师")


def test_a_child_reported_missing_twice_is_found_once(room: Room, child: int, mother: int) -> None:
    room.at("16:55")
    room.do(ladder.log, child, "not_accounted", "guardian", "thinks_here", person=mother)
    room.put(Concern(day=MONDAY, kind="missing", child=child, opened_at="2026-11-23T08:00:00Z"))
    room.do(ladder.found, child, "in the library", inside=True)
    assert room.kinds(child) == []


@pytest.mark.parametrize("rule", ["end", "change"])
def test_a_place_that_ends_does_not_end_the_search(room: Room, child: int, rule: str) -> None:
    room.at("17:00")
    if rule == "end":
        room.do(enrolment.end, child, FRIDAY)
    else:
        place = enrolment.enrolment_of(room.read, child)
        room.do(enrolment.change, replace(place, since=TUESDAY))
    assert not room.list().rows
    assert room.kinds(child) == ["not_accounted"]
