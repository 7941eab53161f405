"""Folders and names that no desk should have to meet: one clear line, nothing changed, no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import JournalDB
from db.fold import fold
from db.lines import encode
from deskapp.services.kinds import KINDS
from deskapp.services.records import Enrolment, Person, Staff
from tests.terminal.conftest import Copier
from tests.terminal.desks import DAY, ENVIRONMENT, PROGRAM, Desk, command, did, last_line, opened, steps
from tests.terminal.driver import Terminal

ONE_LINE = re.compile(r"deskapp: .+\n")
COMMANDS = (("today",), ("check",), ("scan", "--as", "CL"), ("history",), ("export", "children"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused_by_the_desk(*arguments: str, prefix: tuple[str, ...] = ()) -> str:
    """Open the full screen, which is refused; the one line that is said."""
    with Terminal([*prefix, *PROGRAM, *arguments], environment=ENVIRONMENT, columns=200) as terminal:
        assert terminal.wait_for_exit(20) == 1
        left_behind = terminal.sent.rpartition(b"\x1b[?1049l")[2].decode()
        (line,) = [line for line in re.sub(r"\x1b\[[?<]?[0-9;]*[a-z]", "", left_behind).split("\r\n") if line]
        assert line.startswith("deskapp: ")
        return line


# ── folders that are none of ours ──


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "letter.txt").write_text("dear mother")
    done = command(tmp_path, *words)
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr)
    assert str(tmp_path) in done.stderr
    assert contents(tmp_path) == {"letter.txt": b"dear mother"}


def test_the_desk_does_not_open_on_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear mother")
    assert str(tmp_path) in refused_by_the_desk("--data", str(tmp_path))
    file = tmp_path / "letter.txt"
    assert str(file) in refused_by_the_desk("--data", str(file))
    assert contents(tmp_path) == {"letter.txt": b"dear mother"}


# ── permission ──


@pytest.fixture
def obeys() -> tuple[str, ...]:
    """What makes a program obey the permissions of files; root only does without two of its capabilities."""
    if os.getuid() != 0:
        return ()
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if not shutil.which("setpriv") or subprocess.run([*prefix, "true"], check=False).returncode:
        pytest.skip("root cannot give up its capabilities here")
    return prefix


def test_a_folder_that_may_not_be_read_is_not_opened(sound: Path, obeys: tuple[str, ...]) -> None:
    before = contents(sound)
    sound.chmod(0)
    try:
        assert str(sound) in refused_by_the_desk("--data", str(sound), prefix=obeys)
        for words in COMMANDS:
            done = run_as(obeys, sound, *words)
            assert done.returncode == 1
            assert ONE_LINE.fullmatch(done.stderr), done.stderr
    finally:
        sound.chmod(0o755)
    assert contents(sound) == before


def run_as(prefix: tuple[str, ...], folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command behind that prefix."""
    return subprocess.run(
        [*prefix, *PROGRAM, "--data", str(folder), *words],
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_that_may_only_be_read_changes_nothing(sound: Path, obeys: tuple[str, ...]) -> None:
    before = contents(sound)
    places = [sound, *sound.rglob("*")]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)
    words = [*PROGRAM, "--data", str(sound), "--now", f"{DAY}T16:20", "--as", "CL"]
    try:
        with Terminal([*obeys, *words], environment=ENVIRONMENT) as terminal:
            terminal.expect(r"READ ONLY \(no permission")
            terminal.press("2", "a")
            terminal.expect("NOT SAVED.*\n?.*Nothing was changed")
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
        assert run_as(obeys, sound, "today").returncode == 0
        scanned = run_as(obeys, sound, "undo", "2")
        assert scanned.returncode == 1
        assert ONE_LINE.fullmatch(scanned.stderr), scanned.stderr
    finally:
        for path in places:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert contents(sound) == before


@pytest.fixture
def sound(centre_at: Copier) -> Path:
    """A sound folder."""
    return centre_at()


# ── damage ──


@pytest.fixture
def worked_in(centre_at: Copier) -> tuple[Path, Path]:
    """A folder in which three children have arrived, a line each; and its journal file."""
    folder = centre_at()
    cards = [one.card for one in all_people(folder) if one.card][:3]
    done = command(folder, "scan", "--as", "CL", now="16:20", input="\n".join(cards) + "\n")
    assert done.returncode == 0, done.stderr
    (segment,) = (folder / "journal").iterdir()
    return folder, segment


def all_people(folder: Path) -> list[Person]:
    """Everybody."""
    with opened(folder) as store:
        return list(store.read().all(Person))


