"""The line below a list: find, a scanned card, or a time that is being typed.  It is sticky until `esc`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from deskapp import names
from deskapp.i18n import N_, _
from deskapp.keys import EVERYWHERE, Key, Press, find_key
from deskapp.services.finding import Match, find
from deskapp.widgets.cells import Line, Span, fit
from deskapp.widgets.field import Field

if TYPE_CHECKING:
    from deskapp.screens.page import Page

SHOWN_CELLS = 14
MOST_DIGITS = 12


LEAVE = Key("close", ("escape",), N_("back"), N_("Closes the line; the list is as before."), rank=8)
HELP = next(key for key in EVERYWHERE if key.id == "help")._replace(names=("f1",))
WHILE_TYPING = tuple(key for key in EVERYWHERE if key.names[-1][0] == "f" and len(key.names[-1]) > 1)
KEYS = (
    Key(
        "enter",
        ("enter",),
        N_("do it"),
        N_("Does to the only one found, or to the one the arrows are on, what the line says."),
        rank=1,
    ),
    Key("to_row", ("tab",), N_("to the row"), N_("To the row, without doing anything to it."), rank=2),
    Key(
        "choose",
        ("up", "down", "pageup", "pagedown"),
        N_("choose"),
        N_("Moves among those found."),
        rank=3,
        shown="↑ ↓",
    ),
    LEAVE,
)
"""The keys while the find line is open; they are dealt with by Finder, which takes text first."""
KEYS_OF_LINES = {
    "find": KEYS,
    "scan": (Key("enter", ("enter",), N_("take the card"), N_("The number is complete."), rank=1), LEAVE),
    "ask": (
        Key("digits", tuple("0123456789"), N_("the time"), N_("Four digits."), rank=1, shown="0-9"),
        LEAVE,
    ),
}


class Elsewhere(NamedTuple):
    """Somebody found who has no row on this page."""

    match: Match

    @property
    def key(self) -> tuple[str, int]:
        """What tells this row from the page's own."""
        return ("elsewhere", self.match.person)


