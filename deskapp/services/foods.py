"""The foods that harm most often, by the words that kitchens and parents use, in Chinese and English.

A child's sheet may say 花生 where the kitchen writes "peanut": both are one food.  The list is the fourteen
allergens that European law has printed on food (regulation 1169/2011, annex II), with what is common in
Chinese kitchens; then the meats and drinks that a diet excludes, by their kinds.
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
    (
        "鱼",
        "鳗",
        "鳝",
        "fish",
        "salmon",
        "tuna",
        "cod",
        "carp",
        "bass",
        "trout",
        "anchovy",
        "sardine",
        "mackerel",
        "herring",
        "eel",
    ),
    ("虾", "shrimp", "prawn"),
    ("蟹", "crab", "lobster"),
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
        "octopus",
        "cuttlefish",
        "墨鱼",
        "章鱼",
        "螺",
        "abalone",
        "鲍",
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
    ("辣椒", "chili", "jalapeno", "cayenne"),
)
SPELLED = {"chilli": "chili", "chillies": "chili", "chilies": "chili", "chile": "chili", "yoghurt": "yogurt"}
"""One spelling for two."""
SHORT = 3
"""Letters above which the end of a word may say that there are many."""
SIMPLIFIED = str.maketrans(
    "豬魚雞鴨鵝鴿蝦貝鱔鰻鮑麵麥醬堅欖蘿薑蔥鹽餅湯雜滷腸臘驢",
    "猪鱼鸡鸭鹅鸽虾贝鳝鳗鲍面麦酱坚榄萝姜葱盐饼汤杂卤肠腊驴",
)
"""Traditional signs of foods."""
UMBRELLAS: dict[str, tuple[str, ...]] = {
    "海鲜": ("虾", "蟹", "贝", "鱼"),
    "甲壳": ("虾", "蟹"),
    "seafood": ("虾", "蟹", "贝", "鱼"),
    "crustacean": ("虾", "蟹"),
    "shellfish": ("虾", "蟹", "贝"),
    "lactose": ("牛奶",),
    "乳糖": ("牛奶",),
}
"""Words that stand for several foods, wherever they are said."""
BARE_MEAT = ("肉末", "肉丝", "肉片", "肉丁", "肉丸", "肉馅", "肉酱", "红烧肉", "回锅肉", "扣肉")
"""What kitchens call pork without saying so, unless another animal stands before it."""
MEATS: tuple[tuple[str, ...], ...] = (
    (
        "猪",
        "五花",
        "排骨",
        "叉烧",
        "腊肉",
        "腊肠",
        "香肠",
        "火腿",
        "培根",
        "里脊",
        "肘子",
        "蹄膀",
        "肥肠",
        *BARE_MEAT,
        "pork",
        "ham",
        "bacon",
        "lard",
        "gammon",
        "prosciutto",
        "salami",
        "pepperoni",
        "chorizo",
        "sausage",
    ),
    ("牛", "beef", "veal", "steak", "brisket", "oxtail"),
    ("羊", "mutton", "lamb"),
    ("鸡", "凤爪", "chicken"),
    ("鸭", "鹅", "鸽", "duck", "goose", "pigeon", "turkey", "poultry"),
    ("肉", "兔", "驴", "meat", "meatball", "mince", "rabbit", "venison", "gelatin", "gelatine", "明胶"),
    ("酒", "wine", "beer", "rum", "brandy", "sake", "mirin", "sherry", "whisky", "vodka", "liquor"),
)
"""Meats, and drinks: found only where their kind is meant (KINDS), since who leaves ham may eat pork."""
EVERY_MEAT = ("猪", "牛", "羊", "鸡", "鸭", "肉")
KINDS: dict[str, tuple[str, ...]] = {
    "pork": ("猪",),
    "猪": ("猪",),
    "猪肉": ("猪",),
    "beef": ("牛",),
    "牛肉": ("牛",),
    "mutton": ("羊",),
    "lamb": ("羊",),
    "羊肉": ("羊",),
    "chicken": ("鸡",),
    "鸡肉": ("鸡",),
    "poultry": ("鸡", "鸭"),
    "meat": EVERY_MEAT,
    "肉": EVERY_MEAT,
    "alcohol": ("酒",),
    "酒": ("酒",),
}
"""What a word stands for where it is all that is said."""
LOOKS_LIKE: dict[str, tuple[str, ...]] = {
    "牛": ("牛奶", "牛乳", "牛油果", "牛蒡", "牛至", "牛肝菌", "牛轧糖", "牛角", "蜗牛"),
    "羊": ("羊奶", "羊乳", "羊栖菜", "羊肚菌", "羊羹"),
    "鸡": ("鸡蛋", "鸡毛菜", "鸡头米", "鸡枞", "鸡腿菇", "鸡油菌", "鸡尾酒"),
    "鸭": ("鸭蛋", "鸭梨", "鸭儿芹"),
    "鹅": ("鹅蛋",),
    "鸽": ("鸽蛋", "鸽子蛋"),
    "肉": ("肉桂", "肉豆蔻", "肉苁蓉", "果肉", "桂圆肉", "龙眼肉", "椰肉", "椰子肉", "素肉"),
    "鱼": ("鱼腥草",),
    "蟹": ("蟹味菇",),
    "螺": ("螺旋藻", "螺丝椒"),
    **{word: tuple(animal + word for animal in "牛羊鸡鸭鹅鱼虾兔") for word in BARE_MEAT},
}
"""What holds a word and is something else: no meat is in cinnamon (肉桂)."""


def eaten_in(said: str, text: str) -> bool:
    """Whether what somebody must not eat, as `said`, stands in a dish's text; both folded.

    The words themselves are found anywhere ("peanut" in "peanut oil"; of English ones also one of many and
    with another hyphen: "tomatoes" in "tomato soup"), those of the same food in the other
    language or of another name for it as words of their own: "nuts" is not found in "doughnut".
    """
    said, text = said.translate(SIMPLIFIED), text.translate(SIMPLIFIED)
    if not said:
        return False
    if said in _without(said, text) or _says(said, text):
        return True
    return any(_stands(word, text) for word in _others(said))


@lru_cache(maxsize=4096)
def _others(said: str) -> frozenset[str]:
    firsts = {first for umbrella, foods in UMBRELLAS.items() if _stands(umbrella, said) for first in foods}
    found: set[str] = set()
    for food in FOODS:
        if food[0] in firsts or any(_stands(word, said) for word in food):
            found.update(food)
    kinds = KINDS.get(said) or KINDS.get(said.removesuffix("s"), ())
    for kind in MEATS:
        if kind[0] in kinds:
            found.update(kind)
    return frozenset(found)


def _stands(word: str, text: str) -> bool:
    if not word.isascii():
        return word in _without(word, text)
    return _one_of(word) in _words(text)


def _says(said: str, text: str) -> bool:
    """Whether the English words of the one stand in the other, side by side and in their order."""
    wanted, held = _in_order(said), _in_order(text)
    return bool(wanted) and any(
        held[at : at + len(wanted)] == wanted for at in range(len(held) - len(wanted) + 1)
    )


def _without(word: str, text: str) -> str:
    """The text without what holds the word and is something else."""
    for other in LOOKS_LIKE.get(word, ()):
        text = text.replace(other, " ")
    return text


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_in_order(text))


@lru_cache(maxsize=4096)
def _in_order(text: str) -> tuple[str, ...]:
    """The English words of a text, each as one of many would be; other signs part them."""
    return tuple(_one_of(part) for part in re.findall("[a-z]+|[^\x00-\x7f]+", text))


@lru_cache(maxsize=4096)
def _one_of(word: str) -> str:
    """What one and many have in common: "cherri" of cherry and cherries, "leav" of leaf and leaves."""
    word = SPELLED.get(word, word)
    if len(word) > SHORT:
        word = word.removesuffix("s").removesuffix("e")
    last = {"y": "i", "f": "v"}
    return word[:-1] + last.get(word[-1], word[-1])
