"""Handing a child over: to whom, on what proof, and never twice."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from db import JournalDB
from deskapp.services import attendance, collecting, collectors, notes
from deskapp.services.kinds import KINDS
from deskapp.services.records import Collector, Concern
from deskapp.services.refusal import Refusal
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, SATURDAY, TUESDAY, Room, codes

WEDNESDAY = "2026-11-25"


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    child = room.child()
    room.do(attendance.arrive, [child])
    room.at("18:07")
    return child


@pytest.mark.parametrize(
    ("entry", "how", "code"),
    [
        ({}, "known", ""),
        ({}, "id", ""),
        ({"times": 0}, "known", "needs_id"),
        ({"times": 0}, "id", ""),
        ({"standing": "unconfirmed"}, "id", "needs_call"),
        ({"standing": "unconfirmed", "times": 0}, "known", "needs_call"),
        ({"standing": "blocked"}, "id", "order_on_file"),
        ({"standing": "blocked", "guardian": True}, "known", "order_on_file"),
        ({"standing": "blocked", "order_until": FRIDAY}, "id", "order_on_file"),
        ({"until": MONDAY}, "known", ""),
        ({"until": FRIDAY}, "id", "authorisation_over"),
        ({"only_on": MONDAY}, "id", ""),
        ({"only_on": MONDAY}, "known", "needs_id"),
        ({"only_on": FRIDAY}, "id", "authorisation_over"),
        ({"only_on": TUESDAY}, "id", "authorisation_over"),
        ({"archived": True}, "id", "not_listed"),
        ({"born": "2012-11-23"}, "known", ""),
        ({"born": "2012-11-24"}, "known", "too_young"),
        ({"born": "2020-02-29"}, "id", "too_young"),
    ],
)
def test_who_may_collect_and_on_what_proof(room: Room, child: int, entry, how, code: str) -> None:
    adult = room.adult(child, **entry)
    if code:
        room.refused(code, collecting.collect, [child], adult, how)
        assert room.row(child).state == "here"
        return
    room.do(collecting.collect, [child], adult, how)
    row = room.row(child)
    assert (row.state, row.out, row.collected_by) == ("gone", "18:07", adult)


def test_nobody_takes_a_child_on_whose_list_they_are_not(room: Room, child: int) -> None:
    other = room.child("李娜")
    stranger = room.adult(other)
    refusal = room.refused("not_listed", collecting.collect, [child], stranger, "id")
    assert refusal.facts == {"child": child, "adult": stranger}


def test_a_child_who_is_not_here_is_handed_to_nobody(room: Room) -> None:
    child = room.child()
    room.refused("not_here", collecting.collect, [child], room.adult(child), "id")


def test_siblings_go_with_one_adult_and_who_may_not_stays(room: Room, child: int) -> None:
    sister, third = room.child("马丽丽"), room.child("马小小")
    room.family(child, sister, third)
    room.do(attendance.arrive, [sister, third])
    mother = room.adult(child)
    room.listed(sister, mother, times=1)
    room.listed(third, mother, "blocked")
    done = room.do(collecting.collect, [child, sister, third], mother, "known")
    assert done.changed == (child, sister)
    assert [(one, refusal.code) for one, refusal in done.skipped] == [(third, "order_on_file")]


def test_each_collection_counts_and_one_taken_back_does_not(room: Room, child: int) -> None:
    mother = room.adult(child, times=41, last_day=FRIDAY)
    room.do(collecting.collect, [child], mother, "known")
    entry = collectors.entry_of(room.read, child, mother)
    assert (entry.times, entry.last_day) == (42, MONDAY)
    room.do(attendance.take_back, child)
    entry = collectors.entry_of(room.read, child, mother)
    assert (entry.times, entry.last_day) == (41, FRIDAY)
    assert room.row(child).state == "here"


def test_a_collection_closes_the_call_for_it_and_taking_it_back_opens_it(room: Room, child: int) -> None:
    from deskapp.services import ladder

    mother = room.adult(child)
    room.at("20:15").do(ladder.claim, child, "not_collected")
    room.do(collecting.collect, [child], mother, "known")
    assert room.read.all(Concern) == []
    room.do(attendance.take_back, child)
    assert [concern.kind for concern in room.read.all(Concern)] == ["not_collected"]


def test_the_second_desk_is_told_who_when_and_where(room: Room, child: int) -> None:
    mother, father = room.adult(child), room.adult(child, "李刚", phone="139")
    room.do(collecting.collect, [child], mother, "known")
    at = attendance.attendance_of(room.read, child, MONDAY).stays[-1].departed
    room.terminal = "office"
    refusal = room.refused("already_collected", collecting.collect, [child], father, "id")
    assert refusal.facts == {
        "child": child,
        "by": mother,
        "who": room.by("CL").staff,
        "at": at,
        "on": "reception-1",
    }


def test_two_terminals_at_once_hand_a_child_over_once(room: Room, child: int) -> None:
    """Two stores on one folder, both released by a barrier before they take the lock."""
    adults = [room.adult(child), room.adult(child, "李刚", phone="139")]
    folder = Path(room.store.folder)
    started = threading.Barrier(2)
    outcomes: list[object] = []
    acts = [room.act, room.act]

    def collect(place: int) -> None:
        store = JournalDB(folder, kinds=KINDS)
        started.wait()
        try:
            with store.transaction("collect", who=acts[place].staff, on=f"desk-{place}") as tx:
                outcomes.append(collecting.collect(tx, acts[place], [child], adults[place], "id"))
        except Refusal as refusal:
            outcomes.append(refusal)
        finally:
            store.close()

    threads = [threading.Thread(target=collect, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(outcomes) == 2
    assert [refusal.code for refusal in refused] == ["already_collected"]
    assert refused[0].facts["by"] in adults
    assert room.store.read(catch_up=True).all(Collector)
    assert sorted(entry.times for entry in room.read.by(Collector, "child", child)) == [5, 6]


# ── alone ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "clock", "code"),
    [
        ({}, "19:00", "alone_no_consent"),
        ({"alone_from": "18:30"}, "19:00", "alone_no_consent"),
        ({"alone_consent": "mother, 1 Sept"}, "19:00", "alone_no_consent"),
        ({"alone_from": "18:30", "alone_consent": "mother, 1 Sept"}, "18:29", "alone_too_early"),
        ({"alone_from": "18:30", "alone_consent": "mother, 1 Sept"}, "18:30", ""),
    ],
)
def test_a_child_goes_alone_only_by_consent_and_from_its_hour(room: Room, place, clock, code: str) -> None:
    child = room.child(**place)
    room.do(attendance.arrive, [child])
    room.at(clock)
    if code:
        room.refused(code, collecting.go_alone, child)
        return
    room.do(collecting.go_alone, child)
    assert (room.row(child).state, codes(room.row(child)) & {"went_alone"}) == ("gone", {"went_alone"})
    refusal = room.refused("already_left", collecting.go_alone, child)
    assert refusal.facts["on"] == "reception-1"


def test_after_midnight_the_hour_to_go_alone_is_past(room: Room) -> None:
    child = room.child(alone_from="18:30", alone_consent="mother")
    room.do(attendance.arrive, [child])
    room.at("00:10", TUESDAY).do(collecting.go_alone, child)
    assert room.row(child, MONDAY).out == "00:10"


# ── a stay that goes on ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "day", "said", "out_day", "out"),
    [
        ("00:10", TUESDAY, "", TUESDAY, "00:10"),
        ("09:00", TUESDAY, "18:20", MONDAY, "18:20"),
        ("17:00", SATURDAY, "18:20", MONDAY, "18:20"),
        ("17:00", SATURDAY, "00:30", TUESDAY, "00:30"),
    ],
)
def test_a_stay_belongs_to_its_arrival_day_and_ends_when_it_ended(
    room: Room, child: int, now, day, said, out_day, out
) -> None:
    from deskapp.services.clocks import day_at

    mother = room.adult(child)
    room.at(now, day)
    act = room.happened(said) if said else room.act
    if said and act.happened > act.now:
        act = room.happened(said, FRIDAY)
    room.do(collecting.collect, [child], mother, "known", act=act)
    record = attendance.attendance_of(room.read, child, MONDAY)
    departed = record.stays[-1].departed
    assert (day_at(departed, act.zone), room.row(child, MONDAY).out) == (out_day, out)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_who_may_who_never_who_else_is_here_and_what_to_hand_over(
    room: Room, child: int
) -> None:
    sister = room.child("马丽丽")
    room.family(child, sister)
    room.do(attendance.arrive, [sister])
    mother = room.adult(child, relation="mother", times=41, last_day=FRIDAY, guardian=True)
    grandmother = room.adult(child, "王秀英", phone="135", times=0, until="2026-12-31")
    father = room.adult(child, "李刚", "blocked", phone="139", order_since="2026-10-12")
    uncle = room.adult(child, "李强", "unconfirmed", phone="133", times=0)
    room.listed(sister, uncle, "blocked")
    room.do(notes.add, "trip money", "collection", child)
    room.do(notes.add, "swim kit", "arrival", child)
    page = collecting.collect_page(room.read, room.act, child)
    assert (page.row.child, page.age) == (child, 8)
    assert [row.child for row in page.siblings] == [sister]
    assert [(one.number, one.adult, one.id_only) for one in page.adults] == [
        (1, mother, False),
        (2, grandmother, True),
        (4, uncle, True),
    ]
    flags = {one.adult: {shown.code for shown in one.flags} for one in page.adults}
    assert flags[mother] == set()
    assert flags[grandmother] == {"until", "first_time"}
    assert flags[uncle] == {"needs_call", "first_time", "order_about_sibling"}
    assert [(one.about, one.adult, one.since, one.review) for one in page.blocked] == [
        (child, father, "2026-10-12", False),
        (sister, uncle, "", False),
    ]
    assert [note.text for note in page.notes] == ["trip money"]
    page = collecting.collect_page(room.read, room.act, sister)
    assert [(one.about, one.adult) for one in page.blocked] == [(sister, uncle), (child, father)]


def test_the_page_of_a_child_who_has_left_says_so(room: Room, child: int) -> None:
    mother = room.adult(child)
    room.do(collecting.collect, [child], mother, "known")
    with pytest.raises(Refusal, match="already_collected"):
        collecting.collect_page(room.read, room.act, child)


def test_who_was_collected_after_midnight_is_named_to_the_second_terminal(room: Room, child: int) -> None:
    mother = room.adult(child)
    room.at("00:10", TUESDAY).do(collecting.collect, [child], mother, "known")
    refusal = room.at("00:11").refused("already_collected", collecting.collect, [child], mother, "known")
    assert (refusal.facts["by"], refusal.facts["at"]) == (mother, "2026-11-23T16:10:00Z")
    room.at("18:00", WEDNESDAY).refused("not_here", collecting.collect, [child], mother, "known")
