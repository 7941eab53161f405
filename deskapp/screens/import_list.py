"""Brings a list of children in from the desk: first a look at what would come, then all of it or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from deskapp.exchange.children import Child, read_children
from deskapp.exchange.importing import Outcome, Plan, bring, plan
from deskapp.exchange.mapping import by_headings, by_map, read_map
from deskapp.exchange.problems import BadFile, Problem
from deskapp.exchange.tables import read_table
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.said import Refused
from deskapp.screens.form import MOVE, FormDialog
from deskapp.screens.waiting import aside
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field
from deskapp.widgets.options import paragraph
from deskapp.widgets.sheet import Sheet
from deskapp.words import field_name, say
from deskapp.words.joins import listed
from deskapp.words.problems import problem_text, row_text

PATH_SHOWN = 40
"""How much of a path a refusal repeats."""


class Read(NamedTuple):
    """A list as read: the children, what is wrong with rows, and the columns that nothing reads."""

    children: tuple[Child, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


class ImportList(FormDialog):
    """Asks for the file, shows what would come or every bad row, then does it.  Closed with True if done."""

    scope = "import_list"
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key(
            "enter",
            ("enter",),
            N_("next, look"),
            N_("The next field; on the last one the file is read."),
            rank=1,
        ),
        Key("save", ("ctrl+s", "f10"), N_("look"), N_("Reads the file; nothing is changed by that."), rank=2),
        MOVE,
        Key("bring", ("y",), N_("bring them in"), N_("Now all of it comes, or nothing."), rank=1),
        Key("turn", ("space", "pagedown", "pageup"), N_("next page"), N_("The next lines."), rank=2),
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = _("BRING IN A LIST OF CHILDREN")
        self.path = Field(label=_("file"), cells=60)
        self.map = Field(label=_("map"), cells=60)
        self.stand_on(Sheet.of([[self.path], [self.map]]))
        self.foot = _(
            "A list in CSV or XLSX with headings as name, birth date, school, guardian 1, phone 1. "
            "The map, for another system's list, says which column is what; else it stays empty."
        )
        self.read: Read | None = None
        self.plan: Plan | None = None
        self.top = 0
        self._page = 1

    @property
    def keys(self) -> tuple[Key, ...]:
        """While the path is typed, look; before what would come, bring it in."""
        out = {"bring", "turn"} if self.form else {"enter", "save", "next_field"}
        if not self.plan or self.plan.problems or not (self.plan.new or self.plan.changed):
            out.add("bring")
        return tuple(key for key in super().keys if key.id not in out)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The two fields, or what would come."""
        if self.form is not None:
            return super().lines(columns, height)
        self.cursor = None
        lines = [line for text, style in self._report() for line in paragraph(text, columns, style)]
        self._page = height - 2
        self.top = min(self.top, max(0, len(lines) - 1))
        shown = lines[self.top : self.top + self._page]
        if len(lines) > self._page:
            foot = _("  lines {first} to {last} of {count}; space: more")
            last = self.top + len(shown)
            shown += [[]] * (self._page - len(shown))
            shown.append([(foot.format(first=self.top + 1, last=last, count=len(lines)), "dim")])
        return [[], *shown]

    def _report(self) -> list[tuple[str, str]]:
        """What would come, line by line; or everything that is wrong."""
        if self.read is None:
            return []
        wrong = [*self.read.problems, *(self.plan.problems if self.plan else ())]
        if wrong or self.plan is None:
            said = [(_("Nothing can come. Lines that are wrong: {count}.").format(count=len(wrong)), "alert")]
            return said + [(row_text(problem), "") for problem in sorted(wrong, key=lambda one: one.line)]
        todo = self.plan
        if todo.new or todo.changed:
            would = _("Would come: children {new}, adults {adults}. On file already: {known}.")
            text = would.format(new=len(todo.new), adults=todo.guardians, known=len(todo.known))
            said = [(text, "strong"), (_("y brings them in; nothing is changed yet."), "")]
        else:
            said = [(_("Nothing new: all {count} are on file.").format(count=len(todo.known)), "strong")]
        if self.read.unread:
            said.append((say("import_unread", {"headings": listed(self.read.unread)}), ""))
        said += [(row_text(problem), "") for problem in todo.left]
        said += [
            (
                say(
                    "row_changed",
                    {
                        "line": known.child.line,
                        "name": known.child.name,
                        "fields": listed(map(field_name, known.changes)),
                    },
                ),
                "",
            )
            for known in todo.changed
        ]
        return said + [(say("row_new", {"line": child.line, "name": child.name}), "") for child in todo.new]

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field: read it, and ask what would come."""
        path = self.path.text.strip()
        if not path:
            self.desk.bell()
            return
        today = date.fromisoformat(self.desk.today)
        try:
            self.read = await aside(
                self.desk, self.title, lambda: read_list(path, self.map.text.strip(), today)
            )
        except BadFile as bad:
            self._no(path, problem_text(bad.problem))
        except OSError as error:
            self._no(str(error.filename or path), error.strerror or str(error))
        else:
            self.plan = None
            if not self.read.problems:
                self.plan = await self.desk.ask(
                    lambda reader, _act: plan(reader, self.read.children if self.read else ())
                )
            self.form, self.top = None, 0

    def _no(self, path: str, problem: str) -> None:
        """Say why; of a long path its end, so that the reason still stands on the screen."""
        shown = path if len(path) <= PATH_SHOWN else self.desk.symbols.cut + path[-PATH_SHOWN:]
        self.desk.bell()
        self.desk.say("import_refused_file", kind="refused", path=shown, problem=problem)

    async def do_bring(self) -> None:
        """`y`: all of it, or nothing; what others changed meanwhile may forbid it, and is shown then."""
        if self.read is None:
            return
        outcome: Outcome = await self.desk.perform(bring, self.read.children)
        if outcome.plan.problems:
            self.plan = outcome.plan
            raise Refused
        self.close(True)

    async def do_turn(self) -> None:
        """Space, PgDn, PgUp."""
        self.top = max(0, self.top + (-self._page if self.press.name == "pageup" else self._page))

    async def do_leave(self) -> None:
        """esc, 0: from what would come back to the path, from there out."""
        if self.form is None:
            self.form = self.sheet
        else:
            self.close(None)


def read_list(path: str, map_path: str, today: date) -> Read:
    """The children of a file.  Raises BadFile where it is no list, OSError where it cannot be read."""
    wanted = read_map(Path(map_path).expanduser()) if map_path else None
    table = read_table(Path(path).expanduser())
    columns = by_map(wanted, table.headings) if wanted else by_headings(table.headings)
    children, problems = read_children(table.rows, columns, today)
    return Read(
        tuple(children), tuple(sorted([*table.problems, *problems], key=lambda one: one.line)), columns.unread
    )
