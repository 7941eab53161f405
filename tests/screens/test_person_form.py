"""Somebody new or changed: what is typed, who may be the same, and what others changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from deskapp.services.records import Allergy, Collector, Enrolment, Household, Person, Phone
from tests.screens.conftest import Opener, Terminal


async def people(terminal: Terminal) -> list[Person]:
    """Everybody on file."""
    found: list[Person] = await terminal.store(lambda reader: list(reader.all(Person)))
    return found


async def named(terminal: Terminal, name: str) -> Person:
    """The one of that name."""
    return next(person for person in await people(terminal) if person.name == name)


async def test_a_new_person_with_all_fields_in_one_burst(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type(
            "+林小满<tab>lin xiaoman<tab>2018.5.31<tab><space><tab><tab>138 0000 0001<tab><space>"
            "<tab>13800000002<tab><tab><tab><tab>nut<tab>pen, call<tab>nut, NUTELLA<ctrl+s>"
        )
        added = await named(terminal, "林小满")
        assert (added.latin_name, added.born, added.sex) == ("lin xiaoman", "2018-05-31", "f")
        assert added.phones == (Phone(number="138 0000 0001", safe=False), Phone(number="13800000002"))
        assert added.allergies == (Allergy(what="nut", action="pen, call", words=("nut", "nutella")),)
        assert "林小满 lin xiaoman  AND WHO LIVES WITH THEM" in terminal.text
        await terminal.type("<esc>")
        assert "林小满" in terminal.cursor


async def test_not_asked_and_asked_none_are_two_things(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("+甲一<ctrl+s><esc>+乙二<down><down><down><down><space><ctrl+s>")
        assert (await named(terminal, "甲一")).allergies is None
        assert (await named(terminal, "乙二")).allergies == ()


TYPED = "peanut [peanut, satay] (pen, then 120); milk"
PEANUT_AND_MILK = (
    Allergy(what="peanut", action="pen, then 120", words=("peanut", "satay")),
    Allergy(what="milk", words=("milk",)),
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (TYPED, PEANUT_AND_MILK),
        ("{" + TYPED + "}", PEANUT_AND_MILK),
        ("none of these, sir", (Allergy(what="none of these, sir"),)),
        ("花生", (Allergy(what="花生"),)),
        ("花生（打针）；牛奶", (Allergy("花生", "打针", ("花生",)), Allergy("牛奶", "", ("牛奶",)))),
        ("nut<tab>pen; 120", (Allergy(what="nut", action="pen; 120"),)),
    ],
)
async def test_what_is_typed_at_the_choice_of_allergies_is_an_allergy(
    open_desk: Opener, typed: str, kept: tuple[Allergy, ...]
) -> None:
    async with open_desk(page=6) as terminal:
        for name, spaces in (("甲一", ""), ("乙二", "<space>"), ("丙三", "<space><space>")):
            await terminal.type(f"+{name}<down><down><down><down>{spaces}{typed}<ctrl+s><esc>")
            assert (await named(terminal, name)).allergies == kept


async def test_what_is_typed_joins_the_allergies_on_file(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        on_file = Allergy(what="nuts; seeds", words=("nuts",))
        await terminal.type("+甲一<down><down><down><down>nuts; seeds<tab><tab>nuts<ctrl+s><esc>")
        assert (await named(terminal, "甲一")).allergies == (on_file,)
        await terminal.type("e<down><down><down><space>milk<ctrl+s>")
        assert (await named(terminal, "甲一")).allergies == (on_file, Allergy(what="milk"))


async def test_these_without_one_is_never_taken_for_none(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("+甲一<down><down><down><down><space><space><ctrl+s>")
        form = terminal.desk.dialogs[-1]
        assert "Of what? Write down each thing that harms" in terminal.status
        assert form.sheet.now is form.fields.harms[0][0]
        await terminal.type("<tab>call 120<ctrl+s>")
        assert "Of what?" in terminal.status
        await terminal.type("{" + "x" * 101 + "}<ctrl+s>")
        assert "Of one thing 101 characters; 100 are the most" in terminal.status
        assert form.sheet.now is form.fields.harms[0][0]
        await terminal.type("<ctrl+u>无<ctrl+s>")
        assert "Of what?" in terminal.status
        await terminal.type("<ctrl+u>milk<ctrl+s>")
        assert (await named(terminal, "甲一")).allergies == (Allergy(what="milk", action="call 120"),)


@pytest.mark.parametrize("typed", ["f", "男", "{male}", "{ m}", "2"])
async def test_no_letter_changes_another_choice(open_desk: Opener, typed: str) -> None:
    async with open_desk(page=6) as terminal:
        rung: list[bool] = []
        terminal.desk.bell = lambda: rung.append(True)
        await terminal.type("+甲一<tab><tab><tab>" + typed)
        assert "Space changes it" in terminal.status
        assert rung
        await terminal.type("<ctrl+s>")
        assert (await named(terminal, "甲一")).sex == ""


async def test_a_child_is_taken_in_without_any_import(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("+林小满<tab><tab>20180531<down><space><ctrl+s>")
        assert "NEW PLACE" in terminal.text
        await terminal.type("67<down><tab>2027-06-30<tab>Yucai<tab>2<down><down>1645<ctrl+s>")
        assert "WHO MAY COLLECT 林小满?" in terminal.text
        await terminal.type("林红<enter>13800000009<enter><enter><space><enter><enter><enter>")
        await terminal.type("ma hong<enter>" + "<space>" * 5 + "<ctrl+s><esc>")
        child = await named(terminal, "林小满")
        mother = await named(terminal, "林红")
        places = await terminal.store(lambda reader: reader.by(Enrolment, "child", child.id))
        assert [(place.weekdays, place.until, place.expected) for place in places] == [
            ((1, 2, 3, 4, 5, 6, 7), "2027-06-30", "16:45")
        ]
        listed = await terminal.store(lambda reader: reader.by(Collector, "child", child.id))
        assert [(one.adult, one.standing, one.guardian, one.rung, one.number) for one in listed] == [
            (mother.id, "unconfirmed", True, 1, 1),
            (terminal.ids["Ma Hong"], "unconfirmed", False, 0, 2),
        ]
        homes = await terminal.store(lambda reader: reader.by(Household, "person", child.id))
        assert [[member.person for member in home.members] for home in homes] == [[child.id, mother.id]]
        assert "2  马红 Ma Hong, aunt: not confirmed" in terminal.text


async def test_the_record_on_file_is_offered_first(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        before = len(await people(terminal))
        await terminal.type("+蔡小明<tab><tab>2017-01-01<ctrl+s>")
        assert "ON FILE ALREADY?" in terminal.text
        assert "蔡小明 Cai Xiaoming" in terminal.cursor
        await terminal.type("<enter>")
        assert len(await people(terminal)) == before
        assert "蔡小明 Cai Xiaoming  AND WHO LIVES WITH THEM" in terminal.text


async def test_somebody_else_is_added_despite(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        before = len(await people(terminal))
        await terminal.type("+周红<down><down><down>13900000042<ctrl+s>")
        assert "马红 Ma Hong" in terminal.cursor
        await terminal.type("0")
        assert "周红" in terminal.text
        assert len(await people(terminal)) == before
        await terminal.type("<ctrl+s>+")
        assert len(await people(terminal)) == before + 1


HOSTILE = [
    ("[bold]Red[/bold]", "[bold]Red[/bold]"),
    ("\x1b[2J\x1b]0;title\x07王", "王"),
    ("👩\u200d👧 Mimi", "👩👧 Mimi"),
    ("أحمد الصغير", "أحمد الصغير"),
    ("\u202egnaW", "gnaW"),
    ("a" * 100, "a" * 100),
]


@pytest.mark.parametrize(("typed", "kept"), HOSTILE)
async def test_hostile_names_are_kept_clean_and_shown_clean(open_desk: Opener, typed: str, kept: str) -> None:
    async with open_desk(page=6) as terminal:
        ids = {person.id for person in await people(terminal)}
        await terminal.type("+{" + typed + "}<ctrl+s>")
        (added,) = [person for person in await people(terminal) if person.id not in ids]
        assert added.name == kept
        assert kept[:40] in terminal.text
        assert all(sign.isprintable() for sign in "".join(terminal.lines))
        await terminal.type("<esc>")
        assert kept[:6] in terminal.cursor
        assert len(terminal.lines) == 24


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "A name is needed"),
        ("{\u202e\u200b}", "A name is needed"),
        ("{" + "x" * 400 + "}", "400 characters; 100 are the most"),
        ("王<tab><tab>2017-02-30", "“2017-02-30” is no day of birth"),
        ("王<tab><tab>2099-01-01", "is no day of birth"),
        ("王<down><down><down>12", "“12” is no telephone number"),
    ],
)
async def test_what_cannot_be_kept_is_said_in_one_line(open_desk: Opener, typed: str, said: str) -> None:
    async with open_desk(page=6) as terminal:
        before = len(await people(terminal))
        await terminal.type("+" + typed + "<ctrl+s>")
        assert said in terminal.status
        assert "NEW PERSON" in terminal.text
        assert len(await people(terminal)) == before


async def test_edit_keeps_what_was_not_touched(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("<down>")
        before = await named(terminal, "陈静")
        await terminal.type("e<tab><tab><tab><space><ctrl+s>")
        after = await named(terminal, "陈静")
        assert replace(after, sex="", rev=0) == replace(before, rev=0)
        assert after.sex == "f"
        assert "陈静 Chen Jing changed" in terminal.status


async def test_what_was_typed_is_not_thrown_away_unasked(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("+林<esc>")
        assert "Throw away what was typed?" in terminal.text
        await terminal.type("n<esc>")
        await terminal.type("<enter>")
        assert "NEW PERSON" in terminal.text
        assert "林" in terminal.text
        await terminal.type("<esc>y")
        assert terminal.desk.dialogs == []


def changes(person: int, **values: Any) -> Any:
    """Another terminal changes these values of a person."""

    def other(store: Any) -> None:
        manager = 3
        with store.transaction("change_person", who=manager, on="office-2", at="2026-11-23T08:41:00Z") as tx:
            tx.put(replace(tx.get(Person, person), **values))

    return other


async def test_a_change_made_meanwhile_is_said_before_it_is_saved(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        girl = terminal.ids["Cai Xiaoming"]
        await terminal.type("e<down><down><down><down><down><down>{1 New Street}")
        await terminal.elsewhere(changes(girl, language="Dungan", alert="asthma"))
        assert "! Wang Min" not in terminal.text
        assert "王敏 Wang Min, 16:41 (office-2) changed this from: nothing" in terminal.text
        assert "Dungan" in terminal.text
        assert "1 New Street" in terminal.text
        assert "changed this meanwhile (office-2, 16:41)" in terminal.status
        await terminal.type("<ctrl+s>")
        assert "look at the lines with !" in terminal.status
        assert (await named(terminal, "蔡小明")).address == ""
        await terminal.type("<ctrl+s>")
        saved = await named(terminal, "蔡小明")
        assert (saved.address, saved.language, saved.alert) == ("1 New Street", "Dungan", "asthma")


async def test_both_changed_the_same_field(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        girl = terminal.ids["Cai Xiaoming"]
        await terminal.type("e<down><down><down><down>{hay fever}")
        await terminal.elsewhere(changes(girl, alert="asthma"))
        assert "(office-2) wrote: asthma. Yours stands here and replaces it" in terminal.text.replace(
            "\n   ! ", " "
        )
        assert "hay fever" in terminal.text
        await terminal.type("<ctrl+s><ctrl+s>")
        assert (await named(terminal, "蔡小明")).alert == "hay fever"


async def test_a_change_that_came_while_saving_is_shown_too(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        girl = terminal.ids["Cai Xiaoming"]
        await terminal.type("e<down><down><down><down>{hay fever}")
        form: Any = terminal.desk.dialogs[-1]

        def now(store: Any) -> None:  # committed in the same store, unseen by the form
            changes(girl, language="Dungan")(store)

        terminal.desk.store.run(now).result(10)
        await terminal.type("<ctrl+s>")
        assert "changed this meanwhile" in terminal.status
        assert (await named(terminal, "蔡小明")).alert == ""
        assert form.fields.record().alert == "hay fever"
        await terminal.type("<ctrl+s><ctrl+s>")
        saved = await named(terminal, "蔡小明")
        assert (saved.alert, saved.language) == ("hay fever", "Dungan")
