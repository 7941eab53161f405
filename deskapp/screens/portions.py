"""How many portions a client gets on the day that is shown."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import _
from deskapp.said import Refused
from deskapp.services.meals import clients, orders


async def ask_portions(desk: Any, client: int, name: str) -> None:
    """Ask how many, and write it down: 0 for none on this day.  What is refused stays in the form."""
    from deskapp.screens.words_form import WordsForm

    async def ask(typed: str) -> None:
        count = int(typed) if typed.isdecimal() and len(typed) < 3 else -1
        if not 0 <= count <= clients.MOST_PORTIONS:
            desk.bell()
            desk.say("portions_wrong", kind="refused", limit=clients.MOST_PORTIONS)
            raise Refused
        await desk.perform(orders.ask, desk.shown_day, client, count, ahead=True)

    title, label = _("HOW MANY ON THIS DAY?"), _("portions, 0 for none")
    await desk.open(WordsForm(title, label, name, use=ask, missing="portions_missing"))
