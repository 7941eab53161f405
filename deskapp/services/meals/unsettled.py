"""What left and never came to an end: routes that are not back, meals of which nobody has said more."""

from __future__ import annotations

from collections.abc import Iterator

from db import Reader
from deskapp.services.act import Act
from deskapp.services.clocks import midnight, minute_of, minutes, next_day
from deskapp.services.ladder import LONGEST_BREAK
from deskapp.services.meals.dayorders import carried_by
from deskapp.services.meals.records import Order, Run


def late_runs(reader: Reader, act: Act) -> list[Run]:
    """The runs that are not back: of today those that were due before now, and those of the fortnight before
    whatever they were due; the oldest first.
    """
    now = minute_of(act, act.day)
    return [
        run
        for day in _days(act)
        for run in reader.by(Run, "out", day, day)
        if day < act.day or (run.due and minutes(run.due) < now)
    ]


def due_minute(act: Act, run: Run) -> int:
    """When a run was due, in minutes from the midnight that began today; the end of its day where nobody
    said.
    """
    return midnight(act, next_day(run.day)) if not run.due else midnight(act, run.day) + minutes(run.due)


def unsettled(reader: Reader, act: Act) -> dict[str, int]:
    """By day, the oldest first, of how many meals nobody has said the end: on a day of the fortnight before,
    if anything was marked on it, all that are out or were never marked; today those whose route is back.
    """
    found = {}
    for day in _days(act):
        waiting = [order for order in reader.by(Order, "open", day, day) if order.portions]
        if waiting and day == act.day:
            back = {run.route for run in reader.on(Run, day) if run.back}
            carried = carried_by(reader, day)
            waiting = [order for order in waiting if carried.get(order.route, order.route) in back]
        elif waiting and not _taken_out(reader, day):
            continue
        if waiting:
            found[day] = len(waiting)
    return found


def _taken_out(reader: Reader, day: str) -> bool:
    """Whether anybody marked anything on that day; where nobody ever does, nothing was forgotten."""
    return any(run.out for run in reader.on(Run, day)) or any(order.steps for order in reader.on(Order, day))


def _days(act: Act) -> Iterator[str]:
    return (next_day(act.day, by) for by in range(-LONGEST_BREAK, 1))
