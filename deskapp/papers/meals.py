"""The papers of the meals: the kitchen count, the labels, the route sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db import Reader
from deskapp.i18n import _, day_text
from deskapp.names import full_name, given_name
from deskapp.papers.paper import BOX, Column, Paper, Table
from deskapp.services.act import Act
from deskapp.services.meals.clashes import Clash
from deskapp.services.meals.kitchen import Count, Portion, Wrong, count
from deskapp.services.meals.mealday import MealDay, MealRow, RouteHead
from deskapp.services.meals.menus import ahead
from deskapp.services.meals.records import Client
from deskapp.services.records import Person
from deskapp.words import word
from deskapp.words.joins import apart, labelled, listed, phrased
from deskapp.words.meals import WRONG


def kitchen_paper(found: Count, centre: str) -> Paper:
    """What the kitchen cooks: portions by size, diet and dish, every clash by client, and what is wrong.

    The kitchen sees first name, code and what harms, and nothing else of anybody.
    """
    tables = [
        _figures(_("Portions by size"), ((word(size), number) for size, number in found.sizes.items())),
        _figures(_("Portions by diet"), ((diet_words(diet), number) for diet, number in found.diets.items())),
        _figures(_("Portions of each dish"), found.dishes.items()),
        Table(
            _("Must not be handed over: {count} clients").format(count=len(found.clashing)),
            (
                Column(_("code"), 8),
                Column(_("name"), 14),
                Column(_("not"), 24),
                Column(_("instead"), 22),
                Column(_("portions"), 10, "right"),
            ),
            [
                (
                    code_words(portion) if clash is portion.clashes[0] else "",
                    given_name(portion.name) if clash is portion.clashes[0] else "",
                    not_words(clash),
                    instead_words(clash),
                    str(portion.portions) if clash is portion.clashes[0] else "",
                )
                for portion in found.clashing
                for clash in portion.clashes
            ],
        ),
    ]
    if found.wrong:
        rows = [(wrong_words(one),) for one in found.wrong]
        tables.insert(0, Table(_("TO PUT RIGHT FIRST"), (Column("", 78),), rows, frozenset(range(len(rows)))))
    figures = _("{orders} meals, {portions} portions").format(orders=found.orders, portions=found.portions)
    return Paper(_("Kitchen count, {day}").format(day=day_text(found.day)), (centre, figures), tables)


def wrong_paper(reader: Reader, act: Act, day: str) -> Paper:
    """What is to be put right before the count of a day, and whom dishes of the coming week do not suit."""
    wrong = count(reader, act, day).wrong
    rows = [(wrong_words(one),) for one in wrong]
    heading = _("To put right before the count") if rows else _("Nothing is wrong with this day.")
    tables = [Table(heading, (Column("", 78),), rows, frozenset(range(len(rows))))]
    coming = [
        (
            day_text(one.day, year=False),
            name_of(reader, one.client),
            not_words(one.clash),
            instead_words(one.clash),
        )
        for one in ahead(reader, act)
    ]
    columns = (Column(_("day"), 14), Column(_("name"), 20), Column(_("not"), 24), Column(_("instead"), 20))
    tables.append(Table(_("In the coming week"), columns, coming))
    return Paper(_("What is wrong, {day}").format(day=day_text(day)), (), tables)


def name_of(reader: Reader, client: int) -> str:
    """The client's name."""
    found = reader.get(Client, client)
    person = reader.get(Person, found.person) if found is not None else None
    return full_name(person) if person is not None else ""


def route_papers(day: MealDay, centre: str) -> list[Paper]:
    """A sheet for each route: the stops in order, where, what to hand over and what to know."""
    found = []
    for head, stops in day.by_route():
        rows = [row for row in stops if row.state != "cancelled"]
        if rows:
            found.append(_route(day, head, rows, centre))
    return found


def label_papers(day: MealDay) -> list[Paper]:
    """One label for each portion, by route in stop order."""
    labels = []
    for head, stops in day.by_route():
        for row in stops:
            if row.state == "cancelled":
                continue
            place = f"{head.number}-{row.number}" if head.number else _("NO ROUTE")
            lines = [
                f"{place}  {coded_name(row)}",
                diet_words(row.diets) + (f"  {word(row.size)}" if row.size != "regular" else ""),
                *(swap_words(clash) for clash in row.clashes),
                day_text(day.day, year=False),
            ]
            labels += [tuple(line for line in lines if line.strip())] * row.portions
    return [Paper(_("Meal labels, {day}").format(day=day_text(day.day)), labels=labels)] if labels else []


