"""What the demo's records say, in English and Chinese: schools, buses, allergies, dishes, notes."""

from __future__ import annotations

from typing import NamedTuple

BALTHASAR = "Balthasar Maximilian Taylor-Johansson"


class Phrases(NamedTuple):
    """The texts of one language."""

    centre: str
    schools: tuple[str, str]
    grades: tuple[str, ...]
    buses: tuple[str, str]
    allergies: dict[str, tuple[str, str, tuple[str, ...]]]
    dishes: tuple[tuple[str, tuple[str, ...]], ...]
    trip: str
    bag: str
    drawing: str
    key: str
    order: str
    withheld_address: str
    street: str
    deputy: str


ENGLISH = Phrases(
    centre="Sunshine Centre",
    schools=("Cloud", "River"),
    grades=("1", "2", "3", "4", "5", "6"),
    buses=("Bus 7", "Bus 3"),
    allergies={
        "陈静静": ("peanut", "pen in the office, then 120", ("peanut", "satay")),
        BALTHASAR: (
            "milk",
            "no dairy, tablets in his bag",
            ("milk", "cheese", "butter"),
        ),
        "许愿星": ("egg", "hives: call his mother", ("egg", "mayonnaise")),
        "夏小雨": ("sesame", "", ("sesame",)),
    },
    dishes=(
        ("rice", ("rice",)),
        ("tomato and egg", ("tomato", "egg", "oil")),
        ("greens", ("greens", "garlic", "oil")),
        ("cucumber in peanut sauce", ("cucumber", "peanut")),
    ),
    trip="Trip money, 20 yuan, by Thursday",
    bag="Blue medicine bag, office fridge",
    drawing="Bring the drawing for the grandparents' day",
    key="The hall key is with Luo Ping until 19:00",
    order="Court order of 12 October, copy in the office safe",
    withheld_address="14 Hidden Lane",
    street="{number} Made-up Street",
    deputy="He Jun, 139-0000-0190",
)

CHINESE = Phrases(
    centre="阳光家庭服务中心",
    schools=("云朵", "小河"),
    grades=("一", "二", "三", "四", "五", "六"),
    buses=("7号车", "3号车"),
    allergies={
        "陈静静": ("花生", "急救笔在办公室，再打120", ("花生", "沙茶")),
        BALTHASAR: ("牛奶", "不吃奶制品，药在书包里", ("牛奶", "奶酪", "黄油")),
        "许愿星": ("鸡蛋", "起疹子：打电话给妈妈", ("鸡蛋", "蛋黄酱")),
        "夏小雨": ("芝麻", "", ("芝麻",)),
    },
    dishes=(
        ("米饭", ("大米",)),
        ("西红柿炒蛋", ("西红柿", "鸡蛋", "油")),
        ("青菜", ("青菜", "大蒜", "油")),
        ("花生酱拌黄瓜", ("黄瓜", "花生")),
    ),
    trip="春游费20元，周四前交",
    bag="蓝色药袋，在办公室冰箱",
    drawing="带上祖辈日的画",
    key="礼堂钥匙在罗平那里，到19:00",
    order="10月12日法院裁定，复印件在办公室保险柜",
    withheld_address="隐秘巷14号",
    street="虚构路{number}号",
    deputy="何君，139-0000-0190",
)


def phrases(language: str) -> Phrases:
    """The texts in this language; English where there are none."""
    return CHINESE if language == "zh_CN" else ENGLISH
