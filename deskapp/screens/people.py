"""People: everybody the centre knows, by surname; the families to confirm, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.screens.frame import PEOPLE
from deskapp.screens.page import Page
from deskapp.screens.people_rows import (
    born_words,
    family_cells,
    family_lines,
    flag_cell,
    home_words,
    person_lines,
    tail_of,
    what_words,
)
from deskapp.services import households, people
from deskapp.services.finding import Match
from deskapp.services.peoplelist import FamilyRow, PeoplePage, PersonRow, people_page
from deskapp.widgets.cells import Line, Span, cut_mark, width
from deskapp.widgets.checklist import Cell, Column

FILTERS = {
    "all": N_("ALL"),
    "families": N_("FAMILIES TO CONFIRM"),
    "children": N_("CHILDREN"),
    "guardians": N_("GUARDIANS"),
    "archived": N_("ARCHIVED"),
}
WITH_AGE = 76
"""Cells from which the age stands beside the birth date."""
NOT_HERE = {"mark", "mark_all"}


class People(Page):
    """The list of everybody.  Under the filter of families its rows are proposed families."""

    number = PEOPLE
    scope = "people"
    filters = tuple(FILTERS)
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key(
            "open",
            ("enter",),
            N_("details"),
            N_("The household page; of a family, who would live together."),
            rank=1,
        ),
        Key(
            "add",
            ("+",),
            N_("new person"),
            N_("Somebody new; whoever may be on file already is offered first."),
            rank=2,
        ),
        Key("edit", ("e",), N_("edit"), N_("Changes what is on file of this person."), rank=3),
        Key(
            "yes",
            ("y",),
            N_("one family"),
            N_("Of the families to confirm: yes, these live together."),
            rank=4,
        ),
        Key(
            "no",
            ("x",),
            N_("not one family"),
            N_("Of the families to confirm: no, they stay as they live now."),
            rank=5,
        ),
        Key(
            "archive",
            ("z",),
            N_("archive"),
            N_("Puts the record away, or takes it out again. Nobody is deleted."),
            rank=13,
        ),
        Key("import_list", ("i",), N_("import"), N_("Brings in a list of children from a file."), rank=15),
        Key("staff_list", ("s",), N_("staff"), N_("Who works at this desk."), rank=14),
    )

    narrow = False
    """Whether there is no room for the age beside the birth date."""

    # ── what it shows ──

    def row_id(self, row: PersonRow | FamilyRow) -> tuple[str, int]:
        """A person, or a family."""
        return ("family", row.household) if isinstance(row, FamilyRow) else ("person", row.person)

    def person_of(self, row: PersonRow | FamilyRow) -> int:
        """The person; find knows no families."""
        return row.person if isinstance(row, PersonRow) else 0

    def load(self, reader: Any, act: Any, day: str) -> PeoplePage:
        """Everybody, and the families to confirm."""
        return people_page(reader, act)

    def rows(self, model: PeoplePage) -> Sequence[Any]:
        """Families first, then people by surname."""
        return (*model.families, *model.people)

    def passes(self, row: PersonRow | FamilyRow) -> bool:
        """Whether the row is in the filter; archived people are in theirs alone."""
        if isinstance(row, FamilyRow):
            return self.filter == "families"
        if row.archived or self.filter in ("archived", "families"):
            return row.archived and self.filter == "archived"
        wanted = {"children": "child", "guardians": "guardian"}.get(self.filter)
        return wanted is None or wanted in row.what

    def columns(self, room: int) -> Sequence[Column]:
        """Of people: name, what they are, born, household, phone, alert.  Of families: who and why."""
        if self.filter == "families" and not self.finder.filters:
            return (
                Column(_("children"), 22, flex=2),
                Column(_("would live with"), 20, flex=2),
                Column(_("why"), 30, flex=3),
            )
        self.narrow = room < WITH_AGE
        return (
            Column(_("name (by surname)"), 20, flex=2),
            Column(_("what"), 9, flex=1),
            Column(_("born"), 10 if self.narrow else 13),
            Column(_("lives with"), 12, flex=2),
            Column(_("phone"), 4 + width(cut_mark())),
            Column(_("alert, note"), 15, flex=3),
        )

    def cells(self, row: PersonRow | FamilyRow) -> Sequence[Cell]:
        """The columns of a person or a family."""
        if isinstance(row, FamilyRow):
            return family_cells(row)
        return (
            Cell(full_name(row), "dim" if row.archived else ""),
            Cell(what_words(row.what)),
            Cell(row.born if self.narrow else born_words(row.born, row.age)),
            Cell(home_words(row)),
            Cell(tail_of(row.phone_tail)),
            flag_cell(row.flags),
        )

    def elsewhere_cells(self, match: Match) -> Sequence[Cell]:
        """Everybody has a row here, but under another filter."""
        return (
            Cell(full_name(match)),
            Cell(what_words(match.what)),
            Cell(match.born),
            Cell(""),
            Cell(tail_of(match.phone_tail)),
            Cell(""),
        )

    def counts(self, room: int) -> Sequence[Line]:
        """The filter, how many there are, and how many families wait."""
        shown = _("Show: {filter} {count} ({rows})").format(
            filter=_(FILTERS[self.filter]), count=len(self.list.rows), rows=self.list.page_text or "0"
        )
        spans: list[Span] = [(shown, "strong")]
        if not self.model.people:
            spans.append(("   " + _("Nobody is on file yet: + adds somebody."), ""))
        waiting = len(self.model.families)
        if waiting and self.filter != "families":
            spans += [("   ", ""), (_("! families to confirm: {count} (f)").format(count=waiting), "alert")]
        if self.filter == "families":
            spans.append(("   " + _("y one family   x not one family   enter shows all of it"), "dim"))
        return (spans,)

    def badge(self) -> str:
        """How many families wait."""
        waiting = len(self.model.families) if self.model else 0
        return f" !{waiting}" if waiting else ""

    def details(self, row: Any, room: int) -> Sequence[Line]:
        """Beside a person: their alerts in full.  Beside a family: everybody, and why."""
        if isinstance(row, FamilyRow):
            return family_lines(row, room)
        return person_lines(row, room) if isinstance(row, PersonRow) else ()

    # ── keys ──

    @property
    def keys(self) -> tuple[Key, ...]:
        """Those of the list that make sense here: people have no day, and are not done by the dozen."""
        hidden = NOT_HERE | (set() if self.filter == "families" else {"yes", "no"})
        return tuple(key for key in super().keys if key.id not in hidden)

    def person(self) -> int:
        """The person under the cursor; 0, and said, if there is none."""
        row: Any = self.list.row
        number = row.match.person if hasattr(row, "match") else self.person_of(row) if row is not None else 0
        if not number:
            self.desk.say("no_row")
        return number

    async def do_open(self) -> None:
        """Enter."""
        row = self.list.row
        if isinstance(row, FamilyRow):
            from deskapp.screens.proposals import ProposalDialog

            await self.desk.open(ProposalDialog(row.household))
        elif person := self.person():
            await self.open_person(person)

    async def open_person(self, person: int) -> None:
        """The household page."""
        from deskapp.screens.household import HouseholdDialog

        await self.desk.open(HouseholdDialog(person))
        await self.desk.reload()

    async def show_person(self, person: int) -> None:
        """Put the cursor on this person and open their page: asked for by another screen's find."""
        self.finder.close()
        row = next((row for row in self.model.people if row.person == person), None)
        if row is not None:
            if row.archived:
                self.filter, self.kept = "archived", set()
                self.refill()
            self.go_to(row)
        await self.open_person(person)

    async def do_add(self) -> None:
        """`+`."""
        from deskapp.screens.person_form import PersonForm

        person = await self.desk.open(PersonForm(child=self.filter == "children"))
        if person:
            await self.desk.reload()
            await self.show_person(person)

    async def do_edit(self) -> None:
        """`e`."""
        from deskapp.screens.person_form import PersonForm

        if person := self.person():
            await self.desk.open(PersonForm(person))
            await self.desk.reload()

    async def do_filter(self) -> None:
        """`f`: the families come first while some wait, and are passed over while none do."""
        await super().do_filter()
        if self.filter == "families" and not self.model.families:
            await super().do_filter()

    async def do_archive(self) -> None:
        """`z`."""
        row = self.list.row
        if not isinstance(row, PersonRow):
            self.desk.say("no_row")
        elif not self.desk.repeated("z", row.person):
            await self.desk.perform(
                people.unarchive_person if row.archived else people.archive_person, row.person
            )

    async def do_yes(self) -> None:
        """`y`."""
        await self._answer(households.confirm)

    async def do_no(self) -> None:
        """`x`."""
        await self._answer(households.reject)

    async def _answer(self, rule: Any) -> None:
        row = self.list.row
        if isinstance(row, FamilyRow):
            if row.warnings and rule is households.confirm:
                self.desk.say("family_warned", kind="refused")
            elif not self.desk.repeated(self.press.name, "family"):  # the next family is under the cursor now
                await self.desk.perform(rule, row.household)
        else:
            self.desk.say("no_family_row")

    async def do_staff_list(self) -> None:
        """`s`."""
        from deskapp.screens.staff_list import StaffList

        await self.desk.open(StaffList())

    async def do_import_list(self) -> None:
        """`i`."""
        from deskapp.screens.import_list import ImportList

        await self.desk.open(ImportList())

    # ── find ──

    async def obvious(self, row: PersonRow) -> None:
        """Enter on somebody found: their page."""
        await self.open_person(row.person)
