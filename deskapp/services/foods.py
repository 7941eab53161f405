"""The foods that harm most often, by the words that kitchens and parents use, in Chinese and English.

A child's sheet may say 花生 where the kitchen writes "peanut": both are one food.  The list is the fourteen
allergens that European law has printed on food (regulation 1169/2011, annex II), with what is common in
Chinese kitchens.
"""

from __future__ import annotations

import re
from functools import lru_cache

FOODS: tuple[tuple[str, ...], ...] = (
    ("花生", "peanut", "groundnut"),
    (
        "牛奶",
        "奶",
        "乳",
        "黄油",
        "奶酪",
        "芝士",
        "milk",
        "cheese",
        "butter",
        "cream",
        "yogurt",
        "yoghurt",
        "dairy",
    ),
    ("鸡蛋", "蛋", "egg", "mayonnaise"),
    ("鱼", "fish", "salmon", "tuna", "cod", "carp"),
    ("虾", "shrimp", "prawn"),
    ("蟹", "crab"),
    (
        "贝",
        "蛤",
        "蚝",
        "牡蛎",
        "扇贝",
        "shellfish",
        "mollusc",
        "clam",
        "oyster",
        "mussel",
        "scallop",
        "squid",
        "鱿鱼",
    ),
    ("大豆", "黄豆", "豆腐", "豆浆", "豆奶", "酱油", "soy", "soya", "tofu"),
    ("小麦", "面粉", "面条", "面包", "馒头", "麸质", "wheat", "flour", "noodle", "bread", "gluten"),
    ("芝麻", "麻酱", "sesame", "tahini"),
    (
        "坚果",
        "核桃",
        "腰果",
        "杏仁",
        "榛子",
        "开心果",
        "nut",
        "walnut",
        "cashew",
        "almond",
        "hazelnut",
        "pistachio",
    ),
    ("芹菜", "celery"),
    ("芥末", "mustard"),
    ("芒果", "mango"),
    ("羽扇豆", "lupin"),
    ("亚硫酸盐", "sulphite", "sulfite"),
)
UMBRELLAS: dict[str, tuple[str, ...]] = {
    "海鲜": ("虾", "蟹", "贝", "鱼"),
    "甲壳": ("虾", "蟹"),
    "seafood": ("虾", "蟹", "贝", "鱼"),
    "crustacean": ("虾", "蟹"),
}
"""Words that stand for several foods."""


def eaten_in(said: str, text: str) -> bool:
    """Whether what somebody must not eat, as `said`, stands in a dish's text; both folded.

    The words themselves are found anywhere ("peanut" in "peanut oil"), those of the same food in the other
    language or of another name for it as words of their own: "nuts" is not found in "doughnut".
    """
    return bool(said) and (said in text or any(_stands(word, text) for word in _others(said)))


@lru_cache(maxsize=4096)
def _others(said: str) -> frozenset[str]:
    firsts = {first for umbrella, foods in UMBRELLAS.items() if _stands(umbrella, said) for first in foods}
    found: set[str] = set()
    for food in FOODS:
        if food[0] in firsts or any(_stands(word, said) for word in food):
            found.update(food)
    return frozenset(found)


def _stands(word: str, text: str) -> bool:
    if not word.isascii():
        return word in text
    return word in _words(text)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(part.removesuffix("s") for part in re.findall("[a-z]+", text))
