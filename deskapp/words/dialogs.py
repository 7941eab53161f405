"""What the dialogs about children say, what their rows say of themselves, and words that stand for codes."""

from __future__ import annotations

from deskapp.i18n import N_

DIALOGS: dict[str, str] = {
    # handing over and asking a guardian
    "nothing_by_enter": N_("Nothing is recorded by this key. k or i hands over, 0 goes back."),
    "no_such_number": N_("Nobody has the number {number} here."),
    "nobody_in_front": N_("Nobody is chosen: a digit first, for the adult who stands here; or a, alone."),
    "alone_each": N_("Who goes alone goes without the others: each child has their own consent."),
    "no_sibling_here": N_("No brother or sister of this child is here now."),
    "no_notes": N_("No note for the collection of this child."),
    "tried": N_("{at:time} {result:word}"),
    "nobody_asked": N_("Choose a guardian first: a digit."),
    "not_safe_to_call": N_("No number of this guardian is safe to call. Try another one."),
    "guardian_says_no": N_("The guardian says no: the child stays. t calls further."),
    "ask_on_file": N_("{who} is on file with this telephone. Is it the person who stands here?"),
    "no_blocked": N_("No order is on file about this child."),
    # notes
    "arrival_note": N_("NOTE {child:name}: {text}   (m ticks it off)"),
    "arrival_notes": N_("NOTE {child:name}: {text}   (m: and {count} more)"),
    # absences
    "only_in_person": N_("No number is on file: h, if that adult stands here. Else 9."),
    "reason_first": N_("Why first: s, p or i. Then who told us."),
    "nothing_told": N_("No absence was told: nothing to take back."),
    # the ladder
    "no_such_rung": N_("That step is not on this ladder any more. Look again."),
    "no_such_result": N_("That cannot come of this step. Choose one of the results shown."),
    "not_in_trouble": N_("Nobody has to be called for {child:name} now."),
    "who_said": N_("Say who told us where {child:name} is."),
    "already_claimed": N_("{who:staff} has it since {at:time}."),
    "already_reported": N_("{child:name} was reported at {at:time} by {who:staff}. t goes on from there."),
    "yes_or_no": N_("Is the child in the building now? Type y or n."),
    "not_missing": N_("{child:name} is not reported missing."),
    "ask_take_over": N_("{who} has it since {at}. Take it over?"),
    # roll call, heads, supper
    "no_roll_call": N_("That roll call is over. r begins another."),
    "already_ticked": N_("{person:name} was ticked already."),
    "not_in_roll_call": N_("{person:name} is not in the building by the list."),
    "not_ticked": N_("{person:name} is not ticked."),
    "not_a_count": N_("Type a number of heads, {limit} at most."),
    "not_begun": N_("No roll call was begun: space ticks the first head."),
    "ask_end_roll_call": N_("{count} were not seen. End the roll call all the same?"),
    "enough_dishes": N_("{limit} dishes are the most. Change one: its digit."),
    "nobody_hungry": N_("Everybody who is here has had supper."),
    # bringing in a list
    "reading_given_up": N_("Given up: the file was not read. Nothing was changed."),
    "harmed_left_out": N_("{count} left out because of a dish: {children}"),
}

DIALOG_FLAGS: dict[str, str] = {
    "first_time": N_("first time: see ID"),
    "needs_call": N_("not confirmed: ID and a call"),
    "expired": N_("could until {day:day}"),
    "until": N_("until {day:day}"),
    "today_only": N_("today only: see ID"),
    "withheld": N_("found unfit at {at}"),
    "too_young": N_("{age}, too young ({minimum})"),
    "by": N_("by {by:when}"),
    "again_by": N_("again by {by:when}"),
    "about_blocked_came": N_("Somebody with an order came for {child}: {adult}"),
    "about_head_count": N_("{counted} heads were counted, {listed} were on the list"),
    "noted_by": N_("Noted {day:day} {at} by {who}"),
}

DIALOG_WORDS: dict[str, str] = {
    # rungs of the ladder
    "rooms": N_("rooms"),
    "escort": N_("escort, school"),
    "guardian": N_("guardian"),
    "collector": N_("collector"),
    "deputy": N_("deputy"),
    "manager": N_("manager"),
    "police": N_("police"),
    # what came of a rung
    "looked": N_("looked, not there"),
    "safe": N_("safe"),
    "thinks_here": N_("thinks the child is here"),
    "no_answer": N_("no answer"),
    "left_message": N_("left a message"),
    "wrong_number": N_("wrong number"),
    "coming": N_("is coming"),
    "told": N_("told"),
    "not_released": N_("not released"),
    # reasons
    "informed": N_("absent"),
    "sick": N_("sick"),
    "planned": N_("planned"),
    # steps
    "arrived": N_("arrived"),
    "homework": N_("homework"),
    "supper": N_("supper"),
    "departed": N_("collected"),
    # relations, as lists and people write them
    "mother": N_("mother"),
    "father": N_("father"),
    "grandmother": N_("grandmother"),
    "grandfather": N_("grandfather"),
    "aunt": N_("aunt"),
    "uncle": N_("uncle"),
    "sister": N_("sister"),
    "brother": N_("brother"),
    "child": N_("child"),
    "neighbour": N_("neighbour"),
    "nanny": N_("nanny"),
    "guardian (legal)": N_("legal guardian"),
    # where a note is shown
    "arrival": N_("at arrival"),
    "collection": N_("at collection"),
    "meal": N_("with the meal"),
    "shift": N_("to the shift"),
}
