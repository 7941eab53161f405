"""Handing over: what a digit and a letter record, and what nothing records."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deskapp.clock import StillClock
from deskapp.services import collecting
from deskapp.services.notes import open_notes
from deskapp.services.records import Attendance, Collector, Concern, Enrolment, Note, Staff, Withheld
from tests.screens.centre import ZONE, act
from tests.screens.family import EVENING, make_family


@pytest.fixture
def family(tmp_path):
    """The Ma family, both sisters here."""
    return make_family(tmp_path / "family")


@pytest.fixture
def open_family(open_desk, family):
    """The desk at 18:07, the cursor on the younger sister."""
    return lambda **named: open_desk(
        folder=family.folder, clock=named.pop("clock", None) or StillClock(EVENING), **named
    )


async def last_stay(terminal, child):
    """The child's last stay of the day."""
    found = await terminal.store(lambda reader: list(reader.on(Attendance, "2026-11-23")))
    return next(record.stays[-1] for record in found if record.child == child)


async def entry(terminal, child, adult):
    """The adult's entry on the child's list."""
    return await terminal.store(lambda reader: next(iter(reader.by(Collector, "pair", (child, adult)))))


def consented(family):
    """A change at another terminal: the younger sister may go home alone from six."""

    def consent(store):
        with store.transaction("change_enrolment") as tx:
            place = next(iter(tx.by(Enrolment, "child", family.qing)))
            tx.put(replace(place, alone_from="18:00", alone_consent="Ma Hong, 1 Sep 2026"))

    return consent


def dialogs(terminal):
    """The open dialogs, the top one last."""
    return [type(dialog).__name__ for dialog in terminal.desk.dialogs]


def on(terminal, child):
    """Put the cursor on the child."""
    assert terminal.desk.page.list.choose(child)


@pytest.mark.parametrize(("keys", "how"), [("c1k", "known"), ("c1i", "id"), ("c2i", "id")])
async def test_a_digit_and_a_letter_hand_over(open_family, family, keys, how):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type(keys)
        stay = await last_stay(terminal, family.qing)
        adult = family.ids["Ma Hong" if "1" in keys else "Wang Xiuying"]
        assert (stay.collected_by, stay.how, stay.departed_on) == (adult, how, "reception-1")
        assert dialogs(terminal) == []
        assert (await last_stay(terminal, family.lili)).departed == ""


async def test_find_digit_and_letter_are_six_keys_behind_the_find_line(open_family, family):
    async with open_family() as terminal:
        await terminal.type("/")
        keys = "mqq<enter>1i"
        await terminal.type(keys)
        assert (await last_stay(terminal, family.qing)).how == "id"
        assert len(keys.replace("<enter>", "e")) == 6


