"""Handing a child over: full-screen, so that nobody at the counter reads about other families.

Nothing is chosen beforehand, and only `k` and `i` record anything: a digit chooses an adult, `a` that the
child goes alone, Enter and space do nothing.  A key that was meant for the list hands nobody over.  What may
not be is refused by the rules (services.collecting); this only says it early.
"""

from __future__ import annotations

from deskapp.i18n import _
from deskapp.keys import Key, Press
from deskapp.names import full_name
from deskapp.said import Said
from deskapp.screens.collect_keys import ALONE, COLLECT_KEYS, MAY_NOT, MAY_TAKE, NOBODY, ranked
from deskapp.screens.collect_lines import CollectLines, is_barred
from deskapp.screens.dialog import Dialog
from deskapp.screens.handing_over import Together, hand_over, pages_together, send_alone
from deskapp.services.collecting import CollectAdult, CollectPage
from deskapp.session import Refused
from deskapp.widgets.cells import Line
from deskapp.widgets.clock_prefix import ClockPrefix
from deskapp.widgets.options import fill, paragraph


class CollectDialog(Dialog):
    """Hands the child over.  Closed with True when somebody took them, else None.

    `adult` chooses an adult beforehand, for whoever was just added through a guardian; nobody else is.
    """

    scope = "collect"
    closes_after = 90.0
    KEYS = COLLECT_KEYS

    def __init__(self, child: int, adult: int = 0) -> None:
        super().__init__()
        self.title = _("COLLECT A CHILD") + "  " + _("(the list and other families are hidden)")
        self.child = child
        self.chosen = adult
        self.alone = False
        self.with_siblings: tuple[int, ...] = ()
        self.told: set[int] = set()
        self.note_at = 0
        self.at = ClockPrefix()
        self.together: Together | None = None
        self.refused: Said | None = None

    async def prepare(self) -> None:
        """The child's page and its siblings'.

        Who is not here, or was just collected elsewhere, is shown as that: keys typed ahead for this dialog
        must not reach the list below because it did not open.
        """
        if self.together is None:
            self.hides = self.desk.saved
        try:
            self.together = await self.desk.ask(pages_together, self.child)
        except Refused:
            if self.together is not None:
                raise
            self.refused = self.desk.said
            return
        here = {page.row.child for page in self.siblings}
        self.with_siblings = tuple(child for child in self.with_siblings if child in here)
        self.told &= {note.note for note in self.page.notes}

    async def changed(self) -> None:
        """Collected at another terminal meanwhile: that stands here then; nothing closes under the hands."""
        try:
            await self.prepare()
        except Refused:
            self.refused, self.together = self.desk.said, None

    def unlocked(self) -> None:
        """Whoever is here now chooses for themselves."""
        self.chosen, self.alone, self.with_siblings, self.at = 0, False, (), ClockPrefix()

    @property
    def page(self) -> CollectPage:
        """The child's page."""
        assert self.together is not None
        return self.together.child

    @property
    def siblings(self) -> tuple[CollectPage, ...]:
        """The pages of the siblings who are here."""
        return self.together.siblings if self.together is not None else ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Those that mean something now are on the keys line; only back, where there is nothing to do."""
        if self.together is None:
            return super().keys[len(self.KEYS) :]
        without = {"blocked": self.page.blocked, "siblings": self.siblings, "note": self.page.notes}
        out = {key for key, there in without.items() if not there}
        if not self.page.alone_from:
            out.add("alone")
        if self.alone:
            return ranked(super().keys, ALONE, out)
        if self.adult is None:
            return ranked(super().keys, NOBODY, out)
        if self.adult.id_only or self.adult.standing != "authorised":
            out.add("known")
        return ranked(super().keys, MAY_NOT if is_barred(self.adult) else MAY_TAKE, out)

    @property
    def adult(self) -> CollectAdult | None:
        """Who was chosen."""
        return next((one for one in self.page.adults if one.adult == self.chosen), None)

    @property
    def children(self) -> tuple[int, ...]:
        """Who goes: the child, and the siblings `g` put with them."""
        return (self.child, *self.with_siblings)

    def lines(self, columns: int, height: int) -> list[Line]:
        """The child, the adults, who must never, what to tell, and what is about to be done."""
        if self.together is None:
            why = self.refused.sentence(self.desk.zone) if self.refused else ""
            return fill([[], paragraph(why, columns, "strong")], height)
        drawn = CollectLines(self, columns)
        lines = drawn.all(height)
        self.cursor = drawn.cursor
        return lines

    # ── keys ──

    async def key(self, press: Press) -> None:
        """The digits behind `@` are a time, not adults."""
        if self.at.open and self.at.key(press):
            self.touched = self.desk.clock.monotonic()
            return
        await super().key(press)

    async def other(self, press: Press) -> bool:
        """Who was collected elsewhere meanwhile stays so, whatever is pressed."""
        if self.together is None:
            self.desk.said = self.refused
            self.desk.bell()
        return self.together is None

    async def do_at(self) -> None:
        """`@`."""
        self.at.key(self.press)

    async def do_nothing(self) -> None:
        """Enter, space."""
        self.desk.bell()
        self.desk.say("nothing_by_enter")

    async def do_choose(self) -> None:
        """A digit."""
        number = int(self.press.name)
        adult = next((one for one in self.page.adults if one.number == number), None)
        self.chosen, self.alone = adult.adult if adult is not None else 0, False
        if adult is None:  # nor does whoever was chosen before stay chosen: somebody else was meant
            self.desk.bell()
            self.desk.say("no_such_number", number=number)
            return
        self.with_siblings = tuple(child for child in self.with_siblings if self.hindrance(child) is None)

    async def do_siblings(self) -> None:
        """`g`: all siblings who may go with this adult, then one of them alone, then none."""
        if self.alone or not self.siblings:
            self.desk.say("alone_each" if self.alone else "no_sibling_here")
            return
        here = tuple(page.row.child for page in self.siblings)
        able = tuple(child for child in here if self.hindrance(child) is None)
        choices = [able, *((child,) for child in able if len(able) > 1), ()]
        at = choices.index(self.with_siblings) if self.with_siblings in choices else -1
        self.with_siblings = choices[(at + 1) % len(choices)] if self.with_siblings else able
        if not able:
            self.desk.bell()

    def hindrance(self, sibling: int) -> str | None:
        """Why the chosen adult may not take the sibling: a key of HINDRANCES; None if they may."""
        if not self.chosen:
            return None
        page = next(page for page in self.siblings if page.row.child == sibling)
        if any((one.about, one.adult) == (sibling, self.chosen) for one in page.blocked):
            return "order"
        adult = next((one for one in page.adults if one.adult == self.chosen), None)
        if adult is None:
            return "not_listed"
        return {"unconfirmed": "needs_call", "expired": "expired"}.get(adult.standing)

    async def do_known(self) -> None:
        """`k`."""
        if self.alone:
            await self._go_alone()
        elif await self._chosen():
            await self._hand_over("known")

    async def do_seen(self) -> None:
        """`i`: who is not confirmed, or no longer, needs a guardian's yes on the way."""
        if self.alone:
            await self._go_alone()
            return
        if not await self._chosen():
            return
        adult = self.adult
        if adult is not None and adult.standing != "authorised":
            from deskapp.screens.guardian_call import confirm_by_call

            if not await confirm_by_call(self.desk, self.child, adult):
                await self._back()
                return
        await self._hand_over("id")

    async def _back(self) -> None:
        """Back from a dialog above: the 90 seconds begin anew."""
        self.touched = self.desk.clock.monotonic()
        await self.prepare()

    async def _chosen(self) -> bool:
        if self.adult is None:
            self.desk.bell()
            self.desk.say("nobody_in_front")
        return self.adult is not None

    async def _hand_over(self, how: str) -> None:
        told = sorted(self.told)
        await self.desk.perform(hand_over, self.children, self.chosen, how, told, happened=self.at.clock)
        self.close(True)

    async def do_alone(self) -> None:
        """`a`: chosen as an adult is; only `k` or `i` records it."""
        if self.page.alone_from:
            self.chosen, self.with_siblings, self.alone = 0, (), True
            return
        self.desk.bell()
        named = {("name", self.child): full_name(self.page.row)}
        self.desk.say("alone_no_consent", kind="refused", names=named, child=self.child)

    async def _go_alone(self) -> None:
        await self.desk.perform(send_alone, self.child, sorted(self.told), happened=self.at.clock)
        self.close(True)

    async def do_someone(self) -> None:
        """`9`: nobody is added without a guardian's yes."""
        from deskapp.screens.guardian_call import GuardianCall
        from deskapp.screens.someone_else import SomeoneElse

        yes = await self.desk.open(GuardianCall(self.children))
        if yes is not None:
            added = await self.desk.open(SomeoneElse(self.children, yes))
            if added:
                self.chosen, self.alone = added, False
        await self._back()

    async def do_withhold(self) -> None:
        """`w`."""
        adult = self.adult
        if adult is None:
            await self._chosen()
            return
        from deskapp.screens.withhold import Withhold

        if await self.desk.open(Withhold(self.child, adult, self.at.clock)):
            self.chosen, self.with_siblings = 0, ()
        await self._back()

    async def do_blocked(self) -> None:
        """`b`."""
        from deskapp.screens.blocked_came import record_blocked

        await record_blocked(self.desk, self.child, self.page.blocked, self.at.clock)
        await self._back()

    async def do_telephone(self) -> None:
        """`t`: whom to call when the adult who stands here may not take the child."""
        from deskapp.screens.ladder import LadderDialog

        await self.desk.open(LadderDialog(self.child))
        await self._back()

    async def do_move(self) -> None:
        """Up and down among the notes."""
        if self.page.notes:
            self.note_at = (self.note_at + (1 if self.press.name == "down" else -1)) % len(self.page.notes)

    async def do_note(self) -> None:
        """`n`: told, or handed over; written down together with the collection."""
        if not self.page.notes:
            self.desk.say("no_notes")
            return
        self.note_at = min(self.note_at, len(self.page.notes) - 1)
        self.told ^= {self.page.notes[self.note_at].note}
        self.note_at = (self.note_at + 1) % len(self.page.notes)
