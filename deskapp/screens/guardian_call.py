"""A guardian is asked before somebody else takes a child: here in person with ID, or at the number on file.

Never at a number that the caller or the person at the counter gives.  Where nobody is reached, the child
stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from db import Reader, Transaction
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import UNDO, Dialog
from deskapp.services import collectors, ladder
from deskapp.services.act import Act
from deskapp.services.childday import row_of
from deskapp.services.collecting import CollectAdult
from deskapp.services.collectors import Reached
from deskapp.services.records import Collector, Result
from deskapp.services.tellers import Teller, guardians
from deskapp.session import Desk
from deskapp.widgets.cells import Line
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import say, word
from deskapp.words.joins import listed

RESULTS: dict[str, Result] = {"no_answer": "no_answer", "message": "left_message", "wrong": "wrong_number"}


class Yes(NamedTuple):
    """A guardian said yes: who, how they were reached, and at which number on file (empty in person)."""

    guardian: int
    reached: Reached
    number: str


class Asked(NamedTuple):
    """Whom to ask, and which of them were tried today: number on file to what came of it."""

    children: tuple[str, ...]
    guardians: tuple[Teller, ...]
    tried: dict[str, tuple[str, Result]]


def asked(reader: Reader, act: Act, children: Sequence[int]) -> Asked:
    """The guardians of all the children, and what came of calling them for the first child."""
    rows = [row_of(reader, act, child) for child in children]
    kind = ladder.kind_for(rows[0]) if rows[0] else None
    tried: dict[str, tuple[str, Result]] = {}
    for rung in ladder.page(reader, act, children[0], kind).rungs if kind else ():
        if rung.code == "guardian" and rung.tried:
            tried[rung.number] = (rung.tried[-1].at, rung.tried[-1].result)
    names = tuple(full_name(row) for row in rows if row)
    return Asked(names, guardians(reader, act, children), tried)


def log_call(tx: Transaction, act: Act, child: int, teller: Teller, result: Result) -> Any:
    """The call stands on the child's ladder, as any other of the day."""
    row = row_of(tx, act, child)
    kind = (ladder.kind_for(row) if row else None) or "not_collected"
    return ladder.log(tx, act, child, kind, "guardian", result, person=teller.adult, number=teller.number)


