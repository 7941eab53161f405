"""What a list of meals knows newer of somebody on file, and what of it is not taken over.

A list ends, pauses and begins meals, and it adds diets and ingredients to avoid; it takes up nothing that was
stopped or paused at the desk, and takes no diet away.  Allergies, blocks and withheld addresses are not its.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from db import Reader
from deskapp.exchange import mealcells
from deskapp.exchange.matching import folded_names
from deskapp.exchange.mealcells import Said
from deskapp.exchange.mealdiets import Diets
from deskapp.exchange.mealmatching import OnFile, alike, safe, shares
from deskapp.exchange.meals import Meal
from deskapp.exchange.problems import Problem
from deskapp.services.act import Act
from deskapp.services.meals.dayorders import hold_on, standing_on
from deskapp.services.meals.records import Client, Hold
from deskapp.services.meals.recurrence import clean_rule
from deskapp.services.records import Person
from deskapp.services.refusal import Refusal
from deskapp.text import fold

MAY_FOLLOW: Mapping[str, tuple[str, ...]] = {
    "active": ("pending",),
    "paused": ("pending", "active"),
    "stopped": ("pending", "active", "paused"),
    "deceased": ("pending", "active", "paused", "stopped"),
}
"""What somebody on file must be for a list's word to change it."""


class Known(NamedTuple):
    """A row whose person is on file: their record, the client they are, and what the list knows newer, by
    heading.  Without a client they become one.
    """

    meal: Meal
    person: Person
    client: Client | None
    changes: dict[str, object]

    @property
    def line(self) -> int:
        """Where the row stands in the list."""
        return self.meal.line

    @property
    def name(self) -> str:
        """The name as listed."""
        return self.meal.name

    @property
    def gone(self) -> bool:
        """Whether the client has died: then nothing of a list holds any more."""
        return self.client is not None and self.client.status == "deceased"

    @property
    def fields(self) -> list[str]:
        """What is brought up to date."""
        return sorted(self.changes) + ([] if self.client else ["client"])


