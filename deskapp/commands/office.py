"""Where a command works, and as whom: the data folder, its store and centre, the time, the staff."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from db import JournalDB, Reader, Transaction
from db.errors import NotADataFolder, NotSaved, ReadOnly, StoreError
from deskapp import i18n, settings
from deskapp.clock import Clock
from deskapp.commands.failure import Failure
from deskapp.commands.printing import warn
from deskapp.said import names_of
from deskapp.services.act import Act, to_instant
from deskapp.services.clocks import latest_day
from deskapp.services.kinds import KINDS
from deskapp.services.records import Centre, Staff
from deskapp.services.refusal import Fact, Refusal
from deskapp.store import require_new
from deskapp.text import fold
from deskapp.words import SENTENCES, people_in
from deskapp.words.joins import listed

FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Of a pretended time: whoever counts from it some days back or forth must not leave the calendar."""


class Office(Struct):
    """An opened data folder and everything a rule must be told."""

    folder: Path
    store: JournalDB
    centre: Centre
    zone: ZoneInfo
    clock: Clock
    terminal: str
    remote: bool
    asked_staff: str

    @property
    def reader(self) -> Reader:
        """What is in the store now."""
        return self.store.read()

    def act(self, staff: int = 0) -> Act:
        """An act now, by this staff (0: nobody, for reading)."""
        now = self.clock.now()
        latest = "" if self.clock.pretends else latest_day(now, self.store.clock_behind, self.zone)
        return Act(staff, self.terminal, now, self.zone, self.remote, latest=latest)

    def acting(self) -> Staff:
        """Who acts: as --as says, else the only manager there is.  Raises Failure."""
        return chosen(self.reader, self.asked_staff)

    def transaction(self, code: str, act: Act, **args: Fact) -> Transaction:
        """A transaction labelled and signed; a pretended time is marked as one."""
        at = to_instant(act.now) if self.clock.pretends else ""
        return self.store.transaction(code, args, who=act.staff, on=act.terminal, at=at)


@contextmanager
def open_office(options: Namespace) -> Iterator[Office]:
    """The folder that the options name, opened.  Whatever its rules refuse comes out as a Failure."""
    with demo_or(options) as folder:
        store = open_store(folder)
        zone = ZoneInfo("UTC")
        try:
            centre = centre_of(store)
            zone = ZoneInfo(centre.timezone)
            i18n.set_language(i18n.choose_language(options.lang, centre.language))
            yield Office(
                folder=folder,
                store=store,
                centre=centre,
                zone=zone,
                clock=clock_of(options, zone, training=centre.training),
                terminal=settings.terminal_name(options.terminal),
                remote=is_remote(options),
                asked_staff=options.staff or "",
            )
        except (Refusal, StoreError) as error:
            names = names_of(store.read(), people_in(SENTENCES.get(error.code, ""), error.facts))
            raise Failure(error.code, error.facts, names, zone) from error
        finally:
            for name, _tail in store.torn[-1:]:
                warn("torn_repaired", file=name)
            if not options.demo and store.fold_due():
                store.fold_soon()
            store.close()


def centre_of(store: JournalDB) -> Centre:
    """The centre.  Raises Failure: where there is none yet, or where damage hides it."""
    centre = next(iter(store.read().all(Centre)), None)
    if centre is not None:
        return centre
    try:
        require_new(store)
    except ReadOnly as error:
        raise Failure("reading_only", error.facts) from error
    except StoreError as error:
        raise Failure(error.code, error.facts) from error
    raise Failure("no_centre_yet", {"path": str(store.folder)})


@contextmanager
def demo_or(options: Namespace) -> Iterator[Path]:
    """The data folder: a demo that is thrown away afterwards, or the one that is meant."""
    if options.demo:
        from deskapp.demo import demo_folder

        zone = ZoneInfo("Asia/Shanghai")
        with demo_folder(i18n.language(), pretended(options.now, zone)) as demo:
            options.pretended = demo.now
            yield demo.folder
    else:
        yield data_folder(options)


def is_remote(options: Namespace) -> bool:
    """Whether the terminal is not on site: told so, or come in by SSH; a demo stands on no site at all."""
    return bool(options.remote or (settings.remote() and not options.demo))


def data_folder(options: Namespace) -> Path:
    """--data, else DESKAPP_DATA, else the place for a user's data.  Raises Failure for an empty --data."""
    if options.data == "":
        raise Failure("data_unnamed")
    wanted = options.data or os.environ.get("DESKAPP_DATA")
    if wanted:
        return Path(wanted).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("deskapp", appauthor=False))


def open_store(folder: Path, *, read_only: bool = False) -> JournalDB:
    """The store of a folder.  Raises Failure, with what to do where there is no desk yet.

    `read_only` mends nothing: what a crash left is for whoever can say so.
    """
    try:
        return JournalDB(folder, KINDS, read_only=read_only)
    except NotADataFolder as error:
        if is_vacant(folder):
            raise Failure("no_desk_yet", {"path": str(folder)}) from error
        raise Failure(error.code, error.facts) from error
    except StoreError as error:
        raise Failure(error.code, error.facts) from error


@contextmanager
def made_whole(folder: Path) -> Iterator[None]:
    """What is made where nothing was goes again when it is refused or the disk does not take all of it."""
    there, vacant = folder.exists(), is_vacant(folder)
    try:
        yield
    except (Refusal, NotSaved, OSError) as error:
        if vacant:
            empty(folder, remove=not there)
        if isinstance(error, OSError) and error.filename is None:
            raise OSError(error.errno, error.strerror, str(folder)) from error
        raise


def empty(folder: Path, *, remove: bool) -> None:
    """Takes away what is in a folder, and the folder itself if that is asked."""
    import shutil

    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if remove and folder.is_dir():
        folder.rmdir()


def is_vacant(folder: Path) -> bool:
    """Whether a desk could be made here: nothing stands there, or an empty folder."""
    try:
        return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError:
        return False


def clock_of(options: Namespace, zone: ZoneInfo, *, training: bool) -> Clock:
    """The real clock, or the pretended one of a demo or a training folder.  Raises Failure."""
    if options.demo:
        return Clock(options.pretended)
    now = pretended(options.now, zone)
    if now is not None and not training:
        raise Failure("now_only_pretended")
    return Clock(now)


def day_of(text: str | None, today: str) -> str:
    """The day of --day, else today.  Raises Failure."""
    if not text:
        return today
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Failure("no_such_day", {"text": text}) from None


def pretended(text: str | None, zone: ZoneInfo) -> datetime | None:
    """The moment of --now; without an offset it is the centre's local time.  Raises Failure."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Failure("bad_now", {"text": text}) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Failure("bad_now", {"text": text})
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def chosen(reader: Reader, asked: str) -> Staff:
    """The staff called or coded so; without a name the only manager.  Raises Failure, listing everybody."""
    staff = [one for one in reader.all(Staff) if not one.archived]
    if not staff:
        raise Failure("nobody_yet")
    everybody = listed(f"{one.code} {one.name}" for one in staff)
    if not asked:
        managers = [one for one in staff if one.role == "manager"]
        if len(managers) == 1:
            return managers[0]
        raise Failure("who_acts", {"staff": everybody})
    wanted = fold(asked)
    found = [one for one in staff if fold(one.code) == wanted] or [
        one for one in staff if wanted in (fold(one.name), fold(one.latin_name))
    ]
    if len(found) == 1:
        return found[0]
    raise Failure("staff_several" if found else "staff_unknown", {"text": asked, "staff": everybody})