class GuardianCall(Dialog):
    """Closed with a Yes, or None: then nobody said so, and the child stays."""

    scope = "guardian_call"
    KEYS = (
        Key(
            "choose",
            ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
            N_("choose"),
            N_("Chooses the guardian, at the number on file that is shown."),
            rank=1,
            shown="1 2",
        ),
        Key("yes", ("y",), N_("says yes"), N_("Called at this number: says yes."), rank=2),
        Key("here", ("h",), N_("here, ID seen"), N_("Stands here, ID seen: says yes."), rank=3),
        Key("no", ("n",), N_("says no"), N_("Says no: the child stays."), rank=4),
        Key("no_answer", ("a",), N_("no answer"), N_("Nobody answered; noted on the ladder."), rank=5),
        Key("message", ("l",), N_("left message"), N_("A message was left; noted on the ladder."), rank=92),
        Key("wrong", ("w",), N_("wrong number"), N_("A wrong number; noted on the ladder."), rank=93),
        UNDO,
    )

    def __init__(self, children: Sequence[int]) -> None:
        super().__init__()
        self.title = _("ASK A GUARDIAN")
        self.children = tuple(children)
        self.chosen: Teller | None = None
        self.asked: Asked

    async def prepare(self) -> None:
        """The guardians and the numbers on file."""
        self.asked = await self.desk.ask(asked, self.children)

    def lines(self, columns: int, height: int) -> list[Line]:
        """Whom to call, and what they may have said."""
        children = listed(self.asked.children)
        head = paragraph(
            _("Somebody who may not take {children} yet.").format(children=children), columns, "strong"
        )
        head += paragraph(
            _("Call only a number that stands here, never one that somebody gives you at the counter."),
            columns,
        )
        options = [
            Option(
                str(at),
                (
                    full_name(one),
                    word(one.relation),
                    self._number(one),
                    self._tried(one),
                ),
                chosen=one == self.chosen,
            )
            for at, one in enumerate(self.asked.guardians, 1)
        ]
        guardians = option_lines(options, columns)
        if not guardians:
            guardians = paragraph(
                _("No guardian of all of them is on file: the child stays. Tell the manager."), columns
            )
        lines = fill([[], head, guardians, self._ways(columns)], height)
        self.cursor = (0, next((at for at, line in enumerate(lines) if line and line[0][0] == "> "), 0))
        return lines

    def _number(self, one: Teller) -> str:
        if not one.number:
            return _("no number on file")
        return one.number if one.safe else _("not safe to call")

    def _tried(self, one: Teller) -> str:
        tried = self.asked.tried.get(one.number)
        if tried is None:
            return ""
        return say("tried", {"at": tried[0], "result": tried[1]}, {}, self.desk.zone)

    def _ways(self, columns: int) -> list[Line]:
        tried = {one.number for one in self.asked.guardians if one.safe} <= set(self.asked.tried)
        lines: list[Line] = []
        if tried:
            lines += paragraph(
                _("Nobody was reached: THE CHILD STAYS. 0 goes back, t there calls further."),
                columns,
                "alert",
            )
        if self.chosen is None:
            return [*lines, *paragraph(_("Whom do you ask? A digit chooses."), columns)]
        name = full_name(self.chosen)
        options = [
            Option(
                "y", (_("{name}, called at {number}, says yes").format(name=name, number=self.chosen.number),)
            ),
            Option("h", (_("{name} stands here, I saw the ID, and says yes").format(name=name),)),
            Option("n", (_("says no: the child stays"),)),
            Option("a", (_("no answer"),)),
            Option("l", (_("left a message"),)),
            Option("w", (_("wrong number"),)),
        ]
        return lines + option_lines([one for one in options if one.key in "hn" or self.chosen.safe], columns)

    # ── keys ──

    async def do_choose(self) -> None:
        """A digit."""
        at = int(self.press.name)
        if at > len(self.asked.guardians):
            self.desk.bell()
            self.desk.say("no_such_number", number=at)
            return
        self.chosen = self.asked.guardians[at - 1]

    def _callable(self) -> bool:
        """Whether a guardian is chosen who may be called; else says so."""
        if self.chosen is None:
            self.desk.say("nobody_asked", kind="refused")
        elif not self.chosen.safe:
            self.desk.say("not_safe_to_call", kind="refused")
        else:
            return True
        self.desk.bell()
        return False

    async def do_yes(self) -> None:
        """`y`."""
        if self._callable() and self.chosen:
            self.close(Yes(self.chosen.adult, "phone_on_file", self.chosen.number))

    async def do_here(self) -> None:
        """`h`."""
        if self.chosen is None:
            self._callable()
        else:
            self.close(Yes(self.chosen.adult, "in_person_id", ""))

    async def do_no(self) -> None:
        """`n`."""
        self.desk.say("guardian_says_no")
        self.close(None)

    async def do_no_answer(self) -> None:
        """`a`."""
        await self._log("no_answer")

    async def do_message(self) -> None:
        """`l`."""
        await self._log("left_message")

    async def do_wrong(self) -> None:
        """`w`."""
        await self._log("wrong_number")

    async def _log(self, result: Result) -> None:
        if self._callable() and self.chosen:
            await self.desk.perform(log_call, self.children[0], self.chosen, result)
            self.chosen = None
            await self.prepare()


def confirm(tx: Transaction, act: Act, child: int, adult: int, yes: Yes) -> Collector:
    """A guardian's yes to an adult on the list: for as long as was agreed, today only where that is over."""
    entry = collectors.entry_of(tx, child, adult)
    standing = collectors.standing_on(entry, act.day) if entry else ""
    if standing == "unconfirmed" and yes.reached == "phone_on_file":
        return collectors.confirm(tx, act, child, adult, yes.guardian, yes.number)
    saved = collectors.add_by_guardian(
        tx,
        act,
        child,
        yes.guardian,
        yes.reached,
        adult=adult,
        number=yes.number,
        today_only=standing != "unconfirmed",
    )
    if standing == "unconfirmed" and entry is not None and (entry.until or entry.only_on):
        return tx.put(replace(saved, until=entry.until, only_on=entry.only_on))
    return saved


async def confirm_by_call(desk: Desk, child: int, adult: CollectAdult) -> bool:
    """Ask a guardian about an adult on the list; whether they said yes, which is then written down."""
    yes = await desk.open(GuardianCall((child,)))
    if yes is None:
        return False
    await desk.perform(confirm, child, adult.adult, yes)
    return True
