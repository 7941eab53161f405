"""Roll call: everyone in the building, ticked off head by head.  It can be left and goes on later."""

from __future__ import annotations

from typing import NamedTuple

from db import Transaction
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import UNDO, Dialog
from deskapp.screens.question import Question
from deskapp.services import rollcall
from deskapp.services.act import Act
from deskapp.services.clocks import clock_at
from deskapp.services.records import RollCall
from deskapp.services.rollcall import Head, RollCallPage
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line
from deskapp.words import say_flag
from deskapp.words.joins import apart


def tick_head(tx: Transaction, act: Act, person: int) -> RollCall:
    """Ticks a head; the first one begins the roll call, so that nothing has to be pressed before it."""
    return rollcall.tick(tx, act, rollcall.start(tx, act).id, person)


class Group(NamedTuple):
    """A heading among the heads: a room or group, how many of its heads were seen."""

    name: str
    seen: int
    total: int


class RollCallDialog(Dialog):
    """Closed with True when the roll call was ended, else None: then it goes on when it is opened again."""

    scope = "roll_call"
    KEYS = (
        Key("tick", ("space",), N_("seen"), N_("This head is here; again: it is not."), rank=1),
        Key("heads", ("h",), N_("count"), N_("Only a number of heads, against the list."), rank=4),
        Key(
            "end", ("e",), N_("end"), N_("Ends the roll call; who was not seen stays written in it."), rank=3
        ),
        Key("filter", ("f",), N_("who is missing"), N_("Only those who were not seen; again: all."), rank=2),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("move"),
            N_("Moves the cursor."),
            shown="↑ ↓",
        ),
        UNDO,
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("ROLL CALL: EVERYONE IN THE BUILDING")
        self.list = Checklist(lambda row: row.name if isinstance(row, Group) else row.row.child)
        self.list.selectable = lambda row: isinstance(row, Head)
        self.missing_only = False
        self.page: RollCallPage

    async def prepare(self) -> None:
        """Who is in, and who was seen."""
        self.page = await self.desk.ask(rollcall.page)
        rows: list[Group | Head] = []
        for name, heads in self.page.groups:
            shown = [head for head in heads if not (self.missing_only and (head.ticked or not head.inside))]
            if shown:
                rows.append(Group(name, sum(head.ticked for head in heads), len(heads)))
                rows += shown
        self.list.fill(rows)
        if isinstance(self.list.row, Group):
            self.list.key("down")

    def lines(self, columns: int, height: int) -> list[Line]:
        """How many were seen, then the heads by group."""
        page = self.page
        begun = _("not begun: the first space begins it")
        if page.call is not None:
            begun = _("begun {clock}").format(clock=clock_at(page.call.at, self.desk.zone))
        left = page.to_find - page.seen
        count = _("{seen} of {count} seen").format(seen=page.seen, count=page.to_find)
        missing = _("{count} NOT SEEN").format(count=left) if left else _("ALL SEEN")
        head: Line = [
            ("  " + count + "   ", "strong"),
            (missing, "alert" if left else "here"),
            ("   " + begun, "dim"),
            ("   " + _("only who is missing") if self.missing_only else "", "banner"),
        ]
        head_columns = (
            Column("", 4),
            Column(_("name"), 26, flex=1),
            Column(_("here since"), 11),
            Column(_("what to know"), 26, flex=1),
        )
        self.list.resize(height - 2)
        heads = heads_line(head_columns, columns) if self.list.rows else []
        drawn = self.list.lines(head_columns, self._cells, columns)
        if not self.list.rows:
            drawn = [[("  " + (_("Nobody is in the building by the list.")), "")]]
            if self.page.groups:
                drawn = [[("  " + _("All were seen."), "")]]
        self.cursor = (0, 2 + self.list.place - self.list.top)
        return [head, heads, *drawn]

    def _cells(self, row: Group | Head) -> tuple[Cell, ...]:
        if isinstance(row, Group):
            text = _("{name}: {seen} of {count}").format(
                name=row.name or _("no group"), seen=row.seen, count=row.total
            )
            return Cell(""), Cell(text, "strong"), Cell(""), Cell("")
        child = row.row
        box = "[x]" if row.ticked else "[ ]"
        know = [say_flag(flag.code, flag.facts) for flag in child.flags if flag.code in ("allergy", "alert")]
        style = "" if row.inside else "dim"
        if row.needs_help:
            know.insert(0, _("NEEDS HELP TO LEAVE"))
        if not row.inside:
            know.insert(0, _("out {clock} meanwhile").format(clock=child.out))
        return (
            Cell(box, "here" if row.ticked else style),
            Cell(full_name(child), style),
            Cell(child.in_, style),
            Cell(apart(know), "alert" if row.needs_help else style),
        )

    # ── keys ──

    async def do_move(self) -> None:
        """The arrow keys; headings are passed over."""
        self.list.key(self.press.name)
        if isinstance(self.list.row, Group):
            self.list.key("down")

    async def do_tick(self) -> None:
        """Space: seen, and on to the next head."""
        head = self.list.row
        if not isinstance(head, Head) or self.desk.repeated("space", ("roll_call", head.row.child)):
            return
        if head.ticked and self.page.call is not None:
            await self.desk.perform(rollcall.untick, self.page.call.id, head.row.child)
        else:
            await self.desk.perform(tick_head, head.row.child)
            if not self.missing_only:
                self.list.key("down")
        await self.prepare()

    async def do_filter(self) -> None:
        """`f`."""
        self.missing_only = not self.missing_only
        await self.prepare()

    async def do_heads(self) -> None:
        """`h`."""
        from deskapp.screens.head_count import HeadCountDialog

        await self.desk.open(HeadCountDialog())
        await self.prepare()

    async def do_end(self) -> None:
        """`e`: asks when somebody was not seen."""
        if self.page.call is None:
            self.desk.bell()
            self.desk.say("not_begun")
            return
        left = self.page.to_find - self.page.seen
        if left and not await self.desk.open(Question("ask_end_roll_call", count=left)):
            return
        await self.desk.perform(rollcall.end, self.page.call.id)
        self.close(True)
