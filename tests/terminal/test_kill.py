"""The end of a desk: by a crash in the middle of work, by a broken connection, by ctrl+q."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.terminal.conftest import Copier
from tests.terminal.desks import Desk, command, history, last_line, opened, person, steps

BURST = (
    *("马青青", "马丽丽", "蔡小满", "陈静静", "邓佳禾", "何雨桐", "李果果", "孙悦悦", "吴小昊", "徐静好"),
    *("赵小雷", "曾乐乐", "单思远", "欧阳小春", "解小北", "唐糖糖", "许愿星", "彭小朋", "董冬冬", "袁圆圆"),
)


def here(desk: Desk) -> int:
    """How many are here by the screen: each of them was told as saved."""
    found = re.search(r"here (\d+) ", desk.text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("after", [1, 6, 15])
def test_what_was_acknowledged_outlives_a_kill(centre_at: Copier, after: int) -> None:
    folder = centre_at()
    with Desk(folder) as desk:
        desk.type("/" + "".join(f"{name}<enter>" for name in BURST))
        desk.wait_until(lambda: here(desk) >= after, why=f"{after} arrivals on the screen")
        acknowledged = BURST[: here(desk)]
        desk.kill(signal.SIGKILL)
        assert desk.wait_for_exit() == -signal.SIGKILL
    checked = command(folder, "check")
    assert checked.returncode == 0, checked.stderr
    kept = steps(folder)
    assert set(acknowledged) <= set(kept)
    assert list(kept) == list(BURST[: len(kept)]), "what is kept is the beginning of what was typed"
    with Desk(folder) as desk:
        desk.expect(rf"here {len(kept)} ")
        missing = [name for name in BURST if name not in kept]
        desk.done("/" + "".join(f"{name}<enter>" for name in missing) + "<esc>")
    assert set(steps(folder)) == set(BURST)


def test_a_child_is_handed_over_wholly_or_not_at_all(centre_at: Copier) -> None:
    """Killed at any moment of a collection of two: both went, or neither."""
    folder = centre_at("17:40")
    before = last_line(folder)
    with Desk(folder, now="17:40") as desk:
        desk.type("/mq<enter>1gk")
        desk.wait_until(
            lambda: any(one.code == "collect" for one in history(folder, before)), why="it in the journal"
        )
        desk.kill(signal.SIGKILL)
        desk.wait_for_exit()
    (line,) = [one for one in history(folder, before) if one.code == "collect"]
    assert len(line.args["children"]) == 2
    assert {steps(folder)[name][-1] for name in ("马青青", "马丽丽")} == {"d"}
    with opened(folder) as store:
        mother = person(folder, "马红叶").id
        times = {one["times"] for one in store.table("collectors").all() if one["adult"] == mother}
    assert times == {42}, "counted once"


def nothing_personal(sent: bytes) -> None:
    """Names stand only on the screen that the terminal forgets, and the terminal is as it was."""
    before, _, rest = sent.partition(b"\x1b[?1049h")
    shown, _, after = rest.rpartition(b"\x1b[?1049l")
    assert "马".encode() in shown
    for outside in (before, after):
        assert not re.search(rb"[\x80-\xff]|Traceback|[A-Z][a-z]+", outside), outside
    for told in re.findall(rb"\x1b\](.*?)(?:\x07|\x1b\\)", sent, re.S):  # a title, a link, the clipboard
        assert not re.search(rb"[\x80-\xff]", told), told
    ending = sent[sent.rindex(b"\x1b[?1049l") - 200 :]
    for restored in (b"\x1b[?25h", b"\x1b[?2004l"):
        assert restored in ending


def no_error_noted(folder: Path) -> None:
    """Nothing unforeseen was written down."""
    assert not [path for path in folder.rglob("*.log") if path.stat().st_size]


@pytest.mark.parametrize("way", ["ctrl+q", signal.SIGHUP, signal.SIGTERM])
def test_leaving_restores_the_terminal_and_shows_no_name(centre_at: Copier, way: str | int) -> None:
    folder = centre_at()
    with Desk(folder) as desk:
        assert not desk.is_cooked
        desk.type("/mqq<enter>")
        desk.expect("马青青 Ma Qingqing arrived")
        if isinstance(way, str):
            desk.press(way)
        else:
            desk.kill(way)
        assert desk.wait_for_exit() == 0
        assert desk.is_cooked
        nothing_personal(bytes(desk.sent))
    no_error_noted(folder)
    assert steps(folder) == {"马青青": "a"}


@pytest.mark.parametrize("typed", ["c", "m half a note", "/马", "x", "?"])
def test_ctrl_q_leaves_from_everywhere(centre_at: Copier, typed: str) -> None:
    folder = centre_at("17:40")
    with Desk(folder, now="17:40") as desk:
        before = desk.text
        desk.type("<down>" + typed)
        desk.wait_until(lambda: desk.text != before)
        assert desk.goodbye() == 0
    no_error_noted(folder)


def test_a_broken_connection_ends_the_desk_and_keeps_what_was_saved(centre_at: Copier) -> None:
    folder = centre_at()
    with Desk(folder) as desk:
        desk.type("/mqq<enter>")
        desk.expect("马青青 Ma Qingqing arrived")
        desk.type("m half a note")
        assert desk.hang_up() == 0
    no_error_noted(folder)
    assert steps(folder) == {"马青青": "a"}
    assert command(folder, "check").returncode == 0


def test_keys_typed_behind_ctrl_q_do_nothing(centre_at: Copier) -> None:
    folder = centre_at()
    with Desk(folder) as desk:
        desk.type("/mqq<enter><esc><ctrl+q>" + "<down>a" * 10)
        assert desk.wait_for_exit() == 0
    no_error_noted(folder)
    assert steps(folder) == {"马青青": "a"}
