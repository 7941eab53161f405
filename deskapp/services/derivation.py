"""A child's state on a day, worked out from what happened: pure, and never stored as a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from deskapp.services.daybook import Stay

State = Literal["coming", "here", "gone", "absent", "not_accounted", "unclosed"]
Overdue = Literal["", "arrival", "pickup"]
Step = Literal["", "arrived", "homework", "supper"]

NOT_YET: tuple[State, ...] = ("coming", "not_accounted")
INSIDE: tuple[State, ...] = ("here", "unclosed")


class Derived(NamedTuple):
    """State, what is overdue, and by how many minutes after the expected or agreed time."""

    state: State
    overdue: Overdue
    minutes: int


def derive(
    *,
    stays: Sequence[Stay],
    told_absent: bool,
    reported: bool,
    minute: int,
    expected: int,
    pickup: int,
    arrival_grace: int,
    pickup_grace: int,
    past: bool,
) -> Derived:
    """The state of one child on one day.

    `minute` is now, in minutes from that day's local midnight; `expected` and `pickup` likewise; the graces
    are the centre's settings.  `past` says that the day is over, `reported` that somebody has said the
    child is not there. A child who came is never absent, whoever said so; one who did not, and of whom
    nobody told us, is not accounted for from the grace after the expected time on, and stays so.
    """
    if stays:
        if stays[-1].departed:
            return Derived("gone", "", 0)
        late = minute - pickup
        overdue: Overdue = "pickup" if past or late >= pickup_grace else ""
        return Derived("unclosed" if past else "here", overdue, late if overdue else 0)
    if told_absent:
        return Derived("absent", "", 0)
    late = minute - expected
    if past or late >= arrival_grace:
        return Derived("not_accounted", "arrival", late)
    return Derived("not_accounted" if reported else "coming", "", 0)


def last_step(stay: Stay) -> Step:
    """How far a stay has come."""
    if stay.supper:
        return "supper"
    return "homework" if stay.homework else "arrived"


def next_harmless_step(stays: Sequence[Stay]) -> Step:
    """What `space` does to a child who is expected or here: arrived, homework, supper, and then nothing
    more.
    """
    if not stays:
        return "arrived"
    stay = stays[-1]
    if stay.departed or stay.supper:
        return ""
    return "supper" if stay.homework else "homework"


def latest_step(stay: Stay) -> str:
    """The field of a stay that was recorded to have happened last: what `backspace` takes back."""
    if stay.departed:
        return "departed"
    if stay.supper and stay.supper >= stay.homework:
        return "supper"
    return "homework" if stay.homework else "arrived"
