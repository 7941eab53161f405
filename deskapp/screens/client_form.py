"""The form of a client's sheet."""

from __future__ import annotations

from msgspec.structs import replace

from db.errors import Conflict
from deskapp.i18n import _
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.form import FormDialog
from deskapp.services.meals import clients
from deskapp.services.meals.dayorders import routes_by_number
from deskapp.services.meals.diets import USUAL
from deskapp.services.meals.records import Client
from deskapp.services.meals.recurrence import weekdays_of, weekly
from deskapp.services.meals.sheet import Sheet as ClientSheet
from deskapp.services.meals.sheet import sheet_of
from deskapp.services.refusal import Refusal
from deskapp.typed import typed_day, typed_words
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet, Weekdays, Whole
from deskapp.words import word
from deskapp.words.joins import listed

WRONG = {
    "bad_rule": "rule",
    "never_happens": "rule",
    "bad_portions": "portions",
    "unknown_route": "route",
    "unknown_diet": "diets",
    "unknown_restricted": "restricted",
    "text_too_long": "note",
    "days_reversed": "until",
    "bad_day": "until",
}


class ClientForm(FormDialog):
    """Closed with True when it was saved."""

    scope = "client_form"

    def __init__(self, client: int) -> None:
        super().__init__()
        self.client = client
        self.base: Client | None = None
        self.routes: dict[str, int] = {}
        sizes = [(size, word(size)) for size in clients.SIZES]
        kinds = [("ongoing", _("on these days")), ("episodic", _("only when asked for"))]
        self.delivery = Choice(label=_("delivery"), options=kinds, value="ongoing")
        self.days = Weekdays(label=_("weekdays"))
        self.rule = Field(label=_("or a rule"), cells=40)
        self.since = Whole(label=_("since"), cells=12)
        self.until = Whole(label=_("until"), cells=12)
        self.size = Choice(label=_("size"), options=sizes, value="regular")
        self.portions = Whole(label=_("portions"), cells=4)
        self.diets = Field(label=_("diet"), cells=40)
        self.avoid = Field(label=_("avoids"), cells=40)
        self.restricted = Field(label=_("restricted"), cells=40)
        self.route = Whole(label=_("route (number)"), cells=4)
        self.note = Field(label=_("delivery note"), cells=60)
        self.relation = Field(label=_("contact is"), cells=20)
        self.foot = _("Diets and foods with commas between; a rule as FREQ=WEEKLY;INTERVAL=2;BYDAY=MO.")

    def rows(self) -> list[list[Field]]:
        """The fields line by line."""
        return [
            [self.delivery],
            [self.days],
            [self.rule],
            [self.since, self.until],
            [self.size, self.portions],
            [self.diets],
            [self.avoid],
            [self.restricted],
            [self.route],
            [self.note],
            [self.relation],
        ]

    async def prepare(self) -> None:
        """What is on the sheet, the first time."""
        sheet: ClientSheet = await self.desk.ask(sheet_of, self.client)
        self.routes = await self.desk.ask(lambda reader, _act: routes_by_number(reader))
        self.title = _("MEALS FOR {name}").format(name=full_name(sheet.person))
        if self.base is not None:
            return
        self.base = client = sheet.client
        weekdays = weekdays_of(client.rule)
        self.delivery.choose(client.delivery)
        self.days.days = frozenset(weekdays or ())
        self.days.insert("")
        self.rule.set("" if weekdays is not None else client.rule)
        self.since.set(client.since)
        self.until.set(client.until)
        self.size.choose(client.size)
        self.portions.set(str(client.portions))
        self.diets.set(listed(word(diet) for diet in client.diets))
        self.avoid.set(listed(client.avoid))
        self.restricted.set(listed(client.restricted))
        self.route.set(next((number for number, route in self.routes.items() if route == client.route), ""))
        self.note.set(client.delivery_note)
        self.relation.set(client.relation)
        self.stand_on(Sheet.of(self.rows()))

    def typed(self) -> Client:
        """The sheet as typed."""
        assert self.base is not None
        portions, route = self.portions.text.strip(), self.route.text.strip()
        days = tuple(sorted(self.days.days))
        return replace(
            self.base,
            delivery="episodic" if self.delivery.value == "episodic" else "ongoing",
            rule=self.rule.text.strip() or (weekly(days) if days else ""),
            since=typed_day(self.since.text),
            until=typed_day(self.until.text),
            size=self.size.value,
            portions=int(portions) if portions.isdecimal() and len(portions) < 3 else 0,
            diets=tuple(named(diet) for diet in typed_words(self.diets.text)),
            avoid=typed_words(self.avoid.text),
            restricted=typed_words(self.restricted.text),
            route=self.routes.get(route, -1) if route else 0,
            delivery_note=self.note.text,
            relation=self.relation.text,
        )

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        try:
            await self.desk.perform(clients.change, self.typed())
        except Refused as refused:
            cause = refused.__cause__
            if isinstance(cause, Refusal) and cause.code in WRONG:
                self.sheet.go(getattr(self, WRONG[cause.code]))
            elif isinstance(cause, Conflict):
                self.base = None
                await self.prepare()
            return
        self.close(True)


def named(diet: str) -> str:
    """The name of a diet that was typed as it is shown in the language of the screen."""
    return next((one.name for one in USUAL if diet in (one.name, word(one.name))), diet)
