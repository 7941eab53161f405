"""Today's plan, kept: whoever is due today is looked for and called for, also where the plan is changed.

The list of a day is worked out from the places as they are.  A change of them – another weekday, a later
collection, an import, a day on which the centre is shut – would take a child off it whom nobody has seen yet.
Every rule that changes a plan therefore comes here first.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import centre as centres
from deskapp.services import concerns, stays
from deskapp.services.act import Act
from deskapp.services.childday import ChildRow, child_day
from deskapp.services.clocks import minute_of, minutes, weekday
from deskapp.services.records import Attendance, Enrolment, Trouble


def planned_on(reader: Reader, place: Enrolment, day: str) -> bool:
    """Whether the child is expected on that day: a planned weekday within the enrolment, and the centre is
    open.
    """
    within = place.since <= day and (not place.until or day <= place.until)
    return within and weekday(day) in place.weekdays and centres.is_open(reader, day)


def kind_for(row: ChildRow) -> Trouble | None:
    """Which ladder `t` opens on a row; None where nobody has to be called (gone, absent).

    Who was not collected yesterday is not collected today: that ladder goes on, with its calls and its
    claim, and no other begins.
    """
    if "missing" in row.open_kinds:
        return "missing"
    if row.state == "unclosed" and "not_collected" in row.open_kinds:
        return "not_collected"
    kinds: dict[str, Trouble] = {
        "coming": "not_accounted",
        "not_accounted": "not_accounted",
        "here": "not_collected",
        "unclosed": "unclosed",
    }
    return kinds.get(row.state)


def write_down(tx: Transaction, act: Act, row: ChildRow, day: str) -> bool:
    """Writes down, as the desk itself, what is due of this row; False where it is written already."""
    kind = kind_for(row)
    if kind is None or any(concerns.open_for(tx, row.child, one) for one in (kind, "missing")):
        return False
    by_itself = replace(act, staff=0)
    concerns.opened(tx, by_itself, row.child, kind, day=row.stay_open_since or day)
    return True


def before_places(tx: Transaction, act: Act, places: Iterable[Enrolment]) -> None:
    """These places are about to be written: what is overdue is written down, and today stays as planned.

    A child who is still expected is expected today at the time that was planned, where the new place has
    no such day or, that time being past, a later one; one whose time to be collected is past keeps that.
    """
    changed = {place.child: place for place in places}
    for row in child_day(tx, act, act.day).rows if changed else ():
        place = changed.get(row.child)
        if place is None:
            continue
        if row.overdue:
            write_down(tx, act, row, act.day)
        elif row.state == "coming":
            later = _past(act, row.due) and place.expected > row.due
            if later or not planned_on(tx, place, act.day):
                _keep(tx, act, row)
        elif row.state == "here" and _past(act, row.pickup) and place.pickup > row.pickup:
            _keep(tx, act, row)


def before_settings(tx: Transaction, act: Act, *, planned: bool) -> None:
    """The centre's settings are about to be written; `planned` says that today stays one of its weekdays."""
    for row in child_day(tx, act, act.day).rows:
        if row.overdue:
            write_down(tx, act, row, act.day)
        elif row.state == "coming" and not planned:
            _keep(tx, act, row)


def before_closing(tx: Transaction, act: Act) -> None:
    """The centre is about to be shut today: whose time has come already is looked for all the same."""
    for row in child_day(tx, act, act.day).rows:
        if row.overdue or (row.state == "coming" and _past(act, row.due)):
            write_down(tx, act, row, act.day)


def _past(act: Act, clock: str) -> bool:
    return minute_of(act, act.day) >= minutes(clock)


def _keep(tx: Transaction, act: Act, row: ChildRow) -> None:
    """Today's times of this child no longer follow from the place; nobody has delayed or agreed them."""
    record = stays.attendance_of(tx, row.child, act.day) or Attendance(day=act.day, child=row.child)
    if record.stays:
        tx.put(replace(record, pickup=record.pickup or row.pickup))
    else:
        tx.put(replace(record, expected=record.expected or row.due))
