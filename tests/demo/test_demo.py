"""The demo: plainly made up, in full swing, quickly made, and gone when it is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from db import JournalDB
from deskapp import demo
from deskapp.demo import people
from deskapp.demo.readings import READINGS
from deskapp.demo.years import make_years
from deskapp.names import readings
from deskapp.services.act import Act
from deskapp.services.attendance import take_back
from deskapp.services.childday import child_day
from deskapp.services.collecting import collect_page
from deskapp.services.kinds import KINDS
from deskapp.services.records import Attendance, Collector, Enrolment, Staff
from deskapp.services.today import today
from tests.demo.spell import everybody

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 23, 17, 40, tzinfo=demo.ZONE)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of its own, where demos are made and swept."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_readings_are_what_the_dictionary_says() -> None:
    """`python -m tests.demo.spell` writes them anew."""
    wanted = {name: "|".join(readings(name, latin)) for name, latin in everybody()}
    assert wanted == READINGS


def test_the_demo_loads_no_dictionary_and_no_screen() -> None:
    script = (
        "import sys; from datetime import datetime; from pathlib import Path; from deskapp import demo;"
        "demo.make_demo(Path(sys.argv[1]) / 'x', 'en', demo.full_swing());"
        "print([name for name in ('pypinyin', 'textual', 'openpyxl') if name in sys.modules])"
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", script, folder], capture_output=True, text=True, cwd=ROOT, check=True
        )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_centre_in_full_swing(temporary: Path, language: str) -> None:
    with demo.demo_folder(language, MOMENT) as made:
        store = JournalDB(made.folder, KINDS)
        reader, act = store.read(), Act(0, "test", made.now, demo.ZONE)
        page = child_day(reader, act, act.day)
        assert len(page.rows) == len(reader.all(Enrolment)) == 50
        assert len(reader.all(Staff)) == 18
        assert len({one.code for one in reader.all(Staff)}) == 18
        assert [one.role for one in reader.all(Staff)].count("manager") == 1
        assert page.counts["here"] >= 25
        assert page.counts["coming"] >= 12
        assert page.counts["absent"] == 4
        assert page.counts["gone"] == 3
        assert page.counts["late"] == 1
        flags = Counter(flag.code for row in page.rows for flag in row.flags)
        for code in (
            "allergy",
            "not_asked",
            "order",
            "note",
            "two_of_name",
            "sibling_here",
            "delayed",
            "told",
            "alone_from",
        ):
            assert flags[code], code
        assert [row.kind for row in today(reader, act).rows] == [
            "not_accounted",
            "not_home",
            "pause_review",
            "unsuited",
            "notes",
        ]
        blocked = reader.by(Collector, "standing", "blocked")
        assert len(blocked) == 2
        chosen = collect_page(reader, act, blocked[0].child)
        assert chosen.blocked
        assert len(chosen.adults) == 2
        month = reader.between(Attendance, "2026-11-01", act.day)
        assert len({record.day for record in month}) == 6
        for day in ("2026-11-20", "2026-11-16"):
            earlier = child_day(reader, act, day)
            assert earlier.counts["gone"] + earlier.counts["absent"] == 50
        text = (made.folder / "journal").glob("*")
        assert ("7号车" in "".join(path.read_text().strip("\0") for path in text)) == (language == "zh_CN")
        store.close()
    assert not list(temporary.iterdir())


def test_steps_of_the_demo_can_be_taken_back(temporary: Path) -> None:
    with demo.demo_folder("en", MOMENT) as made:
        store = JournalDB(made.folder, KINDS)
        manager = store.read().all(Staff)[0].id
        act = Act(manager, "test", made.now, demo.ZONE)
        for row in child_day(store.read(), act, act.day).rows:
            if row.state in ("here", "gone"):
                with store.transaction("take_back") as tx:
                    take_back(tx, act, row.child)
        store.close()


@pytest.mark.parametrize("clock", ["08:00", "16:31", "17:06", "23:30"])
def test_nothing_has_happened_yet_that_is_still_to_come(tmp_path: Path, clock: str) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{clock}+08:00")
    demo.make_demo(tmp_path / "x", "en", now)
    store = JournalDB(tmp_path / "x", KINDS)
    instant = now.astimezone().timestamp()
    for record in store.read().on(Attendance, "2026-11-23"):
        for stay in record.stays:
            for step in (stay.arrived, stay.homework, stay.supper, stay.departed):
                assert not step or datetime.fromisoformat(step).timestamp() <= instant
    store.close()


def test_it_is_a_school_day() -> None:
    for day in range(1, 15):
        moment = demo.full_swing(date(2026, 11, day)).astimezone(demo.ZONE)
        assert moment.isoweekday() <= 5
        assert (moment.hour, moment.minute) == (17, 40)


def test_the_people_are_many_and_each_child_is_listed_once() -> None:
    children = [child for family in people.families() for child in family.children]
    assert len(children) == 50
    doubled = [name for name, count in Counter(child.name for child in children).items() if count > 1]
    assert doubled == ["王小芳"]
    assert sum(len(family.children) > 1 for family in people.families()) >= 4


def test_a_demo_that_was_killed_is_swept_by_the_next(temporary: Path) -> None:
    script = (
        "import sys, time, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from deskapp import demo\n"
        "with demo.demo_folder('en'):\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(temporary)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        (left,) = temporary.iterdir()
        with demo.demo_folder("en"):
            assert left.exists()  # somebody else's, alive
        process.send_signal(signal.SIGKILL)
    assert left.exists()
    with demo.demo_folder("en"):
        assert not left.exists()


def test_what_is_not_ours_is_not_swept(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / demo.ALIVE).touch()
    (temporary / f"{demo.PREFIX}link").symlink_to(elsewhere)
    young = temporary / f"{demo.PREFIX}young"
    young.mkdir()
    demo.sweep()
    assert elsewhere.exists()
    assert young.exists()
    os.utime(young, (0, 0))
    demo.sweep()
    assert not young.exists()


def test_years_of_history(tmp_path: Path) -> None:
    count = make_years(tmp_path / "years", children=7, years=0.1, last=date(2026, 11, 23))
    store = JournalDB(tmp_path / "years", KINDS)
    records = list(store.read().between(Attendance, "2026-01-01", "2026-11-23"))
    assert len(records) == count > 150
    assert not store.read().on(Attendance, "2026-11-23")
    store.close()
    assert [record.day for record in records] == sorted(record.day for record in records)
