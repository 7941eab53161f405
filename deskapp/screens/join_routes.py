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
    """Closed with True once the route goes with another one."""

    scope = "join_routes"

    def __init__(self, route: int, number: int) -> None:
        super().__init__(
            _("WHICH ROUTE CARRIES ROUTE {number} TODAY?").format(number=number), _("its number"), ""
        )
        self.route = route

    async def prepare(self) -> None:
        """The other routes."""
        others = await self.desk.ask(_others, self.route)
        self.about = labelled(_("Routes"), listed(f"{one.number} {one.name}" for one in others))

    async def answer(self, text: str) -> None:
        """Join them; it stays open where that is refused."""
        await self.desk.perform(joining.join, self.route, text)
        self.close(True)


def _others(reader: Reader, _act: Act, route: int) -> list[Route]:
    """The routes in use but this one."""
    return [one for one in routes.routes(reader) if one.id != route]
