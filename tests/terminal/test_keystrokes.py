"""How many keys each thing takes, counted by typing them on a real terminal, in one burst.

The counts were promised to whoever stands at the counter: a change that needs one more key fails here.
"""

from __future__ import annotations

from deskapp.services.records import Absence
from tests.terminal.conftest import Copier
from tests.terminal.desks import DAY, Desk, Did, attendances, did, last_line, opened, person, steps

BUS_7 = (
    *("陈小舟", "杜小鹃", "冯小船", "冯小帆", "郭小溪", "胡桃桃"),
    *("黄小石", "蒋小江", "金小铃", "梁小桥", "彭小朋", "余小鱼"),
)


def test_an_arrival_takes_four_keys_and_the_next_one_three(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        assert desk.type("/mq<enter>") <= 4
        desk.expect(r"(?m)^saved .*马青青 Ma Qingqing arrived")
        assert desk.type("ml<enter>") <= 3
        assert desk.type("lg<enter>") <= 3
        desk.done("<esc>")
    assert did(folder, before) == [Did("arrive", (name,)) for name in ("马青青", "马丽丽", "李果果")]


def test_an_arrival_by_card_takes_no_key(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    card = person(folder, "邓佳禾").card
    with Desk(folder) as desk:
        desk.done(f";{card.lstrip(';')}<enter>")  # typed by the scanner
        assert "邓佳禾" in desk.status
    assert did(folder, before) == [Did("scan", ("邓佳禾",))]
    assert attendances(folder)["邓佳禾"].stays[0].arrived_how == "scan"


def test_twelve_off_one_bus_take_at_most_27_keys(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder, now="17:10") as desk:
        assert desk.type("/dx<tab>gg<home>" + "v" * 12 + "a") <= 27
        desk.done("<esc>")
    assert did(folder, before) == [Did("arrive", BUS_7)]


def test_eleven_of_a_bus_where_one_stayed_away(centre_at: Copier) -> None:
    folder = centre_at()
    with Desk(folder, now="17:10") as desk:
        assert desk.type("/dx<tab>gg*<end>va") <= 27
        desk.done("<esc>")
    assert steps(folder) == dict.fromkeys(BUS_7[:-1], "a")


def test_a_pick_up_with_identity_takes_six_keys(centre_at: Copier) -> None:
    folder = centre_at("17:40")
    before = last_line(folder)
    with Desk(folder, now="17:40") as desk:
        assert desk.type("/mq<enter>1k") <= 6
        desk.done("<esc>")
    assert did(folder, before) == [Did("collect", ("马青青",))]
    stay = attendances(folder)["马青青"].stays[-1]
    assert (stay.collected_by, stay.how) == (person(folder, "马红叶").id, "known")


def test_a_sibling_takes_one_key_more(centre_at: Copier) -> None:
    folder = centre_at("17:40")
    before = last_line(folder)
    with Desk(folder, now="17:40") as desk:
        assert desk.type("/mq<enter>1gk") <= 7
        desk.done("<esc>")
    assert did(folder, before) == [Did("collect", ("马青青", "马丽丽"))]


def test_an_absence_by_telephone_with_who_told_takes_nine_keys(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        assert desk.type("/mqq<tab>xs1") <= 9
        desk.finished()
    assert did(folder, before) == [Did("absent", ("马青青",))]
    mother = person(folder, "马红叶")
    with opened(folder) as store:
        child = person(folder, "马青青").id
        found = [one for one in store.read().all(Absence) if one.child == child and one.last >= DAY]
    assert [(one.reason, one.told_by, one.number) for one in found] == [
        ("sick", mother.id, mother.phones[0].number)
    ]


def test_supper_for_forty_takes_four_keys_and_the_exceptions(centre_at: Copier) -> None:
    folder = centre_at()
    with Desk(folder, now="18:00") as desk:
        desk.done("*a")
        before = last_line(folder)
        assert desk.type("ff*s") <= 4
        desk.expect(r"(?m)^saved .*left out")
        desk.finished()
        assert desk.type("/cxm<tab><backspace>") <= 6  # an exception: does not eat after all
        desk.finished()
    fed = [name for name, done in steps(folder).items() if "s" in done]
    assert len(fed) >= 40
    assert "蔡小满" not in fed
    assert "陈静静" not in fed, "what there is would harm her"
    assert [line.code for line in did(folder, before)] == ["supper", "take_back"]
