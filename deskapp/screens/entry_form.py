"""One line of a child's pick-up list: what the adult is and for how long; or the order that forbids it."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import _
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.form import FormDialog
from deskapp.screens.member_form import RelationFields
from deskapp.services import collectors, intake, people
from deskapp.services.act import Act
from deskapp.services.records import Collector, Person
from deskapp.services.refusal import Refusal
from deskapp.typed import typed_day
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Sheet, Whole, yes_no


class ListForm(FormDialog):
    """What both forms share: whom they are about."""

    def __init__(self, child: int, adult: int) -> None:
        super().__init__()
        self.child = child
        self.adult = adult

    async def names(self) -> tuple[str, str, Collector | None]:
        """The adult's name, the child's, and the entry."""
        child, adult, entry = await self.desk.ask(_pair, self.child, self.adult)
        return full_name(adult), full_name(child), entry


class EntryForm(ListForm):
    """Relation, guardian, call ladder, for how long.  Closed with True when saved."""

    scope = "entry_form"

    def __init__(self, child: int, adult: int) -> None:
        super().__init__(child, adult)
        self.base: Collector | None = None
        self.foot = _("Both days empty: for good. What had run out is not confirmed again by this.")

    def rows(self) -> list[list[Field]]:
        """What the adult is, then for how long."""
        return [self.relation.row, [self.guardian, self.rung], [self.until], [self.only_on]]

    async def prepare(self) -> None:
        """The entry, the first time."""
        adult, child, entry = await self.names()
        self.title = _("{adult}, FOR {child}").format(adult=adult, child=child)
        if self.base is None and entry is not None:
            self.base = entry
            self.relation = RelationFields(entry.relation)
            self.guardian = yes_no(_("guardian"), entry.guardian)
            self.rung = Whole(label=_("place on the call ladder"), text=str(entry.rung or ""), cells=4)
            self.until = Whole(label=_("may until"), text=entry.until, cells=12)
            self.only_on = Whole(label=_("may only on"), text=entry.only_on, cells=12)
            self.stand_on(Sheet.of(self.rows()))

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        rung = self.rung.text.strip()
        try:
            await self.desk.perform(
                intake.change_entry,
                self.child,
                self.adult,
                relation=self.relation.value,
                guardian=bool(self.guardian.value),
                rung=int(rung) if rung.isdecimal() and len(rung) < 3 else 0,
                until=typed_day(self.until.text),
                only_on=typed_day(self.only_on.text),
            )
        except Refused as refused:
            if isinstance(refused.__cause__, Refusal) and refused.__cause__.code == "bad_day":
                bad = refused.__cause__.facts.get("day")
                self.sheet.go(self.until if typed_day(self.until.text) == bad else self.only_on)
            return
        self.close(True)


class OrderForm(ListForm):
    """An order: the adult must not collect the child.  Closed with True when saved.  Managers only."""

    scope = "order_form"

    def __init__(self, child: int, adult: int) -> None:
        super().__init__(child, adult)
        self.reason = Field(label=_("why"), cells=50)
        self.since = Whole(label=_("since"), cells=12)
        self.until = Whole(label=_("until"), cells=12)
        self.stand_on(Sheet.of([[self.reason], [self.since, self.until]]))
        self.foot = _(
            "Outranks guardian and authorised. After its last day it is to be reviewed and still blocks."
        )

    async def prepare(self) -> None:
        """The names."""
        adult, child, _entry = await self.names()
        self.title = _("ORDER: {adult} MUST NOT COLLECT {child}").format(adult=adult, child=child)
        if not self.since.text:
            self.since.set(self.desk.today)
            self.stood(self.since)

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        try:
            await self.desk.perform(
                collectors.block,
                self.child,
                self.adult,
                reason=self.reason.text,
                since=typed_day(self.since.text),
                until=typed_day(self.until.text),
            )
        except Refused as refused:
            cause = refused.__cause__
            code = cause.code if isinstance(cause, Refusal) else ""
            wrong = {"reason_missing": self.reason, "days_reversed": self.until}
            if code in wrong:
                self.sheet.go(wrong[code])
            return
        self.close(True)


def _pair(reader: Reader, _act: Act, child: int, adult: int) -> tuple[Person, Person, Collector | None]:
    """Both people, and the adult's line on the list."""
    entry = collectors.entry_of(reader, child, adult)
    return people.known(reader, child), people.known(reader, adult), entry
