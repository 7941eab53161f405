"""A whole day of a centre, on a school system's own list and one of ours, typed into real terminals."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tinydb import TinyDB

from db import JournalDB
from db.fold import fold
from deskapp.services.kinds import KINDS
from deskapp.services.records import Absence, Concern, HeadCount, RollCall
from tests.terminal.conftest import Copier
from tests.terminal.desks import (
    DAY,
    ENVIRONMENT,
    PROGRAM,
    ROOT,
    Desk,
    Did,
    attendances,
    command,
    did,
    last_line,
    opened,
    person,
    steps,
)

ROSTER = ROOT.parent / "shared" / "data" / "school-roster.csv"
MAP = ROOT / "docs" / "examples" / "school-roster.toml"
TREES = (
    *("Alder", "Beech", "Cedar", "Elder", "Hazel", "Holly"),
    *("Laurel", "Linden", "Maple", "Rowan", "Spruce", "Willow"),
)
BUS = tuple(f"Rider {tree}" for tree in TREES)


def own_list(folder: Path) -> Path:
    """A list of a centre's own: a brother and a sister, and twelve who come by bus."""
    guardians = [f"{what}_{number}" for number in (1, 2) for what in ("guardian", "relation", "phone")]
    heads = ["name", "born", "group", "expected", *guardians]
    parents = ("Ada Waters,mother,139-0000-0001", "Carl Waters,father,139-0000-0002")
    rows = [
        f"Fern Waters,2017-04-05,,16:30,{','.join(parents)}".split(","),
        f"Basil Waters,2015-06-07,,16:30,{','.join(parents)}".split(","),
        *(
            f"{name},2016-01-{place + 10},Bus 12,17:10,Parent {tree},mother,139-0001-00{place:02}".split(",")
            for place, (name, tree) in enumerate(zip(BUS, TREES, strict=True))
        ),
    ]
    file = folder / "own.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *(row + [""] * (len(heads) - len(row)) for row in rows)])
    return file


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A training folder with the school's 240 children and our own fourteen."""
    if not ROSTER.exists():
        pytest.skip(f"the school system's export is not here: {ROSTER}")
    folder = tmp_path / "data"
    for words in (
        ("init", "--centre", "River Centre", "--manager", "Zhou Ming", "--training"),
        ("staff", "add", "Chen Li", "--code", "CL"),
    ):
        assert command(folder, *words).returncode == 0
    brought = command(folder, "import", "children", str(ROSTER), "--map", str(MAP), now="07:30")
    assert brought.returncode == 0, brought.stderr
    assert "240" in brought.stdout
    again = last_line(folder)
    assert command(folder, "import", "children", str(ROSTER), "--map", str(MAP), now="07:31").returncode == 0
    assert last_line(folder) == again, "a second import adds nothing"
    brought = command(folder, "import", "children", str(own_list(tmp_path)), now="07:40")
    assert brought.returncode == 0, brought.stderr
    return folder


def test_a_whole_day(imported: Path) -> None:
    folder = imported
    families_and_an_order(folder)
    arrivals(folder)
    the_bus_and_a_crash(folder)
    evening(folder)
    checked = command(folder, "check")
    assert checked.returncode == 0, checked.stderr
    after_a_fold(folder)


def families_and_an_order(folder: Path) -> None:
    """In the morning the manager says yes to the family that was proposed, and writes an order down."""
    before = last_line(folder)
    with Desk(folder, now="08:00", staff="ZM", page=6) as desk:
        for _ in range(8):
            if "FAMILIES" in desk.text:
                break
            desk.type("f")
            desk.settle(0.05)
        desk.type("y")
        desk.expect(r"(?m)^saved .*Waters")
        desk.done("2/604821<tab><enter>l<down>bcourt order, copy in the safe<ctrl+s><esc><esc>")
        for name in ("fern", "basil"):  # their mother stands there with her ID, for each of them
            desk.done(f"/{name} waters<tab><enter>ly1h<esc><esc>")
    assert did(folder, before)[1:] == [
        Did("block", ("Tyrone Dyer",)),
        Did("add_by_guardian", ("Fern Waters",)),
        Did("add_by_guardian", ("Basil Waters",)),
    ]
    assert did(folder, before)[0].code == "confirm_family"


