"""Who is in the building: ticked off head by head, and counted against the list."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import attendance, collecting, collectors, enrolment, notes, report, rollcall, supper
from deskapp.services.records import Dish, Enrolment
from tests.services.conftest import MakeAct
from tests.services.room import MONDAY, TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def heads(page: rollcall.RollCallPage) -> dict[int, rollcall.Head]:
    return {head.row.child: head for _, group in page.groups for head in group}


def test_everyone_inside_is_called_also_who_came_yesterday(room: Room) -> None:
    left_open, here, coming = room.child("蔡小明"), room.child(group="Bus 7"), room.child("李娜")
    room.do(attendance.arrive, [left_open])
    room.at("16:40", TUESDAY).do(attendance.arrive, [here])
    assert set(heads(rollcall.page(room.read, room.act))) == {left_open, here}
    call = room.do(rollcall.start)
    assert room.do(rollcall.start).id == call.id
    assert set(call.listed) == {left_open, here}
    room.refused("not_in_roll_call", rollcall.tick, call.id, coming)
    room.do(attendance.arrive, [coming])
    page = rollcall.page(room.read, room.act)
    assert [group for group, _ in page.groups] == ["", "Bus 7"]
    assert (heads(page)[coming].listed, page.seen, page.to_find) == (False, 0, 3)


def test_heads_are_ticked_once_and_may_be_unticked(room: Room) -> None:
    child, other = room.child(), room.child("李娜")
    mother = room.adult(child)
    room.do(attendance.arrive, [child, other])
    call = room.do(rollcall.start)
    room.do(rollcall.tick, call.id, child)
    room.refused("already_ticked", rollcall.tick, call.id, child)
    room.do(rollcall.untick, call.id, child)
    room.refused("not_ticked", rollcall.untick, call.id, child)
    room.do(rollcall.tick, call.id, other)
    room.do(collecting.collect, [child], mother, "known")
    page = rollcall.page(room.read, room.act)
    assert (page.seen, page.to_find) == (1, 1)
    assert heads(page)[child].inside is False
    room.do(rollcall.end, call.id)
    room.refused("no_roll_call", rollcall.tick, call.id, other)
    room.refused("no_roll_call", rollcall.end, call.id)
    assert rollcall.page(room.read, room.act).call is None


def test_heads_not_seen_stay_on_today_until_a_roll_call_sees_everybody(room: Room) -> None:
    seen, unseen, gone = room.child(), room.child("李娜"), room.child("赵雷")
    room.do(attendance.arrive, [seen, unseen, gone])
    call = room.do(rollcall.start)
    room.do(rollcall.tick, call.id, seen)
    room.do(collecting.collect, [gone], room.adult(gone), "known")
    room.do(rollcall.end, call.id)
    row = room.today().rows[0]
    assert (row.kind, row.flag.facts["count"]) == ("roll_call", 1)
    assert [line.facts["name"] for line in row.lines] == ["李娜"]
    again = room.do(rollcall.start)
    room.do(rollcall.tick, again.id, unseen)
    room.do(rollcall.end, again.id)
    assert [line.facts["name"] for line in room.today().rows[0].lines] == ["马青青"]
    once_more = room.do(rollcall.start)
    for child in (seen, unseen):
        room.do(rollcall.tick, once_more.id, child)
    room.do(rollcall.end, once_more.id)
    assert "roll_call" not in room.kinds()


def test_who_needs_help_to_leave_is_marked(room: Room) -> None:
    child = room.person("赵雷", needs_help_to_leave=True)
    room.put(Enrolment(child=child))
    room.do(attendance.arrive, [child])
    assert heads(rollcall.page(room.read, room.act))[child].needs_help


# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_difference_stays_on_today_until_the_counts_agree(room: Room) -> None:
    room.do(attendance.arrive, [room.child(), room.child("李娜")])
    assert room.at("16:59").kinds() == []
    assert room.at("17:00").kinds() == ["head_count_due"]
    room.refused("not_a_count", rollcall.count_heads, -1)
    room.do(rollcall.count_heads, 3)
    row = room.today().rows[0]
    assert (row.kind, row.flag.facts) == ("head_count", {"at": "17:00", "counted": 3, "listed": 2})
    room.at("17:10").do(rollcall.count_heads, 1)
    assert [row.flag.facts["counted"] for row in room.today().rows] == [1]
    assert (room.list().head_count.counted, room.list().head_count.listed) == (1, 2)
    room.at("17:20").do(rollcall.count_heads, 2)
    assert room.kinds() == []


def test_a_manager_may_settle_a_difference_in_words(room: Room) -> None:
    room.do(rollcall.count_heads, 1)
    concern = room.today().rows[0].concern
    room.do(collectors.write_outcome, concern, "a visitor was counted", act=room.by("LM"))
    assert room.kinds() == []


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_shown_until_it_is_done(room: Room) -> None:
    child = room.child()
    room.refused("empty_note", notes.add, " \x1b[2J ", "shift")
    room.refused("note_about_nobody", notes.add, "swim kit", "arrival")
    room.refused("unknown_person", notes.add, "swim kit", "arrival", 9999)
    note = room.do(notes.add, "hall key is lost", "shift")
    about = room.do(notes.add, "trip money", "collection", child)
    room.at("08:00", "2026-12-01")
    row = room.today().rows[-1]
    assert (row.kind, row.flag.facts, row.lines[0].facts["text"]) == (
        "notes",
        {"count": 1},
        "hall key is lost",
    )
    line = notes.note_lines(room.read, room.act, child)[0]
    assert (line.note, line.by, line.day, line.at) == (about.id, "陈丽", MONDAY, "16:40")
    room.do(notes.done, note.id)
    room.refused("note_done", notes.done, note.id)
    assert room.kinds() == []


# ── the report of a day ──────────────────────────────────────────────────────────────────────────────────


def test_the_report_counts_heads_by_hour_suppers_and_late_pickups(room: Room) -> None:
    child, other, away, alone = (room.child(name) for name in ("马青青", "李娜", "王芳", "赵雷"))
    mother = room.adult(child)
    room.listed(other, mother, times=1)
    room.at("16:35").do(attendance.arrive, [child, other])
    room.at("18:00").do(attendance.supper, [child])
    room.do(supper.set_dishes, MONDAY, [Dish(name="rice", ingredients=("Rice", "rice", " "))])
    room.do(attendance.supper, [other], other=True)
    room.at("18:30").do(collecting.collect, [child], mother, "known")
    room.at("20:05").do(collecting.collect, [other], mother, "known")
    from deskapp.services import absences

    room.do(absences.tell, [away], "sick", MONDAY, told_by_other="school")
    found = room_report = report.day_report(room.read, room.at("21:00").act, MONDAY)
    assert (found.planned, found.came, found.extra, found.not_accounted) == (4, 2, 0, 1)
    assert (found.absent, found.suppers, found.suppers_other) == ({"sick": 1}, 2, 1)
    assert found.present == (("16:00", 2), ("17:00", 2), ("18:00", 2), ("19:00", 1), ("20:00", 1))
    assert [(late.child, late.agreed, late.out, late.minutes) for late in room_report.late] == [
        (other, "20:00", "20:05", 5)
    ]
    assert supper.dishes_of(room.read, MONDAY).dishes[0].ingredients == ("rice",)
    assert room.row(alone).state == "not_accounted"


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"weekdays": ()}, "no_weekdays"),
        ({"weekdays": (0,)}, "no_weekdays"),
        ({"expected": "24:00"}, "bad_time"),
        ({"expected": "20:00", "pickup": "16:00"}, "times_reversed"),
        ({"since": TUESDAY, "until": MONDAY}, "days_reversed"),
        ({"alone_from": "18:00"}, "alone_needs_consent"),
        ({"escort_phone": "x"}, "bad_phone"),
        ({"alone_from": "18:00", "alone_consent": "mother, 1 Sept"}, ""),
        ({"weekdays": (5, 1, 1)}, ""),
    ],
)
def test_what_a_place_may_be(room: Room, place, code: str) -> None:
    child = room.person("马青青")
    if code:
        room.refused(code, enrolment.enrol, Enrolment(child=child, **place))
        return
    saved = room.do(enrolment.enrol, Enrolment(child=child, **place))
    assert saved.since == MONDAY
    assert list(saved.weekdays) == sorted(set(saved.weekdays))
    room.refused("already_enrolled", enrolment.enrol, Enrolment(child=child))


def test_a_place_ends_but_not_under_a_child_who_is_inside(room: Room) -> None:
    child = room.child()
    room.do(attendance.arrive, [child])
    room.at("09:00", TUESDAY)
    room.refused("child_here", enrolment.end, child, MONDAY)
    room.do(enrolment.end, child, TUESDAY)
    assert room.row(child).state == "unclosed"
    assert [row.child for row in room.list("2026-11-25").rows] == []
