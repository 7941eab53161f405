"""The sentences of the meals: why not, what was done, what a row says, and the words of it."""

from __future__ import annotations

from deskapp.i18n import N_

MEALS: dict[str, str] = {
    # a client's sheet
    "already_client": N_("{person:name} gets meals already: e changes the sheet."),
    "already_paused": N_("{person:name} is paused already from {first:day}. End that pause first."),
    "bad_portions": N_("Portions are 1 to {limit}, a size is small, regular or large."),
    "bad_rule": N_("“{rule}” is no recurrence. Weekdays as 1-5 or 135, or a rule as FREQ=WEEKLY;INTERVAL=2."),
    "deceased": N_("{person:name} has died: no meal is brought any more."),
    "never_happens": N_("“{rule}” names no day at all. Look at its days and its end."),
    "not_active": N_("{person:name} is {status:word}: only who gets meals can be paused."),
    "not_paused": N_("{person:name} is not paused on {day:day}."),
    "nothing_to_send": N_("Nothing is left to send on route {number}."),
    "own_contact": N_("{person:name} cannot be the own emergency contact. Name somebody else."),
    "resume_before_pause": N_("The pause from {first:day} cannot end on {resume:day}: a later day, please."),
    "status_already": N_("{person:name} is {status:word} already."),
    "still_client": N_("{person:name} gets meals. Stop them first: on the Meals screen, enter, then x."),
    "unknown_client": N_("There is no meal client {client}."),
    # diets
    "comma_in_name": N_("No commas in a name: on a sheet they stand between two names."),
    "named_already": N_("Written down already: “{name:word}”. Choose it in the list."),
    "still_on_sheets": N_("On {count} sheets ({person:name}): take “{name:word}” off first."),
    "unknown_diet": N_("No diet “{name}” yet: a on the Meals screen writes it down."),
    "unknown_restricted": N_("No restricted “{name}” yet: a on the Meals screen writes it down."),
    # menus
    "dish_twice": N_("“{dish}” stands twice on the menu. Each dish once."),
    "menu_there": N_("{day:day} has a menu already. Change that one."),
    "no_ingredients": N_("“{dish}”: write down what is in it, or nobody knows whom it harms."),
    "no_menu": N_("No menu was written for {day:day}."),
    "too_many_dishes": N_("{count} dishes on one day, at most {limit}. Leave some out."),
    # orders
    "day_over": N_("{day:day} is over: nothing is ordered for it any more."),
    "no_harmless_meal": N_("Nothing left for space with {person:name}."),
    "no_meal_ordered": N_("No meal is ordered for {person:name} on {day:day}. + gives one."),
    "nothing_to_take_back_meal": N_("Nothing of today to take back for {person:name}."),
    "order_settled": N_(
        "{person:name}: {state:word} since {at:time} ({who:staff}). Backspace takes that back."
    ),
    "who_saw": N_("Who saw or spoke to {person:name}? Only that ends it."),
    "went_on": N_("Not taken back: somebody looks after {person:name} already. t shows what was done."),
    # routes
    "merged_into_itself": N_(
        "Route {number} cannot go with that one: it is carried already, or carries others."
    ),
    "no_route": N_("{person:name} stands on no route. e puts them on one."),
    "route_number_taken": N_("There is a route {number} already. Choose another number."),
    "run_not_out": N_("Route {number} is not out."),
    "run_out": N_("Route {number} is out since {at:time}."),
    "stop_at_end": N_("{person:name} is at the end of the route already."),
    "stop_elsewhere": N_("{person:name} is on route {number} for good: here < and > move them today alone."),
    "unknown_route": N_("There is no such route."),
}

