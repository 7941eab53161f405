"""`deskapp staff add | list | archive`: who works at the desk."""

from __future__ import annotations

from argparse import Namespace

from deskapp.commands.office import Office, chosen, open_office
from deskapp.commands.printing import put_json, put_table, tell
from deskapp.i18n import _
from deskapp.services import staff as staff_rules
from deskapp.services.records import Staff
from deskapp.words import WORDS


def run(options: Namespace) -> int:
    """Does the action that was asked for."""
    with open_office(options) as office:
        if options.action == "list":
            return show(office, options)
        if options.action == "add":
            return add(office, options)
        return archive(office, options)


def show(office: Office, options: Namespace) -> int:
    """Everybody, by surname."""
    everybody = staff_rules.all_staff(office.reader, archived=options.all)
    if options.json:
        put_json([as_object(one) for one in everybody])
        return 0
    put_table([as_row(one) for one in everybody])
    return 0


def add(office: Office, options: Namespace) -> int:
    """Somebody new; the first one needs nobody to add them."""
    nobody_yet = not staff_rules.all_staff(office.reader)
    act = office.act(0 if nobody_yet else office.acting().id)
    wanted = Staff(
        name=options.name,
        latin_name=options.latin,
        code=options.code,
        role=options.role,
        phone=options.phone,
    )
    with office.transaction("add_staff", act) as tx:
        added = staff_rules.add_staff(tx, act, wanted)
    tell("staff_added", name=added.name, code=added.code, role=added.role)
    return 0


def archive(office: Office, options: Namespace) -> int:
    """Somebody left."""
    act = office.act(office.acting().id)
    leaving = chosen(office.reader, options.name)
    with office.transaction("archive_staff", act) as tx:
        staff_rules.archive_staff(tx, act, leaving.id)
    tell("staff_archived", name=leaving.name)
    return 0


def as_row(one: Staff) -> list[str]:
    """Somebody for people."""
    left = _("left") if one.archived else ""
    return [one.code, one.name, one.latin_name, _(WORDS.get(one.role, one.role)), one.phone, left]


def as_object(one: Staff) -> dict[str, object]:
    """Somebody for programs."""
    return {
        "name": one.name,
        "latin_name": one.latin_name or None,
        "code": one.code,
        "role": one.role,
        "phone": one.phone or None,
        "archived": one.archived,
    }
