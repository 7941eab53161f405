"""The routes at the desk: their stops moved, joined, written down, and who carries one today."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskapp.clock import StillClock
from deskapp.demo import make_demo
from deskapp.services.meals.records import Client, Hold, Route, Run
from deskapp.services.records import Person

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = "2026-11-23"


@pytest.fixture
def kitchen(open_desk, tmp_path):
    """The demo's neighbours before the round of a Monday leaves, on the meals page."""

    def open_(clock="11:20", **more):
        now = datetime.fromisoformat(f"{MONDAY}T{clock}:00").replace(tzinfo=SHANGHAI)
        make_demo(tmp_path / "kitchen", "en", now)
        return open_desk(folder=tmp_path / "kitchen", clock=StillClock(now), page=3, **more)

    return open_


async def routes_of(terminal):
    return await terminal.store(
        lambda reader: sorted(reader.all(Route), key=lambda route: (route.archived, route.number))
    )


async def run_of(terminal, number):
    def find(reader):
        route = next(one for one in reader.all(Route) if one.number == number and not one.archived)
        return next(iter(run for run in reader.on(Run, MONDAY) if run.route == route.id), None)

    return await terminal.store(find)


async def names_on(terminal, number):
    """The names of a route's stops in their order for good."""

    def find(reader):
        route = next(one for one in reader.all(Route) if one.number == number)
        return [reader.get(Person, reader.get(Client, stop).person).name for stop in route.stops]

    return await terminal.store(find)


@pytest.mark.parametrize("key", ["<", "("])
async def test_a_stop_passes_one_who_is_away_with_one_key(kitchen, key):
    async with kitchen() as terminal:
        first, second, third = (await names_on(terminal, 1))[:3]

        def pause(store):
            with store.transaction("test") as tx:
                client = tx.all(Route)[0].stops[1]
                tx.put(Hold(client=client, first=MONDAY))

        await terminal.elsewhere(pause)
        assert second not in terminal.text
        await terminal.type("<down>")
        assert third in terminal.cursor
        await terminal.type(key)
        assert "is stop 1 " in terminal.status
        assert third in terminal.cursor
        assert terminal.text.index(third) < terminal.text.index(first)
        if key == "(":
            assert (await names_on(terminal, 1))[:3] == [third, first, second]


async def test_a_route_is_joined_by_its_number_and_what_is_wrong_stays_in_the_form(kitchen):
    async with kitchen() as terminal:
        await terminal.type("j9<enter>")
        assert "There is no route 9" in terminal.status
        assert "WHICH ROUTE CARRIES ROUTE 1 TODAY?" in terminal.text
        assert "2 Market, 3 Park, 4 New Village" in terminal.text
        assert terminal.row("its number").split()[-1] == "9"
        await terminal.type("<backspace>1<enter>")
        assert "Route 1 cannot go with itself: type the number of another one" in terminal.status
        await terminal.type("<backspace>2<enter>")
        assert "Route 1 goes with route 2 today" in terminal.status
        assert "with route 1" in terminal.text
        terminal.desk.page.list.choose((await routes_of(terminal))[0].stops[0])
        await terminal.type("j2<enter>")  # by somebody who does not know that it is joined
        assert terminal.desk.page.number == 3
        assert (await run_of(terminal, 1)).into != 0
        await terminal.type("jy")
        assert "Route 1 goes by itself again" in terminal.status
        assert (await run_of(terminal, 1)).into == 0


@pytest.mark.parametrize("typed", ["[bold]", "-1", "1000", "9" * 600])
async def test_a_number_that_is_none_is_said_in_one_line(kitchen, typed):
    async with kitchen() as terminal:
        await terminal.type("j{" + typed + "}<enter>")
        assert f"There is no route {typed[:20]}. Type one of the numbers above." in terminal.status
        assert terminal.desk.dialogs[-1].form.now.text == typed
        await terminal.type("<esc>")
        assert not terminal.desk.dialogs


async def test_a_joined_route_is_not_parted_while_the_carrier_is_out(kitchen):
    async with kitchen() as terminal:
        await terminal.type("j2<enter><home>")
        terminal.desk.page.list.choose((await routes_of(terminal))[0].stops[0])
        await terminal.type("go")
        terminal.clock.move(3)
        terminal.desk.page.list.choose((await routes_of(terminal))[0].stops[0])
        await terminal.type("jy")
        assert "Route 2 is out since 11:20" in terminal.status


async def test_a_route_is_written_down_changed_and_archived(kitchen):
    async with kitchen() as terminal:
        await terminal.type("s+<tab>{Lakeside}<tab>{Lao Qian}<tab>{139 0000 0599}<enter>")
        assert "Route 5 written down" in terminal.status
        assert "Lakeside" in terminal.cursor
        assert terminal.cursor.split()[-1] == "0"
        await terminal.type("e7<tab><tab><ctrl+u>{Lao Sun}<f10>")
        last = (await routes_of(terminal))[-1]
        assert (last.number, last.name, last.volunteer, last.phone) == (
            7,
            "Lakeside",
            "Lao Sun",
            "139 0000 0599",
        )
        await terminal.type("z")
        assert "Route 7 is not in use any more" in terminal.status
        assert "not in use" in terminal.cursor
        await terminal.type("t")
        assert "Route 7 is not in use. z takes it into use again" in terminal.status
        terminal.clock.move(3)
        await terminal.type("z")
        assert (await routes_of(terminal))[-1].archived is False
        await terminal.type("u")
        assert (await routes_of(terminal))[-1].archived is True


