"""How people and proposed families read on a line, and a family in full."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _, day_text
from deskapp.names import full_name
from deskapp.services.answers import Flag
from deskapp.services.finding import Match
from deskapp.services.householdpage import MemberRow
from deskapp.services.peoplelist import FamilyRow, PersonRow
from deskapp.widgets.cells import Line, Span, cut_mark, wrap
from deskapp.widgets.checklist import Cell
from deskapp.words import ALERTS, say_flag, word
from deskapp.words.joins import listed, phrased

WHAT = {
    "blocked": N_("! order"),
    "child": N_("child"),
    "guardian": N_("guardian"),
    "collector": N_("collector"),
    "archived": N_("archived"),
}


def what_words(what: Sequence[str]) -> str:
    """What somebody is: "child, guardian"."""
    return listed(_(WHAT[code]) for code in what)


def tail_of(phone_tail: str) -> str:
    """The end of a number, as it stands under a heading: "…0116"; empty where there is none."""
    return cut_mark() + phone_tail if phone_tail else ""


def fact_words(who: Match | MemberRow) -> tuple[str, str]:
    """Birth date and code, each with its word; empty where there is none."""
    return (
        _("born {day}").format(day=day_text(who.born, weekday=False)) if who.born else "",
        _("code {code}").format(code=who.code) if who.code else "",
    )


def tail_words(match: Match) -> str:
    """The end of somebody's number, which tells two of one name apart."""
    return _("phone {tail}").format(tail=tail_of(match.phone_tail)) if match.phone_tail else ""


def born_words(born: str, age: int) -> str:
    """The birth date with the age: "2017-03-04  9"."""
    return f"{born} {age:>2}" if born else ""


def home_words(row: PersonRow) -> str:
    """Whom somebody lives with: the household's name, or two names and how many more."""
    named = listed(row.lives_with)
    return row.home or (f"{named} +{row.others - 2}" if row.others > 2 else named)


def person_lines(row: PersonRow, room: int) -> list[Line]:
    """Somebody beside the list, nothing cut."""
    lines: list[Line] = [[(text, "strong")] for text in wrap(full_name(row), room)]
    said = [
        what_words(row.what),
        f"{_('born')} {born_words(row.born, row.age)}" if row.born else "",
        f"{_('lives with')} {home_words(row)}" if row.others else "",
        f"{_('phone')} {tail_of(row.phone_tail)}" if row.phone_tail else "",
    ]
    lines += [[(part, "")] for text in said if text for part in wrap(text, room)]
    for flag in row.flags:
        alert = flag.code in ALERTS
        for text in wrap(("! " if alert else "") + say_flag(flag.code, flag.facts), room):
            lines.append([(text, "alert" if alert else "")])
    return lines


def flag_cell(flags: Sequence[Flag]) -> Cell:
    """What to know about somebody: alerts with `!`."""
    spans: list[Span] = []
    for flag in flags:
        alert = flag.code in ALERTS
        spans.append((("! " if alert else "") + say_flag(flag.code, flag.facts), "alert" if alert else ""))
        spans.append(("  ", ""))
    return Cell(spans[0][0], spans[0][1], tuple(spans[1:-1])) if spans else Cell("")


def family_cells(row: FamilyRow) -> Sequence[Cell]:
    """The children, the adults and why, on one line."""
    adults = listed(one.name + (f" ({word(one.relation)})" if one.relation else "") for one in row.adults)
    return (
        Cell(listed(one.name for one in row.children)),
        Cell(adults or _("nobody else")),
        flag_cell((*row.warnings, *row.reasons)),
    )


def family_lines(row: FamilyRow, room: int) -> list[Line]:
    """Everybody who would live together, a person a line, then why, then what speaks against it."""
    lines: list[Line] = [[(_("Would live together:"), "strong")]]
    for one in row.members:
        what = _("child") if one.child else word(one.relation) or _("adult")
        born = day_text(one.born, weekday=False) if one.born else ""
        text = phrased((full_name(one), what, born, listed(one.phones)))
        for number, part in enumerate(wrap(text, room - 2)):
            lines.append([(("  " if not number else "    ") + part, "")])
        if one.homes:
            lines.append([("    " + _("lives in a household already"), "dim")])
    lines.append([(_("Why:"), "strong")])
    lines += [
        [("  " + part, "")]
        for flag in row.reasons
        for part in wrap(say_flag(flag.code, flag.facts), room - 2)
    ]
    if not row.reasons:
        lines.append([("  " + _("on one list as one family"), "")])
    for flag in row.warnings:
        lines += [[("! " + part, "alert")] for part in wrap(say_flag(flag.code, flag.facts), room - 2)]
    return lines
