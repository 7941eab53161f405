"""The fields of a person on a form: filled from a record, read back into one."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from deskapp.exchange.cells import one_allergy, split_list
from deskapp.i18n import C_, N_, _, day_text
from deskapp.services.entries import LONGEST_NAME
from deskapp.services.peoplelist import age_on
from deskapp.services.records import Allergy, Person, Phone
from deskapp.typed import is_day, says_nothing, typed_day, typed_words
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet, Whole, yes_no
from deskapp.words import word
from deskapp.words.joins import listed

LABELS: dict[str, str] = {
    "name": N_("name"),
    "latin_name": N_("Latin name"),
    "born": N_("born"),
    "sex": N_("sex"),
    "phones": N_("phone"),
    "address": N_("address"),
    "address_withheld": N_("withheld"),
    "language": N_("language"),
    "allergies": N_("allergies"),
    "alert": N_("alert"),
    "needs_help_to_leave": N_("needs help"),
    "code": N_("code"),
    "card": N_("card"),
    "consent_by": N_("consent by"),
    "consent_day": N_("on"),
    "notes": N_("remarks"),
}
WIDTHS = {
    "name": 24,
    "latin_name": 26,
    "born": 12,
    "address": 48,
    "language": 16,
    "alert": 54,
    "code": 8,
    "card": 8,
    "consent_by": 24,
    "consent_day": 12,
    "notes": 54,
}
"""The fields that are one line of text, and how wide they are shown."""
WRONG_HARM = ("allergy_missing", "allergy_too_long")
AS_LISTED = frozenset("[(（【;；")
"""Signs of an allergy typed in one go: "peanut [peanut, satay] (pen, then 120); milk"."""
WRONG = {
    "empty_name": "name",
    "name_too_long": "name",
    "bad_birth_date": "born",
    "bad_phone": "phones",
    "code_taken": "code",
    "card_taken": "card",
    "bad_card": "card",
    "manager_only": "address_withheld",
}
"""The field that a refusal is about."""


class PersonFields:
    """The fields of one person.  `record()` is the person as typed; `fill` shows what a record holds."""

    def __init__(self, person: Person, *, child: bool | None = None) -> None:
        self.base = person
        self.texts = {
            name: (Whole if name in ("born", "consent_day") else Field)(label=_(LABELS[name]), cells=cells)
            for name, cells in WIDTHS.items()
        }
        self.texts["born"].hint = self.texts["consent_day"].hint = ""
        sexes = (("", _("not said")), ("f", _("female")), ("m", _("male")))
        self.sex = Choice(label=_(LABELS["sex"]), options=sexes)
        self.withheld = yes_no(_(LABELS["address_withheld"]), False)
        self.needs_help = yes_no(_(LABELS["needs_help_to_leave"]), False)
        self.needs_help.hint = _("to leave the house")
        asked = (("", _("not asked")), ("none", _("asked: none")), ("these", _("these:")))
        self.allergies = Choice(label=_(LABELS["allergies"]), options=asked)
        self.child = yes_no(_("child"), child) if child is not None else None
        if self.child:
            self.child.hint = _("yes: comes here; a place and who collects come next")
        self.phones: list[tuple[Field, Choice]] = []
        self.harms: list[tuple[Field, Field, Field]] = []
        for name in LABELS:
            self.fill(name, person)
        self.sheet = Sheet.of(self.rows())

    # ── from a record, and back ──

    def fill(self, name: str, person: Person) -> None:
        """Put the record's value of that name into its field."""
        value = getattr(person, name)
        if name in self.texts:
            hidden = name == "address" and person.address_withheld
            self.texts[name].set("" if hidden else value)
            self.texts[name].hint = _("not shown, kept") if hidden else ""
        elif name == "sex":
            self.sex.choose(value)
        elif name == "address_withheld":
            self.withheld.choose("yes" if value else "")
        elif name == "needs_help_to_leave":
            self.needs_help.choose("yes" if value else "")
        elif name == "phones":
            self.phones = [self._phone(phone) for phone in (*value, Phone(number=""))]
        else:
            self.allergies.choose("" if value is None else "these" if value else "none")
            self.harms = [self._harm(one) for one in (*(value or ()), Allergy(what=""))]

    @staticmethod
    def _phone(phone: Phone) -> tuple[Field, Choice]:
        calls = (("", C_("phone", "safe")), ("no", _("NOT safe")))
        return (
            Field(label=_(LABELS["phones"]), text=phone.number, cells=24),
            Choice(label=_("to call"), options=calls, value="" if phone.safe else "no"),
        )

    @staticmethod
    def _harm(one: Allergy) -> tuple[Field, Field, Field]:
        return (
            Field(label="  " + _("of"), text=one.what, cells=12),
            Field(label=_("what to do"), text=one.action, cells=20),
            Field(label=_("is in"), text=listed(one.words), cells=13),
        )

    def record(self) -> Person:
        """The person as typed, not yet checked by any rule; what was not touched is as it was."""
        values: dict[str, Any] = {name: field.text for name, field in self.texts.items()}
        if self.base.address_withheld and not values["address"].strip():
            values["address"] = self.base.address
        values["born"] = typed_day(values["born"])
        values["consent_day"] = typed_day(values["consent_day"])
        values["sex"] = self.sex.value
        values["address_withheld"] = bool(self.withheld.value)
        values["needs_help_to_leave"] = bool(self.needs_help.value)
        values["phones"] = tuple(
            Phone(number=number.text, safe=not unsafe.value)
            for number, unsafe in self.phones
            if number.text.strip()
        )
        values["allergies"] = self._allergies()
        return replace(self.base, **values)

    def _allergies(self) -> tuple[Allergy, ...] | None:
        if self.allergies.value != "these":
            return () if self.allergies.value else None
        typed = [self._typed(*harm) for harm in self.harms if any(field.text.strip() for field in harm)]
        return tuple(one for several in typed for one in several) or (Allergy(what=""),)

    def _typed(self, what: Field, action: Field, words: Field) -> tuple[Allergy, ...]:
        """What a line holds; all of it typed at once, as a list has it, is taken apart as that is."""
        one = Allergy(what=what.text, action=action.text, words=typed_words(words.text))
        known = one.what in {harm.what for harm in self.base.allergies or ()}
        if known or one.action or one.words or not AS_LISTED & set(one.what):
            return (one,)
        return tuple(one_allergy(part) for part in split_list(one.what)) or (one,)

    def another_harm(self) -> Field:
        """The field for one more allergy, which is always the last; these are shown from now on."""
        self.allergies.choose("these")
        self.sheet.refill(self.rows())
        return self.harms[-1][0]

    def wrong_harm(self) -> Field:
        """The field of the first allergy that has no name, or too long a one."""
        names = [what for what, *_rest in self.harms]
        wrong = [what for what in names if says_nothing(what.text) or len(what.text) > LONGEST_NAME]
        return (wrong or names)[0]

    def changed(self) -> tuple[str, ...]:
        """The names of what differs from the record the form stands on."""
        typed = self.record()
        return tuple(name for name in LABELS if getattr(typed, name) != getattr(self.base, name))

    # ── the form ──

    def rows(self) -> list[list[Field]]:
        """The fields line by line; allergies only where there are any."""
        texts = self.texts
        rows: list[list[Field]] = [[texts["name"], texts["latin_name"]], [texts["born"], self.sex]]
        rows += [[self.child]] if self.child else []
        rows += [[number, unsafe] for number, unsafe in self.phones]
        rows += [[self.allergies]]
        if self.allergies.value == "these":
            rows += [[what, action, words] for what, action, words in self.harms]
        rows += [[texts["alert"]], [self.needs_help, texts["language"]]]
        rows += [[texts["address"]], [self.withheld]]
        rows += [
            [texts["consent_by"], texts["consent_day"]],
            [texts["code"], texts["card"]],
            [texts["notes"]],
        ]
        return rows

    def grown(self, today: str) -> None:
        """After a key: a further line where the last one is filled, and what the dates mean."""
        if self.phones[-1][0].text.strip():
            self.phones.append(self._phone(Phone(number="")))
        if self.harms[-1][0].text.strip():
            self.harms.append(self._harm(Allergy(what="")))
        self.sheet.refill(self.rows())
        self.texts["born"].hint = day_hint(self.texts["born"].text, today)
        self.texts["consent_day"].hint = day_hint(self.texts["consent_day"].text, today, age=False)

    def field(self, name: str) -> Field:
        """The (first) field of that name."""
        others = {
            "sex": self.sex,
            "address_withheld": self.withheld,
            "needs_help_to_leave": self.needs_help,
            "allergies": self.allergies,
            "phones": self.phones[0][0],
        }
        return self.texts[name] if name in self.texts else others[name]


def day_hint(text: str, today: str, age: bool = True) -> str:
    """What a typed day means: "9 years", or that it is none."""
    if not text.strip():
        return ""
    day = typed_day(text)
    if not is_day(day):
        return _("no such day") if len(text.strip()) >= 8 else _("as 2017-05-31")
    if day > today:
        return _("is to come")
    years = age_on(day, date.fromisoformat(today))
    return _("{count} years").format(count=years) if age else day_text(day)


def shown_value(person: Person, name: str) -> str:
    """A value of a record in words, for "who changed what"."""
    value = getattr(person, name)
    if name == "address" and person.address_withheld:
        return _("withheld")
    if name == "phones":
        return listed(p.number + ("" if p.safe else " " + _("(not safe)")) for p in value) or _("nothing")
    if name == "allergies":
        return _("not asked") if value is None else listed(one.what for one in value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "sex":
        return {"f": _("female"), "m": _("male")}.get(value, _("not said"))
    return word(value) or _("nothing")
