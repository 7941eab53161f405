"""Looking for a child and calling for one: claimed, logged rung by rung, and closed only by what a person
said.
"""

from __future__ import annotations

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.services import absences, attendance, collecting, concerns, people, staff, stays
from deskapp.services.act import Act, to_instant
from deskapp.services.answers import Done
from deskapp.services.asked import Rung
from deskapp.services.childday import child_day, row_of
from deskapp.services.clocks import next_day
from deskapp.services.due import kind_for, write_down
from deskapp.services.enrolment import told_for
from deskapp.services.entries import clean_line
from deskapp.services.labels import say
from deskapp.services.pickuplist import blocked_by_name, entry_of
from deskapp.services.records import (
    Absence,
    Attendance,
    Call,
    Closing,
    Concern,
    Enrolment,
    Result,
    Trouble,
)
from deskapp.services.refusal import Refusal
from deskapp.services.rungs import LadderPage, page, step_of

__all__ = [
    "LadderPage",
    "Rung",
    "claim",
    "found",
    "kind_for",
    "log",
    "page",
    "raise_overdue",
    "report_missing",
]

LONGEST_BREAK = 14
"""Days back to which the last day of use is looked for."""


def log(
    tx: Transaction,
    act: Act,
    child: int,
    kind: Trouble,
    rung: str,
    result: Result,
    *,
    person: int = 0,
    number: str = "",
    words: str = "",
    said_by: int = 0,
    said_by_other: str = "",
    clock: str = "",
) -> Concern:
    """Writes down what came of one rung.

    `safe` closes the trouble and needs who said it (`said_by` on file, or `said_by_other`): a child not
    accounted for is then absent, a stay left open on an earlier day ends; one who was missing and is seen in
    the rooms is here.  `thinks_here` makes it a missing child.  `coming` with a `clock` sets the time to
    expect them.  Refuses `no_such_rung`, `no_such_result`,
    `not_in_trouble`, `who_said`, `order_on_file` (no word of a blocked person closes anything) and
    `time_past`.
    """
    staff.acting(tx, act)
    _refuse_no_trouble(tx, act, child, kind)
    step = step_of(page(tx, act, child, kind), rung, person, number)
    if result not in step.results:
        raise Refusal("no_such_result", kind=kind, rung=rung, result=result)
    words, said_by_other = clean_line(words), clean_line(said_by_other)
    concern = concerns.opened(tx, act, child, kind)
    call = Call(
        rung=rung,
        result=result,
        at=min(act.instant, to_instant(act.now)),
        by=act.staff,
        person=person,
        number=step.number,
        words=words or clock,
    )
    concern = tx.put(replace(concern, calls=(*concern.calls, call)))
    if result == "safe":
        who = said_by or (step.person if rung in ("guardian", "collector") and not said_by_other else 0)
        concern = _safe(tx, act, replace(concern, outcome=words), step, who, said_by_other)
        teller = who or said_by_other
        say(tx, "safe", children=(child,), kind=kind, rung=rung, person=person, teller=teller, words=words)
        return concern
    if result == "thinks_here":
        concern = tx.put(replace(concern, kind="missing"))
    elif result == "coming" and clock:
        _expect(tx, act, concern, clock, step)
    say(tx, "call", children=(child,), kind=kind, rung=rung, result=result, person=person, words=call.words)
    return concern


def claim(tx: Transaction, act: Act, child: int, kind: Trouble, *, take_over: bool = False) -> Concern:
    """`y`: it is mine, others see who has it.  Refuses `already_claimed` (who, at) unless it is taken
    over.
    """
    actor = staff.acting(tx, act)
    if child:
        _refuse_no_trouble(tx, act, child, kind)
    concern = concerns.open_for(tx, child, kind)
    if concern is None and not child:
        raise Refusal("concern_closed", concern=0)
    concern = concern or concerns.opened(tx, act, child, kind)
    if concern.claimed_by == actor.id or (concern.claimed_by and not take_over):
        raise Refusal("already_claimed", child=child, who=concern.claimed_by, at=concern.claimed_at)
    saved = tx.put(replace(concern, claimed_by=actor.id, claimed_at=act.instant))
    say(tx, "claim", children=(child,) if child else (), kind=kind)
    return saved


def report_missing(tx: Transaction, act: Act, child: int) -> Concern:
    """`n`: nobody there.  An expected child is not accounted for from now on, before any time runs out; any
    other is missing: manager, school, police.  Refuses `already_reported`.
    """
    staff.acting(tx, act)
    row = row_of(tx, act, child)
    expected = row is not None and row.state in ("coming", "not_accounted")
    kind: Trouble = "not_accounted" if expected else "missing"
    standing = concerns.open_for(tx, child, "missing") or concerns.open_for(tx, child, kind)
    if standing is not None:
        raise Refusal("already_reported", child=child, at=standing.opened_at, who=standing.opened_by)
    people.known(tx, child)
    saved = concerns.opened(tx, act, child, kind)
    say(tx, "report", children=(child,), kind=kind)
    return saved


