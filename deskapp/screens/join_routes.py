"""Which route carries another one today: its number, with those that there are below."""

from __future__ import annotations

from db import Reader
from deskapp.i18n import _
from deskapp.screens.words_form import WordsForm
from deskapp.services.act import Act
from deskapp.services.meals import joining, routes
from deskapp.services.meals.records import Route
from deskapp.words.joins import labelled, listed


class JoinRoutes(WordsForm):
    """Closed with the number that was typed once the route goes with that one."""

    scope = "join_routes"

    def __init__(self, route: int, number: int) -> None:
        super().__init__(
            _("WHICH ROUTE CARRIES ROUTE {number} TODAY?").format(number=number),
            _("its number"),
            "",
            use=self.join,
            missing="route_number_missing",
        )
        self.route = route

    async def prepare(self) -> None:
        """The other routes."""
        others = await self.desk.ask(_others, self.route)
        self.about = labelled(_("Routes"), listed(f"{one.number} {one.name}" for one in others))

    async def join(self, number: str) -> None:
        """Join them."""
        await self.desk.perform(joining.join, self.route, number)


def _others(reader: Reader, _act: Act, route: int) -> list[Route]:
    """The routes in use but this one."""
    return [one for one in routes.routes(reader) if one.id != route]