def test_a_damaged_line_in_the_middle_is_named_and_nothing_is_written(worked_in: tuple[Path, Path]) -> None:
    folder, segment = worked_in
    data = segment.read_bytes()
    lines = data.split(b"\n")
    lines[3] = lines[3].replace(b'"k":"tx"', b'"k":"tz"', 1)
    segment.write_bytes(b"\n".join(lines))
    before = contents(folder)
    where = rf"{segment.name}.*\b4\b"
    with Desk(folder, page=0, columns=100) as desk:
        desk.expect(where)
        desk.type("2")
        desk.expect(r"\[2 ")
        desk.type("<down><down><down><down>a")
        desk.expect(r"(?i)can only be read|Nothing was changed")
        assert desk.goodbye() == 0
    checked = command(folder, "check")
    assert checked.returncode == 1
    assert re.search(where, checked.stdout + checked.stderr)
    after = {name: data for name, data in contents(folder).items() if not name.startswith("logs/")}
    assert after == before


def test_a_torn_last_line_is_repaired_kept_and_said_once(worked_in: tuple[Path, Path]) -> None:
    folder, segment = worked_in
    data = segment.read_bytes().rstrip(b"\0")
    assert data.endswith(b"\n")
    torn = b'{"n":6,"k":"tx","p":"1234","t":"2026-11-23T08'
    segment.write_bytes(data + torn)
    with Desk(folder, page=0) as desk:
        desk.expect(r"put aside in\s+torn/")
        desk.settle()
        said = "".join(desk.lines)
        desk.type("2/xjh<enter>")
        desk.expect("徐静好 Xu Jinghao arrived")
        assert desk.goodbye() == 0
    kept = [path for path in (folder / "torn").iterdir() if torn in path.read_bytes()]
    assert len(kept) == 1
    assert kept[0].name in said
    with Desk(folder, columns=120) as desk:
        assert kept[0].name not in desk.text
    assert len(steps(folder)) == 4
    assert command(folder, "check").returncode == 0


@pytest.mark.parametrize("words", [("today",), ("today", "--json"), ("history",)], ids=" ".join)
def test_a_command_says_what_it_has_set_aside_once(
    worked_in: tuple[Path, Path], words: tuple[str, ...]
) -> None:
    folder, segment = worked_in
    segment.write_bytes(segment.read_bytes().rstrip(b"\0") + b'{"n":6,"k":"tx","p":"1234","t":"2026-11')
    done = command(folder, "--lang", "en", *words)
    (kept,) = (folder / "torn").iterdir()
    assert done.returncode == 0
    assert ONE_LINE.fullmatch(done.stderr)
    assert f"torn/{kept.name}" in done.stderr
    assert command(folder, *words).stderr == ""


def test_a_folder_of_a_newer_program_is_not_touched(worked_in: tuple[Path, Path]) -> None:
    folder, _segment = worked_in
    with JournalDB(folder, KINDS) as store:
        store.journal.append("seal", {}, [])
        head = {"n": store.last_lsn + 1, "k": "head", "p": store.head, "t": "2030-01-01T00:00:00Z"}
        head |= {"format": 2, "history": store.journal.history, "next_id": 999}
    newer = folder / "journal" / f"{head['n']:012d}.jsonl"
    newer.write_bytes(encode(head, []))
    before = contents(folder)
    assert "newer program" in refused_by_the_desk("--data", str(folder))
    for words in COMMANDS:
        done = command(folder, *words)
        assert done.returncode == 1
        assert ONE_LINE.fullmatch(done.stderr), done.stderr
    assert contents(folder) == before


# ── a full disk ──


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB of its own; skips the test where none can be had."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here (that takes root)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room there is, also what was given back since; the file that holds it."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return filler


def test_a_full_disk_is_said_and_loses_nothing(centre_at: Copier, small_disk: Path) -> None:
    folder = Path(shutil.copytree(centre_at(), small_disk / "data"))
    with Desk(folder) as desk:
        filler = fill(small_disk)
        for step in ("*a", "*h", "*s", "u", "u", "u") * 6:
            before = last_line(folder)
            desk.type(step)
            desk.wait_until(lambda before=before: "NOT SAVED" in desk.text or last_line(folder) != before)
            if "NOT SAVED" in desk.text:  # the room that is kept for such a day is used up by now
                break
            fill(small_disk)
        desk.expect("NOT SAVED")
        desk.expect("Nothing was changed")
        stood = last_line(folder)
        desk.type("<down>")
        desk.finished()
        assert last_line(folder) == stood
        filler.unlink()
        desk.type("mthere is room again<enter>")
        desk.expect(r"(?m)^saved .*Note left")
        assert desk.goodbye() == 0
    assert last_line(folder) > stood
    assert command(folder, "check").returncode == 0


