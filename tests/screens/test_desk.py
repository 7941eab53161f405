"""The frame, the key gate and everything that is the same on every page."""

from __future__ import annotations

from datetime import timedelta

from db.errors import NotSaved
from deskapp.i18n import set_language
from deskapp.screens.frame import PAGES
from deskapp.services import attendance
from deskapp.services.records import Attendance, OpenStay
from tests.screens.centre import MONDAY, act


async def attended(terminal, name):
    """The stays of a child today."""
    found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
    return next((record.stays for record in found if record.child == terminal.ids[name]), ())


async def test_the_frame_at_80_by_24(open_desk):
    async with open_desk() as terminal:
        lines = terminal.lines
        assert lines[0].startswith("Sunshine Centre  Mon 23 Nov 2026  16:40")
        assert lines[0].endswith("Chen Li @ reception-1")
        assert lines[1] == "1 Today!1 [2 Children] 3 Meals 6 People"
        assert lines[2].startswith("Show: ALL 20 (1-17)")
        assert lines[3].split() == [
            "state",
            "name",
            "(by",
            "surname)",
            "group",
            "due",
            "in",
            "step",
            "alert,",
            "note",
        ]
        assert lines[4].startswith(">○ coming  蔡小明 Cai Xiaoming")
        assert lines[-3].startswith("/ ")
        assert lines[-2].startswith("saved")
        assert lines[-1].endswith("? help")


async def test_no_line_is_longer_than_the_screen_and_the_keys_line_is_whole(open_desk):
    for size in ((60, 20), (80, 24), (120, 40)):
        async with open_desk(size=size) as terminal:
            assert len(terminal.lines) == size[1]
            assert not terminal.lines[-1].endswith("…")


async def test_too_small_a_terminal_says_so(open_desk):
    async with open_desk(size=(50, 15)) as terminal:
        assert "60 × 20" in terminal.text


async def test_no_key_does_what_nobody_sees(open_desk):
    """59 × 19: the rows are there, and the cursor is on one of them."""
    async with open_desk() as terminal:
        await terminal.type("/mqq")
        await terminal.pilot.resize_terminal(59, 19)
        await terminal.settled()
        rings = []
        terminal.desk.bell = lambda: rings.append(1)
        await terminal.type("<enter><esc>a<space>*a;000018<enter>{马青青}")
        assert len(rings) == 15
        assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23"))) == []
        await terminal.pilot.resize_terminal(80, 24)
        await terminal.settled()
        await terminal.type("<enter>")
        assert "马青青" in terminal.status
        assert len(await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))) == 1


async def test_what_is_too_small_is_locked_and_left_all_the_same(open_desk):
    async with open_desk(size=(59, 19)) as terminal:
        await terminal.type("<f12>")
        assert terminal.desk.locked
        await terminal.type("<ctrl+q>")
        assert terminal.app._exit


async def test_the_first_act_asks_who_is_here_and_then_goes_on(open_desk):
    async with open_desk(staff=None) as terminal:
        await terminal.type("<down><space>")
        assert "WHO IS AT THIS TERMINAL?" in terminal.text
        await terminal.type("1")
        assert "here" in terminal.row("Chen Jing")
        assert terminal.lines[0].endswith("Chen Li @ reception-1")
        assert (await attended(terminal, "Chen Jing"))[0].arrived_by == terminal.ids["Chen Li"]


async def test_keys_typed_ahead_of_the_question_who_is_here_land_in_it_and_then_below(open_desk):
    """space opens the question; 3 is a digit of it, not a page; what follows is the list's again."""
    async with open_desk(staff=None) as terminal:
        await terminal.type("<space>3<down><space>")
        assert terminal.lines[0].endswith("Wang Min @ reception-1")
        assert "here" in terminal.row("Cai Xiaoming")
        assert "here" in terminal.row("Chen Jing")
        assert "coming" in terminal.row("Chen Jun")


async def test_leaving_the_question_changes_nothing(open_desk):
    async with open_desk(staff=None) as terminal:
        await terminal.type("<space>0")
        assert "Nobody is chosen" in terminal.status
        assert await attended(terminal, "Cai Xiaoming") == ()


async def test_staff_are_chosen_by_initials_too(open_desk):
    async with open_desk(staff=None) as terminal:
        await terminal.type("<f9>lq<enter>")
        assert terminal.lines[0].endswith("Li Qiang @ reception-1")


