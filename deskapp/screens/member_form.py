"""What somebody is in a household, and the household's own name and address."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.said import shown_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.person_form import SAVE
from deskapp.services import homes, households, intake, people
from deskapp.services.act import Act
from deskapp.services.records import Household
from deskapp.widgets.cells import Line
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
RELATION_KEY = Key(
    "relation_word",
    ("space",),
    N_("changes the word"),
    N_("The next of the usual words; another is typed below."),
    rank=2,
)


class RelationFields:
    """The usual words for what somebody is, and a field for any other.  `value` is the word as kept."""

    def __init__(self, relation: str = "") -> None:
        known = relation in (*RELATIONS, "")
        options = [("", _("not said")), *((code, word(code)) for code in RELATIONS), ("other", _("other:"))]
        self.usual = Choice(label=_("relation"), options=options, value=relation if known else "other")
        self.other = Field(label="", text="" if known else relation, cells=24)

    @property
    def value(self) -> str:
        """The relation as kept: "mother", "driver"; empty where it was not said."""
        typed = self.other.text.strip()
        return typed or (self.usual.value if self.usual.value != "other" else "")


class MemberForm(Dialog):
    """What somebody is in a household, or (`lives_with` somebody) moves into.  Closed with True if saved."""

    scope = "member_form"
    KEYS = (SAVE, RELATION_KEY)

    def __init__(self, person: int, *, household: int, lives_with: int = 0, relation: str = "") -> None:
        super().__init__()
        self.person = person
        self.household = household
        self.lives_with = lives_with
        self.relation = RelationFields(relation)
        self.sheet = Sheet.of([[self.relation.usual, self.relation.other]])
        self.form = self.sheet

    async def prepare(self) -> None:
        """The name."""
        person = await self.desk.ask(lambda reader, _act: people.known(reader, self.person))
        self.title = shown_name(person)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The relation."""
        lines, (x, y) = self.sheet.lines_in(columns, height - 1)
        self.cursor = (x, y + 1)
        return [[], *lines]

    async def do_save(self) -> None:
        """Enter."""
        value = self.relation.value
        if self.lives_with:
            await self.desk.perform(intake.live_with, self.lives_with, self.person, value, self.household)
        else:
            await self.desk.perform(households.set_relation, self.household, self.person, value)
        self.close(True)

    async def do_relation_word(self) -> None:
        """Space: the form takes it itself."""


class HomeForm(Dialog):
    """A household's name and address.  Closed with True when saved."""

    scope = "home_form"
    KEYS = (SAVE,)

    def __init__(self, household: int) -> None:
        super().__init__()
        self.household = household
        self.title = _("HOUSEHOLD")
        self.name = Field(label=_("name"), cells=40)
        self.address = Field(label=_("address"), cells=54)
        self.sheet = Sheet.of([[self.name], [self.address]])
        self.form = self.sheet
        self.base: Household | None = None

    async def prepare(self) -> None:
        """What is on file; what others changed goes into a field nobody touched here.  A withheld address is
        neither shown nor typed here: it is kept.
        """
        now, withheld = await self.desk.ask(_home_of, self.household)
        for field, name in ((self.name, "name"), (self.address, "address")):
            if self.base is None or field.text == getattr(self.base, name):
                field.set(getattr(now, name))
        self.base = now
        if withheld:
            self.sheet.refill([[self.name]])

    def lines(self, columns: int, height: int) -> list[Line]:
        """Both fields."""
        lines, (x, y) = self.sheet.lines_in(columns, height - 1)
        self.cursor = (x, y + 1)
        return [[], *lines]

    async def do_save(self) -> None:
        """Enter."""
        await self.desk.perform(
            households.change_household, self.household, name=self.name.text, address=self.address.text
        )
        self.close(True)


def _home_of(reader: Reader, _act: Act, household: int) -> tuple[Household, bool]:
    """The household, and whether the address of somebody in it is withheld."""
    home = homes.known(reader, household)
    members = [people.known(reader, member.person) for member in home.members]
    return home, any(member.address_withheld for member in members)
