"""The pick-up list: who is put on it and how, and the orders that outrank it."""

from __future__ import annotations

import pytest

from db import JournalDB
from deskapp.services import attendance, collecting, collectors, tellers
from deskapp.services.records import Collector, Phone
from tests.services.conftest import MakeAct
from tests.services.room import FRIDAY, MONDAY, TUESDAY, Room


@pytest.fixture
def room(store: JournalDB, act: MakeAct) -> Room:
    return Room(store, act)


@pytest.fixture
def child(room: Room) -> int:
    child = room.child()
    room.do(attendance.arrive, [child])
    return child


@pytest.fixture
def mother(room: Room, child: int) -> int:
    return room.adult(child, relation="mother", guardian=True, rung=1)


@pytest.mark.parametrize(
    ("entry", "day", "standing"),
    [
        ({"standing": "authorised"}, MONDAY, "authorised"),
        ({"standing": "authorised", "until": MONDAY}, MONDAY, "authorised"),
        ({"standing": "authorised", "until": FRIDAY}, MONDAY, "expired"),
        ({"standing": "authorised", "only_on": MONDAY}, MONDAY, "authorised"),
        ({"standing": "authorised", "only_on": MONDAY}, TUESDAY, "expired"),
        ({"standing": "unconfirmed", "until": FRIDAY}, MONDAY, "unconfirmed"),
        ({"standing": "blocked", "order_until": MONDAY}, MONDAY, "blocked"),
        ({"standing": "blocked", "order_until": MONDAY}, TUESDAY, "review"),
        ({"standing": "blocked", "until": FRIDAY}, MONDAY, "blocked"),
    ],
)
def test_what_an_entry_means_on_a_day(entry, day: str, standing: str) -> None:
    assert collectors.standing_on(Collector(child=1, adult=2, **entry), day) == standing


def test_a_new_adult_is_unconfirmed_until_a_guardian_was_called(room: Room, child: int, mother: int) -> None:
    aunt = room.person("马兰")
    entry = Collector(child=child, adult=aunt, standing="authorised", times=9, relation="aunt")
    saved = room.do(collectors.add_collector, entry)
    assert (saved.standing, saved.times, saved.number) == ("unconfirmed", 0, 2)
    room.refused("needs_call", collecting.collect, [child], aunt, "id")
    room.refused("not_a_guardian", collectors.confirm, child, aunt, aunt)
    room.refused("number_not_on_file", collectors.confirm, child, aunt, mother, "137 9999 9999")
    confirmed = room.do(collectors.confirm, child, aunt, mother, "13800001111")
    assert (confirmed.standing, confirmed.confirmed_with, confirmed.confirmed_number) == (
        "authorised",
        mother,
        "138 0000 1111",
    )
    room.refused("needs_id", collecting.collect, [child], aunt, "known")
    room.do(collecting.collect, [child], aunt, "id")


def test_a_guardian_without_a_safe_number_cannot_be_called(room: Room, child: int, mother: int) -> None:
    from msgspec.structs import replace

    from deskapp.services import people

    quiet = replace(people.known(room.read, mother), phones=(Phone(number="138 0000 1111", safe=False),))
    room.put(quiet)
    aunt = room.person("马兰")
    room.do(collectors.add_collector, Collector(child=child, adult=aunt))
    for number in ("", "13800001111"):
        room.refused("no_number_on_file", collectors.confirm, child, aunt, mother, number)


