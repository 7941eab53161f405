"""What somebody is in a household, and the household's own name and address."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import C_, _
from deskapp.names import full_name
from deskapp.screens.form import FormDialog
from deskapp.services import homes, households, intake, people
from deskapp.services.act import Act
from deskapp.services.records import Household
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet
from deskapp.words import word

RELATIONS = (
    "mother",
    "father",
    "grandmother",
    "grandfather",
    "aunt",
    "uncle",
    "sister",
    "brother",
    "child",
    "guardian",
)


class RelationFields:
    """The usual words for what somebody is, and a field for any other.  `value` is the word as kept."""

    def __init__(self, relation: str = "") -> None:
        known = relation in (*RELATIONS, "")
        options = [("", _("not said")), *((code, word(code)) for code in RELATIONS), ("other", _("other:"))]
        self.usual = Choice(label=_("relation"), options=options, value=relation if known else "other")
        self.other = Field(label="", text="" if known else relation, cells=24)

    @property
    def row(self) -> list[Field]:
        """The line of the form: the other word only where it is wanted."""
        return [self.usual, self.other] if self.usual.value == "other" else [self.usual]

    @property
    def value(self) -> str:
        """The relation as kept: "mother", "driver"; empty where it was not said."""
        return self.other.text.strip() if self.usual.value == "other" else self.usual.value


class MemberForm(FormDialog):
    """What somebody is in a household, or (`lives_with` somebody) moves into.  Closed with True if saved."""

    scope = "member_form"

    def __init__(self, person: int, *, household: int, lives_with: int = 0, relation: str = "") -> None:
        super().__init__()
        self.person = person
        self.household = household
        self.lives_with = lives_with
        self.relation = RelationFields(relation)
        self.stand_on(Sheet.of(self.rows()))

    def rows(self) -> list[list[Field]]:
        """The relation."""
        return [self.relation.row]

    async def prepare(self) -> None:
        """The name."""
        person = await self.desk.ask(lambda reader, _act: people.known(reader, self.person))
        self.title = full_name(person)

    async def do_save(self) -> None:
        """ctrl+s, Enter."""
        value = self.relation.value
        if self.lives_with:
            await self.desk.perform(intake.live_with, self.lives_with, self.person, value, self.household)
        else:
            await self.desk.perform(households.set_relation, self.household, self.person, value)
        self.close(True)


class HomeForm(FormDialog):
    """A household's name and address.  Closed with True when saved."""

    scope = "home_form"

    def __init__(self, household: int) -> None:
        super().__init__()
        self.household = household
        self.title = _("HOUSEHOLD")
        self.name = Field(label=C_("household", "name"), cells=40)
        self.address = Field(label=_("address"), cells=54)
        self.stand_on(Sheet.of([[self.name], [self.address]]))
        self.base: Household | None = None

    async def prepare(self) -> None:
        """What is on file; what others changed goes into a field nobody touched here.  A withheld address is
        neither shown nor typed here: it is kept.
        """
        now, withheld = await self.desk.ask(_home_of, self.household)
        for field, name in ((self.name, "name"), (self.address, "address")):
            if self.base is None or field.text == getattr(self.base, name):
                field.set(getattr(now, name))
                self.stood(field)
        self.base = now
        if withheld:
            self.sheet.refill([[self.name]])

    async def do_save(self) -> None:
        """ctrl+s, Enter."""
        await self.desk.perform(
            households.change_household, self.household, name=self.name.text, address=self.address.text
        )
        self.close(True)


def _home_of(reader: Reader, _act: Act, household: int) -> tuple[Household, bool]:
    """The household, and whether the address of somebody in it is withheld."""
    home = homes.known(reader, household)
    members = [people.known(reader, member.person) for member in home.members]
    return home, any(member.address_withheld for member in members)
