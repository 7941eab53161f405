"""One food under the words of both languages."""

from __future__ import annotations

import pytest

from deskapp.services.allergens import harms_of
from deskapp.services.records import Allergy, Dish


@pytest.mark.parametrize(
    ("allergy", "dish", "harms"),
    [
        ("花生", "peanut noodles", True),
        ("Peanuts, severe", "花生油炒面", True),
        ("milk", "奶油蘑菇汤", True),
        ("牛奶", "Yogurt", True),
        ("海鲜", "prawn rice", True),
        ("seafood", "清蒸鱼", True),
        ("nuts", "核桃糕", True),
        ("nuts", "doughnut", False),
        ("nuts", "coconut rice", False),
        ("egg", "eggplant", True),  # what was typed is found anywhere: too much rather than too little
        ("鸡蛋", "eggplant", False),
        ("fish", "rice and beans", False),
        ("horseradish", "radish", False),
        ("", "rice", False),
    ],
)
def test_a_food_is_found_under_its_other_names(allergy: str, dish: str, harms: bool) -> None:
    found = harms_of([Dish(name=dish)], [Allergy(what=allergy)])
    assert bool(found) == harms