# ── someone else, through a guardian ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "reached", "number", "code"),
    [
        ("mother", "in_person_id", "", ""),
        ("mother", "phone_on_file", "", ""),
        ("mother", "phone_on_file", "138-0000-1111", ""),
        ("mother", "phone_on_file", "137 1234 5678", "number_not_on_file"),
        ("aunt", "in_person_id", "", "not_a_guardian"),
        ("father", "in_person_id", "", "guardian_blocked"),
        ("father", "phone_on_file", "", "guardian_blocked"),
        ("stranger", "in_person_id", "", "not_a_guardian"),
    ],
)
def test_only_a_guardian_here_or_at_the_number_on_file_adds_somebody(
    room: Room, child: int, mother: int, who, reached, number, code: str
) -> None:
    people = {
        "mother": mother,
        "aunt": room.adult(child, "马兰", phone="135 0000 0000"),
        "father": room.adult(child, "李刚", "blocked", guardian=True, phone="139 0000 0000"),
        "stranger": room.person("赵雷"),
    }
    facts = {"name": "李强", "phone": "136 1111 2222", "relation": "uncle", "number": number}
    if code:
        room.refused(code, collectors.add_by_guardian, child, people[who], reached, **facts)
        return
    saved = room.do(collectors.add_by_guardian, child, people[who], reached, **facts)
    assert (saved.standing, saved.only_on, saved.confirmed_with) == ("authorised", MONDAY, mother)
    assert bool(saved.confirmed_number) == (reached == "phone_on_file")
    room.refused("needs_id", collecting.collect, [child], saved.adult, "known")
    room.do(collecting.collect, [child], saved.adult, "id")
    assert collectors.standing_on(collectors.entry_of(room.read, child, saved.adult), TUESDAY) == "expired"


@pytest.mark.parametrize(
    ("name", "phone"),
    [("李刚", ""), ("Li Gang", "136 0000 0000"), ("ＬＩ ＧＡＮＧ", ""), ("李强", "139-0000-0000")],
)
def test_a_blocked_adult_does_not_come_in_under_a_new_record(
    room: Room, child: int, mother: int, name: str, phone: str
) -> None:
    sister = room.child("马丽丽")
    room.family(child, sister)
    father = room.person("李刚", latin_name="Li Gang", phones=(Phone(number="139 0000 0000"),))
    room.listed(sister, father, "blocked")
    refusal = room.refused(
        "looks_blocked", collectors.add_by_guardian, child, mother, "in_person_id", name=name, phone=phone
    )
    assert refusal.facts == {"child": sister, "adult": father}


def test_no_guardian_lifts_an_order(room: Room, child: int, mother: int) -> None:
    father = room.adult(child, "李刚", "blocked", phone="139")
    for rule, args in (
        (collectors.add_by_guardian, (child, mother, "in_person_id")),
        (collectors.confirm, (child, father, mother)),
        (collectors.set_until, (child, father)),
        (collectors.archive, (child, father)),
        (collectors.add_collector, (Collector(child=child, adult=father),)),
    ):
        facts = {"adult": father} if rule is collectors.add_by_guardian else {}
        room.refused("order_on_file", rule, *args, **facts)


def test_who_ran_out_is_confirmed_again(room: Room, child: int) -> None:
    aunt = room.adult(child, "马兰", until=FRIDAY)
    assert room.do(collectors.set_until, child, aunt, "2026-12-31").standing == "unconfirmed"


@pytest.mark.parametrize(
    ("entry", "until", "only_on", "standing"),
    [
        ({}, FRIDAY, "", "authorised"),
        ({}, "", MONDAY, "authorised"),
        ({"until": "2026-12-31"}, MONDAY, "", "authorised"),
        ({"until": "2026-12-31"}, "", "2026-12-31", "authorised"),
        ({"until": MONDAY}, "2026-12-31", "", "unconfirmed"),
        ({"until": MONDAY}, "", "", "unconfirmed"),
        ({"only_on": MONDAY}, "", "", "unconfirmed"),
        ({"only_on": MONDAY}, MONDAY, "", "unconfirmed"),
        ({"only_on": MONDAY}, "", "2026-11-24", "unconfirmed"),
        ({"only_on": MONDAY}, "", MONDAY, "authorised"),
    ],
)
def test_nobody_but_a_guardian_gives_an_adult_more_days(
    room: Room, child: int, entry, until: str, only_on: str, standing: str
) -> None:
    aunt = room.adult(child, "马兰", **entry)
    assert room.do(collectors.set_until, child, aunt, until, only_on).standing == standing