def arrivals(folder: Path) -> None:
    """By find, by the list, by code; an absence by telephone; one taken back."""
    before = last_line(folder)
    with Desk(folder, now="16:20") as desk:
        desk.done("/604821<enter>604825<enter>fern waters<enter>basil waters<enter><esc>")
        desk.done("<home>a<down><down>a")
        desk.done(";604829<enter>;604831<enter>")
        desk.done("/604832<tab>xs1")
        desk.type("/604833<tab>a")
        desk.expect("Dennis Mac Donald arrived")
        desk.done("u")
        desk.done("/604835<tab>a<backspace>")
        desk.done("/604821<tab>h/604825<tab><space>")
        desk.expect(r"here 8 ")
        desk.expect(r"absent 1\b")
        desk.goodbye()
    assert did(folder, before) == [
        Did("arrive", ("Tyrone Dyer",)),
        Did("arrive", ("Dale Jimenez",)),
        Did("arrive", ("Fern Waters",)),
        Did("arrive", ("Basil Waters",)),
        Did("arrive", ("Joe Adkins",)),
        Did("arrive", ("Dustin Alexander",)),
        Did("scan", ("April Shelton",)),
        Did("scan", ("Peter Pratt",)),
        Did("absent", ("Beverly Ortiz",)),
        Did("arrive", ("Dennis Mac Donald",)),
        Did("undo", ("Dennis Mac Donald",)),
        Did("arrive", ("Diana Holt",)),
        Did("take_back", ("Diana Holt",)),
        Did("homework", ("Tyrone Dyer",)),
        Did("homework", ("Dale Jimenez",)),
    ]
    with opened(folder) as store:
        (absence,) = store.read().all(Absence)
    assert (absence.reason, absence.first, bool(absence.told_by), absence.number) == (
        "sick",
        DAY,
        True,
        absence.number,
    )
    assert absence.number.endswith(person(folder, "Margie Ortiz").phones[0].number[-4:])


def the_bus_and_a_crash(folder: Path) -> None:
    """Twelve off one bus, supper, roll call; the machine dies in the middle of the suppers."""
    before = last_line(folder)
    with Desk(folder, now="17:12") as desk:
        desk.done("/rider ald<tab>gg*a<esc>")
        assert did(folder, before)[-1] == Did("arrive", BUS)
        desk.done("r<space><space><space>ey")
        desk.type("1h20<enter>")
        desk.expect(r"20 heads counted|20")
        desk.done("2")
        desk.type("/" + "".join(f"{name.lower()}<tab>s/" for name in BUS))
        desk.wait_until(lambda: sum("s" in done for done in steps(folder).values()) >= 5, why="five suppers")
        desk.kill(signal.SIGKILL)
        desk.wait_for_exit()
    fed = [name for name, done in steps(folder).items() if "s" in done]
    assert 5 <= len(fed) <= len(BUS)
    assert fed == list(BUS[: len(fed)])
    with opened(folder) as store:
        reader = store.read()
        (call,) = reader.on(RollCall, DAY)
        (count,) = reader.on(HeadCount, DAY)
    assert (len(call.listed), len(call.ticked), bool(call.ended_at)) == (20, 3, True)
    assert (count.counted, count.listed) == (20, 20)


