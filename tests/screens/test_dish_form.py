"""Dishes by digits, on the menu and for supper alike: changed, taken off, at most nine of them."""

from __future__ import annotations

import pytest

from deskapp.services import supper
from deskapp.services.act import Act
from deskapp.services.daybook import Dish
from deskapp.services.meals import menus
from deskapp.services.meals.menus import dishes_on
from deskapp.services.records import Staff
from deskapp.services.supper import dishes_of

MONDAY = "2026-11-23"
OPENED = {"menu": (3, "c"), "supper": (2, "w")}


async def dishes(terminal, what):
    """The names of the day's dishes."""
    if what == "menu":
        return await terminal.store(lambda reader: [dish.name for dish in dishes_on(reader, MONDAY)])
    found = await terminal.store(lambda reader: dishes_of(reader, MONDAY))
    return [dish.name for dish in found.dishes] if found else []


@pytest.mark.parametrize("what", OPENED)
async def test_a_digit_changes_its_dish_and_the_tenth_is_refused(open_desk, what):
    page, key = OPENED[what]
    async with open_desk(page=page) as terminal:
        await terminal.type(key)
        for number in range(1, 10):
            await terminal.type(f"+dish {number}<enter>water<enter>")
        await terminal.type("+")
        assert "9 dishes are the most" in terminal.status
        assert terminal.desk.dialogs[-1].form is None
        await terminal.type("2<ctrl+u>soup<enter><enter>")
        assert (await dishes(terminal, what))[:3] == ["dish 1", "soup", "dish 3"]
        await terminal.type("1<ctrl+u><enter>9")
        assert (await dishes(terminal, what))[:2] == ["soup", "dish 3"]
        assert "Nobody has the number 9 here." in terminal.status


@pytest.mark.parametrize("what", OPENED)
async def test_what_was_refused_can_be_put_right_in_the_form(open_desk, what):
    page, key = OPENED[what]
    async with open_desk(page=page) as terminal:
        await terminal.type(key + "+soup<enter><enter>")
        assert "write down what is in it" in terminal.status
        await terminal.type("water<enter>")
        assert await dishes(terminal, what) == ["soup"]


@pytest.mark.parametrize("what", OPENED)
async def test_another_dish_that_somebody_writes_meanwhile_is_not_overwritten(open_desk, what):
    page, key = OPENED[what]
    rules = {"menu": menus.set_menu, "supper": supper.set_dishes}

    def elsewhere(*names):
        def do(store):
            staff = next(iter(store.read().all(Staff))).id
            act = Act(staff, "kitchen-2", terminal.desk.clock.now(), terminal.desk.zone, False, latest="")
            with store.transaction("test", who=staff) as tx:
                rules[what](tx, act, MONDAY, [Dish(name=one, ingredients=(one,)) for one in names])

        return do

    async with open_desk(page=page) as terminal:
        await terminal.type(key + "+soup<enter>soup<enter>+rice<enter>rice<enter>2<ctrl+u>fried rice")
        await terminal.elsewhere(elsewhere("tofu", "soup", "rice"))
        await terminal.type("<enter><enter>")
        assert await dishes(terminal, what) == ["tofu", "soup", "fried rice"]
        await terminal.type("3<ctrl+u>noodles")
        await terminal.elsewhere(elsewhere("tofu"))
        await terminal.type("<enter><enter>")
        assert "Somebody else changed “fried rice” meanwhile" in terminal.status
        assert "noodles" in terminal.text
        assert await dishes(terminal, what) == ["tofu"]


@pytest.mark.parametrize("what", OPENED)
@pytest.mark.parametrize("said", ["none", "没有", "-", "n/a"])
async def test_a_dish_of_which_nothing_is_said_stays_in_the_form(open_desk, what, said):
    page, key = OPENED[what]
    async with open_desk(page=page) as terminal:
        await terminal.type(f"{key}+stew<enter>{said}<enter>")
        assert "“stew”: write down what is in it" in terminal.status
        assert terminal.desk.dialogs[-1].form.now.text == said
        assert await dishes(terminal, what) == []
