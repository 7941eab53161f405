"""Meals: the rounds by keys, who did not open, what is shown before it is printed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.services.daybook import Concern
from deskapp.services.kinds import KINDS
from deskapp.services.meals.dayorders import stops_on
from deskapp.services.meals.menus import dishes_on
from deskapp.services.meals.records import Client, Hold, Order, Route
from deskapp.services.records import Person

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = "2026-11-23"


@pytest.fixture
def kitchen(open_desk, tmp_path):
    """The demo's neighbours at a time of a Monday, on the meals page."""

    def open_(clock="11:20", page=3, **more):
        now = datetime.fromisoformat(f"{MONDAY}T{clock}:00").replace(tzinfo=SHANGHAI)
        make_demo(tmp_path / "kitchen", "en", now)
        return open_desk(folder=tmp_path / "kitchen", clock=StillClock(now), page=page, **more)

    return open_


async def states(terminal):
    found = await terminal.store(lambda reader: reader.on(Order, MONDAY))
    return sorted(order.state for order in found)


async def concerns(terminal):
    return await terminal.store(
        lambda reader: [one.kind for one in reader.all(Concern) if one.kind in ("not_home", "refused_twice")]
    )


async def test_a_whole_route_leaves_by_two_keys(kitchen):
    async with kitchen() as terminal:
        await terminal.type("go")
        assert "Route 1 out with 10 meals" in terminal.status
        assert (await states(terminal)).count("out") == 10
        assert "left 11:20" in terminal.text
        assert "due 12:20" in terminal.text
        for _route in range(3):
            terminal.clock.move(3)
            await terminal.type("<pagedown>go")
        assert (await states(terminal)).count("out") == 38
        terminal.clock.move(3)
        await terminal.type("go")
        assert "Nothing is left to send on route 4" in terminal.status


async def test_space_gives_and_letters_say_what_came_of_it(kitchen):
    async with kitchen() as terminal:
        await terminal.type("<space>")
        assert "on the way" in terminal.row("许国强")
        terminal.clock.move(3)
        await terminal.type("<space>")
        assert "delivered" in terminal.row("许国强")
        await terminal.type("<down>b{neighbour}<enter>")
        assert "季春来 Ji Chunlai delivered to neighbour" in terminal.status
        assert "to neighbour" in terminal.row("季春来")
        await terminal.type("<down>xr{no appetite}<enter>")
        assert "refused" in terminal.row("孟秋月")
        await terminal.type("<down>xc{visits her son}<enter>")
        assert "cancelled" in terminal.row("宋老根")
        await terminal.type("<backspace>")
        assert "to go" in terminal.row("宋老根")
        await terminal.type("u")
        assert "cancelled" in terminal.row("宋老根")


TOO_LONG = "{" + "x" * 501 + "}"


@pytest.mark.parametrize(
    ("keys", "typed", "said", "right", "done"),
    [
        ("b", TOO_LONG, "has 501 characters; 500 are the most", "neighbour", "delivered to neighbour"),
        ("b", " ", "Write to whom it was handed.", "neighbour", "delivered to neighbour"),
        ("xr", TOO_LONG, "That text has 501 characters; 500 are the most", "full", "refused: full"),
        ("xr", "", "Write why, in a few words.", "full", "refused: full"),
        ("xc", TOO_LONG, "That text has 501 characters; 500 are the most", "away", "cancelled: away"),
        ("xc", "", "Write why, in a few words.", "away", "cancelled: away"),
        ("+", "-1", "Type a number of portions from 1 to 9, or 0 for none.", "２", "2 on Mon 23 Nov"),
        ("+", "10", "Type a number of portions from 1 to 9, or 0 for none.", "9", "9 on Mon 23 Nov"),
        ("+", "abc", "Type a number of portions from 1 to 9, or 0 for none.", "0", "no meal on Mon 23 Nov"),
        ("+", TOO_LONG, "Type a number of portions from 1 to 9, or 0 for none.", "2", "2 on Mon 23 Nov"),
        ("+", "", "Type how many portions, 0 for none.", "2", "2 on Mon 23 Nov"),
        ("j", "", "Type the number of the route that carries it.", "2", "Route 1 goes with route 2 today"),
    ],
)  # fmt: skip
async def test_what_is_refused_stays_in_the_dialog(kitchen, keys, typed, said, right, done):
    async with kitchen() as terminal:
        before = await states(terminal)
        await terminal.type(keys + typed + "<enter>")
        assert said in terminal.status
        assert terminal.desk.dialogs[-1].form.now.text == typed.strip("{}")
        assert await states(terminal) == before
        await terminal.type("<ctrl+u>" + right + "<enter>")
        assert done in terminal.status
        assert terminal.desk.dialogs == []


