"""How the collect dialog is drawn: what must never be missed is never left out for want of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import N_, _, day_text
from deskapp.names import full_name
from deskapp.services.childday import ChildRow
from deskapp.services.collecting import CollectAdult, CollectPage
from deskapp.widgets.cells import Line, Span, line_width, width
from deskapp.widgets.options import Option, fill, option_lines, paragraph
from deskapp.words import ALERTS, say_flag, word
from deskapp.words.joins import apart, listed, phrased

if TYPE_CHECKING:
    from deskapp.screens.collect import CollectDialog

HINDRANCES = {
    "order": N_("NO: an order keeps this adult from {name}"),
    "not_listed": N_("this adult is not on the list of {name}"),
    "needs_call": N_("this adult is not confirmed for {name}: collect {name} alone, with i"),
    "expired": N_("this adult's time is over for {name}"),
}
STEPS = {"arrived": "", "homework": N_("homework"), "supper": N_("supper")}
SHOWN = (
    "allergy",
    "alert",
    "not_asked",
    "two_of_name",
    "pickup_agreed",
    "not_collected",
    "unclosed",
    "missing",
)
WARNINGS = ("withheld", "expired", "too_young", "order_about_sibling")
"""What of the chosen adult is said once more, where nothing is cut."""
ROOMY = 76
FEWEST = 3
"""Lines that the notes should have at least, if there are so many."""


class CollectLines:
    """The lines of one picture of the dialog; `cursor` is where the terminal's should stand."""

    def __init__(self, dialog: CollectDialog, columns: int) -> None:
        self.dialog = dialog
        self.page: CollectPage = dialog.page
        self.columns = columns
        self.cursor: tuple[int, int] | None = None

    def all(self, height: int) -> list[Line]:
        """Everything, in at most `height` lines: where there is little room, what to do is said more shortly,
        then the notes one by one; who must never collect and what is chosen is always there.
        """
        heading: Line = [("  " + _("Who is in front of you?"), "strong")]
        chosen = self._chosen()
        for short in (False, True):
            fixed = [self._child(short), [heading, *self._adults(short)], self._never(short)]
            room = height - sum(len(section) for section in fixed) - len(chosen)
            if room >= min(FEWEST, len(self.page.notes) + 1):
                break
        short_of = min(1, len(self.page.notes)) - room
        if short_of > 0:
            adults = fixed[1]
            left = adults[: max(1, len(adults) - short_of - 1)]
            more = _("{count} more lines: a larger window shows them").format(count=len(adults) - len(left))
            fixed[1] = [*left, [("  " + more, "dim")]]
            room += short_of
        lines = fill([*fixed, self._notes(room), chosen], height)
        marks = [at for at, line in enumerate(lines) if line and line[0][0] == "> "]
        self.cursor = (0, marks[0] if marks else lines.index(heading))
        return lines

    def _child(self, short: bool) -> list[Line]:
        row, symbols = self.page.row, self.dialog.desk.symbols
        since = _("here since {clock}").format(clock=row.in_)
        if row.stay_open_since:
            since = _("here since {day} {clock}").format(
                day=day_text(row.stay_open_since, year=False), clock=row.in_
            )
        age = _("age {age}").format(age=self.page.age) if self.page.age else ""
        step = f"{_(STEPS[row.step])} {symbols.gone}" if STEPS.get(row.step) else ""
        lines: list[list[Span]] = [[("  " + full_name(row, "  ").upper(), "strong")]]
        for part in (phrased((age, place_of(row))), since, step):
            if part and line_width(lines[-1]) + 4 + width(part) > self.columns:
                lines.append([])
            lines[-1] += [("    " + part, "")] if part else []
        marked: list[Line] = [*lines]
        for flag in row.flags:
            if flag.code in SHOWN:
                alert = flag.code in ALERTS
                mark, style = ("! ", "alert") if alert else ("", "")
                marked += paragraph(say_flag(flag.code, flag.facts), self.columns, style, mark=mark)
        return marked + self._siblings(short)

    def _siblings(self, short: bool) -> list[Line]:
        lines: list[Line] = []
        for page in self.dialog.siblings:
            row = page.row
            name = full_name(row)
            hindrance = self.dialog.hindrance(row.child)
            if hindrance:
                text = _(HINDRANCES[hindrance]).format(name=name)
                lines += paragraph(text, self.columns, "alert", mark="! ")
            elif row.child in self.dialog.with_siblings:
                text = _("{name} goes too.   g = changes that").format(name=name)
                lines += paragraph(text, self.columns, "strong", mark="+ ")
            else:
                text = _("Sibling here too: {name}.   g = both go with the same adult")
                if short:
                    text = _("Sibling here too: {name}.   g = goes along")
                lines += paragraph(text.format(name=name), self.columns)
        return lines

    def _adults(self, short: bool) -> list[Line]:
        options = [
            Option(
                str(adult.number) if adult.number else "-",
                (adult.name, adult.latin_name, word(adult.relation), adult_words(adult)),
                chosen=adult.adult == self.dialog.chosen,
                style="dim" if is_barred(adult) else "",
            )
            for adult in self.page.adults
        ]
        lines = option_lines(options, self.columns, one_line=short)
        other = _("someone else (not listed): call a guardian at the number on file")
        lines += self._keyed("9", _("someone else: a guardian is called first") if short else other)
        if self.page.alone_from:
            alone = _("goes home alone from {clock}, by written consent").format(clock=self.page.alone_from)
            style = "strong" if self.dialog.alone else "" if self.page.alone_now else "dim"
            lines += self._keyed("a", alone, style, "> " if self.dialog.alone else "  ")
        return lines

    def _keyed(self, key: str, text: str, style: str = "", mark: str = "  ") -> list[Line]:
        first, *more = paragraph(text, self.columns, style, indent=5)
        return [[(mark, style), (key, "key"), ("  " + first[0][0].lstrip(), style)], *more]

    def _never(self, short: bool) -> list[Line]:
        lines: list[Line] = []
        for one in self.page.blocked:
            who = phrased((full_name(one), word(one.relation)))
            order = _("Order on file since {day}.").format(day=day_text(one.since, weekday=False))
            if one.review:
                order += " " + _("It is up for review and still holds.")
            never = _("NEVER to {who}.").format(who=who)
            if one.about != self.page.row.child:
                never = _("NEVER {sibling} to {who}.").format(sibling=one.about_name, who=who)
            lines += paragraph(never if short else f"{never} {order}", self.columns, "alert", mark="! ")
        if not lines:
            return []
        help_ = _("They or somebody they sent are here?  b, then who: recorded, call help to the desk.")
        say = _("Keep the child inside. Say only: “I have to ask my manager.”")
        if short:
            return lines + paragraph(_("Here?  b, then who: call help.") + " " + say, self.columns, indent=4)
        return lines + paragraph(help_, self.columns, indent=4) + paragraph(say, self.columns, indent=4)

    def _notes(self, room: int) -> list[Line]:
        notes = self.page.notes
        if not notes:
            return []
        if room <= 1:
            return [self._one_note()]
        shown = max(1, min(len(notes), room - 1 if len(notes) < room else room - 2))
        first = max(0, min(self.dialog.note_at - shown + 1, len(notes) - shown))
        head = _("To tell them, to hand over:   n = ticks")
        if shown < len(notes):
            head += "   " + _("{first}-{last} of {count}").format(
                first=first + 1, last=first + shown, count=len(notes)
            )
        lines: list[Line] = [[("  " + head, "")]]
        for at in range(first, first + shown):
            note = notes[at]
            box = "[x]" if note.note in self.dialog.told else "[ ]"
            mark = "-" if at == self.dialog.note_at and len(notes) > 1 else " "
            text = _("{text}   ({who}, {when})").format(text=note.text, who=note.by, when=note.at)
            lines.append([(f" {mark}  {box} ", "key"), (text, "")])
        return lines

    def _one_note(self) -> Line:
        notes, at = self.page.notes, self.dialog.note_at
        box = "[x]" if notes[at].note in self.dialog.told else "[ ]"
        text = _("n = told ({at} of {count}): {box} {text}").format(
            at=at + 1, count=len(notes), box=box, text=notes[at].text
        )
        return [("  " + text, "")]

    def _chosen(self) -> list[Line]:
        adult, at = self.dialog.adult, self.dialog.at.shown
        lines: list[Line] = []
        if at:
            lines.append([("  " + _("It happened at {clock}").format(clock=at), "banner")])
        if self.dialog.alone:
            text = _("CHOSEN:  {child} goes home alone  - not yet done").format(
                child=full_name(self.page.row)
            )
            lines += paragraph(text, self.columns, "strong")
            before = " " * 11 if self.columns >= ROOMY else "  "
            return [*lines, [(before + _("k or i = sent home alone"), "key")]]
        if adult is None:
            text = _("Nobody is chosen. Nothing is recorded until k or i. Closes unchanged in 90 s.")
            return [*lines, *paragraph(text, self.columns, "dim")]
        row = self.page.row
        names = [full_name(row)]
        names += [
            full_name(page.row)
            for page in self.dialog.siblings
            if page.row.child in self.dialog.with_siblings
        ]
        who = phrased((f"{adult.number} {full_name(adult)}", word(adult.relation)))
        text = _("CHOSEN:  {who}, takes {children}  - not yet done").format(who=who, children=listed(names))
        lines += paragraph(text, self.columns, "strong")
        for flag in adult.flags:
            if flag.code in WARNINGS:
                lines += paragraph(say_flag(flag.code, flag.facts), self.columns, "alert", mark="! ")
        return [*lines, *self._ways(adult)]

    def _ways(self, adult: CollectAdult) -> list[Line]:
        before = " " * 11 if self.columns >= ROOMY else "  "
        if is_barred(adult):
            return paragraph(_("The child stays: another digit, or t = telephone"), self.columns, "strong")
        seen = before + _("i = I saw the ID: collected")
        if adult.standing != "authorised":
            return [[(before + _("i = I saw the ID, and now I call a guardian"), "key")]]
        if adult.id_only:
            return [[(seen, "key")]]
        known = before + _("k = I know this adult: collected")
        if self.columns < ROOMY:
            return [[(known, "key")], [(seen, "key")]]
        return [[(known, "key"), (" " * max(2, 44 - width(known)), ""), (seen.lstrip(), "key")]]


def adult_words(adult: CollectAdult) -> str:
    """What to know of an adult on the list: why more than a face is needed, then how often they came."""
    codes = {flag.code for flag in adult.flags}
    said = [
        say_flag(flag.code, flag.facts)
        for flag in adult.flags
        if flag.code != "first_time" or not codes & {"needs_call", "today_only"}
    ]
    if adult.times:
        last = day_text(adult.last_day, year=False) if adult.last_day else ""
        pattern = _("times here: {count}, last on {day}") if last else _("times here: {count}")
        said.append(pattern.format(count=adult.times, day=last))
    return apart(said)


def is_barred(adult: CollectAdult) -> bool:
    """Whether this adult may take nobody now, whatever is seen: unfit today, or too young."""
    return any(flag.code in ("withheld", "too_young") for flag in adult.flags)


def place_of(row: ChildRow) -> str:
    """School and grade, else the group: "Yucai, grade 2"."""
    if row.school and row.grade:
        return _("{school} grade {grade}").format(school=row.school, grade=row.grade)
    return row.school or row.group
