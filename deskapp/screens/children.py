"""Children: the day's list, by surname; one key for each step of a child's day."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import N_, NC_, _
from deskapp.keys import Key
from deskapp.screens.child_keys import ADD, CLAIM, COLLECT, NOTE, PHONE, ROLL_CALL, ChildKeys
from deskapp.screens.children_rows import ChildrenRows
from deskapp.screens.steps import AT, EDIT, TAKE_BACK
from deskapp.services import absences, attendance, ladder
from deskapp.services.childday import ChildRow, together
from deskapp.services.due import kind_for


class Children(ChildrenRows, ChildKeys):
    """The checklist of a day's children: what its keys do.  What it shows is in children_rows.py."""

    KEYS = (
        Key("step", ("space",), N_("next"), N_("The next harmless step: arrived, homework, supper."), rank=1),
        Key("arrive", ("a",), NC_("key", "here"), N_("Arrived."), rank=2),
        COLLECT,
        Key("absent", ("x",), N_("absent"), N_("Will not come: asks why and who told us."), rank=4),
        PHONE,
        Key(
            "together",
            ("g",),
            N_("together"),
            N_("Brothers and sisters; again: bus or school group."),
            rank=6,
        ),
        NOTE,
        ROLL_CALL,
        Key("homework", ("h",), N_("homework"), N_("Does homework."), rank=10),
        Key("supper", ("s",), N_("supper"), N_("Has supper."), rank=11),
        Key(
            "missing",
            ("n",),
            N_("not there"),
            N_("Is not where the child should be; then the ladder."),
            rank=12,
        ),
        CLAIM,
        ADD,
        Key("details", ("enter",), N_("details"), N_("Everything about this child."), rank=15),
        EDIT,
        Key("delay", ("d",), N_("later"), N_("The marked ones or the group come later today."), rank=16),
        Key("dishes", ("w",), N_("dishes"), N_("What there is for supper, and whom it would harm."), rank=17),
        AT,
        TAKE_BACK,
    )

    # ── steps ──

    async def do_step(self) -> None:
        """Space."""
        await self.step(attendance.next_step)

    async def do_arrive(self) -> None:
        """`a`."""
        await self.step(attendance.arrive)

    async def do_homework(self) -> None:
        """`h`."""
        await self.step(attendance.homework)

    async def do_supper(self) -> None:
        """`s`."""
        await self.step(attendance.supper)

    async def do_take_back(self) -> None:
        """Backspace."""
        row = self.row()
        if row is not None and not self.desk.repeated(self.press.name, row.child):
            await self.desk.perform(attendance.take_back, row.child)

    async def do_delay(self) -> None:
        """`d`: the marked ones, or the whole group that `g` shows, come later."""
        rows = self.rows_chosen()
        if self.group and not self.list.marks:
            rows = [
                row
                for row in self.list.rows
                if isinstance(row, ChildRow) and row.state in ("coming", "not_accounted")
            ]
        if not rows:
            self.desk.say("no_row")
            return

        async def answer(clock: str) -> None:
            done = await self.desk.perform(absences.delay, tuple(row.child for row in rows), clock)
            self.list.marks.clear()
            await self.say_done(done)

        self.finder.ask(_("{count} come later, at").format(count=len(rows)), answer)

    # ── together ──

    async def do_together(self) -> None:
        """`g`: only the siblings; twice: the bus or school group; again: all.

        The first is for the siblings also where there are none, so that two are the group for every child.
        """
        row = self.row()
        if row is None:
            return
        self.list.marks.clear()
        child, narrowed = self.group or (row.child, 0)
        wider = narrowed + 1
        found = together(self.all_rows(), child, wider == 2)
        if wider > 2 or (wider == 2 and len(found) < 2):
            self.leave_group()
            if wider == 2:
                self.desk.say("no_group")
            return
        self.group = (child, wider)
        self.refill()
        self.list.choose(child)
        if len(found) < 2:
            self.desk.say("no_sibling_listed")
        else:
            self.desk.say("tick_together", count=len(found))

    async def do_back(self) -> None:
        """esc, 0: first out of the group, then back to today."""
        self.happened = ""
        if self.group:
            self.leave_group()
        else:
            await super().do_back()

    # ── dialogs ──

    def child(self) -> int:
        """The child under the cursor."""
        row = self.row()
        return row.child if row is not None else 0

    def trouble(self) -> str:
        """Which ladder fits the child under the cursor."""
        row = self.row()
        return kind_for(row) or "not_accounted" if row is not None else "not_accounted"

    async def do_absent(self) -> None:
        """`x`."""
        from deskapp.screens.absent import AbsentDialog

        if rows := self.rows_chosen():
            await self.desk.open(AbsentDialog(children=tuple(row.child for row in rows)))
            self.list.marks.clear()

    async def do_missing(self) -> None:
        """`n`: reported, then the ladder."""
        from deskapp.screens.ladder import LadderDialog

        if child := self.child():
            concern = await self.desk.perform(ladder.report_missing, child)
            await self.desk.open(LadderDialog(child=child, kind=concern.kind))

    async def do_dishes(self) -> None:
        """`w`."""
        from deskapp.screens.supper import SupperDialog

        await self.desk.open(SupperDialog())

    async def do_details(self) -> None:
        """Enter."""
        if child := self.child():
            await self.details_of(child)

    # ── find ──

    def obvious_words(self, row: Any) -> str:
        """What Enter would do: arrived, collect or details."""
        if isinstance(row, ChildRow):
            if row.state in ("coming", "not_accounted"):
                return _("arrived")
            if row.state in ("here", "unclosed"):
                return _("collect ...")
        return _("details")

    async def obvious(self, row: ChildRow) -> None:
        """Coming: arrived.  Here: the collect dialog.  Else the details."""
        self.list.choose(row.child)
        await self.obvious_of(row)
