"""Somebody new, or what is on file: typed, checked for duplicates and for changes made meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.errors import Conflict
from deskapp.i18n import _
from deskapp.keys import Press
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.form import Changed, FormDialog, who_changed
from deskapp.screens.person_fields import LABELS, WRONG, WRONG_HARM, PersonFields, shown_value
from deskapp.services import people
from deskapp.services.records import Person
from deskapp.services.refusal import Refusal
from deskapp.widgets.field import Field


class PersonForm(FormDialog):
    """A form for a new person (0) or one on file.  Closed with the person's id once saved, else None.

    `name` is typed in already; `child`: a place and a pick-up list come next; `adult`: that is not asked.
    """

    scope = "person_form"

    def __init__(self, person: int = 0, *, name: str = "", child: bool = False, adult: bool = False) -> None:
        super().__init__()
        self.person = person
        self.despite: tuple[int, ...] = ()
        self.theirs_unseen = False
        blank = Person(name="")
        self.fields = PersonFields(blank, child=None if person or adult else child)
        self.fields.texts["name"].set(name)
        self.stand_on(self.fields.sheet)
        self.sheet.go(self.fields.texts["latin_name"] if name else self.fields.texts["name"])
        self.title = _("NEW PERSON")

    async def prepare(self) -> None:
        """The record, the first time; later what others changed of it meanwhile."""
        if not self.person:
            return
        now: Person = await self.desk.ask(lambda reader, _act: people.known(reader, self.person))
        if not self.fields.base.id:
            self.fields = PersonFields(now)
            self.stand_on(self.fields.sheet)
            self.title = full_name(now)
            self.fields.grown(self.desk.today)
        elif now.rev != self.fields.base.rev:
            await self._take_theirs(now)

    async def _take_theirs(self, now: Person) -> None:
        """What others changed goes into fields nobody touched here; beside the others it is said."""
        by: Changed = await self.desk.job(lambda store: who_changed(store, now.rev, self.desk.zone))
        mine = self.fields.changed()
        before, self.fields.base = self.fields.base, now
        for name in LABELS:
            if getattr(before, name) == getattr(now, name):
                continue
            old, new = shown_value(before, name), shown_value(now, name)
            if name in mine:
                note = _("{who}, {at} ({on}) wrote: {new}. Yours stands here and replaces it.")
            else:
                self.fields.fill(name, now)
                note = _("{who}, {at} ({on}) changed this from: {old}")
            text = note.format(who=by.who, at=by.at, on=by.on, old=old, new=new)
            self.sheet.notes[id(self.fields.field(name))] = text
        self.fields.grown(self.desk.today)
        self.theirs_unseen = True
        self._say_changed(by)

    def _say_changed(self, by: Changed) -> None:
        self.desk.bell()
        self.desk.say("form_changed", kind="refused", who=by.who, at=by.at, on=by.on)

    # ── what it shows, and keys ──

    async def key(self, press: Press) -> None:
        """One key; then what depends on the fields is brought up to date."""
        await super().key(press)
        self.fields.grown(self.desk.today)

    async def other(self, press: Press) -> bool:
        """What is typed at the choice of allergies is one of them: it goes into their next line."""
        if not press.text or self.sheet.now is not self.fields.allergies:
            return False
        self.sheet.go(self.fields.another_harm())
        return self.sheet.key(press)

    def rows(self) -> Sequence[Sequence[Field]]:
        """As the fields are."""
        return self.fields.rows()

    def typed_into(self) -> bool:
        """Whether something differs from what is on file."""
        return bool(self.fields.changed())

    # ── saving ──

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        if self.theirs_unseen:
            self.theirs_unseen = False
            self.desk.bell()
            self.desk.say("look_again", kind="refused")
            return
        typed = self.fields.record()
        if self.person and not self.fields.changed():
            self.close(self.person)
            return
        try:
            saved = await (self._change(typed) if self.person else self._add(typed))
        except Refused as refused:
            await self._refused(refused)
            return
        if saved is not None:
            self.close(saved)

    async def _change(self, typed: Person) -> int:
        await self.desk.perform(people.change_person, typed)
        return typed.id

    async def _add(self, typed: Person) -> int | None:
        """Offers those who may be the same first; once saved, a child gets its place and its adults."""
        alike = await self.desk.ask(lambda reader, _act: [one.id for one in people.duplicates(reader, typed)])
        if new := tuple(one for one in alike if one not in self.despite):
            from deskapp.screens.duplicates import Duplicates

            answer = await self.desk.open(Duplicates(typed, alike))
            if answer is None:
                return None
            if answer:
                return int(answer)
            self.despite += new
        saved: Person = await self.desk.perform(people.add_person, typed, self.despite)
        if self.fields.child is not None and self.fields.child.value:
            await take_in_child(self.desk, saved.id)
        return saved.id

    async def _refused(self, refused: Refused) -> None:
        """The cursor goes to the field that was refused; after a conflict the other's change is shown."""
        cause = refused.__cause__
        if isinstance(cause, Conflict):
            await self.prepare()
        elif isinstance(cause, Refusal) and cause.code in WRONG_HARM:
            self.sheet.go(self.fields.wrong_harm())
        elif isinstance(cause, Refusal) and cause.code in WRONG:
            self.sheet.go(self.fields.field(WRONG[cause.code]))


async def take_in_child(desk: Any, child: int) -> None:
    """A place for a new child, then its adults one by one, until somebody leaves that."""
    from deskapp.screens.adult_form import add_adult
    from deskapp.screens.place_form import PlaceForm

    if await desk.open(PlaceForm(child)):
        while await add_adult(desk, child):
            pass