@pytest.mark.parametrize("keys", ["b", "xr"])
async def test_the_time_that_was_said_holds_until_the_dialog_is_left(kitchen, keys):
    def times(reader):
        return sorted(step.at[11:16] for order in reader.on(Order, MONDAY) for step in order.steps)

    async with kitchen() as terminal:
        await terminal.type("@1110" + keys + TOO_LONG + "<enter><ctrl+u>full<enter>")
        assert await terminal.store(times) == ["03:10"]
        terminal.clock.move(3)
        await terminal.type("<down>@1111" + keys + "<esc><esc>" + keys + "full<enter>")
        assert await terminal.store(times) == ["03:10", "03:20"]


async def test_who_did_not_open_stays_on_today_until_seen(kitchen):
    async with kitchen() as terminal:
        await terminal.type("n")
        assert "DID NOT OPEN THE DOOR" in terminal.text
        await terminal.type("ay0")
        assert await concerns(terminal) == ["not_home"]
        await terminal.type("1")
        assert "NOT HOME" in terminal.row("许国强")
        person = await terminal.store(lambda reader: reader.all(Concern)[-1].child)
        assert terminal.desk.page.list.choose(("not_home", person, 0))
        await terminal.type("t2c")
        assert "promised to look" in terminal.text
        assert await concerns(terminal) == ["not_home"]
        await terminal.type("3s{visited by the warden}<enter>{well, had been asleep}<enter>")
        assert await concerns(terminal) == []
        assert "NOT HOME" not in terminal.text


async def test_a_claim_does_not_end_it_and_handing_over_says_to_whom(kitchen):
    async with kitchen() as terminal:
        await terminal.type("n4h<enter>")
        assert "Write to whom it was handed over, and what they said" in terminal.status
        assert await concerns(terminal) == ["not_home"]
        await terminal.type("{the manager drives there}<enter>")
        assert await concerns(terminal) == []


async def test_a_stop_is_moved_for_today_or_for_good(kitchen):
    async with kitchen() as terminal:
        await terminal.type("<down>")
        moved = next(iter(await terminal.store(lambda reader: [stops_on(reader, MONDAY)])))
        first = next(iter(moved.values()))[:2]
        await terminal.type("<")
        assert "is stop 1 today" in terminal.status
        now = next(iter((await terminal.store(lambda reader: stops_on(reader, MONDAY))).values()))
        assert now[:2] == first[::-1]
        tomorrow = next(iter((await terminal.store(lambda reader: stops_on(reader, "2026-11-24"))).values()))
        assert tomorrow[:2] == first
        terminal.clock.move(3)
        await terminal.type(")")
        assert "for good" in terminal.status
        routes = (await terminal.store(lambda reader: stops_on(reader, "2026-11-24"))).values()
        assert next(iter(routes))[2] == first[1]


