"""How the telephone ladder is drawn."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from deskapp.i18n import N_, _, day_text
from deskapp.names import full_name
from deskapp.screens.collect_lines import place_of
from deskapp.services.asked import Rung
from deskapp.services.clocks import clock_at
from deskapp.text import name_and_number
from deskapp.widgets.cells import Line, line_width, width
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import say_flag, word
from deskapp.words.joins import apart, labelled

if TYPE_CHECKING:
    from deskapp.screens.ladder import LadderDialog

KINDS = {
    "not_accounted": N_("NOT SEEN TODAY: nobody told us where the child is"),
    "not_collected": N_("NOT COLLECTED YET"),
    "unclosed": N_("NEVER SIGNED OUT on an earlier day"),
    "missing": N_("MISSING: manager, school and police"),
    "not_home": N_("NOT HOME: leave no food; somebody must see or speak to the client"),
}
RESULTS = {
    "looked": ("o", N_("looked, not there")),
    "safe": ("s", N_("safe: who says so, and where")),
    "thinks_here": ("b", N_("thinks the child is here: MISSING")),
    "no_answer": ("a", N_("no answer")),
    "left_message": ("l", N_("left a message")),
    "wrong_number": ("w", N_("wrong number")),
    "coming": ("c", N_("is coming: when")),
    "told": ("p", N_("was told")),
    "seen": ("s", N_("seen or spoken to: by whom")),
    "promised": ("c", N_("promised to look: asked again in 2 h")),
    "handed": ("h", N_("handed over: to whom")),
}
FORMS = {
    "safe": N_("Who says where the child is, and where is that?"),
    "coming": N_("When will they be here?"),
    "found": N_("Where was the child found, and by whom?"),
    "seen": N_("Who saw or spoke to the client, and how is the client?"),
    "handed": N_("To whom was it handed over, and what did they say?"),
}


class LadderLines:
    """The lines of one picture of the dialog; `cursor` is where the terminal's should stand."""

    def __init__(self, dialog: LadderDialog, columns: int) -> None:
        self.dialog = dialog
        self.columns = columns
        self.cursor: tuple[int, int] | None = None

    def all(self, height: int) -> list[Line]:
        """The child, the steps of the ladder that fit, and what may have come of the chosen one."""
        head = self._head()
        below = self._form() if self.dialog.form is not None else self._results()
        rungs = self._rungs(height - len(head) - len(below))
        lines = fill([head, rungs, below], height)
        form = self.dialog.form
        if form is not None:
            drawn, (x, y) = form.lines(self.columns)
            self.cursor = (x, lines.index(drawn[0]) + y)
        else:
            marks = [at for at, line in enumerate(lines) if line and line[0][0] == "> "]
            self.cursor = (0, marks[0] if marks else 0)
        return lines

    def _head(self) -> list[Line]:
        climbed = self.dialog.climbed
        name = full_name(climbed, "  ")
        where = f"    {place_of(climbed.row)}" if climbed.row else ""
        has = (
            _("{who} has it").format(who=climbed.claimed_by)
            if climbed.claimed_by
            else _("NOBODY HAS IT   y = mine")
        )
        lines: list[Line] = [[("  " + name, "strong"), (where, "")]]
        (mark, text, style), owner = self._trouble(), "" if climbed.claimed_by else "late"
        said = paragraph(text, self.columns, style, mark=mark)
        if len(said) == 1 and line_width(said[0]) + 4 + width(has) <= self.columns:
            lines.append([*said[0], ("    " + has, owner)])
        else:
            lines += [*said, [("  " + has, owner)]]
        if climbed.row is not None:
            facts = [say_flag(flag.code, flag.facts) for flag in climbed.row.flags if flag.code != "note"]
            times = _("expected {due}, collected by {pickup}").format(
                due=climbed.row.due, pickup=climbed.row.pickup
            )
            lines += paragraph(apart((times, *facts)), self.columns)
        return lines

    def _trouble(self) -> tuple[str, str, str]:
        """What is so, with its mark and style: a ladder may be opened before anything is wrong, or on a
        later day.
        """
        page, row = self.dialog.climbed.page, self.dialog.climbed.row
        if row is not None and page.kind == "not_collected" and row.state == "here" and not row.overdue:
            text = _("here since {clock}, to be collected by {pickup}")
            return "", text.format(clock=row.in_, pickup=row.pickup), "strong"
        if page.kind == "not_accounted" and row is not None and row.state == "coming" and not page.concern:
            return "", _("not here yet, expected by {due}").format(due=row.due), "strong"
        if page.kind == "not_accounted" and page.concern and page.concern.day < self.dialog.desk.today:
            day = day_text(page.concern.day, year=False)
            text = _("NOT SEEN on {day}: nobody told us where the child is").format(day=day)
            return "! ", text, "alert"
        return "! ", _(KINDS[page.kind]), "alert"

    def _rungs(self, room: int) -> list[Line]:
        options = [self._option(at, rung) for at, rung in enumerate(self.dialog.page.rungs)]
        blocks = [option_lines([option], self.columns) for option in options]
        lines = option_lines(options, self.columns)
        if len(lines) <= room - 1:
            return [[("  " + _("Steps, and by when:"), "strong")], *lines]
        sizes = [len(block) for block in blocks]
        first, last = self.dialog.at, self.dialog.at
        used = sizes[self.dialog.at]
        while True:
            if last + 1 < len(sizes) and used + sizes[last + 1] <= room - 2:
                last += 1
                used += sizes[last]
            elif first > 0 and used + sizes[first - 1] <= room - 2:
                first -= 1
                used += sizes[first]
            else:
                break
        head = _("Steps {first}-{last} of {count}, and by when:   ↑ ↓").format(
            first=first + 1, last=last + 1, count=len(options)
        )
        return [[("  " + head, "strong")], *option_lines(options[first : last + 1], self.columns)]

    def _option(self, at: int, rung: Rung) -> Option:
        who, number = full_name(rung), rung.number
        if rung.code == "deputy":  # kept in one line
            who, number = name_and_number(rung.number)
        relation = word(rung.relation) if rung.relation else word(rung.code)
        tried = [
            _("{what} ({who})").format(
                what=labelled(f"{clock_at(call.at, self.dialog.desk.zone)} {word(call.result)}", call.words),
                who=self.dialog.climbed.staff.get(call.by, ""),
            )
            for call in rung.tried
        ]
        by = say_flag("again_by" if tried else "by", {"by": rung.by}) if rung.by else ""
        said = apart((*tried[-2:], by))
        return Option(
            str(at + 1) if at < 9 else " ",
            (relation, who, number, said),
            chosen=at == self.dialog.at,
            style="late" if rung.late else "dim" if tried else "",
        )

    def _results(self) -> list[Line]:
        rung = self.dialog.rung
        able = [RESULTS[result] for result in rung.results if result in RESULTS]
        who = full_name(rung) or word(rung.code)
        lines: list[Line] = [[("  " + _("What came of it: {who}").format(who=who), "strong")]]
        if self.dialog.kind == "missing":
            able.append(("f", _("the child was found: where, by whom")))
        half = self.columns // 2
        blocks = [option_lines([Option(key, (_(text),))], half) for key, text in able]
        for left, right in zip_longest(blocks[::2], blocks[1::2], fillvalue=()):
            for one, other in zip_longest(left, right, fillvalue=()):
                lines.append([*one, (" " * (half - line_width(one)), ""), *other])
        return lines

    def _form(self) -> list[Line]:
        form = self.dialog.form
        assert form is not None
        drawn, _cursor = form.lines(self.columns)
        head: Line = [("  " + _(FORMS[self.dialog.asking]), "strong")]
        foot = paragraph(_("Enter: next line, saves on the last.  esc: back"), self.columns, "dim")
        return [head, *drawn, *foot]