def _route(day: MealDay, head: RouteHead, rows: Sequence[MealRow], centre: str) -> Paper:
    carried = _("with route {numbers}").format(numbers=listed(map(str, head.carries))) if head.carries else ""
    who = "  ".join(part for part in (head.volunteer, head.phone, carried) if part)
    due = _("due back {clock}").format(clock=head.due) if head.due else ""
    lines = (centre, *(line for line in (who, due) if line))
    columns = (
        Column("", 4, "right"),
        Column(_("name"), 16),
        Column(_("address"), 20),
        Column(_("hand over"), 18),
        Column(_("care"), 14),
        Column(_("given"), 6),
    )
    stops = [
        (
            str(row.number),
            coded_name(row),
            _("ask the desk") if row.ask_desk else row.address,
            hand_over(row),
            "" if row.ask_desk else row.note,
            BOX,
        )
        for row in rows
    ]
    strong = frozenset(at for at, row in enumerate(rows) if row.clashes)
    named = _("Route {number} {name}, {day}") if head.number else _("ON NO ROUTE, {day}")
    title = named.format(number=head.number, name=head.name, day=day_text(day.day))
    return Paper(title, lines, (Table("", columns, stops, strong),))


def stop_name(row: MealRow) -> str:
    """The client's name; of one whose address is withheld only the code."""
    if row.ask_desk:
        return _("Client {code}").format(code=code_words(row))
    return full_name(row)


def coded_name(row: MealRow) -> str:
    """The code as it stands on the kitchen count, and the client's name; the same for a withheld address."""
    return stop_name(row) if row.ask_desk else f"{code_words(row)} {full_name(row)}"


def code_words(one: MealRow | Portion) -> str:
    """By what count, label and route sheet know a client among others of the name: the code, or a number."""
    return one.code or f"#{one.client}"


def hand_over(row: MealRow) -> str:
    """What to hand over: how many, of what size and diet, and what must not be in it; no diet reads as one
    more thing that must not be.
    """
    return apart((*(swap_words(clash) for clash in row.clashes), usual_words(row)))


def usual_words(row: MealRow) -> str:
    """How many, of what size and diet; of one portion of the usual nothing."""
    parts = [f"{row.portions}×" if row.portions > 1 else "", word(row.size) if row.size != "regular" else ""]
    parts.append(diet_words(row.diets) if row.diets else "")
    return " ".join(part for part in parts if part)


def swap_words(clash: Clash) -> str:
    """ "NO fish: tofu"; without anything in its place "NO fish".  Of an allergy also that it is one, and to
    what: no dislike looks like it.
    """
    if clash.why == "allergy":
        return _no(_allergy(clash), clash.swap)
    return _no(clash.dish, clash.swap)


def short_words(clash: Clash) -> str:
    """The same where little room is; what is cut off at the end is not that it is an allergy."""
    said = _no(clash.dish, clash.swap)
    return phrased((_("ALLERGY"), said)) if clash.why == "allergy" else said


def because_words(clash: Clash) -> str:
    """ "NO cod (fish): tofu": the same with what in it does harm."""
    if clash.why == "allergy":
        return swap_words(clash)
    return _no(_("{dish} ({name})").format(dish=clash.dish, name=word(clash.name)), clash.swap)


def clash_words(clash: Clash) -> str:
    """All of a clash: which dish, because of what, what to do where no other main fits, and what to do about
    the allergy.
    """
    said = _no(not_words(clash), clash.swap)
    if not clash.swap and clash.part == "main":
        said = labelled(said, instead_words(clash))
    return apart((said, clash.action))


def instead_words(clash: Clash) -> str:
    """What is handed over in its place; of a main that nothing stands in for, what to do."""
    return clash.swap or (_("no main fits, cook one") if clash.part == "main" else _("leave it out"))


def not_words(clash: Clash) -> str:
    """Which dish, and because of what."""
    if clash.why == "allergy":
        return _allergy(clash)
    return _("{dish} ({why} {name})").format(dish=clash.dish, why=word(clash.why), name=word(clash.name))


def _allergy(clash: Clash) -> str:
    return _("{dish} (ALLERGY {name})").format(dish=clash.dish, name=word(clash.name))


def _no(what: str, swap: str) -> str:
    return _("NO {dish}: {swap}").format(dish=what, swap=swap) if swap else _("NO {dish}").format(dish=what)


def wrong_words(one: Wrong) -> str:
    """What is wrong, with whom, with which dish or diet."""
    return _(WRONG[one.what]).format(name=one.name, dish=one.dish, diet=word(one.diet))


def diet_words(diets: Sequence[str]) -> str:
    """The names of diets in the language of the screen; the usual diet has none."""
    return listed(word(one) for one in diets) or _("usual diet")


def _figures(heading: str, pairs: Iterable[tuple[str, int]]) -> Table:
    columns = (Column("", 60), Column("", 18, "right"))
    return Table(heading, columns, [(name, str(number)) for name, number in pairs])
