"""The diets by keys: written down, changed, put away; more of them than digits; bad input is said."""

from __future__ import annotations

import pytest

from deskapp.services.meals.diets import USUAL, diets, restricted, set_diet
from deskapp.services.meals.records import Client
from deskapp.services.records import Person
from tests.screens.centre import act

DAILY = "FREQ=DAILY"
VEGETARIAN = USUAL[4].excludes


@pytest.fixture
def open_diets(open_desk):
    """The desk on the meals page."""
    return lambda **named: open_desk(page=3, **named)


async def known(terminal):
    """What each diet excludes."""
    return await terminal.store(lambda reader: {name: diet.excludes for name, diet in diets(reader).items()})


async def things(terminal):
    """What each restricted thing stands for."""
    return await terminal.store(
        lambda reader: {name: one.ingredients for name, one in restricted(reader).items()}
    )


async def on_sheet(terminal, diet):
    """A client with this diet."""

    def write(store):
        with store.transaction("add") as tx:
            person = tx.put(Person(name="许国强"))
            tx.put(Client(person=person.id, diets=(diet,), status="active", rule=DAILY, since="2026-01-05"))

    await terminal.elsewhere(write)


async def test_diets_and_restricted_things_are_written_down_changed_and_put_away(open_diets):
    async with open_diets() as terminal:
        await terminal.type("a+Gluten-free<enter>{wheat，flour、麸质}<enter>")
        assert (await known(terminal))["Gluten-free"] == ("wheat", "flour", "麸质")
        assert "Diet written down: Gluten-free " in terminal.status
        assert terminal.cursor.split()[:3] == [">", "6", "Gluten-free"]
        await terminal.type("r{海鲜}<enter>{鱼、虾}<enter>")
        assert await things(terminal) == {"海鲜": ("鱼", "虾")}
        await terminal.type("7<enter>{, 蟹}<enter>")
        assert await things(terminal) == {"海鲜": ("鱼", "虾", "蟹")}
        await terminal.type("6 2<enter><enter>")
        assert "Gluten-free is called Gluten-free 2 now" in terminal.status
        await terminal.type("6<ctrl+u><enter>")
        assert "Gluten-free 2 put away" in terminal.status
        assert "Gluten-free 2" not in await known(terminal)
        await terminal.type("u")
        assert (await known(terminal))["Gluten-free 2"] == ("wheat", "flour", "麸质")


async def test_a_diet_of_a_client_is_not_put_away_and_it_says_whose(open_diets):
    async with open_diets() as terminal:
        await on_sheet(terminal, "soft")
        await terminal.type("az")
        assert "On 1 sheets (许国强): take “soft” off first." in terminal.status
        await terminal.type("1<ctrl+u><enter>")
        assert "take “soft” off first" in terminal.status
        assert "soft" in await known(terminal)
        await terminal.type("<esc>2")
        assert terminal.desk.dialogs[-1].form.fields[0].text == "low-salt"


async def test_without_words_a_diet_says_that_it_excludes_nothing_and_a_thing_is_refused(open_diets):
    async with open_diets() as terminal:
        await terminal.type("a+keto<enter><enter>")
        assert "Diet written down: keto. It excludes nothing" in terminal.status
        assert "EXCLUDES NOTHING: nobody wrote down what" in terminal.row(" keto ")
        assert "cooked differently, excludes nothing" in terminal.row(" soft ")
        await terminal.type("rsea<enter><enter>")
        assert "write down what is in it" in terminal.status
        assert await things(terminal) == {}
        await terminal.type("fish<enter>")
        assert await things(terminal) == {"sea": ("fish",)}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("x" * 600, "That name has 600 characters; 100 are the most."),
        ("VEGETARIAN", "Written down already: “vegetarian”. Choose it in the list."),
        ("no nuts、no eggs", "No commas in a name: on a sheet they stand between two names."),
        (" ", "A name is needed."),
    ],
)
async def test_a_bad_name_is_said_in_one_line_and_what_was_typed_stays(open_diets, name, line):
    async with open_diets() as terminal:
        before = await known(terminal)
        await terminal.type("a+{" + name + "}<tab>nuts<enter>")
        assert line in terminal.status
        assert await known(terminal) == before
        assert [field.text.strip() for field in terminal.desk.dialogs[-1].form.fields] == [
            name.strip(),
            "nuts",
        ]