async def test_find_goes_over_every_route_and_gives_a_meal_to_who_has_none(kitchen):
    async with kitchen() as terminal:
        await terminal.type("/bsz<enter>")
        assert "on the way" in terminal.row("白素珍")
        await terminal.type("<esc>/{牛耕田}<enter>")
        assert "paused since Sun 15 Nov, no end" in terminal.text
        await terminal.type("+")
        assert "HOW MANY ON THIS DAY?" in terminal.text
        await terminal.type("1<enter>")
        assert "1 extra" in terminal.status
        asked = await terminal.store(lambda reader: [one.asked for one in reader.on(Order, MONDAY)])
        assert asked.count(True) == 1


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("k", "38 meals, 39 portions"),
        ("r", "Route 1 River"),
        ("l", "Meal labels"),
        ("w", "In the coming week"),
    ],
)
async def test_papers_are_shown_first(kitchen, key, title, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    async with kitchen() as terminal:
        await terminal.type(key)
        assert title in terminal.text
        await terminal.type("p")
        assert "No printer is set up here" in terminal.status


async def test_a_withheld_address_is_on_no_sheet(kitchen):
    async with kitchen(size=(120, 200)) as terminal:
        await terminal.type("r")
        assert "Client M18" in terminal.text
        assert "Gu Qingxi" not in terminal.text
        assert "ask the desk" in terminal.text


async def test_a_menu_is_written_and_copied(kitchen):
    async with kitchen() as terminal:
        await terminal.type("cs{plum}<enter>{plums}<enter>")
        names = await terminal.store(lambda reader: [dish.name for dish in dishes_on(reader, MONDAY)])
        assert names[-1] == "plum"
        await terminal.type("s{air}<enter><enter>")
        assert "write down what is in it" in terminal.status
        await terminal.type("<esc>")
        for _day in range(28):
            await terminal.type("]")
        await terminal.type("y")
        await terminal.type("<enter>")
        copied = await terminal.store(lambda reader: [dish.name for dish in dishes_on(reader, "2026-12-21")])
        assert copied


async def test_a_sheet_is_changed_and_a_client_paused(kitchen):
    async with kitchen() as terminal:
        await terminal.type("<enter>p<enter>{2026-11-30}<enter>{in hospital}<enter>")
        assert "paused" in terminal.text
        await terminal.type("r")
        assert "active" in terminal.text
        await terminal.type("e")
        for _field in range(5):
            await terminal.type("<tab>")
        assert "portions" in terminal.text
        await terminal.type("<esc>0")
        clients = await terminal.store(lambda reader: reader.all(Client))
        assert clients[0].status == "active"


async def test_an_earlier_day_is_read_and_a_day_to_come_is_looked_at(kitchen):
    async with kitchen() as terminal:
        await terminal.type("]<space>")
        assert "still to come" in terminal.status
        await terminal.type("k")
        assert "Tue 24 Nov" in terminal.text
        await terminal.type("0[[")
        assert "TO READ ONLY" in terminal.lines[1]


async def test_what_nobody_settled_is_on_today_the_next_morning_and_enter_goes_to_its_day(kitchen):
    async with kitchen() as terminal:
        await terminal.type("go")
        terminal.clock.move(21 * 3600)
        await terminal.desk.refresh()
        await terminal.type("1")
        assert terminal.desk.page.list.choose(("route_late", MONDAY, 1))
        assert terminal.desk.page.list.choose(("meals_out", MONDAY, 0))
        await terminal.type("<enter>")
        assert (terminal.desk.page.number, terminal.desk.shown_day) == (3, MONDAY)
        await terminal.type("eg")
        await terminal.type("d")
        assert "at what time" in terminal.status.lower() or "@" in terminal.status
        assert "out" in await states(terminal)
        await terminal.type("@1205d")
        await terminal.type("@1240i")
        assert (await states(terminal)).count("delivered") >= 10
        await terminal.type("1")
        assert not terminal.desk.page.list.choose(("route_late", MONDAY, 1))


async def test_a_pause_after_the_orders_were_drawn_holds_for_that_day_for_good(kitchen):
    async with kitchen() as terminal:
        client = terminal.desk.page.list.row.client
        assert client in {one.client for one in await terminal.store(lambda r: r.on(Order, MONDAY))}
        await terminal.elsewhere(lambda store: _paused(store, client))
        await terminal.settled()
        terminal.clock.move(24 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert client not in {one.client for one in await terminal.store(lambda r: r.on(Order, MONDAY))}


def _paused(store, client):
    with store.transaction("paused") as tx:
        tx.put(Hold(client=client, first=MONDAY))


@pytest.fixture
def clashing(kitchen, tmp_path):
    """The third stop of the first route must have no fish, pak choi or rice, and no address is said of it."""

    def open_(*, withheld=False, **more):
        opened = kitchen(**more)
        store = JournalDB(tmp_path / "kitchen", kinds=KINDS)
        with store.transaction("before") as tx:
            client = tx.get(Client, min(tx.all(Route), key=lambda one: one.number).stops[2])
            tx.put(replace(client, avoid=("carp", "pak choi", "rice"), diets=(), portions=2))
            tx.put(replace(tx.get(Person, client.person), address_withheld=withheld))
        store.close()
        return opened

    return open_


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((80, 24), "! NO braised carp: braised tofu; 2×"),
        ((60, 20), "! NO braised carp"),
        ((120, 40), "tofu; 2×"),
    ],
)
async def test_the_list_says_the_first_clash_and_how_many_more(clashing, size, said):
    async with clashing(size=size) as terminal:
        line = terminal.row("孟秋月").partition("│")[0].rstrip()
        assert said in line
        assert line.endswith(" +2")


