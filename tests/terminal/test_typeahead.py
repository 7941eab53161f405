"""Keys typed ahead on a real terminal, in one burst or 5 ms apart, through dialogs and changes of page.

None may be lost, none may hit a row or a screen that was not meant: what stands in the journal afterwards is
compared with exactly what was meant, line by line.  Each script says what every piece of it comes to.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from deskapp.services.records import Concern, Note, Person, RollCall
from tests.terminal.conftest import Copier
from tests.terminal.desks import DAY, Desk, Did, did, keys_of, last_line, opened, person, steps

BURST, APART = 0.0, 0.005
ENOUGH = 200
"""Keys in one script, at the least."""


class Piece(NamedTuple):
    """What is typed, and what it comes to in the journal."""

    typed: str
    done: tuple[Did, ...] = ()


def piece(typed: str, *done: str) -> Piece:
    """`done` is written as "arrive 马青青 马丽丽"."""
    return Piece(
        typed,
        tuple(
            Did((words := one.split())[0], tuple(name.replace("_", " ") for name in words[1:]))
            for one in done
        ),
    )


BUS = "陈小舟 杜小鹃 冯小船 冯小帆 郭小溪 胡桃桃 黄小石 蒋小江 金小铃 梁小桥 彭小朋"

ARRIVALS = (
    piece("/mqq<enter>", "arrive 马青青"),
    piece("mll<enter>cai xiaoman<enter>", "arrive 马丽丽", "arrive 蔡小满"),
    piece("wxf<enter>"),  # two are called that
    piece("<down><down><enter>", "arrive 王小芳"),
    piece("zzzz<enter><tab><backspace><backspace><backspace><backspace>"),
    piece("陈静静<enter>", "arrive 陈静静"),
    piece("<f6>/mahongye<f2>"),
    piece("/djh<tab>a", "arrive 邓佳禾"),
    piece("<down>a", "arrive 董冬冬"),
    piece("?<space><esc><down><down>v<down><up>va", "arrive Ana_Duarte Tomás_Duarte"),
    piece("1<down><up>?<esc>2<home><down>h", "homework 陈静静"),
    piece("/dx<tab>gg*<end>va", f"arrive {BUS}"),
    piece("<esc>/lgg<enter><esc>h", "arrive 李果果", "homework 李果果"),
    piece("u", "undo 李果果"),
    piece("@1610h<esc>"),  # before the arrival
    piece("[?<esc>]<end><up>a", "arrive 周米粒"),
    piece("<backspace>", "take_back 周米粒"),
    piece("f<home>ffff/sxs<enter><esc>", "arrive 宋小松"),
    piece("6/fangfang<esc>2/hxb<esc>1"),
    piece("2/ttt<enter><esc><space>", "arrive 唐糖糖", "homework 唐糖糖"),
    piece("/pxp<tab><esc>pq<esc>"),  # two initials are those; then letters that mean nothing
    piece("/htt<tab>gg<home>v<down>v<esc><esc>"),
    piece("/zll<tab><enter><down><space>h?<esc><esc><esc>"),  # the details, their history, help
    piece("/ana duarte<enter>5b0<esc>"),  # the collect dialog: no such number, no order on file
)

DIALOGS = (
    piece("/mqq<enter>b1<enter>1gk", "blocked_came 马青青", "collect 马青青 马丽丽"),
    piece("djh<enter>8k0<esc>c<enter><space>2<enter>1i", "collect 邓佳禾"),
    piece("/lxhe<tab><esc>/zll<enter>1wd0", "withhold 曾乐乐"),
    piece(
        "<esc>/hyt<enter>91ySong Dan<enter>13900001111<enter>uncle<enter>y<enter>", "add_by_guardian 何雨桐"
    ),
    piece("i", "collect 何雨桐"),
    piece("<esc>/liuxing<tab>tyo", "claim 刘星河", "call 刘星河"),
    piece("al0", "call 刘星河", "call 刘星河"),
    piece("/cxz<tab>xsi2", "absent 陈小舟"),
    piece("xr", "withdraw_absence 陈小舟"),
    piece("/jxj<tab>xs9teacher Bo, school<enter>", "absent 蒋小江"),
    piece("/ttt<tab>mbring the blue bag, 2<tab><tab><tab>5<enter>", "add_note 唐糖糖"),
    piece("<enter>?<esc><esc><f6>/fxp<esc><f2>"),
    piece("/hts<esc>/htt<tab>gg*d1820", f"delay {BUS.replace(' 蒋小江', '')} 余小鱼"),
    piece("<esc>r<space><down><space>h30<enter>0", "tick", "tick", "count_heads"),
    piece("1<f9>wm<enter>2"),
    piece("/ouyang<tab>hs", "supper 欧阳小春"),  # her homework is done: h changes nothing
    piece("u", "undo 欧阳小春"),
)


def done_in(folder: Path, before: int) -> list[Did]:
    """What was done since; who stands first in a roll call is the demo's affair."""
    return [Did("tick") if one.code == "tick" else one for one in did(folder, before)]


