"""What is wrong with a list, as a person reads it: the line, and why."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deskapp.exchange.problems import Problem
from deskapp.i18n import _
from deskapp.words import Sentences, say
from deskapp.words.commands import PROBLEMS
from deskapp.words.meallists import MEAL_PROBLEMS

_UTC = ZoneInfo("UTC")


def problem_text(problem: Problem) -> str:
    """What is wrong, in the language of the screen."""
    sentence = PROBLEMS.get(problem.code) or MEAL_PROBLEMS.get(problem.code, problem.code)
    return Sentences({}, _UTC).vformat(_(sentence), (), problem.facts)


def row_text(problem: Problem) -> str:
    """What is wrong, with the line where it is; line 0 is the file as a whole."""
    text = problem_text(problem)
    return say("row_bad", {"line": problem.line, "problem": text}) if problem.line else text
