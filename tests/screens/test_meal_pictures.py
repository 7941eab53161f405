"""What the meals look like, at two sizes and in both languages, at 12:05 of the demo's Monday."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskapp.demo import make_demo
from tests.screens.pictured import at_both_sizes, in_every_language, same_picture

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SCREENS: dict[str, str] = {
    "meals": "3<pagedown><down><down>",
    "meals_today": "1",
    "meals_route": "3<pagedown>g",
    "meals_ladder": "3<pagedown><down><down>t",
    "meals_ladder_seen": "3<pagedown><down><down>t2s",
    "meals_kitchen": "3k",
    "meals_sheets": "3r",
    "meals_wrong": "3w",
    "meals_menu": "3c",
    "meals_menu_dish": "3c1",
    "meals_diets": "3a5",
    "meals_diets_chosen": "3ar{海鲜}<enter>{鱼、虾}<enter>+keto<enter><enter><up><up>",
    "meals_client": "3<enter>",
    "meals_client_form": "3<enter>e",
    "meals_not_taken": "3<down>xr",
    "meals_portions": "3+",
    "meals_route_list": "3s",
    "meals_route_form": "3se",
    "meals_route_today": "3st",
}


@in_every_language
@at_both_sizes
@pytest.mark.parametrize("screen", SCREENS)
def test_meal_picture(snap_compare, tmp_path, screen, size, language):
    make_demo(tmp_path / "data", language, NOON)
    assert same_picture(snap_compare, tmp_path / "data", NOON, SCREENS[screen], size, language)
