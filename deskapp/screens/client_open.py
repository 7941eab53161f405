"""The sheet of anybody who gets meals, or is to get them: from whatever page."""

from __future__ import annotations

from typing import Any

from deskapp.services.meals import clients
from deskapp.services.meals.records import Client


async def open_sheet(desk: Any, person: int, name: str) -> None:
    """The sheet of a person's meals.  Who gets none is asked about, and begins with the form, pending."""
    client = await desk.ask(clients.id_of_person, person)
    if not client:
        from deskapp.screens.client_form import ClientForm
        from deskapp.screens.question import Question

        if not await desk.open(Question("ask_new_client", name=name)):
            return
        client = (await desk.perform(clients.add, Client(person=person), ahead=True)).id
        await desk.open(ClientForm(client))
    from deskapp.screens.client import ClientDialog

    await desk.open(ClientDialog(client))
