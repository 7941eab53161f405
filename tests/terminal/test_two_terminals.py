"""Two desks on one folder, each in a terminal of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskapp.services.records import Note
from tests.terminal.conftest import Copier
from tests.terminal.desks import Desk, Did, attendances, command, did, last_line, opened, person, steps


@contextmanager
def two_desks(folder: Path, now: str = "16:20", page: int = 2) -> Iterator[tuple[Desk, Desk]]:
    """Chen Li at reception-1 and Wu Min at the gate."""
    with (
        Desk(folder, now=now, page=page) as first,
        Desk(folder, now=now, staff="WM", name="gate-2", page=page) as second,
    ):
        yield first, second


def test_a_step_at_one_is_seen_at_the_other_and_moves_nothing(centre_at: Copier) -> None:
    folder = centre_at()
    with two_desks(folder) as (first, second):
        first.done("<down><down><down>")
        before = first.cursor
        assert "邓佳禾" in before
        second.type("/cxm<enter>cjj<enter>")
        first.expect_row("蔡小满", "here")
        first.expect_row("陈静静", "here")
        assert first.cursor == before
        first.type("a")  # and the next key means the row it stood on
        second.expect_row("邓佳禾", "here")
    assert steps(folder) == {"蔡小满": "a", "陈静静": "a", "邓佳禾": "a"}


def test_a_change_elsewhere_waits_for_no_key_and_takes_no_page(centre_at: Copier) -> None:
    folder = centre_at()
    with two_desks(folder) as (first, second):
        first.type("/xj")
        first.expect(r"(?m)^/ xj")
        second.type("/xjh<enter>")
        first.expect_row("徐静好", "here")
        first.expect(r"(?m)^/ xj\b")
        first.type("h<enter>")  # she is here now: Enter asks who collects
        first.expect("COLLECT A CHILD")
        second.type("<esc>1")
        second.expect(r"\[1 ")
        first.expect("COLLECT A CHILD")
    assert steps(folder) == {"徐静好": "a"}


def test_a_child_collected_at_both_at_once_goes_once_and_the_other_is_told(centre_at: Copier) -> None:
    folder = centre_at("17:40")
    before = last_line(folder)
    with two_desks(folder, "17:40") as both:
        for desk in both:
            desk.type("/mqq<enter>")
            desk.expect("COLLECT A CHILD")
        both[0].type("1")
        both[1].type("2")
        both[0].expect(r"(?m)^>.*马红叶|马红叶 .*>|k .*马红叶")
        for desk in both:
            desk.send("k")
        for desk in both:
            desk.expect(r"(?m)^(saved .*马青青.*collected by|.*collected at 17:4\d by (马红叶|王秀兰))")
        stay = attendances(folder)["马青青"].stays[-1]
        refused, other, staff = (
            (both[1], "reception-1", "陈丽")
            if stay.departed_on == "reception-1"
            else (both[0], "gate-2", "吴敏")
        )
        refused.expect(r"collected at 17:4\d by (马红叶|王秀兰)")
        assert other in refused.text
        assert staff in refused.text
    assert [one for one in did(folder, before) if one.code == "collect"] == [Did("collect", ("马青青",))]
    assert (stay.departed_on, stay.departed_by) == (other, person_of_staff(folder, staff))


def person_of_staff(folder: Path, name: str) -> int:
    """The id of the staff of this name."""
    with opened(folder) as store:
        return next(one.doc_id for one in store.table("staff").all() if one["name"] == name)


def test_a_half_typed_form_is_kept(centre_at: Copier) -> None:
    folder = centre_at()
    with two_desks(folder) as (first, second):
        first.type("mthe red umb")
        first.expect("the red umb")
        second.type("/cjj<enter>hyt<enter><esc>")
        second.finished()
        second.type("<home>mher shoes<enter>")  # a note about the same child
        first.expect("her shoes")
        first.expect("the red umb")
        first.type("rella<enter>")
        first.finished()
    with opened(folder) as store:
        child = person(folder, "蔡小满").id
        texts = [one.text for one in store.read().all(Note) if one.person == child]
    assert texts == ["her shoes", "the red umbrella"]


def test_a_form_says_who_changed_its_record_meanwhile(centre_at: Copier) -> None:
    folder = centre_at()
    with two_desks(folder, page=6) as (first, second):
        for desk in (first, second):
            desk.type("/maqingqing<tab>e")
            desk.expect("Ma Qingqing")
            desk.expect("(?i)birth|born")
        second.type("<tab> Qing<ctrl+s>")
        second.finished()
        first.expect("吴敏")  # who it was
        first.expect("gate-2")
    assert person(folder, "马青青").latin_name == "Ma Qingqing Qing"


def test_two_bursts_at_once_lose_nothing(centre_at: Copier) -> None:
    folder = centre_at()
    mine = ("mqq", "mll", "cxm", "cjj", "djh", "jxj", "hyt", "lgg", "syy", "wxh", "xjh", "zxl")
    theirs = ("ssy", "oxc", "xxb", "lxl", "dxj", "gxx", "sxs", "ttt", "xyx", "fxf", "ddd", "yyy")
    with two_desks(folder) as (first, second):
        first.type("/" + "".join(f"{name}<enter>" for name in mine) + "<esc>")
        second.type("/" + "".join(f"{name}<enter>" for name in theirs) + "<esc>")
        first.finished()
        second.finished()
        first.expect("here 24 ")
        second.expect("here 24 ")
    assert set(steps(folder).values()) == {"a"}
    assert len(steps(folder)) == 24
    checked = command(folder, "check")
    assert checked.returncode == 0, checked.stderr