async def test_a_burst_through_page_changes_and_dialogs_misplaces_nothing(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><down><space>1" + "2<down><space>?0<down>a" * 5)
        for name in ("Cai Xiaoming", "Chen Jing", "Chen Jun", "Deng Jiayi", "Liu Zihao", "Sun Yue"):
            assert len(await attended(terminal, name)) == 1, name
        assert not terminal.desk.dialogs


async def test_the_same_key_on_the_same_row_within_two_seconds_is_ignored(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><space>")
        assert "ignored" in terminal.status
        assert "arrived" in terminal.row("Cai Xiaoming")
        terminal.clock.move(2.1)
        await terminal.type("<space>")
        assert "homework" in terminal.row("Cai Xiaoming")


async def test_undo_takes_back_the_last_act_and_says_what(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><down><space>")
        assert terminal.status.endswith("u undoes: that")
        await terminal.type("u")
        assert "Taken back: 陈静 Chen Jing arrived" in terminal.status
        assert "coming" in terminal.row("Chen Jing")
        assert "here" in terminal.row("Cai Xiaoming")


async def test_an_older_act_is_named_and_asked_about_and_the_default_is_no(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>")
        terminal.clock.move(121)
        await terminal.type("u")
        assert "Take this back? 蔡小明 Cai Xiaoming arrived" in terminal.text
        await terminal.type("<enter>")
        assert "here" in terminal.row("Cai Xiaoming")
        await terminal.type("uy")
        assert "coming" in terminal.row("Cai Xiaoming")


async def test_nobody_undoes_what_another_has_done_here(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><f9>3u")
        assert "Nothing of yours" in terminal.status
        assert "here" in terminal.row("Cai Xiaoming")


async def test_what_another_terminal_does_appears_and_the_cursor_stays(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<down><down>")

        def arrive(store):
            with store.transaction("arrive") as tx:
                attendance.arrive(tx, act(terminal.ids["Wang Min"]), (terminal.ids["Cai Xiaoming"],))

        await terminal.elsewhere(arrive)
        assert "here" in terminal.row("Cai Xiaoming")
        assert "Chen Jun" in terminal.cursor


async def test_a_refusal_says_why_until_the_next_key(open_desk):
    async with open_desk() as terminal:
        await terminal.type("h")
        assert "蔡小明 Cai Xiaoming is not here now" in terminal.status
        await terminal.type("<down>")
        assert "not here" not in terminal.status


async def test_a_full_disk_is_said_and_the_desk_goes_on(open_desk, monkeypatch):
    async with open_desk() as terminal:

        def full(*_args, **_named):
            raise NotSaved(reason="ENOSPC", path="journal")

        with monkeypatch.context() as patched:
            patched.setattr(attendance, "_arrive", full)
            await terminal.type("<space>")
        assert terminal.status.startswith("NOT SAVED")
        assert "Nothing was changed" in terminal.status
        terminal.clock.move(3)
        await terminal.type("<space>")
        assert "here" in terminal.row("Cai Xiaoming")


async def test_what_nobody_foresaw_is_one_line_and_a_note_without_names(open_desk, monkeypatch):
    async with open_desk() as terminal:

        def broken(*_args, **_named):
            raise ZeroDivisionError("unforeseen")

        with monkeypatch.context() as patched:
            patched.setattr(attendance, "_arrive", broken)
            await terminal.type("<space>")
        assert "Traceback" not in terminal.text
        assert "nothing was changed" in terminal.status
        log = (terminal.app.logs / "desk.log").read_text()
        assert "ZeroDivisionError" in log
        await terminal.type("<down><space>")
        assert "here" in terminal.row("Chen Jing")


async def test_another_day_is_read_only_until_e_and_gives_way_to_today(open_desk):
    async with open_desk() as terminal:
        await terminal.type("[")
        assert "Sun 22 Nov" in terminal.lines[1]
        await terminal.type("[[<space>")
        assert "This is Fri 20 Nov, to be read" in terminal.status
        assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-20"))) == []
        await terminal.type("e")
        assert "CHANGING IT" in terminal.lines[1]
        await terminal.type("a")
        assert "Nothing of Fri 20 Nov" in terminal.status
        assert await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-20"))) == []
        await terminal.type("@1640a")
        stays = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-20")))
        assert [(record.child, record.stays[0].arrived) for record in stays] == [
            (terminal.ids["Cai Xiaoming"], "2026-11-20T08:40:00Z")
        ]
        terminal.clock.move(121)
        await terminal.desk.idle()
        await terminal.settled()
        assert "Fri 20 Nov" not in terminal.lines[1]


async def test_the_day_turns_by_itself(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>")
        terminal.clock.move(timedelta(hours=8).total_seconds())
        await terminal.desk.refresh()
        terminal.desk.repaint()
        assert "Tue 24 Nov 2026  00:40" in terminal.lines[0]
        assert "open" in terminal.row("Cai Xiaoming")
        assert terminal.desk.clock.now() > MONDAY


async def test_full_width_and_chinese_keys_mean_the_same(open_desk):
    async with open_desk() as terminal:
        await terminal.type("、")
        assert terminal.desk.page.finder.mode == "find"
        await terminal.type("<esc>ａ")
        assert "here" in terminal.row("Cai Xiaoming")
        await terminal.type("<down>Ａ【")
        assert "here" not in terminal.lines[4]
        assert "Sun 22 Nov" in terminal.lines[1]


async def test_help_shows_every_key_of_this_page(open_desk):
    async with open_desk() as terminal:
        keys = terminal.desk.page.keys
        await terminal.type("?")
        shown = terminal.text
        for _page in range(8):
            await terminal.type("<space>")
            shown += terminal.text
        flat = " ".join(shown.split())
        for key in keys:
            assert key.help.split(".")[0][:30] in flat, key.id


async def test_every_declared_key_is_bound_to_what_it_does(open_desk):
    async with open_desk() as terminal:
        for slot in terminal.desk.slots:
            for key in slot.page.keys:
                assert key.id in PAGES or hasattr(slot.page, f"do_{key.id}"), (slot.title, key.id)


async def test_no_key_means_two_things_on_a_page(open_desk):
    async with open_desk() as terminal:
        for slot in terminal.desk.slots:
            seen = {}
            for key in slot.page.keys:
                for name in key.names:
                    assert seen.setdefault(name, key.id) == key.id, (slot.title, name)


async def test_a_dialog_left_open_closes_unchanged_with_what_stands_on_it(open_desk):
    async with open_desk() as terminal:
        await terminal.type("a")
        await terminal.type("c?")
        assert len(terminal.desk.dialogs) == 2
        for left in (2, 2, 1, 0):
            await terminal.desk.idle()
            await terminal.settled()
            assert len(terminal.desk.dialogs) == left
            terminal.clock.move(46)
        assert "here" in terminal.row("Cai Xiaoming")


async def test_an_idle_desk_paints_nothing(open_desk):
    async with open_desk() as terminal:
        painted = []
        terminal.app.post_display_hook = lambda: painted.append(1)
        await terminal.desk.idle()
        await terminal.desk.refresh()
        terminal.desk.repaint()
        await terminal.settled()
        assert painted == []
        await terminal.type("<down>")
        assert painted


async def test_switching_the_language_needs_no_restart(open_desk):
    async with open_desk() as terminal:
        assert "Mon 23 Nov 2026" in terminal.lines[0]
        set_language("zh_CN")
        terminal.desk.repaint()
        await terminal.settled()
        assert "2026年11月23日 周一" in terminal.lines[0]
        assert "今日" in terminal.lines[1]


async def test_a_refusal_too_long_for_one_line_goes_on_over_the_keys(open_desk):
    async with open_desk() as terminal:
        long = "and so on " * 10
        terminal.desk.say("no_match", kind="refused", text=f"{long}end")
        terminal.desk.repaint()
        await terminal.pilot.pause()
        assert terminal.lines[-2].startswith("saved")
        assert "end" in terminal.lines[-1]
        await terminal.type("<down>")
        assert "? help" in terminal.lines[-1]


async def test_leaving_find_goes_back_to_the_row_it_came_from(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<down><down>")
        before = terminal.cursor
        await terminal.type("/zzz<esc>")
        assert terminal.cursor == before
        await terminal.type("/mqq<enter><esc>")
        assert "马青青" in terminal.cursor


async def test_tab_guesses_no_row(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/wf<tab>a<esc>")
        assert not await terminal.store(lambda reader: reader.all(OpenStay))


async def test_g_twice_is_the_group_for_every_child(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/hl<tab>gg*a")
        arrived = await terminal.store(lambda reader: {one.child for one in reader.all(OpenStay)})
        assert arrived == {terminal.ids[name] for name in ("Chen Jun", "Huang Lei", "Yang Fan")}
