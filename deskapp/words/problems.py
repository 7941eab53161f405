"""What is wrong with a list, as a person reads it: the line, and why."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deskapp.exchange.problems import Problem
from deskapp.i18n import _
from deskapp.words import Sentences, say
from deskapp.words.commands import PROBLEMS

_UTC = ZoneInfo("UTC")


def problem_text(problem: Problem) -> str:
    """What is wrong, in the language of the screen."""
    return Sentences({}, _UTC).vformat(_(PROBLEMS.get(problem.code, problem.code)), (), problem.facts)


def row_text(problem: Problem) -> str:
    """What is wrong, with the line where it is; line 0 is the file as a whole."""
    text = problem_text(problem)
    return say("row_bad", {"line": problem.line, "problem": text}) if problem.line else text
