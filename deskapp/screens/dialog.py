"""A dialog: it hides the list below, has keys of its own, and is closed with an answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from deskapp.i18n import N_
from deskapp.keys import Key, Press, find_key
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.sheet import Choice

if TYPE_CHECKING:
    from deskapp.said import Said
    from deskapp.session import Desk

SCAN_WITHIN = 2.0
FIND_WITHIN = 3.0
"""Seconds within which the next letter of a name follows, that was typed for the find line below."""
SCANNED = re.compile(r"[;；]\d{6}$")

LEAVE = Key("leave", ("escape", "0"), N_("back"), N_("Leaves this; nothing is changed."), rank=90, shown="0")
LEAVE_TYPING = Key("leave", ("escape",), N_("back"), N_("Leaves this; nothing is changed."), rank=90)
SAVE = Key("save", ("enter",), N_("next, save"), N_("The next line; on the last one it is saved."), rank=1)
SAVE_NOW = Key("save_now", ("ctrl+s", "f10"), N_("save"), N_("Saves what was typed, from any field."), rank=2)
UNDO = Key("undo", ("u",), N_("undo"), N_("Takes back your last act here."), rank=96)
HELP = Key(
    "help", ("f1", "?"), N_("help"), N_("Which keys there are here, and what they do."), rank=91, shown="?"
)
HELP_TYPING = Key("help", ("f1",), N_("help"), N_("Which keys there are here, and what they do."), rank=91)


class Dialog:
    """Base of all dialogs.

    `prepare` asks the store for what is shown, `lines` draws it, a key `Key(id="known", …)` of `KEYS` calls
    `do_known()`, and `self.close(answer)` ends it.  While `form` is set, what is typed goes into its
    fields first.
    """

    scope: ClassVar[str] = "dialog"
    KEYS: ClassVar[tuple[Key, ...]] = ()
    TYPING_KEYS: ClassVar[tuple[Key, ...]] = ()
    """The keys while a form is typed into, of a dialog that has one only now and then."""
    changes_hands: ClassVar[bool] = True
    """Whether F9 asks above it who goes on with it."""
    closes_after: ClassVar[float | None] = None
    """Seconds without a key after which it closes unchanged."""

    def __init__(self) -> None:
        self.desk: Desk
        self.title = ""
        self.form: Form | None = None
        self.cursor: tuple[int, int] | None = None
        # What was done before and concerns others: the status line keeps it back while this is open.
        self.hides: Said | None = None
        self.closed: asyncio.Future[Any] | None = None
        self.press = Press("")
        self.opened_at = self.touched = 0.0
        self._scan_until = self._find_until = -1.0

    async def prepare(self) -> None:
        """Ask for what is shown, before it is on the screen and again when something changed: `await
        self.desk.ask`.
        """

    def lines(self, columns: int, height: int) -> Sequence[Line]:
        """What stands between the title and the status line.  Sets `self.cursor` where the terminal's
        should stand.
        """
        raise NotImplementedError

    async def changed(self) -> None:
        """Something changed in the records, here or elsewhere."""
        await self.prepare()

    def unlocked(self) -> None:
        """The desk was locked above it, and perhaps somebody else is here now."""

    def close(self, answer: Any = None) -> None:
        """Leave the screen; `answer` goes to whoever opened it."""
        self.desk.close(self, answer)

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys that mean something here; while a form is typed into, only what does not go into it."""
        typing = self.form is not None
        own = self.TYPING_KEYS if typing and self.TYPING_KEYS else self.KEYS
        return (*own, LEAVE_TYPING if typing else LEAVE, HELP_TYPING if typing else HELP)

    async def key(self, press: Press) -> None:
        """One key.  A text field takes what it can; a scan is refused; nothing ever goes to the page
        below.
        """
        self.touched = self.desk.clock.monotonic()
        if press.name == "f9" and self.changes_hands:
            await self.change_hands()
            return
        if self.form is not None and (self._is_scan_in(self.form.now, press) or self.form.key(press)):
            return
        if self.form is None and (self._is_find(press) or self._is_scan(press)):
            return
        key = find_key(press.name, self.keys)
        if key is not None:
            self.press = press
            await getattr(self, f"do_{key.id}")()
        elif not await self.other(press):
            self.desk.bell()
            if press.text and self.form is not None and isinstance(self.form.now, Choice):
                self.desk.say("space_changes", kind="refused")
            else:
                self.desk.say("no_such_key", key=press.text or press.name)

    async def other(self, press: Press) -> bool:
        """A key that is not declared, such as the digit of a choice; True if it meant something."""
        return False

    async def change_hands(self) -> None:
        """F9: somebody else goes on, and chooses for themselves what was chosen."""
        before = self.desk.staff
        await self.desk.choose_staff()
        if self.desk.staff != before:
            for dialog in self.desk.dialogs:
                dialog.unlocked()

    async def do_leave(self) -> None:
        """esc, 0: out of a form that was opened on the way first."""
        if self.form is not None and self.TYPING_KEYS:
            self.form = None
        else:
            self.close(None)

    async def do_save_now(self) -> None:
        """ctrl+s: as Enter in the last field."""
        if self.form is not None:
            self.form.at = len(self.form.fields) - 1
        await self.do_save()

    async def do_save(self) -> None:
        """Enter, in a dialog that has SAVE among its keys."""
        raise NotImplementedError

    async def do_undo(self) -> None:
        """`u`, where a dialog has UNDO among its keys."""
        await self.desk.undo()
        await self.prepare()

    async def do_help(self) -> None:
        """`?`, F1."""
        from deskapp.screens.help import Help

        await self.desk.open(Help(self.title, self.keys))

    def _is_scan_in(self, field: Field, press: Press) -> bool:
        """A card scanned into a text field is taken out again at its Enter, which must not save the form."""
        scanned = SCANNED.search(field.text) if press.name == "enter" else None
        if scanned:
            field.set(field.text[: scanned.start()])
            self.desk.bell()
            self.desk.say("scan_refused", kind="refused")
        return scanned is not None

    def _is_find(self, press: Press) -> bool:
        """Swallow a name typed for the find line of the list, by somebody who thought that this was closed:
        its `/`, its letters, and the Enter, esc or tab that ends it.
        """
        now = self.desk.clock.monotonic()
        if now > self._find_until and press.name != "/":
            return False
        ends = press.name in ("enter", "escape", "tab")
        self._find_until = -1.0 if ends else now + FIND_WITHIN
        if not ends and not press.text and press.name != "backspace":
            self._find_until = -1.0
            return False
        self.desk.bell()
        self.desk.say("find_refused", kind="refused")
        return True

    def _is_scan(self, press: Press) -> bool:
        """Swallow a card scanned into a dialog: its `;`, its digits and its Enter."""
        now = self.desk.clock.monotonic()
        if press.name == ";":
            self._scan_until = now + SCAN_WITHIN
        elif now > self._scan_until or not (press.name.isdecimal() or press.name == "enter"):
            self._scan_until = -1.0
            return False
        if press.name == "enter":
            self._scan_until = -1.0
        self.desk.bell()
        self.desk.say("scan_refused", kind="refused")
        return True
