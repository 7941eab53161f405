"""The lists that leave the desk, as rows of text by heading; empty text where there is nothing.

Withheld addresses are withheld, and a blocked adult is on no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from db import Reader
from deskapp.exchange.cells import write_allergies, write_phone
from deskapp.exchange.headings import FIELDS
from deskapp.names import sort_key
from deskapp.services.act import Act, from_instant
from deskapp.services.childday import ChildRow, child_day
from deskapp.services.homes import guardians, of_person, where, withheld_addresses
from deskapp.services.people import what_they_are
from deskapp.services.records import Absence, Attendance, Collector, Enrolment, Person, Staff, Stay

Row = dict[str, str]

ATTENDANCE = (
    "day",
    "name",
    "code",
    "status",
    "arrived",
    "homework",
    "supper",
    "departed",
    "collected_by",
    "absence",
)
PEOPLE = (
    "name",
    "latin_name",
    "code",
    "sex",
    "born",
    "phone_1",
    "phone_2",
    "address",
    "language",
    "is",
    "household",
)
STAFF = ("name", "latin_name", "code", "role", "phone")
HEADINGS: dict[str, tuple[str, ...]] = {
    "children": FIELDS,
    "attendance": ATTENDANCE,
    "people": PEOPLE,
    "staff": STAFF,
}
STATUS = {"here": "present", "gone": "departed"}
"""States that a list calls by another word than the screen; the others keep theirs."""


def children(reader: Reader, day: str) -> list[Row]:
    """Everybody with a place on or after `day`, by surname, with the headings that an import reads."""
    found = []
    withheld = withheld_addresses(reader)
    for enrolment in reader.all(Enrolment):
        person = reader.get(Person, enrolment.child)
        if person and not person.archived and not (enrolment.until and enrolment.until < day):
            found.append((sort_key(person), child_row(reader, person, enrolment, withheld)))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def child_row(reader: Reader, person: Person, enrolment: Enrolment, withheld: frozenset[str]) -> Row:
    """A child as listed."""
    contacts = guardians(reader, person.id)[:2]
    row = {
        **of_person_row(person, withheld),
        "school": enrolment.school,
        "grade": enrolment.grade,
        "weekdays": " ".join(str(day) for day in enrolment.weekdays),
        "expected": enrolment.expected,
        "allergies": write_allergies(person.allergies),
        "may_collect": may_collect(contacts),
        "group": enrolment.group,
        "notes": person.notes,
    }
    for place, entry in enumerate(contacts, start=1):
        adult = reader.get(Person, entry.adult)
        if adult is not None:
            row[f"guardian_{place}"] = adult.name
            row[f"relation_{place}"] = entry.relation
            row[f"phone_{place}"] = write_phone(adult.phones[0]) if adult.phones else ""
    return row


def may_collect(contacts: list[Collector]) -> str:
    """Which of the two may collect without a call: yes, 1, 2 or no; empty where there are none."""
    places = [str(place) for place, entry in enumerate(contacts, 1) if entry.standing == "authorised"]
    if not contacts:
        return ""
    return "yes" if len(places) == len(contacts) else " ".join(places) or "no"


def of_person_row(person: Person, withheld: frozenset[str]) -> Row:
    """What every list says of a person."""
    return {
        "name": person.name,
        "latin_name": person.latin_name,
        "code": person.code,
        "sex": person.sex,
        "born": person.born,
        "address": "" if person.address_withheld or where(person.address) in withheld else person.address,
    }


def people(reader: Reader) -> list[Row]:
    """Everybody on file who is not archived, by surname."""
    rows = []
    withheld = withheld_addresses(reader)
    for person in sorted(reader.all(Person), key=sort_key):
        if person.archived:
            continue
        homes = of_person(reader, person.id)
        row = {
            **of_person_row(person, withheld),
            "language": person.language,
            "is": " ".join(what_they_are(reader, person)),
            "household": str(homes[0].id) if homes else "",
        }
        for place, phone in enumerate(person.phones[:2], start=1):
            row[f"phone_{place}"] = write_phone(phone)
        rows.append(row)
    return rows


def staff(everybody: Iterable[Staff]) -> list[Row]:
    """Who works here."""
    return [
        {
            "name": one.name,
            "latin_name": one.latin_name,
            "code": one.code,
            "role": one.role,
            "phone": one.phone,
        }
        for one in everybody
    ]


def attendance(reader: Reader, act: Act, days: Iterable[str]) -> list[Row]:
    """Every child's days: a row for each stay, and one for whoever did not come."""
    return [row for day in days for row in day_rows(reader, act, day)]


def day_rows(reader: Reader, act: Act, day: str) -> Iterator[Row]:
    """The rows of one day, by surname."""
    stays = {record.child: record.stays for record in reader.on(Attendance, day)}
    for listed in child_day(reader, act, day).rows:
        if listed.stay_open_since and listed.stay_open_since < day:
            continue  # belongs to the day of its arrival
        person = reader.get(Person, listed.child)
        row = {
            "day": day,
            "name": listed.name,
            "code": person.code if person else "",
            "status": STATUS.get(listed.state, listed.state),
        }
        own = stays.get(listed.child, ())
        if not own:
            yield {**row, "absence": absence(reader, listed, day)}
        for stay in own:
            yield {**row, **stay_row(reader, stay, act.zone), "status": status(stay, listed)}


def status(stay: Stay, listed: ChildRow) -> str:
    """The word for one stay: only the last may be open."""
    return "departed" if stay.departed else STATUS.get(listed.state, listed.state)


def stay_row(reader: Reader, stay: Stay, zone: ZoneInfo) -> Row:
    """The steps of a stay, as instants with the centre's offset."""
    steps = ("arrived", "homework", "supper", "departed")
    row = {step: local(getattr(stay, step), zone) for step in steps}
    adult = reader.get(Person, stay.collected_by) if stay.collected_by else None
    row["collected_by"] = adult.name if adult else "alone" if stay.how == "alone" else ""
    return row


def absence(reader: Reader, listed: ChildRow, day: str) -> str:
    """Why a child who was told absent did not come: informed, sick, planned or closed."""
    if listed.state != "absent":
        return ""
    told = [one for one in reader.by(Absence, "child", listed.child) if one.first <= day <= one.last]
    return told[0].reason if told else "closed"


def local(instant: str, zone: ZoneInfo) -> str:
    """An instant in ISO 8601 with the zone's offset; empty for an empty one."""
    return from_instant(instant).astimezone(zone).isoformat() if instant else ""
