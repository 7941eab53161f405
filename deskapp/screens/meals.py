"""Meals: the day's rounds by route in stop order, one key for each outcome."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.meals_routes import MealsRoutes
from deskapp.screens.portions import ask_portions
from deskapp.screens.steps import AT, EDIT, TAKE_BACK
from deskapp.services import ladder
from deskapp.services.finding import Match
from deskapp.services.meals import orders, routes
from deskapp.services.meals.mealday import TO_GO, MealRow


class Meals(MealsRoutes):
    """The checklist of a day's meals: what its keys do.  What it shows is in meals_rows.py."""

    KEYS = (
        Key("step", ("space",), N_("given"), N_("The next harmless step: out, then delivered."), rank=1),
        Key("not_home", ("n",), N_("not home"), N_("Nobody opens: leave no food; then the ladder."), rank=2),
        Key("refused", ("x",), N_("refused"), N_("Refused or cancelled: asks which, and why."), rank=3),
        Key("telephone", ("t",), N_("phone"), N_("Who is asked about somebody who did not open."), rank=4),
        Key("route", ("g",), N_("route"), N_("Marks what is open of the route; o sends it out."), rank=5),
        Key("kitchen", ("k",), N_("kitchen"), N_("The kitchen count; p prints it."), rank=6),
        Key("out", ("o",), N_("send out"), N_("Out; of a whole route: the route leaves."), rank=7),
        Key("delivered", ("d",), N_("delivered"), N_("Handed to the client.")),
        Key("by_other", ("b",), N_("by other"), N_("Handed to somebody else: to whom?"), rank=11),
        Key("came_back", ("i",), N_("route back"), N_("This route is back."), rank=12),
        Key("earlier", ("<", ","), N_("move"), N_("The stop one place earlier, today."), rank=8, shown="< >"),
        Key("later", (">", "."), "", N_("The stop one place later, today.")),
        Key("earlier_for_good", ("(",), N_("for good"), N_("The stop one place earlier, for good.")),
        Key("later_for_good", (")",), "", N_("The stop one place later, for good.")),
        Key("merge", ("j",), N_("join routes"), N_("Another route carries this one today, or no more.")),
        Key("routes", ("s",), N_("routes"), N_("The routes and their volunteers; who carries one today.")),
        Key("sheets", ("r",), N_("route sheets"), N_("The route sheets; p prints them."), rank=13),
        Key("labels", ("l",), N_("labels"), N_("The labels of the meals; p prints them.")),
        Key("menu", ("c",), N_("menu"), N_("What is cooked on this day, and what is in it."), rank=14),
        Key("wrong", ("w",), N_("what is wrong"), N_("What is to be put right before the count."), rank=15),
        Key("claim", ("y",), N_("mine"), N_("I take care of this one; the others see who has it."), rank=16),
        Key("note", ("m",), N_("note"), N_("Notes about this client."), rank=17),
        Key("diets", ("a",), N_("diets"), N_("What each diet excludes; what restricted things stand for.")),
        Key("add", ("+",), N_("extra meal"), N_("Another number of portions on this day; 0 for none.")),
        Key("details", ("enter",), N_("sheet"), N_("The client's sheet: diet, days, pauses, contact.")),
        EDIT,
        AT,
        TAKE_BACK,
    )

    # ── steps ──

    async def do_step(self) -> None:
        """Space."""
        await self.step(orders.next_step)

    async def do_out(self) -> None:
        """`o`: of a route that is marked whole the route leaves."""
        rows = self.rows_chosen()
        carriers = {row.carrier for row in rows if row.carrier}
        if self.list.marks and len(carriers) == 1 and self._whole(rows):
            await self.step(routes.send_route, carriers.pop())
        else:
            await self.step(orders.send_out)

    def _whole(self, rows: list[MealRow]) -> bool:
        """Whether these are all that is open of their route."""
        chosen = {row.client for row in rows}
        return all(
            row.client in chosen
            for row in self.model.rows
            if row.carrier == rows[0].carrier and row.state == "ordered"
        )

    async def do_delivered(self) -> None:
        """`d`: of somebody who is looked for that ends it, so it is asked about."""
        missed = [row for row in self.rows_chosen() if row.concern]
        if missed:
            from deskapp.screens.question import Question

            if not await self.desk.open(Question("ask_seen", name=_names(missed))):
                return
        await self.step(orders.deliver)

    async def do_by_other(self) -> None:
        """`b`."""
        from deskapp.screens.words_form import WordsForm

        happened = self.take_happened()

        async def handed(to: str) -> None:
            self.happened = happened
            await self.step(orders.deliver, to)

        if rows := self.rows_chosen():
            title, label = _("HANDED TO SOMEBODY ELSE"), _("to whom")
            await self.desk.open(WordsForm(title, label, _names(rows), use=handed, missing="to_whom_missing"))

    async def do_not_home(self) -> None:
        """`n`: then the ladder of the one."""
        rows = self.rows_chosen()
        done = await self.step(orders.not_home)
        if done is not None and len(rows) == 1 and done.changed:
            await self._ladder(rows[0].person)

    async def do_refused(self) -> None:
        """`x`."""
        from deskapp.screens.words_form import NotTaken

        happened = self.take_happened()

        async def not_taken(cancelled: bool, why: str) -> None:
            self.happened = happened
            await self.step(orders.cancel if cancelled else orders.refuse, why)

        if rows := self.rows_chosen():
            await self.desk.open(NotTaken(_names(rows), not_taken))

    async def do_take_back(self) -> None:
        """Backspace."""
        row = self.row()
        if row is not None and not self.desk.repeated(self.press.name, row.client):
            await self.desk.perform(orders.take_back, row.client)

    # ── one client ──

    async def do_telephone(self) -> None:
        """`t`."""
        if row := self.row():
            if row.concern:
                await self._ladder(row.person)
            else:
                self.desk.say("nobody_missed")

    async def _ladder(self, person: int) -> None:
        from deskapp.screens.door_ladder import DoorLadder

        await self.desk.open(DoorLadder(person))

    async def do_claim(self) -> None:
        """`y`."""
        if row := self.row():
            await self.desk.perform(ladder.claim, row.person, "not_home")

    async def do_note(self) -> None:
        """`m`."""
        from deskapp.screens.note import NoteDialog

        if row := self.row():
            await self.desk.open(NoteDialog(row.person, "meal"))

    async def do_add(self) -> None:
        """`+`."""
        if row := self.row():
            await ask_portions(self.desk, row.client, _names([row]))

    async def do_details(self) -> None:
        """Enter."""
        from deskapp.screens.client import ClientDialog

        if row := self.row():
            await self.desk.open(ClientDialog(row.client))

    # ── find ──

    def obvious_words(self, row: Any) -> str:
        """What Enter would do: out, delivered, or the sheet."""
        if isinstance(row, MealRow) and row.state in TO_GO:
            return _("send out") if row.state == "ordered" else _("delivered")
        return _("sheet")

    async def obvious(self, row: MealRow) -> None:
        """Open: the next step.  Else the sheet."""
        self.list.choose(row.client)
        if row.state not in TO_GO:
            await self.do_details()
            return
        happened = self.take_happened()
        if not self.desk.repeated("enter", row.client, anew=bool(happened)):
            await self.say_done(await self.desk.perform(orders.next_step, (row.client,), happened=happened))

    async def obvious_elsewhere(self, match: Match) -> None:
        """The sheet of a client without a meal today, where + gives one; anybody else may become a client."""
        from deskapp.screens.client_open import open_sheet

        await open_sheet(self.desk, match.person, full_name(match))


def _names(rows: list[MealRow]) -> str:
    from deskapp.papers.meals import stop_name
    from deskapp.words.joins import listed

    return listed(stop_name(row) for row in rows[:4]) + (f" +{len(rows) - 4}" if len(rows) > 4 else "")
