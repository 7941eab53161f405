"""The household page: who lives together, and every service that each of them uses."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.household_lines import home_line, member_cells, member_lines
from deskapp.services import households, looks, people
from deskapp.services.householdpage import HomeRow, HouseholdPage, MemberRow, household_page
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Checklist, Column, heads_line

FEWEST_DETAILS = 8
"""Lines that stay for the chosen person's details, however many live together."""


class Lives(NamedTuple):
    """Somebody in one of the households.  `first` is the first of it."""

    home: HomeRow
    member: MemberRow
    first: bool

    @property
    def id(self) -> tuple[int, int]:
        """Household and person: a child may be in two."""
        return (self.home.household, self.member.person)


class HouseholdDialog(Dialog):
    """The page of a person and everybody they live with.  Closed with nothing."""

    scope = "household"
    KEYS = (
        Key(
            "move",
            ("up", "down", "home", "end"),
            N_("choose"),
            N_("Chooses the person whose details stand below."),
            shown="↑ ↓",
        ),
        Key("edit", ("e", "enter"), N_("edit"), N_("Changes what is on file of this person."), rank=1),
        Key(
            "place",
            ("c",),
            N_("place"),
            N_("The child's place here: weekdays, times, school; from when until when."),
            rank=3,
        ),
        Key("list", ("l",), N_("who collects"), N_("Who may collect this child, and who must not."), rank=2),
        Key("add", ("+",), N_("moves in"), N_("Somebody else lives here, too."), rank=4),
        Key(
            "relation",
            ("r",),
            N_("relation"),
            N_("What this person is in the household: mother, grandfather, child."),
            rank=6,
        ),
        Key(
            "remove",
            ("x",),
            N_("moves out"),
            N_("This person does not live here any more; the record stays."),
            rank=5,
        ),
        Key("meals", ("s",), N_("meals"), N_("The sheet of this person's meals; also of one to begin.")),
        Key("home", ("h",), N_("address"), N_("The household's name and address."), rank=8),
        Key(
            "look",
            ("w",),
            N_("withheld"),
            N_("Shows a withheld address or why there is an order. The look is written down."),
            rank=7,
        ),
        Key("note", ("m",), N_("note"), N_("Leaves a note about this person."), rank=9),
        Key(
            "turn", ("space", "pagedown", "pageup"), N_("more"), N_("The next lines of the details."), rank=10
        ),
        Key("card", ("k",), N_("new card"), N_("A new card for this person; the old one stops working.")),
        Key("undo", ("u",), N_("undo"), N_("Takes back your last act here.")),
    )

    def __init__(self, person: int) -> None:
        super().__init__()
        self.person = person
        self.page: HouseholdPage | None = None
        self.list = Checklist(lambda row: row.id)
        self.seen: dict[int, str] = {}
        self.orders: dict[int, dict[int, str]] = {}
        self.top = 0

    async def prepare(self) -> None:
        """The households as they are now; the cursor stays on its person."""
        before = self.row.member.person if self.list.rows else self.person
        self.page = await self.desk.ask(household_page, self.person)
        rows = [
            Lives(home, member, number == 0)
            for home in self.page.homes
            for number, member in enumerate(home.members)
        ]
        self.list.fill(rows)
        if self.row.member.person != before or not self.title:
            wanted = next((row for row in rows if row.member.person == before), rows[0])
            self.list.choose(wanted.id)
        shown = next(row.member for row in rows if row.member.person == self.person)
        self.title = full_name(shown) + "  " + _("AND WHO LIVES WITH THEM")

    @property
    def row(self) -> Lives:
        """Who is chosen."""
        return cast(Lives, self.list.row)

    # ── what it shows ──

    def lines(self, columns: int, height: int) -> list[Line]:
        """The members above, what the chosen one uses below."""
        head = (
            Column(_("name"), 24, flex=2),
            Column(_("relation"), 12),
            Column(_("born"), 14),
            Column(_("phone, place"), 20, flex=3),
        )
        room = max(1, min(len(self.list.rows), height - FEWEST_DETAILS - 2))
        self.list.resize(room)
        rows = self.list.lines(head, lambda row: member_cells(row, self.today), columns)
        self.cursor = (0, 2 + self.list.place - self.list.top)
        lines: list[Line] = [home_line(self.row.home, self.page), heads_line(head, columns), *rows, []]
        body = member_lines(self.row.member, columns, self.seen, self.orders, self.row.home.address)
        free = height - len(lines)
        if len(body) > free:
            self.top = self.top if self.top < len(body) else 0
            last = self.top + free - 1
            more = _("  lines {first} to {last} of {count}; space: more")
            foot = more.format(first=self.top + 1, last=min(last, len(body)), count=len(body))
            body = [*body[self.top : last], *([[]] * (last - len(body))), [(foot, "dim")]]
        return [*lines, *body]

    @property
    def today(self) -> str:
        """The day it is."""
        day: str = self.desk.today
        return day

    @property
    def keys(self) -> tuple[Key, ...]:
        """Only what this person has use for is shown on the keys line."""
        member = self.row.member if self.page else None
        out = set()
        if member and not member.place:
            out.add("list")
        if member and not self._hidden(member):
            out.add("look")
        if self.page and not self.row.home.household:
            out |= {"relation", "remove", "home"}
        return tuple(key for key in super().keys if key.id not in out)

    @staticmethod
    def _hidden(member: MemberRow) -> bool:
        """Whether something about them is kept from everybody's eyes."""
        return member.address_withheld or any(
            one.standing in ("blocked", "review") for one in member.collectors
        )

    # ── keys ──

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)
        self.top = 0

    async def do_turn(self) -> None:
        """Space, PgDn, PgUp."""
        self.top = max(0, self.top + (-FEWEST_DETAILS if self.press.name == "pageup" else FEWEST_DETAILS))

    async def do_edit(self) -> None:
        """`e`, Enter."""
        from deskapp.screens.person_form import PersonForm

        await self._open(PersonForm(self.row.member.person))

    async def do_place(self) -> None:
        """`c`."""
        from deskapp.screens.place_form import PlaceForm

        await self._open(PlaceForm(self.row.member.person))

    async def do_list(self) -> None:
        """`l`."""
        from deskapp.screens.pickup_list import PickupList

        await self._open(PickupList(self.row.member.person))

    async def do_add(self) -> None:
        """`+`: choose or make somebody, then say what they are here."""
        from deskapp.screens.choose_person import choose_or_add
        from deskapp.screens.member_form import MemberForm

        home = self.row.home
        taken = tuple(member.person for member in home.members)
        person = await choose_or_add(self.desk, _("WHO ELSE LIVES HERE?"), without=taken)
        if person:
            await self._open(MemberForm(person, lives_with=self.row.member.person, household=home.household))
        await self.prepare()

    async def do_relation(self) -> None:
        """`r`."""
        from deskapp.screens.member_form import MemberForm

        row = self.row
        await self._open(
            MemberForm(row.member.person, household=row.home.household, relation=row.member.relation)
        )

    async def do_remove(self) -> None:
        """`x`."""
        row = self.row
        if not self.desk.repeated("x", row.id):
            await self.desk.perform(households.remove_member, row.home.household, row.member.person)
            await self.prepare()

    async def do_home(self) -> None:
        """`h`."""
        from deskapp.screens.member_form import HomeForm

        await self._open(HomeForm(self.row.home.household))

    async def do_look(self) -> None:
        """`w`: what is withheld, shown until this page is left; the look is on file."""
        member = self.row.member
        if member.address_withheld:
            self.seen[member.person] = await self.desk.perform(looks.see_address, member.person)
        if any(one.standing in ("blocked", "review") for one in member.collectors):
            self.orders[member.person] = await self.desk.perform(looks.see_orders, member.person)

    async def do_card(self) -> None:
        """`k`."""
        row = self.row
        if not self.desk.repeated("k", row.id):
            await self.desk.perform(people.give_card, row.member.person)
            await self.prepare()

    async def do_meals(self) -> None:
        """`s`."""
        from deskapp.screens.client_open import open_sheet

        await open_sheet(self.desk, self.row.member.person, full_name(self.row.member))
        await self.prepare()

    async def do_note(self) -> None:
        """`m`."""
        from deskapp.screens.note import NoteDialog

        await self._open(NoteDialog(person=self.row.member.person))

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()
        await self.prepare()

    async def _open(self, dialog: Dialog) -> Any:
        answer = await self.desk.open(dialog)
        await self.prepare()
        return answer
