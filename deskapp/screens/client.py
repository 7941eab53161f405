"""A client's sheet: what is brought, when and where to; pauses, status, and who is called."""

from __future__ import annotations

from collections.abc import Sequence

from db import Reader
from deskapp.i18n import N_, _
from deskapp.keys import Key
from deskapp.names import full_name
from deskapp.papers.meals import diet_words
from deskapp.screens.client_lines import (
    allergies_words,
    avoids_words,
    clash_lines,
    contact_words,
    days_words,
    route_words,
    standing_words,
    where_words,
)
from deskapp.screens.dialog import SAVE, SAVE_NOW, UNDO, Dialog
from deskapp.screens.note import NoteDialog, note_text
from deskapp.screens.portions import ask_portions
from deskapp.services.act import Act
from deskapp.services.meals import clients
from deskapp.services.meals.clashes import Clash
from deskapp.services.meals.records import Status
from deskapp.services.meals.sheet import Sheet, clashes_on, sheet_of
from deskapp.services.notes import NoteLine, note_lines
from deskapp.typed import typed_day
from deskapp.widgets.cells import Line
from deskapp.widgets.field import Field, Form
from deskapp.widgets.options import fill, paragraph
from deskapp.words import word
from deskapp.words.joins import labelled, listed, phrased


class ClientDialog(Dialog):
    """Closed with None."""

    scope = "client"
    KEYS = (
        Key("edit", ("e", "enter"), N_("edit"), N_("Changes the sheet: days, diet, route, note."), rank=1),
        Key(
            "pause",
            ("p",),
            N_("pause"),
            N_("No meals from a day on, until a day or for now."),
            rank=2,
        ),
        Key("resume", ("r",), N_("resume"), N_("Meals again from today on."), rank=3),
        Key("review", ("v",), N_("stays paused"), N_("Looked at: stays paused for another week."), rank=7),
        Key("activate", ("a",), N_("active"), N_("Meals are brought from now on."), rank=4),
        Key("stop", ("x",), N_("end meals"), N_("No meals any more; the centre keeps in contact."), rank=5),
        Key("stop_wholly", ("z",), N_("end, no contact"), N_("No meals and no contact any more.")),
        Key("deceased", ("d",), N_("has died"), N_("The client has died.")),
        Key(
            "extra",
            ("+",),
            N_("extra meal"),
            N_("Another number of portions on this day; 0 for none."),
            rank=6,
        ),
        Key("contact", ("t",), N_("contact"), N_("Who is called when nobody opens."), rank=8),
        Key("note", ("m",), N_("note"), N_("Notes about this client."), rank=9),
        UNDO,
    )
    TYPING_KEYS = (SAVE, SAVE_NOW)

    def __init__(self, client: int) -> None:
        super().__init__()
        self.client = client
        self.sheet: Sheet
        self.clashes: tuple[Clash, ...] | None = None
        self.notes: tuple[NoteLine, ...] = ()

    async def prepare(self) -> None:
        """The sheet as it is."""
        self.sheet, self.clashes, self.notes = await self.desk.ask(self._read)
        self.title = _("MEALS FOR {name}").format(name=full_name(self.sheet.person))

    def _read(self, reader: Reader, act: Act) -> tuple[Sheet, tuple[Clash, ...] | None, tuple[NoteLine, ...]]:
        """The sheet, what the client must not get on the day that is shown, and the open notes."""
        sheet = sheet_of(reader, act, self.client)
        clashes = clashes_on(reader, sheet.client, sheet.person, self.desk.shown_day)
        return sheet, clashes, note_lines(reader, act, sheet.person.id)

    def lines(self, columns: int, height: int) -> list[Line]:
        """What is on the sheet, or the form of a pause."""
        sheet = self.sheet
        texts = [
            (_("status"), standing_words(sheet.standing, sheet.hold)),
            (_("weekdays"), days_words(sheet.client)),
            (_("portions"), phrased((str(sheet.client.portions), word(sheet.client.size)))),
            (_("diet"), diet_words(sheet.client.diets)),
            (_("avoids"), avoids_words(sheet.client)),
            (_("allergies"), allergies_words(sheet.person)),
            (_("route"), route_words(sheet.route)),
            (_("address"), where_words(sheet.person)),
            (_("delivery note"), sheet.client.delivery_note),
            (_("phone"), listed(phone.number for phone in sheet.person.phones if phone.safe)),
            (_("emergency contact"), contact_words(sheet)),
        ]
        first = clash_lines(self.clashes, self.desk.shown_day, columns)
        first += _facts([(_("note"), note_text(one, self.desk.today)) for one in self.notes], columns)
        lines = [*first, *_facts(texts, columns)]
        if len(lines) > height:
            lines = [*first, *_facts([one for one in texts if one[1]], columns)]
        if self.form is None:
            self.cursor = None
            return fill([[], lines], height)
        drawn, (x, y) = self.form.lines(columns)
        shown = fill([[], lines[: max(0, height - len(drawn))], drawn], height)
        self.cursor = (x, shown.index(drawn[0]) + y)
        return shown

    async def do_edit(self) -> None:
        """`e`, Enter."""
        from deskapp.screens.client_form import ClientForm

        await self.desk.open(ClientForm(self.client))
        await self.prepare()

    async def do_pause(self) -> None:
        """`p`."""
        self.form = Form(
            [
                Field(_("from"), self.desk.today, cells=12),
                Field(_("back on"), hint=_("empty: until somebody says"), cells=12),
                Field(_("why"), cells=40),
            ]
        )

    async def do_save(self) -> None:
        """Enter: the next line of the pause; on its last one it is saved."""
        if self.form is None:
            return
        if self.form.at < len(self.form.fields) - 1:
            self.form.at += 1
            return
        first, back, why = (one.text for one in self.form.fields)
        await self.desk.perform(clients.pause, self.client, typed_day(first), typed_day(back), why)
        self.form = None
        await self.prepare()

    async def do_resume(self) -> None:
        """`r`."""
        await self.desk.perform(clients.resume, self.client)
        await self.prepare()

    async def do_review(self) -> None:
        """`v`."""
        await self.desk.perform(clients.review, self.client)
        await self.prepare()

    async def do_activate(self) -> None:
        """`a`."""
        await self._status("active")

    async def do_stop(self) -> None:
        """`x`."""
        await self._status("stopped", keep_contact=True)

    async def do_stop_wholly(self) -> None:
        """`z`."""
        await self._status("stopped")

    async def do_deceased(self) -> None:
        """`d`: asked about first."""
        from deskapp.screens.question import Question

        if await self.desk.open(Question("ask_deceased", name=full_name(self.sheet.person))):
            await self._status("deceased")

    async def do_note(self) -> None:
        """`m`."""
        await self.desk.open(NoteDialog(self.sheet.person.id, "meal"))
        await self.prepare()

    async def _status(self, status: Status, *, keep_contact: bool = False) -> None:
        await self.desk.perform(clients.set_status, self.client, status, keep_contact)
        await self.prepare()

    async def do_extra(self) -> None:
        """`+`."""
        await ask_portions(self.desk, self.client, full_name(self.sheet.person))
        await self.prepare()

    async def do_contact(self) -> None:
        """`t`."""
        from msgspec.structs import replace

        from deskapp.screens.choose_person import ChoosePerson, New

        chosen = await self.desk.open(
            ChoosePerson(_("WHO IS CALLED WHEN NOBODY OPENS?"), without=(self.sheet.person.id,))
        )
        if isinstance(chosen, New):
            self.desk.say("contact_on_file_first", kind="refused")
        elif chosen:
            await self.desk.perform(clients.change, replace(self.sheet.client, contact=chosen))
            await self.prepare()


def _facts(texts: Sequence[tuple[str, str]], columns: int) -> list[Line]:
    return [line for label, text in texts for line in paragraph(labelled(label, text or "-"), columns)]
