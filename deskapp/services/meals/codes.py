"""Every label, refusal and flag of the meals, with its facts (see services.codes and services.labels)."""

from __future__ import annotations

MEAL_LABELS: dict[str, tuple[str, ...]] = {
    # a client's sheet
    "add_client": ("people",),
    "change_client": ("people",),
    "client_status": ("people", "status"),
    "pause_client": ("people", "first", "last"),
    "resume_client": ("people", "first"),
    "review_pause": ("people",),
    "set_diet": ("name",),
    "set_restricted": ("name",),
    # menus
    "set_menu": ("day", "count"),
    # a day's orders
    "draw_orders": ("day", "count"),
    "extra_meal": ("people", "day", "count"),
    "change_meal": ("people", "day", "count"),
    "no_meal": ("people", "day"),
    "meal_out": ("people", "clock", "words"),
    "meal_delivered": ("people", "clock", "words"),
    "meal_not_home": ("people", "clock", "words"),
    "meal_refused": ("people", "clock", "words"),
    "meal_cancelled": ("people", "clock", "words"),
    "next_meal": ("people", "clock", "words"),
    "take_back_meal": ("people", "step"),
    # routes
    "set_route": ("route", "number"),
    "move_stop": ("people", "to"),
    "move_stop_for_good": ("people", "to"),
    "merge_routes": ("route", "into", "number", "carrier"),
    "part_routes": ("route", "into", "number", "carrier"),
    "route_out": ("route", "number", "clock"),
    "route_back": ("route", "number"),
}

MEAL_REFUSALS: dict[str, tuple[str, ...]] = {
    "already_client": ("person",),
    "already_paused": ("first", "person", "resume"),
    "bad_portions": ("limit",),
    "bad_rule": ("rule",),
    "day_over": ("day",),
    "deceased": ("person",),
    "dish_twice": ("dish",),
    "menu_there": ("day",),
    "merged_into_itself": ("number",),
    "never_happens": ("rule",),
    "no_harmless_meal": ("person",),
    "no_ingredients": ("dish",),
    "no_menu": ("day",),
    "no_meal_ordered": ("day", "person"),
    "no_route": ("person",),
    "not_active": ("person", "status"),
    "not_paused": ("day", "person"),
    "nothing_to_take_back_meal": ("person",),
    "order_settled": ("at", "person", "state", "who"),
    "own_contact": ("person",),
    "resume_before_pause": ("first", "resume"),
    "route_number_taken": ("number",),
    "run_not_out": ("number",),
    "run_out": ("at", "number"),
    "status_already": ("person", "status"),
    "stop_at_end": ("person",),
    "too_many_dishes": ("count", "limit"),
    "still_client": ("person",),
    "unknown_client": ("client",),
    "unknown_diet": ("name",),
    "unknown_restricted": ("name",),
    "unknown_route": ("route",),
    "went_on": ("person",),
}

MEAL_FLAGS: dict[str, tuple[str, ...]] = {
    "meal_asked": (),
    "meal_back_today": (),
    "meal_not_active": ("status",),
}
