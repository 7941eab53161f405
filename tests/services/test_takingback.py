"""Which lines of the history may be taken back, and by whom."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from db import JournalDB, Line
from db.errors import CannotUndo
from deskapp import words
from deskapp.services import attendance, collectors, enrolment, ladder, people, takingback
from deskapp.services.labels import LABELS
from deskapp.services.records import Enrolment, Looked, Person
from deskapp.services.refusal import Refusal
from tests.services.conftest import MakeAct
from tests.services.room import Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def refusal(room: Room, who: str) -> str:
    """Why this person may not take the last line back; empty if they may."""
    line = next(iter(room.store.history()))
    try:
        takingback.allow(room.read, room.by(who), line)
    except Refusal as refused:
        return refused.code
    return ""


def test_an_order_is_not_lifted_by_taking_its_line_back(room: Room) -> None:
    child, adult = room.child(), room.person("李刚")
    room.do(collectors.block, child, adult, reason="court", act=room.by("LM"))
    assert (refusal(room, "CL"), refusal(room, ""), refusal(room, "LM")) == ("manager_only", "no_staff", "")
    line = next(iter(room.store.history()))
    room.store.undo(line.n, who=room.by("LM").staff, on="reception-1")
    assert refusal(room, "CL") == "manager_only", "the line that took it back is a manager's, too"


def test_a_withheld_address_is_not_shown_by_taking_its_line_back(room: Room) -> None:
    adult = room.do(
        people.change_person, replace(room.read.get(Person, room.person("李刚")), address="1 Lane")
    )
    room.do(people.change_person, replace(adult, address_withheld=True), act=room.by("CL"))
    assert (refusal(room, "CL"), refusal(room, "LM")) == ("manager_only", "")
    hidden = room.read.get(Person, adult.id)
    room.refused("manager_only", people.change_person, replace(hidden, address_withheld=False))
    room.do(people.change_person, replace(hidden, address_withheld=False), act=room.by("LM"))
    assert [(look.person, look.by) for look in room.read.on(Looked, room.day)] == [
        (adult.id, room.by("LM").staff)
    ]
    assert refusal(room, "LM") == "stays_written"


def test_what_the_clock_has_found_stays_and_a_step_does_not(room: Room) -> None:
    child = room.child()
    room.at("17:00").do(ladder.raise_overdue)
    assert refusal(room, "LM") == "stays_written"
    room.do(attendance.arrive, [child])
    assert refusal(room, "CL") == ""


SETTLES = (
    "found",
    "claim",
    "report",
    "take_back",
    "withdraw_absence",
    "write_outcome",
    "head_count",
    "roll_call",
)
"""Labels of lines that write a concern and are told by their own name."""


@pytest.mark.parametrize("code", [*SETTLES, *takingback.WORDS.values()])
def test_what_somebody_went_on_with_has_a_word(code: str) -> None:
    assert code in words.WORDS


def test_every_label_named_here_is_one() -> None:
    assert {*LABELS, "export"} >= takingback.MANAGERS | takingback.STAYS


def test_the_place_of_a_child_who_came_by_it_is_not_made_undone(room: Room) -> None:
    """Without it the child would be in the building and on no list."""
    child = room.person("马青青")
    room.do(enrolment.enrol, Enrolment(child=child))
    line = next(iter(room.store.history()))
    room.do(attendance.arrive, [child])
    with pytest.raises(CannotUndo, match="referred_to"):
        room.store.undo(line.n, who=room.act.staff, on="reception-1")
    assert room.row(child).state == "here"
    room.do(attendance.take_back, child)
    room.store.undo(line.n, who=room.act.staff, on="reception-1")
    assert not room.list().rows


def last_line(room: Room) -> Line:
    return next(iter(room.store.history()))


def undo(room: Room, line: Line) -> None:
    allow = takingback.asked_of(room.act, room.store.history)
    room.store.undo(line.n, who=room.act.staff, on="reception-1", allow=allow)


@pytest.fixture
def found(room: Room) -> tuple[int, Line]:
    """A missing child, found in the library; the line that says so."""
    child = room.child()
    room.adult(child, guardian=True)
    room.do(attendance.arrive, [child])
    room.at("17:00").do(ladder.report_missing, child)
    room.at("17:20").do(ladder.found, child, "in the library", inside=True)
    return child, last_line(room)


def test_what_somebody_went_on_from_is_not_taken_back(room: Room, found: tuple[int, Line]) -> None:
    child, line = found
    room.at("17:40").do(ladder.report_missing, child, act=room.by("LM"))
    room.at("17:50").do(ladder.log, child, "missing", "police", "safe", said_by_other="police")
    later = last_line(room)
    with pytest.raises(Refusal) as refused:
        undo(room, line)
    assert refused.value.code == "rested_on"
    facts = refused.value.facts
    assert (facts["child"], facts["who"], facts["what"], facts["later"]) == (
        child,
        room.act.staff,
        "safe",
        later.n,
    )
    undo(room, later)
    with pytest.raises(Refusal) as refused:
        undo(room, line)
    assert (refused.value.facts["who"], refused.value.facts["what"]) == (room.by("LM").staff, "report")
    undo(room, room.store.line(later.n - 1))
    undo(room, line)
    assert room.kinds(child) == ["missing"]


def test_what_the_desk_wrote_down_by_itself_is_no_reason(room: Room, found: tuple[int, Line]) -> None:
    child, line = found
    with room.store.transaction("raise_overdue", who=0) as tx:
        ladder.raise_overdue(tx, room.at("20:15").act)
    assert room.kinds(child) == ["not_collected"]
    undo(room, line)
    assert room.kinds(child) == ["missing"]


def test_what_is_about_another_child_is_no_reason(room: Room, found: tuple[int, Line]) -> None:
    child, line = found
    other = room.child("李娜")
    room.do(ladder.report_missing, other)
    undo(room, line)
    assert room.kinds(child) == ["missing"]