def test_a_yes_for_today_takes_nothing_from_who_may_collect_anyway(
    room: Room, child: int, mother: int
) -> None:
    aunt = room.adult(child, "马兰", phone="139 0000 3333")
    room.do(collectors.add_by_guardian, child, mother, "in_person_id", adult=aunt)
    assert room.read.by(Collector, "adult", aunt)[0].only_on == ""
    uncle = room.adult(child, "马涛", phone="139 0000 4444", only_on=MONDAY)
    room.do(collectors.add_by_guardian, child, mother, "in_person_id", adult=uncle, today_only=False)
    assert room.read.by(Collector, "adult", uncle)[0].only_on == ""


def test_an_order_holds_under_every_record_of_the_adult(room: Room, child: int, mother: int) -> None:
    father = room.adult(child, "李刚", "blocked", phone="139 0000 0000")
    again = room.person("李刚", phones=(Phone(number="13900000000"),))
    facts = {"child": child, "adult": father}
    for rule, args, more in (
        (collectors.add_by_guardian, (child, mother, "in_person_id"), {"adult": again}),
        (collectors.add_collector, (Collector(child=child, adult=again),), {}),
    ):
        assert room.refused("looks_blocked", rule, *args, **more).facts == facts
    room.listed(child, again)  # from before the order
    assert room.refused("looks_blocked", collecting.collect, [child], again, "id").facts == facts
    grandmother = room.adult(child, "王芳", phone="139 0000 0000")
    room.do(collecting.collect, [child], grandmother, "id")


def test_digits_stay_with_their_adult_and_are_given_to_nobody_else(
    room: Room, child: int, mother: int
) -> None:
    numbers = []
    for place in range(7):
        adult = room.person(f"成人{place}")
        numbers.append(room.do(collectors.add_collector, Collector(child=child, adult=adult)).number)
    assert numbers == [2, 3, 4, 5, 6, 7, 8]
    room.do(collectors.archive, child, adult)
    newcomer = room.person("新人")
    room.refused("list_full", collectors.add_collector, Collector(child=child, adult=newcomer))
    assert room.do(collectors.add_collector, Collector(child=child, adult=adult)).number == 8


def test_a_full_list_gives_the_digit_of_who_came_for_one_day(room: Room, child: int, mother: int) -> None:
    room.at("16:50", FRIDAY)
    guest = room.do(collectors.add_by_guardian, child, mother, "in_person_id", name="李强")
    room.at("16:50", MONDAY)
    for place in range(6):
        room.do(collectors.add_collector, Collector(child=child, adult=room.person(f"成人{place}")))
    newcomer = room.person("新人")
    assert room.do(collectors.add_collector, Collector(child=child, adult=newcomer)).number == guest.number
    assert collectors.entry_of(room.read, child, guest.adult) is None
    again = room.refused(
        "list_full", collectors.add_by_guardian, child, mother, "in_person_id", adult=guest.adult
    )
    assert again.facts["limit"] == 8


# ── orders ───────────────────────────────────────────────────────────────────────────────────────────────


def test_only_a_manager_sets_and_clears_an_order(room: Room, child: int, mother: int) -> None:
    manager = room.by("LM")
    room.refused("manager_only", collectors.block, child, mother, reason="court")
    room.refused("reason_missing", collectors.block, child, mother, reason=" ", act=manager)
    saved = room.do(collectors.block, child, mother, reason="court", until=TUESDAY, act=manager)
    assert (saved.standing, saved.order_since, saved.guardian) == ("blocked", MONDAY, True)
    room.refused("order_on_file", collecting.collect, [child], mother, "known")
    room.refused("manager_only", collectors.clear_block, child, mother)
    cleared = room.do(collectors.clear_block, child, mother, act=manager)
    assert (cleared.standing, cleared.order_reason, cleared.number) == ("unconfirmed", "", 1)
    room.refused("needs_call", collecting.collect, [child], mother, "known")
    room.refused("no_order", collectors.clear_block, child, mother, act=manager)


def test_an_order_may_be_about_somebody_who_is_on_no_list(room: Room, child: int) -> None:
    father = room.person("李刚")
    room.do(collectors.block, child, father, reason="court", act=room.by("LM"))
    assert [entry.adult for entry in collectors.blocks_for(room.read, child)] == [father]


