"""Who works at the desk: every act carries one of them, and some acts only a manager may do."""

from __future__ import annotations

from typing import get_args

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp import names
from deskapp.services.act import Act
from deskapp.services.entries import clean_code, clean_line, clean_name, clean_number
from deskapp.services.labels import say
from deskapp.services.records import Role, Staff
from deskapp.services.refusal import Refusal


def all_staff(reader: Reader, *, archived: bool = False) -> list[Staff]:
    """Everybody who works here, by surname; those who left come last, and only when asked for."""
    staff = [one for one in reader.all(Staff) if archived or not one.archived]
    return sorted(staff, key=lambda one: (one.archived, names.fold(one.latin_name or one.name), one.id))


def by_code(reader: Reader, code: str) -> Staff | None:
    """Who is chosen by typing this code (in any case or width); None for nobody or somebody who left."""
    wanted = clean_code(code)
    found = [one for one in reader.by(Staff, "code", wanted) if not one.archived] if wanted else []
    return found[0] if found else None


def acting(reader: Reader, act: Act) -> Staff:
    """Who does this.  Refuses `no_staff` when nobody is chosen at the terminal, or somebody who left.

    Every rule that changes something asks this first: no act without a name.
    """
    staff = reader.get(Staff, act.staff) if act.staff else None
    if staff is None or staff.archived:
        raise Refusal("no_staff")
    return staff


def acting_manager(reader: Reader, act: Act) -> Staff:
    """Who does this, a manager.  Refuses `no_staff` and `manager_only`."""
    staff = acting(reader, act)
    if staff.role != "manager":
        raise Refusal("manager_only", staff=staff.id)
    return staff


def acting_here(reader: Reader, act: Act) -> Staff:
    """Who does this in the house: at a remote terminal only a manager says who came or went.

    Refuses `no_staff` and `remote_only_manager`.
    """
    staff = acting(reader, act)
    if act.remote and staff.role != "manager":
        raise Refusal("remote_only_manager", staff=staff.id)
    return staff


def add_staff(tx: Transaction, act: Act, staff: Staff) -> Staff:
    """Somebody new at the desk; without a code they get their initials.

    Only a manager may, except where nobody works here yet: the first one is a manager (`first_is_manager`).
    Refuses `empty_name`, `name_too_long`, `staff_code_taken`, `bad_phone`, `unknown_role`.
    """
    if all_staff(tx):
        acting_manager(tx, act)
    elif staff.role != "manager":
        raise Refusal("first_is_manager")
    saved = tx.put(_checked(tx, replace(staff, id=0, archived=False)))
    say(tx, "add_staff", member=saved.id)
    return saved


def change_staff(tx: Transaction, act: Act, staff: Staff) -> Staff:
    """Replaces somebody's details; managers only.  Refuses as add_staff, `unknown_staff`, `last_manager`."""
    acting_manager(tx, act)
    before = known(tx, staff.id)
    if before.role == "manager" and staff.role != "manager":
        _another_manager(tx, before)
    say(tx, "change_staff", member=staff.id)
    return tx.put(_checked(tx, replace(staff, archived=before.archived)))


def archive_staff(tx: Transaction, act: Act, staff: int) -> Staff:
    """Somebody left: kept for the record, chosen no more.  Managers only; refuses `last_manager`."""
    acting_manager(tx, act)
    before = known(tx, staff)
    if before.archived:
        raise Refusal("staff_left", staff=staff)
    if before.role == "manager":
        _another_manager(tx, before)
    say(tx, "archive_staff", member=staff)
    return tx.put(replace(before, archived=True))


def unarchive_staff(tx: Transaction, act: Act, staff: int) -> Staff:
    """Somebody came back.  Managers only."""
    acting_manager(tx, act)
    before = known(tx, staff)
    if not before.archived:
        raise Refusal("staff_not_left", staff=staff)
    say(tx, "unarchive_staff", member=staff)
    return tx.put(_checked(tx, replace(before, archived=False)))


def known(reader: Reader, staff: int) -> Staff:
    """The record of somebody who works or worked here.  Refuses `unknown_staff`."""
    found = reader.get(Staff, staff)
    if found is None:
        raise Refusal("unknown_staff", staff=staff)
    return found


def _another_manager(reader: Reader, leaving: Staff) -> None:
    """A desk without a manager could never again set an order or add staff."""
    if not any(one.role == "manager" and one.id != leaving.id for one in all_staff(reader)):
        raise Refusal("last_manager", staff=leaving.id)


def _checked(reader: Reader, staff: Staff) -> Staff:
    if staff.role not in get_args(Role):
        raise Refusal("unknown_role", role=str(staff.role))
    staff = replace(
        staff,
        name=clean_name(staff.name),
        latin_name=clean_line(staff.latin_name),
        code=clean_code(staff.code),
        phone=clean_number(staff.phone) if staff.phone.strip() else "",
    )
    if not staff.code:
        return replace(staff, code=_free_code(reader, staff))
    holder = _holder(reader, staff.code)
    if holder is not None and holder.id != staff.id:
        raise Refusal("staff_code_taken", taken=staff.code, other=holder.id)
    return staff


def _free_code(reader: Reader, staff: Staff) -> str:
    """Initials, as in "CL", with a number where somebody has them already."""
    said = names.readings(staff.latin_name or staff.name)
    written = said[0] if names.is_han(staff.name) and not staff.latin_name else said[-1]
    stem = "".join(word[:1] for word in written.split(" "))[:3].upper() or "S"
    number = 1
    while _holder(reader, code := stem if number == 1 else f"{stem}{number}") is not None:
        number += 1
    return code


def _holder(reader: Reader, code: str) -> Staff | None:
    return next(iter(reader.by(Staff, "code", code)), None)
