"""The lines around every list: centre, time and staff; the pages; the status line; the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from deskapp.i18n import N_, _, day_text, language
from deskapp.keys import Key
from deskapp.widgets.cells import Line, Span, clean, cut, line_width, width, wrap

if TYPE_CHECKING:
    from deskapp.said import Said
    from deskapp.session import Desk

MOST_KEYS = 8
ALWAYS = ("leave", "help")
"""Keys that no other takes the place of on the keys line."""
TODAY, CHILDREN, MEALS, PEOPLE = 1, 2, 3, 6
TITLES = {TODAY: N_("Today"), CHILDREN: N_("Children"), MEALS: N_("Meals"), PEOPLE: N_("People")}
"""The pages of the desk by number, as line 2 names them; the numbers are the keys that show them."""
PAGES = {"today": TODAY, "children": CHILDREN, "meals": MEALS, "people": PEOPLE}
"""The pages by the id of the key that shows them."""
NAMELESS = frozenset(
    (
        *("no_match", "several_staff", "no_such_key", "same_key", "scan_refused", "unexpected"),
        *("busy", "not_saved", "read_only", "damaged", "no_access", "newer_format", "torn_repaired"),
    )
)
"""What may be said on a locked desk: none of these sentences names anybody but as it was typed just now."""


def between(left: Sequence[Span], right: Sequence[Span], room: int) -> Line:
    """Left and right on one line of `room` cells; what is missing is taken from the left."""
    taken = line_width(right)
    spans: list[Span] = []
    free = room - taken - (1 if taken else 0)
    for whole, style in left:
        text = cut(clean(whole), max(0, free))
        spans.append((text, style))
        free -= width(text)
    return [*spans, (" " * (max(0, free) + (1 if taken else 0)), ""), *right]


def centre_line(desk: Desk, room: int) -> Line:
    """Line 1: the centre, the day and time, who is here and at which terminal."""
    moment = desk.clock.now().astimezone(desk.zone)
    name = desk.centre.name if desk.centre else ""
    who = _("nobody chosen")
    if desk.staff is not None:
        written = desk.staff.latin_name if language() == "en" else ""
        who = written or desk.staff.name
    right: list[Span] = [(cut(clean(f"{who} @ {desk.terminal}"), room // 2), "")]
    left: list[Span] = [(name, "title"), ("  ", "")] if name else []
    left.append((f"{day_text(moment.date())}  {moment:%H:%M}", ""))
    if line_width(left) + 1 + line_width(right) > room:  # the time is never cut, the year is known
        clock = f"{day_text(moment.date(), year=False)}  {moment:%H:%M}"
        free = room - 1 - line_width(right) - 2 - width(clock)
        left = [(cut(clean(name), max(0, free)), "title"), ("  ", ""), (clock, "")] if name else [(clock, "")]
    return between(left, right, room)


def pages_line(desk: Desk, room: int) -> Line:
    """Line 2: the pages with their numbers, the one that is shown in brackets."""
    spans: list[Span] = []
    for slot in desk.slots:
        badge = slot.badge
        text = f"{slot.number} {_(slot.title)}{badge}"
        now = slot.made is not None and slot.made is desk.page
        spans += [(f"[{text}]" if now else text, "page-now" if now else "alert" if badge else ""), (" ", "")]
    if desk.day:
        spans += [(" ", ""), (" " + day_banner(desk) + " ", "banner")]
    return between(spans, (), room)


def opening_lines(height: int) -> list[Line]:
    """The frame while the records are still being read."""
    pages = "  ".join(f"{number} {_(title)}" for number, title in TITLES.items())
    empty: list[Line] = [[]] * (height - 4)
    moment = datetime.now()
    first: Line = [("deskapp", "title"), (f"  {day_text(moment.date())}", "")]
    return [first, [(pages, "")], *empty, [(_("Reading the records"), "")], []]


def top_lines(desk: Desk, room: int) -> list[Line]:
    """The lines above every page; a pretended time or a demo has a line of its own."""
    lines = [centre_line(desk, room), pages_line(desk, room)]
    if desk.notice is not None:
        style = "unsaved" if desk.notice.kind == "unsaved" else "banner"
        lines.append([(" " + desk.notice.sentence(desk.zone), style)])
    elif desk.banner:
        lines.append([(" " + desk.banner, "banner")])
    return lines


def day_banner(desk: Desk) -> str:
    """That another day than today is shown, and whether it can be changed."""
    day = day_text(datetime.fromisoformat(desk.day).date())
    if desk.day > desk.today:
        return _("{day}: STILL TO COME, to read only").format(day=day)
    return (_("{day}: CHANGING IT") if desk.day_opened else _("{day}: TO READ ONLY, e changes it")).format(
        day=day
    )


def said_now(desk: Desk) -> Said | None:
    """What the status line says; on a locked desk only what cannot name anybody."""
    said = desk.said
    return None if desk.locked and said is not None and said.code not in NAMELESS else said


def status_line(desk: Desk, room: int) -> Line:
    """The permanent line: saved, saving or NOT SAVED; what was done; what `u` would take back."""
    said = said_now(desk)
    if desk.saving:
        return [(_("saving"), "strong")]
    if said is not None and said.kind == "unsaved":
        return [(_("NOT SAVED"), "unsaved"), ("  " + said.sentence(desk.zone), "refused")]
    spans: list[Span] = [(_("saved") + desk.symbols.saved, "saved")]
    if desk.centre is None:
        spans = [(_("nothing saved yet"), "dim")]
    if desk.saved_at:
        spans.append((f" {desk.saved_at:%H:%M:%S}", ""))
    spans.append(("  ", ""))
    if said is not None:
        spans.append((said.sentence(desk.zone), "refused" if said.kind == "refused" else ""))
    elif (
        not desk.locked
        and desk.saved is not None
        and not any(one.hides is desk.saved for one in desk.dialogs)
    ):
        spans.append((desk.saved.sentence(desk.zone), ""))
        if desk.undoable() and undo_is_a_key(desk):
            undo = _("u undoes: that")
            left = room - line_width(spans) - width(undo) - 3
            return [*spans, ("   " + undo, "dim")] if left >= 0 else between(spans, [(undo, "dim")], room)
    return spans


def undo_is_a_key(desk: Desk) -> bool:
    """Whether `u` takes back here: on every page, and in the dialogs that say so."""
    return not desk.dialogs or any(key.id == "undo" for key in desk.dialogs[-1].keys)


def last_lines(desk: Desk, keys: Iterable[Key], room: int) -> list[Line]:
    """The status line and the keys.

    A refusal too long for one line goes on over the keys until the next key: who, when and where must not be
    cut.
    """
    status = status_line(desk, room)
    said = said_now(desk)
    if said is None or said.kind not in ("refused", "unsaved") or line_width(status) <= room:
        return [status, keys_line(keys, room)]
    *before, (sentence, style) = status
    first = wrap(sentence, max(20, room - line_width(before)))[0]
    rest = clean(sentence)[len(first) :].strip()
    return [[*before, (first, style)], [(rest, style)]]


def keys_line(keys: Iterable[Key], room: int) -> Line:
    """At most eight keys, the most useful ones that fit whole; help and the way back are always there."""
    ranked = sorted((key for key in keys if key.rank and key.label), key=lambda key: key.rank)
    kept = ranked[:MOST_KEYS]
    for always in (key for key in ranked if key.id in ALWAYS and key not in kept):
        last = next(key for key in reversed(kept) if key.id not in ALWAYS)
        kept[kept.index(last)] = always
    kept.sort(key=lambda key: (key.id == "help", key.rank))
    while sum(key_width(key) for key in kept) - 2 > room and any(key.id not in ALWAYS for key in kept):
        kept.remove(next(key for key in reversed(kept) if key.id not in ALWAYS))
    spans: list[Span] = []
    for number, key in enumerate(kept):
        spans += [("  " if number else "", ""), (_(key.face), "key"), (" " + _(key.label), "")]
    return spans


def key_width(key: Key) -> int:
    """How many cells a key takes on the keys line, the gap behind it included."""
    return width(_(key.face)) + width(_(key.label)) + 3