MEALS_DONE: dict[str, str] = {
    "add_client": N_("{people:names} gets meals from now on"),
    "change_client": N_("{people:names}: meal sheet changed"),
    "client_status": N_("{people:names}: {status:word}"),
    "pause_client": N_("{people:names} paused from {first:day}, back {last:day?}"),
    "resume_client": N_("{people:names} gets meals again from {first:day}"),
    "review_pause": N_("{people:names} stays paused, looked at"),
    "set_diet": N_("Diet written down: {name:word}"),
    "set_diet_bare": N_("Diet written down: {name:word}. It excludes nothing"),
    "rename_diet": N_("{was:word} is called {name:word} now"),
    "put_away_diet": N_("{name:word} put away"),
    "set_restricted": N_("Restricted thing written down: {name}"),
    "set_menu": N_("Menu of {day:day} written: {count} dishes"),
    "draw_orders": N_("Orders of {day:day} drawn, {count} new or changed"),
    "extra_meal": N_("{people:names}: {count} extra, {day:day}"),
    "change_meal": N_("{people:names}: {count} on {day:day}"),
    "no_meal": N_("{people:names}: no meal on {day:day}"),
    "meal_out": N_("{people:names} out"),
    "meal_delivered": N_("{people:names} delivered {words:to?}"),
    "meal_not_home": N_("{people:names} NOT HOME: now on Today"),
    "meal_refused": N_("{people:names} refused: {words:?}"),
    "meal_cancelled": N_("{people:names} cancelled: {words:?}"),
    "next_meal": N_("{people:names} next step"),
    "take_back_meal": N_("{people:names}: {step:word} taken back"),
    "client_seen": N_("{people:names} seen or spoken to by {teller}: {words:?}"),
    "client_handed": N_("{people:names}: handed over to {rung:word}: {words:?}"),
    "settle_refusals": N_("{people:names}: refusals looked into: {words:?}"),
    "set_route": N_("Route {number} written down"),
    "move_stop": N_("{people:names} is stop {to} today"),
    "move_stop_for_good": N_("{people:names} is stop {to} for good"),
    "merge_routes": N_("Route {number} goes with route {carrier} today"),
    "part_routes": N_("Route {number} goes by itself again"),
    "route_out": N_("Route {number} out, due back {clock:?}"),
    "route_back": N_("Route {number} back"),
    "send_route": N_("Route {number} out with {count} meals"),
}

MEALS_FLAGS: dict[str, str] = {
    "meal_asked": N_("asked for today"),
    "meal_not_home": N_("did not open, {at:when}"),
    "meal_refused_twice": N_("refused twice in a row, {day:day}"),
    "pause_to_review": N_("paused without an end since {day:day}"),
    "route_late": N_("route {number} not back, due {due:when} ({who})"),
    "meals_out": N_("{day:day}: nobody has said what became of {count} meals"),
    "unsuited": N_("dishes of the coming week do not suit {count} clients"),
    "meal_back_today": N_("back today"),
    "meal_not_active": N_("{status:word}"),
}

MEALS_WORDS: dict[str, str] = {
    "pending": N_("pending"),
    "active": N_("active"),
    "paused": N_("paused"),
    "stopped": N_("stopped"),
    "deceased": N_("deceased"),
    "ordered": N_("ordered"),
    "out": N_("on the way"),
    "delivered": N_("delivered"),
    "not_home": N_("not home"),
    "refused": N_("refused"),
    "cancelled": N_("cancelled"),
    "refused_twice": N_("refused twice"),
    "seen": N_("seen or spoken to"),
    "promised": N_("promised to look"),
    "handed": N_("handed over"),
    "client": N_("client"),
    "contact": N_("emergency contact"),
    "visit": N_("go and look"),
    "ambulance": N_("ambulance"),
    # sizes, diets and reasons
    "small": N_("small"),
    "large": N_("large"),
    "regular": N_("regular"),
    "soft": N_("soft"),
    "low-salt": N_("low-salt"),
    "diabetic": N_("diabetic"),
    "halal": N_("halal"),
    "vegetarian": N_("vegetarian"),
    "diet": N_("diet"),
    "avoid": N_("avoids"),
    "restricted": N_("restricted"),
    "allergy": N_("allergy"),
    # dishes
    "main": N_("main"),
    "side": N_("side"),
}

WRONG: dict[str, str] = {
    "no_menu": N_("No menu is written for this day."),
    "no_main": N_("The menu of this day has no main dish."),
    "excludes_nothing": N_("The diet {diet} excludes nothing: write down what it excludes (a on Meals)."),
    "nothing_said": N_("{dish}: nobody wrote down what is in it."),
    "no_route": N_("{name} stands on no route."),
    "no_address": N_("{name}: no address is on file."),
    "not_active": N_("{name} is not active on this day."),
    "nothing_fits": N_("{name}: no main dish of the day may be handed over."),
}
"""What is wrong before the kitchen count, by kitchen.Wrong.what."""