async def test_a_sibling_is_one_key_more(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("cg1k")
        for child in (family.qing, family.lili):
            assert (await last_stay(terminal, child)).collected_by == family.ids["Ma Hong"]


@pytest.mark.parametrize(
    "keys",
    [
        "<enter>",
        "<space>",
        "k",
        "i",
        "1<enter>",
        "1<space>",
        "18<enter>",
        "<f2>",
        "<f1>",
        "7k",
        "4k",
        "1g",
        ";123456<enter>",
        "1;123456<enter>",
        "as",
        "2k",
        "hso",
    ],
)
async def test_nothing_else_hands_over(open_family, family, keys):
    async with open_family() as terminal:
        on(terminal, family.qing)
        before = await terminal.store(lambda reader: reader.get(Attendance, 1))
        await terminal.type("c" + keys)
        assert (await last_stay(terminal, family.qing)).departed == ""
        assert dialogs(terminal)[0] == "CollectDialog"
        assert terminal.desk.page.number == 2
        assert await terminal.store(lambda reader: reader.get(Attendance, 1)) == before


async def test_zero_and_esc_leave_with_nothing_changed(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c10")
        assert dialogs(terminal) == []
        await terminal.type("c1<esc>")
        assert dialogs(terminal) == []
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_keys_behind_the_last_one_go_to_the_list(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.lili)
        await terminal.type("c1k<down>c1i<up>")
        assert (await last_stay(terminal, family.lili)).how == "known"
        assert (await last_stay(terminal, family.qing)).how == "id"
        assert "Ma Lili" in terminal.cursor


async def test_closes_unchanged_after_ninety_seconds(open_family, family):
    clock = StillClock(EVENING)
    async with open_family(clock=clock) as terminal:
        on(terminal, family.qing)
        await terminal.type("c1")
        clock.move(89)
        await terminal.desk.idle()
        assert dialogs(terminal) == ["CollectDialog"]
        clock.move(2)
        await terminal.desk.idle()
        await terminal.settled()
        assert dialogs(terminal) == []
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_an_earlier_time(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c@1750")
        assert "@17:50" in terminal.text
        await terminal.type("1k")
        assert (await last_stay(terminal, family.qing)).departed == "2026-11-23T09:50:00Z"


async def test_a_time_that_is_none_is_typed_again(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c@2575@17551k")
        assert (await last_stay(terminal, family.qing)).departed == "2026-11-23T09:55:00Z"


async def test_first_time_needs_the_id(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c2")
        assert "k = " not in terminal.text
        await terminal.type("k")
        assert "ID" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_who_is_not_confirmed_needs_a_call(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c3i")
        assert dialogs(terminal) == ["CollectDialog", "GuardianCall"]
        assert "13900000042" in terminal.text
        assert "13900000045" not in terminal.text
        await terminal.type("1y")
        assert (await last_stay(terminal, family.qing)).collected_by == family.ids["Ma Lan"]
        aunt = await entry(terminal, family.qing, family.ids["Ma Lan"])
        assert (aunt.standing, aunt.confirmed_with) == ("authorised", family.ids["Ma Hong"])
        assert aunt.confirmed_number == "13900000042"


async def test_a_guardian_who_says_no_keeps_the_child(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c3i1n")
        assert dialogs(terminal) == ["CollectDialog"]
        assert "stays" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_nobody_reached_keeps_the_child_and_stands_on_the_ladder(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c91a2l")
        assert "THE CHILD STAYS" in terminal.text
        concern = await terminal.store(lambda reader: next(iter(reader.by(Concern, "child", family.qing))))
        assert [(call.rung, call.result) for call in concern.calls] == [
            ("guardian", "no_answer"),
            ("guardian", "left_message"),
        ]
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_someone_else_through_a_guardian(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c91yMa Qiang<enter>13911112222<enter>uncle<ctrl+s>")
        assert dialogs(terminal) == ["CollectDialog"]
        assert "CHOSEN" in terminal.text
        assert (await last_stay(terminal, family.qing)).departed == ""
        await terminal.type("k")
        assert (await last_stay(terminal, family.qing)).departed == ""
        await terminal.type("i")
        stay = await last_stay(terminal, family.qing)
        uncle = await entry(terminal, family.qing, stay.collected_by)
        assert (uncle.relation, uncle.only_on, uncle.number) == ("uncle", "2026-11-23", 5)
        assert uncle.confirmed_number == "13900000042"


async def test_someone_with_an_order_is_not_let_in_by_name(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c91yLi Gang<enter><enter>uncle<enter><enter>")
        assert dialogs(terminal)[-1] == "SomeoneElse"
        assert "STOP" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_somebody_on_file_with_that_telephone_is_not_typed_twice(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.lili)
        await terminal.type("c91hWang Xiuying<enter>13900000043<enter>grandmother<enter><enter>")
        assert dialogs(terminal)[-1] == "Question"
        assert "王秀英 Wang Xiuying" in terminal.text
        await terminal.type("yi")
        assert (await last_stay(terminal, family.lili)).collected_by == family.ids["Wang Xiuying"]


async def test_a_sibling_who_may_not_go_is_said_and_stays(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("cg2")
        assert "! this adult is not on the list of 马丽丽 Ma Lili" in terminal.text
        await terminal.type("i")
        assert (await last_stay(terminal, family.qing)).departed
        assert (await last_stay(terminal, family.lili)).departed == ""


async def test_the_chosen_one_and_orders_stand_on_the_smallest_screen(open_family, family):
    from deskapp.services.records import Person

    async with open_family(size=(60, 20)) as terminal:

        def many(store):
            with store.transaction("add_collector") as tx:
                for number in (5, 6, 7, 8):
                    adult = tx.put(Person(name=f"neighbour {number}"))
                    tx.put(Collector(child=family.qing, adult=adult.id, number=number, standing="authorised"))
                other = tx.put(Person(name="another one"))
                tx.put(Collector(child=family.qing, adult=other.id, standing="blocked"))

        on(terminal, family.qing)
        await terminal.type("c")
        await terminal.elsewhere(many)
        await terminal.type("8")
        assert terminal.text.count("NEVER") == 2
        assert "CHOSEN:  8 neighbour 8" in terminal.text
        assert "i = I saw the ID" in terminal.text
        assert "more lines" in terminal.text


async def test_all_go_or_none(family):
    """Two rules in one transaction: a sibling who may not go keeps the other, too."""
    from db import JournalDB
    from deskapp.screens.handing_over import hand_over
    from deskapp.services.kinds import KINDS
    from deskapp.services.refusal import Refusal

    store = JournalDB(family.folder, kinds=KINDS)
    doing = act(family.ids["Chen Li"], EVENING)
    with pytest.raises(Refusal, match="not_listed"), store.transaction("collect") as tx:
        hand_over(tx, doing, (family.qing, family.lili), family.ids["Wang Xiuying"], "id", ())
    assert collecting.collect_page(store.read(), doing, family.qing).siblings
    store.close()


async def test_keys_meant_for_the_list_hand_nobody_over(open_family, family):
    """Found and Enter on a child who is here already opens the dialog; `a` is "arrived" on the list."""

    async with open_family() as terminal:
        await terminal.elsewhere(consented(family))
        before = await terminal.desk.job(lambda store: store.last_lsn)
        await terminal.type("/mqq<enter>abhsx<esc><esc><esc>")
        assert await terminal.desk.job(lambda store: store.last_lsn) == before
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_somebody_else_chooses_anew_also_alone(open_family, family):
    async with open_family() as terminal:
        await terminal.elsewhere(consented(family))
        on(terminal, family.qing)
        await terminal.type("ca")
        terminal.desk.dialogs[-1].unlocked()
        await terminal.type("k")
        assert "Nobody is chosen" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_blocked_came(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("cb")
        assert dialogs(terminal) == ["CollectDialog", "WhoCame"]
        assert await terminal.store(lambda reader: list(reader.by(Concern, "child", family.qing))) == []
        for keys in ("<enter>", "<space>", "b", "7", "k", "a"):
            await terminal.type(keys)
        assert await terminal.store(lambda reader: list(reader.by(Concern, "child", family.qing))) == []
        await terminal.type("1")
        assert dialogs(terminal)[-1] == "AtTheDoor"
        assert "110" in terminal.text
        concerns = await terminal.store(lambda reader: list(reader.by(Concern, "child", family.qing)))
        assert [(one.kind, one.adult) for one in concerns] == [("blocked_came", family.ids["Li Gang"])]
        await terminal.type(";123456<enter>")
        assert dialogs(terminal)[-1] == "AtTheDoor"
        await terminal.type("<enter>")
        assert dialogs(terminal) == ["CollectDialog"]
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_withheld_from_an_adult_who_is_unfit(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c1wd")
        assert dialogs(terminal) == ["CollectDialog"]
        kept = await terminal.store(lambda reader: list(reader.on(Withheld, "2026-11-23")))
        assert [(one.child, one.adult) for one in kept] == [(family.qing, family.ids["Ma Hong"])]
        await terminal.type("1k")
        assert "unfit" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""
        await terminal.type("wotoo ill<enter>")
        assert "already" in terminal.status


@pytest.mark.parametrize(("who", "lifted"), [("CL", False), ("LQ", False), ("WM", True)])
async def test_only_a_manager_lifts_unfit_by_taking_it_back(open_family, family, who, lifted):
    async with open_family(staff=who) as terminal:
        on(terminal, family.qing)
        await terminal.type("c1wd0")
        assert terminal.desk.undoable() == lifted
        await terminal.type("u")
        kept = await terminal.store(lambda reader: list(reader.on(Withheld, "2026-11-23")))
        assert (kept == []) == lifted
        assert ("Only a manager" in terminal.status) != lifted


async def test_who_left_or_is_no_manager_any_more_takes_nothing_back(open_family, family):
    """What the desk remembers of somebody is not what is on file of them now."""

    def no_manager(store):
        with store.transaction("change_staff") as tx:
            tx.put(replace(tx.get(Staff, family.ids["Wang Min"]), role="reception"))

    async with open_family(staff="WM") as terminal:
        on(terminal, family.qing)
        await terminal.type("cb1<enter>0")
        await terminal.elsewhere(no_manager)
        await terminal.type("u")
        assert "Only a manager" in terminal.status
        concerns = await terminal.store(lambda reader: list(reader.by(Concern, "child", family.qing)))
        assert [one.kind for one in concerns] == ["blocked_came"]


async def test_notes_are_ticked_with_the_collection(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("cn")
        assert "[x] trip money" in terminal.text
        open_now = await terminal.store(lambda reader: open_notes(reader, person=family.qing))
        assert len(open_now) == 2
        await terminal.type("1k")
        left = await terminal.store(lambda reader: open_notes(reader, person=family.qing))
        assert [note.text for note in left] == ["blue medicine bag, office fridge"]
        await terminal.type("u")
        await terminal.type("y")
        assert (await last_stay(terminal, family.qing)).departed == ""
        assert len(await terminal.store(lambda reader: open_notes(reader, person=family.qing))) == 2


@pytest.mark.parametrize("letter", ["k", "i"])
async def test_alone_by_consent_from_its_hour(open_family, family, letter):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("ca")
        assert "consent" in terminal.status
        assert (await last_stay(terminal, family.qing)).departed == ""

        await terminal.elsewhere(consented(family))
        assert "goes home alone from 18:00" in terminal.text
        for keys in ("a", "a<enter><space>", "ag", "a1", "a7k"):
            await terminal.type(keys)
            assert (await last_stay(terminal, family.qing)).departed == "", keys
            assert dialogs(terminal) == ["CollectDialog"]
        await terminal.type("1a")
        assert "CHOSEN:  马青青 Ma Qingqing goes home alone" in terminal.text
        await terminal.type(letter)
        assert (await last_stay(terminal, family.qing)).how == "alone"
        assert dialogs(terminal) == []


async def test_collected_at_two_terminals_at_once(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c1")

        def other(store):
            doing = act(family.ids["Wang Min"], EVENING.astimezone(ZONE))
            with store.transaction("collect", who=doing.staff, on=doing.terminal) as tx:
                collecting.collect(tx, doing, (family.qing,), family.ids["Ma Hong"], "known")

        await terminal.elsewhere(other)
        assert "was collected at 18:07 by 马红 Ma Hong" in terminal.text.replace("\n", " ")
        assert "CHOSEN" not in terminal.text
        for key in ("i", "1", "i"):
            await terminal.type(key)
            assert "was collected at 18:07 by 马红 Ma Hong" in "".join(terminal.desk.said.sentence(ZONE))
        stay = await last_stay(terminal, family.qing)
        assert stay.departed_on == "reception-2"


async def test_more_than_fits_is_never_the_order(open_family, family):
    async with open_family(size=(60, 20)) as terminal:

        def more_notes(store):
            doing = act(family.ids["Wang Min"], EVENING)
            with store.transaction("add_note") as tx:
                from deskapp.services import notes

                for number in range(9):
                    notes.add(tx, doing, f"note {number}", "collection", family.qing)

        on(terminal, family.qing)
        await terminal.type("c")
        await terminal.elsewhere(more_notes)
        assert "NEVER" in terminal.text
        assert "of 11" in terminal.text
        await terminal.type("1")
        assert "CHOSEN" in terminal.text
        assert "i = I saw the ID" in terminal.text
        await terminal.type("n" * 11)
        ticked = await terminal.store(lambda reader: len(list(reader.by(Note, "person", family.qing))))
        assert ticked == 11
        assert len(terminal.desk.dialogs[-1].told) == 11


@pytest.mark.parametrize("keys", ["c1k", "cg1i", "c9", "cb"])
async def test_who_is_not_here_keeps_the_keys_off_the_list(open_family, family, keys):
    async with open_family() as terminal:
        on(terminal, family.ids["Gao Xiang"])
        await terminal.type(keys)
        assert dialogs(terminal) == ["CollectDialog"]
        assert "is not here now" in terminal.text
        assert (terminal.desk.page.number, terminal.desk.page.group) == (2, None)
        await terminal.type("0")
        assert dialogs(terminal) == []


async def test_who_was_collected_is_told_with_by_whom_and_when(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c1kc")
        assert "was collected at 18:07 by 马红 Ma Hong" in terminal.text


async def test_other_families_are_hidden(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.ids["Gao Xiang"])
        await terminal.type("a")
        assert "高翔" in terminal.status
        on(terminal, family.qing)
        await terminal.type("c1")
        assert "高翔" not in terminal.text
        assert "Gao Xiang" not in terminal.text
        await terminal.type("9")
        assert "高翔" not in terminal.text
        await terminal.type("<esc>wd")
        assert "马青青" in terminal.status


async def test_after_withholding_nobody_is_chosen_and_the_unfit_adult_is_offered_nothing(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c1gwd")
        dialog = terminal.desk.dialogs[-1]
        assert (dialog.chosen, dialog.with_siblings) == (0, ())
        assert "Nobody is chosen." in terminal.text
        await terminal.type("1")
        assert "found unfit at 18:07" in terminal.text
        assert "The child stays: another digit, or t" in terminal.text
        assert "k = " not in terminal.text
        assert "i = " not in terminal.text
        assert "known" not in terminal.lines[-1]


async def test_the_keys_line_shows_what_means_something_now(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c")
        assert terminal.lines[-1].startswith("1-9 who  b blocked  0 back")
        await terminal.type("1")
        assert terminal.lines[-1].startswith("k known  i ID seen  w withhold  b blocked  0 back  g siblings")
        await terminal.type("2")  # for the first time: known is not enough
        assert terminal.lines[-1].startswith("i ID seen  w withhold")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_smallest_screen_cuts_nothing_that_must_be_read(open_family, family, language):
    async with open_family(size=(60, 20), language=language) as terminal:
        on(terminal, family.qing)
        await terminal.type("c1g")
        said = "".join(line.strip() for line in terminal.lines).replace(" ", "")
        wanted = {
            "en": ("NEVERto李刚LiGang,father.", "b,thenwho", "Sayonly:“Ihavetoaskmymanager.”", "IsawtheID"),
            "zh_CN": (
                "绝不可交给李刚LiGang，父亲",
                "按b，再选是谁",
                "只说：「我要先请示主任。」",
                "已看证件：接走",
            ),
        }[language]
        assert [text for text in wanted if text not in said] == []
        assert [key for key in ("b ", "0 ", "k ", "i ") if key not in terminal.lines[-1]] == []


async def test_a_name_typed_into_the_dialog_for_the_list_hands_nobody_over(open_family, family):
    """`k` was refused and the dialog is still open, but whoever types has gone on to the next child."""
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c2k/li wei<enter>")
        assert "nothing is found by name" in terminal.status
        assert dialogs(terminal) == ["CollectDialog"]
        assert (await last_stay(terminal, family.qing)).departed == ""
        await terminal.type("i")  # and what is meant is done again behind it
        assert (await last_stay(terminal, family.qing)).departed


async def test_a_name_typed_into_the_guardian_call_says_no_yes_and_undoes_nothing(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        before = await terminal.store(lambda reader: reader.all(Collector))
        await terminal.type("c3i1/ouyang<tab>")
        assert dialogs(terminal) == ["CollectDialog", "GuardianCall"]
        assert await terminal.store(lambda reader: reader.all(Collector)) == before
        assert (await last_stay(terminal, family.qing)).departed == ""


async def test_f9_changes_hands_in_a_dialog(open_family, family):
    async with open_family() as terminal:
        on(terminal, family.qing)
        await terminal.type("c1<f9>")
        assert dialogs(terminal)[-1] == "ChooseStaff"
        await terminal.type("3")
        assert terminal.desk.staff.latin_name == "Wang Min"
        assert "Nobody is chosen" in terminal.text
