"""Brings a list of meals into the store, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from db import Transaction
from deskapp.exchange.mealcells import Said
from deskapp.exchange.mealcompare import Known
from deskapp.exchange.mealmatching import OnFile
from deskapp.exchange.mealplan import Plan, contact_key, plan
from deskapp.exchange.mealroutes import Key
from deskapp.exchange.meals import Contact, Meal
from deskapp.names import readings
from deskapp.services import staff as staff_rules
from deskapp.services.act import Act
from deskapp.services.meals import orders
from deskapp.services.meals.records import Client, Diet, Hold, Order, Route, Status
from deskapp.services.meals.recurrence import weekly
from deskapp.services.records import Person, Phone

USUAL_RULE = weekly((1, 2, 3, 4, 5))
KEPT_AS: Mapping[str, Status] = {
    "": "active",
    "pending": "pending",
    "active": "active",
    "paused": "active",
    "stopped": "stopped",
    "deceased": "deceased",
}
"""A pause is a record of its own; of whom a list of meals says nothing more, meals are brought."""
OF_PERSON = ("latin_name", "code", "address")
OF_SHEET = {"diet": "diets", "avoid": "avoid", "delivery_note": "delivery_note"}
"""Headings whose values are kept as they are, and what a client's sheet calls them."""


class Outcome(NamedTuple):
    """What an import did."""

    plan: Plan


def bring(tx: Transaction, act: Act, meals: Sequence[Meal]) -> Outcome:
    """Does what `plan` says, in this transaction; with problems it writes nothing.  Refuses `no_staff`."""
    staff_rules.acting(tx, act)
    todo = plan(tx, act, meals)
    if not todo.problems:
        Arrival(tx, act, todo).everything()
        if tx.on(Order, act.day):  # where no desk is open, nobody else would let them follow the sheets
            orders.draw(tx, act, act.day)
        tx.code, tx.args = "import_meals", {"count": len(todo.new) + len(todo.changed)}
    return Outcome(todo)


class Arrival:
    """Writes one import.  `coming` are the clients of new rows by the line, `met` the people it has made."""

    def __init__(self, tx: Transaction, act: Act, todo: Plan) -> None:
        self.tx, self.act, self.todo = tx, act, todo
        self.file = OnFile(tx)
        self.routes: dict[Key, int] = {}
        self.coming: dict[int, int] = {}
        self.met: dict[object, Person] = {}

    def everything(self) -> None:
        """Diets and routes first, then people, then what they get, then the order of the stops."""
        self.write_diets(self.todo.diets)
        for new in self.todo.routes:
            self.routes[new.key] = self.tx.put(Route(name=new.name, number=new.number)).id
        people = [(meal, self.add_person(meal)) for meal in self.todo.new]
        people += [(one.meal, self.update_person(one)) for one in self.todo.changed]
        clients = {one.line: one.client for one in self.todo.changed if one.client is not None}
        changes = {one.line: one.changes for one in self.todo.changed}
        for meal, person in people:
            client = clients.get(meal.line)
            if client is None:
                self.add_client(meal, person)
            else:
                self.update_client(meal, client, changes[meal.line])
        for key, stops in self.todo.stops.items():
            route = self.tx.get(Route, self.route(key))
            if route is not None:
                self.tx.put(
                    replace(route, stops=tuple(one if one > 0 else self.coming[-one] for one in stops))
                )

    def write_diets(self, names: Iterable[str]) -> None:
        """New diets, which exclude nothing yet, and those that were put away, with what they exclude."""
        away = {diet.name: diet for diet in self.tx.all(Diet)}
        for name in names:
            self.tx.put(replace(away.get(name) or Diet(name=name), archived=False))

    def route(self, key: Key | None) -> int:
        """The id of a route; 0 for none."""
        if key is None:
            return 0
        return int(key[1]) if key[0] == "file" else self.routes[key]

    def add_person(self, meal: Meal) -> Person:
        """Somebody who was not on file."""
        person = self.tx.put(
            Person(
                name=meal.name,
                latin_name=meal.latin_name,
                readings=readings(meal.name, meal.latin_name),
                code=meal.code,
                phones=(meal.phone,) if meal.phone else (),
                address=meal.address,
            )
        )
        if meal.phone:
            self.met[meal.key] = person
        return person

    def update_person(self, known: Known) -> Person:
        """Fills what was empty of somebody on file."""
        own = {field: value for field, value in known.changes.items() if field in OF_PERSON}
        if "phone" in known.changes:
            own["phones"] = (known.changes["phone"],)
        if not own:
            return known.person
        changed = replace(known.person, **own)
        return self.tx.put(replace(changed, readings=readings(changed.name, changed.latin_name)))

    def add_client(self, meal: Meal, person: Person) -> None:
        """A new client, from today on; what the list does not say is the usual: active, Monday to Friday."""
        episodic = meal.rule == ""
        client = self.tx.put(
            Client(
                person=person.id,
                status=KEPT_AS[meal.said.status],
                delivery="episodic" if episodic else "ongoing",
                rule="" if episodic else meal.rule or USUAL_RULE,
                since=self.act.day,
                diets=self.todo.named[meal.line],
                avoid=meal.avoid,
                route=self.route(self.todo.on_route.get(meal.line)),
                delivery_note=meal.delivery_note,
                contact=self.contact(meal),
            )
        )
        self.coming[meal.line] = client.id
        if meal.said.status == "paused":
            self.pause(client, meal.said)

    def update_client(self, meal: Meal, client: Client, changes: dict[str, Any]) -> None:
        """Writes what the list knows newer of a client's sheet."""
        sheet: dict[str, Any] = {
            field: changes[heading] for heading, field in OF_SHEET.items() if heading in changes
        }
        if "weekdays" in changes:
            sheet |= {
                "rule": changes["weekdays"],
                "delivery": "ongoing" if changes["weekdays"] else "episodic",
            }
        if "route" in changes:
            sheet["route"] = self.route(changes["route"])
        if "contact" in changes:
            sheet["contact"] = self.contact(meal)
        if "contact_phone" in changes:
            self.reach(client.contact, changes["contact_phone"])
        said: Said | None = changes.get("status")
        if said is not None:
            sheet["status"] = KEPT_AS[said.status]
        if sheet:
            client = self.tx.put(replace(client, **sheet))
        if said is not None and said.status == "paused":
            self.pause(client, said)

    def pause(self, client: Client, said: Said) -> None:
        """No meals from today on, until the day that the list names or until somebody says."""
        self.tx.put(
            Hold(
                client=client.id,
                first=self.act.day,
                resume=said.resume,
                by=self.act.staff,
                reviewed=self.act.day,
            )
        )

    def contact(self, meal: Meal) -> int:
        """The emergency contact: on file, met in this list, or new; 0 for none."""
        listed = meal.contact
        if listed is None:
            return 0
        key = contact_key(meal.line, listed)
        if key not in self.met:
            self.met[key] = self.file.contact(listed) or self.tx.put(new_person(listed))
        return self.met[key].id

    def reach(self, contact: int, phone: Phone) -> None:
        """A number for a contact who had none."""
        person = self.tx.get(Person, contact)
        if person is not None and not person.phones:
            self.tx.put(replace(person, phones=(phone,)))


def new_person(contact: Contact) -> Person:
    """The record of a contact who is not on file."""
    phones = (contact.phone,) if contact.phone else ()
    return Person(name=contact.name, readings=readings(contact.name, ""), phones=phones)