class Comparing:
    """Looks at rows beside what is on file.  `problems` and `left` are shared with the plan that asks."""

    def __init__(self, reader: Reader, act: Act) -> None:
        self.reader, self.act = reader, act
        self.file, self.diets = OnFile(reader), Diets(reader)
        self.problems: list[Problem] = []
        self.left: list[Problem] = []

    def leave(self, meal: Meal, code: str, /, **facts: str | int) -> None:
        """Notes something of the list that is not taken over."""
        self.left.append(Problem(meal.line, code, facts))

    def check_rule(self, meal: Meal, client: Client | None) -> None:
        """A recurrence must name a day from today on, and from the client's own first day."""
        if not meal.rule or meal.said.status in ("stopped", "deceased"):
            return
        try:
            clean_rule(meal.rule, self.act.day, client.until if client is not None else "")
            if client is not None:
                clean_rule(meal.rule, client.since, client.until)
        except Refusal as refused:
            self.problems.append(
                Problem(meal.line, refused.code, {"field": "weekdays", "text": meal.rule[:40]})
            )

    def compare(self, meal: Meal, person: Person, client: Client | None) -> Known:
        """What the list knows newer of somebody on file; what it may not touch goes to `left`."""
        changes: dict[str, object] = {}
        self.compare_person(meal, person, changes)
        if client is None:
            self.check_rule(meal, None)
        elif client.status == "deceased":
            if meal.said.status != "deceased":
                self.leave(meal, "left_status", status="deceased")
            changes.clear()
        else:
            self.compare_client(meal, client, changes)
        found = self.file.contact(meal.contact) if meal.contact else None
        if found is not None and found.id == person.id:
            self.problems.append(Problem(meal.line, "own_contact", {"field": "contact"}))
        return Known(meal, person, client, changes)

    def compare_person(self, meal: Meal, person: Person, changes: dict[str, object]) -> None:
        """Fills what is empty of a person; all else stays."""
        for field in ("latin_name", "code"):
            if getattr(meal, field) and not getattr(person, field):
                changes[field] = getattr(meal, field)
        if meal.phone and not person.phones:
            changes["phone"] = meal.phone
        elif meal.phone and not shares(person, meal.phone):
            self.leave(meal, "left_phone", contact=meal.name, person=person.id)
        elif meal.phone and not meal.phone.safe and safe(person, meal.phone):
            self.leave(meal, "left_not_safe", person=person.id)
        if meal.address and person.address_withheld:
            self.leave(meal, "left_address", person=person.id)
        elif meal.address and not person.address:
            changes["address"] = meal.address
        elif meal.address and not alike(meal.address, person.address):
            self.leave(meal, "left_moved", person=person.id)
        if fold(meal.name) not in folded_names(person):
            self.leave(meal, "left_name", person=person.id, name=person.name)
        if meal.code and person.code and meal.code != person.code:
            self.leave(meal, "left_client_code", person=person.id, code=person.code)

    def compare_client(self, meal: Meal, client: Client, changes: dict[str, object]) -> None:
        """Brings a client's sheet up to date."""
        today = self.act.day
        if meal.rule is not None and meal.rule != mealcells.recurrence(
            mealcells.write_recurrence(client), today
        ):
            changes["weekdays"] = meal.rule
            self.check_rule(meal, client)
        if meal.diets != mealcells.diets(mealcells.write_diets(client.diets)):
            diets = self.diets.named(meal, client.diets)
            if not set(diets) <= set(client.diets):
                changes["diet"] = tuple(dict.fromkeys((*client.diets, *diets)))
        standing = mealcells.avoid(mealcells.write_avoid((*client.avoid, *client.restricted)))
        if not set(meal.avoid) <= {*standing, *client.avoid}:
            changes["avoid"] = tuple(dict.fromkeys((*client.avoid, *meal.avoid)))
        if meal.delivery_note and not client.delivery_note:
            changes["delivery_note"] = meal.delivery_note
        elif meal.delivery_note and meal.delivery_note != client.delivery_note:
            self.leave(meal, "left_note", person=client.person)
        if (said := self.status(meal, client)) is not None:
            changes["status"] = said
        self.compare_contact(meal, client, changes)

    def compare_contact(self, meal: Meal, client: Client, changes: dict[str, object]) -> None:
        """The emergency contact of somebody who has none yet; another one stays."""
        if meal.contact is None:
            return
        contact = self.reader.get(Person, client.contact) if client.contact else None
        if contact is None:
            changes["contact"] = meal.contact
        elif fold(meal.contact.name) not in folded_names(contact):
            self.leave(meal, "left_other_contact", contact=meal.contact.name, person=client.person)
        elif meal.contact.phone and not contact.phones:
            changes["contact_phone"] = meal.contact.phone
        elif meal.contact.phone and not shares(contact, meal.contact.phone):
            self.leave(meal, "left_phone", contact=meal.contact.name, person=contact.id)

    def status(self, meal: Meal, client: Client) -> Said | None:
        """What the list makes of a client's status; None where it stays."""
        said, now = meal.said, standing_on(self.reader, client, self.act.day)
        hold = hold_on(self.reader, client.id, self.act.day) if now == "paused" else None
        if said.status == now:
            if hold is not None and said.resume and said.resume != hold.resume:
                self.leave(meal, "left_pause")
            return None
        if said.status and now not in MAY_FOLLOW.get(said.status, ()):
            self.leave(meal, "left_status", status=now)
        elif said.status == "paused" and self.pause_to_come(client, said.resume):
            self.leave(meal, "left_pause")
        elif said.status:
            return said
        elif now == "stopped":  # who stands on a list, and no more is said, is thought to get meals
            self.leave(meal, "left_status", status=now)
        return None

    def pause_to_come(self, client: Client, resume: str) -> bool:
        """Whether a pause on file begins within the one that the list wants."""
        return any(
            hold.first > self.act.day and (not resume or hold.first < resume)
            for hold in self.reader.by(Hold, "client", client.id)
        )
