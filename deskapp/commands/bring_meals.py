"""`deskapp import meals | menus`: what is said of these lists."""

from __future__ import annotations

from argparse import Namespace

from deskapp.commands.bring import Brought
from deskapp.commands.printing import tell
from deskapp.exchange import mealimport, mealplan, menus
from deskapp.exchange.mealheadings import MEALS, MENUS
from deskapp.exchange.meals import read_meals


def meal_sums(outcome: mealimport.Outcome) -> dict[str, int]:
    """What came with the clients, for programs."""
    plan = outcome.plan
    return {"contacts": plan.contacts, "routes": len(plan.routes), "diets": len(plan.diets)}


def meal_totals(options: Namespace, outcome: mealimport.Outcome) -> None:
    """The sums, each in a line."""
    plan = outcome.plan
    if not plan.new and not plan.changed:
        tell("meals_nothing_new", path=options.file, known=len(plan.known))
        return
    tell("meals_would" if options.dry_run else "meals_done", new=len(plan.new), **meal_sums(outcome))
    if plan.changed:
        tell("meals_changed", count=len(plan.changed))
    if len(plan.known) > len(plan.changed):
        tell("meals_unchanged", count=len(plan.known) - len(plan.changed))


def menu_sums(outcome: menus.Outcome) -> dict[str, int]:
    """How much came with the menus, for programs."""
    return {"dishes": sum(len(menu.dishes) for menu in outcome.plan.new)}


def menu_totals(options: Namespace, outcome: menus.Outcome) -> None:
    """The sums, each in a line."""
    plan = outcome.plan
    if not plan.new:
        tell("menus_nothing_new", path=options.file, known=len(plan.known))
        return
    tell("menus_would" if options.dry_run else "menus_done", new=len(plan.new), **menu_sums(outcome))
    if plan.known:
        tell("menus_unchanged", count=len(plan.known))


KINDS = {
    "meals": Brought(MEALS, read_meals, mealplan.plan, mealimport.bring, meal_sums, meal_totals),
    "menus": Brought(MENUS, menus.read_menus, menus.plan, menus.bring, menu_sums, menu_totals),
}
