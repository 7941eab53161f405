"""A page: what one of the numbered screens shows and which key means what there.  The desk's one screen paints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from deskapp.i18n import _
from deskapp.keys import DAYS, EVERYWHERE, LIST, Key, Press, find_key
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column

if TYPE_CHECKING:
    from deskapp.session import Desk


class Page:
    """One numbered screen.  `load` runs on the store's thread and returns a model; everything else only reads that.

    A key `Key(id="arrive", …)` of `KEYS` calls the method `do_arrive()`; `self.press` is the key itself.
    """

    number: ClassVar[int]
    scope: ClassVar[str]
    title: ClassVar[str]
    KEYS: ClassVar[tuple[Key, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ("all",)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.list = Checklist(self.row_id)
        self.model: Any = None
        self.filter = self.filters[0]
        self.kept: set[Any] = set()
        self.press = Press("")

    # ── what it shows: to be told by each page ──

    def row_id(self, row: Any) -> Any:
        """What tells a row from the others, also after its content changed."""
        return row.id

    def load(self, reader: Any, act: Any, day: str) -> Any:
        """The page's model of that day, from its service.  Runs on the store's thread."""
        raise NotImplementedError

    def rows(self, model: Any) -> Sequence[Any]:
        """All rows of the model, in their order."""
        raise NotImplementedError

    def passes(self, row: Any) -> bool:
        """Whether the row is in the present filter."""
        return True

    def columns(self, room: int) -> Sequence[Column]:
        """The columns when there are `room` cells."""
        raise NotImplementedError

    def cells(self, row: Any) -> Sequence[Cell]:
        """What stands in each column of the row."""
        raise NotImplementedError

    def counts(self, room: int) -> Sequence[Line]:
        """The lines above the headings: filter, counts."""
        return ()

    def find_line(self, room: int) -> Line:
        """The line below the list."""
        return [("/ ", "key"), (_("finds by name, pinyin, initials, code, phone"), "dim")]

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """What the side panel says about the row."""
        return ()

    def badge(self) -> str:
        """What stands behind the page's name on line 2, as "!3"."""
        return ""

    # ── life ──

    def show(self, model: Any) -> None:
        """Take a new model: rows that were seen under the present filter stay, the cursor stays on its row."""
        self.model = model
        rows = [row for row in self.rows(model) if self.row_id(row) in self.kept or self.passes(row)]
        self.kept = {self.row_id(row) for row in rows}
        self.list.fill(rows)

    def left(self) -> None:
        """Another page is shown now."""
        self.kept = set()

    # ── keys ──

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys that mean something here, this page's own first."""
        return (*self.KEYS, *LIST, *DAYS, *EVERYWHERE)

    async def key(self, press: Press) -> None:
        """One key."""
        key = find_key(press.name, self.keys)
        if key is None:
            self.desk.say("no_such_key", key=press.text or press.name)
            return
        self.press = press
        await getattr(self, f"do_{key.id}")()

    async def do_move(self) -> None:
        """Arrow keys and pages."""
        self.list.key(self.press.name)

    async def do_mark(self) -> None:
        """`v`."""
        self.list.key("v")

    async def do_mark_all(self) -> None:
        """`*`."""
        self.list.key("*")

    async def do_filter(self) -> None:
        """`f`: the next filter; rows that left it go now."""
        self.filter = self.filters[(self.filters.index(self.filter) + 1) % len(self.filters)]
        self.kept = set()
        if self.model is not None:
            self.show(self.model)

    async def do_help(self) -> None:
        """`?`."""
        from deskapp.screens.help import Help

        await self.desk.open(Help(self.title, self.keys))

    async def do_today(self) -> None:
        """`1`."""
        await self.desk.switch(1)

    async def do_children(self) -> None:
        """`2`."""
        await self.desk.switch(2)

    async def do_people(self) -> None:
        """`6`."""
        await self.desk.switch(6)

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()

    async def do_staff(self) -> None:
        """F9: who is here."""
        await self.desk.choose_staff()

    async def do_leave(self) -> None:
        """ctrl+q."""
        self.desk.leave()

    async def do_day_before(self) -> None:
        """`[`."""
        await self.desk.go_day(-1)

    async def do_day_after(self) -> None:
        """`]`."""
        await self.desk.go_day(1)

    async def do_back(self) -> None:
        """esc, 0: back to today."""
        if self.desk.day:
            self.desk.day, self.desk.day_opened = "", False
            await self.desk.reload()
