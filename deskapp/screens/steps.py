"""A checklist of a day: one key is a step for the marked rows or the one under the cursor, at the time said
with `@`; backspace takes a row's last step back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deskapp.i18n import N_
from deskapp.keys import Key
from deskapp.screens.page import Page
from deskapp.services.answers import Done

AT = Key("at", ("@",), N_("at"), N_("@ and four digits before a step: it happened then."), rank=18)
EDIT = Key("edit", ("e",), N_("edit"), N_("Details; on an earlier day: lets that day be changed."))
TAKE_BACK = Key("take_back", ("backspace",), N_("take back"), N_("Takes back this row's last step."))


class StepPage(Page):
    """A page whose rows go through steps.  `subject` says whom a rule is told, `is_row` which rows of the
    list are such rows.
    """

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.happened = ""

    def is_row(self, row: Any) -> bool:
        """Whether a row of the list is one that has steps."""
        raise NotImplementedError

    def subject(self, row: Any) -> int:
        """The id that the rules are told of a row."""
        raise NotImplementedError

    def row(self) -> Any | None:
        """The row under the cursor; says so where there is none."""
        row = self.list.row
        if row is not None and self.is_row(row):
            return row
        self.desk.say("no_row")
        return None

    def rows_chosen(self) -> list[Any]:
        """The marked rows, or the one under the cursor."""
        return [row for row in self.list.chosen() if self.is_row(row)]

    def take_happened(self) -> str:
        """The time said with `@`, for one step."""
        clock, self.happened = self.happened, ""
        return clock

    def left(self) -> None:
        """Another page or day is shown now."""
        self.happened = ""
        super().left()

    async def step(self, rule: Callable[..., Any], *more: Any) -> Done | None:
        """Apply a rule to the marked rows, or to the one under the cursor; what came of it, None where
        nothing was done.
        """
        rows = self.rows_chosen()
        if not rows:
            self.desk.say("no_row")
            return None
        subjects = tuple(self.subject(row) for row in rows)
        happened = self.take_happened()  # one typed since the last press makes it another step
        if self.desk.repeated(self.press.name, subjects, anew=bool(happened)):
            return None
        done: Done = await self.desk.perform(rule, subjects, *more, happened=happened)
        self.list.marks.clear()
        await self.say_done(done)
        return done

    async def say_done(self, done: Done) -> None:
        """Of several some were left out: who, and why."""
        await self.desk.say_skipped(done)

    async def do_details(self) -> None:
        """Everything about the row."""
        raise NotImplementedError

    async def do_edit(self) -> None:
        """`e`: another day becomes one to change; today it is the details."""
        if self.desk.day and not self.desk.day_opened:
            self.desk.open_day()
        else:
            await self.do_details()

    async def do_at(self) -> None:
        """`@`: the next step happened at another time."""

        async def answer(clock: str) -> None:
            self.happened = clock

        self.finder.ask("@", answer)
