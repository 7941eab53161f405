"""What a row of the meals page says of one meal: what to hand over, to whom it went, what else to know."""

from __future__ import annotations

from deskapp.i18n import _
from deskapp.papers.meals import because_words, short_words, usual_words
from deskapp.services.meals.mealday import MealRow
from deskapp.widgets.checklist import Cell
from deskapp.words import say_flag, to_whom
from deskapp.words.joins import apart, phrased

NOTES = ("meal_note", "note")


def handed_cell(row: MealRow, behind: str, *, noted: bool) -> Cell:
    """What to hand over; of clashes the first, what comes behind it, and how many more there are; that there
    is a note where it is not said elsewhere.
    """
    usual, note = usual_words(row), _("note") if noted else ""
    if not row.clashes:
        return Cell(usual or note, end=note if usual else "")
    first, *more = row.clashes
    whole, short = (
        "! " + apart((said, usual, behind)) for said in (because_words(first), short_words(first))
    )
    end = phrased((f"+{len(more)}" if more else "", note))
    return Cell(whole, "alert", short=short, end=end, wide=True)


def to_words(row: MealRow) -> str:
    """To whom it was given, if not to the client; why it was refused or cancelled."""
    return to_whom(row.to) if row.state == "delivered" else row.to


def note_words(row: MealRow) -> str:
    """The open notes: those to be shown with the meal, and that there are others."""
    return apart(say_flag(flag.code, flag.facts) for flag in row.flags if flag.code in NOTES)


def flag_words(row: MealRow) -> str:
    """What else to know of the row."""
    unsaid = ("not_asked", *NOTES)
    return apart(say_flag(flag.code, flag.facts) for flag in row.flags if flag.code not in unsaid)