def evening(folder: Path) -> None:
    """Opened again: nothing is lost; children are handed over, and one who never came is looked for."""
    before = last_line(folder)
    with Desk(folder, now="18:05") as desk:
        desk.expect(r"here 20 ")
        # a brother and a sister with their mother, who comes for the first time: by `i`, and nothing else
        desk.type("/fern waters<enter>1g<enter><space>k")
        desk.expect(r"(?m)^saved .*ID")
        assert "d" not in steps(folder)["Fern Waters"]
        desk.type("i")
        desk.finished_collecting("Fern Waters")
        # somebody with an order at the door, then the mother
        desk.type("/604821<enter>b1")
        desk.expect("RECORDED")
        desk.type("<enter><enter> 1<enter> ")
        desk.expect("CHOSEN")
        desk.type("i1y")
        desk.finished_collecting("Tyrone Dyer")
        # an uncle nobody knows
        desk.type("/604825<enter>91yUncle Bob<enter>139-0000-7777<enter>uncle<enter>y<enter>")
        desk.expect("CHOSEN: +3 Uncle Bob")
        desk.type("i")
        desk.finished_collecting("Dale Jimenez")
        # one who never came: rooms, mother, father, who says where the child is
        desk.done("/604826<tab>tyoa3sat his grandmother's<enter>")
        desk.goodbye()
    assert did(folder, before) == [
        Did("collect", ("Fern Waters", "Basil Waters")),
        Did("blocked_came", ("Tyrone Dyer",)),
        Did("confirm_collector", ("Tyrone Dyer",)),
        Did("collect", ("Tyrone Dyer",)),
        Did("add_by_guardian", ("Dale Jimenez",)),
        Did("collect", ("Dale Jimenez",)),
        Did("claim", ("Jeremy Coleman",)),
        Did("call", ("Jeremy Coleman",)),
        Did("call", ("Jeremy Coleman",)),
        Did("safe", ("Jeremy Coleman",)),
    ]
    stays = {name: one.stays[-1] for name, one in attendances(folder).items() if one.stays}
    taken = {name: stays[name].how for name in ("Fern Waters", "Basil Waters", "Tyrone Dyer", "Dale Jimenez")}
    assert set(taken.values()) == {"id"}
    assert stays["Tyrone Dyer"].collected_by == person(folder, "Carmen Dyer").id
    assert stays["Dale Jimenez"].collected_by == person(folder, "Uncle Bob").id
    with opened(folder) as store:
        reader = store.read()
        jeremy = person(folder, "Jeremy Coleman").id
        found = [one for one in (*reader.all(Concern), *reader.on(Concern, DAY)) if one.child == jeremy]
    assert [call.result for call in found[0].calls] == ["looked", "no_answer", "safe"]
    assert found[0].closing == "safe"


def after_a_fold(folder: Path) -> None:
    """Plain TinyDB reads the day."""
    store = JournalDB(folder, KINDS)
    fold(store)
    store.close()
    kept = TinyDB(folder / "2026-11.json", access_mode="r").table("attendance").all()
    day = {one["child"]: one for one in kept if one["day"] == DAY}
    assert len([one for one in day.values() if one.get("stays")]) == 20
    assert {one["child"] for one in kept} >= {person(folder, "Fern Waters").id}
    with Desk(folder, now="18:30") as desk:
        desk.expect(r"here 16 ")
    assert command(folder, "check").returncode == 0


# ── in tmux ──


@pytest.fixture
def tmux(tmp_path: Path):
    """Runs tmux on a socket of its own; the server ends with the test."""
    if not shutil.which("tmux"):
        pytest.skip("there is no tmux here")
    socket = tmp_path / "tmux.sock"

    def run(*words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(socket), "-f", os.devnull, *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield run
    subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True, check=False)


def test_a_day_begins_in_tmux(centre_at: Copier, tmux) -> None:
    folder = centre_at()
    before = last_line(folder)
    words = [*PROGRAM, "--data", str(folder), "--as", "CL", "--now", f"{DAY}T16:20"]
    surroundings = [f"{key}={value}" for key, value in ENVIRONMENT.items()]
    tmux("new-session", "-d", "-x", "80", "-y", "24", "env", *surroundings, *words)

    def shown(text: str) -> None:
        end = time.monotonic() + 20
        while text not in (screen := tmux("capture-pane", "-p")):
            assert time.monotonic() < end, screen

    shown("handover")
    tmux("send-keys", "2")
    shown("[2 Children]")
    for keys in (
        ("-l", "/mqq"),
        ("Enter",),
        ("-l", "陈静静"),
        ("Enter",),
        ("Escape",),
        ("Down",),
        ("-l", "a"),
    ):
        tmux("send-keys", *keys)
    shown("陈小舟 Chen Xiaozhou arrived")
    tmux("set-buffer", "two words")
    tmux("send-keys", "m")
    shown("NOTES")
    tmux("paste-buffer", "-p")
    shown("two words")
    tmux("send-keys", "Enter")
    shown("Note left")
    screen = tmux("capture-pane", "-p")
    assert [line for line in screen.splitlines() if "陈静静" in line and "here" in line]
    tmux("send-keys", "C-q")
    end = time.monotonic() + 20
    while subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, check=False).returncode == 0:
        assert time.monotonic() < end, "the desk goes on"
    assert did(folder, before) == [
        Did("arrive", ("马青青",)),
        Did("arrive", ("陈静静",)),
        Did("arrive", ("陈小舟",)),
        Did("add_note", ("陈小舟",)),
    ]
