"""Who is at this terminal: one key for up to nine, else initials or a number, then Enter."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp.i18n import N_, _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.screens.dialog import Dialog
from deskapp.services.records import Staff
from deskapp.widgets.cells import Line, fit, width


class ChooseStaff(Dialog):
    """Closed with the Staff that was chosen, or None."""

    scope = "choose_staff"
    changes_hands = False
    KEYS = (
        Key(
            "choose",
            ("enter",),
            N_("choose"),
            N_("Chooses the one the typed initials or number belong to."),
            rank=1,
        ),
        Key("add", ("+",), N_("staff list"), N_("Who works here; a manager adds somebody."), rank=2),
        Key("rub", ("backspace",), N_("delete"), N_("Takes back the last typed character.")),
    )

    def __init__(self, staff: Sequence[Staff]) -> None:
        super().__init__()
        self.title = _("WHO IS AT THIS TERMINAL?")
        self.staff = list(staff)
        self.typed = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """On a locked desk nothing leads past the question: the staff list has everybody's telephone."""
        return tuple(key for key in super().keys if not (self.desk.locked and key.id == "add"))

    @property
    def matching(self) -> list[tuple[int, Staff]]:
        """Who can still be meant, each with the number shown."""
        numbered = list(enumerate(self.staff, 1))
        typed = self.typed
        exact = [(n, one) for n, one in numbered if typed and typed in (str(n), one.code.casefold())]
        return exact or [
            (n, one)
            for n, one in numbered
            if one.code.casefold().startswith(typed)
            or initials(one).startswith(typed)
            or str(n).startswith(typed)
            or one.name.startswith(typed)
            or one.latin_name.casefold().startswith(typed)
        ]

    def lines(self, columns: int, height: int) -> list[Line]:
        """Everybody in one or two columns, with what was typed below."""
        able = {number for number, _one in self.matching}
        half = height - 4
        wide = 1 if len(self.staff) <= half else 2
        room = columns // wide
        lines: list[Line] = [[]]
        per = -(-len(self.staff) // wide)
        for row in range(per):
            line = []
            for place in range(row, len(self.staff), per):
                one = self.staff[place]
                text = f"{place + 1:>4}  {fit(full_name(one), room - 18)} {fit(one.code, 8)}"
                line.append((fit(text, room), "" if place + 1 in able else "dim"))
            lines.append(line)
        lines += [[], [("  " + _("Number, initials or code: "), ""), (fit(self.typed, 12), "field")]]
        self.cursor = (2 + width(_("Number, initials or code: ")) + width(self.typed), len(lines) - 1)
        return lines

    async def other(self, press: Press) -> bool:
        """A digit or a letter."""
        if not press.text or press.name == ";":
            return False
        self.typed += press.name
        found = self.matching
        if not found:
            self.typed = self.typed[: -len(press.name)]
            self.desk.bell()
            self.desk.say("no_match", text=press.text)
        elif press.name.isdecimal() and len(self.staff) <= 9 and len(found) == 1:
            self.close(found[0][1])
        return True

    async def do_add(self) -> None:
        """`+`."""
        from deskapp.screens.staff_list import StaffList

        await self.desk.open(StaffList())
        self.staff = list(self.desk.staff_list)

    async def do_rub(self) -> None:
        """Backspace."""
        self.typed = self.typed[:-1]

    async def do_choose(self) -> None:
        """Enter."""
        found = self.matching
        if len(found) == 1:
            self.close(found[0][1])
        else:
            self.desk.bell()
            self.desk.say("several_staff", count=len(found))


def initials(staff: Staff) -> str:
    """First letters of the Latin name: "Chen Li" is "cl"."""
    return "".join(word[0] for word in staff.latin_name.casefold().split())
