"""What was done, by the label of the change: on the status line, in the history and when asked about undo."""

from __future__ import annotations

from deskapp.i18n import N_

DONE: dict[str, str] = {
    "arrive": N_("{children:names} arrived"),
    "scan": N_("{children:names} arrived, by card"),
    "extra": N_("{children:names} arrived, not planned today"),
    "homework": N_("{children:names} homework"),
    "supper": N_("{children:names} supper"),
    "next_step": N_("{children:names} next step"),
    "collect": N_("{children:names} collected by {adult:name}"),
    "go_alone": N_("{children:names} went home alone"),
    "take_back": N_("{children:names}: {step:word} taken back"),
}
