"""What the journal says of a change: the step it came to, and ids, never names."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import absences, attendance, collecting
from deskapp.services.labels import LABELS, say
from tests.services.conftest import MakeAct
from tests.services.room import MONDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


def last(room: Room) -> tuple[str, dict[str, object]]:
    line = next(iter(room.store.history()))
    return line.code, dict(line.args)


def test_a_line_names_the_step_that_space_came_to_and_only_whom_it_changed(room: Room) -> None:
    child, other = room.child(), room.child("李娜")
    mother = room.adult(child)
    room.do(attendance.next_step, [child])
    assert last(room) == ("arrive", {"children": [child]})
    room.do(attendance.next_step, [child, other])
    assert last(room) == ("next_step", {"children": [child, other]})
    room.do(attendance.arrive, [child, room.child("王芳")], act=room.happened("16:35"))
    code, args = last(room)
    assert (code, len(args["children"]), args["clock"]) == ("arrive", 1, "16:35")
    room.do(collecting.collect, [child], mother, "id")
    assert last(room) == ("collect", {"children": [child], "adult": mother, "how": "id"})
    room.do(attendance.take_back, child)
    assert last(room) == ("take_back", {"children": [child], "step": "departed"})
    room.do(absences.tell, [room.child("赵雷")], "sick", MONDAY, told_by_other="school")
    assert last(room)[1].keys() == {"children", "reason", "first", "last"}


def test_who_had_left_and_is_back_is_named(room: Room) -> None:
    child, other = room.child(), room.child("李娜")
    mother = room.adult(child)
    room.do(attendance.arrive, [child])
    room.do(collecting.collect, [child], mother, "id")
    room.do(attendance.arrive, [child, other])
    assert last(room) == ("arrive_again", {"children": [child, other], "again": [child]})
    room.do(collecting.collect, [child], mother, "id")
    room.do(attendance.add_extra, child)
    assert last(room) == ("arrive_again", {"children": [child], "again": [child]})


def test_a_label_takes_no_facts_that_it_does_not_list(room: Room) -> None:
    with room.store.transaction("test") as tx:
        with pytest.raises(ValueError, match="name"):
            say(tx, "arrive", name="马青青")
        with pytest.raises(KeyError):
            say(tx, "no_such_label")
    assert all(LABELS)
