"""What can go wrong in the store, as a reader needs it: what, why, what to do next."""

from __future__ import annotations

from deskapp.i18n import N_

STORE: dict[str, str] = {
    "busy": N_("Another terminal was saving for over {seconds} s. Nothing was changed: press the key again."),
    "not_saved": N_("The disk did not take it ({reason}). Nothing was changed."),
    "read_only": N_("The records can only be read now ({reason}). Nothing was changed: tell the manager."),
    "damaged": N_("{file}, line {line} is damaged. Nothing was changed: run deskapp check."),
    "not_a_data_folder": N_("{path} is not a folder of this desk."),
    "newer_format": N_("A newer program wrote these records: update this one."),
    "unsafe_file_system": N_("{path} lies on a network disk ({kind}): records are not safe there."),
    "no_access": N_("No permission to {path}. Nothing was changed."),
    "too_large": N_("This is too much at once. Nothing was changed."),
    "not_storable": N_("This cannot be stored. Nothing was changed."),
    "taken": N_("{key} is already taken. Nothing was changed."),
    "conflict": N_("{who:staff} changed this at {at:time} ({on}). Nothing was changed: look again."),
    "cannot_undo": N_("Not undone: something later builds on it."),
    "store_error": N_("The records could not be changed. Nothing was changed."),
}
