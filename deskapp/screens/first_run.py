"""The first start in an empty folder: four things are asked, then the centre is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from deskapp.i18n import N_, _, language, set_language
from deskapp.keys import Key, Press
from deskapp.said import Refused
from deskapp.screens.form import ENTER, MOVE, FormDialog
from deskapp.services import centre as centres
from deskapp.services.act import Act
from deskapp.services.records import Centre, Staff
from deskapp.services.refusal import Refusal
from deskapp.store import Store
from deskapp.widgets.field import Field
from deskapp.widgets.sheet import Choice, Sheet, Whole

LANGUAGES = (("en", "English"), ("zh_CN", "简体中文"))


class FirstRun(FormDialog):
    """Asks for the centre's name, language, time zone and its manager.  Closed with True when it is open."""

    scope = "first_run"
    changes_hands = False
    KEYS: ClassVar[tuple[Key, ...]] = (
        ENTER,
        Key(
            "save",
            ("ctrl+s", "f10"),
            N_("open the centre"),
            N_("Opens the centre with what was typed."),
            rank=2,
        ),
        MOVE,
        Key(
            "toggle",
            ("space",),
            N_("changes the language"),
            N_("In the field of the language: the other one."),
            rank=3,
        ),
        Key("quit", ("ctrl+q",), N_("leave"), N_("Leaves the desk; nothing was made."), rank=4),
    )

    def __init__(self) -> None:
        super().__init__()
        self.name = Field(cells=40)
        self.language = Choice(options=LANGUAGES, value=language())
        self.zone = Whole(text="Asia/Shanghai", cells=24)
        self.manager = Field(cells=24)
        self.latin_name = Field(cells=24)
        self.stand_on(Sheet.of([[self.name], [self.language], [self.zone], [self.manager, self.latin_name]]))
        self._labels()

    async def prepare(self) -> None:
        """What time it is in the zone, by the desk's own clock."""
        self._labels()

    def _labels(self) -> None:
        """The labels, in the language that is chosen."""
        self.title = _("A NEW DESK: FOUR THINGS TO KNOW")
        self.foot = _(
            "Everything can be changed later. The manager adds the others who work here: F9, then +."
        )
        self.name.label = _("The centre's name")
        self.language.label = _("Language")
        self.zone.label = _("Time zone")
        self.zone.hint = self._time_there()
        self.manager.label = _("The manager's name")
        self.latin_name.label = _("in Latin letters")

    def _time_there(self) -> str:
        """What time it is in the zone as typed: the simplest check that it is the right one."""
        try:
            zone = centres.zone_of(self.zone.text.strip())
        except Refusal:
            return _("no such time zone")
        if hasattr(self, "desk"):
            self.desk.zone = zone  # the clock above is that of the centre from now on
        return _("it is {clock} there").format(clock=self.desk_time(zone))

    def desk_time(self, zone: ZoneInfo) -> str:
        """The time of the desk's clock there."""
        moment: datetime = self.desk.clock.now() if hasattr(self, "desk") else datetime.now(zone)
        return moment.astimezone(zone).strftime("%H:%M")

    async def key(self, press: Press) -> None:
        """One key; the language that is chosen shows at once."""
        await super().key(press)
        if self.language.value != language():
            set_language(self.language.value)
        self._labels()

    async def do_save(self) -> None:
        """ctrl+s, Enter on the last field."""
        try:
            manager = await self.desk.job(self._open_centre)
        except Refused as refused:
            cause = refused.__cause__
            code = cause.code if isinstance(cause, Refusal) else ""
            if code == "unknown_timezone":
                self.sheet.go(self.zone)
            elif code in ("empty_name", "name_too_long"):
                self.sheet.go(self.name if not self.name.text.strip() else self.manager)
            return
        self.desk.staff = manager
        self.close(True)

    def _open_centre(self, store: Store) -> Staff:
        """The centre and its manager, who is at this terminal then.  Runs on the store's thread."""
        zone = centres.zone_of(self.zone.text.strip())
        act = Act(0, self.desk.terminal, self.desk.clock.now(), zone, self.desk.remote)
        centre = Centre(name=self.name.text, timezone=self.zone.text.strip(), language=self.language.value)
        with store.transaction("open_centre", on=act.terminal) as tx:
            made: tuple[Any, Staff] = centres.open_centre(
                tx, act, centre, self.manager.text, self.latin_name.text
            )
        return made[1]

    async def do_quit(self) -> None:
        """ctrl+q."""
        self.close(None)
