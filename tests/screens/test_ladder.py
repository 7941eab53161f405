"""The telephone ladder: a result is one key, and nothing but a person's word closes it."""

from __future__ import annotations

import pytest

from deskapp.clock import StillClock
from deskapp.services.records import Absence, Attendance, Concern
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07."""
    return lambda **named: open_desk(folder=family.folder, clock=StillClock(EVENING), **named)


async def concern(terminal, child):
    """The last concern about the child, open or closed."""

    def read(reader):
        closed = list(reader.by(Concern, "child", child, "2026-11-23"))
        return [*reader.by(Concern, "child", child), *closed]

    found = await terminal.store(read)
    return found[-1] if found else None


@pytest.fixture
def away(tmp_path):
    """The Ma family; nobody came, and nobody told us."""
    return make_family(tmp_path / "away", here=False)


@pytest.fixture
def open_away(open_desk, away):
    """The desk at 18:07, the cursor on the younger sister."""
    return lambda **named: open_desk(folder=away.folder, clock=StillClock(EVENING), **named)


def on(terminal, child):
    """Put the cursor on the child."""
    assert terminal.desk.page.list.choose(child)


async def test_the_next_step_is_chosen_and_a_key_logs_it(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("to")
        assert "escort" in terminal.cursor
        await terminal.type("lal")
        calls = (await concern(terminal, away.qing)).calls
        assert [(call.rung, call.result) for call in calls] == [
            ("rooms", "looked"),
            ("escort", "left_message"),
            ("guardian", "no_answer"),
            ("guardian", "left_message"),
        ]
        assert calls[2].number == "13900000042"
        assert "李刚" not in terminal.text


async def test_the_head_says_what_is_so(open_desk, family, away):
    async with open_desk(folder=family.folder, clock=StillClock(EVENING)) as terminal:
        on(terminal, family.qing)
        await terminal.type("t")
        assert "here since 16:40, to be collected by 20:00" in terminal.text
        assert "NOT COLLECTED" not in terminal.text
        terminal.clock.move(3 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert "! NOT COLLECTED YET" in terminal.text
    async with open_desk(folder=away.folder, clock=StillClock(EVENING.replace(hour=16))) as terminal:
        on(terminal, away.qing)
        await terminal.type("t")
        assert "not here yet, expected by 16:30" in terminal.text
        terminal.clock.move(2 * 3600)
        await terminal.desk.refresh()
        await terminal.settled()
        assert "! NOT SEEN TODAY" in terminal.text
        terminal.clock.move(8 * 3600)
        await terminal.desk.refresh()
        terminal.desk.repaint()
        await terminal.settled()
        assert "! NOT SEEN on Mon 23 Nov" in terminal.text


async def test_a_double_tap_logs_no_call_that_nobody_made(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("toaa")
        calls = (await concern(terminal, away.qing)).calls
        assert [(call.rung, call.result) for call in calls] == [("rooms", "looked"), ("escort", "no_answer")]
        assert "ignored" in terminal.status
        terminal.clock.move(2.1)
        await terminal.type("a")
        assert (await concern(terminal, away.qing)).calls[-1].rung == "guardian"


async def test_safe_asks_who_says_so_and_where(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t3swith me at work<enter>")
        closed = await concern(terminal, away.qing)
        assert (closed.closing, closed.said_by, closed.outcome) == (
            "safe",
            away.ids["Ma Hong"],
            "with me at work",
        )
        told = await terminal.store(lambda reader: list(reader.by(Absence, "child", away.qing)))
        assert [one.told_by for one in told] == [away.ids["Ma Hong"]]
        assert terminal.desk.dialogs == []


async def test_safe_by_somebody_who_is_not_on_file(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t2steacher Wu<enter>on the school bus<enter>")
        closed = await concern(terminal, away.qing)
        assert (closed.said_by, closed.said_by_other) == (0, "teacher Wu")
        on(terminal, away.lili)
        await terminal.type("t1s")
        assert (await concern(terminal, away.lili)).calls == ()


async def test_thinks_the_child_is_here_makes_it_missing(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t3b")
        missing = await concern(terminal, away.qing)
        assert (missing.kind, missing.closed_at) == ("missing", "")
        assert "MISSING" in terminal.text
        assert "manager" in terminal.cursor
        await terminal.type("p")
        assert "escort" in terminal.cursor
        await terminal.type("fbehind the gym, by Li Qiang<enter><enter>")
        assert "y or n" in terminal.status
        await terminal.type("y<enter>")
        found = await terminal.store(lambda reader: reader.get(Concern, missing.id, "2026-11-23"))
        assert (found.closing, found.outcome) == ("found", "behind the gym, by Li Qiang")
        assert terminal.desk.dialogs == []
        assert "● here" in terminal.row("马青青")
        await terminal.type("<enter>")
        assert "found 18:07: behind the gym, by Li Qiang" in terminal.text
        await terminal.type("h")
        assert "马青青 Ma Qingqing: found: behind the gym, by Li Qiang" in terminal.text
        told = " ".join(terminal.text.split())
        assert "马青青 Ma Qingqing: guardian 马红 Ma Hong, thinks the child is here" in told


async def test_found_elsewhere_is_absent_and_says_where(open_away, away):
    async with open_away(size=(120, 40)) as terminal:
        on(terminal, away.qing)
        await terminal.type("t3bfat the station, by the police<enter>n<enter>")
        on(terminal, away.qing)
        await terminal.type("<up><down>")
        assert "– absent" in terminal.cursor
        assert "found 18:07: at the station, by" in terminal.text
        await terminal.type("1")
        assert away.qing not in {row.child for row in terminal.desk.page.model.rows}


async def test_what_another_went_on_from_is_not_undone(open_away, away):
    from deskapp.services import ladder
    from tests.screens.centre import act

    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t3bfin the gym<enter>y<enter>")

        def other(store):
            doing = act(away.ids["Wang Min"], EVENING)
            with store.transaction("report", who=doing.staff, on=doing.terminal) as tx:
                ladder.report_missing(tx, doing, away.qing)

        await terminal.elsewhere(other)
        await terminal.type("u")
        assert "Not taken back: 王敏 Wang Min went on with 马青青" in terminal.status
        kept = await terminal.store(lambda reader: reader.by(Concern, "child", away.qing, "2026-11-23"))
        assert sorted(one.closing for one in kept) == ["", "found"]


async def test_who_is_coming_is_expected_then(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("t1c2030<enter>")
        found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
        record = next(one for one in found if one.child == family.qing)
        assert (record.pickup, record.pickup_with) == ("20:30", family.ids["Ma Hong"])


async def test_esc_leaves_the_form_and_then_the_ladder(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t3swith me")
        await terminal.type("<esc>")
        assert [type(one).__name__ for one in terminal.desk.dialogs] == ["LadderDialog"]
        assert terminal.desk.dialogs[-1].form is None
        await terminal.type("<esc>")
        assert terminal.desk.dialogs == []
        assert (await concern(terminal, away.qing)).calls == ()


async def test_claimed_and_taken_over(open_away, away):
    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("ty")
        assert (await concern(terminal, away.qing)).claimed_by == away.ids["Chen Li"]
        terminal.desk.staff = next(one for one in terminal.desk.staff_list if one.code == "WM")
        await terminal.type("y")
        assert "陈丽" in terminal.text
        await terminal.type("n")
        assert (await concern(terminal, away.qing)).claimed_by == away.ids["Chen Li"]
        await terminal.type("yy")
        assert (await concern(terminal, away.qing)).claimed_by == away.ids["Wang Min"]


async def test_reported_missing_while_here(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("n")
        assert (await concern(terminal, family.qing)).kind == "missing"
        assert "MISSING" in terminal.text
        await terminal.type("5")
        assert terminal.desk.dialogs


async def test_another_desk_logs_while_a_form_is_open(open_away, away):
    from deskapp.services import ladder
    from tests.screens.centre import act

    async with open_away() as terminal:
        on(terminal, away.qing)
        await terminal.type("t3shalf typ")

        def other(store):
            doing = act(away.ids["Wang Min"], EVENING)
            with store.transaction("call", who=doing.staff, on=doing.terminal) as tx:
                ladder.log(tx, doing, away.qing, "not_accounted", "rooms", "looked")

        await terminal.elsewhere(other)
        assert "half typ" in terminal.text
        await terminal.type("ed<enter>")
        assert (await concern(terminal, away.qing)).outcome == "half typed"


async def test_a_report_names_what_the_child_is_reported_as(open_desk, open_family, family):
    async with open_desk() as terminal:
        on(terminal, terminal.ids["Ma Qingqing"])
        await terminal.type("n")
        assert "reported: not seen" in terminal.status
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("n")
        assert "reported: missing" in terminal.status


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_smallest_screen_shows_every_step_with_its_time_and_every_result(open_away, away, language):
    async with open_away(size=(60, 20), language=language) as terminal:
        on(terminal, away.qing)
        await terminal.type("t3")
        steps = [line for line in terminal.lines[:-1] if line[2:3].isdigit()]
        assert len(steps) >= 4
        assert [line for line in steps if ":" not in line.split("  ")[-1]] == []
        numbers = [line for line in steps if "139" in line]
        assert numbers
        assert [line for line in numbers if "1390000004" not in line] == []
        told = "".join(terminal.text.split())
        result = {"en": "thinksthechildis", "zh_CN": "对方以为孩子在这里：走失"}[language]
        assert result in told
        assert {"en": "MISSING", "zh_CN": "走失"}[language] in told
        assert ("0 back" if language == "en" else "0 返回") in terminal.lines[-1]
