"""What the desk itself says on the status line, and words that stand for codes."""

from __future__ import annotations

from deskapp.i18n import N_

WORDS: dict[str, str] = {
    "not_accounted": N_("not seen"),
    "not_collected": N_("not collected"),
    "unclosed": N_("left open"),
    "blocked_came": N_("order"),
    "missing": N_("missing"),
    "head_count": N_("head-count"),
    "roll_call": N_("roll call"),
    "found": N_("found"),
    "claim": N_("taken on"),
    "report": N_("reported missing"),
    "take_back": N_("taken back"),
    "withdraw_absence": N_("comes after all"),
    "write_outcome": N_("outcome written"),
    "end_enrolment": N_("place changed"),
}

DESK: dict[str, str] = {
    "unexpected": N_(
        "That did not work; nothing was changed. It was noted in {file} for whoever looks after the desk."
    ),
    "days_elsewhere": N_("This screen is of now. Other days: on Children (2), [ and ]."),
    "no_such_key": N_("{key} means nothing here. ? shows the keys."),
    "space_changes": N_("Space changes it: this is a choice, and what was typed was not taken."),
    "same_key": N_("The same key again within 2 seconds: ignored."),
    "nothing_to_undo": N_("Nothing of yours to undo here."),
    "undone": N_("Taken back: {what}"),
    "nobody_chosen": N_("Nobody is chosen at this terminal. Nothing was changed."),
    "another_day": N_("This is {day:day}, to be read. e lets it be changed, ] goes on, 0 goes to today."),
    "day_to_come": N_("{day:day} is still to come: what happens on it is written then. 0 goes to today."),
    "back_today": N_("This screen is of today: the other day was left."),
    "not_on_list": N_("Not on this list today."),
    "tick_together": N_("{count} here together, nobody ticked: v ticks one, * all, then a letter does it."),
    "time_first": N_("“{key}” was not taken: a time is being typed. Four digits, or esc."),
    "no_sibling_listed": N_("No brother or sister on the list. g again: the bus or school group."),
    "no_group": N_("No brothers, sisters or group of this child on the list."),
    "skipped": N_("{done} done, {count} left out: {why}"),
    "several_skipped": N_("{done} done, left out {children:names}: {why}"),
    "already_scanned": N_("{child:name} is here already since {since:time}: nothing recorded."),
    "route_archived": N_("Route {number} is not in use. z takes it into use again."),
    "route_settled": N_("Everything on this route is settled."),
    "to_whom_missing": N_("Write to whom it was handed."),
    "why_missing": N_("Write why, in a few words."),
    "portions_missing": N_("Type how many portions, 0 for none."),
    "portions_wrong": N_("Type a number of portions from 1 to {limit}, or 0 for none."),
    "route_number_missing": N_("Type the number of the route that carries it."),
    "nobody_missed": N_("Nobody is missed here: n says that somebody did not open."),
    "no_printer": N_(
        "No printer is set up here (lp). deskapp print kitchen (or route, labels) --out FILE.pdf writes a "
        "file."
    ),
    "contact_on_file_first": N_("Put the contact on file first: screen 6, +. Then t again."),
    "find_refused": N_("This is still open, so nothing is found by name: leave it with esc first."),
    "printed": N_("Sent to the printer."),
    "not_printed": N_("Not printed: {why}. Look at the printer, then p again."),
    "ask_undo": N_("Take this back? {what}"),
    "ask_part": N_("Route {number} carries this one today. Shall it go by itself again?"),
    "ask_seen": N_("{name} did not open. Was the meal put into their own hands now? Then the search ends."),
    "ask_new_client": N_("{name} gets no meals. Take them on? The form of the sheet comes next."),
    "ask_deceased": N_("Has {name} died? No meal is brought any more."),
    "no_child": N_("That row is about no child."),
    "no_row": N_("No row is chosen here."),
    "no_match": N_("Nobody found for {text}."),
    "several": N_("{count} match: choose with the arrow keys, then Enter."),
    "several_staff": N_("{count} match: type the number, or more of the name."),
    "scan_refused": N_("A scan is not taken here. Finish or leave this first."),
    "changed_elsewhere": N_("Changed at another terminal meanwhile."),
    "welcome": N_("Good day, {who:staff}."),
    "torn_repaired": N_("A change was cut off by a power cut or crash: it is put aside in torn/{file}."),
    "only_reading": N_("READ ONLY ({reason:cause}): {place}. Tell the manager; deskapp check says more."),
    "clock_behind": N_("This machine's clock is {minutes} min behind the records: have it set right."),
    "reading": N_("Reading the records …"),
    "chinese_input": N_("Chinese input is on: keys find by name. Switch it off for the keys."),
    "how_to_leave": N_("ctrl+q leaves the desk."),
}
