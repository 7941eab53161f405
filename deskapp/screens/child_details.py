"""What the page of a child shows, and how it is drawn."""

from __future__ import annotations

from typing import NamedTuple

from db import Reader
from deskapp.i18n import N_, _, day_text
from deskapp.names import full_name
from deskapp.screens.people_rows import fact_words
from deskapp.services import people, stays
from deskapp.services.act import Act
from deskapp.services.childday import ChildRow, row_of
from deskapp.services.clocks import clock_at
from deskapp.services.householdpage import ListedRow, MemberRow, member_row
from deskapp.services.records import Person, Staff, Stay
from deskapp.session import Desk
from deskapp.widgets.cells import Line
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.widgets.sheet import WEEKDAYS
from deskapp.words import ALERTS, say_flag, word
from deskapp.words.joins import apart, labelled, phrased

STANDINGS = {
    "authorised": "",
    "unconfirmed": N_("not confirmed"),
    "blocked": N_("NEVER: order on file"),
    "review": N_("NEVER: order, up for review"),
    "expired": N_("time is over"),
}


class StayText(NamedTuple):
    """One coming and going: (what, clock, staff) of each step that was taken."""

    steps: tuple[tuple[str, str, str], ...]


class ChildDetails(NamedTuple):
    """A child's page.  `row` is None where the child is not on today's list; `phones` by adult.

    `hidden`: something is kept from everybody's eyes, and one key away.
    """

    member: MemberRow
    row: ChildRow | None
    stays: tuple[StayText, ...]
    phones: dict[int, tuple[str, ...]]
    consent: str
    escort: str
    hidden: bool


def details_of(reader: Reader, act: Act, child: int) -> ChildDetails:
    """The page of a child as of now.  Raises Refusal unknown_person."""
    from deskapp.services.records import Enrolment

    person = people.known(reader, child)
    member = member_row(reader, act, person)
    place = next(iter(reader.by(Enrolment, "child", child)), None)
    record = stays.open_stay(reader, child) or stays.attendance_of(reader, child, act.day)
    phones = {}
    for listed in member.collectors:
        adult = reader.get(Person, listed.person)
        numbers = adult.phones if adult else ()
        phones[listed.person] = tuple(one.number for one in numbers if one.safe)
    blocked = any(one.standing in ("blocked", "review") for one in member.collectors)
    return ChildDetails(
        member=member,
        row=row_of(reader, act, child),
        stays=tuple(_stay(reader, act, stay) for stay in (record.stays if record else ())),
        phones=phones,
        consent=place.alone_consent if place else "",
        escort=place.escort_phone if place else "",
        hidden=member.address_withheld or blocked,
    )


def _stay(reader: Reader, act: Act, stay: Stay) -> StayText:
    def staff(number: int) -> str:
        one = reader.get(Staff, number)
        return one.name if one else ""

    def clock(instant: str) -> str:
        return clock_at(instant, act.zone)

    steps = [(_("arrived"), clock(stay.arrived), staff(stay.arrived_by))]
    if stay.homework:
        steps.append((_("homework"), clock(stay.homework), staff(stay.homework_by)))
    if stay.supper:
        name = _("supper, something else") if stay.supper_other else _("supper")
        steps.append((name, clock(stay.supper), staff(stay.supper_by)))
    if stay.departed:
        adult = reader.get(Person, stay.collected_by)
        name = full_name(adult) if adult else _("nobody")
        how = {
            "known": _("collected by {name}, known").format(name=name),
            "id": _("collected by {name}, ID seen").format(name=name),
            "alone": _("went home alone"),
            "told": _("is with {name}, as told afterwards").format(name=name),
        }[stay.how or "told"]
        steps.append((how, clock(stay.departed), staff(stay.departed_by)))
    return StayText(tuple(steps))


def lines_of(details: ChildDetails, desk: Desk, columns: int, looked: list[str]) -> list[Line]:
    """All lines of the page, from what must be known down to the last days."""
    member = details.member
    sections = [
        _about(details, columns),
        [line for text in looked for line in paragraph(text, columns, "alert")],
        _today(details, columns),
        _collectors(details, columns),
        _notes(member, columns),
        _days(member, desk, columns),
    ]
    return fill(sections, 1000)


