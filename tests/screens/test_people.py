"""The page of everybody: filters, find, the household page, families to confirm."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from db import JournalDB
from deskapp.screens.household_lines import CONCERNS
from deskapp.services import households
from deskapp.services.daybook import Trouble
from deskapp.services.kinds import KINDS
from deskapp.services.records import Collector, Household, Looked, Member, Person, Phone, Staff
from tests.screens import centre
from tests.screens.conftest import Opener

Folder = tuple[Path, dict[str, int]]


def change(folder: Path, do: Any) -> Any:
    """Change records before the desk is opened; `do(tx, act)`."""
    store = JournalDB(folder, kinds=KINDS)
    try:
        with store.transaction("before") as tx:
            who = next(staff.id for staff in tx.all(Staff) if staff.role == "manager")
            return do(tx, centre.act(who))
    finally:
        store.close()


def propose(folder: Folder, *families: tuple[str, ...]) -> list[int]:
    """Families to confirm, of these people; the households' ids."""
    path, ids = folder
    return [
        change(
            path, lambda tx, act, family=family: households.propose(tx, act, [ids[one] for one in family])
        ).id
        for family in families
    ]


async def test_everybody_by_surname_with_what_they_are(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        rows = terminal.lines[4:21]
        assert rows[0].startswith(">蔡小明 Cai Xiaoming")
        assert [row[1] for row in rows[:3]] == ["蔡", "陈", "陈"]
        assert "child" in rows[0]
        assert "2017-01-01  9" in rows[0]
        assert "! PEANUT" in terminal.row("陈静")
        await terminal.type("/13900000042<esc>")
        await terminal.type("/ma hong")
        assert "guardian" in terminal.row("马红")
        assert "…0042" in terminal.row("马红")


async def test_filters(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        assert "ALL 21" in terminal.text
        await terminal.type("f")
        assert "CHILDREN 20" in terminal.text
        await terminal.type("f")
        assert "GUARDIANS 1" in terminal.text
        assert "马红" in terminal.cursor
        await terminal.type("f")
        assert "ARCHIVED 0" in terminal.text
        await terminal.type("f")
        assert "ALL 21" in terminal.text


async def test_archived_people_are_put_away_and_taken_out(open_desk: Opener, folder: Folder) -> None:
    path, _ids = folder
    extra = change(path, lambda tx, _act: tx.put(Person(name="安安", readings=("an an",)))).id
    async with open_desk(page=6) as terminal:
        assert terminal.cursor.startswith(">安安")
        await terminal.type("z")
        assert (await terminal.store(lambda reader: reader.get(Person, extra))).archived
        await terminal.type("f")
        assert "安安" not in terminal.text.replace("saved", "").split("\n/")[0]
        await terminal.type("ff")
        assert "安安" in terminal.cursor
        terminal.clock.move(3)
        await terminal.type("z")
        assert not (await terminal.store(lambda reader: reader.get(Person, extra))).archived


async def test_a_child_with_a_place_is_not_archived(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("z")
        assert "蔡小明 Cai Xiaoming has a place. End the place first" in terminal.status
        assert "NOT" not in terminal.status


async def test_household_page_shows_what_everybody_uses(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>")
        assert "马青青 Ma Qingqing  AND WHO LIVES WITH THEM" in terminal.text
        assert "Yucai 2, Mon-Fri 16:30-20:00" in terminal.row("place ")
        assert "1  马红 Ma Hong, mother: guardian, may collect" in terminal.text
        assert terminal.cursor.startswith(">马青青")
        await terminal.type("<home>")
        assert terminal.cursor.startswith(">马红")
        assert "13900000042" in terminal.row("phone   ")
        assert "马丽丽 Ma Lili: may collect" in terminal.text


async def test_one_address_of_siblings_stands_once(open_desk: Opener, folder: Folder) -> None:
    path, ids = folder

    def move(tx: Any, _act: Any) -> None:
        from msgspec.structs import replace

        for name in ("Ma Qingqing", "Ma Lili"):
            tx.put(replace(tx.get(Person, ids[name]), address="12 Linden Street"))

    change(path, move)
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>")
        assert "12 Linden Street" in terminal.lines[2]
        assert terminal.text.count("12 Linden Street") == 1


def test_every_trouble_of_somebody_has_its_words() -> None:
    about_nobody = {"head_count", "roll_call"}
    assert set(CONCERNS) == set(get_args(Trouble)) - about_nobody


async def test_an_unsafe_phone_and_a_withheld_address(open_desk: Opener, folder: Folder) -> None:
    path, ids = folder

    def hide(tx: Any, _act: Any) -> None:
        from msgspec.structs import replace

        mother = tx.get(Person, ids["Ma Hong"])
        phones = (Phone(number="13900000042", safe=False),)
        tx.put(replace(mother, phones=phones, address="7 Hidden Lane", address_withheld=True))

    change(path, hide)
    async with open_desk(page=6) as terminal:
        await terminal.type("/ma hong<enter>")
        assert "! 13900000042 NOT SAFE to call" in terminal.text
        assert "address withheld" in terminal.lines[2]
        assert "7 Hidden Lane" not in terminal.text
        await terminal.type("e")
        assert "7 Hidden Lane" not in terminal.text
        await terminal.type("<esc>")
        await terminal.type("w")
        assert "7 Hidden Lane" in terminal.text
        looks = await terminal.store(lambda reader: reader.on(Looked, "2026-11-23"))
        assert [(look.person, look.what, look.by) for look in looks] == [
            (ids["Ma Hong"], "address", ids["Chen Li"])
        ]
        await terminal.type("u")
        assert "Nothing of yours to undo here" in terminal.status
        await terminal.type("<esc><enter>")
        assert "7 Hidden Lane" not in terminal.text


async def test_only_a_manager_lifts_withheld_and_that_is_a_look(open_desk: Opener, folder: Folder) -> None:
    path, ids = folder

    def hide(tx: Any, _act: Any) -> None:
        from msgspec.structs import replace

        tx.put(replace(tx.get(Person, ids["Ma Hong"]), address="7 Hidden Lane", address_withheld=True))

    change(path, hide)
    async with open_desk(page=6) as terminal:
        lift = "e" + "<down>" * 8 + "<space><ctrl+s>"
        await terminal.type("/ma hong<enter>" + lift)
        assert "Only a manager may do this" in terminal.status
        assert "7 Hidden Lane" not in terminal.text
        await terminal.type("<esc>y<esc><f9>3/ma hong<enter>" + lift)
        assert "7 Hidden Lane" in terminal.text
        assert "Looked at address of" in terminal.status
        looks = await terminal.store(lambda reader: reader.on(Looked, "2026-11-23"))
        assert [(look.person, look.what, look.by) for look in looks] == [
            (ids["Ma Hong"], "address", ids["Wang Min"])
        ]
        await terminal.type("u")
        assert "Nothing of yours to undo here" in terminal.status


async def test_moves_in_and_out(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>+wuhao<enter>" + "<space>" * 8 + "<enter>")
        home = (await terminal.store(lambda reader: reader.all(Household)))[0]
        assert home.members[-1] == Member(person=terminal.ids["Wu Hao"], relation="brother")
        await terminal.type("<end>")
        assert "吴昊" in terminal.cursor
        await terminal.type("x")
        home = (await terminal.store(lambda reader: reader.all(Household)))[0]
        assert terminal.ids["Wu Hao"] not in [member.person for member in home.members]
        await terminal.type("u")
        home = (await terminal.store(lambda reader: reader.all(Household)))[0]
        assert terminal.ids["Wu Hao"] in [member.person for member in home.members]


async def test_two_families_typed_ahead_one_key_each(open_desk: Opener, folder: Folder) -> None:
    first, second, third = propose(
        folder, ("Chen Jing", "Chen Jun"), ("Sun Yue", "Li Na"), ("Xu Jing", "Gao Xiang")
    )
    async with open_desk(page=6) as terminal:
        assert "! families to confirm: 3 (f)" in terminal.text
        await terminal.type("f")
        assert "陈静, 陈俊" in terminal.cursor
        await terminal.type("yxy")
        homes = {home.id: home for home in await terminal.store(lambda reader: reader.all(Household))}
        assert not homes[first].proposed
        assert not homes[first].archived
        assert homes[second].archived
        assert not homes[third].proposed
        assert "FAMILIES TO CONFIRM 0" in terminal.text
        await terminal.type("u")
        assert "徐静" in terminal.cursor


@pytest.mark.parametrize("opened", ["f", "f<enter>"])
async def test_a_double_tap_answers_one_family(open_desk: Opener, folder: Folder, opened: str) -> None:
    first, second = propose(folder, ("Chen Jing", "Chen Jun"), ("Sun Yue", "Li Na"))
    async with open_desk(page=6) as terminal:
        await terminal.type(f"{opened}yy")
        homes = {home.id: home for home in await terminal.store(lambda reader: reader.all(Household))}
        assert (homes[first].proposed, homes[second].proposed) == (False, True)
        assert "ignored" in terminal.status
        terminal.clock.move(2.1)
        await terminal.type("y")
        homes = {home.id: home for home in await terminal.store(lambda reader: reader.all(Household))}
        assert not homes[second].proposed


async def test_a_family_in_full_says_who_and_why(open_desk: Opener, folder: Folder) -> None:
    path, ids = folder
    change(
        path,
        lambda tx, _act: [
            tx.put(Collector(child=ids[child], adult=ids["Sun Yue"], guardian=True, relation="mother"))
            for child in ("Chen Jing", "Chen Jun")
        ],
    )
    (family,) = propose(folder, ("Chen Jing", "Chen Jun", "Ma Hong"))
    async with open_desk(page=6) as terminal:
        await terminal.type("f<enter>")
        assert "FAMILY TO CONFIRM 1 OF 1" in terminal.text
        assert "陈静 Chen Jing, child, 2 Feb 2017" in terminal.text
        assert "马红 Ma Hong, mother, 13900000042" in terminal.text
        assert "lives in a household already" in terminal.text
        await terminal.type("y")
        homes = await terminal.store(lambda reader: reader.all(Household))
        assert not next(home for home in homes if home.id == family).proposed
        assert terminal.desk.dialogs == []


async def test_a_blocked_adult_is_not_confirmed_by_a_key_on_the_list(
    open_desk: Opener, folder: Folder
) -> None:
    path, ids = folder
    change(
        path,
        lambda tx, _act: tx.put(Collector(child=ids["Chen Jing"], adult=ids["Ma Hong"], standing="blocked")),
    )
    (family,) = propose(folder, ("Chen Jing", "Chen Jun", "Ma Hong"))
    async with open_desk(page=6) as terminal:
        await terminal.type("f")
        assert "! an order is on file" in terminal.cursor
        await terminal.type("yy")
        assert "Something speaks against this one" in terminal.status
        assert (await terminal.store(lambda reader: reader.get(Household, family))).proposed
        await terminal.type("<enter>")
        assert "! an order is on file against 马红" in terminal.text
        await terminal.type("y")
        assert not (await terminal.store(lambda reader: reader.get(Household, family))).proposed


async def test_a_note_and_the_place_from_the_household_page(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("/mqq<enter>c<down><down><tab>3<ctrl+s>")
        assert "Yucai 23" in terminal.text
        card = (await terminal.store(lambda reader: reader.get(Person, terminal.ids["Ma Qingqing"]))).card
        await terminal.type("k")
        new = (await terminal.store(lambda reader: reader.get(Person, terminal.ids["Ma Qingqing"]))).card
        assert new != card
        assert f"card {new}" in terminal.text
        await terminal.type("m")
        assert terminal.desk.dialogs[-1].scope == "note"
        await terminal.type("<esc>")
        assert terminal.desk.dialogs[-1].scope == "household"


async def test_a_change_elsewhere_appears_and_the_cursor_stays(open_desk: Opener) -> None:
    async with open_desk(page=6) as terminal:
        await terminal.type("<down><down>")
        before = terminal.cursor

        def other(store: Any) -> None:
            with store.transaction("add") as tx:
                tx.put(Person(name="安安", readings=("an an",)))

        await terminal.elsewhere(other)
        assert "ALL 22" in terminal.text
        assert terminal.cursor == before
