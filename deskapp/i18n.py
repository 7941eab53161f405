"""The language of the screen.  English stands in the source; the others in locales/, compiled by gettext."""

from __future__ import annotations

import gettext
import os
from datetime import date
from pathlib import Path

DOMAIN = "deskapp"
FOLDER = Path(__file__).parent / "locales"
LANGUAGES = ("en", "zh_CN")

_CONTEXT = "\x04"
"""What gettext writes between a context and its text."""

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:
    """The text itself; it is only marked, so that the catalogue holds it."""
    return text


def NC_(context: str, text: str) -> str:
    """The text marked for one of its meanings, where another language needs a word for each; `_` shows it."""
    return f"{context}{_CONTEXT}{text}"


def _(text: str) -> str:
    """The text in the language of the screen."""
    return _catalogue.gettext(text).rpartition(_CONTEXT)[2] if text else ""


def C_(context: str, text: str) -> str:
    """The text in the language of the screen, in one of its meanings."""
    return _(NC_(context, text))


def set_language(language: str) -> None:
    """Show everything in `language` ("en", "zh_CN") from the next paint on; an unknown one means English."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else "en"
    if _language == "en":
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation(DOMAIN, FOLDER, [_language], fallback=True)


def language() -> str:
    """The language now shown: "en" or "zh_CN"."""
    return _language


def choose_language(asked: str | None, setting: str | None = None) -> str:
    """Which language to show: what was asked for (--lang), DESKAPP_LANG, the centre's setting, else LANG."""
    for wish in (asked, os.environ.get("DESKAPP_LANG"), setting, *map(os.environ.get, ("LC_ALL", "LANG"))):
        if wish:
            return "zh_CN" if wish.lower().startswith("zh") else "en"
    return "en"


_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


def day_text(day: str | date, *, year: bool = True, weekday: bool = True) -> str:
    """A day as people read it: "Mon 23 Nov 2026", "2026年11月23日 周一"; a text that is no day stays as
    it is.
    """
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    pattern = _("{weekday} {day} {month} {year}") if year else _("{weekday} {day} {month}")
    if not weekday:
        pattern = _("{day} {month} {year}") if year else _("{day} {month}")
    return pattern.format(
        weekday=_(_WEEKDAYS[day.weekday()]), day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year
    )


def weekday_text(day: str) -> str:
    """The weekday of a day: "Mon", "周一"."""
    return _(_WEEKDAYS[date.fromisoformat(day).weekday()])
