"""A page: what one of the numbered screens shows and which key means what there.  DeskScreen paints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from deskapp.i18n import N_, _
from deskapp.keys import DAYS, EVERYWHERE, LIST, Key, Press, find_key
from deskapp.screens.finding import Elsewhere, Finder
from deskapp.screens.frame import PAGES, PEOPLE, TITLES
from deskapp.services import attendance
from deskapp.services.finding import Match
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column

if TYPE_CHECKING:
    from deskapp.session import Desk


class Page:
    """One numbered screen.  `load` runs on the store's thread; everything else only reads the model it
    answered.

    A key `Key(id="arrive", …)` of `KEYS` calls the method `do_arrive()`; `self.press` is the key itself.
    """

    number: ClassVar[int]
    scope: ClassVar[str]
    KEYS: ClassVar[tuple[Key, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ("all",)
    has_days: ClassVar[bool] = False
    """Whether it shows the day on the screen; one that does not is always of today."""
    count_lines: ClassVar[int] = 1
    """How many lines `counts` answers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.list = Checklist(self.row_key)
        self.finder = Finder(self)
        self.model: Any = None
        self.filter = self.filters[0]
        self.kept: set[Any] = set()
        self.press = Press("")

    # ── what it shows: told by each page ──

    def row_id(self, row: Any) -> Any:
        """What tells a row from the others, also after its content changed."""
        return row.id

    def person_of(self, row: Any) -> int:
        """Whom the row is about, for find; 0 for nobody."""
        raise NotImplementedError

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

    def elsewhere_cells(self, match: Match) -> Sequence[Cell]:
        """What stands in each column of somebody found who has no row here."""
        raise NotImplementedError

    def counts(self, room: int) -> Sequence[Line]:
        """The lines above the headings: filter, counts."""
        raise NotImplementedError

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """What the side panel says about the row."""
        return ()

    def badge(self) -> str:
        """What stands behind the page's title on line 2 once it was shown, as " !3"."""
        return ""

    def find_hint(self) -> str:
        """What the find line says while it is empty."""
        return _("finds by name, pinyin, initials, code, phone")

    # ── what find and the scanner do here ──

    def obvious_words(self, row: Any) -> str:
        """What Enter on this row would do, in a word."""
        return _("details")

    async def obvious(self, row: Any) -> None:
        """What Enter does to this row."""
        raise NotImplementedError

    async def obvious_elsewhere(self, match: Match) -> None:
        """What Enter does for somebody found who has no row here: shows the person."""
        await self.desk.show_person(PEOPLE, match.person)

    async def show_person(self, person: int) -> None:
        """Put the cursor on somebody another page asks to be shown; says so where they have no row."""
        row = next((row for row in self.all_rows() if self.person_of(row) == person), None)
        if row is None or not self.go_to(row):
            self.desk.say("not_on_list")

    async def scanned(self, code: str) -> None:
        """A card was scanned: records the arrival; who is here already is collected in the dialog."""
        scan = await self.desk.perform(attendance.scan, code)
        if scan.kind == "already":
            names = await self.desk.names([("name", scan.child)])
            self.desk.say("already_scanned", names=names, child=scan.child, since=scan.since)
        elif scan.kind == "collect":
            from deskapp.screens.collect import CollectDialog

            await self.desk.open(CollectDialog(child=scan.child))

    # ── rows ──

    def show(self, model: Any) -> None:
        """Take a new model: rows seen under the present filter stay, the cursor stays on its row."""
        self.model = model
        self.finder.again()
        self.refill()

    def all_rows(self) -> Sequence[Any]:
        """Every row of the model, whatever the filter."""
        return self.rows(self.model) if self.model is not None else ()

    def refill(self) -> None:
        """Put what is to be seen into the list."""
        if self.finder.filters:
            self.list.fill(self.finder.found)
            return
        rows = [row for row in self.all_rows() if self.row_id(row) in self.kept or self.passes(row)]
        self.kept = {self.row_id(row) for row in rows}
        self.list.fill(rows)

    def row_key(self, row: Any) -> Any:
        """What tells any row of the list from the others."""
        return row.key if isinstance(row, Elsewhere) else self.row_id(row)

    def row_cells(self, row: Any) -> Sequence[Cell]:
        """The cells of any row of the list."""
        return self.elsewhere_cells(row.match) if isinstance(row, Elsewhere) else self.cells(row)

    def go_to(self, row: Any) -> bool:
        """Put the cursor on this row, leaving the filter if it hides it; False if it has no row here."""
        if self.list.choose(self.row_key(row)):
            return True
        self.filter, self.kept = self.filters[0], set()
        self.refill()
        return self.list.choose(self.row_key(row))

    def left(self) -> None:
        """Another page or day is shown now."""
        self.list.marks.clear()
        self.finder.close()
        self.kept = set()  # behind close, which fills the list once more

    # ── keys ──

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys that mean something here, this page's own first."""
        return (*self.KEYS, *LIST, *(DAYS if self.has_days else ()), *EVERYWHERE)

    @property
    def keys_now(self) -> tuple[Key, ...]:
        """The keys as they are shown: those of the line below the list while it is open.

        On another day the ways back, and into changing it, come first.
        """
        if self.finder.mode:
            return self.finder.keys
        if not self.desk.day:
            return self.keys
        first = {"back": 1, "day_before": 3, "day_after": 4, "help": 5}
        labels = {"back": N_("today")}
        if not self.desk.day_opened and self.desk.day < self.desk.today:
            first["edit"], labels["edit"] = 2, N_("change this day")
        return tuple(
            key._replace(
                rank=first.get(key.id, key.rank and key.rank + 10),
                label=labels.get(key.id, key.label),
                shown="0" if key.id == "back" else key.shown,
            )
            for key in self.keys
        )

    async def key(self, press: Press) -> None:
        """One key."""
        if self.finder.mode:
            await self.finder.key(press)
            return
        key = find_key(press.name, self.keys)
        if key is not None:
            await self.do(key, press)
        elif press.text and not press.text.isascii() and press.text[0].isalpha():
            self.desk.say("chinese_input")
            await self.finder.open(press.text)
        elif press.name == "paste":
            await self.finder.open()
            await self.finder.key(press)
        elif find_key(press.name, DAYS):
            self.desk.bell()
            self.desk.say("days_elsewhere", kind="refused")
        else:
            self.desk.say("no_such_key", key=press.text or press.name)

    async def do(self, key: Key, press: Press) -> None:
        """What this key means here."""
        self.press = press
        if key.id in PAGES:
            await self.desk.switch(PAGES[key.id])
        else:
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
        self.refill()

    async def do_find(self) -> None:
        """`/`."""
        await self.finder.open()

    async def do_scan(self) -> None:
        """`;`."""
        self.finder.scan()

    async def do_help(self) -> None:
        """`?`."""
        from deskapp.screens.help import Help

        await self.desk.open(Help(TITLES[self.number], self.keys_now))

    async def do_undo(self) -> None:
        """`u`."""
        await self.desk.undo()

    async def do_staff(self) -> None:
        """F9: who is here."""
        await self.desk.choose_staff()

    async def do_lock(self) -> None:
        """F12, which works in every dialog, too."""
        await self.desk.lock()

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
        """esc, 0: back to all rows of today, nothing marked."""
        self.list.marks.clear()
        if self.desk.day:
            await self.desk.go_today()