def test_a_snapshot_of_a_newer_program_ends_the_desk_with_a_line(worked_in: tuple[Path, Path]) -> None:
    folder, _segment = worked_in
    with JournalDB(folder, KINDS) as store:
        fold(store)
    snapshot = folder / "centre.json"
    snapshot.write_bytes(snapshot.read_bytes().replace(b'"format":1', b'"format":9', 1))
    told = refused_by_the_desk("--data", str(folder))
    assert "newer program" in told or "damaged" in told or "READ ONLY" in told


# ── codes and names ──


def test_an_unknown_card_changes_nothing(centre_at: Copier) -> None:
    folder = centre_at()
    before = last_line(folder)
    with Desk(folder) as desk:
        for code in ("000000", "999999", "777", "", "123456789012345"):
            desk.type(f";{code}<enter>")
        desk.finished()
        desk.type(";999999<enter>")
        desk.expect(r"999999")
        desk.finished()
    assert did(folder, before) == []
    codes = ["999999", ";999999", "[bold]", "\x1b[2J", "x" * 300, "", "马"]
    done = command(folder, "scan", "--as", "CL", now="16:20", input="\n".join(codes) + "\n")
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr)
    answers = done.stdout.splitlines()
    assert len(answers) == len(codes)
    assert all(answer.startswith("no ") for answer in answers)
    assert "\x1b" not in done.stdout
    assert did(folder, before) == []


STRANGE = {
    "markup": "[bold]Ada[/bold] [red]",
    "terminal": "\x1b[2J\x1b]0;owned\x07Bo\x9b31m",
    "long": "Cy" * 150,
    "emoji": "Di 👩‍👩‍👧‍👦 🇨🇳 ✌🏽",
    "direction": "\u202eodE\u202c עברית \u200f",
    "joined": "E\u0301\u0301\u0301\u0301\u0301mi\u200b\ufeff",
    "lines": "Fay\r\nsaved  Gus",
    "empty": "",
}


@pytest.fixture
def strangers(centre_at: Copier) -> Path:
    """A centre of children with strange names, put there past all rules; and a member of staff."""
    folder = centre_at(name="strange")
    with_names = JournalDB(folder, KINDS)
    with with_names.transaction("import") as tx:
        tx.put(Staff(name=STRANGE["markup"], latin_name=STRANGE["terminal"], code="ZZ"))
        for number, name in enumerate(STRANGE.values()):
            child = tx.put(Person(name=name, latin_name=name, readings=("zz",), code=f"{900 + number}")).id
            tx.put(Enrolment(child=child, group=name, school=name, since=DAY))
    with_names.close()
    return folder


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_strange_names_are_shown_safely(strangers: Path, size: tuple[int, int]) -> None:
    columns, rows = size
    with Desk(strangers, columns=columns, rows=rows, staff="ZZ") as desk:
        for number in range(len(STRANGE)):
            desk.type(f"/{900 + number}<tab>")
            desk.finished()
            assert re.match(r">o coming +", desk.cursor), desk.text
            for opening in ("c", "x", "t", "m", "<enter>"):
                desk.type(opening)
                desk.settle(0.02)
                desk.type("<esc>")
            desk.finished()
            assert desk.text.count("TRAINING") == 1
        desk.type("6/900<tab><enter>")
        desk.settle(0.05)
        desk.type("<esc>1")
        desk.expect(r"\[1 ")
        assert desk.goodbye() == 0
        sent = bytes(desk.sent)
    for wicked in (b"\x1b[2J\x1b]", b"owned\x07", "\u202e".encode(), "\u200f".encode(), b"\xc2\x9b"):
        assert wicked not in sent
    assert b"[bold]Ada[/bold]" in sent
    assert not list(strangers.rglob("desk.log"))


def test_commands_print_strange_names_safely(strangers: Path) -> None:
    for words in (("today",), ("history",), ("staff", "list"), ("check",)):
        done = command(strangers, *words, now="16:20")
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout
        assert done.returncode == 0, done.stderr


def test_an_import_of_strange_names_is_one_clear_answer(centre_at: Copier, tmp_path: Path) -> None:
    folder = centre_at()
    before = last_line(folder)
    file = tmp_path / "children.csv"
    rows = "\n".join(f'"{name}",2017-03-0{number + 1}' for number, name in enumerate(STRANGE.values()))
    file.write_text(f"name,born\n{rows}\n", encoding="utf-8")
    done = command(folder, "import", "children", str(file))
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    if done.returncode:
        assert did(folder, before) == []
