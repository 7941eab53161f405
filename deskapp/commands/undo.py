"""`deskapp undo LINE`: takes one line of the history back, if nothing later builds on it."""

from __future__ import annotations

from argparse import Namespace

from db.errors import CannotUndo
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
        allow = takingback.asked_of(act, office.store.history)
        try:
            by = office.store.undo(options.lsn, who=act.staff, on=act.terminal, at=at, allow=allow)
        except CannotUndo as error:
            raise refused(office, error) from error
        tell("undid", lsn=options.lsn, by=by)
    return 0


def refused(office: Office, error: CannotUndo) -> Failure:
    """Why a line stays: it is none, is undone already, or who changed what later."""
    code = f"cannot_undo_{error.facts['reason']}"
    names = names_of(office.reader, people_in(SENTENCES.get(code, ""), error.facts))
    return Failure(code, error.facts, names, office.zone)
