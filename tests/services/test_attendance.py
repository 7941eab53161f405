"""The steps of a child's day: which may be taken when, and what taking one back leaves."""

from __future__ import annotations

import pytest

from db import CannotUndo, JournalDB
from deskapp.services import absences, attendance, collecting, collectors, supper
from deskapp.services.records import Allergy, Attendance, Collector, Dish, OpenStay
from tests.services.conftest import MakeAct
from tests.services.room import MONDAY, SATURDAY, SUNDAY, TUESDAY, Room, codes


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def test_space_goes_from_arrived_to_supper_and_never_hands_over(room: Room) -> None:
    child = room.child()
    room.adult(child)
    seen = []
    for _ in range(3):
        room.do(attendance.next_step, [child])
        seen.append((room.row(child).state, room.row(child).step))
    assert seen == [("here", "arrived"), ("here", "homework"), ("here", "supper")]
    room.refused("no_harmless_step", attendance.next_step, [child])
    assert room.row(child).state == "here"


def test_space_does_nothing_to_a_child_who_has_left_or_is_absent(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.do(collecting.collect, [child], mother, "known")
    room.refused("no_harmless_step", attendance.next_step, [child])
    room.do(attendance.arrive, [child])
    assert (room.row(child).state, codes(room.row(child)) & {"stays"}) == ("here", {"stays"})


def test_every_step_needs_somebody_at_the_terminal(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    nobody = room.by("")
    for rule, args in (
        (attendance.arrive, ([child],)),
        (attendance.next_step, ([child],)),
        (attendance.add_extra, (child,)),
        (attendance.homework, ([child],)),
        (attendance.supper, ([child],)),
        (attendance.scan, (";000000",)),
        (attendance.take_back, (child,)),
        (collecting.collect, ([child], mother, "id")),
        (collecting.go_alone, (child,)),
    ):
        room.refused("no_staff", rule, *args, act=nobody)


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        ([], attendance.homework, "not_here"),
        ([], attendance.supper, "not_here"),
        ([attendance.arrive], attendance.arrive, "already_here"),
        ([attendance.arrive, attendance.homework], attendance.homework, "already_done"),
        ([attendance.arrive, attendance.supper], attendance.supper, "already_done"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(room: Room, first, then, code: str) -> None:
    child = room.child()
    for rule in first:
        room.do(rule, [child])
    room.refused(code, then, [child])


def test_several_at_once_skip_those_who_cannot_and_say_why(room: Room) -> None:
    coming, here, saturday = room.child("马青青"), room.child("李娜"), room.child("王芳", weekdays=(6,))
    room.do(attendance.arrive, [here])
    done = room.do(attendance.arrive, [coming, here, saturday, coming])
    assert done.changed == (coming,)
    assert [(child, refusal.code) for child, refusal in done.skipped] == [
        (here, "already_here"),
        (saturday, "not_planned"),
    ]


@pytest.mark.parametrize(("day", "code"), [(SATURDAY, "not_planned"), (SUNDAY, "not_planned")])
def test_who_is_not_planned_comes_as_an_extra(room: Room, day: str, code: str) -> None:
    child = room.child()
    room.at("16:40", day)
    room.refused(code, attendance.arrive, [child])
    room.do(attendance.add_extra, child)
    assert room.row(child).state == "here"
    assert "extra" in codes(room.row(child))
    assert room.list().counts["extra"] == 1


def test_an_extra_on_a_planned_day_is_no_extra(room: Room) -> None:
    child = room.child()
    room.do(attendance.add_extra, child)
    assert "extra" not in codes(room.row(child))


def test_somebody_without_a_place_does_not_arrive(room: Room) -> None:
    room.refused("not_enrolled", attendance.add_extra, room.person("赵雷"))


# ── taking back ──────────────────────────────────────────────────────────────────────────────────────────


def state_of(room: Room, child: int) -> object:
    """What is stored of a child's day, without the revisions."""
    records = [
        (record.stays, record.extra, record.expected)
        for record in room.read.on(Attendance, room.day)
        if record.child == child
    ]
    pointers = [(pointer.day, pointer.child) for pointer in room.read.all(OpenStay)]
    listed = [(one.adult, one.times, one.last_day) for one in room.read.by(Collector, "child", child)]
    return records, pointers, listed


def test_taking_back_undoes_exactly_the_last_step(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    steps = (
        lambda: room.do(attendance.arrive, [child]),
        lambda: room.do(attendance.homework, [child]),
        lambda: room.do(attendance.supper, [child]),
        lambda: room.do(collecting.collect, [child], mother, "known"),
        lambda: room.do(attendance.arrive, [child]),
    )
    before = [state_of(room, child)]
    for number, step in enumerate(steps):
        room.at(f"{16 + number}:00")
        step()
        before.append(state_of(room, child))
    before.pop()
    while before:
        room.do(attendance.take_back, child)
        assert state_of(room, child) == before.pop()
    room.refused("nothing_to_take_back", attendance.take_back, child)


def test_supper_before_homework_is_taken_back_after_it(room: Room) -> None:
    child = room.child()
    room.do(attendance.arrive, [child])
    room.at("17:30").do(attendance.supper, [child])
    room.at("18:00").do(attendance.homework, [child])
    room.do(attendance.take_back, child)
    stay = attendance.open_stay(room.read, child).stays[-1]
    assert (stay.homework, bool(stay.supper)) == ("", True)


def test_an_arrival_taken_back_keeps_the_delay_of_the_bus(room: Room) -> None:
    child = room.child()
    room.do(absences.delay, [child], "17:10")
    room.do(attendance.arrive, [child])
    room.do(attendance.take_back, child)
    assert room.row(child).due == "17:10"


# ── when it happened ─────────────────────────────────────────────────────────────────────────────────────


def test_a_step_is_entered_with_the_time_it_happened(room: Room) -> None:
    child = room.child()
    room.at("18:00").do(attendance.arrive, [child], act=room.happened("16:35"))
    assert room.row(child).in_ == "16:35"
    refusal = room.refused("time_before_step", attendance.homework, [child], act=room.happened("16:30"))
    assert refusal.facts["step"] == "arrived"
    room.refused("time_to_come", attendance.homework, [child], act=room.happened("18:01"))
    room.do(attendance.homework, [child], act=room.happened("17:00"))
    mother = room.adult(child)
    refusal = room.refused(
        "time_before_step", collecting.collect, [child], mother, "id", act=room.happened("16:59")
    )
    assert refusal.facts["step"] == "homework"


def test_a_second_stay_does_not_begin_before_the_first_ended(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.at("18:00").do(collecting.collect, [child], mother, "known")
    room.at("19:00").refused("time_before_step", attendance.arrive, [child], act=room.happened("17:59"))
    room.do(attendance.arrive, [child], act=room.happened("18:30"))
    assert room.row(child).in_ == "18:30"


def test_an_arrival_of_yesterday_belongs_to_yesterday(room: Room) -> None:
    child = room.child()
    room.at("00:20", TUESDAY).do(attendance.arrive, [child], act=room.happened("23:50", MONDAY))
    assert [record.day for record in room.read.on(Attendance, MONDAY)] == [MONDAY]
    assert room.row(child).state == "unclosed"


@pytest.mark.parametrize(
    ("now", "said", "day", "clock"),
    [
        ("16:40", "16:20", MONDAY, "16:20"),
        ("16:40", "16:40", MONDAY, "16:40"),
        ("16:40", "16:41", MONDAY, ""),
        ("16:40", "17:20", MONDAY, ""),
        ("00:20", "23:50", SUNDAY, "23:50"),
        ("00:20", "12:20", SUNDAY, "12:20"),
        ("00:20", "12:19", MONDAY, ""),
    ],
)
def test_a_time_said_is_of_today_or_of_last_night(
    room: Room, now: str, said: str, day: str, clock: str
) -> None:
    child = room.child(weekdays=(1, 7))
    act = room.at(now).act.at(said)
    if not clock:
        room.refused("time_to_come", attendance.add_extra, child, act=act)
        return
    room.do(attendance.add_extra, child, act=act)
    assert [(record.day, room.row(child, day).in_) for record in room.read.on(Attendance, day)] == [
        (day, clock)
    ]


def test_a_stay_left_open_takes_a_time_said_next_morning(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.at("09:00", TUESDAY).do(collecting.collect, [child], mother, "known", act=room.act.at("18:20"))
    assert room.row(child, MONDAY).out == "18:20"


def test_a_correction_of_yesterday_leaves_the_stay_of_today_alone(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.at("18:00").do(collecting.collect, [child], mother, "known")
    room.at("16:40", TUESDAY).do(attendance.arrive, [child])
    monday = room.entering(MONDAY, "18:30")
    room.refused("already_here", attendance.arrive, [child], act=monday)
    room.refused("not_here", attendance.supper, [child], act=monday)
    room.refused("already_collected", collecting.collect, [child], mother, "known", act=monday)
    room.refused("already_here", attendance.take_back, child, act=monday)


# ── the card ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("minute", "kind"),
    [("16:40", "already"), ("16:49", "already"), ("16:50", "collect"), ("19:00", "collect")],
)
def test_a_card_records_the_arrival_once_and_never_a_departure(room: Room, minute: str, kind: str) -> None:
    child = room.child(card="000018", code="A7")
    first = room.do(attendance.scan, ";000018")
    assert (first.kind, first.child) == ("arrived", child)
    lsn = room.store.journal.lsn
    second = room.at(minute).do(attendance.scan, "a7")
    assert (second.kind, second.since) == (kind, first.since)
    assert (room.store.journal.lsn, room.row(child).state) == (lsn, "here")


def test_a_card_of_a_child_who_left_brings_nobody_back(room: Room) -> None:
    child = room.child(card="000018")
    mother = room.adult(child)
    room.do(attendance.scan, ";000018")
    room.do(collecting.collect, [child], mother, "known")
    refusal = room.refused("already_collected", attendance.scan, ";000018")
    assert refusal.facts["by"] == mother


def test_a_card_of_a_child_not_planned_today_is_an_extra(room: Room) -> None:
    child = room.child(card="000018", weekdays=(2,))
    assert room.do(attendance.scan, ";000018").kind == "arrived"
    assert "extra" in codes(room.row(child))


def test_codes_that_are_nobodys_or_no_childs(room: Room) -> None:
    child = room.child()
    room.adult(child)
    room.person("赵雷", code="B1")
    room.refused("unknown_code", attendance.scan, ";12345")
    room.refused("unknown_card", attendance.scan, ";123456")
    room.refused("unknown_code", attendance.scan, "")
    room.refused("not_a_child", attendance.scan, "B1")


# ── supper ───────────────────────────────────────────────────────────────────────────────────────────────

PEANUT = (Allergy(what="peanut", action="pen", words=("peanut", "花生")),)


@pytest.mark.parametrize(
    ("dishes", "code"),
    [
        ((), "dishes_unknown"),
        ((Dish(name="noodles", ingredients=("wheat", "Peanut oil")),), "supper_harms"),
        ((Dish(name="面", ingredients=("花生油",)),), "supper_harms"),
        ((Dish(name="Peanut soup", ingredients=("leek",)),), "supper_harms"),
        ((Dish(name="rice", ingredients=("rice",)),), ""),
    ],
)
def test_a_groups_supper_skips_whom_a_dish_would_harm(room: Room, dishes, code: str) -> None:
    allergic, other, unasked = (
        room.child("李娜", allergies=PEANUT),
        room.child(),
        room.child("王芳", allergies=None),
    )
    room.do(attendance.arrive, [allergic, other, unasked])
    if dishes:
        room.do(supper.set_dishes, MONDAY, dishes)
    done = room.do(attendance.supper, [allergic, other, unasked])
    assert [refusal.code for _, refusal in done.skipped] == ([code] if code else [])
    assert {other, unasked} <= set(done.changed)
    if code:
        room.refused(code, attendance.supper, [allergic])
        room.refused(code, attendance.next_step, [allergic]) if room.row(
            allergic
        ).step == "homework" else None
        room.do(attendance.supper, [allergic], other=True)
    assert room.row(allergic).step == "supper"


def test_not_asked_is_not_no_allergies(room: Room) -> None:
    asked, unasked = room.child(), room.child("王芳", allergies=None)
    assert "not_asked" in codes(room.row(unasked))
    assert "not_asked" not in codes(room.row(asked))


def test_an_allergy_named_only_by_what_it_is_is_found_too(room: Room) -> None:
    child = room.child(allergies=(Allergy(what="Milk"),))
    room.do(supper.set_dishes, MONDAY, [Dish(name="pudding", ingredients=("whole milk",))])
    assert [harm.dish for harm in supper.harmed(room.read, MONDAY, [child])[child]] == ["pudding"]


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_undo_leaves_the_room_as_it_was(room: Room) -> None:
    child, sister = room.child(), room.child("马丽丽")
    mother = room.adult(child, guardian=True)
    room.listed(sister, mother, times=1)
    steps = (
        lambda: room.do(attendance.arrive, [child, sister]),
        lambda: room.do(
            collectors.add_by_guardian, child, mother, "in_person_id", name="李强", phone="136 123"
        ),
        lambda: room.do(collecting.collect, [child, sister], mother, "known"),
        lambda: room.do(attendance.arrive, [child]),
    )
    for number, step in enumerate(steps):
        room.at(f"{17 + number}:00")
        before = state_of(room, child), state_of(room, sister), room.list()
        step()
        assert (state_of(room, child), state_of(room, sister), room.list()) != before
        room.store.undo(room.store.journal.lsn, who=room.act.staff, on="reception-1")
        assert (state_of(room, child), state_of(room, sister), room.list()) == before
        step()


def test_undo_of_a_collection_does_not_bring_back_a_child_who_came_again(room: Room) -> None:
    child = room.child()
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.do(collecting.collect, [child], mother, "known")
    collected = room.store.journal.lsn
    room.at("18:00").do(attendance.arrive, [child])
    with pytest.raises(CannotUndo):
        room.store.undo(collected, who=room.act.staff, on="reception-1")
    assert room.row(child).in_ == "18:00"


def test_who_was_told_absent_is_not_taken_along_with_a_bus(room: Room) -> None:
    mother = "her mother"
    sick, well = room.child("马青青"), room.child("李娜")
    room.do(absences.tell, [sick], "sick", room.day, told_by_other=mother)
    for rule in (attendance.arrive, attendance.next_step):
        done = room.do(rule, [sick, well])
        assert [(child, refusal.code) for child, refusal in done.skipped] == [(sick, "told_absent")]
    assert room.row(sick).state == "absent"
    room.do(attendance.arrive, [sick])
    assert room.row(sick).state == "here"
    assert room.do(attendance.homework, [sick, well]).changed == (sick,)
