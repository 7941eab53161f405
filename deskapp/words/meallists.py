"""What is said when a list of meals or of menus is brought in: what came, and what is wrong with a row."""

from __future__ import annotations

from deskapp.i18n import N_

MEAL_LISTS: dict[str, str] = {
    "meals_nothing_new": N_("Nothing new in {path}. On file already: clients {known}."),
    "meals_done": N_("Came: clients {new}, contacts {contacts}, routes {routes}, diets {diets}."),
    "meals_would": N_("Would come: clients {new}, contacts {contacts}, routes {routes}, diets {diets}."),
    "meals_changed": N_("Brought up to date: clients {count}."),
    "meals_unchanged": N_("On file already: clients {count}."),
    "menus_nothing_new": N_("Nothing new in {path}. On file already: menus {known}."),
    "menus_done": N_("Came: menus {new}, dishes {dishes}."),
    "menus_would": N_("Would come: menus {new}, dishes {dishes}."),
    "menus_unchanged": N_("On file already: menus {count}."),
}

MEAL_LISTS_DONE: dict[str, str] = {
    "import_meals": N_("{count} meal clients imported"),
    "import_menus": N_("{count} menus imported"),
}

MEAL_FIELDS: dict[str, str] = {
    # of lists of meals and menus, as people call what a column holds
    "phone": N_("phone"),
    "route": N_("route"),
    "stop": N_("stop"),
    "weekdays": N_("weekdays"),
    "diet": N_("diet"),
    "avoid": N_("avoids"),
    "delivery_note": N_("delivery note"),
    "contact": N_("emergency contact"),
    "contact_phone": N_("phone of the emergency contact"),
    "status": N_("status"),
    "day": N_("day"),
    "component": N_("dish"),
    "part": N_("main or side"),
    "ingredients": N_("ingredients"),
    "client": N_("client"),
}

MEAL_PROBLEMS: dict[str, str] = {
    # the file
    "no_column": N_(
        "no column holds this: {field:field}; there are: {headings}. Another system's list needs --map."
    ),
    "no_column_no_headings": N_(
        "no column holds this: {field:field}, and the first line holds no headings. "
        "Another system's list needs --map."
    ),
    "map_without_meals": N_("the map has no part [meals]."),
    "map_without_menus": N_("the map has no part [menus]."),
    "map_without": N_("the map does not say where this is: {field:field}."),
    # a row of meals
    "bad_stop": N_("{field:field}: {text} is no number of a stop; write 1 to 9999."),
    "bad_route": N_("{field:field}: {text} is no number of a route; write 1 to 99, or a name."),
    "several_routes": N_("two routes, or more: {text}; a client is on one, write its number or its name."),
    "routes_of_one_name": N_("{count} routes on file are called {route}; write the number of the one meant."),
    "stop_without_route": N_("stop {stop} of no route; write which route."),
    "stop_twice": N_("stop {stop} of route {route} is taken in line {first} already; number them anew."),
    "two_routes": N_(
        "the same client as in line {first}, there on route {route}, here on {other}; keep one of the two."
    ),
    "client_twice": N_("the same client as in line {first}; keep one, or tell them apart by code or phone."),
    "bad_rule": N_("{field:field}: {text} is no recurrence; write Mon-Fri, 1 3 5, or FREQ=WEEKLY;BYDAY=MO."),
    "never_happens": N_("{field:field}: {text} names no day to come; look at its days and its end."),
    "unknown_status": N_(
        "{field:field}: {text} is not known; write pending, active, paused, paused until 2026-12-01, stopped "
        "or deceased."
    ),
    "pause_over": N_("{field:field}: {text} is over; write active, or a later day."),
    "bad_day": N_("{field:field}: {text} is in a year that nobody means; write it as 2026-12-01."),
    "phone_without_contact": N_(
        "{field:field}: {text} belongs to nobody; write who the emergency contact is."
    ),
    "own_contact": N_("{field:field}: this is the client; name somebody else, or nobody."),
    "ambiguous_client": N_(
        "{count} on file may be meant by this name, and nothing here tells them apart; add the code or the "
        "phone."
    ),
    # a row of a menu
    "no_day": N_("no day; write it as 2026-12-01."),
    "no_dish": N_("no dish; write what it is called."),
    "no_part": N_("{field:field}: nothing is said; write main or side."),
    "unknown_part": N_("{field:field}: {text} is neither main nor side; write one of them."),
    "nothing_in_it": N_("{dish}: write what is in it; without that nobody knows whom it harms."),
    "dish_listed_twice": N_("{dish} stands in line {first} for {day} already; keep one."),
    "too_many_on_a_day": N_("more than {limit} dishes on {day}; leave some out."),
    "two_menus": N_(
        "two menus for one day: {day} has another one on file; change that at the desk, or leave the day out."
    ),
    # not taken over, or to be looked at
    "diet_made": N_(
        "the diet {diet} is new and excludes nothing yet: write down what (a on the Meals screen)."
    ),
    "route_made": N_("the route {route} is new, with the number {number}; clients on it: {clients}."),
    "route_of_number_made": N_("route {number} is new, and has no name yet; clients on it: {clients}."),
    "diet_again": N_("the diet {diet} was put away, and is in use again."),
    "looks_like_other": N_(
        "the phone is that of {name} on file too: the same person? Look on the People page."
    ),
    "left_client_code": N_(
        "is on file with code {code}, and keeps it; another client of that name is added at the desk."
    ),
    "left_moved": N_("another address is on file, and stays; change it at the desk."),
    "left_note": N_("another delivery note is on file, and stays; change it at the desk."),
    "left_not_safe": N_(
        "the number counts as safe to call on file, and here it does not; look, and change it at the desk."
    ),
    "left_other_contact": N_(
        "another emergency contact is on file, and stays, not {contact}; change it at the desk."
    ),
    "left_status": N_("is {status:word} on file, and stays so; change that at the desk."),
    "left_pause": N_("another pause is on file, and stays; change it at the desk."),
}
