"""How many portions a client gets on the day that is shown."""

from __future__ import annotations

from typing import Any

from deskapp.i18n import _
from deskapp.services.meals import orders


async def ask_portions(desk: Any, client: int, name: str) -> None:
    """Ask how many, and write it down: 0 for none on this day."""
    from deskapp.screens.words_form import WordsForm

    typed = await desk.open(WordsForm(_("HOW MANY ON THIS DAY?"), _("portions, 0 for none"), name))
    if typed is None:
        return
    count = int(typed) if typed.strip().isdecimal() and len(typed.strip()) < 3 else -1
    await desk.perform(orders.ask, desk.shown_day, client, count, ahead=True)
