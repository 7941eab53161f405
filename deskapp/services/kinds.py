"""Where each record lives and by which keys it is found: what the store is opened with."""

from __future__ import annotations

from typing import Any

from db import Kind
from deskapp.services import records as r
from deskapp.services.indexes import (
    by_closing_day,
    by_day,
    field,
    members,
    phone_digits,
    refers,
    span,
    withheld,
)
from deskapp.services.meals.kinds import MEAL_KINDS

KINDS: tuple[Kind[Any], ...] = (
    Kind(r.Centre, "centre"),
    Kind(r.Staff, "staff", indexes={"code": field("code")}, unique={"code": field("code")}),
    Kind(
        r.Person,
        "people",
        indexes={
            "code": field("code"),
            "card": field("card"),
            "phone": phone_digits,
            "name": field("name"),
            "latin_name": field("latin_name"),
            "withheld": withheld,
        },
        unique={"code": field("code"), "card": field("card")},
    ),
    Kind(r.Household, "households", indexes={"person": members}, refers=members),
    Kind(
        r.Enrolment,
        "enrolments",
        indexes={"child": field("child")},
        unique={"child": field("child")},
        refers=refers("child"),
    ),
    Kind(
        r.Collector,
        "collectors",
        indexes={"child": field("child"), "adult": field("adult"), "standing": field("standing")},
        unique={"pair": field("child", "adult")},
        refers=refers("child", "adult"),
    ),
    Kind(
        r.Absence,
        "absences",
        indexes={"child": field("child"), "day": span},
        refers=refers("child", "told_by"),
    ),
    Kind(r.ClosedDays, "closed_days", indexes={"day": span}),
    Kind(
        r.OpenStay,
        "open_stays",
        indexes={"child": field("child"), "day": field("day")},
        unique={"child": field("child")},
        refers=refers("child", "attendance"),
    ),
    Kind(
        r.Attendance,
        "attendance",
        home=by_day,
        indexes={"child": field("child"), "pair": field("day", "child")},
        unique={"pair": field("day", "child")},
        refers=refers("child", "enrolment"),
    ),
    Kind(
        r.Concern,
        "concerns",
        home=by_closing_day,
        indexes={"child": field("child"), "closed_day": field("closed_day")},
        refers=refers("child", "adult"),
    ),
    Kind(r.HeadCount, "head_counts", home=by_day),
    Kind(r.Note, "notes", home=by_closing_day, indexes={"person": field("person")}, refers=refers("person")),
    Kind(r.RollCall, "roll_calls", home=by_day),
    Kind(r.Supper, "suppers", home=by_day, unique={"day": field("day")}),
    Kind(r.Exported, "exported", home=by_day),
    Kind(r.Looked, "looks", home=by_day, refers=refers("person")),
    Kind(r.Withheld, "withheld", home=by_day, refers=refers("child", "adult")),
    *MEAL_KINDS,
)
