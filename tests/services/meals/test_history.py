"""What the history says of the meals: whom each line is about."""

from __future__ import annotations

import pytest

from deskapp.i18n import set_language
from deskapp.said import line_said
from deskapp.services import notes
from deskapp.services.meals import orders
from tests.services.meals.kitchen_room import Kitchen


@pytest.fixture(params=["en", "zh_CN"])
def language(request):
    set_language(request.param)
    yield request.param
    set_language("en")


def last_line(kitchen: Kitchen, about: int = 0) -> str:
    return line_said(kitchen.read, next(iter(kitchen.store.history())), kitchen.act.zone, about)


def test_a_note_says_about_whom_it_is(kitchen: Kitchen, language: str) -> None:
    person = kitchen.person_of(kitchen.client("许国强", route=kitchen.route())).id
    note = kitchen.do(notes.add, "brings the keys", "shift", person)
    left = last_line(kitchen)
    kitchen.do(notes.done, note.id)
    said = [left, last_line(kitchen)]
    kitchen.do(notes.add, "hall key is lost", "shift")
    said.append(last_line(kitchen))
    assert (
        said
        == {
            "en": ["Note left: 许国强", "Note done: 许国强", "Note left"],
            "zh_CN": ["留言已存：许国强", "留言已办：许国强", "留言已存"],
        }[language]
    )


def test_in_the_history_of_one_client_no_other_is_named(kitchen: Kitchen) -> None:
    route = kitchen.route()
    clients = [kitchen.client(f"Client {letter}", route=route) for letter in "ABCDE"]
    kitchen.menu()
    kitchen.draw()
    kitchen.do(orders.deliver, clients)
    assert last_line(kitchen) == "Client A, Client B, Client C and 2 more delivered"
    assert last_line(kitchen, kitchen.person_of(clients[4]).id) == "Client E delivered"