# ── unfit today ──────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_unfit_takes_no_child_today_until_a_manager_says_so(
    room: Room, child: int, mother: int
) -> None:
    other = room.child("李娜")
    room.listed(other, mother, times=3)
    room.do(attendance.arrive, [other])
    room.refused("reason_missing", collectors.withhold, child, mother, "")
    room.do(collectors.withhold, child, mother, "smelt of drink")
    refusal = room.refused("withheld", collecting.collect, [other], mother, "known")
    assert refusal.facts["who"] == room.act.staff
    assert "withheld" in room.kinds(child)
    room.refused("already_withheld", collectors.withhold, child, mother, "still")
    room.refused("manager_only", collectors.lift_withheld, mother)
    room.do(collectors.lift_withheld, mother, act=room.by("LM"))
    room.do(collecting.collect, [child, other], mother, "known")
    room.refused("not_withheld", collectors.lift_withheld, mother, act=room.by("LM"))


def test_unfit_holds_as_long_as_the_stay_and_ends_with_it(room: Room, child: int, mother: int) -> None:
    """Found unfit at 23:50, nobody is fit at 00:05; the next day's stay begins anew."""
    room.at("23:50").do(collectors.withhold, child, mother, "smelt of drink")
    aunt = room.adult(child, "马兰")
    for clock, day in (("00:05", TUESDAY), ("08:00", "2026-12-01")):
        room.at(clock, day)
        refusal = room.refused("withheld", collecting.collect, [child], mother, "known")
        assert refusal.facts["at"] == "2026-11-23T15:50:00Z"
        page = collecting.collect_page(room.read, room.act, child)
        assert [one.name for one in page.adults if any(f.code == "withheld" for f in one.flags)] == ["马红"]
        assert "withheld" in room.kinds(child)
        room.refused("already_withheld", collectors.withhold, child, mother, "still")
    room.do(collecting.collect, [child], aunt, "known")
    assert "withheld" not in room.kinds(child)
    room.do(attendance.arrive, [child])
    room.do(collecting.collect, [child], mother, "known")


def test_a_manager_lifts_what_was_found_before_midnight(room: Room, child: int, mother: int) -> None:
    room.at("23:50").do(collectors.withhold, child, mother, "smelt of drink")
    room.at("00:05", TUESDAY).refused("manager_only", collectors.lift_withheld, mother)
    room.do(collectors.lift_withheld, mother, act=room.by("LM"))
    room.do(collecting.collect, [child], mother, "known")


def test_a_child_of_a_new_day_goes_with_who_was_unfit_yesterday(room: Room, child: int, mother: int) -> None:
    room.at("23:50").do(collectors.withhold, child, mother, "smelt of drink")
    other = room.child("李娜")
    room.listed(other, mother, times=3)
    room.at("16:40", TUESDAY).do(attendance.arrive, [other])
    room.do(collecting.collect, [other], mother, "known")


# ── at the door ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_blocked_person_at_the_door_stays_on_today_until_a_manager_writes(room: Room, child: int) -> None:
    room.refused("no_order", collectors.blocked_came, child)
    father = room.adult(child, "李刚", "blocked", phone="139")
    aunt = room.adult(child, "马兰", phone="135")
    room.refused("no_order", collectors.blocked_came, child, aunt)
    concern = room.do(collectors.blocked_came, child, father)
    assert room.do(collectors.blocked_came, child, father).id == concern.id
    sent = room.do(collectors.blocked_came, child)
    assert sent.id != concern.id
    room.at("16:00", "2026-12-01")
    assert room.kinds(child).count("blocked_came") == 2
    room.refused("manager_only", collectors.write_outcome, concern.id, "went away")
    room.refused("words_missing", collectors.write_outcome, concern.id, " ", act=room.by("LM"))
    room.do(collectors.write_outcome, concern.id, "went away", act=room.by("LM"))
    assert room.kinds(child).count("blocked_came") == 1
    room.refused("concern_closed", collectors.write_outcome, concern.id, "again", act=room.by("LM"))


