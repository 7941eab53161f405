"""What the household page says: a line for each who lives there, and all that one of them uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from deskapp.i18n import C_, N_, _, day_text
from deskapp.names import full_name
from deskapp.screens.client_lines import meals_words
from deskapp.services.householdpage import DayRow, HomeRow, HouseholdPage, ListedRow, MemberRow, PlaceRow
from deskapp.services.peoplelist import age_on
from deskapp.services.records import Allergy
from deskapp.widgets.cells import Line, Span, fit, width, wrap
from deskapp.widgets.checklist import Cell
from deskapp.widgets.sheet import WEEKDAYS
from deskapp.words import word
from deskapp.words.joins import apart, labelled, listed, phrased

if TYPE_CHECKING:
    from deskapp.screens.household import Lives

STANDINGS = {
    "authorised": N_("may collect"),
    "unconfirmed": N_("not confirmed: ID and a call first"),
    "expired": N_("could collect until {day}"),
    "blocked": N_("BLOCKED: an order is on file"),
    "review": N_("BLOCKED: order past its end, to be reviewed"),
}
SEXES = {"f": N_("female"), "m": N_("male")}
CONCERNS = {
    "not_accounted": N_("not accounted for"),
    "not_collected": N_("not collected"),
    "unclosed": N_("never signed out"),
    "blocked_came": N_("a blocked person came"),
    "missing": N_("MISSING"),
    "not_home": N_("did not open the door"),
    "refused_twice": N_("refused meals twice in a row"),
}
LABEL = 14

Section = tuple[str, Sequence[tuple[str, str]]]
"""A label, and what stands beside it: (text, style) a line."""


def home_line(home: HomeRow, page: HouseholdPage | None) -> Line:
    """The household's name and address; that there is another, or that a family waits to be confirmed."""
    if not home.household:
        spans: list[Span] = [("  " + _("No household yet: + says who lives here, too."), "")]
    else:
        name = home.name or _("Household")
        address = _("address withheld") if home.address_withheld else home.address or _("no address")
        spans = [("  " + name, "strong"), ("   " + address, "")]
    if page is not None and len(page.homes) > 1:
        spans.append(("   " + _("lives in {count} households").format(count=len(page.homes)), "dim"))
    if page is not None and page.proposals:
        spans.append(("   " + _("! a family to confirm: 6, then f"), "alert"))
    return spans


def member_cells(row: Lives, today: str) -> Sequence[Cell]:
    """Name, relation, birth date with age, and the first phone or the place."""
    member = row.member
    name = full_name(member)
    alert = "! " if member.allergies or member.alert else ""
    born = f"{member.born} {age_on(member.born, date.fromisoformat(today)):>3}" if member.born else ""
    if member.place:
        last = place_words(member.place)
    else:
        last = apart(phone_words(phone.number, phone.safe) for phone in member.phones[:2])
    if row.first and row.home.household and not member.place and not last:
        last = _("no phone on file")
    return (Cell(alert + name, "alert" if alert else ""), Cell(word(member.relation)), Cell(born), Cell(last))


def member_lines(
    member: MemberRow,
    columns: int,
    seen: Mapping[int, str],
    orders: Mapping[int, Mapping[int, str]],
    home: str = "",
) -> list[Line]:
    """Everything about one of them, a label before each part; nothing is cut.  `home` is the address that
    stands above already: it is not said again.
    """
    lines: list[Line] = []
    for label, parts in sections(member, seen, orders.get(member.person, {})):
        if label == _("address") and parts == [(home, "")]:
            continue
        for number, (text, style) in enumerate(parts):
            for more, piece in enumerate(wrap(text, columns - LABEL - 3)):
                head = label if not number and not more else ""
                indent = "  " if more else ""
                lines.append([("  ", ""), (fit(head, LABEL), "strong"), (indent + piece, style)])
    return lines


def sections(member: MemberRow, seen: Mapping[int, str], reasons: Mapping[int, str]) -> Iterable[Section]:
    """The parts of somebody's details that say something, alerts first."""
    alerts = [*allergy_words(member.allergies)]
    if member.alert:
        alerts.append(("! " + member.alert, "alert"))
    if member.needs_help_to_leave:
        alerts.append(("! " + _("needs help to leave the building"), "alert"))
    if member.allergies is None and (member.place or member.meals):
        alerts.append((_("allergies: nobody asked yet"), ""))
    yield from _section(_("alert"), alerts)
    yield from _section(
        C_("trouble", "open"),
        [
            (
                "! "
                + _("{what}, since {day} {clock}").format(
                    what=_(CONCERNS.get(one.kind, one.kind)),
                    day=day_text(one.day, year=False),
                    clock=one.clock,
                ),
                "alert",
            )
            for one in member.concerns
        ],
    )
    yield from _section(
        _("phone"),
        [(phone_words(phone.number, phone.safe), "" if phone.safe else "alert") for phone in member.phones],
    )
    yield from _section(_("place"), [(place_words(member.place, whole=True), "")] if member.place else [])
    yield from _section(_("collected by"), [listed_words(one, reasons) for one in member.collectors])
    if member.place and not member.collectors:
        yield (_("collected by"), [("! " + _("nobody may collect this child yet: l, then +"), "alert")])
    yield from _section(_("collects"), [collects_words(one) for one in member.collects])
    yield from _section(_("meals"), meals_words(member.meals) if member.meals else [])
    yield from _section(_("last days"), [(day_words(one), "") for one in member.days])
    yield from _section(
        _("notes"),
        [
            (labelled(phrased((day_text(one.day, year=False), word(one.shown))), one.text), "")
            for one in member.notes
        ],
    )
    yield from _section(_("address"), address_words(member, seen))
    about = [
        _(SEXES[member.sex]) if member.sex else "",
        member.language,
        member.code and _("code {code}").format(code=member.code),
        member.card and _("card {card}").format(card=member.card),
    ]
    yield from _section(_("about"), [(phrased(about), "")] if any(about) else [])
    yield from _section(_("remarks"), [(member.remarks, "")] if member.remarks else [])
    if member.archived:
        yield (_("archived"), [(_("this record is archived"), "dim")])


