"""An adult comes on a child's pick-up list: somebody on file or new, with what they are; not confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import C_, _
from deskapp.keys import Press
from deskapp.names import full_name
from deskapp.said import Refused
from deskapp.screens.choose_person import ChoosePerson, New
from deskapp.screens.form import FormDialog
from deskapp.screens.member_form import RelationFields
from deskapp.services import collectors, intake, people
from deskapp.services.records import Person, Phone
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet, yes_no

if TYPE_CHECKING:
    from deskapp.session import Desk

GUARDIANS = ("mother", "father", "guardian")
"""Relations for which *guardian* and *lives with the child* are offered as yes, until somebody says else."""


class AdultForm(FormDialog):
    """For `adult` on file, or (0) for somebody new named `name`.  Closed with the adult's id when saved."""

    scope = "adult_form"

    def __init__(self, child: int, adult: int = 0, name: str = "") -> None:
        super().__init__()
        self.child = child
        self.adult = adult
        self.despite: tuple[int, ...] = ()
        self.name = Field(label=_("name"), text=name, cells=24)
        self.latin_name = Field(label=_("Latin name"), cells=24)
        self.phone = Field(label=_("phone"), cells=20)
        self.safe = Choice(label=_("to call"), options=(("", C_("phone", "safe")), ("no", _("NOT safe"))))
        self.relation = RelationFields()
        self.guardian = yes_no(_("guardian"), False)
        self.lives = yes_no(_("lives with the child"), False)
        self.stand_on(Sheet.of(self.rows()))
        self.foot = _(
            "Comes on the list as not confirmed: "
            "before the first pick-up the ID is seen and a guardian is called."
        )
        if name:
            self.sheet.go(self.phone)
        self._touched: set[int] = set()

    def rows(self) -> list[list[Field]]:
        """The person only where it is somebody new."""
        rows: list[list[Field]] = [self.relation.row, [self.guardian], [self.lives]]
        return rows if self.adult else [[self.name, self.latin_name], [self.phone, self.safe], *rows]

    async def prepare(self) -> None:
        """The names."""
        child, adult = await self.desk.ask(
            lambda reader, _act: (
                people.known(reader, self.child),
                people.known(reader, self.adult) if self.adult else None,
            )
        )
        who = full_name(adult) if adult else _("SOMEBODY NEW")
        self.title = _("{adult}, FOR {child}").format(adult=who, child=full_name(child))

    async def key(self, press: Press) -> None:
        """One key; a parent is a guardian who lives with the child, unless somebody says else."""
        before = (self.relation.usual.value, self.guardian.value, self.lives.value)
        await super().key(press)
        for number, choice in enumerate((self.guardian, self.lives), 1):
            if choice.value != before[number]:
                self._touched.add(number)
            elif self.relation.usual.value != before[0] and number not in self._touched:
                choice.choose("yes" if self.relation.usual.value in GUARDIANS else "")

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        adult: int | Person = self.adult or self._person()
        if isinstance(adult, Person):
            try:
                taken = await self._looked_up(adult)
            except Refused:
                return
            if taken is None:
                return
            adult = taken or adult
        entry = await self.desk.perform(
            intake.add_adult,
            self.child,
            adult,
            relation=self.relation.value,
            guardian=bool(self.guardian.value),
            lives_with=bool(self.lives.value),
            despite=self.despite,
        )
        self.close(entry.adult)

    def _person(self) -> Person:
        phones = (Phone(number=self.phone.text, safe=not self.safe.value),) if self.phone.text.strip() else ()
        return Person(name=self.name.text, latin_name=self.latin_name.text, phones=phones)

    async def _looked_up(self, typed: Person) -> int | None:
        """Who is on file and was taken instead; 0 for nobody, None to type on."""
        from deskapp.screens.duplicates import Duplicates

        alike = await self.desk.ask(lambda reader, _act: [one.id for one in people.duplicates(reader, typed)])
        new = tuple(one for one in alike if one not in self.despite)
        if not new:
            return 0
        answer: int | None = await self.desk.open(Duplicates(typed, alike))
        if answer == 0:
            self.despite += new
        return answer


async def add_adult(desk: Desk, child: int) -> int:
    """Asks who, then what they are to the child; the adult's id, 0 if that was left."""
    listed = await desk.ask(lambda reader, _act: [entry.adult for entry in collectors.entries(reader, child)])
    name = full_name(await desk.ask(lambda reader, _act: people.known(reader, child)))
    title = _("WHO MAY COLLECT {child}?").format(child=name)
    chosen = await desk.open(ChoosePerson(title, without=(child, *listed)))
    if chosen is None:
        return 0
    form = AdultForm(child, name=str(chosen)) if isinstance(chosen, New) else AdultForm(child, int(chosen))
    return int(await desk.open(form) or 0)
