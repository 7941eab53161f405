"""The children's list of a day: who stands on it, in which state, with which flags."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import JournalDB
from deskapp.services import absences, attendance, childday, collecting, ladder, notes
from deskapp.services import centre as centres
from deskapp.services.derivation import derive, next_harmless_step
from deskapp.services.records import Allergy, Household, Member, Stay
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, SATURDAY, TUESDAY, Room, codes


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


# ── the derivation ───────────────────────────────────────────────────────────────────────────────────────

HERE = (Stay(arrived="a", arrived_by=1),)
GONE = (Stay(arrived="a", arrived_by=1, departed="b"),)


@pytest.mark.parametrize(
    ("stays", "told", "reported", "minute", "past", "expected"),
    [
        ((), False, False, 0, False, ("coming", "", 0)),
        ((), False, False, 990, False, ("coming", "", 0)),
        ((), False, False, 1009, False, ("coming", "", 0)),
        ((), False, False, 1010, False, ("not_accounted", "arrival", 20)),
        ((), False, True, 900, False, ("not_accounted", "", 0)),
        ((), False, False, 3000, True, ("not_accounted", "arrival", 2010)),
        ((), True, False, 1100, False, ("absent", "", 0)),
        ((), True, True, 1100, False, ("absent", "", 0)),
        ((), True, False, 3000, True, ("absent", "", 0)),
        (HERE, False, False, 1000, False, ("here", "", 0)),
        (HERE, True, True, 1000, False, ("here", "", 0)),
        (HERE, False, False, 1209, False, ("here", "", 0)),
        (HERE, False, False, 1210, False, ("here", "pickup", 10)),
        (HERE, False, False, 1440, True, ("unclosed", "pickup", 240)),
        (GONE, False, False, 1300, False, ("gone", "", 0)),
        (GONE, True, True, 3000, True, ("gone", "", 0)),
        (GONE + HERE, False, False, 1000, False, ("here", "", 0)),
    ],
)
def test_the_state_follows_from_what_happened(stays, told, reported, minute, past, expected) -> None:
    found = derive(
        stays=stays,
        told_absent=told,
        reported=reported,
        minute=minute,
        expected=990,
        pickup=1200,
        arrival_grace=20,
        pickup_grace=10,
        past=past,
    )
    assert found == expected


clocks = st.text("0123456789", min_size=1, max_size=1)
some_stays = st.lists(
    st.builds(
        Stay,
        arrived=clocks,
        arrived_by=st.just(1),
        homework=clocks | st.just(""),
        supper=clocks | st.just(""),
    ),
    max_size=3,
).flatmap(
    lambda stays: st.booleans().map(
        lambda left: tuple(
            Stay(arrived=stay.arrived, arrived_by=1, departed="z" if left or place < len(stays) - 1 else "")
            for place, stay in enumerate(stays)
        )
    )
)
minute_counts = st.integers(-1440, 4 * 1440)


@given(
    stays=some_stays,
    told=st.booleans(),
    reported=st.booleans(),
    minute=minute_counts,
    expected=st.integers(0, 1439),
    pickup=st.integers(0, 1439),
    past=st.booleans(),
)
def test_a_child_is_in_one_state_and_never_overdue_when_gone_or_absent(
    stays, told, reported, minute, expected, pickup, past
) -> None:
    state, overdue, late = derive(
        stays=stays,
        told_absent=told,
        reported=reported,
        minute=minute,
        expected=expected,
        pickup=pickup,
        arrival_grace=20,
        pickup_grace=10,
        past=past,
    )
    inside = bool(stays) and not stays[-1].departed
    assert (state in ("here", "unclosed")) == inside
    assert (state == "gone") == (bool(stays) and not inside)
    assert (state == "unclosed") == (inside and past)
    assert not (overdue and state in ("gone", "absent", "coming"))
    assert not (overdue == "arrival" and stays)
    assert not (overdue == "pickup" and not inside)
    assert bool(late) <= bool(overdue)
    assert next_harmless_step(stays) in (("arrived",) if not stays else ("homework", "supper", ""))


# ── who stands on the list ───────────────────────────────────────────────────────────────────────────────


def test_a_day_shows_the_planned_by_surname_and_whoever_came(room: Room) -> None:
    saturday = room.child("赵雷", weekdays=(6,))
    later = room.child("王芳", since=TUESDAY)
    before = room.child("孙悦", until=FRIDAY)
    li, cai = room.child("李娜"), room.child("蔡小明")
    assert {row.child for row in room.list().rows} == {cai, li}
    room.do(attendance.add_extra, saturday)
    shown = {row.child for row in room.list().rows}
    assert shown == {li, cai, saturday}
    assert {later, before}.isdisjoint(shown)
    assert {row.child for row in room.list(TUESDAY).rows} == {li, cai, later}
    assert {row.child for row in room.list(FRIDAY).rows} == {li, cai, before}


def test_rows_are_in_the_order_of_surnames_all_day(room: Room) -> None:
    from deskapp.services import people
    from deskapp.services.records import Enrolment, Person

    order = ["蔡小明", "陈静", "邓佳怡", "马丽丽", "Taylor, Bo", "王芳"]
    for name in reversed(order):
        child = room.do(people.add_person, Person(name=name)).id
        room.put(Enrolment(child=child))
    assert [row.name for row in room.list().rows] == order
    room.do(attendance.arrive, [room.list().rows[3].child])
    assert [row.name for row in room.list().rows] == order


def test_counts_add_up_to_the_rows_whatever_happens(room: Room) -> None:
    children = [room.child(name) for name in ("蔡小明", "陈静", "邓佳怡", "高翔", "李娜", "马丽丽")]
    mother = room.adult(children[1])
    room.at("16:40", FRIDAY).do(attendance.arrive, [children[5]])
    room.at("16:40", MONDAY).do(attendance.arrive, children[:3])
    room.do(collecting.collect, [children[1]], mother, "known")
    room.do(absences.tell, [children[3]], "sick", MONDAY, told_by_other="school")
    for clock in ("16:45", "17:00", "20:09", "20:10", "23:59"):
        day = room.at(clock).list()
        counts = day.counts
        assert sum(counts[key] for key in ("coming", "here", "gone", "absent", "unclosed")) == len(day.rows)
        assert counts["inside"] == counts["here"] + counts["unclosed"] == 3
        assert counts["came"] == 3
    assert (counts["gone"], counts["absent"], counts["unclosed"], counts["coming"]) == (1, 1, 1, 1)
    assert (counts["late"], counts["not_accounted"], counts["not_collected"]) == (1, 1, 3)


def test_a_closed_day_expects_nobody_and_says_why(room: Room) -> None:
    child = room.child()
    room.do(centres.close_days, TUESDAY, TUESDAY, "Festival", act=room.by("LM"))
    day = room.at("17:00", TUESDAY).list()
    assert (day.closed, day.counts["absent"], day.counts["late"]) == ("Festival", 1, 0)
    assert codes(room.row(child)) >= {"closed"}
    assert room.kinds() == []
    room.refused("not_planned", attendance.arrive, [child])
    room.do(attendance.add_extra, child)
    assert room.row(child).state == "here"


def test_a_stay_left_open_is_on_every_later_list_until_somebody_closes_it(room: Room) -> None:
    child = room.child(weekdays=(5,))
    mother = room.adult(child)
    room.at("16:40", "2026-10-30").do(attendance.arrive, [child])
    for clock, day in (("00:01", "2026-10-31"), ("17:00", SATURDAY), ("09:00", "2026-12-24")):
        row = room.at(clock, day).row(child)
        assert (row.state, row.overdue, row.stay_open_since) == ("unclosed", "pickup", "2026-10-30")
        assert room.kinds(child) == ["unclosed"]
    room.refused("stay_open", attendance.arrive, [child])
    assert room.row(child, "2026-10-30").state == "unclosed"
    room.do(collecting.collect, [child], mother, "known", act=room.happened("18:20"))
    assert room.kinds(child) == []
    assert room.row(child, "2026-10-30").out == "18:20"


def test_only_the_months_that_are_shown_or_left_open_are_read(room: Room) -> None:
    child, other = room.child(), room.child("李娜")
    for month in ("08", "09", "10"):
        room.at("16:40", f"2026-{month}-05").do(attendance.add_extra, child)
        room.do(collecting.collect, [child], room.adult(child), "id")
    room.at("16:40", "2026-07-06").do(attendance.add_extra, other)
    room.at("16:40", MONDAY).do(attendance.arrive, [child])
    folder = Path(room.store.folder)
    room.store.close()
    from deskapp.services.kinds import KINDS

    room.store = JournalDB(folder, kinds=KINDS)
    read: list[str] = []
    kept = room.store.memory.shard
    room.store.memory.shard = lambda name: read.append(name) or kept(name)  # type: ignore[method-assign]
    assert len(room.list().rows) == 2
    room.today()
    assert set(read) == {"centre", "2026-11", "2026-07"}


# ── flags ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_of_one_name_are_shown_apart_by_grade_or_birth_date(room: Room) -> None:
    one, four = room.child("王芳", grade="g1"), room.child("王芳", grade="g4", born="2014-09-18")
    assert (room.row(one).shown_apart, room.row(four).shown_apart) == ("g1", "g4")
    assert "two_of_name" in codes(room.row(one))
    third = room.child("王芳", grade="g4", born="2015-01-01")
    assert room.row(four).shown_apart == "2014-09-18"
    assert room.row(third).shown_apart == "2015-01-01"
    assert room.row(one).shown_apart == "g1"
    assert room.row(room.child("李娜")).shown_apart == ""
    twins = [room.child("李雷", born="2016-05-05", code=code) for code in ("A1", "A2")]
    assert [room.row(child).shown_apart for child in twins] == ["A1", "A2"]


def test_what_a_row_says(room: Room) -> None:
    child = room.child(allergies=(Allergy(what="PEANUT", action="pen"),), alert="asthma")
    sister, father = room.child("马丽丽"), room.person("李刚")
    room.family(child, sister)
    room.listed(child, father, "blocked", order_since="2026-10-12")
    room.do(notes.add, "trip money", "collection", child)
    room.do(attendance.arrive, [child, sister])
    assert codes(room.row(child)) == {"allergy", "alert", "order", "note", "sibling_here"}
    assert codes(room.row(sister)) == {"order_sibling", "sibling_here"}
    allergy = next(shown for shown in room.row(child).flags if shown.code == "allergy")
    assert allergy.facts == {"what": "PEANUT", "action": "pen"}


def test_a_family_that_nobody_confirmed_makes_no_siblings(room: Room) -> None:
    child, other = room.child(), room.child("马丽丽")
    members = (Member(person=child), Member(person=other))
    room.put(Household(members=members, proposed=True))
    assert room.row(child).siblings == ()
    room.put(Household(members=members))
    assert room.row(child).siblings == (other,)


def test_an_order_past_its_end_reads_review(room: Room) -> None:
    child, father = room.child(), room.person("李刚")
    room.listed(child, father, "blocked", order_since="2026-01-01", order_until=MONDAY)
    assert "order" in codes(room.row(child))
    assert "order_review" in codes(room.at("16:40", TUESDAY).row(child))


def test_why_a_child_is_absent_says_who_told_and_when(room: Room) -> None:
    child = room.child()
    mother = room.adult(child, relation="mother")
    room.at("09:12").do(absences.tell, [child], "sick", MONDAY, TUESDAY, told_by=mother, number="13800001111")
    told = next(shown for shown in room.row(child).flags if shown.code == "told")
    assert told.facts == {"reason": "sick", "who": "马红", "relation": "mother", "at": "09:12"}
    told = next(shown for shown in room.row(child, TUESDAY).flags if shown.code == "told")
    assert told.facts["at"] == MONDAY


def test_a_child_told_absent_who_comes_is_here_and_says_so(room: Room) -> None:
    child = room.child()
    room.do(absences.tell, [child], "sick", MONDAY, told_by_other="school")
    assert room.row(child).state == "absent"
    room.refused("no_harmless_step", attendance.next_step, [child])
    room.do(attendance.arrive, [child])
    assert (room.row(child).state, "told_absent" in codes(room.row(child))) == ("here", True)


def test_g_gathers_siblings_and_twice_the_bus_or_school_group(room: Room) -> None:
    child, sister = room.child(group="Bus 7"), room.child("马丽丽", school="Yucai")
    bus, school = room.child("陈俊", group="Bus 7"), room.child("李娜", school="Yucai")
    alone = room.child("赵雷")
    room.family(child, sister)
    rows = room.list().rows
    assert {row.child for row in childday.together(rows, child)} == {child, sister}
    assert {row.child for row in childday.together(rows, child, wider=True)} == {child, bus}
    assert {row.child for row in childday.together(rows, sister, wider=True)} == {sister, school}
    assert childday.together(rows, alone, wider=True) == ()
    assert childday.together(rows, 999) == ()


def test_a_reported_child_is_not_accounted_for_at_once(room: Room) -> None:
    child = room.child()
    room.at("16:00").do(ladder.report_missing, child)
    assert (room.row(child).state, room.row(child).overdue) == ("not_accounted", "")
    assert room.kinds(child) == ["not_accounted"]
    room.do(attendance.arrive, [child])
    assert room.kinds(child) == []
    room.do(attendance.take_back, child)
    assert room.kinds(child) == ["not_accounted"]
