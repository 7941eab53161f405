"""Names: every way of saying one finds it, lists stand by surname, and cards notice a slip."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deskapp import names

ROOT = Path(__file__).parents[2]


class Named(NamedTuple):
    name: str
    latin_name: str
    readings: tuple[str, ...]


def person(name: str, latin_name: str = "") -> Named:
    return Named(name, latin_name, names.readings(name, latin_name))


def rank(typed: str, name: str, latin_name: str = "", **fields: str) -> int | None:
    text = names.search_text(
        person(name, latin_name),
        fields.get("code", ""),
        fields.get("card", ""),
        [fields["phone"]] if "phone" in fields else [],
    )
    return names.matches(names.query_of(typed), text)


@pytest.mark.parametrize(
    ("typed", "latin_name", "expected"),
    [
        ("djim", "Jimena Duarte", names.JOINED),
        ("jdua", "Jimena Duarte", names.JOINED),
        ("DJimena", "Jimena Duarte", names.JOINED),
        ("tdua", "Tomás Duarte", names.JOINED),
        ("btay", "Balthasar Maximilian Taylor-Johansson", names.JOINED),
        ("tjoh", "Balthasar Maximilian Taylor-Johansson", names.JOINED),
        ("jjim", "Jimena Duarte", None),  # an initial of another part is meant
        ("djm", "Jimena Duarte", None),
        ("dj", "Jimena Duarte", names.INITIALS),  # the initials
        ("dua", "Jimena Duarte", names.READING),
    ],
)
def test_an_initial_and_another_part_of_a_latin_name(
    typed: str, latin_name: str, expected: int | None
) -> None:
    assert rank(typed, "", latin_name) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("马", names.NAME),
        ("马青青", names.NAME),
        ("马 青青", names.NAME),
        ("maqingqing", names.NAME),
        ("MA Qing", names.NAME),  # the Latin name begins so
        ("maqing", names.NAME),
        ("ｍａ", names.NAME),  # full width
        ("majingqing", names.READING),  # 青 is also read jing
        ("mqq", names.INITIALS),
        ("MQQ", names.INITIALS),
        ("mqj", names.INITIALS),
        ("maqq", names.INITIALS),
        ("青", names.INSIDE),
        ("qingqing", names.READING),  # the Latin name in the other order
        ("Qingqing Ma", names.READING),
        ("c-17", names.EXACT),
        ("C-1", names.INSIDE),
        (";004721", names.EXACT),
        ("；004721", names.EXACT),
        ("004721", names.EXACT),
        ("678", names.PHONE),
        ("12345678", names.PHONE),
        ("78", None),  # two digits are no tail
        ("123", None),  # not at the end
        ("qm", names.INITIALS),
        ("zz", None),
        ("", None),
        (" ", None),
        (";", None),
        ("\x1b[2J", None),
    ],
)
def test_a_child_is_found_by_what_is_typed(typed: str, expected: int | None) -> None:
    phone = "+86 138 1234 5678"
    assert rank(typed, "马青青", "Ma Qingqing", code="C-17", card="004721", phone=phone) == expected


@pytest.mark.parametrize(
    ("name", "latin_name", "typed"),
    [
        ("单雄", "", "shan"),
        ("单雄", "", "danxiong"),
        ("解珍", "", "xie"),
        ("曾小红", "", "zxh"),
        ("曾小红", "", "cengxiao"),
        ("欧阳明", "", "ouyangming"),
        ("欧阳明", "", "oym"),
        ("吕布", "", "lvbu"),
        ("吕布", "", "lubu"),
        ("吕布", "", "lyubu"),
        ("Zoë 李", "", "zoe"),
        ("Zoë 李", "", "lizoe"),
        ("Seán O'Brien", "", "obrien"),
        ("Seán O'Brien", "", "O’Brien"),
        ("Taylor-Johansson, Baltasar", "", "taylor joh"),
        ("Taylor-Johansson, Baltasar", "", "baltasar taylor"),
        ("Taylor-Johansson, Baltasar", "", "johansson"),
        ("Anna Maria Smith", "", "smith maria"),
        ("泰勒·约翰松", "", "泰勒约翰"),
        ("[bold]Max", "", "max"),
        ("😀", "", "😀"),
        ("Юлия Ким", "", "ким"),
    ],
)
def test_names_of_every_kind_are_found(name: str, latin_name: str, typed: str) -> None:
    assert rank(typed, name, latin_name) is not None


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [
        ("马青青", "ma qing qing"),
        ("单雄", "shan xiong"),
        ("解珍", "xie zhen"),
        ("曾小红", "zeng xiao hong"),
        ("翟天", "zhai tian"),
        ("欧阳明", "ouyang ming"),
        ("司徒静", "situ jing"),
        ("尉迟恭", "yuchi gong"),
        ("Tyrone Dyer", "dyer tyrone"),
        ("Taylor-Johansson, Baltasar", "taylorjohansson baltasar"),
        ("Madonna", "madonna"),
    ],
)
def test_a_list_stands_by_the_surname_as_a_surname_is_read(name: str, sorted_by: str) -> None:
    assert names.readings(name)[0] == sorted_by


def test_order_is_by_surname_then_by_the_given_name() -> None:
    children = [
        "解珍",
        "陈静",
        "马青青",
        "马丽丽",
        "Taylor, B",
        "蔡小明",
        "单雄",
        "章静",
        "张伟",
        "张爱",
        "Zed",
    ]
    ordered = sorted((person(name) for name in children), key=names.sort_key)
    assert [row.name for row in ordered] == [
        "蔡小明",
        "陈静",
        "马丽丽",
        "马青青",
        "单雄",
        "Taylor, B",
        "解珍",
        "Zed",
        "张爱",
        "张伟",
        "章静",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Grace Okafor", "Grace"),
        ("Łukasz Wójcik", "Łukasz"),
        ("Đặng Văn Ô", "Đặng"),
        ("Éa", "Éa"),
        ("Иван Петров", "Иван"),
        ("许国强", "国强"),
        ("许 国强", "国强"),
        ("欧阳明", "明"),
        ("王", "王"),
        ("古丽娜尔·艾山江", "古丽娜尔"),
        ("古丽娜尔.艾山江", "古丽娜尔"),
        ("阿依 · 买买提", "阿依"),
        ("王·", "王"),
        ("Anna·王", "Anna"),
        ("Anna 王", "Anna"),
        ("王 Anna", "Anna"),
        ("王Anna", "Anna"),
        ("", ""),
    ],
)
def test_only_a_chinese_name_is_told_without_its_first_signs(name: str, told: str) -> None:
    assert names.given_name(name) == told


@given(st.text())
def test_a_name_that_says_something_is_told(name: str) -> None:
    told = names.given_name(name)
    assert told in name.replace(" ", "") or told in name
    assert bool(told) == bool(name)


def test_sorting_and_finding_do_without_stored_readings() -> None:
    bare = Named("Ann Lee", "", ())
    assert names.sort_key(bare)[0] == "ann"
    assert names.matches(names.query_of("lee"), names.search_text(bare)) is not None


@pytest.mark.parametrize("digits", [names.new_card(number) for number in (0, 1, 12345, 99999)])
def test_a_card_notices_each_wrong_digit_and_nearly_every_swap(digits: str) -> None:
    assert names.valid_card(";" + digits) == names.valid_card("；" + digits) == digits
    for place in range(6):
        for other in "0123456789":
            slip = digits[:place] + other + digits[place + 1 :]
            assert bool(names.valid_card(slip)) == (slip == digits)
    for place in range(5):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        pair = {digits[place], digits[place + 1]}
        assert bool(names.valid_card(swapped)) == (swapped == digits or pair == {"0", "9"})


@pytest.mark.parametrize("typed", ["", ";", "12345", "1234567", "abcdef", ";12 456", "٠٠٠٠٠٠"])
def test_what_is_no_card_is_refused(typed: str) -> None:
    assert names.valid_card(typed) == ""


@pytest.mark.parametrize("number", [-1, 100_000])
def test_there_are_a_hundred_thousand_cards(number: int) -> None:
    with pytest.raises(ValueError):
        names.new_card(number)


def test_full_width_digits_are_digits() -> None:
    assert names.valid_card("；００００００") == "000000"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  马  青青 ", "马 青青"),
        ("a\x1b[2Jb", "ab"),
        ("\x1b]0;title\x07Anna", "Anna"),
        ("\x1b]52;c;aGk=\x1b\\Anna", "Anna"),
        ("\x9b31mred", "red"),
        ("\u202eevil\u2066x\u200f", "evilx"),
        ("line\nbreak\ttab", "line break tab"),
        ("zero\u200bwidth", "zerowidth"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("e\u0301", "é"),
        ("half \ud800", "half"),
        ("😀 smile", "😀 smile"),
        ("\x1b", ""),
        ("\x1b]0;never ended", "0;never ended"),
    ],
)
def test_what_is_kept_of_a_text(text: str, shown: str) -> None:
    assert names.visible(text) == shown


@settings(deadline=None)
@given(st.text())
@example("\x1b\x1b[[2J")
@example("a\u0300\u202e\x1b]0;")
def test_visible_text_is_clean_and_stays_as_it_is(text: str) -> None:
    cleaned = names.visible(text)
    assert names.visible(cleaned) == cleaned
    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_no_text_breaks_reading_sorting_or_finding(name: str, latin_name: str, typed: str) -> None:
    named = person(name, latin_name)
    assert 1 <= len(named.readings) <= 70
    names.sort_key(named)
    names.matches(names.query_of(typed), names.search_text(named))


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
LATIN = st.from_regex(r"[A-Z][a-zé]{1,8}( [A-Z][a-zü'-]{1,8}){0,3}", fullmatch=True)


@settings(deadline=None)
@given(st.one_of(HAN, LATIN, st.tuples(HAN, LATIN).map(" ".join)), st.one_of(st.just(""), LATIN))
def test_everybody_is_found_by_each_of_their_own_readings(name: str, latin_name: str) -> None:
    named = person(name, latin_name)
    text = names.search_text(named)
    for reading in named.readings:
        words = reading.split(" ")
        for typed in (reading, "".join(words), words[0], "".join(word[0] for word in words)):
            assert names.matches(names.query_of(typed), text) is not None, typed
    for typed in (name, name.lower(), name[:1], latin_name):
        if names.fold(typed).strip("'- "):
            assert names.matches(names.query_of(typed), text) is not None, typed


def test_finding_and_sorting_never_load_the_dictionary_of_chinese() -> None:
    script = (
        "import sys\n"
        "from deskapp import names\n"
        "from deskapp.services import people\n"
        "from deskapp.services.records import Person\n"
        "one = Person(name='马青青', readings=('ma qing qing',))\n"
        "assert names.matches(names.query_of('mqq'), names.search_text(one)) is not None\n"
        "names.sort_key(one)\n"
        "assert 'pypinyin' not in sys.modules\n"
        "names.readings('Ann Lee')\n"
        "assert 'pypinyin' not in sys.modules\n"
        "names.readings('马青青')\n"
        "assert 'pypinyin' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
