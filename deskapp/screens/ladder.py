"""The telephone ladder of a child: who is asked next, by when, and what came of it, by one key each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, get_args

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.screens.dialog import SAVE, SAVE_NOW, UNDO, Dialog
from deskapp.screens.ladder_lines import LadderLines
from deskapp.screens.question import Question
from deskapp.services import ladder
from deskapp.services.act import Act
from deskapp.services.asked import Rung
from deskapp.services.childday import ChildRow, row_of
from deskapp.services.clocks import clock_at
from deskapp.services.records import Concern, Person, Result, Staff
from deskapp.services.rungs import LadderPage
from deskapp.session import Refused
from deskapp.typed import typed_clock, typed_yes
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form

RESULTS: frozenset[str] = frozenset(get_args(Result))


class Climbed(NamedTuple):
    """A child's ladder as it is now.  `row` is None where the child is not on today's list."""

    page: LadderPage
    row: ChildRow | None
    name: str
    latin_name: str
    claimed_by: str
    staff: dict[int, str]


def climbed(reader: Reader, act: Act, child: int, kind: str) -> Climbed:
    """The ladder that fits the child now; `kind` is the one shown before, kept where it still does."""
    row = row_of(reader, act, child)
    fitting = ladder.kind_for(row) if row else None
    if fitting is not None and (fitting == "missing" or kind not in ("missing", fitting)):
        kind = fitting
    page = ladder.page(reader, act, child, kind)
    staff = {one.id: one.name for one in reader.all(Staff)}
    claimed = page.concern.claimed_by if page.concern else 0
    person = reader.get(Person, child)
    return Climbed(
        page,
        row,
        person.name if person else "",
        person.latin_name if person else "",
        staff.get(claimed, ""),
        staff,
    )


class LadderDialog(Dialog):
    """Climbs the ladder.  Closed with True when the trouble is over, else None."""

    scope = "ladder"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key(
            "rung",
            ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
            N_("step"),
            N_("Chooses a step; the one that comes next is chosen already."),
            rank=1,
            shown="1-9",
        ),
        Key("move", ("up", "down"), N_("step"), N_("The step before or after."), shown="↑ ↓"),
        Key("no_answer", ("a",), N_("no answer"), N_("Nobody answered."), rank=3),
        Key("left_message", ("l",), N_("left message"), N_("A message was left."), rank=4),
        Key("safe", ("s",), N_("safe"), N_("The child is safe: who said so, and where."), rank=2),
        Key(
            "thinks_here",
            ("b",),
            N_("thinks: here"),
            N_("They believe the child is here: the child is missing. Manager, school, police."),
            rank=5,
        ),
        Key("wrong_number", ("w",), N_("wrong number"), N_("A wrong number."), rank=95),
        Key("coming", ("c",), N_("is coming"), N_("They are on the way: when?"), rank=94),
        Key("looked", ("o",), N_("looked"), N_("Looked in the rooms: not there."), rank=2),
        Key("told", ("p",), N_("told"), N_("Manager, deputy or police were told."), rank=2),
        Key("claim", ("y",), N_("mine"), N_("I take care of it; the others see who has it."), rank=92),
        Key("missing", ("n",), N_("missing"), N_("Report: the child is not where it should be."), rank=93),
        Key("found", ("f",), N_("found"), N_("The missing child was found: where, by whom."), rank=3),
        UNDO,
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, child: int, kind: str = "") -> None:
        super().__init__()
        self.title = _("WHO IS ASKED NEXT")
        self.child = child
        self.kind: Any = kind or "not_accounted"
        self.at = -1
        self.asking: Result | str = ""
        self.climbed: Climbed

    async def prepare(self) -> None:
        """The ladder; the step that comes next is chosen, unless somebody chose another."""
        self.climbed = await self._climb()
        self.kind = self.page.kind
        if not 0 <= self.at < len(self.page.rungs):
            self.at = self.page.next

    async def _climb(self) -> Climbed:
        found: Climbed = await self.desk.ask(climbed, self.child, self.kind)
        return found

    async def changed(self) -> None:
        """Somebody else logged a call, or the child came: the form that is being typed stays."""
        try:
            await self.prepare()
        except Refused:
            self.desk.say("changed_elsewhere")

    @property
    def page(self) -> LadderPage:
        """The ladder that is shown."""
        return self.climbed.page

    @property
    def rung(self) -> Rung:
        """The step that is chosen."""
        return self.page.rungs[self.at]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Only the results that may come of the chosen step."""
        out = RESULTS - set(self.rung.results if self.page.rungs else ())
        missing = self.kind == "missing"
        return tuple(
            key for key in super().keys if key.id not in out and key.id != ("missing" if missing else "found")
        )

    def lines(self, columns: int, height: int) -> list[Line]:
        """The child, the steps, what may have come of the chosen one, or the form."""
        drawn = LadderLines(self, columns)
        lines = drawn.all(height)
        self.cursor = drawn.cursor
        return lines

    # ── steps ──

    async def do_rung(self) -> None:
        """A digit."""
        at = int(self.press.name) - 1
        if at >= len(self.page.rungs):
            self.desk.bell()
            self.desk.say("no_such_number", number=at + 1)
            return
        self.at = at

    async def do_move(self) -> None:
        """Up and down."""
        step = 1 if self.press.name == "down" else -1
        self.at = (self.at + step) % len(self.page.rungs)

    # ── what came of it ──

    async def _write(self, rung: Rung, result: Result, **said: Any) -> Concern:
        """The result, by the rule of this ladder."""
        concern: Concern = await self.desk.perform(
            ladder.log,
            self.child,
            self.kind,
            rung.code,
            result,
            person=rung.person,
            number=rung.number,
            **said,
        )
        return concern

    async def _log(self, result: Result, **said: Any) -> None:
        concern = await self._write(self.rung, result, **said)
        self.form, self.asking = None, ""
        if concern.closed_at:
            self.close(True)
            return
        self.kind, self.at = concern.kind, -1
        await self.prepare()

    async def _tap(self, result: Result) -> None:
        """A result by one key.  A second tap of it would be a call that nobody made: the next step is chosen
        by then.
        """
        if not self.desk.repeated(self.press.name, ("ladder", self.child)):
            await self._log(result)

    async def do_no_answer(self) -> None:
        """`a`."""
        await self._tap("no_answer")

    async def do_left_message(self) -> None:
        """`l`."""
        await self._tap("left_message")

    async def do_wrong_number(self) -> None:
        """`w`."""
        await self._tap("wrong_number")

    async def do_looked(self) -> None:
        """`o`."""
        await self._tap("looked")

    async def do_told(self) -> None:
        """`p`."""
        await self._tap("told")

    async def do_thinks_here(self) -> None:
        """`b`."""
        await self._tap("thinks_here")

    async def do_safe(self) -> None:
        """`s`: who said so, and where the child is."""
        who = self.rung.name if self.rung.person else ""
        self._ask("safe", Field(_("who says so"), who), Field(_("where the child is"), cells=50))
        if who and self.form is not None:
            self.form.at = 1

    async def do_coming(self) -> None:
        """`c`: when."""
        self._ask("coming", Field(_("when"), hint=_("as 2030; empty: not said"), cells=8))

    async def do_found(self) -> None:
        """`f`."""
        if self.kind != "missing":
            self.desk.bell()
            self.desk.say(
                "not_missing",
                kind="refused",
                names={("name", self.child): self.climbed.name},
                child=self.child,
            )
            return
        self._ask(
            "found",
            Field(_("where, and by whom"), cells=50),
            Field(_("in the building now"), hint=_("y: is here   n: stays where the child is"), cells=4),
        )

    def _ask(self, asking: str, *fields: Field) -> None:
        self.asking, self.form = asking, Form(fields)

    async def do_save(self) -> None:
        """Enter: the next line of the form; on its last one it is saved."""
        if self.form is None:
            return
        if self.form.at < len(self.form.fields) - 1:
            self.form.at += 1
            return
        await self._save([one.text for one in self.form.fields])

    async def _save(self, texts: Sequence[str]) -> None:
        """What was typed is saved."""
        if self.asking == "coming":
            await self._log("coming", clock=typed_clock(texts[0]))
        elif self.asking == "found":
            inside = typed_yes(texts[1])
            if inside is None:
                self.desk.bell()
                self.desk.say("yes_or_no", kind="refused")
                return
            await self.desk.perform(ladder.found, self.child, texts[0], inside=inside)
            self.close(True)
        else:
            same = self.rung.person and texts[0].strip() == self.rung.name
            by_rung = same and self.rung.code in ("guardian", "collector")
            said = {"said_by": self.rung.person} if by_rung else {"said_by_other": texts[0]}
            await self._log("safe", words=texts[1], **said)

    # ── whose it is ──

    async def do_claim(self) -> None:
        """`y`: what another has is taken over only when that is meant."""
        concern, staff = self.page.concern, self.desk.staff
        taken = bool(concern and concern.claimed_by and (staff is None or concern.claimed_by != staff.id))
        if taken and concern is not None:
            at = clock_at(concern.claimed_at, self.desk.zone)
            if not await self.desk.open(Question("ask_take_over", who=self.climbed.claimed_by, at=at)):
                return
        await self.desk.perform(ladder.claim, self.child, self.kind, take_over=taken)
        await self.prepare()

    async def do_missing(self) -> None:
        """`n`."""
        concern: Concern = await self.desk.perform(ladder.report_missing, self.child)
        self.kind, self.at = concern.kind, -1
        await self.prepare()
