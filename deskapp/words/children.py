"""Why a rule about children said No: what was asked, why not, and what to do instead."""

from __future__ import annotations

from deskapp.i18n import N_

CHILDREN: dict[str, str] = {
    # steps of the day
    "already_here": N_("{child:name} is here already, since {since:time}."),
    "stay_open": N_("{child:name} was never signed out, here since {since:when}. Collect or ask first: t."),
    "not_planned": N_("{child:name} is not planned today. + puts an extra child on the list."),
    "told_absent": N_("{child:name} was told absent today. Is the child here? Then a on that row alone."),
    "not_enrolled": N_("{child:name} has no place here. Enrol the child first (enter, then e)."),
    "time_to_come": N_("{at:time} is still to come. Type @ and a time that has been."),
    "time_unsaid": N_("Nothing of {day:day} happens now: first @ and four digits say when, then the key."),
    "time_before_step": N_("Not before {step:word} at {at:time} ({child:name}). Type a later time."),
    "not_here": N_("{child:name} is not here now. a records the arrival."),
    "already_done": N_("{child:name}: {step:word} stands since {at:time} ({who:staff})."),
    "no_harmless_step": N_("Nothing left for space with {child:name}. c collects, a arrives again."),
    "nothing_to_take_back": N_("Nothing of today to take back for {child:name}."),
    "supper_harms": N_("{child:name} must not eat {dish}: {what}. w shows who gets something else."),
    "dishes_unknown": N_("{child:name} must not eat {what}, and nobody wrote what is in the supper: w."),
    # handing over
    "already_left": N_("{child:name} left at {at:time} ({who:staff}, {on}). a records another arrival."),
    "already_collected": N_("{child:name} was collected at {at:time} by {by:name}; {who:staff}, {on}."),
    "order_on_file": N_("NO: an order keeps {adult:name} from {child:name}. Press b, keep the child inside."),
    "not_listed": N_("{adult:name} is not on the list of {child:name}. 9 calls a guardian."),
    "authorisation_over": N_("{adult:name} could collect {child:name} until {last:day}. 9 calls a guardian."),
    "needs_call": N_("{adult:name} is not confirmed for {child:name}. See the ID; i then calls a guardian."),
    "needs_id": N_("First time or today only: see the ID of {adult:name}, then i."),
    "too_young": N_("{adult:name} is {age}; a collector is at least {minimum}. Call a guardian: 9."),
    "withheld": N_("{adult:name} was found unfit at {at:time} by {who:staff}. Only a manager lifts that."),
    "already_withheld": N_("Recorded already: {adult:name}, {at:time}, {who:staff}."),
    "not_withheld": N_("Nothing is recorded today against {adult:name}."),
    "alone_no_consent": N_("{child:name} may not go alone: no written consent is on file."),
    "alone_too_early": N_("{child:name} may go alone from {clock}, not before."),
    "still_today": N_("{child:name} is here today: collect with c."),
    # who may collect
    "already_listed": N_("{adult:name} is on the list of {child:name} already."),
    "already_confirmed": N_("{adult:name} is confirmed for {child:name} already."),
    "not_a_guardian": N_("{adult:name} is no guardian of {child:name}. Only a guardian may say this."),
    "guardian_claimed": N_("That {adult:name} is a guardian was only said here: a manager confirms it, e."),
    "guardian_blocked": N_("An order is on file against {adult:name}: what they say does not count."),
    "number_not_on_file": N_("That number is not on file for {child:name}. Only a number on file counts."),
    "no_number_on_file": N_("No number safe to call is on file for {adult:name}. Try another guardian."),
    "looks_blocked": N_(
        "STOP: an order is on file about {child:name}, {adult:name}. esc, then b in the dialog."
    ),
    "own_word": N_(
        "{adult:name} cannot answer for themselves: call a number on file, ask another guardian or a manager."
    ),
    "own_collector": N_("{child:name} cannot be on the own list. g lets siblings go together."),
    "list_full": N_("The list of {child:name} is full ({limit}). Take somebody off it first."),
    "no_order": N_("No order of that kind is on file about {child:name}."),
    "reason_missing": N_("Say why, in a few words."),
    "stays_written": N_("Line {line} stays: what it says did happen, and nothing makes that undone."),
    "rested_on": N_(
        "Not taken back: {who:staff} went on with {child:name}: “{what:word}”, {at:when} (line {later})."
    ),
    "manager_only": N_("Only a manager may do this. F9 changes who is at this terminal."),
    "remote_only_manager": N_("From outside only a manager records who came or went. On site anybody does."),
    # absences and later times
    "who_told": N_("Say who told us."),
    "teller_blocked": N_("An order is on file against {adult:name}: what they say does not count."),
    "teller_unknown": N_("{adult:name} is not on the list of {child:name}. Ask a guardian."),
    "child_here": N_("{child:name} is here. Collect the child first."),
    "already_absent": N_("{child:name} is absent {first:day} to {last:day} already."),
    "days_reversed": N_("{last:dated} lies before {first:dated}."),
    "span_too_long": N_("{first:dated} to {last:dated} is more than {limit} days: end the place instead."),
    "no_absence": N_("That absence is over or was withdrawn already."),
    "time_past": N_("{clock} is past. Type a time to come."),
    "not_coming": N_("{child:name} is not expected any more today."),
    # concerns and notes
    "concern_closed": N_("That is settled already."),
    "words_missing": N_("Write how it ended, in a few words."),
    "child_not_safe": N_("Only the act itself closes this: the child is found, or collected."),
    "empty_note": N_("The note is empty. esc leaves without one."),
    "note_about_nobody": N_("Shown at arrival, at collection or with the meal, a note needs a person."),
    "note_unseen": N_("Of {person:name} nobody would see it {shown:word}. tab chooses another time."),
    "note_done": N_("That note is done already."),
    # places
    "already_enrolled": N_("{child:name} has a place already."),
    "no_weekdays": N_("Choose at least one weekday."),
    "times_reversed": N_("Collected at {last} lies before expected at {first}."),
    "alone_needs_consent": N_("Alone only with a parent's writing: say who signed, and when."),
}

ENTRIES: dict[str, str] = {
    "no_staff": N_("Nobody is chosen at this terminal. F9 says who is here."),
    "unknown_person": N_("That person is not on file."),
    "archived": N_("{person:name} is archived. Take the record out again first."),
    "looks_like": N_("{person:name} is on file already with this name and birth date, or this phone."),
    "empty_name": N_("A name is needed."),
    "allergy_missing": N_("Of what? Write down each thing that harms, or choose not asked or none."),
    "allergy_too_long": N_("Of one thing {length} characters; {limit} are the most. ; parts two things."),
    "name_too_long": N_("That name has {length} characters; {limit} are the most."),
    "text_too_long": N_("That text has {length} characters; {limit} are the most."),
    "bad_day": N_("“{day}” is no day. Type it as 2026-11-23."),
    "bad_time": N_("“{time}” is no time. Type it as 16:30 or 1630."),
    "bad_phone": N_("“{number}” is no telephone number."),
    "bad_birth_date": N_("“{day}” is no day of birth. Type it as 2017-05-31."),
    "bad_card": N_("That is no card of ours."),
    "unknown_card": N_("{typed} is no card of ours: read wrongly, or a digit mistyped. Scan it again."),
    "unknown_code": N_("Nobody has the code {typed}."),
}