async def test_a_route_with_clients_stays_in_use(kitchen):
    async with kitchen() as terminal:
        await terminal.type("sz")
        assert "Route 1 has 10 clients: put them on another one first" in terminal.status
        assert not any(route.archived for route in await routes_of(terminal))


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        ("e<ctrl+u>0<f10>", "A route has a number from 1 to 99", "number"),
        ("e{-1}<f10>", "A route has a number from 1 to 99", "number"),
        ("e{1000}<f10>", "A route has a number from 1 to 99", "number"),
        ("e{[bold]}<f10>", "A route has a number from 1 to 99", "number"),
        ("e2<f10>", "There is a route 2 already", "number"),
        ("e<tab><ctrl+u>{MARKET}<f10>", "Route 2 is called Market already. Choose another name", "name"),
        ("+<tab>{river}<f10>", "Route 1 is called River already. Choose another name", "name"),
        ("e<tab><ctrl+u>{" + "x" * 600 + "}<f10>", "That name has 600 characters", "name"),
        ("e<tab><ctrl+u><f10>", "A name is needed", "name"),
        ("e<tab><tab>{" + "x" * 600 + "}<f10>", "characters; 500 are the most", "volunteer"),
        (
            "e<tab><tab><tab>{" + "x" * 600 + "}<f10>",
            "0500xxxxxxx” is no telephone number",
            "phone",
        ),
        ("e<tab><tab><tab><ctrl+u>{" + "1" * 600 + "}<f10>", "11” is no telephone number", "phone"),
        ("t<tab><ctrl+u>1<f10>", "“1” is no telephone number", "phone"),
        ("t<tab><tab>{25:00}<f10>", "“25:00” is no time", "due"),
        ("t<tab><tab>{" + "x" * 600 + "}<f10>", "xx” is no time. Type it as 16:30 or 1630.", "due"),
        ("t<tab><tab>1000<f10>", "10:00 is past", "due"),
        ("t{" + "x" * 600 + "}<f10>", "That text has 600 characters", "volunteer"),
    ],
)
async def test_what_a_rule_refuses_stays_in_its_field(kitchen, typed, said, field):
    async with kitchen() as terminal:
        before = await routes_of(terminal)
        await terminal.type("s" + typed)
        form = terminal.desk.dialogs[-1]
        assert said in terminal.status
        assert form.sheet.now is form.fields[field]
        assert await routes_of(terminal) == before
        assert await run_of(terminal, 1) is None
        assert form.typed_into()


async def test_who_carries_it_today_and_until_when_is_said_before_it_leaves(kitchen):
    async with kitchen() as terminal:
        await terminal.type("st{Xiao Li}<tab>{13800000001}<tab>1245<enter>")
        assert "Route 1, today: Xiao Li, due back 12:45" in terminal.status
        assert "Xiao Li, due 12:45" in terminal.cursor
        await terminal.type("0")
        assert "Xiao Li  13800000001  due 12:45" in terminal.row("1 River")
        await terminal.type("go")
        assert "left 11:20  due 12:45" in terminal.row("1 River")
        run = await run_of(terminal, 1)
        assert (run.volunteer, run.phone, run.due) == ("Xiao Li", "13800000001", "12:45")
        await terminal.type("st<tab><tab><ctrl+u><f10>")
        assert "Route 1 is out: type when it is due back" in terminal.status
        await terminal.type("1300<enter>")
        assert (await run_of(terminal, 1)).due == "13:00"


async def test_the_phone_of_one_volunteer_does_not_stay_with_another(kitchen):
    async with kitchen() as terminal:
        await terminal.type("go")
        await terminal.type("st{Xiao Li}<f10>")
        run = await run_of(terminal, 1)
        assert (run.volunteer, run.phone) == ("Xiao Li", "")
        await terminal.type("t<tab>{13800000001}<f10>")
        assert (await run_of(terminal, 1)).phone == "13800000001"
        await terminal.type("t{Xiao Wang}")
        assert "13800000001" not in terminal.text
        await terminal.type("<ctrl+u>{Xiao Li}")
        assert "13800000001" in terminal.text
        await terminal.type("<ctrl+u>{Xiao Wang}<tab>{13800000002}<f10>")
        run = await run_of(terminal, 1)
        assert (run.volunteer, run.phone) == ("Xiao Wang", "13800000002")
        await terminal.type("t<ctrl+u><f10>")
        run = await run_of(terminal, 1)
        assert (run.volunteer, run.phone) == ("Lao Fang", "139-0000-0500")


async def test_what_another_desk_writes_meanwhile_goes_into_the_fields_that_nobody_touched(kitchen):
    async with kitchen() as terminal:
        await terminal.type("se<tab><tab><ctrl+u>{Lao Sun}")

        def elsewhere(store):
            from msgspec.structs import replace

            with store.transaction("test", who=1, on="reception-2") as tx:
                route = tx.all(Route)[0]
                tx.put(replace(route, name="Riverside", stops=route.stops[::-1]))

        await terminal.elsewhere(elsewhere)
        assert "reception-2" in terminal.status
        await terminal.type("<f10>")
        saved = (await routes_of(terminal))[0]
        assert (saved.name, saved.volunteer) == ("Riverside", "Lao Sun")
