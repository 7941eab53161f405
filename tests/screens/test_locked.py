"""The locked desk shows counts and no name, lets nothing through, and is left by saying who is here."""

from __future__ import annotations

from deskapp.said import Said
from deskapp.services import attendance
from deskapp.services.records import Attendance
from tests.screens.centre import act


async def stays(terminal):
    return await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))


def names_shown(terminal):
    return [name for name in (*terminal.ids, "Chen Li", "蔡小明") if name in terminal.text]


async def test_f12_hides_every_name_and_shows_the_counts(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><f12>")
        assert "LOCKED" in terminal.text
        assert "IN THE BUILDING 1" in terminal.text
        assert names_shown(terminal) == []
        assert terminal.lines[-1] == "enter who is here"


async def test_keys_cards_and_pages_do_nothing_while_it_is_locked(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<f12>")
        before = await stays(terminal)
        await terminal.type("a2u/mqq6?0<esc>;000017<enter><tab>" + "{马青青}" + "k*s")
        assert "LOCKED" in terminal.text
        assert names_shown(terminal) == []
        assert await stays(terminal) == before


async def test_who_is_chosen_goes_on_where_the_desk_was(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<down><f12><enter>")
        assert "WHO IS AT THIS TERMINAL?" in terminal.text
        await terminal.type("<esc>")
        assert "LOCKED" in terminal.text
        await terminal.type("<enter>3<space>")
        assert terminal.lines[0].endswith("Wang Min @ reception-1")
        assert "here" in terminal.row("Chen Jing")


async def test_a_dialog_and_what_was_typed_stay_below_it(open_desk):
    async with open_desk() as terminal:
        await terminal.type("6+Zhao<f12>")
        assert "Zhao" not in terminal.text
        await terminal.type("<enter>1")
        assert "Zhao" in terminal.text


async def test_it_locks_by_itself_after_the_centres_minutes(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>")
        terminal.clock.move(599)
        await terminal.desk.idle()
        await terminal.settled()
        assert "LOCKED" not in terminal.text
        terminal.clock.move(1)
        await terminal.desk.idle()
        await terminal.settled()
        assert "LOCKED" in terminal.text
        assert names_shown(terminal) == []
        terminal.clock.move(5000)
        await terminal.desk.idle()
        await terminal.settled()
        assert "LOCKED" in terminal.text


async def test_the_counts_go_on_behind_it(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<f12>")

        def arrive(store):
            with store.transaction("arrive") as tx:
                attendance.arrive(tx, act(terminal.ids["Wang Min"]), (terminal.ids["Cai Xiaoming"],))

        await terminal.elsewhere(arrive)
        assert "IN THE BUILDING 1" in terminal.text
        assert names_shown(terminal) == []


async def test_whoever_is_here_then_chooses_the_adult_for_themselves(open_desk):
    async with open_desk() as terminal:
        await terminal.type("/mqq<enter><esc>c1")
        assert "CHOSEN:" in terminal.text
        await terminal.type("<f12><enter>3k")
        assert "CHOSEN:" not in terminal.text
        assert "COLLECT A CHILD" in terminal.text


async def test_a_collection_is_begun_anew_behind_it(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>c")
        assert "COLLECT A CHILD" in terminal.text
        await terminal.type("<f12>")
        terminal.clock.move(89)
        await terminal.type("<enter>3")
        assert "COLLECT A CHILD" in terminal.text
        await terminal.type("<f12>")
        terminal.clock.move(90)
        await terminal.type("<enter>3")
        assert "COLLECT A CHILD" not in terminal.text
        assert "here" in terminal.row("Cai Xiaoming")


async def test_no_staff_list_and_no_undo_while_it_is_locked(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space>")
        before = await stays(terminal)
        await terminal.type("<f12><enter>")
        assert "staff list" not in terminal.text
        await terminal.type("+u<enter>z")
        assert "WHO WORKS HERE" not in terminal.text
        assert "WHO IS AT THIS TERMINAL?" in terminal.text
        await terminal.type("<esc>u")
        assert await stays(terminal) == before
        assert names_shown(terminal) == []
        await terminal.type("<enter>1<f9>+")
        assert "WHO WORKS HERE" in terminal.text  # unlocked, the list is there as ever


async def test_the_locked_status_line_names_nobody(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<space><f12>")
        person = terminal.ids["Cai Xiaoming"]
        names = {("name", person): "蔡小明 Cai Xiaoming"}
        terminal.desk.done(Said("arrive", {"children": [person]}, names, "done"))
        terminal.desk.repaint()
        assert names_shown(terminal) == []
        for kind in ("said", "refused", "unsaved"):
            terminal.desk.say("already_here", kind=kind, names=names, child=person)
            terminal.desk.repaint()
            assert names_shown(terminal) == []
        terminal.desk.say("not_saved", kind="unsaved", reason="ENOSPC")
        terminal.desk.repaint()
        assert terminal.status.startswith("NOT SAVED  The disk did not take it (the disk is full)")


async def test_who_may_be_several_is_asked_for_what_there_is(open_desk):
    async with open_desk() as terminal:
        await terminal.type("<f9><enter>")
        assert "3 match: type the number, or more of the name." in terminal.status