def _about(details: ChildDetails, columns: int) -> list[Line]:
    member, place = details.member, details.member.place
    lines = paragraph(phrased(fact_words(member)), columns)
    if member.allergies is None:
        lines += paragraph(_("allergies: nobody asked yet"), columns, "alert")
    for allergy in member.allergies or ():
        lines += paragraph("! " + labelled(allergy.what, allergy.action), columns, "alert")
    if member.alert:
        lines += paragraph("! " + member.alert, columns, "alert")
    if member.needs_help_to_leave:
        lines += paragraph("! " + _("needs help to leave the building"), columns, "alert")
    if place is not None:
        days = " ".join(_(WEEKDAYS[day - 1]) for day in place.weekdays)
        where = " ".join(f"{place.school} {place.grade} {place.group}".split())
        text = _("{days}, {expected} to {pickup}").format(
            days=days, expected=place.expected, pickup=place.pickup
        )
        lines += paragraph(labelled(where, text), columns)
        if place.alone_from:
            text = _("goes home alone from {clock}: {consent}").format(
                clock=place.alone_from, consent=details.consent
            )
            lines += paragraph(text, columns)
    if details.escort:
        lines += paragraph(_("escort, school: {number}").format(number=details.escort), columns)
    if member.address_withheld:
        lines += paragraph(_("address withheld: w, a look that is written down"), columns)
    elif member.address:
        lines += paragraph(member.address, columns)
    return lines


def _today(details: ChildDetails, columns: int) -> list[Line]:
    row = details.row
    head = _("Today: not on the list")
    if row is not None:
        head = _("Today: expected {due}, collected by {pickup}").format(due=row.due, pickup=row.pickup)
    lines: list[Line] = [[("  " + head, "strong")]]
    for flag in row.flags if row else ():
        alert = flag.code in ALERTS
        if flag.code not in ("allergy", "alert", "note", "not_asked", "needs_help", "alone_from"):
            lines += paragraph(
                ("! " if alert else "") + say_flag(flag.code, flag.facts),
                columns,
                "alert" if alert else "",
                indent=4,
            )
    options = [
        Option(clock, (_("{what} ({who})").format(what=what, who=by),))
        for stay in details.stays
        for what, clock, by in stay.steps
    ]
    return lines + option_lines(options, columns)


def _collectors(details: ChildDetails, columns: int) -> list[Line]:
    options = [_collector(one, details.phones.get(one.person, ())) for one in details.member.collectors]
    if not options:
        return [[("  " + _("Nobody is on the pick-up list."), "alert")]]
    return [[("  " + _("Who may collect, and their numbers:"), "strong")], *option_lines(options, columns)]


def _collector(one: ListedRow, phones: tuple[str, ...]) -> Option:
    blocked = one.standing in ("blocked", "review")
    said = [_(STANDINGS[one.standing])] if STANDINGS[one.standing] else []
    if one.guardian and not blocked:
        said.insert(0, _("guardian"))
    if one.until:
        said.append(_("until {day}").format(day=day_text(one.until, weekday=False)))
    if one.only_on:
        said.append(_("only on {day}").format(day=day_text(one.only_on, weekday=False)))
    name = full_name(one)
    numbers = " ".join(phones) if not blocked else ""
    text = "  ".join(part for part in (numbers, apart(said)) if part)
    digit = str(one.number) if one.number and not blocked else "!" if blocked else "-"
    return Option(digit, (name, word(one.relation), text), style="alert" if blocked else "")


def _notes(member: MemberRow, columns: int) -> list[Line]:
    if not member.notes:
        return []
    lines: list[Line] = [[("  " + _("Open notes:"), "strong")]]
    for note in member.notes:
        lines += paragraph(
            _("{what} ({who})").format(what=note.text, who=word(note.shown)), columns, indent=4
        )
    return lines


def _days(member: MemberRow, desk: Desk, columns: int) -> list[Line]:
    past = [day for day in member.days if day.day != desk.today]
    if not past:
        return []
    options = [
        Option(
            "",
            (
                day_text(day.day, year=False),
                f"{day.in_} - {day.out}" if day.out else day.in_,
                day.collected_name or (_("alone") if day.how == "alone" else ""),
            ),
        )
        for day in past
    ]
    return [[("  " + _("The last days:"), "strong")], *option_lines(options, columns)]
