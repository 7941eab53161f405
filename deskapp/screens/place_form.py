"""A child's place here: on which weekdays, from when until when, school and times, alone only by consent."""

from __future__ import annotations

from msgspec.structs import replace

from db import Reader
from db.errors import Conflict
from deskapp.i18n import N_, _
from deskapp.keys import Press
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.form import FormDialog, who_changed
from deskapp.screens.person_fields import day_hint
from deskapp.services import centre as centres
from deskapp.services import enrolment, people
from deskapp.services.act import Act
from deskapp.services.records import Centre, Enrolment, Person
from deskapp.services.refusal import Refusal
from deskapp.typed import typed_clock, typed_day
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Sheet, Weekdays, Whole

TEXTS: dict[str, tuple[str, int]] = {
    "since": (N_("since"), 12),
    "until": (N_("until"), 12),
    "school": (N_("school"), 24),
    "grade": (N_("grade"), 8),
    "group": (N_("bus or group"), 16),
    "expected": (N_("expected at"), 6),
    "pickup": (N_("pick-up by"), 6),
    "alone_from": (N_("goes home alone from"), 6),
    "alone_consent": (N_("signed by, when"), 30),
    "escort_phone": (N_("phone of the escort"), 20),
}
DAYS, CLOCKS = ("since", "until"), ("expected", "pickup", "alone_from")
WRONG = {
    "bad_phone": "escort_phone",
    "bad_day": "until",
    "days_reversed": "until",
    "times_reversed": "pickup",
    "bad_time": "expected",
    "alone_needs_consent": "alone_consent",
}


class PlaceForm(FormDialog):
    """The place of a child, a new one if there is none.  Closed with True when it was saved."""

    scope = "place_form"

    def __init__(self, child: int) -> None:
        super().__init__()
        self.child = child
        self.base: Enrolment | None = None
        self.days = Weekdays(label=_("weekdays"))
        self.texts = {
            name: (Whole if name in (*DAYS, *CLOCKS) else Field)(label=_(label), cells=cells)
            for name, (label, cells) in TEXTS.items()
        }
        texts = self.texts
        sheet = Sheet.of(
            [
                [self.days],
                [texts["since"], texts["until"]],
                [texts["school"], texts["grade"]],
                [texts["group"]],
                [texts["expected"], texts["pickup"]],
                [texts["alone_from"], texts["alone_consent"]],
                [texts["escort_phone"]],
            ]
        )
        self.stand_on(sheet)

    async def prepare(self) -> None:
        """The place on file, else the centre's times; what others changed goes into what nobody touched."""
        person, place = await self.desk.ask(_place_of, self.child)
        self.title = full_name(person) + "  " + (_("PLACE") if place.id else _("NEW PLACE"))
        before, self.base = self.base, place
        if before is None or frozenset(before.weekdays) == self.days.days:
            self.days.days = frozenset(place.weekdays)
            self.days.insert("")
            self.stood(self.days)
        for name, field in self.texts.items():
            if before is None or field.text == getattr(before, name):
                field.set(getattr(place, name))
                self.stood(field)
        if before is not None and before.rev != place.rev:
            by = await self.desk.job(lambda store: who_changed(store, place.rev, self.desk.zone))
            self.desk.say("form_changed", kind="refused", who=by.who, at=by.at, on=by.on)
        self._hints()

    async def key(self, press: Press) -> None:
        """One key; then what the dates mean."""
        await super().key(press)
        self._hints()

    def _hints(self) -> None:
        for name in DAYS:
            text = self.texts[name].text
            typed = typed_day(text)
            self.texts[name].hint = (
                "" if not text.strip() else day_hint(text, max(typed, self.desk.today), age=False)
            )

    def typed(self) -> Enrolment:
        """The place as typed."""
        values = {name: field.text for name, field in self.texts.items()}
        values |= {name: typed_day(values[name]) for name in DAYS}
        values |= {name: typed_clock(values[name]) for name in CLOCKS}
        base = self.base or Enrolment(child=self.child)
        return replace(base, weekdays=tuple(sorted(self.days.days)), **values)

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        typed = self.typed()
        try:
            await self.desk.perform(enrolment.change if typed.id else enrolment.enrol, typed)
        except Refused as refused:
            cause = refused.__cause__
            if isinstance(cause, Conflict):
                await self.prepare()
            elif isinstance(cause, Refusal) and cause.code in WRONG:
                self.sheet.go(self._wrong(cause))
            return
        self.close(True)

    def _wrong(self, cause: Refusal) -> Field:
        """The field that was refused."""
        said = str(cause.facts.get("day", cause.facts.get("time", "")))
        for name in (*DAYS, *CLOCKS):
            if said and said in (typed_day(self.texts[name].text), typed_clock(self.texts[name].text)):
                return self.texts[name]
        return self.texts[WRONG[cause.code]]


def _place_of(reader: Reader, act: Act, child: int) -> tuple[Person, Enrolment]:
    """The child and its place; without one what the centre would give it."""
    person = people.known(reader, child)
    found = next(iter(reader.by(Enrolment, "child", child)), None)
    if found is not None:
        return person, found
    centre: Centre = centres.centre(reader)
    return person, Enrolment(
        child=child, weekdays=centre.weekdays, since=act.day, expected=centre.expected, pickup=centre.pickup
    )
