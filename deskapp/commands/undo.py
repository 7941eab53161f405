"""`deskapp undo LINE`: takes one line of the history back, if nothing later builds on it."""

from __future__ import annotations

from argparse import Namespace

from db.errors import CannotUndo, Damaged
from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.commands.printing import tell
from deskapp.said import names_of
from deskapp.services import staff as staff_rules
from deskapp.services import takingback
from deskapp.services.act import to_instant
from deskapp.words import SENTENCES, people_in


def run(options: Namespace) -> int:
    """Takes the line back by a new one."""
    with open_office(options) as office:
        act = office.act(office.acting().id)
        staff_rules.acting(office.reader, act)
        at = to_instant(act.now) if office.clock.pretends else ""
        refuse_rested_on(office, options.lsn)
        try:
            by = office.store.undo(
                options.lsn, who=act.staff, on=act.terminal, at=at, allow=takingback.asked_of(act)
            )
        except CannotUndo as error:
            raise refused(office, error) from error
        tell("undid", lsn=options.lsn, by=by)
    return 0


def refuse_rested_on(office: Office, lsn: int) -> None:
    """Refuses what somebody went on from; a line that is none is for the store to refuse."""
    try:
        line = office.store.line(lsn)
    except Damaged:
        return
    if line.kind == "tx":
        takingback.refuse_rested_on(office.store.history, line)


def refused(office: Office, error: CannotUndo) -> Failure:
    """Why a line stays: it is none, is undone already, or who changed what later."""
    code = f"cannot_undo_{error.facts['reason']}"
    names = names_of(office.reader, people_in(SENTENCES.get(code, ""), error.facts))
    return Failure(code, error.facts, names, office.zone)
