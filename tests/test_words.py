"""Every code has a sentence, every sentence its facts, and every string its translation."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import pytest

from db import errors
from deskapp import words
from deskapp.i18n import LANGUAGES, set_language
from deskapp.services.codes import FLAG_FACTS, REFUSAL_FACTS
from deskapp.services.daybook import Dish
from deskapp.services.labels import LABELS
from tests import locales_update

STORE_ERRORS = {
    kind.code
    for _name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.StoreError)
}
KINDS = {"", "name", "names", "staff", "time", "day", "dated", "when", "word", "field", "cause", "to"}


def placeholders(text: str) -> dict[str, str]:
    """The placeholders of a sentence with their kinds."""
    return {
        field: (kind or "").rstrip("?")
        for _text, field, kind, _conversion in Formatter().parse(text)
        if field
    }


@pytest.fixture(autouse=True)
def english():
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("catalogue", "codes"),
    [
        (words.SENTENCES, set(REFUSAL_FACTS) | STORE_ERRORS),
        (words.DONE, set(LABELS)),
        (words.FLAGS, set(FLAG_FACTS)),
    ],
    ids=["refusals and store", "labels", "flags"],
)
def test_every_code_has_a_sentence(catalogue, codes):
    assert sorted(codes - set(catalogue)) == []


@pytest.mark.parametrize(
    ("catalogue", "facts"),
    [(words.SENTENCES, REFUSAL_FACTS), (words.DONE, LABELS), (words.FLAGS, FLAG_FACTS)],
    ids=["refusals", "labels", "flags"],
)
def test_a_sentence_uses_only_the_facts_of_its_code(catalogue, facts):
    wrong = {
        code: sorted(set(placeholders(catalogue[code])) - set(names))
        for code, names in facts.items()
        if code in catalogue and set(placeholders(catalogue[code])) - set(names)
    }
    assert wrong == {}


def test_every_placeholder_is_of_a_known_kind():
    for catalogue in (words.SENTENCES, words.DONE, words.FLAGS):
        for code, sentence in catalogue.items():
            assert set(placeholders(sentence).values()) <= KINDS, code


@pytest.fixture(scope="module", params=LANGUAGES[1:])
def catalogue(request):
    return request.param, locales_update.read(request.param)


def test_every_string_is_translated(catalogue):
    _language, translated = catalogue
    missing = [
        (message.context, message.id)
        for message in locales_update.template()
        if message.id and not has(translated, message)
    ]
    assert missing == []


def has(catalogue, wanted):
    message = catalogue.get(wanted.id, wanted.context)
    return message is not None and message.string and not message.fuzzy


def test_a_translation_has_the_placeholders_of_its_string(catalogue):
    _language, translated = catalogue
    wrong = [
        (message.id, message.string)
        for message in translated
        if message.id and message.string and placeholders(message.id) != placeholders(message.string)
    ]
    assert wrong == []


def test_the_compiled_file_is_up_to_date(catalogue):
    language, _translated = catalogue
    binary = locales_update.po_file(language).with_suffix(".mo").read_bytes()
    assert binary == locales_update.compiled(locales_update.updated(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language):
    """All codes in all languages, with facts that are missing: nothing is raised, nothing is left
    unfilled.
    """
    set_language(language)
    for code in words.SENTENCES:
        assert "{" not in words.say(code, {}), code
    for code in words.DONE:
        assert "{" not in words.say_done(code, {"children": [1, 2, 3, 4]}), code
    for code in words.FLAGS:
        assert "{" not in words.say_flag(code, {}), code


def test_every_part_of_a_meal_has_a_word():
    parts = get_args(get_type_hints(Dish)["part"])
    assert len(parts) > 1
    assert set(parts) <= set(words.WORDS)
    set_language("zh_CN")
    assert [part for part in parts if words.word(part) == part] == []


def test_every_reason_of_the_store_has_words():
    """What `reason` may hold in an error that a sentence gives the cause of, as db/ writes it."""
    source = "\n".join(path.read_text("utf-8") for path in Path(errors.__file__).parent.glob("*.py"))
    told = set(re.findall(r'(?:ReadOnly|Damaged|NotSaved)\([^)]*reason="(\w+)"', source))
    told |= set(re.findall(r'read_only = \("(\w+)"', source))
    assert len(told) > 10
    assert sorted(code for code in told if words.cause(code) == code) == []


def test_a_line_that_is_not_known_is_not_named():
    facts = {"reason": "no_journal", "file": "journal", "line": 0}
    assert words.say("only_reading", facts).startswith("READ ONLY (the journal is missing): journal. ")
    facts = {"reason": "broken_line", "file": "journal/1.jsonl", "line": 7}
    assert words.say("damaged", facts).startswith("journal/1.jsonl, line 7: a damaged line. ")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("16:52", "16:52"),
        ("2026-11-23T16:52", "Mon 16:52"),
        ("2026-11-03", "Tue 3 Nov"),
        ("2026-11-23T08:52:00Z", "Mon 23 Nov 08:52"),
    ],
)
def test_a_time_of_another_day_is_said_with_its_day(value, shown):
    assert shown in words.say("collect_at_desk", {"child": "Ann", "since": value})


@pytest.mark.parametrize(
    ("language", "to", "said"),
    [
        ("en", "daughter", "Ma Hong delivered to daughter"),
        ("en", "", "Ma Hong delivered"),
        ("zh_CN", "女儿", "马红已送到，交给女儿"),
        ("zh_CN", "", "马红已送到"),
    ],
)
def test_a_meal_that_somebody_else_took_says_to_whom(language, to, said):
    set_language(language)
    name = "Ma Hong" if language == "en" else "马红"
    for facts in ({"words": to}, {"words": to or None}):
        assert words.say_done("meal_delivered", {"people": [7], **facts}, {("name", 7): name}) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_to_type_has_no_sign_that_cannot_be_typed(language):
    set_language(language)
    command = words.say("no_printer", {}).partition("deskapp print")[2]
    assert "--out FILE.pdf" in command
    assert "…" not in command
