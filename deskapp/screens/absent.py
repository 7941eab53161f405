"""Children who will not come: why by one key, and who told us by another, which saves.

Before that the days can be changed; an absence that was told already can be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from db import Reader
from deskapp.i18n import N_, _, day_text
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.dialog import SAVE, SAVE_NOW, Dialog
from deskapp.services import absences, people
from deskapp.services.act import Act
from deskapp.services.clocks import next_day
from deskapp.services.records import Absence, Reason
from deskapp.services.tellers import Teller, tellers
from deskapp.typed import typed_day
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import word
from deskapp.words.joins import listed

REASONS: dict[str, tuple[Reason, str]] = {
    "s": ("sick", N_("sick")),
    "p": ("planned", N_("planned: holiday, visit, doctor")),
    "i": ("informed", N_("will not come, no reason given")),
}
OTHER = 9
MOST_TELLERS = 8


class Told(NamedTuple):
    """The children by name, who may tell us about them, and what was told of the first one already."""

    names: tuple[str, ...]
    tellers: tuple[Teller, ...]
    spans: tuple[Absence, ...]


def told(reader: Reader, act: Act, children: Sequence[int], day: str) -> Told:
    """What the dialog shows."""
    found = [people.known(reader, child) for child in children]
    return Told(
        tuple(full_name(person) for person in found),
        tellers(reader, act, children)[:MOST_TELLERS],
        tuple(absences.spans_of(reader, children[0], day)) if len(children) == 1 else (),
    )


class AbsentDialog(Dialog):
    """Closed with True when something was written down, else None."""

    scope = "absent"
    KEYS = (
        Key("sick", ("s",), N_("sick"), REASONS["s"][1], rank=1),
        Key("planned", ("p",), N_("planned"), REASONS["p"][1], rank=2),
        Key("informed", ("i",), N_("no reason"), REASONS["i"][1], rank=3),
        Key(
            "teller",
            ("1", "2", "3", "4", "5", "6", "7", "8"),
            N_("who told"),
            N_("Who told us, by the number on file: saves."),
            rank=4,
            shown="1 2 9",
        ),
        Key("other", ("9",), N_("other"), N_("Somebody else told us: type who. Enter saves.")),
        Key("in_person", ("h",), N_("told here"), N_("Told here in person, not by telephone."), rank=92),
        Key("longer", ("+",), N_("a day more"), N_("One day more."), rank=5),
        Key("shorter", ("-",), N_("a day less"), N_("One day less.")),
        Key("days", ("d",), N_("days"), N_("Type the first and the last day."), rank=93),
        Key("withdraw", ("r",), N_("comes after all"), N_("Takes the first absence below back."), rank=94),
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, children: Sequence[int]) -> None:
        super().__init__()
        self.title = _("WILL NOT COME")
        self.children = tuple(children)
        self.reason: Reason | None = None
        self.in_person = False
        self.first = self.last = ""
        self.told: Told

    async def prepare(self) -> None:
        """Names, tellers, and what was told before."""
        self.first = self.first or self.desk.shown_day
        self.last = max(self.last, self.first)
        self.told = await self.desk.ask(told, self.children, self.desk.shown_day)

    # ── what it shows ──

    def lines(self, columns: int, height: int) -> list[Line]:
        """Who, why, which days, who told."""
        who = paragraph(listed(self.told.names), columns, "strong")
        reasons = option_lines(
            [Option(key, (_(text),), chosen=code == self.reason) for key, (code, text) in REASONS.items()],
            columns,
        )
        why: list[Line] = [[("  " + _("Why?"), "strong")], *reasons]
        days: list[Line] = [
            [("  " + _("Days: {days}").format(days=self._days()), "strong")],
            [("  " + _("+ a day more   - a day less   d type them"), "dim")],
        ]
        if self.form is not None and len(self.form.fields) > 1:
            return self._with_form([who, why], self.form, height, columns)
        asked = _("Who told us here, in person? (h: by telephone)")
        if not self.in_person:
            asked = _("Who told us, from which number on file? (h: here, in person)")
        tell: list[Line] = [[("  " + asked, "strong")], *option_lines(self._tellers(), columns)]
        if self.form is not None:
            return self._with_form([who, why, days, tell], self.form, height, columns)
        self.cursor = None
        return fill([[], who, why, days, tell, self._spans()], height)

    def _with_form(self, above: list[list[Line]], form: Form, height: int, columns: int) -> list[Line]:
        drawn, (x, y) = form.lines(columns)
        lines = fill([[], *above, drawn], height)
        self.cursor = (x, lines.index(drawn[0]) + y)
        return lines

    def _tellers(self) -> list[Option]:
        options = []
        for at, one in enumerate(self.told.tellers, 1):
            name = full_name(one) or word(one.relation)
            relation = word(one.relation) if one.adult else ""
            number = one.number or _("no number on file")
            options.append(Option(str(at), (name, relation, "" if self.in_person else number)))
        options.append(Option(str(OTHER), (_("somebody else (type who)"),)))
        return options

    def _spans(self) -> list[Line]:
        lines: list[Line] = []
        for span in self.told.spans:
            days = self._span_text(span.first, span.last)
            text = _("Told already: {days}, {reason}").format(days=days, reason=word(span.reason))
            lines.append([("  " + text, "")])
        if lines:
            lines.append([("  " + _("r = comes after all: takes the first of these back"), "")])
        return lines

    def _days(self) -> str:
        return self._span_text(self.first, self.last)

    def _span_text(self, first: str, last: str) -> str:
        if first == last:
            return day_text(first)
        return _("{first} to {last}").format(first=day_text(first, year=False), last=day_text(last))

    # ── keys ──

    async def do_sick(self) -> None:
        """`s`."""
        self.reason = "sick"

    async def do_planned(self) -> None:
        """`p`."""
        self.reason = "planned"

    async def do_informed(self) -> None:
        """`i`."""
        self.reason = "informed"

    async def do_in_person(self) -> None:
        """`h`."""
        self.in_person = not self.in_person

    async def do_longer(self) -> None:
        """`+`."""
        self.last = next_day(self.last)

    async def do_shorter(self) -> None:
        """`-`."""
        self.last = max(self.first, next_day(self.last, -1))

    async def do_days(self) -> None:
        """`d`."""
        first, last = (day_text(day, year=False) for day in (self.first, self.last))
        hint = _("{day}; or 24, +3, 2026-11-24")
        self.form = Form(
            [
                Field(_("first day"), hint=hint.format(day=first), cells=12),
                Field(_("last day"), hint=hint.format(day=last), cells=12),
            ]
        )

    async def do_teller(self) -> None:
        """A digit: this is who told us, and that is all there is to know."""
        at = int(self.press.name)
        if at > len(self.told.tellers):
            self.desk.bell()
            self.desk.say("no_such_number", number=at)
            return
        one = self.told.tellers[at - 1]
        if not one.number and not self.in_person:
            self.desk.bell()
            self.desk.say("only_in_person", kind="refused")
            return
        other = "" if one.adult else word(one.relation)
        await self._tell(one.adult, other, "" if self.in_person else one.number)

    async def do_other(self) -> None:
        """`9`."""
        if self._has_reason():
            self.form = Form([Field(_("who told us"), hint=_("teacher, neighbour … and from where"))])

    async def do_save(self) -> None:
        """Enter: the days, or who told us."""
        if self.form is None:
            return
        if len(self.form.fields) == 1:
            await self._tell(0, self.form.now.text, "")
        elif self.form.at == 0:
            self.form.at = 1
        else:
            first, last = (one.text.strip() for one in self.form.fields)
            today = self.desk.shown_day
            self.first = coming_day(first, today) if first else self.first
            self.last = coming_day(last, today) if last else max(self.last, self.first)
            self.form = None

    async def do_withdraw(self) -> None:
        """`r`."""
        if not self.told.spans:
            self.desk.bell()
            self.desk.say("nothing_told")
            return
        await self.desk.perform(absences.withdraw, self.told.spans[0].id, self.desk.shown_day, ahead=True)
        self.close(True)

    def _has_reason(self) -> bool:
        if self.reason is None:
            self.desk.bell()
            self.desk.say("reason_first", kind="refused")
        return self.reason is not None

    async def _tell(self, adult: int, other: str, number: str) -> None:
        if not self._has_reason():
            return
        done = await self.desk.perform(
            absences.tell,
            self.children,
            self.reason,
            self.first,
            self.last,
            told_by=adult,
            told_by_other=other,
            number=number,
            ahead=True,
        )
        self.close(True)
        await self.desk.say_skipped(done)


def coming_day(text: str, today: str) -> str:
    """A day to come as it is said: "" is today, "+3" in three days, "24" the next 24th, else typed_day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    now = date.fromisoformat(today)
    if not plain:
        return today
    if re.fullmatch(r"\+\d{1,3}", plain):
        return (now + timedelta(days=int(plain))).isoformat()
    if re.fullmatch(r"\d{1,2}", plain):
        coming = (now + timedelta(days=ahead) for ahead in range(62))
        return next((day.isoformat() for day in coming if day.day == int(plain)), plain)
    return typed_day(plain)