async def test_what_looks_like_markup_is_a_name(open_diets):
    async with open_diets() as terminal:
        await terminal.type("a+{[bold]}<enter>{[/]}<enter>")
        assert (await known(terminal))["[bold]"] == ("[/]",)
        assert "[bold]" in terminal.cursor


async def test_every_one_of_forty_diets_is_reached(open_diets):
    def forty(store):
        for number in range(40):
            with store.transaction("add") as tx:
                set_diet(tx, act(terminal.ids["Chen Li"]), f"diet {number}", [f"word {number}"])

    async with open_diets() as terminal:
        await terminal.elsewhere(forty)
        await terminal.type("ar{sea}<enter>fish<enter>")
        assert "sea" in terminal.cursor
        assert "46 of 46" in terminal.text.replace("-", " ")
        await terminal.type("<enter><enter>, crab<enter>")
        assert await things(terminal) == {"sea": ("fish", "crab")}
        await terminal.type("<up><enter><enter>s<enter>")
        assert (await known(terminal))["diet 39"] == ("word 39s",)
        await terminal.type("<home><pagedown><pagedown>")
        assert "diet" in terminal.cursor
        assert all(len(line) <= 80 for line in terminal.lines)


async def test_what_vegetarian_excludes_is_changed_and_changed_back(open_diets):
    async with open_diets() as terminal:
        await terminal.type("a5<enter><ctrl+u>carrot<enter>")
        assert (await known(terminal))["vegetarian"] == ("carrot",)
        await terminal.type("u")
        assert (await known(terminal))["vegetarian"] == VEGETARIAN
        await terminal.type("5<enter><ctrl+u>carrot<enter>")
        await terminal.type("5<enter><ctrl+u>{" + ", ".join(VEGETARIAN) + "}<enter>")
        assert (await known(terminal))["vegetarian"] == VEGETARIAN


async def test_two_who_change_the_same_diet_do_not_overwrite_each_other(open_diets):
    def other(store):
        with store.transaction("set_diet", who=terminal.ids["Chen Li"], on="kitchen-1") as tx:
            set_diet(tx, act(terminal.ids["Chen Li"]), "halal", ["pork"], diets(store.read())["halal"])

    async with open_diets() as terminal:
        await terminal.type("a4<enter>, gelatine")
        await terminal.elsewhere(other)
        await terminal.type("<enter>")
        assert "changed this at" in terminal.status
        assert terminal.desk.dialogs[-1].form.now.text.endswith(", gelatine")
        assert (await known(terminal))["halal"] == ("pork",)
        await terminal.type("<esc>4<enter>, gelatine<enter>")
        assert (await known(terminal))["halal"] == ("pork", "gelatine")


async def test_in_chinese_a_usual_diet_keeps_its_name_under_the_word_for_it(open_diets):
    async with open_diets(language="zh_CN") as terminal:
        await terminal.type("a4<enter>{、明胶}<enter>")
        assert (await known(terminal))["halal"][-1] == "明胶"
        await terminal.type("+{清真}<enter>{酒}<enter>")
        assert "“清真”" in terminal.status
        assert (await known(terminal))["halal"][-1] == "明胶"


async def test_a_sheet_takes_a_new_diet_in_any_case(open_diets):
    async with open_diets() as terminal:
        await on_sheet(terminal, "soft")
        await terminal.type("a+Keto<enter>rice<enter>0")
        await terminal.type("<enter>e" + "<tab>" * 7 + "<ctrl+u>SOFT, moon<ctrl+s>")
        assert "No diet “moon” yet: a on the Meals screen writes it down." in terminal.status
        await terminal.type("<ctrl+u>SOFT, keto<ctrl+s>")
        kept = await terminal.store(lambda reader: reader.all(Client)[0])
        assert kept.diets == ("soft", "Keto")


async def test_what_is_wrong_names_a_diet_that_excludes_nothing(open_diets):
    async with open_diets() as terminal:
        await on_sheet(terminal, "keto")
        await terminal.type("w")
        assert "The diet keto excludes nothing: write down what it excludes (a on Meals)." in terminal.text
        await terminal.type("0a+keto<enter>rice<enter>0w")
        assert "excludes nothing" not in terminal.text
