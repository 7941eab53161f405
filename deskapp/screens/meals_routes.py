"""What the keys of the meals page do with routes: marked, back, stops moved, joined, listed."""

from __future__ import annotations

from deskapp.screens.meals_rows import MealsRows
from deskapp.services.meals import joining, routes
from deskapp.services.meals.mealday import TO_GO, MealRow


class MealsRoutes(MealsRows):
    """The keys of routes.  Those of one meal are in meals.py."""

    def choose_of(self, number: object) -> None:
        """Puts the cursor on the first stop of the route with that number, or of all on the first that is
        open.
        """
        route = next((head.route for head in self.model.heads if head.number == number), 0)
        rows = [row for row in self.rows(self.model) if isinstance(row, MealRow)]
        mine = [row for row in rows if route and row.carrier == route] or [
            row for row in rows if row.state in TO_GO
        ]
        if mine:
            self.go_to(mine[0])

    async def do_route(self) -> None:
        """`g`: marks what is open of the route; again: nothing."""
        row = self.row()
        if row is None:
            return
        open_ = {one.client for one in self.model.rows if one.carrier == row.carrier and one.state in TO_GO}
        self.list.marks = set() if self.list.marks == open_ else open_
        if not open_:
            self.desk.say("route_settled")

    async def do_came_back(self) -> None:
        """`i`."""
        if row := self.row():
            await self.desk.perform(routes.come_back, row.carrier, happened=self.take_happened())

    async def do_earlier(self) -> None:
        """`<`."""
        await self._move(-1)

    async def do_later(self) -> None:
        """`>`."""
        await self._move(1)

    async def do_earlier_for_good(self) -> None:
        """`(`."""
        await self._move(-1, for_good=True)

    async def do_later_for_good(self) -> None:
        """`)`."""
        await self._move(1, for_good=True)

    async def _move(self, by: int, *, for_good: bool = False) -> None:
        if row := self.row():
            await self.desk.perform(routes.move_stop, row.client, by, for_good=for_good)
            self.list.choose(row.client)

    async def do_merge(self) -> None:
        """`j`: parting is asked about, so that a number typed behind it, for joining, does nothing else."""
        from deskapp.screens.join_routes import JoinRoutes
        from deskapp.screens.question import Question

        row = self.row()
        head = next((one for one in self.model.heads if row and one.route == row.route), None)
        if row is not None and row.carrier != row.route:
            carrier = next((one.number for one in self.model.heads if one.route == row.carrier), 0)
            if await self.desk.open(Question("ask_part", number=carrier)):
                await self.desk.perform(joining.merge, row.route, 0)
        elif head is not None:
            await self.desk.open(JoinRoutes(head.route, head.number))

    async def do_routes(self) -> None:
        """`s`."""
        from deskapp.screens.route_list import RouteList

        row = self.list.row
        await self.desk.open(RouteList(row.carrier if row is not None and self.is_row(row) else 0))

    async def do_move(self) -> None:
        """Arrow keys; PgDn and PgUp go to the next route and the one before."""
        if self.press.name not in ("pageup", "pagedown") or self.finder.mode:
            await super().do_move()
            return
        firsts = [
            at + 1
            for at, row in enumerate(self.list.rows)
            if self.list.begins(row) and at + 1 < len(self.list.rows)
        ]
        place = self.list.place
        if self.press.name == "pagedown":
            to = next((at for at in firsts if at > place), len(self.list.rows) - 1)
        else:
            to = next((at for at in reversed(firsts) if at < place), 0)
        if self.list.rows:
            self.list.choose(self.row_key(self.list.rows[to]))
