"""The children's list: steps by keys, find, cards, groups, times, and what every row shows."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.names import new_card
from deskapp.services import absences, attendance, ladder
from deskapp.services.records import Attendance
from tests.screens.centre import act
from tests.screens.family import EVENING, make_family
from tests.screens.test_desk import attended


async def test_space_takes_the_harmless_steps_and_never_more(open_desk):
    async with open_desk() as terminal:
        for expected in ("arrived", "homework", "supper"):
            terminal.clock.move(3)
            await terminal.type("<space>")
            assert expected in terminal.row("Cai Xiaoming")
        terminal.clock.move(3)
        await terminal.type("<space>")
        assert "Nothing left for space" in terminal.status
        assert "here" in terminal.row("Cai Xiaoming")


async def test_a_step_is_in_the_store_before_the_row_says_so(open_desk):
    async with open_desk() as terminal:
        await terminal.type("a")
        (stay,) = await attended(terminal, "Cai Xiaoming")
        assert (stay.arrived, stay.arrived_by, stay.arrived_how) == (
            "2026-11-23T08:40:00Z",
            terminal.ids["Chen Li"],
            "key",
        )
        assert terminal.row("Cai Xiaoming").split()[:3] == [">●", "here", "蔡小明"]
        assert "16:30 16:40 arrived" in terminal.row("Cai Xiaoming")
        assert "here 1" in terminal.lines[2]


async def test_marked_rows_take_a_step_together_and_who_cannot_is_named(open_desk):
    async with open_desk() as terminal:
        await terminal.type("a")
        terminal.clock.move(3)
        await terminal.type("vvv")
        assert "3 marked" in terminal.lines[2]
        await terminal.type("a")
        assert "2 done, 1 left out: 蔡小明 Cai Xiaoming is here already" in terminal.status
        assert "here 3" in terminal.lines[2]
        assert "marked" not in terminal.lines[2]


async def test_backspace_takes_back_the_rows_last_step(open_desk):
    async with open_desk() as terminal:
        await terminal.type("ah<backspace>")
        assert "arrived" in terminal.row("Cai Xiaoming")
        terminal.clock.move(3)
        await terminal.type("<backspace>")
        assert "coming" in terminal.row("Cai Xiaoming")
        assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23"))) == []


async def test_a_row_that_leaves_the_filter_stays_until_the_filter_changes(open_desk):
    async with open_desk() as terminal:
        await terminal.type("f")
        assert "TO DO 20" in terminal.lines[2]
        await terminal.type("<space>")
        assert "here" in terminal.row("Cai Xiaoming")
        await terminal.type("f")
        assert "HERE 1" in terminal.lines[2]
        await terminal.type("ffff")
        assert "TO DO 19" in terminal.lines[2]
        assert all("Cai Xiaoming" not in line for line in terminal.lines[4:-3])


async def test_the_list_pages_and_never_scrolls_by_a_line(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<down>" * 16)
        assert "Cai Xiaoming" in terminal.text
        await terminal.type("<down>")
        assert "(18-20)" in terminal.lines[2]
        assert terminal.lines[4].startswith(">")
        await terminal.type("<up>")
        assert "(1-17)" in terminal.lines[2]
        await terminal.type("<end>")
        assert "Zhao Lei" in terminal.cursor


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mqq", "Ma Qingqing"),
        ("maqingqing", "Ma Qingqing"),
        ("马青", "Ma Qingqing"),
        ("taylor", "Taylor"),
        ("ＭＱＱ", "Ma Qingqing"),
    ],
)
async def test_find_and_enter_records_the_arrival(open_desk, typed, name):
    async with open_desk() as terminal:
        await terminal.type(f"/{typed}<enter>")
        assert "here" in terminal.row(name)
        assert "here 1" in terminal.lines[2]
        assert terminal.desk.page.finder.mode == "find"
        assert terminal.desk.page.finder.field.text == ""


async def test_find_is_sticky(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<enter>ln<enter>sy<enter><esc><up>")
        assert "here 3" in terminal.lines[2]
        assert not terminal.desk.page.finder.mode


async def test_several_matches_ring_and_nothing_is_done_until_one_is_chosen(open_desk):
    async with open_desk() as terminal:
        rings = []
        terminal.desk.bell = lambda: rings.append(1)
        await terminal.type("/wf<enter>")
        assert "2 match" in terminal.status
        assert rings
        assert "here 0" in terminal.lines[2]
        await terminal.type("<down><enter>")
        assert "here 1" in terminal.lines[2]
        stays = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
        assert [record.child for record in stays] == [terminal.ids["Wang Fang/2"]]


async def test_tab_goes_to_the_match_without_acting(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<tab>")
        assert "Ma Qingqing" in terminal.cursor
        assert "here 0" in terminal.lines[2]


async def test_chinese_characters_on_the_list_open_find_and_say_so(open_desk):
    async with open_desk() as terminal:
        await terminal.type("马")
        assert terminal.desk.page.finder.field.text == "马"
        assert "Chinese input is on" in terminal.status


async def test_nobody_found_rings_and_says_so(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/zzz<enter>")
        assert "Nobody found for zzz" in terminal.status


async def test_keys_typed_while_finding_are_text_and_reach_no_row(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/axhs<esc>")
        assert "here 0   gone 0   absent 0" in terminal.lines[2]


async def test_a_card_records_the_arrival_once_and_then_says_since_when(open_desk):
    async with open_desk() as terminal:
        card = new_card(11)  # 马青青
        await terminal.type(f";{card}<enter>")
        assert "here" in terminal.row("Ma Qingqing")
        (stay,) = await attended(terminal, "Ma Qingqing")
        assert stay.arrived_how == "scan"
        await terminal.type(f"；{card}<enter>")
        assert "is here already since 16:40" in terminal.status
        assert len(await attended(terminal, "Ma Qingqing")) == 1


async def test_a_card_scanned_while_finding_is_a_card_and_find_goes_on(open_desk):
    async with open_desk() as terminal:
        await terminal.type(f"/;{new_card(11)}<enter>ln<enter>")
        assert "here 2" in terminal.lines[2]


async def test_an_unknown_card_says_so_and_changes_nothing(open_desk):
    async with open_desk() as terminal:
        await terminal.type(";999999<enter>")
        assert "999999" in terminal.status
        assert "here 0" in terminal.lines[2]


async def test_a_scan_into_a_dialog_is_refused_and_reaches_nothing_below(open_desk):
    async with open_desk(staff=None) as terminal:
        await terminal.type(f"<space>;{new_card(11)}<enter>1")
        assert "here 1" in terminal.lines[2]
        assert "here" in terminal.row("Cai Xiaoming")
        assert "coming" in terminal.row("Ma Qingqing")


async def test_at_and_four_digits_say_when_the_next_step_happened(open_desk):
    async with open_desk() as terminal:
        await terminal.type("@1625a<down>a")
        assert "16:25 arrived" in terminal.row("Cai Xiaoming")
        assert "16:40 arrived" in terminal.row("Chen Jing")


async def test_a_time_is_said_for_one_press_also_where_that_one_was_refused(open_desk):
    async with open_desk() as terminal:
        await terminal.type("a@1625a")
        assert "here since 16:40" in terminal.status or "is here already" in terminal.status
        assert not terminal.desk.page.happened
        await terminal.type("<down>a")
        assert "16:40 arrived" in terminal.row("Chen Jing")


async def test_a_time_that_is_none_is_refused(open_desk):
    async with open_desk() as terminal:
        await terminal.type("@2561")
        assert "“2561” is no time" in terminal.status
        assert not terminal.desk.page.happened


async def test_a_step_behind_a_time_that_is_none_does_not_happen_now(open_desk):
    async with open_desk() as terminal:
        await terminal.type("@1799a")
        assert "coming" in terminal.row("Cai Xiaoming")
        await terminal.type("1625a")
        assert "16:25 arrived" in terminal.row("Cai Xiaoming")


async def test_g_shows_siblings_then_the_bus_with_nobody_marked(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<tab>g")
        rows = [line for line in terminal.lines[4:-3] if line]
        assert [row.split()[3:5] for row in rows] == [["Ma", "Lili"], ["Ma", "Qingqing"]]
        assert "marked" not in terminal.lines[2]
        await terminal.type("*a")
        assert "here 2" in terminal.lines[2]
        await terminal.type("<esc>")
        assert "Cai Xiaoming" in terminal.text


async def test_a_whole_bus_arrives_with_few_keys(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/cj<down><tab>gg*a")
        assert "here 3" in terminal.lines[2]
        for name in ("Chen Jun", "Huang Lei", "Yang Fan"):
            assert len(await attended(terminal, name)) == 1


async def test_d_delays_the_group_once(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/huang<tab>ggd1730")
        assert "17:30" in terminal.row("Huang Lei")
        assert "later, to 17:30" in terminal.row("Yang Fan")


async def test_what_is_told_of_an_absence_stands_on_the_row(open_desk):
    async with open_desk() as terminal:

        def tell(store):
            with store.transaction("absent") as tx:
                child = terminal.ids["Ma Qingqing"]
                mother = terminal.ids["Ma Hong"]
                who = act(terminal.ids["Wang Min"])
                absences.tell(
                    tx, who, (child,), "sick", "2026-11-23", "", told_by=mother, number="13900000042"
                )

        await terminal.elsewhere(tell)
        assert terminal.row("Ma Qingqing").split()[:2] == ["–", "absent"]
        assert "sick, mother" in terminal.row("Ma Qingqing")


async def test_two_of_one_name_are_told_apart(open_desk):
    async with open_desk() as terminal:
        rows = [line for line in terminal.lines if "Wang Fang" in line]
        assert "Wang Fang 1" in rows[0]
        assert "Wang Fang 4" in rows[1]
        assert all("2 of this name" in row for row in rows)


async def test_the_side_panel_shows_the_chosen_row_on_a_wide_terminal(open_desk):
    async with open_desk(size=(120, 40)) as terminal:
        await terminal.type("<down>")
        panel = "\n".join(line[84:] for line in terminal.lines)
        assert "陈静" in panel
        assert "! PEANUT pen" in panel


async def test_names_from_records_are_never_markup_nor_sequences(open_desk, folder):
    _path, ids = folder
    from msgspec.structs import replace

    from deskapp.services.records import Person

    async with open_desk() as terminal:

        def rename(store):
            with store.transaction("change_person") as tx:
                person = tx.get(Person, ids["Cai Xiaoming"])
                tx.put(replace(person, name="[red]\x1b]0;owned\x07\u202ecba" + "x" * 300, latin_name=""))

        await terminal.elsewhere(rename)
        row = terminal.lines[4]
        assert "[red]" in row
        assert "\x1b" not in terminal.text
        assert "\u202e" not in terminal.text
        assert "…" in row
        assert len(row) <= 80


async def test_the_same_child_at_two_terminals_arrives_once(open_desk):
    async with open_desk() as terminal:
        who = act(terminal.ids["Wang Min"])

        def arrive(store):
            with store.transaction("arrive") as tx:
                attendance.arrive(tx, who, (terminal.ids["Cai Xiaoming"],))

        await terminal.elsewhere(arrive)
        await terminal.type("a")
        assert "is here already" in terminal.status
        assert len(await attended(terminal, "Cai Xiaoming")) == 1


async def test_who_is_left_from_yesterday_is_counted_once(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<enter>lzh<enter><esc>")
        terminal.clock.move(8 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert "! overdue 2" in terminal.lines[2]
        assert "late" not in terminal.lines[2]
        assert "coming" in terminal.row("陈静")


async def test_today_after_midnight_has_one_item_for_each_child(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<enter><esc>1")
        item = ("not_collected", terminal.ids["Ma Qingqing"], 0)
        terminal.clock.move(3.6 * 3600)
        await terminal.desk.refresh()
        assert terminal.desk.page.list.choose(item)
        await terminal.type("y")
        terminal.clock.move(4 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert "Tue 24 Nov 2026  00:1" in terminal.lines[0]
        assert terminal.desk.page.list.choose(item)
        await terminal.type("<up><down>")
        rows = [row for row in terminal.desk.page.model.rows if row.child == terminal.ids["Ma Qingqing"]]
        assert [(row.kind, row.claimed_name) for row in rows] == [("not_collected", "陈丽")]
        assert "not collected since Mon 20:00" in terminal.row("马青青")
        assert len({row.child for row in terminal.desk.page.model.rows}) == len(terminal.desk.page.model.rows)


async def test_a_child_missing_since_yesterday_is_not_called_late(open_desk):
    async with open_desk() as terminal:
        child, mother = terminal.ids["Ma Qingqing"], terminal.ids["Ma Hong"]

        def thinks_here(store):
            with store.transaction("call") as tx:
                chen = act(terminal.ids["Chen Li"])
                ladder.log(tx, chen, child, "not_accounted", "guardian", "thinks_here", person=mother)

        await terminal.elsewhere(thinks_here)
        terminal.clock.move(8 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert "! missing" in terminal.row("马青青")


async def test_a_child_who_is_gone_does_not_come_back_without_a_word(open_desk, tmp_path):
    family = make_family(tmp_path / "family")
    async with open_desk(folder=family.folder, clock=StillClock(EVENING)) as terminal:
        terminal.desk.page.list.choose(family.qing)
        await terminal.type("c1ka")
        assert "马青青 Ma Qingqing back again, another stay" in terminal.status


async def test_each_count_of_the_day_stands_there_once(open_desk):
    for size in ((60, 20), (80, 24), (120, 40)):
        async with open_desk(size=size) as terminal:
            await terminal.type("v")
            line = terminal.lines[2]
            assert [line.count(word) for word in ("coming", "here", "gone", "marked")] == [1, 1, 1, 1], line