def _section(label: str, parts: Sequence[tuple[str, str]]) -> Iterable[Section]:
    if parts:
        yield (label, parts)


def allergy_words(allergies: Sequence[Allergy] | None) -> Iterable[tuple[str, str]]:
    """Each allergy with what to do, and in what it is."""
    for one in allergies or ():
        text = "! " + labelled(one.what, one.action)
        if one.words:
            text += " " + _("(in {words})").format(words=listed(one.words))
        yield (text, "alert")


def phone_words(number: str, safe: bool) -> str:
    """A number, and that it must not be called."""
    return number if safe else _("! {number} NOT SAFE to call").format(number=number)


def address_words(member: MemberRow, seen: Mapping[int, str]) -> list[tuple[str, str]]:
    """The address; a withheld one only after somebody looked."""
    if not member.address_withheld:
        return [(member.address, "")] if member.address else []
    if member.person in seen:
        return [(seen[member.person] or _("none on file"), "alert"), (_("withheld: tell nobody"), "alert")]
    return [(_("withheld: w shows it, and the look is written down"), "alert")]


def place_words(place: PlaceRow, whole: bool = False) -> str:
    """School, grade, group, weekdays and times: "Yucai 2, Mon-Fri 16:30-20:00"."""
    school = " ".join(text for text in (place.school, place.grade, place.group) if text)
    parts = [school, f"{weekday_words(place.weekdays)} {place.expected}-{place.pickup}"]
    if not place.now:
        parts.append(_("not now"))
    if whole:
        parts.append(_("since {day}").format(day=day_text(place.since, weekday=False)))
        if place.until:
            parts.append(_("until {day}").format(day=day_text(place.until, weekday=False)))
        if place.alone_from:
            parts.append(_("goes home alone from {clock}").format(clock=place.alone_from))
    return phrased(parts)


def weekday_words(days: Sequence[int]) -> str:
    """Weekdays, a run of three or more as "Mon-Fri"."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    named = [
        f"{_(WEEKDAYS[run[0] - 1])}-{_(WEEKDAYS[run[-1] - 1])}"
        if len(run) > 2
        else " ".join(_(WEEKDAYS[day - 1]) for day in run)
        for run in runs
    ]
    return " ".join(named)


def listed_words(one: ListedRow, reasons: Mapping[int, str]) -> tuple[str, str]:
    """An adult on the child's list: digit, name, relation, and what it means today."""
    ban = one.standing in ("blocked", "review")
    name = full_name(one)
    guardian = _("says: guardian; a manager confirms") if one.claimed else _("guardian")
    who = [word(one.relation), guardian if one.guardian else ""]
    parts = [_(STANDINGS[one.standing]).format(day=day_text(one.only_on or one.until, weekday=False))]
    if one.standing == "authorised" and (one.until or one.only_on):
        day = day_text(one.only_on or one.until, weekday=False)
        parts.append((_("only on {day}") if one.only_on else _("until {day}")).format(day=day))
    if ban:  # what must not be missed stands first, whatever else the adult is
        parts += [order_words(one), *who]
    else:
        name, parts = phrased((name, who[0])), [who[1], *parts]
    if one.person in reasons:
        parts.append(_("why: {why}").format(why=reasons[one.person] or _("none on file")))
    if one.times:
        parts.append(
            _("times here: {count}, last {day}").format(
                count=one.times, day=day_text(one.last_day, year=False)
            )
        )
    digit = f"{one.number}  " if one.number and not ban else "!  " if ban else "   "
    return (digit + labelled(name, phrased(parts)), "alert" if ban else "")


def order_words(one: ListedRow) -> str:
    """From when until when an order holds: "since 15 Oct 2026, until 15 Apr 2027"."""
    since = _("since {day}").format(day=day_text(one.order_since, weekday=False)) if one.order_since else ""
    until = _("until {day}").format(day=day_text(one.order_until, weekday=False)) if one.order_until else ""
    return phrased((since, until))


def collects_words(one: ListedRow) -> tuple[str, str]:
    """A child on whose list this adult is."""
    ban = one.standing in ("blocked", "review")
    name = full_name(one)
    what = _(STANDINGS[one.standing]).format(day=day_text(one.only_on or one.until, weekday=False))
    return (("! " if ban else "") + labelled(name, what), "alert" if ban else "")


def day_words(one: DayRow) -> str:
    """A stay: "Fri 20 Nov  16:40-18:07  Ma Hong"."""
    out = one.out or _("here now")
    who = {"alone": _("went alone"), "told": _("as told afterwards")}.get(one.how, "")
    who = phrased((one.collected_name, who))
    day = day_text(one.day, year=False)
    return f"{day}{' ' * max(1, 12 - width(day))}{one.in_}-{out}  {who}".rstrip()
