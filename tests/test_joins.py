"""The joins of a line, in each language, and that no screen writes its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskapp.i18n import C_, _, set_language
from deskapp.words.joins import apart, labelled, listed, phrased

SOURCES = [
    path
    for place in ("screens", "words", "widgets")
    for path in sorted((Path(__file__).parent.parent / "deskapp" / place).glob("*.py"))
]


@pytest.fixture(autouse=True)
def english_again():
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["rice, egg", "Ma Hong, mother", "extra; note", "peanut: call 120", "peanut"]),
        ("zh_CN", ["rice、egg", "Ma Hong，mother", "extra；note", "peanut：call 120", "peanut"]),
    ],
)
def test_parts_are_joined_as_the_language_does(language, said):
    set_language(language)
    assert [
        listed(("rice", "", "egg")),
        phrased(("Ma Hong", "mother", "")),
        apart(("extra", "note")),
        labelled("peanut", "call 120"),
        labelled("peanut", ""),
    ] == said


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_join_is_written_where_it_is_used(source):
    text = source.read_text("utf-8")
    if source.stem != "joins":
        assert not re.search(r'"(; |, |: )"\)?\s*(\.join|\+)', text)
    assert not re.search(r'f"[^"\n]*\{[^}"]*\}(, |; |: )\{', text)


def test_one_word_may_have_a_translation_for_each_meaning():
    set_language("zh_CN")
    assert (_("here"), C_("key", "here")) == ("在园", "签到")
    assert (_("next"), C_("family", "next")) == ("下一步", "下一家")
    assert (_("name"), C_("household", "name")) == ("姓名", "名称")
    assert (_("safe"), C_("phone", "safe")) == ("平安", "安全")
    set_language("en")
    assert C_("key", "here") == "here"
