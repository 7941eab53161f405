"""A client did not open the door: who is asked, and what ends it.

Nothing but a client who was seen or spoken to, or somebody to whom it was handed over, closes it; a promise
to look comes back.
"""

from __future__ import annotations

from msgspec.structs import replace

from db import Transaction
from deskapp.services import concerns, staff
from deskapp.services.act import Act, to_instant
from deskapp.services.entries import clean_line
from deskapp.services.labels import say
from deskapp.services.records import Call, Concern, Result
from deskapp.services.refusal import Refusal
from deskapp.services.rungs import page, step_of


def log(
    tx: Transaction,
    act: Act,
    person: int,
    rung: str,
    result: Result,
    *,
    asked: int = 0,
    number: str = "",
    words: str = "",
    seen_by: str = "",
) -> Concern:
    """Writes down what came of one rung.

    `seen` closes it: by whom the client was seen or spoken to (`seen_by`; of the client's own number nobody
    else is needed), and what was found in `words`.  `handed` closes it too: to whom, and what they said in
    `words`.  Refuses `not_in_trouble`, `no_such_rung`, `no_such_result`, `who_saw`, `handed_unsaid`.
    """
    staff.acting(tx, act)
    concern = concerns.open_for(tx, person, "not_home")
    if concern is None:
        raise Refusal("not_in_trouble", child=person, kind="not_home")
    step = step_of(page(tx, act, person, "not_home"), rung, asked, number)
    if result not in step.results:
        raise Refusal("no_such_result", kind="not_home", rung=rung, result=result)
    words, seen_by = clean_line(words), clean_line(seen_by)
    if result == "seen" and not seen_by and rung != "client":
        raise Refusal("who_saw", person=person)
    if result == "handed" and not words:
        raise Refusal("handed_unsaid")
    at = min(act.instant, to_instant(act.now))
    call = Call(
        rung=rung,
        result=result,
        at=at,
        by=act.staff,
        person=step.person,
        number=step.number,
        words=words or seen_by,
    )
    concern = tx.put(replace(concern, calls=(*concern.calls, call)))
    if result == "seen":
        saw = seen_by or step.name
        said = replace(
            concern, outcome=words, said_by=step.person if not seen_by else 0, said_by_other=seen_by
        )
        saved = concerns.close(tx, act, said, "seen", at)
        say(tx, "client_seen", people=(person,), rung=rung, teller=saw, words=words)
        return saved
    if result == "handed":
        saved = concerns.close(tx, act, replace(concern, outcome=words), "handed", at)
        say(tx, "client_handed", people=(person,), rung=rung, words=words)
        return saved
    say(
        tx,
        "call",
        children=(person,),
        kind="not_home",
        rung=rung,
        result=result,
        person=asked,
        words=call.words,
    )
    return concern


def settle(tx: Transaction, act: Act, concern: int, words: str) -> Concern:
    """What came of two refusals in a row, in words.  Refuses `concern_closed`, `words_missing`."""
    staff.acting(tx, act)
    standing = concerns.known(tx, concern)
    words = clean_line(words)
    if standing.kind != "refused_twice":
        raise Refusal("concern_closed", concern=concern)
    if not words:
        raise Refusal("words_missing")
    saved = concerns.close(tx, act, replace(standing, outcome=words), "written")
    say(tx, "settle_refusals", people=(standing.child,), words=words)
    return saved
