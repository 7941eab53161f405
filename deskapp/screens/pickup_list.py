"""Who may collect a child, and who must not: the list is kept here; a manager sets and lifts orders."""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.screens.form import need_manager
from deskapp.screens.household_lines import listed_words
from deskapp.services import collectors, looks, people
from deskapp.services.householdpage import ListedRow, MemberRow, member_row
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column
from deskapp.widgets.options import paragraph

BLOCKED = ("blocked", "review")


class PickupList(Dialog):
    """The pick-up list of a child.  Closed with nothing."""

    scope = "pickup_list"
    KEYS = (
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("choose"),
            N_("Chooses an adult."),
            shown="↑ ↓",
        ),
        Key(
            "add",
            ("+",),
            N_("add"),
            N_("Another adult, not confirmed: ID and a call come before the first pick-up."),
            rank=1,
        ),
        Key(
            "change",
            ("e", "enter"),
            N_("change"),
            N_("Relation, guardian or not, place on the call ladder, for how long."),
            rank=2,
        ),
        Key(
            "confirm",
            ("y",),
            N_("guardian says yes"),
            N_("Asks a guardian, at the number on file or in person with ID: now the adult may collect."),
            rank=3,
        ),
        Key(
            "take_off",
            ("x",),
            N_("take off"),
            N_("Takes the adult off the list; the digit stays theirs."),
            rank=4,
        ),
        Key(
            "order",
            ("b",),
            N_("order"),
            N_("An order forbids it; or it is lifted again. Managers only."),
            rank=5,
        ),
        Key("look", ("w",), N_("why"), N_("Why there is an order. The look is written down."), rank=6),
        Key("undo", ("u",), N_("undo"), N_("Takes back your last act here."), rank=7),
    )

    def __init__(self, child: int) -> None:
        super().__init__()
        self.child = child
        self.member: MemberRow | None = None
        self.list = Checklist(lambda row: row.person)
        self.reasons: Mapping[int, str] = {}

    async def prepare(self) -> None:
        """The list as it is now."""
        self.member = await self.desk.ask(
            lambda reader, act: member_row(reader, act, people.known(reader, self.child))
        )
        name = full_name(self.member)
        self.title = _("WHO COLLECTS {child}").format(child=name)
        self.list.fill(self.member.collectors)

    @property
    def row(self) -> ListedRow | None:
        """The adult who is chosen."""
        row: ListedRow | None = self.list.row
        return row

    def lines(self, columns: int, height: int) -> list[Line]:
        """One line for each adult; the chosen one in full below."""
        if not self.list.rows:
            return [[], *paragraph(_("Nobody yet. + puts an adult on the list."), columns)]
        self.list.resize(height - 6)
        column = Column("", columns - 2, flex=1)
        lines = self.list.lines((column,), lambda row: (Cell(*listed_words(row, {})),), columns)
        self.cursor = (0, 3 + self.list.place - self.list.top)
        row = self.row
        text, style = listed_words(row, self.reasons) if row else ("", "")
        return [[], *lines, [], *paragraph(text, columns, style)]

    # ── keys ──

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)

    async def do_add(self) -> None:
        """`+`."""
        from deskapp.screens.adult_form import add_adult

        adult = await add_adult(self.desk, self.child)
        await self.prepare()
        self.list.choose(adult)

    async def do_change(self) -> None:
        """`e`, Enter."""
        from deskapp.screens.entry_form import EntryForm

        if row := self._chosen():
            await self.desk.open(EntryForm(self.child, row.person))
            await self.prepare()

    async def do_confirm(self) -> None:
        """`y`."""
        from deskapp.screens.guardian_call import GuardianCall, confirm

        row = self._chosen()
        if row is None:
            return
        if row.standing == "authorised":
            self.desk.say("may_already", kind="refused", name=row.name)
        elif row.standing in BLOCKED:
            self.desk.say("order_first", kind="refused", name=row.name)
        elif (said_yes := await self.desk.open(GuardianCall((self.child,)))) is not None:
            await self.desk.perform(confirm, self.child, row.person, said_yes)
            await self.prepare()

    async def do_take_off(self) -> None:
        """`x`."""
        row = self._chosen()
        if row is not None and not self.desk.repeated("x", row.person):
            await self.desk.perform(collectors.archive, self.child, row.person)
            await self.prepare()

    async def do_order(self) -> None:
        """`b`: sets an order; where there is one, asks and lifts it."""
        from deskapp.screens.entry_form import OrderForm
        from deskapp.screens.question import Question

        row = self._chosen()
        if row is None:
            return
        await need_manager(self.desk)
        if row.standing not in BLOCKED:
            await self.desk.open(OrderForm(self.child, row.person))
        elif await self.desk.open(Question("ask_lift_order", name=row.name)):
            await self.desk.perform(collectors.clear_block, self.child, row.person)
        await self.prepare()

    async def do_look(self) -> None:
        """`w`."""
        self.reasons = await self.desk.perform(looks.see_orders, self.child)

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()
        await self.prepare()

    def _chosen(self) -> ListedRow | None:
        if self.row is None:
            self.desk.say("no_row")
        return self.row
