"""One food under the words of both languages."""

from __future__ import annotations

import pytest

from deskapp.services.allergens import harms_of
from deskapp.services.foods import eaten_in
from deskapp.services.meals.diets import USUAL
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
        ("fish", "红烧鳗", True),
        ("fish", "凉拌鱼腥草", False),
        ("avocado", "牛油果", False),
    ],
)
def test_a_food_is_found_under_its_other_names(allergy: str, dish: str, harms: bool) -> None:
    found = harms_of([Dish(name=dish)], [Allergy(what=allergy)])
    assert bool(found) == harms


MEATS = [
    "排骨",
    "五花肉",
    "叉烧",
    "腊肠",
    "火腿",
    "pork",
    "ham",
    "lard",
    "牛腩",
    "beef",
    "羊排",
    "lamb",
    "鸡腿",
    "chicken",
    "烤鸭",
    "goose",
    "肉末",
    "meatballs",
]
PORK = ["排骨", "五花肉", "叉烧", "腊肠", "火腿", "猪油", "肉末茄子", "pork", "ham", "bacon", "lard"]
FROM_THE_SEA = ["鲈鱼", "鳗", "cod", "虾仁", "prawn", "蟹粉", "crab", "鱿鱼", "squid", "花蛤", "clam"]
NOT_MEAT = [
    "牛奶",
    "鸡蛋",
    "咸鸭蛋",
    "牛油果",
    "鸡腿菇",
    "鸭梨",
    "肉桂",
    "果肉",
    "champignon",
    "milk",
    "egg",
    "eggplant",
    "tofu",
    "豆腐",
]
DRINKS = ["料酒", "黄酒", "米酒", "wine", "beer"]


@pytest.mark.parametrize(
    ("diet", "found", "not_found"),
    [
        ("vegetarian", [*MEATS, *FROM_THE_SEA], [*NOT_MEAT, *DRINKS]),
        ("halal", [*PORK, *DRINKS, "鸭血"], [*NOT_MEAT, *FROM_THE_SEA, "beef", "羊排", "鸡腿", "grape"]),
        ("diabetic", ["sugar", "冰糖", "蜂蜜"], NOT_MEAT),
    ],
)
def test_a_usual_diet_knows_the_words_of_the_kitchen(
    diet: str, found: list[str], not_found: list[str]
) -> None:
    words = next(one.excludes for one in USUAL if one.name == diet)
    held = [text for text in (*found, *not_found) if any(eaten_in(word, text) for word in words)]
    assert held == found


@pytest.mark.parametrize(
    ("said", "text", "held"),
    [
        ("pork", "红烧排骨", True),
        ("猪肉", "bacon", True),
        ("ham", "pork", False),  # who leaves ham may eat pork
        ("排骨", "五花肉", False),
        ("猪", "青椒肉丝", True),
        ("猪", "青椒牛肉丝", False),
        ("牛肉", "鸡腿", False),
        ("meat", "羊排", True),
        ("鸡肉", "鸡蛋", False),
        ("tomatoes", "tomato", True),
        ("tomato", "tomatoes", True),
        ("mushrooms", "mushroom soup", True),
        ("anchovies", "anchovy", True),
        ("anchovy", "anchovies", True),
        ("cherry", "cherries", True),
        ("strawberries", "strawberry jam", True),
        ("radishes", "radish", True),
        ("peaches", "peach", True),
        ("bay leaf", "bay leaves", True),
        ("pork fat", "pork-fat", True),
        ("pork-fat", "pork fat", True),
        ("chilli", "chili sauce", True),
        ("chili", "chillies", True),
        ("lactose", "milk", True),
        ("shellfish", "crab", True),
        ("shellfish", "prawns", True),
        ("豬肉", "猪肉", True),
        ("鱼", "魚丸", True),
        ("green beans", "beans, green", False),
        ("peas", "peach", False),
        ("beans", "beef", False),
        ("olives", "olive oil", True),
        ("loaf", "loaves", True),
        ("fish cakes", "鱼 balls", True),
        ("rice cakes", "rice 鱼 cakes", False),
    ],
)
def test_a_kind_of_meat_is_meant_only_where_it_is_said(said: str, text: str, held: bool) -> None:
    assert eaten_in(said, text) == held