def found(
    tx: Transaction,
    act: Act,
    child: int,
    words: str,
    *,
    inside: bool,
    said_by: int = 0,
    said_by_other: str = "",
) -> Concern:
    """A missing child was found: where and by whom, in words.  Refuses `not_missing`, `words_missing`.

    A person has seen the child: one who is in the building now (`inside`) is here, any other is accounted for
    with the words, and nobody looks for either again that day unless somebody reports it anew.
    """
    staff.acting(tx, act)
    concern = concerns.open_for(tx, child, "missing")
    if concern is None:
        raise Refusal("not_missing", child=child)
    words, other = clean_line(words), clean_line(said_by_other)
    if not words:
        raise Refusal("words_missing")
    said = replace(concern, outcome=words, said_by=said_by, said_by_other=other)
    saved = _inside(tx, act, said) if inside else _elsewhere(tx, act, said, other or words, "found")
    concerns.close_for(tx, act, child, ("missing",), "found", act.instant)  # reported twice, found once
    say(tx, "found", children=(child,), words=words, teller=said_by or other)
    return saved


def raise_overdue(tx: Transaction, act: Act, day: str = "") -> Done:
    """Writes down, as the desk itself, every child overdue or left open of whom nothing is written yet.

    Nobody has to be chosen for it: a terminal calls it when a child becomes overdue, and at its start for
    the day before, so that what nobody touched is still on Today after midnight.  Doing it twice changes
    nothing.  A day before today on which no child came at all is one on which the desk was not in use: the
    last one on which it was stands for it, so that Friday is looked at on Monday.
    """
    day = _last_in_use(tx, day) if day and day < act.day else act.day
    raised = []
    for row in child_day(tx, act, day).rows if day else ():
        kind = kind_for(row) if row.overdue else None
        if kind is None or (day < act.day and _was_settled(tx, act, row.child, kind, day)):
            continue
        if write_down(tx, act, row, day):
            raised.append(row.child)
    say(tx, "raise_overdue", children=raised)
    return Done(tuple(raised))


def _last_in_use(reader: Reader, day: str) -> str:
    """The day, or the last before it on which a child came; empty where none did for a fortnight."""
    days = (next_day(day, -back) for back in range(LONGEST_BREAK))
    return next((one for one in days if any(record.stays for record in reader.on(Attendance, one))), "")


def _was_settled(reader: Reader, act: Act, child: int, kind: str, day: str) -> bool:
    """Whether that trouble of an earlier day was settled since, as when the child came the next day."""
    return any(
        one.closed_at and one.day == day and one.kind in (kind, "missing")
        for month in {day[:7]: day, act.day[:7]: act.day}.values()
        for one in reader.by(Concern, "child", child, month)
    )


def _refuse_no_trouble(tx: Transaction, act: Act, child: int, kind: Trouble) -> None:
    """A ladder is climbed for a child it fits: raises Refusal not_in_trouble for any other."""
    if concerns.open_for(tx, child, kind) is not None:
        return
    row = row_of(tx, act, child)
    if row is None or kind == "missing" or kind_for(row) != kind:
        raise Refusal("not_in_trouble", child=child, kind=kind)


def _safe(tx: Transaction, act: Act, concern: Concern, step: Rung, who: int, other: str) -> Concern:
    """An adult says where the child is: who, at which number, when."""
    if not who and not other:
        raise Refusal("who_said", child=concern.child)
    named = 0 if who else blocked_by_name(tx, concern.child, other)
    if named:
        raise Refusal("order_on_file", child=concern.child, adult=named)
    entry = entry_of(tx, concern.child, who) if who else None
    if entry is not None and entry.standing == "blocked":
        raise Refusal("order_on_file", child=concern.child, adult=who)
    said = replace(concern, said_by=who, said_by_other=other, number=step.number)
    if step.code == "rooms":  # found in the building: nobody took the child home, and nobody is absent
        return _inside(tx, act, said)
    return _elsewhere(tx, act, said, other, "safe")


def _inside(tx: Transaction, act: Act, concern: Concern) -> Concern:
    """The child was seen in the building, and is here from now on if not before."""
    placed = tx.by(Enrolment, "child", concern.child)
    if placed and stays.open_stay(tx, concern.child) is None:
        attendance.add_extra(tx, act, concern.child)
    return concerns.close(tx, act, concern, "found")


def _elsewhere(tx: Transaction, act: Act, concern: Concern, other: str, closing: Closing) -> Concern:
    """The child is somewhere else: a stay ends, or the child is absent, by the word of an adult."""
    child, day = concern.child, concern.day
    if stays.open_stay(tx, child) is not None:
        moment = collecting.depart_told(tx, act, child, concern.said_by)
        saved = concerns.close(tx, act, concern, closing, moment)
        concerns.close_for(tx, act, child, ("not_collected", "unclosed"), closing, moment)
        return saved
    came = stays.attendance_of(tx, child, day)
    if not (came and came.stays) and told_for(tx, child, day) is None:
        tx.put(
            Absence(
                child=child,
                first=day,
                last=day,
                reason="informed",
                told_by=concern.said_by,
                told_by_other="" if concern.said_by else other,
                number=concern.number,
                taken_by=act.staff,
                taken_at=act.instant,
            )
        )
    return concerns.close(tx, act, concern, closing)


def _expect(tx: Transaction, act: Act, concern: Concern, clock: str, step: Rung) -> None:
    """They are coming: the list expects them then, and reminds after it again.

    What is told of an earlier day moves no time of it; the word stays with the call.
    """
    child = concern.child
    if concern.kind == "not_accounted" and concern.day == act.day:
        absences.delay(tx, act, (child,), clock)
    elif concern.kind == "not_collected" and step.code in ("guardian", "collector"):
        record = stays.open_stay(tx, child)
        if record is not None and record.day == act.day:
            absences.agree_pickup(tx, act, (child,), clock, told_by=step.person, number=step.number)
