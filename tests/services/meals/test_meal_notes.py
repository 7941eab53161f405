"""Notes about somebody who gets meals: what is offered, and where they are seen."""

from __future__ import annotations

import pytest

from deskapp.services import notes
from deskapp.services.meals import clients
from deskapp.services.records import Enrolment, Note
from tests.services.meals.kitchen_room import Kitchen

CHILD, CLIENT = {"collection", "arrival"}, {"meal"}


@pytest.mark.parametrize("child", [False, True])
@pytest.mark.parametrize(
    ("status", "gets"),
    [("", False), ("active", True), ("pending", True), ("stopped", False), ("deceased", False)],
)
def test_a_note_is_offered_for_when_somebody_sees_it(kitchen: Kitchen, child: bool, status: str, gets: bool):
    if status:
        client = kitchen.client(route=kitchen.route())
        if status != "active":
            kitchen.do(clients.set_status, client, status)
        person = kitchen.person_of(client).id
    else:
        person = kitchen.person("许国强")
    if child:
        kitchen.put(Enrolment(child=person))
    offered = {*(CHILD if child else ()), *(CLIENT if gets else ()), "shift"}
    assert set(notes.fitting(kitchen.read, kitchen.act, person)) == offered
    for shown in ("collection", "arrival", "meal", "shift"):
        if shown in offered:
            kitchen.do(notes.add, "rings twice", shown, person)
        else:
            kitchen.refused("note_unseen", notes.add, "rings twice", shown, person)


def test_a_note_about_nobody_is_for_the_shift(kitchen: Kitchen) -> None:
    assert notes.fitting(kitchen.read, kitchen.act, 0) == ("shift",)
    kitchen.refused("note_about_nobody", notes.add, "rings twice", "meal")


def test_a_note_stands_on_the_row_until_it_is_done(kitchen: Kitchen) -> None:
    route = kitchen.route()
    client, other = kitchen.client(route=route), kitchen.client("白素珍", route=route)
    person = kitchen.person_of(client).id
    note = kitchen.do(notes.add, "closed on Friday", "meal", person)
    kitchen.do(notes.add, "call the son", "shift", person)
    assert notes_on(kitchen, client) == [("meal_note", "closed on Friday"), ("note", 1)]
    assert notes_on(kitchen, other) == []
    kitchen.do(notes.done, note.id)
    assert notes_on(kitchen, client) == [("note", 1)]


def test_one_left_for_the_arrival_of_a_client_is_not_lost(kitchen: Kitchen) -> None:
    client = kitchen.client(route=kitchen.route())
    kitchen.put(Note(day=kitchen.day, text="old", shown="collection", person=kitchen.person_of(client).id))
    assert notes_on(kitchen, client) == [("note", 1)]


def test_today_says_about_whom_a_note_for_the_shift_is(kitchen: Kitchen) -> None:
    person = kitchen.person_of(kitchen.client(route=kitchen.route())).id
    kitchen.do(notes.add, "call the son", "shift", person)
    kitchen.do(notes.add, "hall key is lost", "shift")
    (row,) = [row for row in kitchen.today().rows if row.kind == "notes"]
    assert [flag.facts["name"] for flag in row.lines] == ["许国强", ""]


def notes_on(kitchen: Kitchen, client: int) -> list[tuple[str, object]]:
    return [
        (flag.code, flag.facts.get("words", flag.facts.get("count")))
        for flag in kitchen.meal(client).flags
        if flag.code in ("meal_note", "note")
    ]