def fullwidth(words: str) -> list[str]:
    """The same keys as a Chinese keyboard sends them in its full-width mode; named keys stay."""
    marks = {"/": "、", "[": "【", "]": "】", "<": "《", ">": "》", ";": "；", " ": "\u3000"}
    return [
        key if len(key) > 1 or not key.isascii() else marks.get(key, chr(ord(key) + 0xFEE0))
        for key in keys_of(words)
    ]


SCRIPTS = {"arrivals": ("16:20", ARRIVALS), "dialogs": ("17:40", DIALOGS)}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("apart", [BURST, APART], ids=["burst", "5 ms apart"])
def test_every_key_lands_where_it_was_meant(centre_at: Copier, script: str, apart: float) -> None:
    clock, pieces = SCRIPTS[script]
    folder = centre_at(clock)
    before = last_line(folder)
    with Desk(folder, now=clock) as desk:
        count = desk.type("".join(one.typed for one in pieces), apart)
        desk.finished()
    assert count >= ENOUGH
    assert done_in(folder, before) == [one for part in pieces for one in part.done]


def test_full_width_keys_are_the_same_keys(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        desk.press(*fullwidth("".join(one.typed for one in ARRIVALS)))
        desk.finished()
    assert did(folder, before) == [one for part in ARRIVALS for one in part.done]


def test_what_the_dialogs_wrote(centre_at: Copier) -> None:
    """Texts typed ahead into fields are whole, and stand in the right records."""
    folder = centre_at("17:40")
    with Desk(folder, now="17:40") as desk:
        desk.done("".join(one.typed for one in DIALOGS))
    with opened(folder) as store:
        reader = store.read()
        child = {one.name: one.id for one in reader.all(Person)}
        assert [one.text for one in reader.all(Note) if one.person == child["唐糖糖"]] == [
            "bring the blue bag, 25"
        ]
        (calls,) = [one.calls for one in reader.all(Concern) if one.child == child["刘星河"]]
        assert [call.result for call in calls] == ["looked", "no_answer", "left_message"]
        (roll_call,) = reader.on(RollCall, DAY)
        assert not roll_call.ended_at
        assert len(roll_call.ticked) == 2
    assert [one.number for one in person(folder, "Song Dan").phones] == ["13900001111"]
    assert steps(folder)["何雨桐"] == "ad"


def paste(text: str) -> str:
    """What a terminal sends for a paste."""
    return f"\x1b[200~{text}\x1b[201~"


def test_a_paste_is_text_and_never_keys(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        desk.send(paste("a\rs\rmqq\r") + "\x1b")  # on a list: searched, not carried out
        desk.send("/" + paste("mqq\r\rsss") + "\r\x1b")  # its first line
        desk.send("m" + paste("two\nlines") + " and more\r")
        desk.send("c" + paste("1k") + "1" + paste("k") + "0")  # a dialog without a field takes none
        desk.finished()
    assert did(folder, before) == [Did("arrive", ("马青青",)), Did("add_note", ("马青青",))]
    with opened(folder) as store:
        assert [one.text for one in store.read().all(Note) if one.text.startswith("two")] == ["two and more"]


def test_chinese_typed_on_a_list_is_searched(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        desk.type("马青青<enter>")
        desk.expect("马青青 Ma Qingqing arrived")
        desk.type("<esc>")
        desk.finished()
    assert did(folder, before) == [Did("arrive", ("马青青",))]