class Finder:
    """What is typed below the list of a page.  `mode`: "" (nothing), "find", "scan" or "ask" (some
    digits).
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.mode = ""
        self.field = Field()
        self.found: list[Any] = []
        self.better_elsewhere = False
        """Whether what was typed is the name or the initials of somebody without a row here, and stands only
        inside the names of this page's rows: then nobody is meant before the arrows say who.
        """
        self.moved = False
        self._from: Any = None
        self._label = ""
        self._answer: Callable[[str], Awaitable[None]] | None = None
        self._before = ""

    # ── opening and closing ──

    async def open(self, text: str = "") -> None:
        """The find line, with this text already in it."""
        self.mode = "find"
        self._from = self.page.list.cursor
        self.field.set(text)
        await self._search()

    def scan(self) -> None:
        """The scan line: everything up to Enter is a card."""
        self._before, self.mode = self.mode, "scan"
        self.field.set("")
        self.found = []

    def ask(self, label: str, answer: Callable[[str], Awaitable[None]]) -> None:
        """Ask for a time in four digits; `answer` gets it as "HH:MM"."""
        self._before, self.mode = self.mode, "ask"
        self._label, self._answer = label, answer
        self.field.set("")

    def close(self) -> None:
        """Back to the list, the cursor on the row it came from, or on the last one that Enter acted on."""
        finding, self.mode = self.mode == "find", ""
        self.field.set("")
        self.found = []
        self.page.refill()
        if finding:
            self.page.list.choose(self._from)

    # ── what it shows ──

    @property
    def keys(self) -> tuple[Key, ...]:
        """What a key means while the line is open; empty while it is not."""
        if not self.mode:
            return ()
        own = KEYS_OF_LINES[self.mode]
        return (*own, HELP, *(key for key in WHILE_TYPING if self.mode == "find" and key.id != "help"))

    @property
    def filters(self) -> bool:
        """Whether the list shows what was found instead of its rows."""
        return self.mode == "find" and bool(self.field.text.strip())

    @property
    def points(self) -> bool:
        """Whether the cursor on the list means something: while finding, only when Enter would act on it."""
        return not self.mode or (self.filters and self._chosen() is not None)

    def line(self, room: int) -> tuple[Line, int]:
        """The line, and in which cell the cursor stands (-1: on the list)."""
        if not self.mode:
            return [("/ ", "key"), (self.page.find_hint(), "dim")], -1
        head = {"find": "/ ", "scan": "; ", "ask": self._label + " "}[self.mode]
        cells = max(SHOWN_CELLS, room // 4)
        seen, at = self.field.window(cells)
        spans: list[Span] = [
            (head, "key"),
            (seen, "field"),
            ("  ", ""),
            (fit(self._hint(), 200).rstrip(), "dim"),
        ]
        return spans, len(head) + at

    def _hint(self) -> str:
        if self.mode == "scan":
            return _("card: digits, then Enter")
        if self.mode == "ask":
            return _("four digits, as 1620; esc leaves")
        if not self.field.text.strip():
            return self.page.find_hint()
        if not self.found:
            return _("nobody found")
        if self._chosen() is not None:
            return _("Enter: {what}   tab: to the row").format(what=self.page.obvious_words(self._chosen()))
        return _("{count} found: arrow keys choose, then Enter").format(count=len(self.found))

    # ── keys ──

    async def key(self, press: Press) -> None:
        """One key while the line is open."""
        if self.mode == "find":
            await self._find_key(press)
        elif press.name == "escape":
            self._leave_prompt()
        elif press.name == "enter" or (
            self.mode == "ask" and press.text and len(self.field.text + press.name) == 4
        ):
            if press.name != "enter":
                self.field.insert(press.name)
            await self._prompted()
        elif not press.text or press.name == ";":
            self.field.key(Press(press.name) if press.name != ";" else Press("ctrl+u"))
        elif self.mode == "scan" or press.name.isdecimal():
            self.field.insert(press.name[: MOST_DIGITS - len(self.field.text)])
        else:
            self.page.desk.bell()
            self.page.desk.say("time_first", kind="refused", key=press.text or press.name)

    async def _find_key(self, press: Press) -> None:
        typed = press.text or press.name in ("backspace", "delete", "ctrl+u", "ctrl+w")
        if press.name == "escape" or (press.name == "0" and not self.field.text):
            self.close()
        elif press.name == ";":
            self.scan()
        elif press.name == "enter":
            await self._enter()
        elif press.name == "tab":
            self._to_row()
        elif press.name in ("up", "down", "pageup", "pagedown"):
            self.moved = True
            self.page.list.key(press.name)
        elif typed:
            self.field.key(press)
            await self._search()
        elif not self.field.key(press):
            key = find_key(press.name, EVERYWHERE)
            if key is not None and press.name != "tab":
                await self.page.do(key, press)

    async def _search(self) -> None:
        """Look who matches: rows of this page first, then everybody."""
        page, text = self.page, self.field.text.strip()
        self.moved = False
        self.found = []
        self.better_elsewhere = False
        if text:
            rows = {person: row for row in page.all_rows() if (person := page.person_of(row))}
            matches: list[Match] = await page.desk.ask(
                lambda reader, _act: find(reader, text, first=tuple(rows), groups=True)
            )
            self.found = [rows.get(match.person) or Elsewhere(match) for match in matches]
            mine = [match.rank for match in matches if match.person in rows]
            others = [match.rank for match in matches if match.person not in rows]
            self.better_elsewhere = bool(mine and others) and min(others) <= names.INITIALS < min(mine)
        page.refill()
        if self.found:
            page.list.key("home")

    def again(self) -> None:
        """The page's rows are new: what was found stands for the new ones."""
        rows = {self.page.row_key(row): row for row in self.page.all_rows()}
        self.found = [rows.get(self.page.row_key(row), row) for row in self.found]

    def _chosen(self) -> Any | None:
        """The one row Enter means: the only one found (on this page, if any is), or the one the arrows
        chose.
        """
        if self.moved:
            return self.page.list.row
        own = [row for row in self.found if not isinstance(row, Elsewhere)]
        best: Sequence[Any] = self.found if self.better_elsewhere else own or self.found
        return best[0] if len(best) == 1 else None

    def _said_which(self) -> Any | None:
        """The row that is meant; where none is, or several are, that is said."""
        chosen, desk = self._chosen(), self.page.desk
        if chosen is None:
            desk.bell()
            if self.field.text.strip():
                code = "several" if self.found else "no_match"
                desk.say(code, count=len(self.found), text=self.field.text)
        return chosen

    async def _enter(self) -> None:
        chosen = self._said_which()
        if chosen is None:
            return
        if isinstance(chosen, Elsewhere):
            await self.page.obvious_elsewhere(chosen.match)
        else:
            await self.page.obvious(chosen)
        if self.mode == "find":
            self.field.set("")
            self.found = []
            self.page.refill()
            self._from = self.page.row_key(chosen)
            self.page.list.choose(self._from)

    def _to_row(self) -> None:
        """Tab: to the row that is meant; without one the line stays: no key behind it hits another row."""
        if not self.field.text.strip():
            self.close()
            return
        chosen = self._said_which()
        if isinstance(chosen, Elsewhere):
            self.page.desk.bell()
            self.page.desk.say("not_on_list")
        elif chosen is not None:
            self.close()
            self.page.go_to(chosen)

    async def _prompted(self) -> None:
        mode, text = self.mode, self.field.text
        if mode == "ask" and not (len(text) == 4 and int(text[:2]) < 24 and int(text[2:]) < 60):
            # The line stays: the step typed behind a time that is none must not happen now instead.
            self.field.set("")
            self.page.desk.bell()
            self.page.desk.say("bad_time", kind="refused", time=text)
            return
        self._leave_prompt()
        if mode == "scan":
            await self.page.scanned(text)
        elif self._answer is not None:
            await self._answer(f"{text[:2]}:{text[2:]}")

    def _leave_prompt(self) -> None:
        self.mode = self._before if self._before == "find" else ""
        self.field.set("")
        self.found = []
        self.page.refill()
