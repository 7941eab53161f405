"""Today: what needs a person now, worst first; who has it, and what comes by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.child_keys import ADD, CLAIM, COLLECT, NOTE, PHONE, ROLL_CALL, ChildKeys
from deskapp.screens.frame import CHILDREN, MEALS, TODAY
from deskapp.screens.people_rows import tail_words, what_words
from deskapp.screens.today_rows import Further, flag_text, further_texts
from deskapp.services import today
from deskapp.services.finding import Match
from deskapp.services.rungs import MINUTES
from deskapp.services.today import WRONG, TodayPage, TodayRow
from deskapp.widgets.cells import Line, Span, wrap
from deskapp.widgets.checklist import Cell, Column

KINDS = {
    "missing": N_("MISSING"),
    "not_accounted": N_("NOT SEEN"),
    "not_collected": N_("NOT COLLECTED"),
    "unclosed": N_("LEFT OPEN"),
    "blocked_came": N_("ORDER"),
    "withheld": N_("WITHHELD"),
    "roll_call": N_("ROLL CALL"),
    "head_count": N_("HEAD-COUNT"),
    "head_count_due": N_("HEAD-COUNT"),
    "here_late": N_("here late"),
    "notes": N_("handover"),
    "not_home": N_("NOT HOME"),
    "route_late": N_("ROUTE LATE"),
    "meals_out": N_("MEALS OUT"),
    "refused_twice": N_("refused twice"),
    "pause_review": N_("long pause"),
    "unsuited": N_("menu"),
}
MEAL_ROWS = ("route_late", "meals_out", "unsuited")


class Today(ChildKeys):
    """The first page: what needs somebody."""

    number = TODAY
    scope = "today"
    count_lines = 2
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key(
            "open",
            ("enter", "space"),
            N_("go there"),
            N_("To this child on the list, or to what it says."),
            rank=1,
        ),
        PHONE,
        CLAIM,
        COLLECT,
        NOTE,
        ADD,
        ROLL_CALL,
        Key("heads", ("h",), N_("count heads"), N_("Write down how many heads were counted."), rank=9),
    )

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.list.selectable = lambda row: not isinstance(row, Further)

    # ── what it shows ──

    def row_id(self, row: TodayRow | Further) -> Any:
        """The concern, or the child and what is wrong."""
        return row.key if isinstance(row, Further) else row.id

    def person_of(self, row: TodayRow | Further) -> int:
        """The child; 0 for what is about none, and for further lines."""
        return row.child if isinstance(row, TodayRow) else 0

    def load(self, reader: Any, act: Any, day: str) -> TodayPage:
        """What needs a person now."""
        return today.today(reader, act)

    def rows(self, model: TodayPage) -> Sequence[TodayRow | Further]:
        """Worst first, each with up to two further lines."""
        rows: list[TodayRow | Further] = []
        for row in model.rows:
            rows.append(row)
            rows += [Further(row, number, text) for number, text in enumerate(further_texts(row))]
        return rows

    def columns(self, room: int) -> Sequence[Column]:
        """What, who, and what comes next."""
        return (
            Column(_("what"), 15),
            Column(_("who"), 18, flex=1),
            Column(_("state, and what comes next"), 43, flex=2),
        )

    def cells(self, row: TodayRow | Further) -> Sequence[Cell]:
        """The columns of a row or of its further line."""
        if isinstance(row, Further):
            return self._further(row)
        wrong = row.severity < WRONG
        symbol = self.desk.symbols.alert if wrong else self.desk.symbols.absent
        return (
            Cell(f"{symbol} {_(KINDS[row.kind])}", "alert" if wrong else ""),
            Cell(full_name(row)),
            Cell(flag_text(row.flag)),
        )

    def _further(self, line: Further) -> Sequence[Cell]:
        row = line.row
        owner = Cell("")
        if line.number == 0 and row.severity < WRONG:
            has = _("{who} has it").format(who=row.claimed_name)
            nobody = Cell(_("NOBODY HAS IT"), "late") if row.claimable else Cell("")
            owner = Cell(has) if row.claimed_name else nobody
        follows = line.number == 0 and row.next is not None
        return Cell(""), owner, Cell(line.text, "" if follows or row.severity >= WRONG else "dim")

    def elsewhere_cells(self, match: Match) -> Sequence[Cell]:
        """Somebody found."""
        name = full_name(match)
        return Cell("  " + what_words(match.what), "dim"), Cell(name), Cell(tail_words(match), "dim")

    def counts(self, room: int) -> Sequence[Line]:
        """Who is in the building, and the day's counts."""
        model: TodayPage = self.model
        counts = model.counts
        building: list[Span] = [
            (_("IN THE BUILDING {count}").format(count=model.in_building), "title"),
            ("   " + _("children {count}").format(count=counts["inside"]), ""),
        ]
        if model.wrong:
            building.append(("   ! " + _("{count} need somebody").format(count=model.wrong), "alert"))
        planned = sum(counts[state] for state in ("coming", "here", "gone", "absent", "unclosed"))
        day = _("Children {came}/{planned} came, {here} here, {gone} gone, {absent} absent").format(
            came=counts["came"],
            planned=planned,
            here=counts["here"],
            gone=counts["gone"],
            absent=counts["absent"],
        )
        return building, [(day, "")]

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """Everything about the row."""
        if not isinstance(row, TodayRow):
            return ()
        lines: list[Line] = [[(_(KINDS[row.kind]), "title")], [(row.name, "")], [(row.latin_name, "")], []]
        for flag in (row.flag, *((row.next,) if row.next else ()), *row.lines):
            lines += [[(part, "")] for part in wrap(flag_text(flag), room)]
        return lines

    def find_hint(self) -> str:
        """Find looks everywhere from here."""
        return _("finds anyone: child, guardian, staff, phone")

    def obvious_words(self, row: Any) -> str:
        """What Enter would do."""
        return _("arrived, or collect ...")

    # ── keys ──

    def row(self) -> TodayRow | None:
        """The row under the cursor."""
        row = self.list.row
        if isinstance(row, TodayRow):
            return row
        self.desk.say("no_row")
        return None

    def child(self) -> int:
        """The child of the row under the cursor."""
        row = self.row()
        if row is not None and not row.child:
            self.desk.say("no_child")
        return row.child if row is not None else 0

    def trouble(self) -> str:
        """Which ladder fits the row."""
        row = self.row()
        return row.kind if row is not None and row.kind in MINUTES else "not_collected"

    async def do_open(self) -> None:
        """Enter: the child on the list; the outcome of a blocked person's coming; counting; the notes."""
        row = self.row()
        if row is None:
            return
        if row.kind == "blocked_came":
            from deskapp.screens.outcome import open_outcome

            await open_outcome(self.desk, row.concern)
        elif row.kind == "refused_twice":
            await self._settle(row)
        elif row.kind in MEAL_ROWS:
            await self._to_meals(row)
        elif row.kind in ("not_home", "pause_review"):
            await self.client(row)
        elif row.child:
            await self.desk.show_person(CHILDREN, row.child)
        elif row.kind.startswith("head_count"):
            await self.do_heads()
        elif row.kind == "roll_call":
            await self.do_roll_call()
        else:
            from deskapp.screens.note import NoteDialog

            await self.desk.open(NoteDialog(person=0))

    async def _to_meals(self, row: TodayRow) -> None:
        """To the day that it says, with the cursor on the route, or on the first meal that is open."""
        from deskapp.screens.meals import Meals

        day = str(row.flag.facts.get("day", ""))
        await self.desk.switch(MEALS)
        await self.desk.go_day(0, since=day)
        if day and isinstance(self.desk.page, Meals):
            self.desk.page.choose_of(row.flag.facts.get("number", 0))

    async def client(self, row: TodayRow) -> None:
        """A client: the ladder of one who did not open, else the sheet."""
        if row.kind == "not_home":
            await self.do_telephone()
            return
        from deskapp.screens.client_open import open_sheet

        await open_sheet(self.desk, row.child, full_name(row))

    async def _settle(self, row: TodayRow) -> None:
        """What came of two refusals in a row."""
        from deskapp.screens.words_form import WordsForm
        from deskapp.services.meals import nothome

        async def settle(words: str) -> None:
            await self.desk.perform(nothome.settle, row.concern, words)

        await self.desk.open(
            WordsForm(_("WHAT CAME OF IT?"), _("in a few words"), full_name(row), use=settle)
        )

    async def do_telephone(self) -> None:
        """`t`: of somebody who did not open, the ladder of that."""
        row = self.row()
        if row is not None and row.kind == "not_home":
            from deskapp.screens.door_ladder import DoorLadder

            await self.desk.open(DoorLadder(row.child))
        elif row is not None and row.kind in (*MEAL_ROWS, "pause_review", "refused_twice"):
            self.desk.say("nobody_missed")
        elif row is not None:
            await super().do_telephone()

    async def obvious(self, row: TodayRow) -> None:
        """What find does to a child: arrived, or the collect dialog."""
        await self.obvious_for(row.child)

    async def do_heads(self) -> None:
        """`h`."""
        from deskapp.screens.head_count import HeadCountDialog

        await self.desk.open(HeadCountDialog())

    async def do_claim(self) -> None:
        """`y`: also what is about no child."""
        from deskapp.services import ladder

        row = self.row()
        if row is not None:
            await self.desk.perform(ladder.claim, row.child, row.kind)
