"""Why a rule about people, households, staff or the centre said No, and what was done to them."""

from __future__ import annotations

from deskapp.i18n import N_

PEOPLE: dict[str, str] = {
    "code_taken": N_("The code {taken} is another's already. Type another, or leave it empty."),
    "card_taken": N_("The card {taken} is another's already. Type another, or leave it empty."),
    "bad_sex": N_("Choose female, male or not said."),
    "already_archived": N_("That record is archived already. z takes it out again."),
    "not_archived": N_("That record is not archived."),
    "still_here": N_("{person:name} is in the building. Collect the child first."),
    "still_enrolled": N_("{person:name} has a place. End the place first: enter, then c."),
    "open_concern": N_("Something about {person:name} is still open. Settle it first: 1, Today."),
    "not_a_child": N_("{person:name} is no child with a place here. Nothing was recorded."),
    "still_blocked": N_("An order keeps {person:name} from {child:name}: the record stays."),
    "still_collector": N_(
        "{person:name} is on the list of {child:name}. Take them off it first: enter, then l."
    ),
    "not_withheld_address": N_("The address of {person:name} is not withheld."),
    # households
    "unknown_household": N_("That household is not there any more."),
    "no_members": N_("A household needs somebody in it."),
    "twice_a_member": N_("{person:name} is in it twice."),
    "already_member": N_("{person:name} lives in this household already."),
    "not_a_member": N_("{person:name} does not live in this household."),
    "not_proposed": N_("Somebody has answered that already. Nothing was changed."),
    "no_family_row": N_("y and x answer for a family: f shows the families to confirm."),
    # staff and the centre
    "unknown_staff": N_("Nobody of that number works here."),
    "unknown_role": N_("{role} is no role. Choose one with the space bar."),
    "first_is_manager": N_("The first one at the desk is its manager."),
    "staff_code_taken": N_("The code {taken} is {other:staff}'s. Type another, or leave it empty."),
    "staff_left": N_("{staff:staff} is archived already."),
    "staff_not_left": N_("{staff:staff} is not archived."),
    "last_manager": N_("{staff:staff} is the only manager. Make somebody else one first."),
    "no_centre": N_("No centre was opened in this folder yet."),
    "already_open": N_("A centre was opened in this folder meanwhile. Start the desk again."),
    "unknown_timezone": N_("“{timezone}” is no time zone. Type it as Asia/Shanghai or Europe/Berlin."),
    "unknown_language": N_("{language} is no language of this desk."),
    "bad_setting": N_("{setting} cannot be that."),
    "already_closed": N_("Closed {first:day} to {last:day} already."),
    "not_closed": N_("Those days are not closed."),
    "children_here": N_("{count} children are here on one of those days."),
    # the pick-up list
    "may_already": N_("{name} may collect already."),
    "order_first": N_("An order is on file against {name}: a manager lifts it first (b)."),
    "ask_lift_order": N_("Lift the order against {name}? Then ID and a call come before the first pick-up."),
    # forms
    "ask_throw_away": N_("Throw away what was typed? Nothing was saved."),
    "form_changed": N_(
        "{who:staff} changed this meanwhile ({on}, {at:time}). Look at the lines with !, Enter saves."
    ),
    "look_again": N_("Somebody changed this meanwhile: look at the lines with !. Enter again saves yours."),
    "family_warned": N_("Something speaks against this one: Enter shows it, y there confirms."),
}

PEOPLE_DONE: dict[str, str] = {
    "add_person": N_("{person:name} is on file now"),
    "change_person": N_("{person:name} changed"),
    "archive_person": N_("{person:name} archived"),
    "unarchive_person": N_("{person:name} taken out of the archive"),
    "give_card": N_("{person:name} has a new card"),
    "withhold_address": N_("{person:name}: address withheld from now on"),
    "lift_address": N_("Looked at address of {person:name}: withheld no longer"),
    "look": N_("Looked at {what:word} of {person:name}: written down"),
    "add_adult": N_("{adult:name} put on the list of {children:names}, not confirmed"),
    "add_household": N_("One household: {people:names}"),
    "change_household": N_("Household changed"),
    "add_member": N_("{person:name} lives here now"),
    "remove_member": N_("{person:name} does not live here any more"),
    "set_relation": N_("{person:name}: relation changed"),
    "propose_family": N_("Family to confirm: {people:names}"),
    "confirm_family": N_("One family: {people:names}"),
    "reject_family": N_("Not one family: {people:names}"),
    "open_centre": N_("The centre is open"),
    "change_centre": N_("Settings changed"),
    "lost_line": N_("A line that was lost; what is known of it was put back by a repair"),
    "close_days": N_("Closed {first:day} to {last:day}"),
    "reopen_days": N_("Open again {first:day} to {last:day}"),
    "add_staff": N_("{member:staff} works here now"),
    "change_staff": N_("{member:staff} changed"),
    "archive_staff": N_("{member:staff} left"),
    "unarchive_staff": N_("{member:staff} is back"),
}

PEOPLE_FLAGS: dict[str, str] = {
    "unsafe_phone": N_("not every phone safe"),
    "same_guardian": N_("{name} is guardian of {count} of them"),
    "same_phone": N_("{count} of them have the phone {phone}"),
    "merges": N_("{count} households become one"),
    "order_inside": N_("an order is on file against {name}"),
    "withheld_inside": N_("the address of {name} is withheld"),
}

PEOPLE_ALERTS = frozenset({"order_inside", "withheld_inside", "unsafe_phone"})

PEOPLE_WORDS: dict[str, str] = {
    "address": N_("the withheld address"),
    "order": N_("the order"),
}