def test_a_blocked_person_who_asks_for_a_sibling_is_recorded_too(room: Room, child: int) -> None:
    brother, stranger = room.child("马强"), room.child("李娜")
    room.family(child, brother)
    father = room.adult(child, "李刚", "blocked")
    concern = room.do(collectors.blocked_came, brother, father)
    assert (concern.child, concern.adult) == (brother, father)
    assert room.kinds(brother) == ["blocked_came"]
    room.refused("no_order", collectors.blocked_came, stranger, father)


def test_who_is_at_the_door_now_comes_before_all_who_are_late(room: Room, child: int) -> None:
    late = [room.child(f"李{number}") for number in "一二三"]
    father = room.adult(child, "李刚", "blocked")
    room.at("17:40").do(collectors.blocked_came, child, father)
    assert room.kinds()[0] == "blocked_came"
    assert set(room.kinds(late[0])) == {"not_accounted"}


def test_an_id_is_not_the_call_that_confirms_a_guardian(room: Room, child: int) -> None:
    ida = room.adult(child, "Ida", "unconfirmed", phone="139", guardian=True)
    hill = room.adult(child, "Hill", phone="137", guardian=True)
    room.refused("own_word", collectors.add_by_guardian, child, ida, "in_person_id", adult=ida)
    room.who = "LM"
    assert room.do(collectors.add_by_guardian, child, ida, "in_person_id", adult=ida).standing == "authorised"
    room.who = "CL"
    other = room.adult(child, "Ed", "unconfirmed", guardian=True)
    added = room.do(collectors.add_by_guardian, child, hill, "in_person_id", adult=other)
    assert added.confirmed_with == hill


def test_a_guardian_made_at_the_counter_counts_once_a_manager_says_so(
    room: Room, child: int, mother: int
) -> None:
    zhang = room.person("张三", phones=(Phone(number="13355556666"),))
    claimed = Collector(child=child, adult=zhang, guardian=True)
    assert room.do(collectors.add_collector, claimed).claimed
    room.refused("guardian_claimed", collectors.confirm, child, zhang, zhang)
    room.refused("guardian_claimed", collectors.add_by_guardian, child, zhang, "in_person_id", name="Pal")
    assert zhang not in {one.adult for one in tellers.guardians(room.read, room.act, [child])}
    change = {"guardian": True, "rung": 2, "relation": "uncle"}
    assert room.do(collectors.set_rung, child, zhang, **change).claimed, "saved again by reception"
    room.who = "LM"
    assert not room.do(collectors.set_rung, child, zhang, **change).claimed
    room.who = "CL"
    assert not room.do(collectors.set_rung, child, mother, guardian=True, rung=1, relation="").claimed
    assert room.do(collectors.confirm, child, zhang, zhang).standing == "authorised"


def test_the_first_guardian_enrols_the_child(room: Room) -> None:
    child = room.child("李娜")
    mother = room.person("李红", phones=(Phone(number="138"),))
    entry = Collector(child=child, adult=mother, guardian=True)
    assert not room.do(collectors.add_collector, entry).claimed


def test_the_word_of_a_guardian_who_is_unfit_counts_for_nothing_today(
    room: Room, child: int, mother: int
) -> None:
    room.do(collectors.withhold, child, mother, "drunk")
    room.refused("withheld", collectors.add_by_guardian, child, mother, "in_person_id", name="Pal")
    aunt = room.adult(child, "马兰", "unconfirmed", phone="135")
    room.refused("withheld", collectors.confirm, child, aunt, mother)
    assert mother not in {one.adult for one in tellers.guardians(room.read, room.act, [child])}


@pytest.mark.parametrize("name", ["李 刚", "李刚.", "李刚（叔叔）", "ＬＩ－ＧＡＮＧ"])
def test_signs_in_a_name_do_not_hide_an_order(room: Room, child: int, mother: int, name: str) -> None:
    father = room.person("李刚", latin_name="Li Gang")
    room.listed(child, father, "blocked")
    room.refused("looks_blocked", collectors.add_by_guardian, child, mother, "in_person_id", name=name)


def test_no_outcome_in_words_closes_a_child_who_is_not_safe(room: Room, child: int) -> None:
    from deskapp.services import ladder

    concern = room.do(ladder.report_missing, child)
    room.refused("child_not_safe", collectors.write_outcome, concern.id, "surely fine", act=room.by("LM"))
