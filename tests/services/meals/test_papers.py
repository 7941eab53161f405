"""What the papers say of a clash: on the count, and of the coming week."""

from __future__ import annotations

import pytest

from deskapp.papers.meals import kitchen_paper, wrong_paper
from tests.services.meals.kitchen_room import FISH, GREENS, RICE, TOFU, Kitchen

FISH_ONLY = (FISH, RICE, GREENS)
WITH_TOFU = (FISH, TOFU, RICE, GREENS)


@pytest.mark.parametrize(
    ("dishes", "avoid", "said"),
    [
        (WITH_TOFU, "fish", ("braised fish (avoids fish)", "tofu")),
        (FISH_ONLY, "fish", ("braised fish (avoids fish)", "no main fits, cook one")),
        (WITH_TOFU, "lard", ("greens (avoids lard)", "leave it out")),
    ],
)
def test_every_clash_says_what_to_do(kitchen: Kitchen, dishes, avoid, said):
    route = kitchen.route()
    kitchen.client(route=route, avoid=(avoid,))
    tomorrow = "2026-11-24"
    for day in (kitchen.day, tomorrow):
        kitchen.menu(*dishes, day=day)
    counted = kitchen_paper(kitchen.count(), "").tables[-1]
    assert [row[2:4] for row in counted.rows] == [said]
    coming = wrong_paper(kitchen.read, kitchen.act, kitchen.day).tables[-1]
    assert ("Tue 24 Nov", "许国强", *said) in list(coming.rows)
    assert all(row[3] for row in coming.rows)
