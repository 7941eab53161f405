"""The sheet of a client from wherever they are found: paused, pending, or not a client yet."""

from __future__ import annotations

from deskapp.services.meals.records import Client, Order
from deskapp.services.records import Person
from tests.screens.test_meals import MONDAY, kitchen  # noqa: F401 - a fixture


async def client_named(terminal, name):
    def found(reader):
        people = {person.id for person in reader.all(Person) if person.name == name}
        return next((one for one in reader.all(Client) if one.person in people), None)

    return await terminal.store(found)


async def test_who_gets_no_meal_today_has_a_sheet_all_the_same(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        client = terminal.desk.page.list.row.client
        await terminal.type("<enter>p<tab>20261125<tab>{hospital}<enter>0")
        assert "paused, back Wed 25 Nov" in terminal.status
        assert client not in {row.client for row in terminal.desk.page.model.rows}
        await terminal.type("/{许国强}<enter>")
        assert "MEALS FOR 许国强" in terminal.text
        assert "paused since Mon 23 Nov, back on Wed 25 Nov" in terminal.text
        await terminal.type("r0")
        assert client in {one.client for one in await terminal.store(lambda reader: reader.on(Order, MONDAY))}


async def test_a_pause_to_come_is_on_the_sheet(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        await terminal.type("<enter>p<ctrl+u>20261201<tab>20261204<tab><enter>")
        assert "active; pause from Tue 1 Dec, back: Fri 4 Dec" in terminal.text
        await terminal.type("u<enter>y" if "QUESTION" in terminal.text else "u")
        await terminal.type("p<ctrl+u>20261201<tab><tab><enter>")
        assert "paused until somebody says" in terminal.status
        assert "pause from Tue 1 Dec, back: until somebody says" in terminal.text


async def test_somebody_on_file_is_taken_on_from_the_meals_page_and_from_people(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        for page, keys, name in ((3, "", "陆白云"), (6, "s", "叶春苗")):
            await terminal.type(str(page))
            await terminal.type("/{" + name + "}<enter>" + keys)
            assert "gets no meals. Take them on?" in terminal.text
            await terminal.type("n")
            assert await client_named(terminal, name) is None
            await terminal.type("0/{" + name + "}<enter>" + keys if page == 3 else keys)
            await terminal.type("y<ctrl+s>")
            found = await client_named(terminal, name)
            assert found is not None
            assert found.status == "pending"
            assert "pending" in terminal.row("status")
            await terminal.type("a")
            assert (await client_named(terminal, name)).status == "active"
            await terminal.type("00")


async def test_who_stands_on_no_route_has_a_heading_of_their_own(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        client = terminal.desk.page.list.row.client

        def off(store):
            with store.transaction("off") as tx:
                found = tx.get(Client, client)
                tx.put(Client(**{**{f: getattr(found, f) for f in found.__struct_fields__}, "route": 0}))

        await terminal.elsewhere(off)
        await terminal.type("<end>")
        assert "ON NO ROUTE: e puts somebody on one" in terminal.text
        assert terminal.desk.page.list.row.client == client


async def test_enter_on_today_goes_to_the_route_and_to_the_first_open_meal(kitchen):  # noqa: F811
    async with kitchen("12:05") as terminal:
        terminal.clock.move(3600)
        await terminal.desk.refresh()
        await terminal.type("1")
        assert terminal.desk.page.list.choose(("route_late", MONDAY, 3))
        await terminal.type("<enter>")
        assert terminal.desk.page.list.row.number == 1
        assert terminal.desk.page.list.row.carrier == terminal.desk.page.model.heads[2].route
        terminal.clock.move(20 * 3600)
        await terminal.desk.refresh()
        await terminal.type("1")
        assert terminal.desk.page.list.choose(("meals_out", MONDAY, 0))
        assert "meals of Mon 23 Nov: no word of them" in terminal.text
        await terminal.type("<enter>")
        assert terminal.desk.page.list.row.state in ("ordered", "out")


async def test_a_time_before_the_last_step_is_refused(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        await terminal.type("o")
        terminal.clock.move(600)
        await terminal.type("@1110d")
        assert "Not before on the way at 11:20" in terminal.status
        assert "on the way" in terminal.row("许国强")
        await terminal.type("@1125d")
        assert "delivered" in terminal.row("许国强")


async def test_a_name_inside_a_row_is_not_meant_where_somebody_elsewhere_is_called_so(kitchen):  # noqa: F811
    async with kitchen() as terminal:
        await terminal.type("/ngt<enter>")  # the initials of Niu Gengtian, who is paused; inside Long Tengyun
        assert "found: arrow keys choose" in terminal.text
        assert "on the way" not in terminal.row("龙腾云")
        await terminal.type("<esc>/{long teng}<enter>")
        assert "on the way" in terminal.row("龙腾云")
