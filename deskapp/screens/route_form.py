"""A route: number, name, volunteer, phone; and who carries it today, and when it is due back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar

from msgspec.structs import replace

from db import Reader
from db.errors import Conflict
from deskapp.i18n import _
from deskapp.keys import Press
from deskapp.said import Refused
from deskapp.screens.form import ENTER, MOVE, SAVE, FormDialog, who_changed
from deskapp.services.act import Act
from deskapp.services.meals import routes
from deskapp.services.meals.records import Route, Run
from deskapp.services.refusal import Refusal
from deskapp.typed import typed_clock
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Sheet, Whole


class RouteFields(FormDialog):
    """What both forms share: fields by name, and where the cursor goes when a rule refuses."""

    KEYS = (ENTER, SAVE, MOVE)
    WRONG: ClassVar[dict[str, str]]

    def __init__(self, fields: dict[str, Field]) -> None:
        super().__init__()
        self.fields = fields
        self.values: dict[str, str] = {}
        self.stand_on(Sheet.of([[field] for field in fields.values()]))

    def take(self, values: dict[str, str]) -> bool:
        """Puts what is on file into the fields that nobody touched here; whether that is another than it
        was.
        """
        other = bool(self.values) and values != self.values
        for name, field in self.fields.items():
            if not self.values or field.text == self.values[name]:
                field.set(values[name])
                self.stood(field)
        self.values = values
        return other

    async def save(self, rule: Callable[..., Any], *args: Any, **named: Any) -> Any | None:
        """What the rule answers; None where it refuses: then the cursor is in the field that is wrong."""
        try:
            return await self.desk.perform(rule, *args, **named)
        except Refused as refused:
            cause = refused.__cause__
            if isinstance(cause, Conflict):
                await self.prepare()
            elif isinstance(cause, Refusal) and cause.code in self.WRONG:
                self.sheet.go(self.fields[self.WRONG[cause.code]])
        return None


class RouteForm(RouteFields):
    """A new route (0) or one on file.  Closed with its id once saved."""

    scope = "route_form"
    WRONG: ClassVar = {
        "bad_route_number": "number",
        "route_number_taken": "number",
        "route_name_taken": "name",
        "empty_name": "name",
        "name_too_long": "name",
        "text_too_long": "volunteer",
        "bad_phone": "phone",
    }

    def __init__(self, route: int = 0) -> None:
        super().__init__(
            {
                "number": Whole(label=_("number"), cells=6),
                "name": Field(label=_("route"), cells=40),
                "volunteer": Field(label=_("volunteer"), cells=30),
                "phone": Field(label=_("phone"), cells=22),
            }
        )
        self.base = Route(id=route, name="", number=0)
        self.title = _("ANOTHER ROUTE")
        self.foot = _("For good. Who carries it on one day alone: t in the list of routes.")

    async def prepare(self) -> None:
        """The record, or the next number that is free."""
        before = self.base.rev
        self.base = await self.desk.ask(route_or_new, self.base.id)
        if not self.base.id and self.values:
            return
        if self.base.id:
            self.title = _("ROUTE {number} {name}").format(number=self.base.number, name=self.base.name)
        on_file = {name: str(getattr(self.base, name)) for name in self.fields}
        if self.take(on_file) and self.base.rev != before:
            by = await self.desk.job(lambda store: who_changed(store, self.base.rev, self.desk.zone))
            self.desk.say("form_changed", kind="refused", who=by.who, at=by.at, on=by.on)

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        texts = {name: field.text for name, field in self.fields.items()}
        number = unicodedata.normalize("NFKC", texts.pop("number")).strip()
        known = int(number) if number.isdecimal() and len(number) <= 4 else 0
        saved = await self.save(routes.set_route, replace(self.base, number=known, **texts), ahead=True)
        if saved is not None:
            self.close(saved.id)


class RunForm(RouteFields):
    """Who carries a route today, their phone, and when it is due back.  Closed with True once saved."""

    scope = "run_form"
    WRONG: ClassVar = {
        "text_too_long": "volunteer",
        "bad_phone": "phone",
        "bad_time": "due",
        "time_past": "due",
        "due_missing": "due",
        "run_back": "due",
    }

    def __init__(self, route: int) -> None:
        super().__init__(
            {
                "volunteer": Whole(label=_("volunteer"), cells=30),
                "phone": Whole(label=_("phone"), cells=22),
                "due": Whole(label=_("due back"), hint=_("as 12:30"), cells=8),
            }
        )
        self.route = route
        self.phone_went = False
        self.foot = _("For this day alone. Empty: the usual volunteer, and an hour after it leaves.")

    async def prepare(self) -> None:
        """What was said so far."""
        route, run = await self.desk.ask(route_and_run, self.route)
        self.title = _("ROUTE {number} {name}, TODAY").format(number=route.number, name=route.name)
        usual = _("usually {who}")
        self.fields["volunteer"].hint = usual.format(who=route.volunteer) if route.volunteer else ""
        self.fields["phone"].hint = usual.format(who=route.phone) if route.phone else ""
        as_usual = routes.carrier_of(run, route) == (route.volunteer, route.phone)
        who, phone = ("", "") if as_usual else (run.volunteer, run.phone)
        self.take({"volunteer": who, "phone": phone, "due": run.due})

    async def key(self, press: Press) -> None:
        """One key; the phone that stood here goes with its volunteer, and comes back with them."""
        await super().key(press)
        who, phone = self.fields["volunteer"], self.fields["phone"]
        other = who.text.strip() != self.values["volunteer"]
        if other and not self.phone_went and phone.text == self.values["phone"]:
            phone.set("")
            self.phone_went = True
        elif not other and self.phone_went:
            phone.set(phone.text or self.values["phone"])
            self.phone_went = False

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        said = {name: field.text for name, field in self.fields.items()}
        said["due"] = typed_clock(said["due"])
        if await self.save(routes.set_run, self.route, **said) is not None:
            self.close(True)


def route_or_new(reader: Reader, _act: Act, route: int) -> Route:
    """That route, archived or not; for 0 a new one with the first number that is free."""
    found = reader.get(Route, route) if route else None
    if route and found is None:
        raise Refusal("unknown_route", route=route)
    taken = {one.number for one in routes.routes(reader)}
    free = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return found or Route(name="", number=free)


def route_and_run(reader: Reader, act: Act, route: int) -> tuple[Route, Run]:
    """A route in use, and what was said of it for the day."""
    return routes.route_of(reader, route), routes.run_of(reader, act.list_day, route)
