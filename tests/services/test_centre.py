"""The centre: opened once, changed by a manager, shut on days when nobody is inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace

from db import JournalDB
from deskapp.services import centre
from deskapp.services.act import Act
from deskapp.services.records import Centre, ClosedDays, OpenStay, Staff
from deskapp.services.refusal import Refusal

from .conftest import MANAGER, NOW, RECEPTION, SHANGHAI, MakeAct

NOBODY = Act(staff=0, terminal="reception-1", now=NOW.astimezone(UTC), zone=SHANGHAI)


def code_of(rule: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        rule()
    return caught.value.code


def test_a_folder_without_a_centre_says_so(empty_store: JournalDB) -> None:
    assert code_of(lambda: centre.centre(empty_store.read())) == "no_centre"


def test_the_first_act_needs_nobody_and_makes_a_manager(empty_store: JournalDB) -> None:
    with empty_store.transaction("test") as tx:
        opened, manager = centre.open_centre(tx, NOBODY, Centre(name=" Sunshine  Centre"), "林梅", "Lin Mei")
        assert code_of(lambda: centre.open_centre(tx, NOBODY, Centre(name="Another"), "X")) == "already_open"
    assert opened.name == "Sunshine Centre"
    assert (manager.role, manager.code) == ("manager", "LM")
    assert centre.centre(empty_store.read()) == opened


BAD: list[tuple[dict[str, object], str]] = [
    ({"name": "\u202e"}, "empty_name"),
    ({"timezone": "Asia/Sunshine"}, "unknown_timezone"),
    ({"timezone": ""}, "unknown_timezone"),
    ({"timezone": "../../etc/passwd"}, "unknown_timezone"),
    ({"timezone": "Asia"}, "unknown_timezone"),
    ({"timezone": "x\x00y"}, "unknown_timezone"),
    ({"language": "fr"}, "unknown_language"),
    ({"expected": "25:00"}, "bad_time"),
    ({"pickup": "20:60"}, "bad_time"),
    ({"pickup": "20:00:00"}, "bad_time"),
    ({"head_count_at": ""}, "bad_time"),
    ({"weekdays": ()}, "bad_setting"),
    ({"weekdays": (1, 8)}, "bad_setting"),
    ({"overdue_arrival_minutes": -1}, "bad_setting"),
    ({"overdue_pickup_minutes": 1000}, "bad_setting"),
    ({"minimum_collector_age": 99}, "bad_setting"),
]


@pytest.mark.parametrize(("fields", "code"), BAD)
def test_settings_that_cannot_be(
    store: JournalDB, act: MakeAct, tmp_path: Path, fields: dict[str, object], code: str
) -> None:
    with store.transaction("test") as tx:
        changed = replace(centre.centre(tx), **fields)
        assert code_of(lambda: centre.change_centre(tx, act(MANAGER), changed)) == code
    fresh = JournalDB(tmp_path / "fresh", kinds=store.kinds.values(), create=True)
    with fresh.transaction("test") as tx:
        opening = Centre(**{"name": "X", **fields})  # type: ignore[arg-type]
        assert code_of(lambda: centre.open_centre(tx, NOBODY, opening, "Ann")) == code
    assert not fresh.read().all(Staff)
    fresh.close()


def test_a_manager_changes_settings_but_not_what_the_folder_is_for(store: JournalDB, act: MakeAct) -> None:
    with store.transaction("test") as tx:
        wanted = replace(
            centre.centre(tx), pickup="8:05", weekdays=(6, 1, 1), training=True, police="110 / 12355"
        )
        assert code_of(lambda: centre.change_centre(tx, act(RECEPTION), wanted)) == "manager_only"
        changed = centre.change_centre(tx, act(MANAGER), wanted)
    assert (changed.pickup, changed.weekdays, changed.training) == ("08:05", (1, 6), False)
    assert len(store.read().all(Centre)) == 1


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-11-23", True),
        ("2026-11-28", False),  # a Saturday
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-28", False),
        ("2026-12-29", True),
    ],
)
def test_on_which_days_the_centre_is_open(store: JournalDB, act: MakeAct, day: str, open_: bool) -> None:
    with store.transaction("test") as tx:
        centre.close_days(tx, act(MANAGER), "2026-12-25", "2026-12-28", "winter\x1b[2J")
    assert centre.is_open(store.read(), day) == open_
    closed = centre.closed_on(store.read(), day)
    assert (closed.why if closed else None) == ("winter" if "2026-12-25" <= day <= "2026-12-28" else None)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-12-20", "2026-12-19", "days_reversed"),
        ("2026-02-30", "2026-03-01", "bad_day"),
        ("tomorrow", "2026-03-01", "bad_day"),
        ("2026-12-20", "2026-12-25", "already_closed"),
        ("2026-12-26", "2026-12-26", "already_closed"),
        ("2026-12-28", "2027-01-05", "already_closed"),
        ("2026-12-01", "2027-02-01", "already_closed"),
        ("2026-11-23", "2026-11-23", "children_here"),
        ("2026-11-01", "2026-11-24", "children_here"),
        ("2026-11-24", "2026-12-24", ""),
        ("2026-12-29", "2026-12-29", ""),
    ],
)
def test_days_that_may_be_closed(store: JournalDB, act: MakeAct, first: str, last: str, code: str) -> None:
    with store.transaction("test") as tx:
        tx.put(OpenStay(child=5, day="2026-11-23", attendance=6))
        centre.close_days(tx, act(MANAGER), "2026-12-25", "2026-12-28")
        if code:
            assert code_of(lambda: centre.close_days(tx, act(MANAGER), first, last)) == code
        else:
            assert centre.close_days(tx, act(MANAGER), first, last).first == first


def test_closed_days_are_a_managers_matter_and_can_be_taken_back(store: JournalDB, act: MakeAct) -> None:
    with store.transaction("test") as tx:
        assert code_of(lambda: centre.close_days(tx, act(), "2026-12-25", "2026-12-28")) == "manager_only"
        closed = centre.close_days(tx, act(MANAGER), "2026-12-25", "2026-12-28")
        assert code_of(lambda: centre.reopen(tx, act(), closed.id)) == "manager_only"
        assert code_of(lambda: centre.reopen(tx, act(MANAGER), 9999)) == "not_closed"
        assert centre.closings(tx, "2026-12-28") == [closed]
        assert centre.closings(tx, "2026-12-29") == []
        centre.reopen(tx, act(MANAGER), closed.id)
    assert store.read().all(ClosedDays) == []
