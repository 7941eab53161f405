"""The centre itself: its name, zone and settings, and the days on which it is shut."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.entries import clean_clock, clean_day, clean_line, clean_name
from deskapp.services.labels import say
from deskapp.services.records import Centre, ClosedDays, OpenStay, Staff
from deskapp.services.refusal import Refusal

LANGUAGES = ("en", "zh_CN")


def centre(reader: Reader) -> Centre:
    """The centre.  Refuses `no_centre` in a folder where it was not opened yet."""
    found = next(iter(reader.all(Centre)), None)
    if found is None:
        raise Refusal("no_centre")
    return found


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name ("Asia/Shanghai").  Refuses `unknown_timezone`."""
    try:
        return ZoneInfo(name)
    except (
        ValueError,
        OSError,
        KeyError,
    ) as error:  # an unknown key is a KeyError, a folder's name an OSError
        raise Refusal("unknown_timezone", timezone=clean_line(name[:100])) from error


def open_centre(
    tx: Transaction, act: Act, centre: Centre, manager_name: str, manager_latin: str = ""
) -> tuple[Centre, Staff]:
    """The first act in a new folder: the centre and its first manager.  Nobody has to be chosen for it.

    Refuses `already_open`, `unknown_timezone`, `unknown_language`, `bad_time`, `bad_setting`, `empty_name`.
    """
    opened = put_centre(tx, centre)
    manager = Staff(name=manager_name, latin_name=manager_latin, role="manager")
    hired = staff_rules.add_staff(tx, act, manager)
    say(tx, "open_centre")
    return opened, hired


def put_centre(tx: Transaction, centre: Centre) -> Centre:
    """The centre of a new folder, nobody working there yet.  Refuses as open_centre."""
    if next(iter(tx.all(Centre)), None) is not None:
        raise Refusal("already_open")
    return tx.put(_checked(replace(centre, id=0)))


def change_centre(tx: Transaction, act: Act, changed: Centre) -> Centre:
    """Other settings; managers only.  Refuses as open_centre; a folder is training for good or never."""
    from deskapp.services import due

    staff_rules.acting_manager(tx, act)
    before = centre(tx)
    checked = _checked(replace(changed, id=before.id, training=before.training))
    due.before_settings(tx, act, planned=date.fromisoformat(act.day).isoweekday() in checked.weekdays)
    say(tx, "change_centre")
    return tx.put(checked)


def closed_on(reader: Reader, day: str) -> ClosedDays | None:
    """The entry that shuts the centre on this day, if there is one."""
    return next((closed for closed in reader.all(ClosedDays) if closed.first <= day <= closed.last), None)


def is_open(reader: Reader, day: str) -> bool:
    """Whether children may be expected: one of the centre's weekdays, and not declared closed."""
    return date.fromisoformat(day).isoweekday() in centre(reader).weekdays and closed_on(reader, day) is None


def closings(reader: Reader, since: str = "") -> list[ClosedDays]:
    """The closed days that end on or after `since`, in order."""
    ahead = [one for one in reader.all(ClosedDays) if one.last >= since]
    return sorted(ahead, key=lambda one: (one.first, one.last, one.id))


def close_days(tx: Transaction, act: Act, first: str, last: str, why: str = "") -> ClosedDays:
    """Shuts the centre from `first` to `last`; managers only, for on a closed day no child is missed.

    Refuses `bad_day`, `days_reversed`, `already_closed` and, where children came on one of the days and
    are still here, `children_here`.
    """
    staff_rules.acting_manager(tx, act)
    first, last = clean_day(first), clean_day(last)
    if last < first:
        raise Refusal("days_reversed", first=first, last=last)
    for other in closings(tx, first):
        if other.first <= last:
            raise Refusal("already_closed", first=other.first, last=other.last)
    here = sum(first <= stay.day <= last for stay in tx.all(OpenStay))
    if here:
        raise Refusal("children_here", count=here)
    if first <= act.day <= last:
        from deskapp.services import due

        due.before_closing(tx, act)
    say(tx, "close_days", first=first, last=last)
    return tx.put(ClosedDays(first=first, last=last, why=clean_line(why)))


def reopen(tx: Transaction, act: Act, closed: int) -> None:
    """Takes closed days back; managers only.  Refuses `not_closed`."""
    staff_rules.acting_manager(tx, act)
    entry = tx.get(ClosedDays, closed)
    if entry is None:
        raise Refusal("not_closed")
    say(tx, "reopen_days", first=entry.first, last=entry.last)
    tx.remove(entry)


def _checked(centre: Centre) -> Centre:
    zone_of(centre.timezone)
    if centre.language not in LANGUAGES:
        raise Refusal("unknown_language", language=clean_line(centre.language[:100]))
    weekdays = tuple(sorted(set(centre.weekdays)))
    if not weekdays or not all(1 <= day <= 7 for day in weekdays):
        raise Refusal("bad_setting", setting="weekdays")
    if centre.backup_folder and not centre.backup_folder.startswith("/"):
        raise Refusal("bad_setting", setting="backup_folder")
    for setting, most in (
        ("overdue_arrival_minutes", 240),
        ("overdue_pickup_minutes", 240),
        ("minimum_collector_age", 21),
        ("idle_minutes", 240),
    ):
        if not 0 <= getattr(centre, setting) <= most:
            raise Refusal("bad_setting", setting=setting)
    return replace(
        centre,
        name=clean_name(centre.name),
        expected=clean_clock(centre.expected),
        pickup=clean_clock(centre.pickup),
        head_count_at=clean_clock(centre.head_count_at),
        deputy=clean_line(centre.deputy),
        police=clean_line(centre.police),
        weekdays=weekdays,
    )
