"""The routes: number, name, volunteer, phone, how many clients; and who carries them today."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import UNDO, Dialog
from deskapp.services.meals import routelist
from deskapp.services.meals.routelist import RouteRow, route_list
from deskapp.widgets.cells import Line
from deskapp.widgets.checklist import Cell, Checklist, Column, heads_line
from deskapp.words.joins import phrased


class RouteList(Dialog):
    """Closed with None.  `at` is the route on which the cursor stands first."""

    scope = "route_list"
    KEYS = (
        Key("change", ("enter", "e"), N_("change"), N_("Number, name, volunteer, phone: for good."), rank=1),
        Key("today", ("t",), N_("today"), N_("Who carries it today, and when it is due back."), rank=2),
        Key("add", ("+",), N_("add"), N_("Another route."), rank=3),
        Key("archive", ("z",), N_("close, reopen"), N_("It is not driven any more, or again."), rank=4),
        Key(
            "move",
            ("up", "down", "pageup", "pagedown", "home", "end"),
            N_("choose"),
            N_("Moves the cursor."),
            shown="↑ ↓",
        ),
        UNDO,
    )

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.title = _("ROUTES")
        self.list = Checklist(lambda row: row.route.id)
        self.at = at

    async def prepare(self) -> None:
        """The routes as they are."""
        self.list.fill(await self.desk.ask(route_list))
        if self.at:
            self.list.choose(self.at)
            self.at = 0

    def lines(self, columns: int, height: int) -> list[Line]:
        """One line for each."""
        head = (
            Column("#", 3, "right"),
            Column(_("route"), 16, flex=2),
            Column(_("volunteer"), 14, flex=1),
            Column(_("phone"), 14),
            Column(_("clients"), 7, "right"),
            Column(_("today"), 18, flex=2),
        )
        self.list.resize(height - 2)
        self.cursor = (0, 2 + self.list.place - self.list.top)
        if not self.list.rows:
            return [[], [("  " + _("No route yet: + writes one down."), "")]]
        return [[], heads_line(head, columns), *self.list.lines(head, _cells, columns)]

    def _row(self) -> RouteRow | None:
        row: RouteRow | None = self.list.row
        if row is None:
            self.desk.say("no_row")
        return row

    async def do_move(self) -> None:
        """Arrow keys."""
        self.list.key(self.press.name)

    async def do_change(self) -> None:
        """`e`, Enter."""
        if row := self._row():
            await self._form(row.route.id)

    async def do_add(self) -> None:
        """`+`."""
        await self._form(0)

    async def _form(self, route: int) -> None:
        from deskapp.screens.route_form import RouteForm

        await self.desk.need_staff()
        saved = await self.desk.open(RouteForm(route))
        await self.prepare()
        if saved:
            self.list.choose(saved)

    async def do_today(self) -> None:
        """`t`."""
        from deskapp.screens.route_form import RunForm

        row = self._row()
        if row is not None and row.route.archived:
            self.desk.bell()
            self.desk.say("route_archived", kind="refused", number=row.route.number)
        elif row is not None:
            await self.desk.need_staff()
            await self.desk.open(RunForm(row.route.id))
            await self.prepare()

    async def do_archive(self) -> None:
        """`z`."""
        row = self._row()
        if row is not None and not self.desk.repeated("z", row.route.id):
            rule = routelist.unarchive if row.route.archived else routelist.archive
            await self.desk.perform(rule, row.route.id)
            await self.prepare()


def _cells(row: RouteRow) -> Sequence[Cell]:
    route = row.route
    style = "dim" if route.archived else ""
    texts = (str(route.number), route.name, route.volunteer, route.phone, str(row.clients), today_words(row))
    return [Cell(text, style) for text in texts]


def today_words(row: RouteRow) -> str:
    """What was said of the route for today: with whom it goes, when it left, is due and came back."""
    if row.route.archived:
        return _("not in use")
    if row.carrier:
        return _("with route {numbers}").format(numbers=row.carrier)
    run = row.run
    clock = ""
    if row.back:
        clock = _("BACK {clock}").format(clock=row.back)
    elif run.due:
        clock = _("due {clock}").format(clock=run.due)
    elif row.out:
        clock = _("left {clock}").format(clock=row.out)
    return phrased((run.volunteer if run.volunteer != row.route.volunteer else "", clock))
