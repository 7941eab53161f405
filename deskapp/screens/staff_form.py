"""Somebody who works at the desk: name, code, role, phone."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from db.errors import Conflict
from deskapp.i18n import _
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.form import FormDialog, who_changed
from deskapp.screens.staff_list import ROLES
from deskapp.services import staff
from deskapp.services.records import Role, Staff
from deskapp.services.refusal import Refusal
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet

TEXTS = ("name", "latin_name", "code", "phone")
WRONG = {"empty_name": "name", "name_too_long": "name", "code_taken": "code", "bad_phone": "phone"}


class StaffForm(FormDialog):
    """For somebody new (0) or on the list.  Closed with their id once saved.  Managers only."""

    scope = "staff_form"

    def __init__(self, who: int = 0) -> None:
        super().__init__()
        self.base = Staff(id=who, name="")
        self.texts = {
            "name": Field(label=_("name"), cells=24),
            "latin_name": Field(label=_("Latin name"), cells=24),
            "code": Field(label=_("code"), cells=8),
            "phone": Field(label=_("phone"), cells=20),
        }
        roles = [(code, _(word)) for code, word in ROLES.items()]
        self.role = Choice(label=_("role"), options=roles, value="reception")
        name, latin_name, code, phone = (self.texts[one] for one in TEXTS)
        self.stand_on(Sheet.of([[name, latin_name], [code], [self.role], [phone]]))
        self.foot = _("The code is what is typed to choose them; empty: their initials.")
        self.title = _("SOMEBODY NEW AT THE DESK")

    async def prepare(self) -> None:
        """The record; what others changed meanwhile goes into the fields that nobody touched here."""
        if not self.base.id:
            return
        now: Staff = await self.desk.ask(lambda reader, _act: staff.known(reader, self.base.id))
        first = not self.base.name
        for name, field in self.texts.items():
            if first or field.text == getattr(self.base, name):
                field.set(getattr(now, name))
                self.stood(field)
        if first or self.role.value == self.base.role:
            self.role.choose(now.role)
            self.stood(self.role)
        if not first and now.rev != self.base.rev:
            by = await self.desk.job(lambda store: who_changed(store, now.rev, self.desk.zone))
            self.desk.say("form_changed", kind="refused", who=by.who, at=by.at, on=by.on)
        self.base = now
        self.title = full_name(now)

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        values = {name: field.text for name, field in self.texts.items()}
        typed = replace(self.base, **values, role=cast(Role, self.role.value))
        try:
            saved: Staff = await self.desk.perform(staff.change_staff if typed.id else staff.add_staff, typed)
        except Refused as refused:
            cause = refused.__cause__
            if isinstance(cause, Conflict):
                await self.prepare()
            elif isinstance(cause, Refusal) and cause.code in WRONG:
                self.sheet.go(self.texts[WRONG[cause.code]])
            return
        self.close(saved.id)