async def test_the_sheet_says_every_clash_of_the_day_that_is_shown_and_the_address(clashing):
    async with clashing() as terminal:
        await terminal.type("<down><down><enter>")
        assert "must not be handed over, Mon 23 Nov" in terminal.text
        assert "! NO braised carp (avoids carp): braised tofu" in terminal.text
        assert "! NO pak choi (avoids pak choi)" in terminal.text
        assert "! NO rice (avoids rice)" in terminal.text
        assert "address: 402 Made-up Street" in terminal.text
        await terminal.type("0]<down><down><enter>")
        assert "must not be handed over, Tue 24 Nov" in terminal.text
        assert "braised carp" not in terminal.text
        await terminal.type("0" + "]" * 42 + "<enter>")
        assert "no menu is written" in terminal.text


async def test_a_withheld_address_is_not_on_the_clients_sheet(clashing):
    async with clashing(withheld=True, size=(60, 20)) as terminal:
        await terminal.type("<down><down><enter>")
        assert "address: withheld" in terminal.text
        assert "Made-up Street" not in terminal.text
        await terminal.type("p")
        assert terminal.lines[-3].startswith(" why")


LONG = "{, " + "x" * 1200 + "}"


@pytest.mark.parametrize(
    ("keys", "said", "field"),
    [
        (("<down>" * 2, LONG), "x” is no recurrence. Weekdays as 1-5 or 135, or a rule", "rule"),
        (("<down>" * 2, "{FREQ=DAILY;UNTIL=20200101}"), "names no day at all. Look at its days", "rule"),
        (("<down>" * 3, "<tab>{2020-01-01}"), "Wed 1 Jan 2020 lies before Sun 26 Jul 2026.", "until"),
        (("<down>" * 5, LONG), "x” yet: a on the Meals screen writes it down.", "diets"),
    ],
    ids=("rule", "never", "years", "diet"),
)
async def test_what_is_wrong_with_a_sheet_is_said_whole(kitchen, keys, said, field):
    async with kitchen() as terminal:
        await terminal.type("<enter>e" + "".join(keys) + "<ctrl+s>")
        form = terminal.desk.dialogs[-1]
        assert said in " ".join(" ".join(terminal.lines[-3:]).split())
        assert form.sheet.now is getattr(form, field)


async def test_the_household_page_says_what_a_client_gets_and_what_is_open(kitchen):
    async with kitchen() as terminal:
        await terminal.type("n<esc>")
        person, route, shown = await terminal.store(first_of_a_route)
        await terminal.type("6/{" + shown + "}<enter>")
        assert terminal.desk.dialogs[-1].person == person
        assert "active" in terminal.row("meals ")
        assert f"Mon, Tue, Wed, Thu, Fri; route: {route}" in terminal.text
        assert "did not open the door, since Mon 23 Nov 11:20" in terminal.text
        assert "not_home" not in terminal.text


def first_of_a_route(reader):
    """The first stop of the first route: the person, number and name of the route, the person's name."""
    route = min(reader.all(Route), key=lambda one: one.number)
    person = reader.get(Person, reader.get(Client, route.stops[0]).person)
    return person.id, f"{route.number} {route.name}", person.name


async def test_who_did_not_open_is_asked_about_before_a_delivery_ends_the_search(kitchen):
    async with kitchen() as terminal:
        await terminal.type("n0")
        assert await concerns(terminal) == ["not_home"]
        await terminal.type("d")
        assert "Then the search ends." in " ".join(terminal.text.split())
        await terminal.type("n")
        assert "not home" in terminal.row("许国强")
        await terminal.type("dy")
        assert "delivered" in terminal.row("许国强")
        assert await concerns(terminal) == []
        await terminal.type("u")
        assert await concerns(terminal) == ["not_home"]
