"""What can go wrong in the store, as a reader needs it: what, why, what to do next."""

from __future__ import annotations

from deskapp.i18n import N_

STORE: dict[str, str] = {
    "busy": N_("Another terminal was saving for over {seconds} s. Nothing was changed: press the key again."),
    "not_saved": N_("The disk did not take it ({reason:cause}). Nothing was changed."),
    "read_only": N_(
        "The records can only be read now ({reason:cause}). Nothing was changed: tell the manager."
    ),
    "damaged": N_("{place}: {reason:cause}. Nothing was changed: run deskapp check."),
    "not_a_data_folder": N_("{path} is not a folder of this desk."),
    "newer_format": N_("A newer program wrote these records: update this one."),
    "unsafe_file_system": N_("{path} lies on a network disk ({kind}): records are not safe there."),
    "no_access": N_("No permission to {path}. Nothing was changed."),
    "too_large": N_("This is too much at once. Nothing was changed."),
    "not_storable": N_("This cannot be stored. Nothing was changed."),
    "taken": N_("{key} is already taken. Nothing was changed."),
    "conflict": N_("{who:staff} changed this at {at:time} ({on}). Nothing was changed: look again."),
    "cannot_undo": N_("Not undone: something later builds on it."),
    "undo_changed_later": N_("Not undone: {who:staff} changed it later, at {at:time} ({on})."),
    "backup_failed": N_("Today's backup failed ({reason:cause}): run deskapp backup --daily."),
    "backup_none": N_("There is no backup of these records: run deskapp backup --daily."),
    "backup_old": N_("The last good backup is {days} days old: run deskapp backup --daily."),
    "backup_of_damage": N_("The last backup holds damaged records: run deskapp check."),
    "backup_second_missing": N_("The second backup folder is not there, plug the stick in: {path}"),
    "backup_second_failed": N_("Nothing can be written to the second backup folder ({reason:cause}): {path}"),
    "store_error": N_("The records could not be changed. Nothing was changed."),
}

CAUSES: dict[str, str] = {
    "asked": N_("opened to be read"),
    "busy": N_("another terminal was at work there for too long"),
    "disk_failed": N_("the disk failed"),
    "no_journal": N_("the journal is missing"),
    "may_not_read": N_("no permission to read"),
    "may_not_write": N_("no permission to write there"),
    "no_centre": N_("the centre itself is missing"),
    "set_aside": N_("lines that could not be read were set aside"),
    "no_such_line": N_("there is no such line"),
    "not_read_back": N_("the disk gives back something else"),
    "ENOSPC": N_("the disk is full"),
    "EDQUOT": N_("the disk is full"),
    "EFBIG": N_("the file is too large"),
    "EIO": N_("the disk failed"),
    "EROFS": N_("the disk can only be read"),
    "EACCES": N_("no permission to write there"),
    "EPERM": N_("no permission to write there"),
    "ENOENT": N_("the file is missing"),
    "EEXIST": N_("the file is there already"),
    "EISDIR": N_("it is a folder, not a file"),
    "ENOTDIR": N_("it lies in no folder"),
    "EMFILE": N_("too many files are open"),
    "ENFILE": N_("too many files are open"),
}
"""Why the store could not do something; what a check finds (words.commands.FINDINGS) are causes, too."""
