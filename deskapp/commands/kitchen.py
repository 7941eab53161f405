"""`deskapp kitchen`: what is cooked on a day, every clash, and what is wrong before."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from deskapp.commands.office import day_of, open_office
from deskapp.commands.printing import put_json, put_lines
from deskapp.papers.meals import kitchen_paper
from deskapp.papers.plain import text_lines
from deskapp.services.meals.kitchen import Count, count


def run(options: Namespace) -> int:
    """Prints the count; reading only."""
    with open_office(options) as office:
        found = count(office.reader, office.act(), day_of(options.day, office.act().day))
        if options.json:
            put_json(as_object(found))
        else:
            put_lines(text_lines([kitchen_paper(found, office.centre.name)]))
    return 0


def as_object(found: Count) -> dict[str, Any]:
    """The count for programs."""
    return {
        "day": found.day,
        "orders": found.orders,
        "portions": found.portions,
        "sizes": found.sizes,
        "diets": [{"diets": list(diets), "portions": number} for diets, number in found.diets.items()],
        "components": found.dishes,
        "clashes": [
            {
                "client": portion.client,
                "code": portion.code or None,
                "component": clash.dish,
                "because": clash.name,
                "why": clash.why,
                "instead": clash.swap or None,
                "portions": portion.portions,
            }
            for portion in found.clashing
            for clash in portion.clashes
        ],
        "wrong": [
            {
                "what": one.what,
                "client": one.client or None,
                "name": one.name or None,
                "component": one.dish or None,
                "diet": one.diet or None,
            }
            for one in found.wrong
        ],
    }
